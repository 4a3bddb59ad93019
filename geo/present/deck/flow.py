"""Pages laid on slides: each block a frame, and a page that is too long goes on on the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.present.deck.measure import POINTS_TO_INCH, breaks_word, measure_rows, measure_text
from geo.present.driehoek.briefing import MonthLine, Page, PageBlock, WeekGrid
from geo.present.paper.document import Picture, Points, Table, Text, Tone
from geo.present.paper.hotspot_map import HEIGHT_IN, WIDTH_IN

SLIDE_WIDTH_IN: Final = 13.333
SLIDE_HEIGHT_IN: Final = 7.5
MARGIN_IN: Final = 0.5
BODY_TOP_IN: Final = 1.5
BODY_BOTTOM_IN: Final = 6.85
BODY_WIDTH_IN: Final = SLIDE_WIDTH_IN - 2 * MARGIN_IN
TABLE_SIZES_PT: Final = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
TEXT_PT: Final = 15.0
NOTE_PT: Final = 10.0
CAPTION_PT: Final = 8.5
SIDE_SIZES_PT: Final = (10.0, 9.0, 8.0, 7.0)

_GAP_IN: Final = 0.15
_BETWEEN_IN: Final = 0.3
_LEFT_IN: Final = WIDTH_IN
_RIGHT_IN: Final = BODY_WIDTH_IN - _LEFT_IN - _BETWEEN_IN
_WEEK_IN: Final = 1.62
_LEAST_LINE_IN: Final = 1.2
_MOST_LINE_IN: Final = 2.6
# Below a list of points, and beside its marks.
POINT_GAP_PT: Final = 7.0
POINT_INDENT_IN: Final = 0.25
_TABLE_SHARE: Final = 0.86
_WENT_ON: Final = " (vervolg)"


@dataclass(frozen=True)
class Frame:
    """A block and the room that it has, in inches from the corner of the slide."""

    block: PageBlock
    left_in: float
    top_in: float
    width_in: float
    height_in: float
    size_pt: float

    @property
    def bottom_in(self) -> float:
        """Where it ends."""
        return self.top_in + self.height_in


@dataclass(frozen=True)
class Sheet:
    """What stands on one slide."""

    title: str
    frames: tuple[Frame, ...]
    notes: tuple[str, ...]


def lay_out(page: Page) -> list[Sheet]:
    """Lay a page on as many slides as it takes.

    Parameters
    ----------
    page
        With a side at the right it keeps to one slide: pictures and lines take what room is left.

    Returns
    -------
    list of Sheet
        At least one; the notes stand with each.
    """
    if page.right:
        left = _stack(page.left, MARGIN_IN, _LEFT_IN)
        right = _stack(page.right, MARGIN_IN + _LEFT_IN + _BETWEEN_IN, _RIGHT_IN)
        return [Sheet(page.title, (*left, *right), page.notes)]
    return [
        Sheet(page.title + (_WENT_ON if number else ""), tuple(frames), page.notes)
        for number, frames in enumerate(_flow(page.left))
    ]


def measure_caption(caption: str, width_in: float) -> float:
    """Return how high a caption is, in inches."""
    return measure_text(caption, width_in=width_in, size_pt=CAPTION_PT) + 0.04


def measure_points(points: Points, *, width_in: float, size_pt: float) -> float:
    """Return how high a list of points is, in inches."""
    inner = width_in - POINT_INDENT_IN
    heights = (
        measure_text(item.text, width_in=inner, size_pt=size_pt) + POINT_GAP_PT / POINTS_TO_INCH
        for item in points.items
    )
    return sum(heights)


def _stack(blocks: Sequence[PageBlock], left_in: float, width_in: float) -> Iterator[Frame]:
    """Stack blocks in a side, in letters as large as fit."""
    room = BODY_BOTTOM_IN - BODY_TOP_IN - _GAP_IN * (len(blocks) - 1)
    for size_pt in SIDE_SIZES_PT:
        fixed = [_measure_fixed(block, width_in, size_pt) for block in blocks]
        left = room - sum(height for height in fixed if height is not None)
        fits = left >= _LEAST_LINE_IN * fixed.count(None)
        tables = [block for block in blocks if isinstance(block, Table)]
        if fits and not any(
            breaks_word(table, width_in=width_in, size_pt=size_pt) for table in tables
        ):
            break
    top = BODY_TOP_IN
    for block, height in zip(blocks, fixed, strict=True):
        taken = _fill(block, left, width_in) if height is None else height
        yield Frame(block, left_in, top, width_in, taken, size_pt)
        top += taken + _GAP_IN


def _measure_fixed(block: PageBlock, width_in: float, size_pt: float) -> float | None:
    match block:
        case Text():
            return measure_text(block.text, width_in=width_in, size_pt=size_pt)
        case Points():
            return measure_points(block, width_in=width_in, size_pt=size_pt)
        case Table():
            return sum(measure_rows(block, width_in=width_in, size_pt=size_pt))
        case WeekGrid():
            return _WEEK_IN + measure_caption(block.caption, width_in)
        case Picture() | MonthLine():
            return None


def _fill(block: PageBlock, left_in: float, width_in: float) -> float:
    """Return the height of a block that takes what is left, as far as it can use it."""
    if isinstance(block, Picture):
        whole = width_in * HEIGHT_IN / WIDTH_IN + measure_caption(block.caption, width_in)
        return min(left_in, whole)
    return min(left_in, _MOST_LINE_IN)


def _flow(blocks: Sequence[PageBlock]) -> Iterator[list[Frame]]:
    sheet: list[Frame] = []
    for block in blocks:
        for frame in _cut(block):
            top = sheet[-1].bottom_in + _GAP_IN if sheet else BODY_TOP_IN
            if sheet and top + frame.height_in > BODY_BOTTOM_IN:
                yield sheet
                sheet, top = [], BODY_TOP_IN
            sheet.append(replace(frame, top_in=top))
    yield sheet


def _cut(block: PageBlock) -> Iterator[Frame]:
    """Cut a block in pieces that fit on a slide each."""
    match block:
        case Table():
            yield from _cut_table(block)
        case Points():
            yield from _cut_points(block)
        case Text():
            size_pt = NOTE_PT if block.tone is Tone.NOTE else TEXT_PT
            height = measure_text(block.text, width_in=BODY_WIDTH_IN, size_pt=size_pt)
            yield Frame(block, MARGIN_IN, 0.0, BODY_WIDTH_IN, height, size_pt)
        case _:
            room = BODY_BOTTOM_IN - BODY_TOP_IN
            yield Frame(block, MARGIN_IN, 0.0, _LEFT_IN, room, NOTE_PT)


def _cut_table(table: Table) -> Iterator[Frame]:
    room = BODY_BOTTOM_IN - BODY_TOP_IN
    for size_pt in TABLE_SIZES_PT:
        heights = measure_rows(table, width_in=BODY_WIDTH_IN, size_pt=size_pt)
        # Some lines go above or below it.
        fits = sum(heights) <= _TABLE_SHARE * room
        if fits and not breaks_word(table, width_in=BODY_WIDTH_IN, size_pt=size_pt):
            break
    head, *rows = heights
    start, used = 0, head
    for number, height in enumerate(rows):
        if number > start and used + height > room:
            yield _frame_rows(table, start, number, used, size_pt)
            start, used = number, head
        used += height
    yield _frame_rows(table, start, len(rows), used, size_pt)


def _frame_rows(table: Table, start: int, end: int, height_in: float, size_pt: float) -> Frame:
    part = replace(table, rows=table.rows[start:end])
    return Frame(part, MARGIN_IN, 0.0, BODY_WIDTH_IN, height_in, size_pt)


def _cut_points(points: Points) -> Iterator[Frame]:
    room = BODY_BOTTOM_IN - BODY_TOP_IN
    held: list[Text] = []
    for item in points.items:
        longer = Points((*held, item))
        if held and measure_points(longer, width_in=BODY_WIDTH_IN, size_pt=TEXT_PT) > room:
            yield _frame_points(held)
            held = []
        held.append(item)
    yield _frame_points(held)


def _frame_points(items: Sequence[Text]) -> Frame:
    points = Points(tuple(items))
    height = measure_points(points, width_in=BODY_WIDTH_IN, size_pt=TEXT_PT)
    return Frame(points, MARGIN_IN, 0.0, BODY_WIDTH_IN, height, TEXT_PT)
