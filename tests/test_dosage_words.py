from datetime import date, datetime

import pytest
from test_dosage import FOUR_WEEKS, MONDAY, SQUARE, STATION, stops, ticks, visit

from geo.advice.displacement import BeforeAfter
from geo.advice.displacement import Placement as Counts
from geo.advice.dosage import measure_dosage
from geo.advice.evaluation import Goal
from geo.advice.visited import judge_visits
from geo.present.patrol.dosage import (
    describe_dosage,
    say_done,
    say_rotation,
    say_rule,
    say_week,
    tabulate_spots,
    tabulate_weeks,
)
from geo.present.patrol.dosage_chart import draw_dosage, say_dosage_chart
from geo.present.patrol.dosage_verdict import (
    NOT_SHOWN,
    describe_visit_verdict,
    say_visit_verdict,
    tabulate_visit_counts,
)
from geo.present.patrol.records import print_dosage, tell_dosage
from geo.present.spreadsheets import render_csv
from geo.service.patrol.visit_answers import DosageReport, Unjudged, VisitEvaluation
from geo.service.placement.answers import Windows
from geo.visit_params import DosageRules, VisitTerms

PLANNED = [("a", 1, 1, SQUARE, 0), ("a", 1, 2, STATION, 0), ("b", 1, 1, SQUARE, 8)]
DONE = [*visit("a", 1, 1, 0), ("b", 1, 1, "arrived", datetime.combine(MONDAY, datetime.min.time()))]


def report(planned=PLANNED, ticked=DONE, **changes):
    rules = DosageRules()
    dosage = measure_dosage(stops(planned), ticks(ticked), FOUR_WEEKS, rules)
    parts = {
        "period": FOUR_WEEKS,
        "rules": rules,
        "dosage": dosage,
        "others": (2, 1),
        "themes": ("jeugdoverlast",),
        "plans": 2,
        "synthetic": False,
    }
    return DosageReport(**(parts | changes))


def judged(target, control, *, around=((10, 10), (10, 10)), reduction=0.2):
    counts = Counts(
        target=BeforeAfter(*target),
        control=BeforeAfter(*control),
        buffer=BeforeAfter(*around[0]),
        buffer_control=BeforeAfter(*around[1]),
    )
    judgement = judge_visits([counts], Goal(share=reduction))
    return VisitEvaluation(
        VisitTerms(reduction=reduction),
        windows=Windows(FOUR_WEEKS, FOUR_WEEKS),
        pairs=((0, (1.0, 2.0)), (1, (3.0, 4.0))),
        met=1,
        counts=counts,
        evaluation=judgement.evaluation,
        ratio=judgement.ratio,
        is_uneven=judgement.is_uneven,
        police_made=7,
    )


def test_the_table_tells_of_each_place_what_was_planned_and_done():
    table = tabulate_spots(report())
    assert table.to_numpy().tolist() == [
        ["Plek 1000", "Centrum", 2, 2, 30, 15, "2 nov 2026", "lang niet bezocht"],
        ["Plek 1500", "Centrum", 1, 0, 15, 0, "nog niet", "lang niet bezocht"],
    ]


def test_the_weekly_table_leaves_out_weeks_without_anything():
    table = tabulate_weeks(report())
    assert table[["Plek", "Week", "Bezoeken gepland", "Bezoeken gedaan"]].to_numpy().tolist() == [
        ["Plek 1000", "week 45 (2 nov 2026)", 1, 2],
        ["Plek 1000", "week 46 (9 nov 2026)", 1, 0],
        ["Plek 1500", "week 45 (2 nov 2026)", 1, 0],
    ]


def test_a_week_is_named_as_calendars_do():
    assert say_week(date(2026, 12, 28)) == "week 53 (28 dec 2026)"


def test_small_numbers_are_called_small_and_get_no_percentage():
    said = say_done(report())
    assert said.startswith("2 bezoeken gedaan van 3 geplande (klein aantal), samen 15 minuten")
    assert "Van 1 bezoek is niet bekend hoe lang het duurde" in said
    many = [(f"p{n}", 1, 1, SQUARE, n % 20) for n in range(12)]
    done = [tick for n in range(9) for tick in visit(f"p{n}", 1, 1, n % 20)]
    assert "9 bezoeken gedaan van 12 geplande (75%), samen 135" in say_done(report(many, done))


def test_rotation_names_the_places_and_states_the_rule():
    told = say_rotation(report())
    assert told == [
        "Lang niet bezocht (14 dagen of meer): Plek 1000 (Centrum), Plek 1500 (Centrum)."
    ]
    rule = say_rule(report())
    assert "Vuistregels, geen wet" in rule
    assert "14 dagen" in rule
    assert "1,5 keer het plan" in rule
    calm = [("a", 1, 1, SQUARE, 25)]
    assert say_rotation(report(calm, visit("a", 1, 1, 25)))[0].startswith("Geen plek")
    (untold,) = say_rotation(report(calm, []))
    assert "nog niets afgevinkt" in untold


