"""Words that the parts of a fact sheet share."""

from typing import Final

from geo.analysis.trends import SMALL_COUNT
from geo.params import HourSelection
from geo.present import wording
from geo.present.changes import SMALL
from geo.present.paper.document import Table, Text, Tone
from geo.service.placement.factsheets import Factsheet

MARK: Final = "Concept, ter beoordeling door de jurist"
NOT_LOADED: Final = "niet geladen"
_WIDTHS: Final = (1.0, 2.6)


def ask(question: str) -> Text:
    """Return what stands where nobody filled in anything: it stays empty for all to see."""
    return Text(f"Niet ingevuld: {question}", Tone.MISSING)


def answer(text: str, question: str) -> Text:
    """Return what somebody filled in, else the question."""
    return Text(text) if text.strip() else ask(question)


def facts_table(*rows: tuple[str, str | Text]) -> Table:
    """Return labels with what was written down."""
    told = tuple(
        (Text(label), value if isinstance(value, Text) else Text(value)) for label, value in rows
    )
    return Table(("Onderwerp", "Vastgelegd"), told, _WIDTHS)


def say_incidents(count: float) -> str:
    """Say how many incidents; a small number is called one."""
    whole = round(count)
    text = wording.say_count(whole, "melding", "meldingen")
    return f"{text} ({SMALL})" if whole < SMALL_COUNT else text


def say_hours_of_use(hours: HourSelection) -> str:
    """Say in which hours of the week the unit is used."""
    return wording.say_hours(hours) or "alle uren van de week"


def say_wijken(sheet: Factsheet) -> str:
    """Name the wijken that the target touches."""
    return wording.say_list(sheet.wijken) if sheet.wijken else "buiten de geladen wijken"


def say_theme(sheet: Factsheet, theme: str) -> str:
    """Name a theme; one whose card is gone goes by its key."""
    card = sheet.cards.get(theme)
    return theme if card is None else card.title
