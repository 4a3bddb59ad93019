"""The entry in the algorithm register, field by field, in words."""

from typing import Final

from geo.analysis.significance import MOST_CHANCE
from geo.analysis.verdicts import JUDGED_SHARE, Verdict
from geo.params import MonteCarlo
from geo.present.cards import say_evidence
from geo.present.significance import KINDS
from geo.present.wording import say_count, say_data, say_list, say_number, say_sources
from geo.schema import OpportunityKind
from geo.service.register import RegisterFacts
from geo.themes import Evidence, ThemeCard

NAME: Final = "Hotspotkaart"
SHORT: Final = (
    "Hotspotkaart laat zien waar en wanneer meldingen en aangiften dicht bij elkaar liggen, en "
    "suggereert plekken voor de mobiele camera-unit en voor patrouilles. Het gaat over plekken, "
    "niet over personen. Mensen beslissen."
)
CATEGORY: Final = "Openbare orde en veiligheid"
KIND: Final = (
    "Vaste rekenregels en statistiek, met instellingen die mensen op themakaarten nakijken. Alleen "
    "de verwachtingskaart leert iets uit eerdere perioden: hoe zwaar elke telling meeweegt."
)
GOAL: Final = (
    "Doel: wijkagenten, Openbare Orde en beleid laten werken met dezelfde kaart en dezelfde "
    "cijfers, en schaarse inzet richten op plekken waar het vaker misgaat dan toeval verklaart. "
    "Of dat helpt, is vooraf vastgelegd: van een plaatsing van camera's staan doel, maat en "
    "einddatum vast voordat zij begint, en daarna wordt nagerekend of de maat is gehaald."
)
IMPACT: Final = (
    "Gevolg voor mensen: op een voorgestelde plek kan meer toezicht komen. Er gaat geen besluit, "
    "score of lijst over personen uit, en wie op een plek woont, werkt of staat is daarmee niet "
    "verdacht."
)
CONSIDERATIONS: Final = (
    "Zonder de kaart wordt ook gekozen, maar op indruk. Daarom wordt alles naast het gewone tellen "
    "van oude meldingen gelegd, en staat erbij wanneer een hotspot toeval kan zijn. Geen hotspot "
    "is een gewoon antwoord. Alleen kenmerk, tijd, plaats, code en soort melder worden bewaard; "
    "namen en vrije tekst komen niet binnen. Bij camera's worden lichtere maatregelen gevraagd, en "
    "staat er hoeveel woningen en scholen in beeld komen. Per ontvanger gelden regels voor kleine "
    "aantallen: gemeenteraad en publiek krijgen geen punten en geen kleine getallen."
)
HUMAN_ROLE: Final = (
    "Elke uitkomst is een voorstel met de redenen erbij en met wat de keuze zou veranderen. De "
    "wijkagent kiest en wijzigt het plan van een dienst, en vinkt af. Openbare Orde kan een andere "
    "plek kiezen en schrijft op waarom. Over camera's besluit de burgemeester; het feitenblad is "
    "een concept dat een jurist nakijkt. Niets gebeurt vanzelf."
)
RISKS: Final = (
    "Wie zoekt, vindt: wat de politie zelf vastlegde telt niet mee in hotspots en verwachtingen. "
    "Meer meldbereidheid lijkt op meer overlast: elke kaart zegt dat gemeld niet hetzelfde is als "
    "gebeurd. Kleine aantallen springen: onder de 10 staat er geen percentage. Vaste punten, zoals "
    "het midden van een straat, worden opgespoord en gemeld. Te vaak op dezelfde plek komen wordt "
    "begrensd per wijk, en een plan zegt wanneer het voorspelbaar wordt."
)
DATA: Final = (
    "Meldingen en aangiften: kenmerk, code, begin en einde, plaats, hoe nauwkeurig die zijn, en "
    "soort melder. Daarnaast grenzen van wijken, buurten en bedrijventerreinen, straten, en waar "
    "geladen adressen, bedrijfspanden en scholen."
)
METHOD: Final = (
    "Hotspots: meldingen van een thema die dicht genoeg bij elkaar liggen (DBSCAN), op volgorde "
    "van een som waarin oude meldingen minder tellen. Uren: een melding met begin en einde wordt "
    "over die tijd verdeeld. Camera's: de plekken die de meeste gewogen meldingen bereiken "
    "(maximale dekking). Patrouilles: stops en tijden in de volgorde die binnen een dienst past en "
    "het meeste oplevert. Verwachtingskaart: tellingen en uitgesmeerde tellingen per vak, gewogen "
    "naar wat in eerdere perioden paste. Dezelfde gegevens geven altijd dezelfde uitkomst."
)


