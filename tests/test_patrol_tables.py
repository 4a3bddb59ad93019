from dataclasses import replace

import numpy as np
import pandas as pd
from patrol_kits import make_advice, make_places

from geo import schema
from geo.advice.fairness import BY_INCIDENTS, VISITS, Balance
from geo.present.patrol.tables import (
    PLACE,
    STOP,
    TEAM,
    TIMES,
    VERDICT,
    label_stops,
    list_cameras,
    list_missed,
    list_visit_ids,
    say_plan,
    tabulate_fairness,
    tabulate_stops,
)
from geo.service.patrol.answers import (
    PLANNED_MINUTES,
    SHARE_INCIDENTS,
    SHARE_INHABITANTS,
    SHARE_PLANNED,
    WIJK_NAME,
)


def test_every_visit_has_an_id_a_row_and_a_label_in_the_same_order():
    advice = make_advice(2, teams=2, order=[0, 1, 0])
    ids, table, labels = list_visit_ids(advice), tabulate_stops(advice), label_stops(advice)
    assert ids == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"]
    assert (table[TEAM].astype(str) + "." + table[STOP].astype(str)).tolist() == ids
    for number, label in zip(ids, labels, strict=True):
        team, stop = number.split(".")
        assert label.startswith(f"Team {team}, stop {stop} · ")
    assert label_stops(make_advice(1))[0].startswith("Stop 1 · ")
    assert table[PLACE].iloc[0] == table[PLACE].iloc[2]
    assert table.loc[table[TEAM] == 1, TIMES].is_monotonic_increasing


def test_a_plan_is_said_in_one_sentence_that_suggests():
    said = say_plan(make_advice(2, order=[0, 1, 0]))
    assert said.startswith("De kaart stelt 3 bezoeken aan 2 plekken voor, op ")
    assert "18:00" in said


def test_a_plan_without_visits_is_said_as_a_normal_answer():
    advice = make_advice(1)
    empty = replace(advice, visits=((),), ways=((),))
    assert say_plan(empty) == "Geen verantwoorde stop in deze dienst."
    assert list_visit_ids(empty) == []
    assert len(tabulate_stops(empty)) == 0
    assert list_missed(empty)


def test_places_that_are_not_visited_are_named():
    advice = make_advice(2, order=[0])
    (missed,) = list_missed(advice)
    assert missed == "Jeugdoverlast 2, Slikkerveer"
    assert "hotspot 1" not in missed
    assert list_missed(make_advice(2)) == []
    places = make_places(2)
    places["left_out"] = ["", "Kermis"]
    assert list_missed(make_advice(2, places=places, order=[0])) == []


def test_shares_that_nobody_knows_are_left_open_and_small_ones_are_not_nothing():
    fairness = pd.DataFrame(
        {
            WIJK_NAME: ["Oost", "West", "Leeg"],
            VISITS: [11, 0, 0],
            schema.INCIDENTS: [999, 1, 0],
            PLANNED_MINUTES: [15.0, 0.0, 0.0],
            SHARE_PLANNED: [1.0, 0.0, 0.0],
            SHARE_INCIDENTS: [0.999, 0.001, 0.0],
            SHARE_INHABITANTS: np.full(3, np.nan),
            BY_INCIDENTS: [Balance.ALIKE, Balance.SMALL, Balance.UNKNOWN],
        }
    )
    table = tabulate_fairness(fairness)
    assert table["Wijk"].tolist() == ["Oost", "West"]
    assert table["Minuten in dit plan"].tolist() == [15, 0]
    assert table["Deel van de meldingen"].tolist() == ["100%", "(minder dan 1%)"]
    assert table["Deel van de tijd"].tolist() == ["100%", "0%"]
    few = tabulate_fairness(fairness.assign(**{VISITS: [9, 0, 0]}))
    assert few["Deel van de tijd"].tolist() == ["(100%)", "(0%)"]
    assert table["Deel van de inwoners"].tolist() == ["", ""]
    assert table[VERDICT].tolist() == ["ongeveer zijn deel", "te klein om te zeggen"]


def test_cameras_that_stand_there_are_named_with_their_last_day():
    advice = make_advice(1)
    assert len(list_cameras(advice)) == len(advice.cameras)
    assert list_cameras(replace(advice, cameras=())) == []
