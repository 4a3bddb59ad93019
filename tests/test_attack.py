"""Somebody who reads a whole report for council or public, and tries to reckon a count back."""

import io
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from disclosure_drawings import Reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from meetings import HOME, YOUTH, ask, build_town, draw_rows
from papers import read_pages
from pptx import Presentation
from towns import OOST, WEST

from geo import service
from geo.disclosure import DEFAULT_RULES, Audience, Held
from geo.params import Period
from geo.present.driehoek.files import render_meeting
from geo.service.driehoek.answers import AreaFigure, Figure
from geo.service.driehoek.disclosing import disclose_meeting
from geo.service.driehoek.tables import Gathered

OUTSIDE = [Audience.COUNCIL, Audience.PUBLIC]
PLACES = (WEST, OOST, (500500, 5700500), None)
CODES = {HOME: ("1.1.1",), YOUTH: ("E35", "E40"), "vernieling": ("2.2.1",), "": ("1.4.6", "1.4.5")}


def draw_town(seed):
    """Few of all sorts at a few places, and enough of some to be told."""
    random = np.random.default_rng(seed)
    rows = [("1.2.3", "2024-01-01T10:00", None), ("1.2.3", "2025-12-31T10:00", None)]
    for codes in CODES.values():
        for code in codes:
            for year in (2024, 2025):
                for place in PLACES:
                    count = int(random.choice([0, 1, 3, 8, 30]))
                    months = random.integers(1, 13, count)
                    rows += [(code, f"{year}-{month:02}-05T21:00", place) for month in months]
    return rows


def list_counts(meeting):
    """Every count of a meeting by a name of its own."""
    counts = {}
    for name, figure in list_figures(meeting):
        counts[(*name, "now")] = figure.now
        if figure.before is not None:
            counts[(*name, "before")] = figure.before
    for part in meeting.themes:
        counts[part.theme, "no place"] = part.without_place
        counts |= {(part.theme, month.month): month.count for month in part.months}
    for row in meeting.policy.rows if meeting.policy else ():
        told = {year: count for year, count in row.years.items() if count is not None}
        counts |= {("row", row.title, year): count for year, count in told.items()}
    return counts


def list_figures(meeting):
    yield ("total",), meeting.total
    for part in meeting.themes:
        yield (part.theme,), part.figure
        yield from (((part.theme, "wijk", area.code), area.figure) for area in part.wijken)
    for park in meeting.parks:
        yield ("park", park.code), park.total
        yield from ((("park", park.code, name), figure) for name, figure in park.themes.items())
    for part in meeting.priorities:
        if part.figure is not None:
            yield ("priority", part.name), part.figure


def list_sums(meeting, codes):
    """Every sum that somebody may think of, with the names of `list_counts`."""
    years = {"now": meeting.period, "before": meeting.previous}
    for column, period in years.items():
        themes = [(part.theme, column) for part in meeting.themes]
        yield ("total", column), [*themes, ("others", column)]
        for part in meeting.themes:
            whole = (part.theme, column)
            yield whole, [(part.theme, "wijk", area.code, column) for area in part.wijken]
            yield (
                whole,
                [
                    (part.theme, one.month)
                    for one in part.months
                    if period.first <= one.month <= period.last
                ],
            )
            parks = [("park", park.code, part.theme, column) for park in meeting.parks]
            yield whole, [*parks, ("elsewhere", *whole)]
            # The park of the town lies in its western wijk.
            yield (part.theme, "wijk", "W1", column), [*parks, ("rest of W1", *whole)]
            rows = [
                ("row", row.title, period.first.year)
                for row in meeting.policy.rows
                if row.code in codes[part.theme]
            ]
            if rows:
                covered = codes[part.theme] <= {row.code for row in meeting.policy.rows}
                yield whole, rows if covered else [*rows, ("other codes", *whole)]
        for park in meeting.parks:
            inside = [("park", park.code, part.theme, column) for part in meeting.themes]
            yield ("park", park.code, column), [*inside, ("others in park", column)]
        for part in meeting.priorities:
            if part.figure is not None:
                parts = [(theme, column) for theme in part.themes]
                yield ("priority", part.name, column), parts
    for part in meeting.themes:
        if any(area.code is None for area in part.wijken):
            nowhere = (part.theme, "wijk", None, "now")
            yield nowhere, [(part.theme, "no place"), ("outside", part.theme)]


def attack(told, true, codes):
    """Reckon each count back that is held back; the least and the most of each."""
    marks, counts = list_counts(told), list_counts(true)
    sums = list(list_sums(told, codes))
    least = told.rules.least_count
    reader = Reader(sums, marks, least)
    return {
        key: (*reader.reckon(key), counts[key])
        for key, mark in marks.items()
        if isinstance(mark, Held) and counts[key] < least
    }


def prepare(town, audience, **more):
    question = ask(audience, **{"themes": (HOME, YOUTH, "vernieling"), **more})
    codes = {name: set(card.codes) for name, card in service.list_themes(town).cards.items()}
    return service.prepare_meeting(town, question), codes


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("aanval"), draw_town(1))


