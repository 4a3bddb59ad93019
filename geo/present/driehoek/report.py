"""The report for a meeting: the pages of its deck as a document to read, with bookmarks."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from geo.analysis.tuning import Progress
from geo.present.driehoek.briefing import Briefing, MonthLine, Page, PageBlock, WeekGrid
from geo.present.paper.charts import draw_months, draw_week
from geo.present.paper.document import Block, Document, Look, Picture, Points, Section, Text, Tone
from geo.present.paper.pdf import render_pdf

_NOTES: Final = "Hoe dit te lezen, en wat er niet uit volgt:"


def render_report(briefing: Briefing, look: Look, *, progress: Progress | None = None) -> bytes:
    """Write the pages for a meeting as an accessible PDF (PDF/UA-1).

    Parameters
    ----------
    briefing
        What stands on the pages.
    look
        Of the house.
    progress
        Hears which share of the pages has been drawn.

    Returns
    -------
    bytes
        The same pages and look give the same bytes.
    """
    return render_pdf(build_report(briefing, look), progress=progress)


def build_report(briefing: Briefing, look: Look) -> Document:
    """Tell the pages for a meeting as a document: each is a section, its notes with it."""
    warnings = tuple(Text(text, Tone.WARNING) for text in briefing.warnings)
    return Document(
        title=briefing.title,
        subtitle=briefing.subtitle,
        mark=briefing.mark,
        author=briefing.author,
        dated=briefing.dated,
        opening=(*warnings, Text(briefing.foot, Tone.NOTE)),
        sections=tuple(_tell_page(page, look) for page in briefing.pages),
        look=look,
    )


def _tell_page(page: Page, look: Look) -> Section:
    blocks = [_tell_block(block, look) for block in (*page.left, *page.right)]
    # A page with two sides is one of paper too.
    return Section(page.title, (*blocks, *_tell_notes(page)), starts_page=bool(page.right))


def _tell_block(block: PageBlock, look: Look) -> Block:
    match block:
        case MonthLine():
            draw = partial(draw_months, block, accent=look.accent)
            return Picture(draw, block.alt, block.caption)
        case WeekGrid():
            return Picture(partial(draw_week, block), block.alt, block.caption)
        case _:
            return block


def _tell_notes(page: Page) -> Iterator[Block]:
    if page.notes:
        yield Text(_NOTES, Tone.NOTE)
        yield Points(tuple(Text(note, Tone.NOTE) for note in page.notes))
