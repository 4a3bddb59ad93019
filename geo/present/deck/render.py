"""A deck as a PPTX: 16:9, in Dutch, the same bytes every time."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches, Pt

from geo.analysis.tuning import Progress
from geo.intake.house_style import HouseStyle
from geo.present.deck.draw import (
    QUIET,
    describe,
    draw_bar,
    draw_frame,
    draw_text,
    paint,
    set_language,
    write,
)
from geo.present.deck.flow import (
    BODY_WIDTH_IN,
    MARGIN_IN,
    SLIDE_HEIGHT_IN,
    SLIDE_WIDTH_IN,
    Frame,
    Sheet,
    lay_out,
)
from geo.present.deck.measure import POINTS_TO_INCH, count_lines
from geo.present.deck.package import fix_times
from geo.present.driehoek.briefing import Briefing
from geo.present.paper.document import Text, Tone
from geo.present.paper.glyphs import settle

_LANGUAGE: Final = "nl-NL"
# Of the empty file that the library brings.
_TITLE_ONLY: Final = 5
_TITLE_TOP_IN: Final = 0.32
_TITLE_HEIGHT_IN: Final = 0.95
_TITLE_SIZES_PT: Final = (26, 24, 22, 20, 18, 16)
_TITLE_LINES: Final = 2
_RULE_TOP_IN: Final = 1.32
_RULE_IN: Final = 0.035
_FOOT_TOP_IN: Final = 7.05
_FOOT_HEIGHT_IN: Final = 0.25
_FOOT_PT: Final = 9
_NUMBER_IN: Final = 0.8
_LOGO_IN: Final = 0.9
_LINE: Final = 1.4


def render_deck(
    briefing: Briefing,
    style: HouseStyle,
    logo: bytes | None = None,
    *,
    progress: Progress | None = None,
) -> bytes:
    """Write the pages for a meeting as slides (.pptx).

    Parameters
    ----------
    briefing
        What stands on the pages.
    style
        Colours and letters.
    logo
        A picture for the first slide; None for none.
    progress
        Hears which share of the slides has been drawn.

    Returns
    -------
    bytes
        The same pages and style give the same bytes.
    """
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(SLIDE_WIDTH_IN), Inches(SLIDE_HEIGHT_IN)
    _set_properties(deck, briefing)
    _drop_leftovers(deck)
    layout = _prepare_layout(deck, style)
    _prepare_notes(deck)
    _open(deck.slides.add_slide(layout), briefing, style, logo)
    sheets = [sheet for page in briefing.pages for sheet in lay_out(page)]
    for number, sheet in enumerate(sheets, start=2):
        slide = deck.slides.add_slide(layout)
        _draw_sheet(slide, sheet, style)
        _write_foot(slide, briefing, number)
        if progress is not None:
            progress((number - 1) / len(sheets))
    for part in deck.part.package.iter_parts():
        if hasattr(part, "_element"):
            set_language(part._element, _LANGUAGE)  # noqa: SLF001
    buffer = io.BytesIO()
    deck.save(buffer)
    return fix_times(buffer.getvalue())


def _set_properties(deck: Any, briefing: Briefing) -> None:
    moment = datetime.combine(briefing.dated, time())
    known = deck.core_properties
    known.title, known.subject = settle(briefing.title), settle(briefing.subtitle)
    known.author = known.last_modified_by = settle(briefing.author)
    known.created = known.modified = moment
    known.language, known.comments, known.revision = _LANGUAGE, settle(briefing.mark), 1
    known.keywords = known.category = ""


def _drop_leftovers(deck: Any) -> None:
    """Leave out what the empty file of the library tells of itself: its picture, its program."""
    package = deck.part.package
    told = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES}
    for name, relation in list(package._rels.items()):  # noqa: SLF001
        if relation.reltype in told:
            package.drop_rel(name)


def _prepare_layout(deck: Any, style: HouseStyle) -> Any:
    """Keep one layout, in Dutch and in the house style."""
    layouts = deck.slide_layouts
    kept = layouts[_TITLE_ONLY]
    for layout in list(layouts):
        if layout is not kept:
            layouts.remove(layout)
    kept.name = "Titel en inhoud"
    for holder in (deck.slide_master, kept):
        for place in list(holder.placeholders):
            if place.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                _dress_title(place, style)
            else:
                place._element.getparent().remove(place._element)  # noqa: SLF001
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _dress_theme(theme.blob, style)  # noqa: SLF001
    return kept


def _prepare_notes(deck: Any) -> None:
    for place in deck.notes_master.placeholders:
        if place.placeholder_format.type == PP_PLACEHOLDER.BODY:
            place.text_frame.text = "Notities"


def _dress_title(place: Any, style: HouseStyle) -> None:
    place.left, place.top = Inches(MARGIN_IN), Inches(_TITLE_TOP_IN)
    place.width, place.height = Inches(BODY_WIDTH_IN), Inches(_TITLE_HEIGHT_IN)
    place.text_frame.text = "Titel"
    place.text_frame.paragraphs[0].runs[0].font.color.rgb = paint(style.ink)


def _dress_theme(blob: bytes, style: HouseStyle) -> bytes:
    text = blob.decode("utf-8")
    for old, new in (
        ("4F81BD", style.accent.removeprefix("#").upper()),
        ("Calibri", style.font),
        ("Office Theme", "Huisstijl"),
    ):
        text = text.replace(old, new)
    return text.encode("utf-8")


def _open(slide: Any, briefing: Briefing, style: HouseStyle, logo: bytes | None) -> None:
    band = Frame(Text(""), 0.0, 2.2, SLIDE_WIDTH_IN, 1.9, 0.0)
    draw_bar(slide, band, style.accent, "Balk")
    title = slide.shapes.title
    # Over the band.
    slide.shapes._spTree.append(title._element)  # noqa: SLF001
    title.left, title.top = Inches(MARGIN_IN), Inches(2.35)
    title.width, title.height = Inches(BODY_WIDTH_IN), Inches(1.6)
    _write_title(title, briefing.title, style.on_accent, (40, 34, 28, 24))
    lines = [Text(briefing.subtitle), Text(f"{briefing.author}. {briefing.mark}.", Tone.WARNING)]
    _add_lines(slide, lines, 4.35, 20, style)
    _add_lines(slide, [Text(text) for text in briefing.warnings], 5.6, 14, style)
    _add_lines(slide, [Text(briefing.foot, Tone.NOTE)], 6.6, 12, style)
    if logo is not None:
        shape = slide.shapes.add_picture(
            io.BytesIO(logo), Inches(MARGIN_IN), Inches(0.6), height=Inches(_LOGO_IN)
        )
        describe(shape, "Logo", f"Logo van {briefing.author}")
    slide.notes_slide.notes_text_frame.text = settle(
        "Zeg eerst waarover het gaat: meldingen en aangiften, van wanneer tot wanneer, en uit "
        "welke bron."
    )


def _add_lines(
    slide: Any, texts: Sequence[Text], top_in: float, size_pt: float, style: HouseStyle
) -> None:
    if texts:
        height = len(texts) * size_pt * _LINE / POINTS_TO_INCH
        frame = Frame(texts[0], MARGIN_IN, top_in, BODY_WIDTH_IN, height, size_pt)
        draw_text(slide, frame, texts, style)


def _draw_sheet(slide: Any, sheet: Sheet, style: HouseStyle) -> None:
    _write_title(slide.shapes.title, sheet.title, style.ink, _TITLE_SIZES_PT)
    rule = Frame(Text(""), MARGIN_IN, _RULE_TOP_IN, BODY_WIDTH_IN, _RULE_IN, 0.0)
    draw_bar(slide, rule, style.accent, "Lijn")
    for frame in sheet.frames:
        draw_frame(slide, frame, style)
    slide.notes_slide.notes_text_frame.text = "\n".join(settle(note) for note in sheet.notes)


def _write_title(place: Any, title: str, colour: str, sizes_pt: Sequence[int]) -> None:
    width = BODY_WIDTH_IN - 0.2
    size_pt = next(
        (
            size
            for size in sizes_pt
            if count_lines(title, width_in=width, size_pt=size) <= _TITLE_LINES
        ),
        sizes_pt[-1],
    )
    body = place.text_frame
    body.word_wrap = True
    body.margin_left = body.margin_right = 0
    body.vertical_anchor = MSO_ANCHOR.BOTTOM
    body.text = ""
    paragraph = body.paragraphs[0]
    paragraph._p.get_or_add_pPr().set("algn", "l")  # noqa: SLF001
    write(paragraph, Text(title, Tone.WARNING), size_pt=size_pt, ink=colour)


def _write_foot(slide: Any, briefing: Briefing, number: int) -> None:
    width = BODY_WIDTH_IN - _NUMBER_IN
    texts = (
        (MARGIN_IN, width, f"{briefing.mark}. {briefing.author}. {briefing.foot}."),
        (MARGIN_IN + width, _NUMBER_IN, str(number)),
    )
    for left, wide, text in texts:
        place = (Inches(side) for side in (left, _FOOT_TOP_IN, wide, _FOOT_HEIGHT_IN))
        body = slide.shapes.add_textbox(*place).text_frame
        body.word_wrap = True
        body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
        paragraph = body.paragraphs[0]
        write(paragraph, Text(text, Tone.NOTE), size_pt=_FOOT_PT, ink=QUIET)
        if left > MARGIN_IN:
            paragraph._p.get_or_add_pPr().set("algn", "r")  # noqa: SLF001
        paragraph.runs[0].font.size = Pt(_FOOT_PT)