@pytest.fixture(scope="module")
def true(town):
    return prepare(town, Audience.DRIEHOEK)[0]


@pytest.fixture(scope="module")
def gathered(town, true):
    """The true counts of the town with the rules of the council."""
    question = replace(true.question, audience=Audience.COUNCIL)
    meeting = replace(true, question=question, rules=DEFAULT_RULES[Audience.COUNCIL])
    compared = service.compare_themes(town, true.period)
    cards = service.list_themes(town).cards
    codes = {name: frozenset(card.codes) for name, card in cards.items()}
    return Gathered(meeting, compared, codes)


@pytest.fixture(scope="module")
def council(town):
    return prepare(town, Audience.COUNCIL)[0]


@pytest.mark.parametrize("audience", OUTSIDE)
def test_no_count_of_a_report_is_got_back_from_all_its_tables(town, true, audience) -> None:
    told, codes = prepare(town, audience)
    found = attack(told, true, codes)
    assert found
    for key, (low, high, count) in found.items():
        assert low - 1e-6 <= count <= high + 1e-6, key
        assert high - low >= told.rules.protection - 1e-6, key


def test_the_attack_gets_back_what_a_careless_report_lets_out(town, true, council) -> None:
    # The same attack on the same town, where each cell that is few is struck out and no more.
    codes = {name: set(card.codes) for name, card in service.list_themes(town).cards.items()}
    careless = {key: Held.FEW if count < 5 else count for key, count in list_counts(true).items()}
    reader = Reader(list(list_sums(true, codes)), careless, 5)
    few = [key for key, mark in careless.items() if mark is Held.FEW]
    assert any(np.ptp(reader.reckon(key)) < council.rules.protection for key in few)


def test_what_is_held_back_is_counted(council) -> None:
    marks = [mark for mark in list_counts(council).values() if isinstance(mark, Held)]
    assert council.held_back == len(marks)
    assert set(council.held) <= {"few", "partner"}


def test_wijken_stand_in_no_order_that_tells(council) -> None:
    for part in council.themes:
        is_held = [isinstance(area.figure.now, Held) for area in part.wijken]
        shown = [area.figure.now for area in part.wijken if not isinstance(area.figure.now, Held)]
        held = [area.code or "~" for area in part.wijken if isinstance(area.figure.now, Held)]
        assert shown == sorted(shown, reverse=True)
        assert held == sorted(held)
        assert is_held == sorted(is_held)


def test_what_lies_in_no_wijk_is_never_left_out_where_it_is_none(council) -> None:
    assert all(
        part.wijken[-1].code is None or None in {area.code for area in part.wijken}
        for part in council.themes
    )


def test_a_choice_of_wijken_changes_nothing_that_is_told(town, council) -> None:
    few, _ = prepare(town, Audience.COUNCIL, wijken=("W1",))
    counts = list_counts(council)
    assert all(counts[key] == mark for key, mark in list_counts(few).items())


# A batch of incidents of one theme: where, by which code, in which month of two years, how many.
BATCHES = st.lists(
    st.tuples(
        st.sampled_from(["park", "W1", "W2", None]),
        st.integers(0, 1),
        st.integers(0, 23),
        st.sampled_from([1, 2, 3, 6, 12, 40]),
    ),
    max_size=8,
)
THEMES = (HOME, YOUTH, "vernieling")


def draw_world(gathered, batches, others):
    """The same meeting with other counts, which add up in the same ways."""
    meeting = gathered.meeting
    drawn = dict(zip(THEMES, batches, strict=True))
    frame = gathered.comparison.themes.copy()
    for place, column in enumerate(("now", "before")):
        frame[column] = others[place]
        for theme in THEMES:
            frame.loc[theme, column] = count(drawn[theme], column)
    themes = tuple(draw_theme(part, drawn[part.theme]) for part in meeting.themes)
    parks = tuple(
        replace(
            park,
            total=figure([one for some in drawn.values() for one in some], "park"),
            themes={theme: figure(drawn[theme], "park") for theme in THEMES},
        )
        for park in meeting.parks
    )
    total = Figure(int(frame["now"].sum()), int(frame["before"].sum()))
    priorities = tuple(
        replace(
            part,
            figure=Figure(
                *(int(frame.loc[[*part.themes], one].sum()) for one in ("now", "before"))
            ),
        )
        for part in meeting.priorities
        if part.themes
    )
    (home,) = [row for row in meeting.policy.rows if row.code == "1.1.1"]
    counted = {2024: count(drawn[HOME], "before"), 2025: count(drawn[HOME], "now")}
    row = replace(
        home, years=home.years | counted, differing={2024: 1, 2025: 1}, confirmed=frozenset()
    )
    changed = replace(
        meeting,
        total=total,
        themes=themes,
        parks=parks,
        priorities=priorities,
        policy=replace(meeting.policy, rows=(row,)),
    )
    return replace(gathered, meeting=changed, comparison=replace(gathered.comparison, themes=frame))