def test_one_visit_is_told_in_the_singular():
    assert say_done(report(ticked=visit("a", 1, 1, 0))).startswith("1 bezoek gedaan van 3")


def test_the_facts_say_that_a_place_never_fades_because_a_visit_found_nothing():
    facts = dict(describe_dosage(report(synthetic=True)))
    assert "telt niet minder zwaar" in facts["Niets aangetroffen"]
    assert facts["Andere stops dan hotspots"] == "1 gedaan van 2"
    assert facts["Bewaarde plannen"] == "2"
    assert "verzonnen" in facts["Let op"]


def test_the_chart_holds_the_same_numbers_as_its_words():
    found = report()
    values = draw_dosage(found)["data"]["values"]
    assert len(values) == 2 * 4
    assert [bar["visits"] for bar in values[:4]] == [2, 2, 1, 0]
    assert values[0]["words"] == "week 45 (2 nov 2026): 2 bezoeken gepland"
    assert say_dosage_chart(found).startswith(
        "Bezoeken gedaan van gepland: week 45 (2 nov 2026) 2 van 2; week 46 (9 nov 2026) 0 van 1"
    )


def test_a_name_that_a_spreadsheet_would_run_is_kept_as_text():
    found = report()
    found.dosage.spots["label"] = "=1+1"
    assert b"'=1+1" in render_csv(tabulate_spots(found))


@pytest.mark.parametrize(
    ("found", "begins"),
    [
        pytest.param(judged((60, 20), (60, 60)), "Meer gedaald dan elders. Tegenover", id="better"),
        pytest.param(
            judged((900, 900), (900, 900)),
            "Niet meer gedaald dan elders. Tegenover",
            id="no-effect",
        ),
        pytest.param(
            judged((60, 50), (60, 60), around=((10, 60), (10, 10))),
            "Verplaatsing waarschijnlijk. Tegenover",
            id="displaced",
        ),
        pytest.param(judged((5, 0), (5, 5)), "Onvoldoende gegevens. Tegenover", id="too-few"),
        pytest.param(judged((20, 18), (20, 20)), "Onvoldoende gegevens. Tegenover", id="no-power"),
    ],
)
def test_the_verdict_is_one_of_the_fixed_ones_and_tells_its_interval(found, begins):
    said = say_visit_verdict(found)
    assert said.startswith(begins)
    assert "(tussen " in said
    assert "werkt" not in said
    assert "werkzaam" not in said.lower()


def test_a_fall_in_number_alone_is_told_to_be_no_more_than_elsewhere_in_proportion():
    said = say_visit_verdict(judged((300, 200), (60, 40), around=((0, 0), (0, 0))))
    assert said.startswith("Onvoldoende gegevens. Tegenover het vergelijkingsgebied: 80 minder")
    assert "Naar verhouding is het verschil niet groter dan toeval geeft: 100 op elke 100" in said


def test_a_fall_is_never_put_down_to_visits_alone():
    assert "kan ook zonder bezoeken zijn gekomen" in NOT_SHOWN


def test_a_verdict_that_a_handful_stands_behind_calls_it_small():
    assert "een klein aantal, te weinig" in say_visit_verdict(judged((5, 0), (5, 5)))


@pytest.mark.parametrize("why", list(Unjudged))
def test_without_a_verdict_people_read_why_and_get_no_figures(why):
    found = VisitEvaluation(VisitTerms(), why)
    assert say_visit_verdict(found).endswith(".")
    assert describe_visit_verdict(found) == []
    assert tabulate_visit_counts(found).empty


def test_the_figures_behind_the_verdict_are_all_told():
    found = judged((60, 20), (60, 60))
    facts = dict(describe_visit_verdict(found))
    assert facts["Plekken"] == "2 plekken (niet meegeteld: 1 te dicht bij een andere)"
    assert facts["Alleen de plekken"].startswith("40 minder (tussen ")
    assert facts["Alleen rondom"].endswith("; daar is ook bezocht")
    # (20 + 10) / (60 + 10) over one, a half added to each.
    assert facts["Naar verhouding"].startswith("43 op elke 100 meldingen ")
    assert facts["Verwachte daling"] == "20%; dit is niet vooraf afgesproken"
    assert "7 door de politie zelf gemaakt" in facts["Niet meegeteld in de hele gemeente"]
    table = tabulate_visit_counts(found)
    assert table.iloc[0].tolist() == ["Bezochte plekken", 60, 20, "-40"]
    assert len(table) == 4


def test_the_command_tells_the_ratio_and_that_this_is_no_trial():
    answer = tell_dosage(report(), judged((300, 200), (60, 40), around=((0, 0), (0, 0))))
    told = answer["evaluation"]
    assert told["better_in_number_only"]
    # (200.5 / 300.5) over (40.5 / 60.5), a half added to each count.
    assert told["ratio"]["estimate"] == pytest.approx(200.5 / 300.5 * 60.5 / 40.5)
    lines = list(print_dosage(answer))
    assert lines[-2:] == [
        "better in number only, not in proportion",
        "no trial: places were chosen for what happened there, and calm down by themselves",
    ]
