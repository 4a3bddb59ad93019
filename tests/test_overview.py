from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from towns import NOW, OOST, OUTSIDE, WEST, make_town

from geo import schema, service
from geo.errors import ParamsError, ThemeError
from geo.params import HourSelection, Period, Question
from geo.schema import DayPart
from geo.service.answers import ThemeSummary
from geo.workspace import Workspace, create_workspace

YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
EVENING = HourSelection(day_parts=(DayPart.EVENING,))
DUTCH = {"name": "Vol", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
BURGLARY, BIKE, OTHER = "1.1.1", "1.2.3", "1.4.5"

Row = tuple[str, str, tuple[int, int] | None]
ROWS: list[Row] = [
    *((BURGLARY, f"2016-01-{day:02} 12:00", WEST) for day in (1, 2)),
    *((BURGLARY, f"2017-0{month}-05 21:00", WEST) for month in (1, 2, 3)),
    (BURGLARY, "2018-01-01 00:00", WEST),
    (BURGLARY, "2018-03-05 21:00", OOST),
    (BURGLARY, "2018-03-06", OUTSIDE),
    (BURGLARY, "2018-12-31 23:59", None),
    (BIKE, "2018-05-01 09:00", WEST),
    (OTHER, "2018-05-01 09:00", OOST),
    (OTHER, "2018-12-30 09:00", OOST),
]


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return make_town(tmp_path, ROWS)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = create_workspace(tmp_path_factory.mktemp("demo") / "werkmap", DUTCH)
    service.setup_workspace(workspace, now=NOW)
    return workspace


def ask(workspace: Workspace, **options) -> ThemeSummary:
    question = {"theme": "woninginbraak", "period": YEAR} | options
    return service.summarise_theme(workspace, Question(**question))


def wijk(summary: ThemeSummary, code: str | None) -> pd.Series:
    codes = summary.wijken[schema.AREA_CODE]
    return summary.wijken[codes.isna() if code is None else codes == code].iloc[0]


def test_each_theme_is_held_against_the_year_before(town: Workspace) -> None:
    found = service.compare_themes(town, YEAR)
    assert found.previous == YEAR.previous
    burglary = found.themes.loc["woninginbraak"]
    assert (burglary["now"], burglary["before"], burglary["difference"]) == (4, 3, 1)
    assert burglary["is_small"]
    assert found.themes.loc["jeugdoverlast", "now"] == 0
    assert found.total["now"].tolist() == [7]
    assert found.total["before"].tolist() == [3]


def test_the_heaviest_harm_comes_first_and_codes_without_a_card_last(town: Workspace) -> None:
    themes = service.compare_themes(town, YEAR).themes
    assert themes.index[0] == "woninginbraak"
    assert themes.index[-1] == schema.OTHER_THEME
    assert themes["title"].isna().tolist() == [False] * (len(themes) - 1) + [True]
    assert themes.loc[schema.OTHER_THEME, "now"] == 2


def test_codes_without_a_card_are_no_row_where_there_are_none(town: Workspace) -> None:
    before = service.compare_themes(town, YEAR.previous).themes
    assert schema.OTHER_THEME not in before.index


def test_the_first_day_of_a_theme_is_told(town: Workspace) -> None:
    firsts = service.compare_themes(town, YEAR).themes[schema.FIRST_DAY]
    assert firsts["woninginbraak"] == pd.Timestamp("2016-01-01")
    assert firsts["fietsdiefstal"] == pd.Timestamp("2018-05-01")
    assert pd.isna(firsts["jeugdoverlast"])


@pytest.mark.parametrize(
    "period",
    [
        Period(first=date(2016, 6, 1), last=date(2017, 12, 31)),
        Period(first=date(2018, 6, 1), last=date(2019, 5, 31)),
    ],
)
def test_what_the_data_do_not_cover_is_not_compared(town: Workspace, period: Period) -> None:
    found = service.compare_themes(town, period)
    assert found.previous is None
    assert "before" not in found.themes
    assert found.total["now"].iloc[0] == found.themes["now"].sum() > 0
    summary = ask(town, period=period)
    assert summary.previous is None
    assert "before" not in summary.wijken


def test_wijken_add_up_to_the_theme(town: Workspace) -> None:
    summary = ask(town)
    assert summary.incidents == 4
    assert summary.wijken["now"].sum() == 4
    assert summary.wijken["before"].sum() == 3
    assert (wijk(summary, "W1")["now"], wijk(summary, "W1")["before"]) == (1, 3)
    assert wijk(summary, None)["now"] == 2
    assert summary.without_place == 1


def test_burglaries_are_by_dwelling_and_all_else_by_inhabitant(town: Workspace) -> None:
    by_dwelling, by_inhabitant = ask(town), ask(town, theme="fietsdiefstal")
    assert (by_dwelling.basis, by_inhabitant.basis) == (schema.DWELLINGS, schema.INHABITANTS)
    assert wijk(by_dwelling, "W1")["rate"] == pytest.approx(1000 / 80)
    assert wijk(by_inhabitant, "W1")["rate"] == pytest.approx(1000 / 200)


def test_a_wijk_with_nobody_in_it_has_no_rate(town: Workspace) -> None:
    row = wijk(ask(town), "W2")
    assert row["now"] == 1
    assert row["population"] == 0
    assert row[["rate", "rate_low", "rate_high"]].isna().all()
    assert pd.isna(wijk(ask(town), None)["rate"])


def test_months_run_over_all_data_and_name_the_cut_ones(town: Workspace) -> None:
    months = ask(town).months
    assert len(months) == 36
    assert months["incidents"].sum() == 9
    assert months["incidents"].iloc[0] == 2
    assert months["is_whole"].all()


def test_an_area_keeps_to_its_own_wijk(town: Workspace) -> None:
    summary = ask(town, area="W1")
    assert summary.wijken[schema.AREA_CODE].tolist() == ["W1"]
    assert summary.incidents == 1
    assert summary.without_place is None
    assert summary.months["incidents"].sum() == 6
    compared = service.compare_themes(town, YEAR, area="W1")
    assert compared.total["now"].tolist() == [2]


def test_in_a_park_there_is_no_rate_of_the_wijk_around_it(town: Workspace) -> None:
    summary = ask(town, area="P1")
    assert summary.basis is None
    assert summary.wijken[schema.AREA_CODE].tolist() == ["W1"]
    assert summary.wijken["rate"].isna().all()


def test_the_code_of_the_municipality_itself_leaves_nothing_out(town: Workspace) -> None:
    assert ask(town, area="T1").wijken.equals(ask(town).wijken)


def test_hours_leave_out_what_is_not_known(town: Workspace) -> None:
    summary = ask(town, hours=EVENING)
    # The sixth of March is known by its day alone.
    assert (summary.incidents, summary.without_hour) == (2, 1)
    compared = service.compare_themes(town, YEAR, hours=EVENING)
    assert (compared.total["now"].iloc[0], compared.without_hour) == (2, 1)


def test_precisions_are_of_the_chosen_theme_and_period(town: Workspace) -> None:
    summary = ask(town)
    assert summary.time_precisions == {"day": 1, "minute": 3}
    assert sum(summary.place_precisions.values()) == 4


def test_a_town_without_areas_has_no_wijken(tmp_path: Path) -> None:
    summary = ask(make_town(tmp_path, ROWS, areas=False))
    assert summary.wijken is None
    assert summary.incidents == 4


def test_an_empty_store_is_zero_and_no_month(tmp_path: Path) -> None:
    town = make_town(tmp_path, [])
    found = service.compare_themes(town, YEAR)
    assert (found.previous, found.total["now"].tolist()) == (None, [0])
    summary = ask(town)
    assert summary.months.empty
    assert summary.wijken["now"].tolist() == [0, 0]
    assert summary.place_precisions == {}


@pytest.mark.parametrize("hours", [HourSelection(), EVENING])
def test_an_area_that_nobody_knows_is_refused(town: Workspace, hours: HourSelection) -> None:
    with pytest.raises(ParamsError, match="areas check"):
        service.compare_themes(town, YEAR, area="W9", hours=hours)
    with pytest.raises(ParamsError, match="areas check"):
        ask(town, area="W9", hours=hours)


def test_a_theme_without_a_card_is_refused(town: Workspace) -> None:
    with pytest.raises(ThemeError):
        ask(town, theme="moord")


def test_the_demo_shows_the_published_table(demo: Workspace) -> None:
    themes = service.compare_themes(demo, YEAR).themes
    published = {
        "woninginbraak": (118, 88),
        "box_schuur": (23, 26),
        "bedrijfsinbraak": (37, 28),
        "vernieling": (206, 167),
        "winkeldiefstal": (24, 29),
        "fietsdiefstal": (280, 195),
        "voertuigcriminaliteit": (211 + 35, 164 + 45),
    }
    for theme, (before, now) in published.items():
        assert (themes.loc[theme, "before"], themes.loc[theme, "now"]) == (before, now)
    assert round(themes.loc["woninginbraak", "percent"]) == -25
    # Without a card: the other rows of the table.
    assert themes.loc[schema.OTHER_THEME, "now"] == 8 + 16 + 40 + 77 + 9 + 8 + 12 + 3


def test_the_demo_counts_the_first_year_of_the_table(demo: Workspace) -> None:
    year = Period(first=date(2016, 1, 1), last=date(2016, 12, 31))
    found = service.compare_themes(demo, year)
    assert found.previous is None
    assert found.themes.loc["woninginbraak", "now"] == 138


def test_a_year_after_a_leap_year_is_held_against_all_of_it(demo: Workspace) -> None:
    # 138 burglaries, as published, and not the 134 of the last 365 days of 2016.
    year = Period(first=date(2017, 1, 1), last=date(2017, 12, 31))
    found = service.compare_themes(demo, year)
    assert found.previous == Period(first=date(2016, 1, 1), last=date(2016, 12, 31))
    assert found.themes.loc["woninginbraak", ["now", "before"]].tolist() == [118, 138]
    wijken = ask(demo, period=year).wijken
    assert wijken["before"].sum() == 138


@pytest.mark.parametrize(
    "narrowed",
    [{}, {"area": "WK059706"}, {"hours": EVENING}, {"area": "WK059706", "hours": EVENING}],
)
def test_counts_are_those_of_the_hotspot_search(
    demo: Workspace, narrowed: dict[str, object]
) -> None:
    for theme in ("jeugdoverlast", "woninginbraak"):
        question = Question(theme=theme, period=YEAR, **narrowed)
        report = service.find_hotspots(demo, question)
        summary = service.summarise_theme(demo, question)
        compared = service.compare_themes(demo, YEAR, **narrowed)
        # What police recorded themselves counts as a report, and makes no hotspot.
        told = len(report.incidents) + report.police_made
        assert summary.incidents == told == compared.themes.loc[theme, "now"]
        assert (report.police_made > 0) == (theme == "jeugdoverlast")
    by_wijk = report.incidents[schema.WIJK_CODE].value_counts()
    mine = summary.wijken.dropna(subset=schema.AREA_CODE).set_index(schema.AREA_CODE)["now"]
    assert mine[mine > 0].to_dict() == by_wijk.to_dict()


def test_new_hotspots_come_before_those_that_grew_and_shrank(tmp_path: Path) -> None:
    places = {(2017, 100): 9, (2017, 400): 4, (2018, 100): 6, (2018, 400): 5, (2018, 800): 4}
    rows: list[Row] = [
        (BURGLARY, f"{year}-03-{day:02} 12:00", (500000 + east, 5700500))
        for (year, east), count in places.items()
        for day in range(1, count + 1)
    ]
    town = make_town(tmp_path, rows)
    params = service.list_themes(town).card("woninginbraak").params(min_samples=4)
    now, before = (
        service.find_hotspots(town, Question(theme="woninginbraak", period=period), params=params)
        for period in (YEAR, YEAR.previous)
    )
    comparison = service.compare_hotspots(now, before)
    assert changes_of(service.list_newest_hotspots(comparison)) == ["new", "grown", "shrunk"]
    assert changes_of(service.list_newest_hotspots(comparison, most=2)) == ["new", "grown"]


def changes_of(hotspots: pd.DataFrame) -> list[str]:
    return hotspots[schema.CHANGE].tolist()
