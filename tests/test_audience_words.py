import pytest
from drawings import draw_report
from handing import hand_on

from geo.disclosure import Audience, Reason
from geo.present.audience_words import (
    AUDIENCE_LABELS,
    AUDIENCES,
    NOTHING_HELD,
    add_held,
    say_held,
    state_audience,
    tell_audience,
)


def test_each_audience_has_a_name():
    assert set(AUDIENCES) == set(AUDIENCE_LABELS) == set(Audience)
    assert len(set(AUDIENCES.values())) == len(set(AUDIENCE_LABELS.values())) == len(Audience)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({}, NOTHING_HELD),
        ({Reason.FEW: 1}, "1 klein aantal"),
        (
            {Reason.FEW: 3, Reason.PARTNER: 1},
            "3 kleine aantallen en 1 aantal waaruit een ander te berekenen was",
        ),
        ({Reason.OUTLINES: 2, Reason.WIDENED: 1}, "2 omtrekken en 1 omtrek die ruimer is getekend"),
    ],
)
def test_what_was_held_back_is_counted_by_reason(held, said):
    assert say_held(held) == said


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_said(reason):
    assert say_held({reason: 2}) != NOTHING_HELD


@pytest.mark.parametrize("count", [1, 3, 344])
def test_how_many_points_there_were_is_never_told(count):
    told = hand_on(draw_report(), Audience.PUBLIC, {Reason.POINTS: count, Reason.FEW: 2})
    assert say_held(told.held) == "de losse meldingen en 2 kleine aantallen"
    assert tell_audience(told) == {"audience": "public", "held_back": 2}


def test_a_file_states_for_whom_it_is_and_what_it_lacks():
    told = hand_on(draw_report(), Audience.COUNCIL, {Reason.FEW: 2})
    assert state_audience(told) == [
        ("Voor wie", "Voor de gemeenteraad"),
        ("Achtergehouden", "2 kleine aantallen"),
    ]


def test_what_goes_along_together_is_added_up():
    one = hand_on(1, Audience.PUBLIC, {Reason.FEW: 2})
    other = hand_on(2, Audience.PUBLIC, {Reason.FEW: 1, Reason.OUTLINES: 1})
    assert add_held(one, other) == {Reason.FEW: 3, Reason.OUTLINES: 1}
