from datetime import timedelta

import pytest
from open_drawings import (
    MOMENT,
    NEXT,
    OWN,
    UNIT,
    draw_figures,
    draw_row,
    draw_workspace,
    write_page,
)
from test_opendata_service import QUICK, two_pages
from test_pdok import send, serving
from towns import MAPPING, NOW, WEST

from geo import service
from geo.analysis.shared_trends import Shared
from geo.errors import IntakeError, PublicServiceError
from geo.intake.opendata import clean_figures
from geo.schema import OpenTable
from geo.service.open_answers import Side
from geo.service.upkeep_answers import ImportOptions
from geo.store import Store
from geo.workspace import create_workspace, open_workspace

SETTINGS = {"name": "Testdam", "code": OWN, "crs": 32631, "timezone": "Europe/Brussels"}
OPEN = f"""
[opendata]
neighbours = ["{NEXT}"]
police_unit = ["{UNIT}"]
[opendata.names]
{NEXT} = "Buurstede"
"""
HOME, YOUTH = "woninginbraak", "jeugdoverlast"
# Burglaries of eight steady years, and of two: here they fall, at the neighbours they do not.
STEADY = dict.fromkeys(range(2016, 2024), 100)


def make(folder, address="http://127.0.0.1:9"):
    workspace = create_workspace(folder / "town", SETTINGS)
    path = workspace.root / "gemeente.toml"
    more = f'[services]\npolice_figures = "{address}/OData/{{table}}/TypedDataSet"\n'
    path.write_text(path.read_text() + OPEN + more, encoding="utf-8")
    return open_workspace(workspace.root)


def take_incidents(folder, workspace, rows):
    """Take in burglaries as (code, local start, with place)."""
    mapping, path = folder / "rows.toml", folder / "rows.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    lines = [
        f"{number},{start},{WEST[0] if placed else ''},{WEST[1] if placed else ''},{code}"
        for number, (code, start, placed) in enumerate(rows)
    ]
    path.write_text("id,start,x,y,code\n" + "\n".join(lines) + "\n", encoding="utf-8")
    report = service.import_incidents(workspace, [path], ImportOptions(mapping=mapping), now=NOW)
    assert not report.failed


def draw_incidents(homes=88, without_place=2):
    days = [f"2025-{1 + n % 12:02}-{1 + n % 28:02}T20:00" for n in range(homes)]
    rows = [("1.1.1", day, n >= without_place) for n, day in enumerate(days)]
    edges = [("1.2.3", "2025-01-01T10:00", True), ("1.2.3", "2025-12-31T10:00", True)]
    return [*rows, *edges, ("1.2.3", "2024-06-01T10:00", True), ("E35", "2025-05-01T20:00", True)]


def cells(topic, area, years):
    return [(topic, area, year, 0, count) for year, count in years.items()]


def keep(workspace, rows, table=OpenTable.CRIMES_BY_YEAR, at=MOMENT):
    with Store(workspace.store_path) as store:
        return store.open_figures.add([draw_figures(rows, table)], imported_at=at)


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> object:
    folder = tmp_path_factory.mktemp("open")
    workspace = make(folder)
    keep(
        workspace,
        [
            *cells("1.1.1", OWN, {**STEADY, 2024: 150, 2025: 91}),
            *cells("1.1.1", NEXT, {**STEADY, 2024: 100, 2025: 102}),
            *cells("1.1.1", "GM9903", {2024: 5, 2025: 5}),
            *cells("1.1.1", UNIT, {**dict.fromkeys(STEADY, 1100), 2024: 1150, 2025: 991}),
            *cells("1.1.1", "WK990101", {2025: 60}),
            *cells("1.1.1", "WK990102", {2025: 28}),
            *cells("0.0.0", OWN, {2024: 900, 2025: 800}),
            *cells("1.2.3", OWN, {**STEADY, 2024: 100, 2025: 50}),
            *cells("1.2.3", NEXT, {**STEADY, 2024: 100, 2025: 102}),
        ],
    )
    take_incidents(folder, workspace, draw_incidents())
    return workspace


@pytest.fixture(scope="module")
def report(town):
    return service.report_open_figures(town)


def theme_of(report, name):
    return next(theme for theme in report.themes if theme.theme == name)


