import pytest

from geo.errors import WorkspaceError
from geo.present.backgrounds import find_background
from geo.settings import Settings
from geo.workspace import check_model

DUTCH = {"name": "Proef", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}


def settings(**more):
    return check_model(DUTCH | more, Settings, origin="proef", error=WorkspaceError)


def test_no_background_unless_it_is_turned_on():
    assert find_background(settings()) is None
    assert find_background(settings(map={"background": "geen"})) is None


def test_background_names_its_maker_and_its_address():
    tiles = find_background(settings(map={"background": "pdok-grijs"}))
    assert "/grijs/EPSG:3857/{z}/{x}/{y}.png" in tiles.url
    assert tiles.attribution == "Kaartgegevens © Kadaster"
    assert tiles.failed == "Geen internet: lokale ondergrond"


def test_another_machine_may_serve_the_tiles():
    mirror = {"pdok_tiles": "http://localhost:1234/{style}/{z}/{x}/{y}"}
    tiles = find_background(settings(map={"background": "pdok-pastel"}, services=mirror))
    assert tiles.url == "http://localhost:1234/pastel/{z}/{x}/{y}"


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"map": {"background": "satelliet"}}, "map.background"),
        ({"map": {"achtergrond": "pdok-grijs"}}, "map.achtergrond"),
        ({"services": {"pdok_tiles": "https://tiles.example/{z}/{x}.png"}}, "services.pdok_tiles"),
        ({"services": {"pdok_tiles": "javascript:{z}{x}{y}"}}, "services.pdok_tiles"),
    ],
)
def test_setting_that_nobody_knows_is_named(wrong, name):
    with pytest.raises(WorkspaceError) as caught:
        settings(**wrong)
    assert caught.value.facts["names"] == name
