"""Whether there were fewer incidents around visited hotspots, in words and a table."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.advice.displacement import BeforeAfter
from geo.advice.evaluation import Evaluation, Verdict
from geo.advice.visited import RateRatio
from geo.analysis.trends import SMALL_COUNT
from geo.present.placement.evaluations import AFTER, BEFORE, say_aside, say_wdd, tabulate_areas
from geo.present.wording import say_count, say_list, say_number, say_period
from geo.service.patrol.visit_answers import Unjudged, VisitEvaluation

NOT_SHOWN: Final = (
    "Dit is geen proef: de plekken zijn gekozen omdat er veel gebeurde, en zulke plekken worden "
    "ook vanzelf rustiger. Daarom staat er een vergelijkingsgebied bij dat er vooraf het meest op "
    "leek. Dat vangt het niet helemaal op: een daling kan ook zonder bezoeken zijn gekomen. De "
    "weken vooraf zijn vaak ook de weken waarvan het plan leerde: wat daarin toevallig druk was, "
    "lijkt daarna gedaald."
)

# Nothing here is called effective: places were chosen for what happened there, not by lot.
VISIT_VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.EFFECTIVE: "Meer gedaald dan elders",
    Verdict.NO_EFFECT_SHOWN: "Niet meer gedaald dan elders",
    Verdict.INSUFFICIENT: "Onvoldoende gegevens",
    Verdict.DISPLACEMENT: "Verplaatsing waarschijnlijk",
}
VISIT_RULE: Final = (
    "In deze volgorde. Minder dan 10 meldingen vooraf op de plekken, of een vergelijking zonder "
    "meldingen vooraf: onvoldoende gegevens. Daalden de plekken meer dan de vergelijking, en is "
    "het verschil van plek en rondom samen zo groot dat toeval dat minder dan 5 op de 100 keer "
    "geeft, in aantal én naar verhouding: meer gedaald dan elders; alleen in aantal: onvoldoende "
    "gegevens. Daalden de plekken meer, maar kwamen er rondom meer bij dan toeval verklaart: "
    "verplaatsing waarschijnlijk. Was de kans om de verwachte daling te zien kleiner dan 80%: "
    "onvoldoende gegevens. Anders: niet meer gedaald dan elders. Er is gerekend alsof meldingen "
    "los van elkaar komen; bij reeksen is het toeval groter."
)

_UNJUDGED: Final[Mapping[Unjudged, str]] = {
    Unjudged.NO_VISIT: (
        "Er is in deze periode nog geen hotspot bezocht. Vink bezoeken af op de pagina Ronde; "
        "daarna is hier te zien of er minder gemeld werd."
    ),
    Unjudged.TOO_EARLY: (
        "Van na het eerste bezoek zijn er nog geen meldingen. Lees nieuwere meldingen in."
    ),
    Unjudged.NO_BEFORE: (
        "Van vóór het eerste bezoek zijn er geen meldingen om mee te vergelijken. Lees oudere "
        "meldingen in."
    ),
    Unjudged.NO_CONTROL: (
        "Er is geen plek over om mee te vergelijken: overal in de buurt is ook gepland of bezocht."
    ),
}


def say_visit_verdict(found: VisitEvaluation) -> str:
    """Say the verdict with what it rests on, or why there is none; never that visits work."""
    if found.evaluation is None:
        return _UNJUDGED[found.why or Unjudged.NO_CONTROL]
    return f"{VISIT_VERDICTS[found.evaluation.verdict]}. {_say_reason(found, found.evaluation)}"


def tabulate_visit_counts(found: VisitEvaluation) -> pd.DataFrame:
    """Table of the incidents before and during, at the places together and at their controls."""
    counts = found.counts
    areas: list[tuple[str, BeforeAfter | None]] = (
        []
        if counts is None
        else [
            ("Bezochte plekken", counts.target),
            ("Vergelijking", counts.control),
            ("Rondom bezochte plekken", counts.buffer),
            ("Rondom vergelijking", counts.buffer_control),
        ]
    )
    return tabulate_areas(areas)


def describe_visit_verdict(found: VisitEvaluation) -> list[tuple[str, str]]:
    """State what was compared, what came out, and what was left out."""
    if found.evaluation is None or found.windows is None:
        return []
    terms, windows = found.terms, found.windows
    target_m, buffer_m = say_number(terms.target_m), say_number(terms.buffer_m)
    around = found.evaluation.around
    return [
        (BEFORE, say_period(windows.before)),
        (AFTER, say_period(windows.after)),
        ("Plekken", f"{say_count(len(found.pairs), 'plek', 'plekken')}{_say_left(found)}"),
        ("Gebied", f"plek: tot {target_m} meter; rondom: {target_m} tot {buffer_m} meter"),
        ("Plek en rondom samen, tegenover de vergelijking", say_wdd(found.evaluation.net)),
        ("Alleen de plekken", say_wdd(found.evaluation.target)),
        *([] if around is None else [("Alleen rondom", f"{say_wdd(around)}{_say_met(found)}")]),
        *([] if found.ratio is None else [("Naar verhouding", say_ratio(found.ratio))]),
        ("Kans om de verwachte daling te zien", f"{say_number(100 * found.evaluation.power)}%"),
        (
            "Verwachte daling",
            f"{say_number(100 * terms.reduction)}%; dit is niet vooraf afgesproken",
        ),
        ("Niet meegeteld in de hele gemeente", say_aside(found.police_made, found.without_place)),
        ("Zo wordt geoordeeld", VISIT_RULE),
    ]


def say_ratio(ratio: RateRatio) -> str:
    """Say how many there were for each hundred to expect, had all gone as the controls did."""
    left, low, high = (say_number(100 * share) for share in (ratio.estimate, ratio.low, ratio.high))
    return (
        f"{left} op elke 100 meldingen die naar het vergelijkingsgebied te verwachten waren "
        f"(tussen {low} en {high})"
    )


def _say_reason(found: VisitEvaluation, evaluation: Evaluation) -> str:
    net = f"Tegenover het vergelijkingsgebied: {say_wdd(evaluation.net)}, plek en rondom samen."
    if evaluation.verdict is Verdict.EFFECTIVE:
        return net
    if found.is_uneven and found.ratio is not None:
        return (
            f"{net} Naar verhouding is het verschil niet groter dan toeval geeft: "
            f"{say_ratio(found.ratio)}. Als overal evenveel procent minder gemeld wordt, dalen "
            "drukke plekken in aantal het meest."
        )
    if evaluation.verdict is Verdict.DISPLACEMENT and evaluation.around is not None:
        return f"{net} Rondom: {say_wdd(evaluation.around)}; dat is meer dan toeval verklaart."
    before = evaluation.target_change.before
    if before < SMALL_COUNT:
        reports = say_count(before, "melding", "meldingen")
        return f"{net} Vooraf waren er {reports} op de plekken: een klein aantal, te weinig."
    power = (
        f"De kans om een daling van {say_number(100 * found.terms.reduction)}% te zien was "
        f"{say_number(100 * evaluation.power)}%"
    )
    if evaluation.verdict is Verdict.NO_EFFECT_SHOWN:
        return f"{net} {power}, en er is geen daling die toeval niet kan verklaren."
    return f"{net} {power}: dat er niets te zien is, zegt dan niets. Meet langer."


def _say_met(found: VisitEvaluation) -> str:
    return "; daar is ook bezocht" if found.met else ""


def _say_left(found: VisitEvaluation) -> str:
    left = []
    if found.met:
        left.append(f"{say_number(found.met)} te dicht bij een andere")
    if found.lonely:
        left.append(f"{say_number(found.lonely)} zonder vergelijkingsgebied")
    return f" (niet meegeteld: {say_list(left)})" if left else ""
