"""Advice on camera sites in Dutch: what is asked, what comes out and how firm it is."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from geo import schema
from geo.advice.outlook import FEWEST_AFTER, FEWEST_ORIGINS, Outlook
from geo.advice_params import CameraQuestion
from geo.present import wording
from geo.present.namesakes import tell_apart
from geo.present.placement.choice_words import say_gap, say_share
from geo.present.tables import name_areas
from geo.present.wording import say_count, say_number
from geo.schema import Layer
from geo.service.areas import Layers
from geo.service.camera.answers import STREET, CameraAdvice, NoSite
from geo.service.camera.case import FEWEST_INCIDENTS

CAUTION: Final = "Bestreken is niet bekeken: één camera kijkt één kant tegelijk op."
IGNORED: Final = (
    "Gebouwen zijn niet ingelezen en dus genegeerd: de camera ziet minder dan het bereik zegt."
)
WAITING: Final = (
    "Dit voorstel is voorlopig: blijken de hotspots toeval te zijn, dan vervalt het. Zodra de "
    "toets klaar is, kunt u het vastleggen en meenemen."
)
REPORTS: Final = ("melding", "meldingen")
_NOWHERE: Final = "buiten de ingelezen gebieden"


def name_candidates(advice: CameraAdvice, layers: Layers) -> list[str]:
    """Name each place to choose from by its street, its wijk and its business park."""
    # Thousands of rows, each time that the page is shown: lists are quicker than columns.
    columns = [
        advice.candidates[STREET].tolist(),
        *(
            name_areas(advice.candidates[schema.LAYER_COLUMN[layer]], layers.get(layer)).tolist()
            for layer in (Layer.WIJKEN, Layer.PARKS)
        ),
    ]
    names = [
        ", ".join(dict.fromkeys(filter(None, parts))) or _NOWHERE
        for parts in zip(*columns, strict=True)
    ]
    # Only what is suggested: a street has hundreds of places to choose from.
    rows = [site.site for site in advice.sites]
    places = np.array([site.place for site in advice.sites], np.float64).reshape(-1, 2)
    for row, name in zip(rows, tell_apart([names[row] for row in rows], places), strict=True):
        names[row] = name
    return names


def say_question(question: CameraQuestion) -> str:
    """Say in one line what is asked."""
    units = say_count(question.units, "camera", "camera's")
    weeks = say_count(question.weeks, "week", "weken")
    said = f"{units}, bereik {say_number(question.range_m)} meter, {weeks}"
    if not question.in_use:
        return said
    stay = say_count(len(question.in_use), "camera die blijft", "camera's die blijven")
    return f"{said}, naast {stay} staan"


def say_range(question: CameraQuestion) -> str:
    """Say how far a camera is taken to reach, and who says so."""
    source = question.range_source or "zelf opgegeven, zonder bron"
    return f"{say_number(question.range_m)} meter naar alle kanten ({source})"


def say_answer(advice: CameraAdvice, names: Sequence[str]) -> str:
    """Say in a sentence or two what comes out."""
    if not advice.sites:
        return say_refused(advice)
    places = wording.say_list([names[site.site] for site in advice.sites])
    asked = len(advice.sites) + len(advice.refused)
    one = "plek" if len(advice.sites) == 1 else "plekken"
    said = f"De kaart stelt {say_number(len(advice.sites))} {one} voor: {places}."
    return f"{said} {say_refused(advice)}" if len(advice.sites) < asked else said


def say_refused(advice: CameraAdvice) -> str:
    """Say for how many units there is no site to answer for, and why; empty where for none."""
    if not advice.refused:
        return ""
    refused = advice.refused[0]
    units = say_count(len(advice.refused), "camera", "camera's")
    added = say_count(refused.incidents, *REPORTS)
    if not advice.sites and len(advice.refused) == 1:
        start = "Geen verantwoorde plek"
    else:
        start = f"Voor {units} geen verantwoorde plek"
    if advice.incidents.empty:
        return f"{start}: er zijn in deze periode geen meldingen met een plaats."
    if refused.reason is NoSite.TOO_FEW:
        return (
            f"{start}: de beste plek die overblijft, voegt {added} toe. Een voorstel vraagt er ten "
            f"minste {FEWEST_INCIDENTS}, in een hotspot die geen toeval is."
        )
    firm = say_number(refused.firm)
    return (
        f"{start}: de beste plek die overblijft, voegt {added} toe, waarvan {firm} in een hotspot "
        f"die geen toeval is. Een voorstel vraagt er ten minste {FEWEST_INCIDENTS}."
    )


def say_untested(advice: CameraAdvice) -> str:
    """Say of which themes the hotspots could not be held against chance; empty where of none."""
    untested = [theme.title for theme in advice.themes if not theme.testable and theme.incidents]
    if not untested:
        return ""
    return (
        f"Of de hotspots van {wording.say_list(untested).lower()} toeval zijn, is niet te toetsen. "
        "Ze tellen nu mee; vraag de beheerder om adressen of straten in te lezen."
    )


def say_left_out(advice: CameraAdvice) -> str:
    """Say which places were not chosen from, and why; empty where all were."""
    left = advice.left_out
    parts = [
        (left.outside, "buiten het gebied"),
        (left.kept_out, "in een gebied dat u uitsluit"),
        (left.in_building, "in een gebouw"),
        (left.in_water, "op het water"),
        (left.twice, "dubbel in de lijst"),
    ]
    said = wording.say_list([f"{say_number(count)} {why}" for count, why in parts if count])
    if not said:
        return ""
    used = say_count(len(advice.candidates), "plek", "plekken")
    if advice.question.sites:
        return f"Van uw lijst doen {used} mee; niet gebruikt: {said}."
    return f"Er doen {used} mee; weggelaten: {said}."


def say_outlook(advice: CameraAdvice) -> str:
    """Say what such a choice would have covered in the weeks after it, beside looking back."""
    if not advice.proven:
        return "wordt berekend"
    outlook = advice.outlook
    stands = 0 if outlook is None else len(outlook.stands)
    if outlook is None or outlook.ahead is None:
        return (
            f"Niet te zeggen: er zijn {say_number(stands)} eerdere perioden om het na te rekenen. "
            f"Nodig zijn er {FEWEST_ORIGINS}, met samen ten minste {FEWEST_AFTER} meldingen. Kies "
            "een kortere periode om van te leren, of minder weken."
        )
    return (
        f"Naar verwachting valt {say_share(outlook.ahead)} van de meldingen in de uren van "
        f"gebruik binnen bereik, met een marge van {say_share(outlook.low)} tot "
        f"{say_share(outlook.high)}. Zo ging het in {say_number(stands)} eerdere perioden van "
        f"{say_count(advice.question.weeks, 'week', 'weken')} (samen "
        f"{say_number(outlook.came)} meldingen), telkens gekozen met wat toen bekend was."
    )


def say_hindsight(outlook: Outlook | None) -> str:
    """Say what the same choices covered of what they were chosen on; empty where unknown."""
    if outlook is None or outlook.looking_back is None:
        return ""
    return (
        f"{say_share(outlook.looking_back)} van de meldingen waarop werd gekozen. Terugkijken "
        "vleit: reken op het cijfer vooruit."
    )


def say_proof(advice: CameraAdvice) -> str:
    """Say how certain it is that no other choice covers more."""
    if not advice.proven or advice.choice is None:
        return "wordt nagerekend"
    return say_gap(advice.choice.gap)


def say_caution(advice: CameraAdvice) -> str:
    """Say what no figure of an advice tells."""
    if not advice.sees_buildings:
        return f"{IGNORED} {CAUTION}"
    return (
        "Gebouwen in de weg zijn meegerekend, plat en zonder hoogte; bomen, schuttingen en "
        f"geparkeerde wagens niet. {CAUTION}"
    )
