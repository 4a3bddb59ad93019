"""Parts of a fact sheet on how a camera would be used, judged and weighed, and what it rests on."""

from collections.abc import Iterator
from typing import Final

from geo.analysis.trends import SMALL_COUNT
from geo.placements import FrozenGoal
from geo.present import wording
from geo.present.paper.document import Block, Points, Section, Table, Text, Tone
from geo.present.placement.factsheet_words import (
    answer,
    ask,
    facts_table,
    say_hours_of_use,
    say_incidents,
)
from geo.service.placement.factsheets import Factsheet

_MEASURE: Final = (
    "verandering van het aantal meldingen in het gebied, in evenveel dagen ervoor en tijdens, min "
    "die in het vergelijkingsgebied (WDD)"
)


def tell_consultation(sheet: Factsheet) -> Section:
    """Tell when the driehoek was consulted, or ask for it."""
    day = sheet.placement.safeguards.consulted_on
    question = "op welke dag is met de driehoek overlegd, en wat vond de officier van justitie?"
    said = ask(question) if day is None else Text(f"Overlegd op {wording.say_date(day)}.")
    return Section(
        "Overleg in de driehoek",
        (
            said,
            Text(
                "De burgemeester wijst een gebied pas aan na overleg met de officier van justitie "
                "in de driehoek."
            ),
        ),
    )


def tell_terms(sheet: Factsheet) -> Section:
    """Tell from when until when, in which hours, with which signs and how long images are kept."""
    placement = sheet.placement
    safeguards = placement.safeguards
    return Section(
        "Duur, uren, aankondiging en beelden",
        (
            facts_table(
                ("Begin", wording.say_date(placement.used.first)),
                ("Uiterlijk weg op", wording.say_date(placement.latest_end)),
                ("Uren van gebruik", say_hours_of_use(placement.hours)),
                (
                    "Uitkijktijden",
                    answer(safeguards.viewing_hours, "wanneer kijkt iemand live mee?"),
                ),
                (
                    "Kenbaarheid",
                    answer(safeguards.signs, "hoe en waar wordt het cameratoezicht aangekondigd?"),
                ),
                ("Beelden bewaren", _say_retention(safeguards.retention_days)),
            ),
            Points(
                (
                    Text("Camera's staan alleen op openbare plaatsen."),
                    Text("Wie het gebied in komt, moet kunnen zien dat er cameratoezicht is."),
                    Text(
                        "Is het toezicht eerder niet meer nodig, dan trekt de burgemeester de "
                        "aanwijzing in."
                    ),
                )
            ),
        ),
    )


def tell_evaluation(sheet: Factsheet) -> Section:
    """Tell by what the placement will be judged: set before it began."""
    goal = sheet.versions[0].placement.goal
    return Section(
        "Evaluatie",
        (
            _say_when_set(sheet),
            facts_table(
                ("Maat", _MEASURE),
                ("Vergelijkingsgebied", _say_control(goal)),
                ("Verplaatsing", "meldingen in het gebied eromheen, op dezelfde wijze geteld"),
                ("Criterium", _say_criterion(goal)),
                ("Kleinste zichtbare daling", _say_smallest(goal)),
                ("Datum van de evaluatie", wording.say_date(sheet.placement.goal.evaluated_on)),
            ),
            *_warn_of_power(goal),
        ),
    )


def tell_law(sheet: Factsheet) -> Section:
    """Name what a jurist will have to weigh; decide nothing."""
    named = f"Genoemd als kader: artikel 151c van de Gemeentewet en {sheet.local_rules}."
    rules = (
        Text(named)
        if sheet.local_rules
        else ask("welke plaatselijke verordening en welk beleid gelden?")
    )
    return Section(
        "Voor de jurist",
        (
            *_warn_of_ground(sheet),
            Points(
                (
                    rules,
                    Text("De beelden vallen onder de Wet politiegegevens (Wpg)."),
                    Text(
                        "Artikelen staan hier zonder lid en zijn niet vergeleken met de geldende "
                        "tekst. Of dit besluit genomen kan worden, beoordeelt de jurist."
                    ),
                )
            ),
        ),
    )


