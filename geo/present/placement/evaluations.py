"""What an evaluation found, in words and a table."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from geo.advice.displacement import BeforeAfter, Quotient, Spread, Undefined, Wdd
from geo.advice.evaluation import Advice, Evaluation, Verdict
from geo.analysis.trends import SMALL_COUNT
from geo.placements import Moment, SafetySurvey
from geo.present.changes import say_chance, say_change, say_signed
from geo.present.placement.plain import say_place
from geo.present.wording import (
    PLACE_PRECISIONS,
    say_count,
    say_list,
    say_number,
    say_period,
    say_tally,
)
from geo.service.placement.answers import (
    Cut,
    LeftOut,
    Outcome,
    PlacementEvaluation,
    PooledEvaluation,
)

AREA: Final = "Gebied"
BEFORE: Final = "Ervoor"
AFTER: Final = "Tijdens"
CHANGE: Final = "Verschil"

VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.EFFECTIVE: "werkzaam aangetoond",
    Verdict.NO_EFFECT_SHOWN: "geen effect aangetoond",
    Verdict.INSUFFICIENT: "onvoldoende gegevens",
    Verdict.DISPLACEMENT: "verplaatsing waarschijnlijk",
}

ADVICE: Final[Mapping[Advice, str]] = {
    Advice.EXTEND: "verlengen",
    Advice.MOVE: "verplaatsen",
    Advice.WITHDRAW: "weghalen",
}

SPREADS: Final[Mapping[Spread, str]] = {
    Spread.DIFFUSION: "ook rondom waren er minder meldingen",
    Spread.NEITHER: "rondom veranderde er niets",
    Spread.PARTIAL: "een deel van de meldingen verschoof naar rondom",
    Spread.TOTAL: "rondom kwamen er meer meldingen bij dan er op de plek zelf af gingen",
}

UNDEFINED: Final[Mapping[Undefined, str]] = {
    Undefined.NO_BUFFER: "niet te berekenen: er is geen gebied rondom geteld",
    Undefined.EMPTY_CONTROL: "niet te berekenen: in het vergelijkingsgebied waren geen meldingen",
    Undefined.NO_REDUCTION: (
        "niet te berekenen: op de plek zelf nam het aantal meldingen niet af tegenover het "
        "vergelijkingsgebied"
    ),
}

CUTS: Final[Mapping[Cut, str]] = {
    Cut.RUNNING: "de plaatsing liep nog",
    Cut.DATA_END: "de gegevens eindigen eerder",
    Cut.DATA_START: "de gegevens beginnen te laat voor een even lange periode ervoor",
}

LEFT_OUT: Final[Mapping[LeftOut, str]] = {
    LeftOut.TOO_EARLY: "er is nog geen dag om te meten",
    LeftOut.NO_BEFORE: "er zijn geen gegevens van ervoor",
    LeftOut.NO_CONTROL: "er is geen vergelijkingsgebied",
    LeftOut.SYNTHETIC: "zij rust op verzonnen gegevens",
    LeftOut.COUNTED: "haar meldingen tellen al mee bij een andere plaatsing",
}

RULE: Final = (
    "Zo wordt geoordeeld, in deze volgorde. Minder dan 10 meldingen vooraf op de plek, of een "
    "vergelijkingsgebied zonder meldingen vooraf: onvoldoende gegevens. Daalde de plek meer dan "
    "het vergelijkingsgebied, en is het verschil van plek en rondom samen zo groot dat toeval dat "
    "minder dan 5 op de 100 keer geeft: werkzaam aangetoond. Daalde de plek meer, maar kwamen er "
    "rondom meer bij dan toeval verklaart: verplaatsing waarschijnlijk. Was de kans om de "
    "verwachte daling te zien kleiner dan 80%: onvoldoende gegevens. Anders: geen effect "
    "aangetoond."
)
SUGGESTS: Final = "Dit is een voorstel; de burgemeester beslist."
NOT_MEASURED: Final = "niet gemeten"

_MOMENTS: Final[Mapping[Moment, str]] = {Moment.BEFORE: "vooraf", Moment.AFTER: "achteraf"}


def say_verdict(outcome: Outcome) -> str:
    """Say the verdict on one placement, with what it rests on."""
    text = VERDICTS[outcome.evaluation.verdict]
    goal = outcome.record.first.goal
    reason = _say_reason(outcome.evaluation, goal.reduction, has_control=goal.control is not None)
    return f"{_begin(text)}. {reason}"


def say_pooled(pooled: PooledEvaluation) -> str:
    """Say the verdict on placements together; nothing where none could be measured."""
    found = pooled.evaluation
    if found is None or pooled.reduction is None:
        return "Er is nog geen plaatsing die kan worden gemeten."
    together = say_count(len(pooled.outcomes), "plaatsing", "plaatsingen samen")
    reason = _say_reason(found, pooled.reduction, has_control=True)
    return f"{together}: {VERDICTS[found.verdict]}. {reason}"


def say_left_out(pooled: PooledEvaluation) -> list[str]:
    """Say of each placement that was not taken along why not."""
    return [
        f"Plaatsing {number} telt niet mee: {LEFT_OUT[reason]}."
        for number, reason in pooled.left_out.items()
    ]


def say_advice(found: PlacementEvaluation) -> str:
    """Say what to do next, and why."""
    standing, verdict = found.standing, found.outcome.evaluation.verdict
    place = "de plek is nog steeds een hotspot"
    if not standing.is_hotspot:
        place = "de plek is geen hotspot meer"
    grounds = [place, _say_ground(verdict)]
    if found.advice is Advice.MOVE and standing.better is not None:
        grounds.append(f"op {say_place(standing.better)} dekt dezelfde camera meer")
    if found.advice is Advice.WITHDRAW:
        grounds.append("nergens anders dekt de camera meer")
    return f"{_begin(ADVICE[found.advice])}: {say_list(grounds)}. {SUGGESTS}"


def say_wdd(wdd: Wdd) -> str:
    """Say a difference with its interval: ``29 minder (tussen 56 minder en 2 minder)``."""
    low, high = _say_difference(math.floor(wdd.low)), _say_difference(math.ceil(wdd.high))
    return f"{_say_difference(wdd.estimate)} (tussen {low} en {high})"


def say_quotient(quotient: Quotient) -> str:
    """Say what happened around the target, or why nobody can."""
    if quotient.undefined is not None:
        return UNDEFINED[quotient.undefined]
    if quotient.wdq is None or quotient.spread is None:
        return NOT_MEASURED
    return f"{say_number(quotient.wdq, decimals=2)}: {SPREADS[quotient.spread]}"


def say_safety(outcome: Outcome) -> str:
    """Say how safe people felt before and after, or that it was not measured."""
    surveys, safety = outcome.record.surveys, outcome.safety
    if not surveys:
        return NOT_MEASURED
    told = say_list([_say_survey(surveys[moment]) for moment in Moment if moment in surveys])
    if safety is None:
        missing = next(words for moment, words in _MOMENTS.items() if moment not in surveys)
        return f"{told}; {missing} {NOT_MEASURED}"
    low, high = math.floor(100 * safety.low), math.ceil(100 * safety.high)
    points = f"tussen {say_signed(low)} en {say_signed(high)} procentpunt"
    small = min(survey.asked for survey in surveys.values()) < SMALL_COUNT
    chance = "meer dan toeval verklaart" if safety.is_shown else "kan toeval zijn"
    return f"{told}; verschil {points}, {'klein aantal, ' if small else ''}{chance}"


def tabulate_counts(outcome: Outcome) -> pd.DataFrame:
    """Table of the counts before and after in each area; `say_areas` says what they are."""
    counts = outcome.counts
    areas: list[tuple[str, BeforeAfter | None]] = [
        ("Doelgebied", counts.target),
        ("Rondom", counts.buffer),
    ]
    if outcome.record.first.goal.control is not None:
        areas.insert(1, ("Vergelijking", counts.control))
        areas.append(("Rondom vergelijking", counts.buffer_control))
    return tabulate_areas(areas)


def tabulate_areas(areas: Sequence[tuple[str, BeforeAfter | None]]) -> pd.DataFrame:
    """Table of the counts before and after in named areas; one that was not counted is left out."""
    rows = [
        (name, area.before, area.after, say_signed(area.change))
        for name, area in areas
        if area is not None
    ]
    return pd.DataFrame(rows, columns=[AREA, BEFORE, AFTER, CHANGE])


def say_areas(outcome: Outcome) -> str:
    """Say how far target and buffer reach, and what they are held against."""
    goal = outcome.record.first.goal
    target_m, buffer_m = say_number(goal.target_m), say_number(goal.buffer_m)
    reach = (
        f"Doelgebied: tot {target_m} meter van de camera; rondom: {target_m} tot {buffer_m} meter."
    )
    if goal.control is None:
        return f"{reach} Er is geen vergelijkingsgebied."
    return (
        f"{reach} Vergelijking: even groot, om {say_place(goal.control)}, waar geen camera stond "
        "en het vooraf het meest op de plek leek."
    )


def describe_outcome(outcome: Outcome) -> list[tuple[str, str]]:
    """State what was compared, what came out, and what was left out."""
    found, windows = outcome.evaluation, outcome.windows
    change = found.target_change
    return [
        (BEFORE, say_period(windows.before)),
        (AFTER, say_period(windows.after) + _say_cuts(outcome)),
        ("Plek en rondom samen, tegenover de vergelijking", say_wdd(found.net)),
        ("Alleen het doelgebied", say_wdd(found.target)),
        *([] if found.around is None else [("Alleen rondom", say_wdd(found.around))]),
        ("Verplaatsing (WDQ)", say_quotient(found.quotient)),
        ("Netto effect", _say_net_effect(found.quotient)),
        ("Doelgebied op zichzelf (E-toets)", f"{say_change(change)}; {_say_chance(found)}"),
        ("Kans om de verwachte daling te zien", f"{say_number(100 * found.power)}%"),
        ("Gevoel van veiligheid", say_safety(outcome)),
        ("Precisie van de plaats", say_tally(outcome.precisions, PLACE_PRECISIONS)),
        ("Niet meegeteld in de hele gemeente", _say_all_aside(outcome)),
    ]


def _say_all_aside(outcome: Outcome) -> str:
    hours = f"{say_number(outcome.without_hour)} zonder uur"
    return say_aside(outcome.police_made, outcome.without_place, hours)


def say_aside(police_made: int, without_place: int, *more: str) -> str:
    """Say which records a comparison left aside, and why; ``more`` in the words of the caller."""
    made = f"{say_number(police_made)} door de politie zelf gemaakt"
    return say_list([made, f"{say_number(without_place)} zonder plaats", *more])


def _say_reason(found: Evaluation, reduction: float, *, has_control: bool) -> str:
    goal = f"de verwachte daling van {say_number(100 * reduction)}%"
    if found.verdict is Verdict.EFFECTIVE:
        more = ""
        if found.displaced:
            more = " Rondom kwamen er wel meer meldingen bij dan toeval verklaart."
        return (
            "Op de plek en rondom samen, tegenover het vergelijkingsgebied: "
            f"{say_wdd(found.net)}.{more}"
        )
    if found.verdict is Verdict.DISPLACEMENT and found.around is not None:
        return (
            f"Op de plek: {say_wdd(found.target)}. Rondom: {say_wdd(found.around)}; dat is meer "
            "dan toeval verklaart."
        )
    if found.verdict is Verdict.NO_EFFECT_SHOWN:
        return (
            f"De kans om {goal} te zien was {say_number(100 * found.power)}%, en er is geen daling "
            "die toeval niet kan verklaren."
        )
    return _say_lacking(found, goal, has_control=has_control)


def _say_lacking(found: Evaluation, goal: str, *, has_control: bool) -> str:
    before = found.target_change.before
    if not has_control:
        return (
            "Er is geen vergelijkingsgebied: wat er zonder camera gebeurd was, is niet te zeggen."
        )
    if before < SMALL_COUNT:
        return (
            f"Vooraf {'was' if before == 1 else 'waren'} er "
            f"{say_count(before, 'melding', 'meldingen')} op de plek: te weinig om iets over te "
            "zeggen."
        )
    quotient = found.quotient
    if quotient.undefined is Undefined.EMPTY_CONTROL and quotient.net_effect is None:
        return (
            "In het vergelijkingsgebied waren vooraf geen meldingen: er is niets om mee te "
            "vergelijken."
        )
    return (
        f"De kans om {goal} te zien was {say_number(100 * found.power)}%: dat er niets te zien is, "
        "zegt dan niets. Meet langer, of voeg plaatsingen samen."
    )


def _say_ground(verdict: Verdict) -> str:
    if verdict is Verdict.INSUFFICIENT:
        return "er zijn te weinig gegevens voor een oordeel"
    return f"het oordeel is: {VERDICTS[verdict]}"


def _say_difference(count: int) -> str:
    if count == 0:
        return "geen verschil"
    return f"{say_number(abs(count))} {'meer' if count > 0 else 'minder'}"


def _say_cuts(outcome: Outcome) -> str:
    windows = outcome.windows
    if not windows.cuts:
        return ""
    planned = outcome.record.last.used.days
    return (
        f" ({say_number(windows.after.days)} van {say_count(planned, 'dag', 'dagen')}: "
        f"{say_list([CUTS[cut] for cut in windows.cuts])})"
    )


def _say_net_effect(quotient: Quotient) -> str:
    if quotient.net_effect is None:
        return UNDEFINED[quotient.undefined or Undefined.NO_BUFFER]
    return f"naar verhouding {_say_difference(round(-quotient.net_effect))} in plek en rondom samen"


def _say_chance(found: Evaluation) -> str:
    change = found.target_change
    return "geen verschil" if change.difference == 0 else f"dat {say_chance(change.p_value)}"


def _say_survey(survey: SafetySurvey) -> str:
    return (
        f"{_MOMENTS[survey.moment]} voelden {say_number(survey.safe)} van de "
        f"{say_number(survey.asked)} zich veilig"
    )


def _begin(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