def draw_theme(part, batches):
    wijken = [
        AreaFigure(code, name, figure(batches, *places))
        for code, name, places in (("W1", "West", ("park", "W1")), ("W2", "Oost", ("W2",)))
    ]
    months = [
        replace(one, count=sum(n for _, _, month, n in batches if month == place))
        for place, one in enumerate(part.months)
    ]
    nowhere = figure(batches, None)
    return replace(
        part,
        figure=figure(batches, "park", "W1", "W2", None),
        wijken=(*wijken, AreaFigure(None, "", nowhere)),
        months=tuple(months),
        without_place=nowhere.now,
    )


def figure(batches, *places):
    return Figure(*(count(batches, column, *places) for column in ("now", "before")))


def count(batches, column, *places):
    return sum(
        n
        for place, _, month, n in batches
        if (month >= 12) == (column == "now") and (not places or place in places)
    )


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.tuples(BATCHES, BATCHES, BATCHES),
    others=st.tuples(st.integers(0, 9), st.integers(0, 40)),
)
def test_no_count_of_any_small_world_is_got_back(gathered, batches, others) -> None:
    world = draw_world(gathered, batches, others)
    told = disclose_meeting(world)
    found = attack(told, world.meeting, {theme: set(gathered.codes[theme]) for theme in THEMES})
    for key, (low, high, true) in found.items():
        assert low - 1e-6 <= true <= high + 1e-6, key
        assert high - low >= told.rules.protection - 1e-6, key


def swap(rows):
    """The same town in which two few have changed places: 2 in the east, 3 without a place."""
    places = iter([None, None, OOST, OOST, OOST])
    return [
        (code, moment, next(places) if code == "2.2.1" and place != WEST else place)
        for code, moment, place in rows
    ]


def test_files_are_the_same_whatever_is_held_back_in_them(tmp_path) -> None:
    # Damage: 40 in the west, 3 in the east and 2 without a place; and the other way round.
    few = [("2.2.1", "2025-05-01T10:00", place) for place in (OOST, OOST, OOST, None, None)]
    many = [("2.2.1", f"2025-{1 + n % 12:02}-03T10:00", WEST) for n in range(72)]
    rows = [*draw_rows(homes=(72, 84), youths=(72, 96)), *many, *few]
    files = []
    for name, of_town in (("a", rows), ("b", swap(rows))):
        told, _ = prepare(build_town(tmp_path / name, of_town, policy=False), Audience.COUNCIL)
        files.append([render_meeting(told, suffix) for suffix in (".pptx", ".pdf")])
    assert files[0] == files[1]


def test_a_deck_and_its_paper_show_no_count_that_is_held_back(council) -> None:
    told = council
    deck = Presentation(io.BytesIO(render_meeting(told, ".pptx")))
    cells = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
        for cell in row.cells
    ]
    published = {str(count) for row in told.policy.rows for count in row.differing.values()}
    allowed = {f"{count:d}" for count in list_counts(told).values() if not isinstance(count, Held)}
    allowed |= {
        str(abs(figure.change.difference))
        for _, figure in list_figures(told)
        if figure.change is not None
    }
    numbers = {found for cell in cells for found in re.findall(r"^\d+(?= |$)", cell)}
    assert numbers <= allowed | published
    assert any("te klein" in cell for cell in cells)
    assert any("te klein" in page for page in read_pages(render_meeting(told, ".pdf")))


def test_a_period_that_cuts_through_months_gives_no_rest_away(tmp_path) -> None:
    town = build_town(tmp_path, draw_town(3))
    period = Period(first=date(2025, 3, 10), last=date(2025, 8, 20))
    told = service.prepare_meeting(town, ask(Audience.COUNCIL, period))
    true = service.prepare_meeting(town, ask(Audience.DRIEHOEK, period))
    marks, counts = list_counts(told), list_counts(true)
    whole_months = [date(2025, month, 1) for month in range(4, 8)]
    sums = [
        (
            (part.theme, "now"),
            [*((part.theme, month) for month in whole_months), ("rest", part.theme)],
        )
        for part in told.themes
    ]
    reader = Reader(sums, marks, 5)
    for part in told.themes:
        whole, parts = next(one for one in sums if one[0] == (part.theme, "now"))
        rest = counts[whole] - sum(counts[key] for key in parts[:-1])
        low, high = reader.reckon(("rest", part.theme))
        assert low <= rest <= high
        assert rest >= 5 or high - low >= DEFAULT_RULES[Audience.COUNCIL].protection


def test_hours_are_told_by_parts_of_the_day_in_steps(council) -> None:
    step = council.rules.least_hour
    for part in council.themes:
        parts = part.week.weights.reshape(7, 4, 6)
        steps = parts.sum(axis=2) / step
        assert np.allclose(steps, np.rint(steps))
        assert (np.ptp(parts, axis=2) < 1e-12).all()
        assert part.hotspots is None
