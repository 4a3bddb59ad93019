from dataclasses import replace
from datetime import UTC, datetime

import pytest
from placement_drawings import draw_placement

from geo.advice.displacement import BeforeAfter, Spread, Undefined
from geo.advice.displacement import Placement as Counts
from geo.advice.evaluation import Advice, Goal, Verdict, advise, evaluate_placements
from geo.advice.safety import compare_shares
from geo.params import Period
from geo.placements import Moment, PlacementVersion, SafetySurvey
from geo.present.placement.evaluation_chart import draw_differences, say_differences
from geo.present.placement.evaluations import (
    ADVICE,
    CUTS,
    LEFT_OUT,
    RULE,
    SPREADS,
    SUGGESTS,
    UNDEFINED,
    VERDICTS,
    describe_outcome,
    say_advice,
    say_areas,
    say_left_out,
    say_pooled,
    say_quotient,
    say_safety,
    say_verdict,
    tabulate_counts,
)
from geo.service.placement.answers import (
    Cut,
    LeftOut,
    Outcome,
    PlacementEvaluation,
    PlacementRecord,
    PooledEvaluation,
    Standing,
    Windows,
)

PLACEMENT = draw_placement()
MOMENT = datetime(2024, 1, 2, 9, 30, tzinfo=UTC)
WORKED = ((100, 40), (100, 100), (50, 45), (50, 50))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (VERDICTS, Verdict),
        (ADVICE, Advice),
        (SPREADS, Spread),
        (UNDEFINED, Undefined),
        (CUTS, Cut),
        (LEFT_OUT, LeftOut),
    ],
)
def test_everything_that_can_be_found_has_its_own_words(words, kind):
    assert set(words) == set(kind)
    assert len(set(words.values())) == len(kind)


def test_the_verdicts_are_the_fixed_four():
    assert set(VERDICTS.values()) == {
        "werkzaam aangetoond",
        "geen effect aangetoond",
        "onvoldoende gegevens",
        "verplaatsing waarschijnlijk",
    }


def test_the_rule_that_is_told_names_every_verdict():
    assert all(words in RULE for words in VERDICTS.values())


def draw_outcome(pairs=WORKED, *, placement=PLACEMENT, surveys=(), **changes):
    target, control, buffer, buffer_control = (BeforeAfter(*pair) for pair in pairs)
    counts = Counts(target=target, control=control, buffer=buffer, buffer_control=buffer_control)
    version = PlacementVersion(
        placement_id=3, version=1, recorded_at=MOMENT, why="", placement=placement
    )
    figures = {
        moment: SafetySurvey(
            placement_id=3, moment=moment, asked=asked, safe=safe, recorded_at=MOMENT
        )
        for moment, asked, safe in surveys
    }
    both = [(one.safe, one.asked) for one in figures.values()]
    parts = {
        "record": PlacementRecord((version,), figures),
        "windows": Windows(PLACEMENT.before, PLACEMENT.used),
        "counts": counts,
        "evaluation": evaluate_placements([counts], Goal(share=placement.goal.reduction)),
        "changes": (),
        "precisions": {"adres": 12, "straat": 3},
        "police_made": 4,
        "without_place": 5,
        "without_hour": 0,
        "safety": compare_shares(*both) if len(both) == 2 else None,
        "synthetic": False,
    }
    return Outcome(**(parts | changes))


