import json

import pytest
from open_drawings import OWN, draw_row, write_page
from test_open_figures import draw_incidents, make, take_incidents
from test_opendata_service import two_pages
from test_pdok import serving


@pytest.fixture
def town(tmp_path):
    return make(tmp_path)


def test_a_file_is_taken_in_and_held_against_our_data(run, town, tmp_path) -> None:
    path = write_page(tmp_path / "a.json", draw_row())
    code, told, _ = run("-w", town.root, "opendata", "import", path)
    assert (code, told.strip()) == (
        0,
        "47018NED from a.json: read 1, left out 0, new 1, revised 0, same 0",
    )
    take_incidents(tmp_path, town, draw_incidents())
    code, told, _ = run("-w", town.root, "--json", "opendata", "check")
    (row,) = json.loads(told)["checks"]
    assert (code, row["ours"], row["official"], row["difference"]) == (0, 88, 91, -3)
    code, told, _ = run("-w", town.root, "opendata", "check")
    assert "88      91       -3" in told


def test_without_figures_the_check_says_how_to_take_them_in(run, town) -> None:
    code, told, _ = run("-w", town.root, "opendata", "check")
    assert code == 0
    assert "opendata import" in told


@pytest.mark.parametrize("words", [("import", "--update"), ("update",)])
def test_figures_are_fetched_where_they_are_published(run, tmp_path, words) -> None:
    with serving(two_pages) as server:
        town = make(tmp_path, server.address)
        code, told, _ = run("-w", town.root, "opendata", *words, "--table", "47018NED")
    assert code == 0
    assert "new 4" in told
    assert OWN[2:] in server.queries[0]["$filter"]


def test_without_internet_it_says_what_to_do(run, town) -> None:
    code, _, complaint = run("-w", town.root, "opendata", "update", "--table", "47018NED")
    assert code == 1
    assert "import a file of figures instead" in complaint


@pytest.mark.parametrize(
    "words",
    [
        ("import",),
        ("import", "--update", "a.json"),
        ("import", "a.json", "--table", "47018NED", "--table", "47022NED"),
        ("import", "a.json", "--table", "47999NED"),
    ],
)
def test_options_that_contradict_each_other_are_refused(run, town, words) -> None:
    code, _, complaint = run("-w", town.root, "opendata", *words)
    assert code == 2
    assert complaint