def tell_limits(sheet: Factsheet) -> Section:
    """Tell where the figures come from, and what they do not say."""
    as_of = sheet.placement.data_as_of
    until = "geen gegevens" if as_of is None else f"tot en met {wording.say_date(as_of)}"
    return Section(
        "Bronnen en grenzen",
        (
            facts_table(
                ("Meldingen en aangiften", f"{until}; bron: {wording.say_sources(sheet.data)}"),
                ("Grenzen en straten", wording.say_attribution(sheet.layers, sheet.streets)),
            ),
            Points(
                (
                    Text(
                        "Binnen bereik is niet hetzelfde als bekeken: een camera kijkt een kant "
                        "tegelijk op. Het gebied is een cirkel; wat daarin achter gebouwen ligt, "
                        "hoort er ook bij."
                    ),
                    Text(
                        "Plaats en tijd van een melding zijn niet altijd precies bekend; de "
                        "pagina Verantwoording laat zien hoe precies."
                    ),
                    Text(
                        "Camera's hebben gemiddeld een bescheiden effect, en samen met andere "
                        "maatregelen meer dan alleen (Piza e.a. 2019)."
                    ),
                    Text("De kaart gaat over plekken. Wie er woont of staat, is niet verdacht."),
                )
            ),
        ),
    )


def tell_versions(sheet: Factsheet) -> Section:
    """List the versions of the placement, with why each came."""
    return Section(
        "Versies",
        (
            Table(
                ("Versie", "Vastgelegd op", "Waarom"),
                tuple(
                    (
                        Text(str(each.version)),
                        Text(wording.say_moment(each.recorded_at.astimezone(sheet.timezone))),
                        Text(each.why or "eerste versie"),
                    )
                    for each in sheet.versions
                ),
                (0.6, 1.6, 3.0),
            ),
        ),
    )


def _say_retention(days: int) -> str:
    return (
        f"{wording.say_count(days, 'dag', 'dagen')}; ten hoogste vier weken, volgens de Wet "
        "politiegegevens (Wpg)"
    )


def _say_when_set(sheet: Factsheet) -> Text:
    first = sheet.versions[0]
    begin, day = first.placement.used.first, first.recorded_at.astimezone(sheet.timezone).date()
    if not first.placement.is_set_late(day):
        return Text(
            f"Maat en criterium zijn vastgelegd op {wording.say_date(day)}, in versie 1, voordat "
            "er iets te meten was. Zij veranderen daarna niet."
        )
    return Text(
        f"Let op: maat en criterium zijn pas vastgelegd op {wording.say_date(day)}, na het begin "
        f"van de plaatsing op {wording.say_date(begin)}. Een doel dat achteraf is gekozen, bewijst "
        "weinig.",
        Tone.WARNING,
    )


def _say_control(goal: FrozenGoal) -> str:
    if goal.control is None:
        return "geen: er is geen plek die genoeg op deze lijkt"
    size = wording.say_number(goal.target_m)
    alike = ""
    if goal.control_distance is not None:
        distance = wording.say_number(goal.control_distance, decimals=1)
        alike = f"; verschil met deze plek in het verleden {distance}, waarbij 1 toeval is"
    return f"binnen {size} meter van de plek V op de kaart, zonder camera{alike}"


def _say_criterion(goal: FrozenGoal) -> str:
    fewer = goal.reduction * goal.expected
    text = (
        f"ten minste {say_incidents(fewer)} minder dan de "
        f"{wording.say_number(round(goal.expected))} die zonder camera in deze weken worden "
        "verwacht"
    )
    # Of fewer than ten no percentage is told.
    if round(goal.expected) < SMALL_COUNT:
        return text
    return f"{text} ({wording.say_number(100 * goal.reduction)}%)"


def _say_smallest(goal: FrozenGoal) -> str:
    return (
        f"{say_incidents(goal.smallest_reduction)}: bij minder is het verschil niet van toeval te "
        "onderscheiden"
    )


def _warn_of_power(goal: FrozenGoal) -> Iterator[Block]:
    if goal.reduction * goal.expected >= goal.smallest_reduction:
        return
    text = "De verwachte daling is kleiner dan wat in deze weken zichtbaar kan worden."
    if goal.smallest_reduction > goal.expected:
        text += " Ook als er geen enkele melding meer komt, kan dat toeval zijn."
    found = wording.say_number(100 * goal.power)
    yield Text(
        f"{text} De kans dat de daling wordt aangetoond is {found} op 100. De uitkomst wordt dan "
        "waarschijnlijk 'onvoldoende gegevens': plan langer, of beoordeel meer plaatsingen samen.",
        Tone.WARNING,
    )


def _warn_of_ground(sheet: Factsheet) -> Iterator[Block]:
    if sheet.is_property_only:
        yield Text(
            "Let op: dit blad rust alleen op meldingen van inbraak of diefstal. Artikel 151c van "
            "de Gemeentewet dient de handhaving van de openbare orde. Of deze meldingen een "
            "aanwijzing kunnen dragen, beoordeelt de jurist.",
            Tone.WARNING,
        )
