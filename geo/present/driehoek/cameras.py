"""The placements of camera units for a meeting: goal, what came of it, and what is suggested."""

from collections.abc import Iterator
from typing import Final

from geo.present import wording
from geo.present.driehoek.briefing import Page
from geo.present.driehoek.messages import say_cameras
from geo.present.paper.document import Table, Text, Tone
from geo.present.placement import evaluations
from geo.service.driehoek.answers import CameraPart, Meeting

_HEADER: Final = ("Plaatsing", "Plek en thema's", "In gebruik", "Doel", "Oordeel", "Voorstel")
_WIDTHS: Final = (1.15, 2.3, 1.9, 1.35, 3.1, 2.5)


def build_camera_page(meeting: Meeting) -> Page:
    """Put the placements on a page; without any it says what to do."""
    if not meeting.cameras:
        return Page(
            title=say_cameras(meeting.cameras),
            left=(
                Text(
                    "Leg een plaatsing vast op de pagina Camera, met een doel en een einddatum: "
                    "dan staat hier na afloop of zij heeft gewerkt."
                ),
            ),
            notes=("Zonder doel vooraf is achteraf niet te zeggen of een camera werkte.",),
        )
    rows = tuple(tuple(_write(part)) for part in meeting.cameras)
    return Page(
        title=say_cameras(meeting.cameras),
        left=(Table(_HEADER, rows, _WIDTHS), Text(evaluations.SUGGESTS, Tone.NOTE)),
        notes=(
            evaluations.RULE,
            (
                "Eén plaatsing van een paar weken bewijst meestal niets: 'onvoldoende gegevens' is "
                "geen 'werkt niet'."
            ),
            (
                "Artikel 151c van de Gemeentewet gaat over de openbare orde: alleen een hotspot "
                "van inbraken draagt een besluit niet."
            ),
        ),
    )


def _write(part: CameraPart) -> Iterator[Text]:
    yield Text(str(part.number))
    place = wording.say_list(part.wijken) if part.wijken else "buiten de wijken"
    yield Text(f"{place}: {wording.say_list(part.titles).lower()}")
    yield Text(wording.say_period(part.used))
    yield Text(f"{wording.say_number(100 * part.agreed_share)}% minder meldingen")
    if part.verdict is None or part.advice is None:
        why = "" if part.why is None else evaluations.LEFT_OUT[part.why]
        yield Text(f"Nog niet te meten: {why}")
        yield Text(f"Meten op {wording.say_date(part.evaluated_on)}")
        return
    if part.found is not None:
        yield Text(evaluations.say_verdict(part.found.outcome))
        yield Text(evaluations.say_advice(part.found).removesuffix(f" {evaluations.SUGGESTS}"))
        return
    said = evaluations.VERDICTS[part.verdict], evaluations.ADVICE[part.advice]
    yield from (Text(word[:1].upper() + word[1:]) for word in said)
