"""The pages for a meeting at a glance: each message with a small picture, before they are made."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from geo.analysis.tuning import Progress
from geo.intake.house_style import HouseStyle
from geo.present.driehoek.briefing import Briefing, MonthLine, Page
from geo.present.markup import escape
from geo.present.paper.charts import draw_months
from geo.present.paper.document import Picture, PictureKind
from geo.present.paper.map_panels import shrink_picture

Draw = Callable[[PictureKind], bytes]

# Of a picture of 200 dots to the inch, so much is enough for a card on a screen.
_SCALE: Final = 0.35


@dataclass(frozen=True)
class PagePreview:
    """The message of a page, and its first picture as a small PNG; None where it has none."""

    title: str
    picture: bytes | None
    alt: str


def preview_pages(
    briefing: Briefing, style: HouseStyle, *, progress: Progress | None = None
) -> tuple[PagePreview, ...]:
    """Draw the first picture of each page small.

    Parameters
    ----------
    briefing
        What stands on the pages.
    style
        Its colour marks the chosen months.
    progress
        Hears which share of the pages has been drawn.
    """
    previews = []
    for number, page in enumerate(briefing.pages, start=1):
        previews.append(_preview(page, style))
        if progress is not None:
            progress(number / len(briefing.pages))
    return tuple(previews)


def previews_html(previews: tuple[PagePreview, ...]) -> str:
    """Return the pages as a numbered list of cards in HTML."""
    # The first slide is the title of the whole.
    cards = "".join(_card(number, each) for number, each in enumerate(previews, start=2))
    return f'<ol class="hk-pages">{cards}</ol>'


def _preview(page: Page, style: HouseStyle) -> PagePreview:
    draw, alt = next(_list_pictures(page, style), (None, ""))
    picture = None if draw is None else shrink_picture(draw(PictureKind.PNG), scale=_SCALE)
    return PagePreview(page.title, picture, alt)


def _list_pictures(page: Page, style: HouseStyle) -> Iterator[tuple[Draw, str]]:
    for block in (*page.left, *page.right):
        match block:
            case Picture():
                yield block.draw, block.alt
            case MonthLine():
                yield partial(draw_months, block, accent=style.accent), block.alt


def _card(number: int, each: PagePreview) -> str:
    image = ""
    if each.picture is not None:
        drawn = base64.b64encode(each.picture).decode("ascii")
        image = f'<img src="data:image/png;base64,{drawn}" alt="{escape(each.alt)}">'
    return f"<li><b>{number}</b><span>{escape(each.title)}</span>{image}</li>"
