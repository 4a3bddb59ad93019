from collections import Counter
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from meetings import HOME, YEAR, YOUTH, ask, build_town, draw_rows

from geo import service
from geo.disclosure import Audience, Held
from geo.errors import HotspotkaartError, ParamsError
from geo.params import Period
from geo.schema import Against


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("driehoek"))


@pytest.fixture(scope="module")
def meeting(town):
    return service.prepare_meeting(town, ask())


def test_each_figure_is_that_of_the_summary(town, meeting) -> None:
    for period, place in ((YEAR, 0), (YEAR.previous, 1)):
        rows = service.summarise_incidents(town, period=period, by="theme")
        counts = dict(zip(rows["theme"], rows["incidents"], strict=True))
        for theme in meeting.themes:
            assert [*theme.figure][place] == counts[theme.theme]
        assert [*meeting.total][place] == rows["incidents"].sum()


def test_wijken_add_up_to_the_theme(meeting) -> None:
    for theme in meeting.themes:
        assert sum(area.figure.now for area in theme.wijken) == theme.figure.now
        assert sum(month.count for month in theme.months if month.month.year == 2025) == (
            theme.figure.now
        )


@pytest.mark.parametrize("by", ["wijk", "park", "month"])
def test_figures_of_places_and_months_are_those_of_the_summary(town, by) -> None:
    told = count_told(service.prepare_meeting(town, ask(themes=())))[by]
    rows = service.summarise_incidents(town, period=YEAR, by=by)
    counts = {
        None if pd.isna(key) else str(key): count
        for key, count in zip(rows[by], rows["incidents"], strict=True)
    }
    assert told.total() > 20
    assert told == {key: counts[key] for key in told}


def count_told(meeting):
    """Add the figures of all themes up: by wijk, by park and by month."""
    told = {"wijk": Counter(), "park": Counter(), "month": Counter()}
    for theme in meeting.themes:
        for area in theme.wijken:
            told["wijk"][area.code] += area.figure.now
        for month in theme.months:
            if month.month.year == YEAR.first.year:
                told["month"][f"{month.month:%Y-%m}"] += month.count
    for park in meeting.parks:
        told["park"][park.code] += park.total.now
    return told


def test_themes_stand_in_the_order_in_which_they_were_asked(town, meeting) -> None:
    assert [theme.theme for theme in meeting.themes] == [HOME, YOUTH]
    every = service.prepare_meeting(town, ask(Audience.PUBLIC, themes=()))
    assert [theme.theme for theme in every.themes] == service.list_themes(town).by_harm


def test_hotspots_come_weighed_and_timed(meeting) -> None:
    report = meeting.themes[0].hotspots
    assert len(report.hotspots) == 1
    assert report.significance is not None
    assert report.peaks is not None


def test_a_park_counts_what_lies_in_it(meeting) -> None:
    (park,) = meeting.parks
    assert park.name == "De Kade"
    assert park.themes[HOME].now == 30
    assert park.themes[YOUTH].now == sum(1 for n in range(26) if n % 3)
    assert park.total.now == park.themes[HOME].now + park.themes[YOUTH].now


@pytest.mark.parametrize("audience", [Audience.COUNCIL, Audience.PUBLIC])
def test_others_get_no_places_and_no_few(town, audience) -> None:
    told = service.prepare_meeting(town, ask(audience))
    figures = [told.total, *(theme.figure for theme in told.themes)]
    figures += [area.figure for theme in told.themes for area in theme.wijken]
    figures += [figure for park in told.parks for figure in park.themes.values()]
    months = [month.count for theme in told.themes for month in theme.months]
    counts = [count for figure in figures for count in figure] + months
    assert all(isinstance(count, Held) or count >= 5 for count in counts)
    assert all(theme.hotspots is None for theme in told.themes)
    assert told.held_back >= sum(isinstance(count, Held) for count in counts) > 0


def test_only_chosen_wijken_are_told_apart(town) -> None:
    told = service.prepare_meeting(town, ask(wijken=("W2",)))
    assert [area.code for area in told.themes[1].wijken] == ["W2"]
    assert not len(told.themes[0].hotspots.hotspots)
    assert told.themes[0].figure.now == 30


def test_a_month_may_be_held_against_that_of_a_year_earlier(town) -> None:
    march = Period(first=date(2025, 3, 1), last=date(2025, 3, 31))
    told = service.prepare_meeting(town, ask(period=march, against=Against.YEAR_EARLIER))
    assert told.previous == Period(first=date(2024, 3, 1), last=date(2024, 3, 31))
    assert service.prepare_meeting(town, ask(period=march)).previous == march.previous


def test_nothing_before_the_data_is_compared(town) -> None:
    told = service.prepare_meeting(town, ask(period=YEAR.previous))
    assert told.previous is None
    assert told.total.before is None
    assert told.themes[0].figure.change is None


def test_a_period_without_incidents_is_an_answer(town) -> None:
    days = Period(first=date(2025, 12, 30), last=date(2025, 12, 30))
    told = service.prepare_meeting(town, ask(period=days))
    assert told.themes[0].figure.now == 0
    assert not len(told.themes[0].hotspots.hotspots)


