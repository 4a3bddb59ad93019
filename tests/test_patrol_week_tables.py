from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from patrol_kits import EVENING, make_advice

from geo.advice.predictability import StartSpread
from geo.patrol_week_params import SpreadRules, WeekQuestion
from geo.present.patrol.week_tables import (
    PLACE,
    TOTAL,
    label_shifts,
    name_shifts,
    say_spread,
    say_week,
    tabulate_week,
)
from geo.service.patrol.weeks import WeekAdvice


def make_week(planned, *, hours=24, asked=None, cap=None, starts=None):
    """A week of two places, with so many visits to each in each shift."""
    visits = np.array(planned)
    begins = [EVENING + timedelta(hours=hours * number) for number in range(visits.shape[1])]
    shifts = tuple(make_advice(2, begins=moment) for moment in begins)
    return WeekAdvice(
        question=WeekQuestion(
            shift=shifts[0].question,
            hours=tuple((moment, 480) for moment in begins),
            spread=SpreadRules(least_visits=2),
        ),
        places=pd.DataFrame({"label": ["Kade", "Plein"], "wijk_name": ["Oost", ""]}),
        asked=visits if asked is None else np.array(asked),
        planned=visits,
        room=np.full(len(begins), 9),
        cap=cap,
        shifts=shifts,
        fairness=pd.DataFrame(),
        starts=starts or {},
    )


def test_places_with_most_visits_come_first_with_their_visits_by_shift():
    table = tabulate_week(make_week([[1, 0], [2, 3]]))
    assert table[PLACE].tolist() == ["Plein", "Kade, Oost"]
    assert table[TOTAL].tolist() == [5, 1]
    assert table["di 3"].tolist() == ["2", "1"]
    assert table["wo 4"].tolist() == ["3", ""]


def test_shifts_of_one_day_are_told_apart_by_their_hour():
    assert name_shifts(make_week([[1, 1], [1, 1]], hours=4)) == ["di 3 18:00", "di 3 22:00"]
    assert label_shifts(make_week([[1], [1]])) == ["di 3 nov 2026, 18:00 · 2 bezoeken"]


def test_a_week_is_said_in_a_sentence_that_suggests():
    said = say_week(make_week([[1, 0], [2, 3]]))
    assert said.startswith("De kaart stelt 6 bezoeken aan 2 plekken voor in 2 diensten")
    assert say_week(make_week([[0], [0]])) == "Geen verantwoorde stop in deze week."


@pytest.mark.parametrize(
    ("asked", "words"),
    [([[2], [1]], "1 bezoek van deze verdeling past niet"), ([[3], [1]], "2 bezoeken van")],
)
def test_visits_that_did_not_fit_are_told(asked, words):
    assert words in say_spread(make_week([[1], [1]], asked=asked))[-1]


def test_floor_and_cap_are_told_as_they_were_asked():
    first, second = say_spread(make_week([[1], [1]], cap=5))
    assert "ten minste 2 keer" in first
    assert "ten hoogste 5 bezoeken" in second


def test_how_much_first_visits_differ_is_told_where_it_can_be():
    starts = {"18:00": {"a": StartSpread(5, 31.6, 20, 90), "b": StartSpread(7, 44.2, 28, 97)}}
    *_, last = say_spread(make_week([[1], [1]], starts=starts))
    assert last.endswith("de standaardafwijking is 32 tot 44 minuten.")
