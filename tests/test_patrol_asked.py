from dataclasses import replace

from patrol_kits import AUTUMN_NIGHT, TEAMS, make_advice

from geo.patrol_params import AddedStop, Appointment, LeftOut, VisitRules
from geo.present.patrol.asked import (
    list_added,
    list_appointments,
    list_left_out,
    say_question,
    say_rules,
    say_shift,
)


def question():
    return make_advice(1).question


def test_a_question_says_who_and_from_where():
    asked = replace(question(), teams=(TEAMS[0], TEAMS[0], TEAMS[1]))
    said = say_question(asked, "Bureau Noord")
    assert say_shift(asked).startswith("dinsdag 3 november 2026, 18:00-")
    assert "2 teams (politie, te voet)" in said
    assert "1 team (boa's, op de fiets)" in said
    assert said.endswith("vanaf Bureau Noord")


def test_a_shift_ends_when_it_has_lasted_so_long_also_when_the_clock_goes_back():
    asked = replace(question(), begins=AUTUMN_NIGHT, minutes=240)
    assert say_shift(asked).endswith("00:30-03:30")


def test_dosage_is_called_a_rule_of_thumb():
    said = say_rules(VisitRules(dwell_minutes=10))
    assert said.startswith("Een bezoek duurt 10 minuten")
    assert "vuistregel" in said


def test_changes_are_told_with_their_reasons():
    begins = question().begins
    meeting = Appointment(begins=begins, minutes=30, x=0.0, y=0.0, label="Overleg", team=0)
    asked = replace(
        question(),
        appointments=(meeting, replace(meeting, team=None)),
        added=(AddedStop(x=0.0, y=0.0, label="Plein", reason="Klachten"),),
        left_out=(LeftOut(key="a", reason="Kermis"), LeftOut(key="b", reason="Dicht")),
    )
    with_team, for_any = list_appointments(asked)
    assert with_team.startswith("Afspraak om 18:00, 30 minuten: Overleg (Team 1")
    assert for_any == "Afspraak om 18:00, 30 minuten: Overleg"
    assert list_added(asked) == ["Toegevoegd: Plein. Reden: Klachten"]
    assert list_left_out(asked, {"a": "De kade"}) == [
        "Weggelaten: De kade. Reden: Kermis",
        "Weggelaten: b. Reden: Dicht",
    ]