def facts(outcome):
    return dict(describe_outcome(outcome))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            WORKED,
            (
                "Werkzaam aangetoond. Op de plek en rondom samen, tegenover het "
                "vergelijkingsgebied: 65 minder (tussen 111 minder en 19 minder)."
            ),
        ),
        (
            ((200, 60), (200, 200), (100, 140), (100, 100)),
            (
                "Werkzaam aangetoond. Op de plek en rondom samen, tegenover het "
                "vergelijkingsgebied: 100 minder (tussen 166 minder en 34 minder). Rondom kwamen "
                "er wel meer meldingen bij dan toeval verklaart."
            ),
        ),
        (
            ((100, 60), (100, 100), (100, 150), (100, 100)),
            (
                "Verplaatsing waarschijnlijk. Op de plek: 40 minder (tussen 78 minder en 2 "
                "minder). Rondom: 50 meer (tussen 8 meer en 92 meer); dat is meer dan toeval "
                "verklaart."
            ),
        ),
        (
            ((1000, 995), (1000, 1000), (10, 10), (10, 10)),
            (
                "Geen effect aangetoond. De kans om de verwachte daling van 25% te zien was 99%, "
                "en er is geen daling die toeval niet kan verklaren."
            ),
        ),
        (
            ((30, 29), (30, 30), (10, 10), (10, 10)),
            (
                "Onvoldoende gegevens. De kans om de verwachte daling van 25% te zien was 15%: dat "
                "er niets te zien is, zegt dan niets. Meet langer, of voeg plaatsingen samen."
            ),
        ),
        (
            ((1, 0), (9, 9), (1, 1), (1, 1)),
            (
                "Onvoldoende gegevens. Vooraf was er 1 melding op de plek: te weinig om iets over "
                "te zeggen."
            ),
        ),
        (
            ((0, 0), (0, 0), (0, 0), (0, 0)),
            (
                "Onvoldoende gegevens. Vooraf waren er 0 meldingen op de plek: te weinig om iets "
                "over te zeggen."
            ),
        ),
        (
            ((40, 10), (0, 3), (10, 10), (0, 0)),
            (
                "Onvoldoende gegevens. In het vergelijkingsgebied waren vooraf geen meldingen: er "
                "is niets om mee te vergelijken."
            ),
        ),
        (
            ((12, 11), (3, 0), (1, 1), (1, 1)),
            (
                "Onvoldoende gegevens. De kans om de verwachte daling van 25% te zien was 14%: dat "
                "er niets te zien is, zegt dan niets. Meet langer, of voeg plaatsingen samen."
            ),
        ),
    ],
)
def test_each_verdict_is_told_with_its_reason(pairs, expected):
    assert say_verdict(draw_outcome(pairs)) == expected


def test_without_a_control_that_is_the_reason():
    alone = replace(PLACEMENT, goal=replace(PLACEMENT.goal, control=None, control_distance=None))
    outcome = draw_outcome(((40, 10), (0, 0), (9, 9), (0, 0)), placement=alone)
    assert say_verdict(outcome).startswith("Onvoldoende gegevens. Er is geen vergelijkingsgebied")
    assert tabulate_counts(outcome)["Gebied"].tolist() == [
        "Doelgebied",
        "Rondom",
    ]
    assert say_areas(outcome).endswith("Er is geen vergelijkingsgebied.")


def test_counts_stand_in_a_small_table():
    table = tabulate_counts(draw_outcome())
    assert table.iloc[0].tolist() == ["Doelgebied", 100, 40, "-60"]
    assert table["Gebied"].tolist()[1:] == ["Vergelijking", "Rondom", "Rondom vergelijking"]
    assert table["Ervoor"].tolist() == [100, 100, 50, 50]
    assert table["Tijdens"].tolist() == [40, 100, 45, 50]
    assert say_areas(draw_outcome()) == (
        "Doelgebied: tot 100 meter van de camera; rondom: 100 tot 250 meter. Vergelijking: even "
        "groot, om x 1100, y 200, waar geen camera stond en het vooraf het meest op de plek leek."
    )


def test_figures_are_told_with_what_they_rest_on():
    told = facts(draw_outcome())
    assert told["Ervoor"] == "13 november 2023 tot en met 7 januari 2024"
    assert told["Tijdens"] == "8 januari 2024 tot en met 3 maart 2024"
    assert told["Verplaatsing (WDQ)"] == "0,08: ook rondom waren er minder meldingen"
    assert told["Netto effect"] == "naar verhouding 65 minder in plek en rondom samen"
    assert told["Doelgebied op zichzelf (E-toets)"] == (
        "-60 (van 100 naar 40, -60%); dat is meer dan toeval verklaart"
    )
    assert told["Precisie van de plaats"] == "adres (12), straat (3)"
    assert told["Niet meegeteld in de hele gemeente"] == (
        "4 door de politie zelf gemaakt, 5 zonder plaats en 0 zonder uur"
    )


@pytest.mark.parametrize(
    ("pairs", "quotient", "net"),
    [
        (((40, 10), (0, 3), (9, 9), (9, 9)), Undefined.EMPTY_CONTROL, Undefined.EMPTY_CONTROL),
        (((40, 40), (40, 40), (9, 9), (9, 9)), Undefined.NO_REDUCTION, None),
    ],
)
def test_zeros_are_told_in_words(pairs, quotient, net):
    outcome = draw_outcome(pairs)
    assert say_quotient(outcome.evaluation.quotient) == UNDEFINED[quotient]
    told = facts(outcome)["Netto effect"]
    assert told == UNDEFINED[net] if net else "geen verschil" in told


