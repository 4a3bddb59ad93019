"""Figures of a meeting as the cells of a table."""

from collections.abc import Iterable, Sequence
from typing import Final

from geo.disclosure import Count, Held
from geo.present import changes
from geo.present.overview import CHANGE, EARLIER, MARGIN, SHARE, VERDICT
from geo.present.paper.document import Text
from geo.present.wording import say_list, say_number
from geo.service.driehoek.answers import Figure, Meeting

NOW: Final = "Nu"
NOTHING: Final = "-"
HIDDEN: Final = "niet getoond"
TOO_FEW: Final = "te klein"


def say_cell(count: Count | None) -> str:
    """Write a count in a cell: ``1.708``, or a word where it is held back."""
    if count is None:
        return NOTHING
    if count is Held.FEW:
        return TOO_FEW
    return HIDDEN if isinstance(count, Held) else say_number(count)


def compare_header(meeting: Meeting, first: str, *, brief: bool = False) -> tuple[str, ...]:
    """Return the heading of rows of figures.

    Parameters
    ----------
    meeting
        Whether there is a period before.
    first
        Over the names.
    brief
        Without percentage and margin.
    """
    if meeting.previous is None:
        return first, NOW
    if brief:
        return first, NOW, EARLIER, CHANGE, VERDICT
    return first, NOW, EARLIER, CHANGE, SHARE, MARGIN, VERDICT


def compare_row(
    name: str, figure: Figure, meeting: Meeting, *, brief: bool = False
) -> tuple[str, ...]:
    """Write a figure as a row below `compare_header`."""
    if meeting.previous is None:
        return name, say_cell(figure.now)
    start = name, say_cell(figure.now), say_cell(figure.before)
    found = figure.change
    if found is None:
        return *start, *(NOTHING,) * (2 if brief else 4)
    difference, verdict = changes.say_signed(found.difference), changes.say_verdict(found)
    if brief:
        return *start, difference, verdict
    return *start, difference, changes.say_percent(found), changes.say_interval(found), verdict


def split_few(
    named: Iterable[tuple[str, Sequence[Figure]]],
) -> tuple[list[tuple[str, Sequence[Figure]]], str]:
    """Part rows with something to tell from those of which every count is too small.

    Parameters
    ----------
    named
        What each row is about, and its figures.

    Returns
    -------
    tuple
        The rows to tell, and a sentence that names the others; empty where there are none.
    """
    rows = list(named)
    few = [
        name
        for name, figures in rows
        if all(count is Held.FEW for figure in figures for count in figure)
    ]
    told = [row for row in rows if row[0] not in few]
    return told, f"Te klein om te noemen: {say_list(few)}." if few else ""


def text_rows(rows: Iterable[Sequence[str]]) -> tuple[tuple[Text, ...], ...]:
    """Return rows of words as the cells of a table."""
    return tuple(tuple(Text(cell) for cell in row) for row in rows)