def test_without_figures_there_is_no_report(tmp_path) -> None:
    workspace = make(tmp_path)
    assert service.report_open_figures(workspace) is None
    keep(workspace, cells("1.1.1", NEXT, STEADY))
    assert service.report_open_figures(workspace) is None


def test_the_total_is_told_and_never_added_up(report) -> None:
    assert report.total.years == {Side.OWN: {2024: 900, 2025: 800}}
    assert theme_of(report, HOME).years[Side.OWN][2025] == 91


def test_a_report_on_an_earlier_year_does_not_look_past_it(town, report) -> None:
    earlier = service.report_open_figures(town, until=2024)
    theme = theme_of(earlier, HOME)
    assert (theme.before, theme.now) == (2023, 2024)
    assert max(theme.years[Side.OWN]) == 2024
    assert {row.year for row in earlier.checks} <= {row.year for row in report.checks} - {2025}
    assert not any(row.is_last for row in earlier.checks)
    assert service.report_open_figures(town, until=2010) is None


def test_only_the_neighbours_of_the_settings_are_added_up(report) -> None:
    assert report.neighbours == ("Buurstede",)
    assert theme_of(report, HOME).years[Side.NEIGHBOURS][2025] == 102


def test_the_unit_is_what_is_left_of_it_without_the_municipality(report) -> None:
    assert theme_of(report, HOME).years[Side.UNIT] == {
        **dict.fromkeys(range(2016, 2025), 1000),
        2025: 900,
    }
    assert report.unit == (UNIT,)


def test_a_fall_here_that_is_no_fall_there_is_called_so(report) -> None:
    bikes = theme_of(report, "fietsdiefstal")
    assert (bikes.before, bikes.now) == (2024, 2025)
    assert bikes.shared == {Side.NEIGHBOURS: Shared.BETTER}
    assert bikes.changes[Side.OWN].now == 50
    # From 100 to 50 beside 100 to 102 stands among all comparisons, too.
    assert bikes.sure == {Side.NEIGHBOURS}


def test_two_years_alone_are_not_judged(tmp_path) -> None:
    workspace = make(tmp_path)
    here, there = {2024: 1000, 2025: 300}, {2024: 10_000, 2025: 10_000}
    keep(workspace, [*cells("1.1.1", OWN, here), *cells("1.1.1", NEXT, there)])
    homes = theme_of(service.report_open_figures(workspace), HOME)
    assert homes.shared == {Side.NEIGHBOURS: Shared.TOO_SHORT}
    assert not homes.sure


def test_the_year_is_held_against_the_own_years_before(report) -> None:
    expected = theme_of(report, HOME).expected
    assert expected.low <= 106 <= expected.high
    assert expected.dispersion > 1
    assert report.total.expected is None


def test_a_theme_without_figures_has_its_codes_named(report) -> None:
    youth = theme_of(report, YOUTH)
    assert (youth.codes, youth.years, youth.now) == ((), {}, None)
    assert youth.without_figures == ("E35", "jongerenoverlast")


def test_our_count_stands_beside_the_published_one_with_what_may_explain_it(report) -> None:
    (now, before) = [row for row in report.checks if row.title == theme_of(report, HOME).title]
    assert (now.year, now.ours, now.official, now.difference) == (2025, 88, 91, -3)
    assert (now.without_place, now.without_wijk, now.other_codes) == (2, 3, 0)
    assert (now.is_last, now.revised) == (True, 0)
    # Of 2024 the data begin in June.
    assert (before.year, before.ours, before.official, before.difference) == (2024, None, 150, None)
    assert before.without_wijk is None


def test_a_later_import_is_told_in_the_check(tmp_path) -> None:
    workspace = make(tmp_path)
    keep(workspace, cells("1.1.1", OWN, {2025: 91}))
    keep(workspace, cells("1.1.1", OWN, {2025: 88}), at=MOMENT + timedelta(days=40))
    take_incidents(tmp_path, workspace, draw_incidents())
    (row,) = service.report_open_figures(workspace).checks
    assert (row.official, row.difference, row.revised) == (88, 0, 1)


