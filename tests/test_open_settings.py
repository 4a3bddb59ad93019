import pytest
from open_drawings import NEXT, OWN
from test_open_figures import SETTINGS

from geo.errors import WorkspaceError
from geo.workspace import BUNDLED_DIR, create_workspace, open_workspace


def write(folder, lines):
    workspace = create_workspace(folder / "town", SETTINGS)
    path = workspace.root / "gemeente.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")
    return workspace.root


def test_without_settings_nobody_is_a_neighbour(tmp_path) -> None:
    workspace = create_workspace(tmp_path / "town", SETTINGS)
    assert workspace.settings.opendata.neighbours == ()
    assert workspace.settings.services.police_figures.startswith("https://")


def test_every_neighbour_that_ships_has_a_name() -> None:
    found = open_workspace(BUNDLED_DIR).settings.opendata
    assert set(found.neighbours) == set(found.names)


def test_a_unit_is_a_region_or_its_municipalities(tmp_path) -> None:
    root = write(tmp_path, f'[opendata]\npolice_unit = ["RE99", "{OWN}", "{NEXT}"]')
    assert open_workspace(root).settings.opendata.police_unit == ("RE99", OWN, NEXT)


@pytest.mark.parametrize(
    "lines",
    [
        f'[opendata]\nneighbours = ["{OWN}"]',
        f'[opendata]\nneighbours = ["{NEXT}", "{NEXT}"]',
        '[opendata]\nneighbours = ["Buurstede"]',
        '[opendata]\nneighbours = ["RE99"]',
        f'[opendata]\nneighbours = "{NEXT}"',
        '[opendata]\npolice_unit = ["eenheid"]',
        f'[opendata.names]\n{NEXT} = ""',
        "[opendata]\nbuurgemeenten = []",
        '[services]\npolice_figures = "https://example.org/OData"',
        '[services]\npolice_figures = "file:///{table}"',
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path, lines) -> None:
    root = write(tmp_path, lines)
    with pytest.raises(WorkspaceError) as told:
        open_workspace(root)
    assert told.value.key == "settings-invalid"