def say_data_used(facts: RegisterFacts) -> str:
    """Say which data there are and, as far as the municipality says so, how long they are kept."""
    data = facts.data
    if not data.incidents:
        held = "Er zijn nog geen meldingen of aangiften ingelezen."
    else:
        counted = say_count(data.incidents, "melding", "meldingen")
        held = f"Nu ingelezen: {counted}, {say_data(data)}. Bron: {say_sources(data)}."
    invented = " Deze gegevens zijn verzonnen, om te oefenen." if data.synthetic else ""
    return f"{DATA} {held}{invented}"


def say_methods(facts: RegisterFacts) -> str:
    """Say how is reckoned: in general, against chance, and by theme with its parameters."""
    rules = [_say_rule(card) for card in facts.themes.cards.values()]
    return " ".join([METHOD, _say_chance_test(facts), "Per thema:", "; ".join(rules) + "."])


def say_risks(facts: RegisterFacts) -> str:
    """Say what can go wrong, what is done about it, and what was measured by theme."""
    tested = [
        f"{card.title}: {_say_test(card.evidence, facts.verdicts[name])}"
        for name, card in facts.themes.cards.items()
    ]
    measured = (
        "Of de hotspots de weken erna hadden geholpen, wordt nagerekend in "
        f"{JUDGED_SHARE:.0%} van het gebied, naast het tellen van oude meldingen."
    )
    return " ".join([RISKS, measured, *tested])


def _say_chance_test(facts: RegisterFacts) -> str:
    repeats, limit = say_number(MonteCarlo().repeats), say_number(1 / MOST_CHANCE)
    test = (
        f"Toets op toeval (Xie en Shekhar, 2019): dezelfde meldingen worden tot {repeats} keer "
        "verspreid over plekken waar zij hadden kunnen vallen; een hotspot die toeval vaker dan "
        f"1 op de {limit} keer geeft, is grijs."
    )
    return f"{test} {_say_grounds(facts)}"


def _say_grounds(facts: RegisterFacts) -> str:
    asked = {card.opportunities for card in facts.themes.cards.values() if card.opportunities}
    missing = asked - facts.grounds
    parts = []
    if facts.grounds:
        parts.append(f"Daarvoor geladen: {_name(facts.grounds)}.")
    if missing:
        parts.append(f"Nog niet geladen, en dus nog niet te toetsen: {_name(missing)}.")
    return " ".join(parts)


def _name(kinds: set[OpportunityKind] | frozenset[OpportunityKind]) -> str:
    return say_list(sorted(KINDS[kind] for kind in kinds))


def _say_rule(card: ThemeCard) -> str:
    found = card.hotspots
    return (
        f"{card.title} (codes {', '.join(card.codes)}): ten minste {found.min_samples} meldingen "
        f"binnen {say_number(found.eps_m)} meter over {found.window_months} maanden"
    )


def _say_test(evidence: Evidence | None, verdict: Verdict) -> str:
    if evidence is None:
        return "nog niet getoetst."
    elsewhere = " Dat is op andere gegevens dan die hier staan." * (verdict is Verdict.OTHER_DATA)
    return f"{say_evidence(evidence)}{elsewhere}"
