import pytest
import shapely
from drawings import draw_layers

from geo import schema
from geo.schema import Layer
from geo.service.patrol.bases import find_middle, list_bases, list_known_places
from geo.workspace import SETTINGS_FILE, create_workspace, open_workspace

DUTCH = {"name": "Vol", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
BASE = '\n[[patrol.bases]]\nname = "Bureau"\nx = 100500.0\ny = 431000.0\n'


@pytest.fixture
def workspace(tmp_path):
    root = create_workspace(tmp_path / "werkmap", DUTCH).root
    settings = root / SETTINGS_FILE
    settings.write_text(settings.read_text("utf-8") + BASE, "utf-8")
    return open_workspace(root)


def test_bases_are_those_of_the_settings(workspace):
    (base,) = list_bases(workspace)
    assert (base.name, base.place) == ("Bureau", (100500.0, 431000.0))


def test_the_middle_lies_within_what_was_asked():
    layers = draw_layers()
    wijken = layers[Layer.WIJKEN].areas
    whole = shapely.union_all(wijken.geometry)
    assert whole.contains(shapely.Point(find_middle(layers, ())))
    for code, shape in zip(wijken[schema.AREA_CODE], wijken.geometry, strict=True):
        assert shape.contains(shapely.Point(find_middle(layers, (code,))))


def test_there_is_no_middle_of_nothing():
    assert find_middle({}, ()) is None
    assert find_middle(draw_layers(), ("X",)) is None


def test_known_places_are_bases_then_parks_and_wijken(workspace):
    layers = draw_layers()
    names = [known.name for known in list_known_places(workspace, layers)]
    assert names[0] == "Bureau"
    assert set(layers[Layer.WIJKEN].areas[schema.AREA_NAME]) <= set(names)
    assert [known.name for known in list_known_places(workspace, {})] == ["Bureau"]
