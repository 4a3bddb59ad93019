"""Whether a hotspot could be chance, in words."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.analysis.significance import (
    MOST_CHANCE,
    MOST_OFF_GROUND,
    NotTestable,
    Untestable,
)
from geo.present.wording import say_count, say_number
from geo.schema import LineLayer, OpportunityKind, PointLayer
from geo.service.answers import HotspotReport, HotspotSignificance

KINDS: Final[Mapping[OpportunityKind, str]] = {
    PointLayer.ADDRESSES: "adressen",
    PointLayer.PREMISES: "bedrijfspanden",
    PointLayer.SCHOOLS: "scholen",
    LineLayer.STREETS: "straten",
}

EXPLANATION: Final = (
    "De kans dat evenveel meldingen, willekeurig verspreid over alle plekken waar ze hadden kunnen "
    "vallen, ergens een hotspot opleveren die minstens zo zwaar is."
)
WAITING: Final = (
    "De toets op toeval loopt: zo ziet u hier van elke hotspot hoe groot de kans is dat hij toeval "
    "is."
)
MAY_BE_CHANCE: Final = "kan toeval zijn"
NOT_TESTABLE: Final = "niet toetsbaar"

_UNTESTABLE: Final[Mapping[Untestable, str]] = {
    Untestable.NO_KIND: (
        "op de themakaart staat niet waar deze meldingen hadden kunnen vallen (`opportunities`)"
    ),
    Untestable.NO_OPPORTUNITIES: "laad {places} ({command})",
    Untestable.INVENTED: (
        "de {places} zijn verzonnen en de meldingen niet; laad de echte ({command})"
    ),
    Untestable.NONE_HERE: "in het gekozen gebied liggen geen {places}",
    Untestable.OFF_GROUND: (
        f"meer dan 1 op de {say_number(1 / MOST_OFF_GROUND)} meldingen ligt ver van alle "
        "{places} die geladen zijn; laad een laag van het hele gebied ({command})"
    ),
    Untestable.COARSE: (
        "de plaats van deze meldingen is te grof (postcode of raster) om naast {places} te leggen; "
        "lees ze opnieuw in met het adres of de straat"
    ),
}
# Of one hotspot, where the others can be tested.
_NOT_THIS_ONE: Final[Mapping[Untestable, str]] = {
    Untestable.OFF_GROUND: "de meeste meldingen ervan liggen ver van alle geladen {places}",
    Untestable.COARSE: "de plaats van de meeste meldingen ervan is te grof (postcode of raster)",
}
_UNDER_HUNDREDTH: Final = "minder dan 1 op 100"
_UNDER_TWENTIETH: Final = "hooguit 1 op 20"
# As short as a cell of a table needs it.
_ODDS: Final[Mapping[str, str]] = {
    MAY_BE_CHANCE: MAY_BE_CHANCE,
    _UNDER_HUNDREDTH: "< 1 op 100",
    _UNDER_TWENTIETH: "≤ 1 op 20",
}
_RARE: Final = 0.01
_FINE: Final = 0.1


def say_chance(report: HotspotReport) -> pd.Series:
    """Say of each hotspot how likely it is chance, or what to load before that can be said.

    Returns
    -------
    Series
        Text on the index of the hotspots; empty where the report was not weighed.
    """
    weighed = report.significance
    if weighed is None:
        return pd.Series("", report.hotspots.index, dtype="str")
    if isinstance(weighed.found, NotTestable):
        return pd.Series(say_untestable(weighed), report.hotspots.index, dtype="str")
    reasons, places = weighed.found.reasons, _name_places(weighed)
    said = [
        f"{NOT_TESTABLE}: {_NOT_THIS_ONE[reasons[place]].format(places=places)}"
        if place in reasons
        else say_p_value(p_value)
        for place, p_value in zip(report.hotspots.index, report.p_values, strict=True)
    ]
    return pd.Series(said, report.hotspots.index, dtype="str")


def say_briefly(report: HotspotReport) -> pd.Series:
    """Say the same in so few words that they fit in a cell of a table, without the number.

    Returns
    -------
    Series
        Text on the index of the hotspots; empty where the report was not weighed.
    """
    weighed = report.significance
    if weighed is None or isinstance(weighed.found, NotTestable):
        text = "" if weighed is None else NOT_TESTABLE
        return pd.Series(text, report.hotspots.index, dtype="str")
    odds = [
        NOT_TESTABLE if refused else _ODDS[_say_odds(p_value)]
        for p_value, refused in zip(report.p_values, report.not_testable, strict=True)
    ]
    return pd.Series(odds, report.hotspots.index, dtype="str")


def say_in_list(report: HotspotReport) -> list[str]:
    """Say the same as a clause of a sentence."""
    columns = say_briefly(report), report.p_values, report.significant.fillna(value=False)
    return [
        f"kans op toeval {_say_odds(p_value)}" if sure else brief
        for brief, p_value, sure in zip(*columns, strict=True)
    ]


def say_p_value(p_value: float) -> str:
    """Say a p-value as odds and as a number; one above 0.05 is not told apart from chance."""
    written = f"(p = {say_number(p_value, decimals=3 if p_value < _FINE else 2)})"
    if p_value > MOST_CHANCE:
        return f"{MAY_BE_CHANCE} {written}"
    return f"kans dat dit toeval is: {_say_odds(p_value)} {written}"


def say_untestable(weighed: HotspotSignificance) -> str:
    """Say why there is no p-value and what to load; a hotspot with one gives no text."""
    if not isinstance(weighed.found, NotTestable):
        return ""
    reason = _UNTESTABLE[weighed.found.reason].format(
        places=_name_places(weighed),
        command=f"`areas import --layer {weighed.kind}`",
    )
    return f"{NOT_TESTABLE}: {reason}"


def say_basis(weighed: HotspotSignificance) -> str:
    """Say against what the hotspots were held, for the facts under a map."""
    if isinstance(weighed.found, NotTestable) or weighed.kind is None:
        return say_untestable(weighed)
    places = KINDS[weighed.kind]
    drawn = say_number(weighed.found.draws.repeats)
    said = f"{drawn} willekeurige patronen over alle {places}"
    if weighed.synthetic:
        said += " (verzonnen, zoals de meldingen)"
    if weighed.found.off_ground:
        away = say_count(weighed.found.off_ground, "melding ligt", "meldingen liggen")
        said += f"; {away} ver van alle {places}"
    if weighed.found.coarse:
        coarse = say_count(weighed.found.coarse, "melding", "meldingen")
        said += f"; van {coarse} is alleen de postcode of het raster bekend"
    return said


def say_left_aside(count: int) -> str:
    """Say that hotspots that may be chance are left out of a list; empty for none."""
    if not count:
        return ""
    held = say_count(count, "hotspot die toeval kan", "hotspots die toeval kunnen")
    return f"{held} zijn, {'is' if count == 1 else 'zijn'} hier weggelaten."


def say_left_in(count: int) -> str:
    """Say that hotspots of which chance could not be tested stay in a list; empty for none."""
    if not count:
        return ""
    held = say_count(count, "hotspot", "hotspots")
    are, these = ("is", "die") if count == 1 else ("zijn", "ze")
    return f"{held} in deze lijst {are} niet toetsbaar: of {these} toeval {are}, is niet bekend."


def say_how_many(report: HotspotReport) -> str:
    """Say how many of the hotspots on a map may be chance, or are not testable; empty for none."""
    held = say_count(len(report.hotspots), "hotspot", "hotspots")
    told = []
    if count := int(report.may_be_chance.sum()):
        told.append(
            f"{say_number(count)} van de {held} {'kan' if count == 1 else 'kunnen'} toeval zijn: "
            "grijs, met een streeplijn. Dat is te weinig om een maatregel op te bouwen."
        )
    if count := int(report.not_testable.sum()):
        told.append(
            f"{say_number(count)} van de {held} {'is' if count == 1 else 'zijn'} "
            "niet toetsbaar: of dat toeval is, is niet bekend."
        )
    return " ".join(told)


def _name_places(weighed: HotspotSignificance) -> str:
    return KINDS[weighed.kind] if weighed.kind else ""


def _say_odds(p_value: float) -> str:
    if p_value > MOST_CHANCE:
        return MAY_BE_CHANCE
    return _UNDER_HUNDREDTH if p_value < _RARE else _UNDER_TWENTIETH
