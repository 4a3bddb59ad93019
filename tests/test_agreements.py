from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from agreement_drawings import GOAL, HOTSPOT, TIMES, draw_agreement
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from shapely import Point, box

from geo.agreement_parts import MOST_NOTE, CountableGoal, Measure
from geo.agreements import (
    AgreementVersion,
    Party,
    Status,
    decode_agreement,
    encode_agreement,
    list_last,
    write_outline,
)
from geo.errors import ParamsError

AGREEMENT = draw_agreement()
MOMENT = datetime(2026, 8, 1, 9, tzinfo=UTC)


def version(number=1, of=1, **changes):
    parts = {
        "agreement_id": of,
        "version": number,
        "recorded_at": MOMENT,
        "why": "" if number == 1 else "Anders besloten",
        "agreement": AGREEMENT,
    }
    return AgreementVersion(**(parts | changes))


@pytest.mark.parametrize(
    "agreement",
    [
        AGREEMENT,
        draw_agreement(goal=replace(GOAL, to=None, reduction=0.25), synthetic=True),
        draw_agreement(goal=TIMES, status=Status.DONE, times_done=7, data_as_of=date(2026, 8, 2)),
    ],
)
def test_an_agreement_comes_back_from_json_as_it_was(agreement) -> None:
    assert decode_agreement(encode_agreement(agreement)) == agreement


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        encode_agreement(AGREEMENT)[:-9],
        encode_agreement(AGREEMENT).replace("POLYGON", "LINESTRING"),
        encode_agreement(AGREEMENT).replace("Drie avonden", "Bel 06-12345678"),
    ],
)
def test_what_is_no_agreement_is_not_read(text) -> None:
    with pytest.raises(ValidationError):
        decode_agreement(text)


def test_the_ground_stays_as_it_was_drawn() -> None:
    assert HOTSPOT.shape.equals_exact(Point(500_500, 5_700_500).buffer(40).normalize(), 0.01)


def test_the_same_ground_is_written_alike_wherever_its_ring_begins() -> None:
    square = box(0, 0, 10, 10)
    turned = type(square)([*list(square.exterior.coords)[2:], (10, 10)])
    assert write_outline(square) == write_outline(turned)


@pytest.mark.parametrize(
    ("goal", "wanted", "share"),
    [
        (GOAL, 20, 0.5),
        (replace(GOAL, to=0), 0, 1.0),
        (replace(GOAL, to=None, reduction=0.3), 28, 0.3),
        (replace(GOAL, start=2, to=None, reduction=0.2), 1, 0.2),
        (replace(GOAL, start=100, to=None, reduction=0.9), 10, 0.9),
        (TIMES, 10, None),
    ],
)
def test_a_goal_says_what_is_to_be_reached_in_figures(goal, wanted, share) -> None:
    assert (goal.wanted, goal.share) == (wanted, share)


@given(start=st.integers(1, 10_000), reduction=st.floats(0.001, 1))
def test_a_share_leads_to_fewer_and_never_below_zero(start, reduction) -> None:
    goal = CountableGoal(
        theme="x",
        measure=Measure.INCIDENTS,
        start=start,
        reduction=reduction,
        by=date(2026, 1, 1),
    )
    assert 0 <= goal.wanted < start


@pytest.mark.parametrize(
    ("status", "today", "overdue", "unbegun"),
    [
        (Status.AGREED, date(2026, 8, 3), False, False),
        (Status.AGREED, date(2026, 8, 4), False, True),
        (Status.BUSY, date(2026, 10, 25), False, False),
        (Status.BUSY, date(2026, 10, 26), True, False),
        (Status.AGREED, date(2026, 10, 26), True, True),
        (Status.DONE, date(2026, 12, 1), False, False),
        (Status.STOPPED, date(2026, 12, 1), False, False),
    ],
)
def test_what_is_late_is_late_the_day_after(status, today, overdue, unbegun) -> None:
    agreement = draw_agreement(status=status)
    assert agreement.is_overdue(today) is overdue
    assert agreement.is_unbegun(today) is unbegun


def test_a_goal_that_is_set_on_the_first_day_is_not_late() -> None:
    assert not AGREEMENT.is_set_late(AGREEMENT.used.first)
    assert AGREEMENT.is_set_late(AGREEMENT.used.first + timedelta(days=1))


def test_of_each_agreement_the_last_version_counts() -> None:
    versions = [version(of=2), version(2, of=1), version(1, of=1)]
    assert [(last.agreement_id, last.version) for last in list_last(versions)] == [(1, 2), (2, 1)]


WRONG = {
    "agreement-parties": [
        lambda: draw_agreement(parties=()),
        lambda: draw_agreement(parties=(Party.BOA, Party.BOA)),
    ],
    "camera-themes": [
        lambda: draw_agreement(themes=()),
        lambda: draw_agreement(themes=("a", "a")),
    ],
    "agreement-goal-theme": [lambda: draw_agreement(themes=("woninginbraak",))],
    "agreement-goal-early": [lambda: draw_agreement(goal=replace(GOAL, by=date(2026, 8, 2)))],
    "agreement-goal-figures": [
        lambda: replace(GOAL, to=None),
        lambda: replace(GOAL, reduction=0.5),
        lambda: replace(TIMES, to=None, reduction=0.5),
    ],
    "agreement-goal-incidents": [lambda: replace(GOAL, to=40), lambda: replace(GOAL, to=41)],
    "agreement-goal-nothing": [
        lambda: replace(GOAL, start=0, to=0),
        lambda: replace(GOAL, start=0, to=None, reduction=0.5),
    ],
    "agreement-goal-actions": [lambda: replace(TIMES, to=0), lambda: replace(TIMES, start=10)],
    "agreement-ground": [
        lambda: replace(HOTSPOT, outline=""),
        lambda: replace(HOTSPOT, outline="POINT (1 2)"),
        lambda: replace(HOTSPOT, outline="POLYGON EMPTY"),
        lambda: replace(HOTSPOT, outline="POLYGON ((0 0, 1 1"),
        lambda: replace(HOTSPOT, outline=" " * 500_000 + HOTSPOT.outline),
    ],
    "agreement-text-long": [lambda: draw_agreement(note="x" * (MOST_NOTE + 1))],
    "placement-text-missing": [
        lambda: version(2, why=" "),
        lambda: replace(HOTSPOT, name=""),
    ],
    "param-negative": [
        lambda: replace(GOAL, start=-1),
        lambda: draw_agreement(times_done=-1),
    ],
    "param-not-positive": [lambda: version(0), lambda: version(of=0)],
    "patrol-no-zone": [lambda: version(recorded_at=datetime(2026, 8, 1))],  # noqa: DTZ001
    "text-mail": [lambda: draw_agreement(note="Vraag jan@voorbeeld.nl")],
    "text-phone": [lambda: version(2, why="Bel 06 12 34 56 78")],
}


@pytest.mark.parametrize(
    ("key", "make"), [(key, make) for key, cases in WRONG.items() for make in cases]
)
def test_what_nobody_could_keep_to_is_refused(key, make) -> None:
    with pytest.raises(ParamsError) as told:
        make()
    assert told.value.key == key
