"""What each way to expect incidents is called, and what it does, in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geo.analysis.forecasting import KERNEL_DENSITY, PRIOR_COUNTS, STACKED
from geo.service.forecasting import HOTSPOTS


@dataclass(frozen=True)
class MethodWords:
    """A short name, and one line on what it does."""

    name: str
    does: str


METHOD_WORDS: Final[Mapping[str, MethodWords]] = {
    PRIOR_COUNTS: MethodWords(
        "Tellen van oude meldingen",
        "Per vak worden alle eerdere meldingen geteld. Dit is de meetlat: wie het niet beter doet, "
        "voegt niets toe.",
    ),
    STACKED: MethodWords(
        "Verwachtingskaart",
        "De kaart van de komende weken: tellingen en uitgesmeerde tellingen gemengd, met de "
        "gewichten die in de perioden ervoor het best pasten.",
    ),
    HOTSPOTS: MethodWords(
        "Hotspots van de kaart",
        "De omtrekken die op de pagina Hotspots staan, met de instellingen van de themakaart.",
    ),
    "recent-counts": MethodWords(
        "Tellen, vers telt zwaarder", "Per vak tellen, waarbij een melding na een jaar half telt."
    ),
    KERNEL_DENSITY: MethodWords(
        "Uitgesmeerd tellen",
        "Elke melding telt ook een beetje voor de vakken eromheen (kerndichtheid).",
    ),
    "near-repeats": MethodWords(
        "Kort erna, dichtbij",
        "Uitgesmeerd tellen, en hoger binnen 200 meter van wat de laatste twee weken gebeurde.",
    ),
    "local-g": MethodWords(
        "Warme vakken (Gi*)", "Vakken die samen met hun buren veel meldingen hebben."
    ),
    "boosted": MethodWords(
        "Lerend model",
        "Een model van beslisbomen dat uit de perioden ervoor leert welke tellingen ertoe deden.",
    ),
}


def name_method(method: str) -> str:
    """Name a method in Dutch; one that is not known goes by its own name."""
    return METHOD_WORDS[method].name if method in METHOD_WORDS else method