def test_a_small_number_is_called_one():
    told = facts(draw_outcome(((9, 3), (9, 9), (2, 2), (2, 2))))
    assert "klein aantal" in told["Doelgebied op zichzelf (E-toets)"]


def test_days_that_are_missing_are_counted_and_explained():
    half = Period(first=PLACEMENT.used.first, last=PLACEMENT.used.first.replace(day=21))
    windows = Windows(half.previous, half, (Cut.RUNNING, Cut.DATA_END))
    assert facts(draw_outcome(windows=windows))["Tijdens"] == (
        "8 januari 2024 tot en met 21 januari 2024 (14 van 56 dagen: de plaatsing liep nog en de "
        "gegevens eindigen eerder)"
    )


@pytest.mark.parametrize(
    ("surveys", "expected"),
    [
        ((), "niet gemeten"),
        (
            [(Moment.BEFORE, 80, 48)],
            "vooraf voelden 48 van de 80 zich veilig; achteraf niet gemeten",
        ),
        (
            [(Moment.AFTER, 70, 56)],
            "achteraf voelden 56 van de 70 zich veilig; vooraf niet gemeten",
        ),
        (
            [(Moment.BEFORE, 80, 48), (Moment.AFTER, 70, 56)],
            (
                "vooraf voelden 48 van de 80 zich veilig en achteraf voelden 56 van de 70 zich "
                "veilig; verschil tussen +5 en +34 procentpunt, meer dan toeval verklaart"
            ),
        ),
        (
            [(Moment.BEFORE, 8, 4), (Moment.AFTER, 9, 5)],
            (
                "vooraf voelden 4 van de 8 zich veilig en achteraf voelden 5 van de 9 zich veilig; "
                "verschil tussen -36 en +44 procentpunt, klein aantal, kan toeval zijn"
            ),
        ),
    ],
)
def test_the_feeling_of_safety_is_told_or_that_it_was_not_measured(surveys, expected):
    assert say_safety(draw_outcome(surveys=surveys)) == expected


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("is_hotspot", [True, False])
@pytest.mark.parametrize("better", [None, (1100.0, 300.0)])
def test_advice_is_told_with_its_grounds_and_leaves_the_decision(verdict, is_hotspot, better):
    outcome = draw_outcome()
    outcome = replace(outcome, evaluation=replace(outcome.evaluation, verdict=verdict))
    advice = advise(verdict, is_still_hotspot=is_hotspot, is_better_elsewhere=better is not None)
    standing = Standing(is_hotspot=is_hotspot, points=1.0, better=better, better_points=2.0)
    told = say_advice(PlacementEvaluation(outcome, standing, advice))
    assert told.lower().startswith(ADVICE[advice])
    assert ("nog steeds een hotspot" in told) == is_hotspot
    assert ("x 1100, y 300" in told) == (advice is Advice.MOVE)
    assert told.endswith(SUGGESTS)


def test_placements_together_are_told_with_those_left_out():
    outcome = draw_outcome()
    pooled = PooledEvaluation(
        (outcome, outcome),
        {4: LeftOut.TOO_EARLY},
        evaluate_placements([outcome.counts] * 2, Goal(share=0.25)),
        0.25,
        synthetic=False,
    )
    assert say_pooled(pooled).startswith("2 plaatsingen samen: werkzaam aangetoond. ")
    assert say_left_out(pooled) == ["Plaatsing 4 telt niet mee: er is nog geen dag om te meten."]
    nothing = PooledEvaluation((), {}, None, None, synthetic=False)
    assert say_pooled(nothing) == "Er is nog geen plaatsing die kan worden gemeten."


def test_the_chart_has_a_row_for_each_area_and_asks_nothing_of_the_internet():
    found = draw_outcome().evaluation
    spec = draw_differences(found)
    values = spec["data"]["values"]
    assert [value["row"] for value in values] == [
        "Plek en rondom samen",
        "Alleen de plek",
        "Alleen rondom",
    ]
    assert [value["estimate"] for value in values] == [-65, -60, -5]
    assert all(value["low"] < value["estimate"] < value["high"] for value in values)
    assert "url" not in str(spec)
    assert spec["config"]["mark"] == {"aria": False}
    assert "alleen de plek 60 minder" in say_differences(found)


def test_the_chart_of_a_placement_without_a_buffer_has_no_row_for_it():
    alone = evaluate_placements(
        [Counts(target=BeforeAfter(40, 12), control=BeforeAfter(40, 40))], Goal(share=0.5)
    )
    assert len(draw_differences(alone)["data"]["values"]) == 2
