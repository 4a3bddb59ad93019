"""The last pages for a meeting: what to ask, how it was reckoned, and how far to trust it."""

from collections.abc import Iterator
from typing import Final

from geo.analysis.trends import SMALL_COUNT
from geo.disclosure import Audience, Reason
from geo.present import quality, significance, wording
from geo.present.driehoek.briefing import Page
from geo.present.driehoek.figure_table import HIDDEN, TOO_FEW
from geo.present.driehoek.messages import find_direction, measure_lengths
from geo.present.driehoek.open_figures import say_elsewhere
from geo.present.driehoek.patrols import say_unvisited
from geo.present.hotspot_table import tabulate_report
from geo.present.paper.document import Points, Table, Text
from geo.present.placement import evaluations
from geo.present.tables import PLACE, RANK
from geo.schema import Weakness
from geo.service.driehoek.answers import Meeting, ThemePart

_MOST_QUESTIONS: Final = 9
_CHANGES: Final = (Weakness.CODE_STOPS, Weakness.CODE_DOUBLES)


def build_back_pages(meeting: Meeting) -> Iterator[Page]:
    """Yield the pages at the back: questions for who can answer, method, quality and limits."""
    if meeting.audience is not Audience.PUBLIC:
        yield _ask(meeting)
    yield _explain_method()
    yield _judge_data(meeting)


def _ask(meeting: Meeting) -> Page:
    questions = list(_list_questions(meeting))
    shown = questions[:_MOST_QUESTIONS]
    count = wording.say_count(len(shown), "vraag", "vragen")
    return Page(
        title=f"Om te bespreken: {count}" if shown else "Om te bespreken: geen open vragen",
        left=(
            Points(tuple(Text(text) for text in shown))
            if shown
            else Text("Uit de cijfers volgt geen vraag. Bespreek wat de wijkagenten zelf zien."),
        ),
        notes=(
            "Deze vragen volgen uit de cijfers; wat u in de wijk hoort, staat er niet bij.",
            "Leg per vraag vast wie iets doet, tot wanneer, en waaraan u ziet dat het werkte.",
        ),
    )


def _list_questions(meeting: Meeting) -> Iterator[str]:
    for part in meeting.themes:
        found = part.figure.change
        if found is not None and find_direction(found, measure_lengths(meeting)) == "stijgt":
            yield f"{part.title} stijgt. Wat weten we van de oorzaak, en wie pakt dit op?"
    yield from _ask_of_actions(meeting)
    if meeting.weaknesses.intersection(_CHANGES):
        yield "Een code stopt of verdubbelt in de gegevens. Is de registratie veranderd?"
    if meeting.policy is not None and any(row.differing for row in meeting.policy.rows):
        yield "Waarom tellen onze gegevens anders dan de politie publiceerde?"
    for part in meeting.themes:
        yield from _ask_of_hotspots(meeting, part)


def _ask_of_actions(meeting: Meeting) -> Iterator[str]:
    for camera in meeting.cameras:
        if camera.advice is not None:
            advice = evaluations.ADVICE[camera.advice]
            yield (
                f"Cameraplaatsing {camera.number}, voorstel: {advice}. Wat besluit de burgemeester?"
            )
    if meeting.patrols is not None and meeting.patrols.report is not None:
        place = say_unvisited(meeting.patrols.report)
        if place:
            yield f"{place} is gepland en lang niet bezocht. Wie gaat daar langs, of vervalt het?"
    for priority in meeting.priorities:
        if priority.figure is None and not priority.status:
            yield f"Wie geeft de stand van zaken van de prioriteit {priority.name}?"


def _ask_of_hotspots(meeting: Meeting, part: ThemePart) -> Iterator[str]:
    report = part.hotspots
    if report is None:
        return
    table = tabulate_report(report, meeting.layers)
    sure = table[report.significant.fillna(value=False).astype(bool)]
    for rank, place in zip(sure[RANK].head(1), sure[PLACE].head(1), strict=True):
        yield (
            f"{part.title}, hotspot {rank} in {place}: meer dan toeval. Welke afspraak maken we "
            "daar?"
        )


def _explain_method() -> Page:
    points = (
        (
            "Vergelijking: E-toets voor twee Poisson-aantallen (Krishnamoorthy en Thomson, 2004), "
            "met de lengte van de periodes; de marge volgt Garwood en MOVER. Beide gaan ervan uit "
            "dat meldingen los van elkaar komen."
        ),
        (
            "'Meer dan toeval': een verschil dat toeval minder dan 5 op de 100 keer geeft. Waar "
            "een wijk of terrein uit veel wordt gekozen omdat het opvalt, geldt de strengere regel "
            "van Holm."
        ),
        (
            f"Klein aantal: minder dan {SMALL_COUNT} in een van de twee periodes. Dan staat er "
            "geen percentage zonder haakjes."
        ),
        (
            "Hotspots: plekken waar meldingen dicht bij elkaar liggen (DBSCAN, met de instelling "
            "van de themakaart). Wat de politie zelf vastlegde, telt daarbij niet mee."
        ),
        significance.EXPLANATION,
        "Uren: een melding met een begin en een einde is over die tijd verdeeld.",
    )
    return Page(
        title="Zo is er gerekend",
        left=(Points(tuple(Text(text) for text in points)),),
        notes=("Voor wie wil weten hoe: dezelfde gegevens geven altijd dezelfde uitkomst.",),
    )


def _judge_data(meeting: Meeting) -> Page:
    return Page(
        title="Gegevens, bronnen en grenzen",
        left=(
            Points(tuple(Text(text) for text in _list_limits(meeting))),
            *_tabulate_weaknesses(meeting),
        ),
        notes=(
            "Noem bij elke kaart tot welke dag de gegevens lopen en waar ze vandaan komen.",
            "Dit systeem stelt voor en beslist niet.",
        ),
    )


def _list_limits(meeting: Meeting) -> Iterator[str]:
    yield f"Gegevens: {wording.say_data(meeting.data)}. Bron: {wording.say_sources(meeting.data)}."
    yield f"{wording.say_attribution(meeting.layers)}."
    yield wording.REPORTED_NOTICE
    yield (
        "Een hotspot is geen voorspelling en zegt niets over personen. Verplaatsing van of naar "
        f"andere gemeenten is in meldingen niet te zien. {say_elsewhere(meeting)}"
    )
    if meeting.smallest:
        count = wording.say_count(meeting.held_back, "aantal is", "aantallen zijn")
        yield (
            "Voor dit publiek staan er geen punten en geen omtrekken, en geen aantallen onder de "
            f"{meeting.smallest} behalve wat de politie zelf publiceerde: {count} daarom niet "
            f"getoond. Waar '{TOO_FEW}' staat ({_say_held(meeting, Reason.FEW)} keer), zijn het er "
            f"minder dan {meeting.smallest}. Waar '{HIDDEN}' staat "
            f"({_say_held(meeting, Reason.PARTNER)} keer), zou het aantal een ander verraden."
        )


def _say_held(meeting: Meeting, reason: Reason) -> str:
    return wording.say_number(meeting.held.get(reason, 0))


def _tabulate_weaknesses(meeting: Meeting) -> Iterator[Table | Text]:
    kinds = [kind for kind in Weakness if kind in meeting.weaknesses]
    if not kinds:
        yield Text("In de gegevens is geen zwakke plek gevonden.")
        return
    rows = tuple(
        (
            Text(quality.WEAKNESSES[kind].title),
            Text(quality.WEAKNESSES[kind].remedy),
        )
        for kind in kinds
    )
    yield Table(("Zwakke plek", "Wat te doen"), rows, (1.2, 2.8))
