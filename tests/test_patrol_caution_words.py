from dataclasses import replace

import pytest
from patrol_kits import make_advice, make_kit

from geo.present.patrol import words
from geo.present.patrol.cautions import (
    list_cautions,
    say_caution,
    say_loss,
    say_time,
    say_travel,
    state_plan,
)
from geo.service.patrol.answers import Caution, PatrolWarning

FIGURES = {
    "places": 2,
    "team": 1,
    "minutes": 95,
    "after_minutes": 61,
    "place": 0,
    "alike": 9,
    "plans": 12,
    "days": 120,
}


@pytest.mark.parametrize("caution", Caution)
def test_every_caution_has_a_dutch_sentence(caution) -> None:
    advice = make_advice(1)
    text = say_caution(PatrolWarning(caution, FIGURES), advice)
    assert text.endswith(".")
    assert "{" not in text
    assert caution.value not in text


def test_one_place_is_told_in_the_singular() -> None:
    advice = make_advice(1)
    one, two = (
        say_caution(PatrolWarning(Caution.MAY_BE_CHANCE, {"places": count}), advice)
        for count in (1, 2)
    )
    assert one == "1 plek blijft buiten het plan: het kan toeval zijn."
    assert two == "2 plekken blijven buiten het plan: ze kunnen toeval zijn."


def test_an_empty_stretch_is_told_by_the_clock() -> None:
    advice = make_advice(1)
    text = say_caution(PatrolWarning(Caution.EMPTY_STRETCH, FIGURES), advice)
    assert "1 uur en 35 minuten geen stop, vanaf 19:01" in text


def test_old_data_are_told_by_how_long_before_the_shift_they_end() -> None:
    text = say_caution(PatrolWarning(Caution.OLD_DATA, FIGURES), make_advice(1))
    assert "tot en met 31 oktober 2026; de dienst is ruim 3 maanden later." in text


def test_the_time_that_is_not_planned_is_told_for_all_teams_or_for_one() -> None:
    advice = make_advice(2, teams=2)
    minutes = sum(words.count_minutes(visit) for team in advice.visits for visit in team)
    assert say_time(advice).startswith(f"{words.say_duration(minutes)} bezoek in ")
    assert words.say_duration(2 * advice.question.minutes) in say_time(advice)
    assert words.say_duration(advice.question.minutes) + " dienst" in say_time(advice, team=1)


def test_a_visit_that_can_be_foreseen_is_told_with_its_place_and_time() -> None:
    text = say_caution(PatrolWarning(Caution.PREDICTABLE, FIGURES), make_advice(1))
    assert "Jeugdoverlast 1, Slikkerveer in 9 van 12 plannen rond 19:01" in text


def test_a_team_is_told_what_is_about_itself_or_all() -> None:
    warnings = (
        PatrolWarning(Caution.NO_STREETS),
        PatrolWarning(Caution.NO_VISIT, {"team": 2}),
    )
    advice = make_advice(1, teams=2, warnings=warnings)
    assert len(list_cautions(advice)) == len(list_cautions(advice, team=2)) == 2
    assert len(list_cautions(advice, team=1)) == 1


def test_travel_says_whether_it_is_by_street_and_how_fast() -> None:
    assert say_travel(make_advice(1, teams=2)) == (
        "Langs de ingelezen straten, met 5 en 15 kilometer per uur."
    )
    straight = make_advice(1, teams=2, on_streets=False)
    assert say_travel(straight, team=2).startswith("In een rechte lijn keer 1,3")
    assert "15 kilometer" in say_travel(straight, team=2)
    assert " 5 " not in say_travel(straight, team=2)


def test_the_loss_is_told_with_the_seed_where_there_was_something_to_win() -> None:
    assert "toevalsgetal 7" in say_loss(make_advice(1))
    assert "(toevalsgetal 7, 400 zoekstappen)" in say_loss(make_advice(1, iterations=400))
    assert say_loss(make_advice(1)).endswith("sluit het plan 4,0% minder aan op de meldingen.")
    assert say_loss(make_advice(1, loss=0.0)).endswith("Dat kost vrijwel niets.")
    assert say_loss(make_advice(1, loss=0.2)).endswith("streeft: er zijn weinig bezoeken.")
    assert "minder dan anders, omdat dat te veel kostte" in say_loss(make_advice(1, shake=0.0))
    assert say_loss(make_advice(1, loss=None)).endswith("(toevalsgetal 7).")


def test_a_plan_states_its_data_and_that_the_dosage_is_a_rule_of_thumb() -> None:
    stated = dict(state_plan(make_kit()))
    assert stated["Geleerd van"] == "1 januari 2026 tot en met 31 oktober 2026"
    assert stated["Bron"] == "demo (verzonnen)"
    assert "vuistregel" in stated["Dosering"]
    assert "15 minuten" in stated["Dosering"]


def test_half_minutes_are_no_whole_ones() -> None:
    advice = make_advice(1)
    rules = replace(advice.question.rules, dwell_minutes=12.5)
    advice = replace(advice, question=replace(advice.question, rules=rules))
    assert "12,5 minuten" in dict(state_plan(replace(make_kit(1), advice=advice)))["Dosering"]
