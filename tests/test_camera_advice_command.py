import json

import pytest
from towns import WEST, make_town

from geo.workspace import SETTINGS_FILE

FAR = (500_200, 5_700_200)
PERIOD = ("--from", "2026-01-01", "--to", "2026-10-31")


@pytest.fixture
def advise(run, tmp_path):
    """Ask for advice about a town with two busy corners."""
    rows = [
        ("E35", f"2026-10-{1 + n % 28:02}T20:00", place)
        for place, count in ((WEST, 14), (FAR, 11), ((500_800, 5_700_800), 3))
        for n in range(count)
    ]
    town = make_town(tmp_path, rows)

    def call(*options, theme="jeugdoverlast", reach=("--range-m", 60)):
        words = ("--theme", theme, *PERIOD, *reach, *options)
        return run("-w", town.root, "camera", "advise", *words)

    with (town.root / SETTINGS_FILE).open("a", encoding="utf-8") as settings:
        settings.write('[[camera_purposes]]\nname = "Zien"\nrange_m = 75\nsource = "proef"\n')

    return call


def test_the_answer_holds_sites_with_reasons_and_units_without_one(advise) -> None:
    code, out, _ = advise("--units", 3, "--json")
    answer = json.loads(out)
    assert code == 0
    assert [site["themes"][0]["incidents"] for site in answer["sites"]] == [14, 11]
    assert answer["refused"] == [{"reason": "too few incidents", "incidents": 3, "in_hotspots": 0}]
    assert sum(answer["sites"][0]["by_hour"]) == pytest.approx(14)
    assert answer["proof"] == "optimal"


def test_lines_say_the_reasons_and_what_they_do_not_tell(advise) -> None:
    _, out, _ = advise("--units", 3)
    assert "1. 500" in out
    assert "jeugdoverlast: 14 incidents" in out
    assert "no site to answer for: too few incidents (the best other place would add 3" in out
    assert "in the weeks ahead: cannot be said" in out
    assert "Covered is not watched" in out


def test_own_sites_that_were_left_out_are_counted(advise, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"x,y\n{FAR[0]},{FAR[1]}\n0,0\n", encoding="utf-8")
    assert "places left out: 1 outside the area" in advise("--sites", path)[1]


def test_other_settings_say_how_far_the_sites_move(advise) -> None:
    settings = json.loads(advise("--units", 2, "--json")[1])["settings"]
    assert {"name": "equal weights", "moving": 0, "farthest_m": 0.0} in settings


def test_a_weight_stands_behind_the_name_of_a_theme(advise) -> None:
    answer = json.loads(advise("--json", theme="jeugdoverlast=2.5")[1])
    assert answer["themes"][0]["harm"] == 2.5


def test_a_weight_that_is_no_number_is_refused(advise) -> None:
    code, out, _ = advise("--json", theme="jeugdoverlast=veel")
    assert code == 1
    assert json.loads(out)["error"]["key"] == "camera-harm"


def test_own_sites_are_read_from_a_table(advise, tmp_path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"x,y\n{FAR[0]},{FAR[1]}\n", encoding="utf-8")
    answer = json.loads(advise("--sites", path, "--json")[1])
    assert [site["place"] for site in answer["sites"]] == [list(FAR)]


def test_a_purpose_of_the_municipality_sets_the_range_and_is_told(advise) -> None:
    answer = json.loads(advise("--json", reach=("--purpose", "zien"))[1])
    assert (answer["range_m"], answer["range_source"]) == (75, "Zien; bron: proef")
    assert json.loads(advise("--json")[1])["range_source"] is None


@pytest.mark.parametrize(
    ("reach", "key"),
    [
        ((), "camera-range-missing"),
        (("--range-m", 60, "--purpose", "zien"), "camera-range-missing"),
        (("--purpose", "herkennen"), "camera-purpose-unknown"),
        (("--range-m", 0), "param-not-positive"),
    ],
)
def test_a_range_is_given_or_belongs_to_a_purpose(advise, reach, key) -> None:
    code, out, _ = advise("--json", reach=reach)
    assert code == 1
    assert json.loads(out)["error"]["key"] == key


def test_lines_say_that_buildings_and_water_are_not_loaded(advise) -> None:
    out = advise()[1]
    assert "buildings are not loaded" in out
    assert "water is not loaded: a site may lie on it" in out