def test_without_neighbours_in_the_settings_all_that_were_read_in_count(tmp_path) -> None:
    workspace = create_workspace(tmp_path / "town", SETTINGS)
    rows = [*cells("1.1.1", OWN, STEADY), *cells("1.1.1", NEXT, STEADY)]
    keep(workspace, [*rows, *cells("1.1.1", "GM9903", STEADY), *cells("1.1.1", "NL00", STEADY)])
    report = service.report_open_figures(workspace)
    assert report.neighbours == (NEXT, "GM9903")
    assert theme_of(report, HOME).years[Side.NEIGHBOURS][2020] == 200
    assert report.absent == ()


def test_a_unit_of_municipalities_leaves_the_own_one_out(tmp_path) -> None:
    workspace = make(tmp_path)
    path = workspace.root / "gemeente.toml"
    text = path.read_text().replace(f'["{UNIT}"]', f'["{OWN}", "{NEXT}", "GM9903"]')
    path.write_text(text, encoding="utf-8")
    keep(workspace, [*cells("1.1.1", OWN, STEADY), *cells("1.1.1", NEXT, STEADY)])
    report = service.report_open_figures(open_workspace(workspace.root))
    assert theme_of(report, HOME).years[Side.UNIT][2020] == 100
    assert (report.unit, report.absent) == (("Buurstede",), ("GM9903",))


def test_files_are_taken_in_all_or_none(tmp_path) -> None:
    workspace = make(tmp_path)
    good = write_page(tmp_path / "a.json", draw_row())
    bad = tmp_path / "47018NED.csv"
    bad.write_text("naam\nx\n", encoding="utf-8")
    with pytest.raises(IntakeError):
        service.import_open_figures(workspace, [good, bad], now=MOMENT)
    assert service.report_open_figures(workspace) is None
    (told,) = service.import_open_figures(workspace, [good], now=MOMENT)
    assert (told.added, told.file) == (1, "a.json")


def test_an_update_is_stored_whole_or_not_at_all(tmp_path) -> None:
    def breaks_off(handler, path, query) -> None:
        if OpenTable.CRIMES_BY_MONTH in path:
            send(handler, b"busy", status=503)
        else:
            two_pages(handler, path, query)

    tables = (OpenTable.CRIMES_BY_YEAR, OpenTable.CRIMES_BY_MONTH)
    with serving(breaks_off) as server:
        workspace = make(tmp_path, server.address)
        with pytest.raises(PublicServiceError):
            service.update_open_figures(workspace, now=MOMENT, tables=tables, limits=QUICK)
    assert service.report_open_figures(workspace) is None


def test_an_update_asks_for_the_codes_of_the_cards(tmp_path) -> None:
    with serving(two_pages) as server:
        workspace = make(tmp_path, server.address)
        (told,) = service.update_open_figures(
            workspace, now=MOMENT, tables=(OpenTable.CRIMES_BY_YEAR,), limits=QUICK
        )
    assert told.added == 4
    asked = server.queries[0]["$filter"]
    assert "SoortMisdrijf eq '1.1.1 '" in asked
    assert "E35" not in asked


def test_every_published_kind_is_read_and_every_card_names_one(shared_dir, tmp_path) -> None:
    listed = shared_dir / "data/codes/soort_misdrijf_47018NED.csv"
    keys = [line.split(",")[0] for line in listed.read_text(encoding="utf-8").splitlines()[1:]]
    town = draw_workspace(tmp_path)
    rows = [draw_row(topic=key, number=n) for n, key in enumerate(keys)]
    found = clean_figures(town, rows, table=OpenTable.CRIMES_BY_YEAR, origin="made", digest="made")
    assert sorted(found.figures["topic"]) == sorted(keys)
    cards = service.list_themes(town).cards.values()
    crimes = {code for card in cards for code in card.codes if code[0].isdigit()}
    assert crimes <= set(keys)


@pytest.mark.parametrize(("start", "ours"), [("2025-01-03T10:00", 1), ("2025-03-03T10:00", None)])
def test_a_year_that_begins_and_ends_quietly_is_compared(tmp_path, start, ours) -> None:
    workspace = make(tmp_path)
    keep(workspace, cells("1.1.1", OWN, {2024: 150, 2025: 1}))
    days = [("1.1.1", start, True), ("1.2.3", "2025-12-28T10:00", True)]
    take_incidents(tmp_path, workspace, days)
    (row,) = service.report_open_figures(workspace).checks
    assert (row.year, row.ours, row.official) == (2025, ours, 1)
