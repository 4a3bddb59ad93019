"""What came of an agreement, in words and a table: its goal, its effect, or why there is none."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.advice.displacement import BeforeAfter
from geo.advice.evaluation import Verdict
from geo.agreements import GroundKind, Measure
from geo.analysis.trends import SMALL_COUNT
from geo.present.changes import SMALL
from geo.present.patrol.dosage_verdict import (
    VISIT_RULE,
    VISIT_VERDICTS,
    say_ratio,
)
from geo.present.placement.evaluations import AFTER, BEFORE, say_aside, say_wdd, tabulate_areas
from geo.present.wording import say_count, say_list, say_number, say_period
from geo.service.agreement.answers import AgreementEffect, AgreementResult, Overlap, Unmeasured
from geo.service.agreement.results import LEAST_DAYS
from geo.service.placement.answers import Cut

NOT_SHOWN: Final = (
    "Dit is geen proef: de plek is gekozen omdat er veel gebeurde, en zo'n plek wordt ook vanzelf "
    "rustiger. Daarom staat er een vergelijking bij die er vooraf het meest op leek. Dat vangt het "
    "niet helemaal op: een daling kan ook zonder de actie zijn gekomen. De dagen vooraf zijn vaak "
    "ook de dagen waarop de plek is gekozen: wat daarin toevallig druk was, lijkt daarna gedaald. "
    "Ook een gehaald doel zegt niet dat de actie het deed."
)

UNMEASURED: Final[Mapping[Unmeasured, str]] = {
    Unmeasured.OUT_OF_SIGHT: "de actie rust op meldingen die u niet per plek ziet",
    Unmeasured.NOT_BEGUN: "niemand heeft vastgelegd dat er begonnen is",
    Unmeasured.TOO_EARLY: "er zijn nog geen meldingen van na het begin",
    Unmeasured.NO_BEFORE: "er zijn geen meldingen van ervoor om mee te vergelijken",
    Unmeasured.TOO_SHORT: f"er is te kort gemeten, minder dan {LEAST_DAYS} dagen",
    Unmeasured.WHOLE_TOWN: "de plek beslaat meer dan de helft van de gemeente",
    Unmeasured.OTHER_MEASURE: "op dezelfde plek liep in die dagen nog iets",
    Unmeasured.TOO_FEW: "er waren vooraf te weinig meldingen, minder dan 10",
    Unmeasured.NO_CONTROL: "er is geen plek over om mee te vergelijken",
}

# Why there may be more to come.
_INTERIM: Final[Mapping[Cut, str]] = {
    Cut.RUNNING: "de actie loopt nog",
    Cut.DATA_END: "de gegevens eindigen eerder dan de actie",
}
_MOVED: Final = (
    "gewijzigd nadat de actie was afgesproken; wie dagen kiest als de cijfers al bekend zijn, "
    "vindt eerder een verschil"
)

# What to do about it.
_REMEDIES: Final[Mapping[Unmeasured, str]] = {
    Unmeasured.OUT_OF_SIGHT: "Vraag de uitkomst aan wie die meldingen wel mag zien.",
    Unmeasured.NOT_BEGUN: "Zet de stand op bezig zodra er begonnen is.",
    Unmeasured.TOO_EARLY: "Lees nieuwere meldingen in, of kijk later opnieuw.",
    Unmeasured.NO_BEFORE: "Lees oudere meldingen in.",
    Unmeasured.TOO_SHORT: "Kijk later opnieuw.",
    Unmeasured.WHOLE_TOWN: "Kies een kleinere plek: dan blijft er iets over om te vergelijken.",
    Unmeasured.OTHER_MEASURE: "Wat welk deel deed, is dan niet te zeggen.",
    Unmeasured.TOO_FEW: "Bij zo'n klein aantal is een verschil niet van toeval te onderscheiden.",
    Unmeasured.NO_CONTROL: (
        "Een plek die ernaast ligt of waar ook iets liep, telt niet als vergelijking."
    ),
}


def say_effect(result: AgreementResult) -> str:
    """Say in a line what the effect was, or that it cannot be measured and why."""
    if result.effect is None:
        return f"Niet te meten: {_say_why(result)}."
    told = f"{say_verdict(result.effect)}. {_say_reason(result.effect)}"
    cuts = [text for cut, text in _INTERIM.items() if cut in result.effect.windows.cuts]
    return f"{told} Dit is een tussenstand: {say_list(cuts)}." if cuts else told


def say_verdict(effect: AgreementEffect) -> str:
    """Say the verdict in a few words; never that an agreement works."""
    return VISIT_VERDICTS[effect.judged.evaluation.verdict]


def say_remedy(result: AgreementResult) -> str:
    """Say what can be done about an effect that cannot be measured; empty where there is one."""
    return "" if result.why is None else _REMEDIES[result.why]


def say_progress(result: AgreementResult) -> str:
    """Say how the goal stands: ``12 van hoogstens 20 meldingen: gehaald``."""
    goal, progress = result.record.first.goal, result.progress
    if progress.count is None or goal.start is None or goal.wanted is None:
        if goal.start is None:
            return "voor u niet te tellen"
        if goal.measure is Measure.ACTIONS:
            return "nog niet ingevuld hoe vaak het gedaan is"
        return "nog niets te tellen"
    reached = {None: "nog niet te zeggen", True: "gehaald", False: "niet gehaald"}
    verdict = reached[progress.is_reached]
    if goal.measure is Measure.ACTIONS or progress.period is None:
        return f"{say_number(progress.count)} van {say_number(goal.wanted)} keer: {verdict}"
    small = f" ({SMALL})" if max(progress.count, goal.start) < SMALL_COUNT else ""
    days = say_count(progress.period.days, "dag", "dagen")
    return (
        f"{say_count(progress.count, 'melding', 'meldingen')} in {days}, vooraf "
        f"{say_number(goal.start)}; doel hoogstens {say_number(goal.wanted)}{small}: {verdict}"
    )


def describe_result(result: AgreementResult) -> list[tuple[str, str]]:
    """State what was compared, what came out and what was left out; nothing without an effect."""
    effect = result.effect
    if effect is None:
        return []
    found, ratio = effect.judged.evaluation, effect.judged.ratio
    return [
        (BEFORE, say_period(effect.windows.before)),
        (AFTER, say_period(effect.windows.after)),
        *([("Dagen van de actie", _MOVED)] if _has_moved(result) else []),
        ("Vergeleken met", _say_control(result, effect)),
        ("Tegenover de vergelijking", say_wdd(found.net)),
        *([] if found.around is None else [("Alleen rondom", say_wdd(found.around))]),
        ("Naar verhouding", say_ratio(ratio)),
        ("Kans om de verwachte daling te zien", f"{say_number(100 * found.power)}%"),
        ("Verwachte daling", _say_expected(result, effect)),
        ("Niet meegeteld in de hele gemeente", say_aside(result.police_made, result.without_place)),
        ("Zo wordt geoordeeld", VISIT_RULE),
        ("Voorbehoud", NOT_SHOWN),
    ]


def tabulate_result(result: AgreementResult) -> pd.DataFrame:
    """Table of the counts before and with the agreement, there and where it is held against."""
    areas: list[tuple[str, BeforeAfter | None]] = []
    if result.effect is not None:
        counts = result.effect.counts
        areas = [
            ("De plek", counts.target),
            ("Vergelijking", counts.control),
            ("Rondom de plek", counts.buffer),
            ("Rondom vergelijking", counts.buffer_control),
        ]
    return tabulate_areas(areas)


def _say_why(result: AgreementResult) -> str:
    if result.why is None:
        return ""
    told = UNMEASURED[result.why]
    return f"{told} ({_say_overlap(result.overlap)})" if result.overlap else told


def _say_overlap(overlap: Overlap) -> str:
    agreements = [f"actie {number}" for number in overlap.agreements]
    return say_list([*agreements, *(f"cameraplaatsing {number}" for number in overlap.placements)])


def _say_reason(effect: AgreementEffect) -> str:
    found = effect.judged.evaluation
    net = f"Tegenover de vergelijking: {say_wdd(found.net)}."
    if effect.judged.is_uneven:
        return (
            f"{net} Naar verhouding is het verschil niet groter dan toeval geeft: "
            f"{say_ratio(effect.judged.ratio)}."
        )
    if found.verdict in {Verdict.INSUFFICIENT, Verdict.NO_EFFECT_SHOWN}:
        power = say_number(100 * found.power)
        share = say_number(100 * effect.reduction)
        return f"{net} De kans om een daling van {share}% te zien was {power}%."
    return net


def _has_moved(result: AgreementResult) -> bool:
    return result.record.first.used != result.record.last.used


def _say_control(result: AgreementResult, effect: AgreementEffect) -> str:
    if effect.control:
        kind = "de wijk"
        if result.record.first.ground.kind is GroundKind.PARK:
            kind = "het bedrijventerrein"
        return f"{kind} {effect.control}, die er vooraf het meest op leek"
    radius = say_number(effect.target_m or 0)
    return f"de plek die er vooraf het meest op leek; geteld tot {radius} meter, en rondom"


def _say_expected(result: AgreementResult, effect: AgreementEffect) -> str:
    share = f"{say_number(100 * effect.reduction)}%"
    if result.record.first.goal.share is None:
        return f"{share}; dit is niet vooraf afgesproken"
    return share