def test_a_row_with_a_code_is_counted_and_another_published(meeting) -> None:
    table = meeting.policy
    assert table.years == (2023, 2024, 2025)
    total, homes, robbery = table.rows
    assert (total.years[2025], total.published) == (80, frozenset({2023, 2024, 2025}))
    # Of 2023 the town has no data.
    assert dict(homes.years) == {2023: 50, 2024: 40, 2025: 30}
    assert (homes.published, homes.unit) == (frozenset({2023}), "-16%")
    assert homes.change.difference == -10
    assert dict(robbery.differing) == {2024: 9, 2025: 9}


def test_the_table_knows_no_unit_in_other_years_than_it_printed(town) -> None:
    told = service.prepare_meeting(town, ask(period=YEAR.previous))
    assert told.policy.years == (2022, 2023, 2024)
    total, homes, _ = told.policy.rows
    assert (homes.years[2022], homes.unit, total.change.difference) == (None, None, -10)


def test_a_priority_has_its_baseline_or_what_somebody_wrote(meeting) -> None:
    homes, youth, elderly = meeting.priorities
    assert dict(homes.baseline) == {2023: 50, 2024: 40, 2025: 30}
    assert homes.figure.now == 30
    assert (youth.baseline, youth.figure.now) == ({}, 26)
    assert elderly.figure is None
    assert elderly.status.text.startswith("Voorlichting")


def test_a_priority_does_not_give_away_a_theme_that_is_held_back(tmp_path) -> None:
    # Youth nuisance 26 and damage 3 are both of the priority jeugd.
    damage = [("2.2.1", f"2025-05-0{day}T10:00", None) for day in (1, 2, 3)]
    told = service.prepare_meeting(
        build_town(tmp_path, [*draw_rows(), *damage]), ask(Audience.PUBLIC)
    )
    youth = next(part for part in told.priorities if part.name == "jeugd")
    assert isinstance(youth.figure.now, Held)
    assert youth.figure.change is None


def test_without_a_policy_there_is_no_table(tmp_path) -> None:
    told = service.prepare_meeting(build_town(tmp_path, policy=False), ask())
    assert (told.policy, told.priorities) == (None, ())


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"themes": ("onbekend",)}, "theme-unknown"),
        ({"wijken": ("W9",)}, "area-unknown"),
    ],
)
def test_unknown_names_are_refused(town, change, key) -> None:
    with pytest.raises(HotspotkaartError) as refused:
        service.prepare_meeting(town, replace(ask(), **change))
    assert refused.value.key == key


def test_a_name_that_comes_twice_is_refused() -> None:
    with pytest.raises(ParamsError) as refused:
        ask(themes=(HOME, HOME))
    assert refused.value.key == "report-double-name"


def test_progress_reaches_the_end(town) -> None:
    shares = []
    service.prepare_meeting(town, ask(Audience.PUBLIC), progress=shares.append)
    # All themes are counted, also those that were not chosen.
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        ("beleid.toml", "title = 3", "settings-invalid"),
        ("tabel.csv", "misdrijf,2023\nIets anders,3\n", "policy-table-unreadable"),
        (
            "tabel.csv",
            "misdrijf,2023\nInbraak woning,veel\nStraatroof,1\n",
            "policy-table-unreadable",
        ),
    ],
)
def test_a_policy_that_cannot_be_read_says_so(tmp_path, file, text, key) -> None:
    town = build_town(tmp_path, draw_rows(homes=(1, 1), youths=(1, 1)))
    (town.root / file).write_text(text, encoding="utf-8")
    with pytest.raises(HotspotkaartError) as refused:
        service.prepare_meeting(town, ask(Audience.PUBLIC))
    assert refused.value.key == key


def test_a_status_of_no_priority_is_refused(tmp_path) -> None:
    town = build_town(tmp_path, draw_rows(homes=(1, 1), youths=(1, 1)))
    path = town.root / "beleid.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'anders = "x"\n', encoding="utf-8")
    with pytest.raises(HotspotkaartError) as refused:
        service.prepare_meeting(town, ask(Audience.PUBLIC))
    assert refused.value.key == "policy-priority-unknown"


def test_counts_are_rounded_where_the_rules_say_so(tmp_path) -> None:
    town = build_town(tmp_path)
    rules = "[council]\nleast_count = 3\nrounding_base = 5\n"
    (town.root / "afscherming.toml").write_text(rules, encoding="utf-8")
    told = service.prepare_meeting(town, ask(Audience.COUNCIL))
    figures = [told.total, *(theme.figure for theme in told.themes)]
    figures += [area.figure for theme in told.themes for area in theme.wijken]
    shown = [count for figure in figures for count in figure if not isinstance(count, Held)]
    assert shown
    assert all(count % 5 == 0 for count in shown)
    for figure in figures:
        if figure.change is not None:
            assert (figure.change.now, figure.change.before) == (figure.now, figure.before)
    assert told.smallest == 3
    # What the police published is told as it was published.
    assert dict(told.policy.rows[1].years) == {2023: 50, 2024: 40, 2025: 30}


def test_rules_that_let_too_much_out_stop_a_report(tmp_path) -> None:
    town = build_town(tmp_path)
    (town.root / "afscherming.toml").write_text('[public]\nplace = "point"\n', encoding="utf-8")
    with pytest.raises(HotspotkaartError) as refused:
        service.prepare_meeting(town, ask(Audience.PUBLIC))
    assert refused.value.key == "disclosure-too-weak"
