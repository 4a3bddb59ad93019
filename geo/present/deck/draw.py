"""Blocks drawn on a slide: editable text, native tables and charts, maps as pictures."""

import io
from collections.abc import Sequence
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from geo.analysis.local_time import HOURS
from geo.intake.house_style import HouseStyle
from geo.present.deck.flow import (
    CAPTION_PT,
    POINT_GAP_PT,
    POINT_INDENT_IN,
    Frame,
    measure_caption,
)
from geo.present.deck.measure import CELL_ABOVE_IN, CELL_BESIDE_IN, measure_rows
from geo.present.driehoek.briefing import MonthLine, WeekGrid
from geo.present.paper.document import Picture, PictureKind, Points, Table, Text, Tone
from geo.present.paper.glyphs import settle
from geo.present.week_chart import STEPS
from geo.present.wording import WEEKDAYS

# PowerPoint's "No Style, No Grid".
_PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
QUIET: Final = "#4a5763"
_RULE: Final = "8A98A5"
_EARLIER: Final = "#6a7681"
_GRID: Final = "#d5dce2"
_DAY_IN: Final = 0.36
_EVERY_HOURS: Final = 3
_WEEK_PT: Final = 7
_CHART_PT: Final = 9
_SERIES: Final = ("Eerder", "Gekozen periode")


def draw_frame(slide: Any, frame: Frame, style: HouseStyle) -> None:
    """Draw a block in its frame."""
    match frame.block:
        case Text():
            draw_text(slide, frame, [frame.block], style)
        case Points():
            draw_text(slide, frame, frame.block.items, style, marked=True)
        case Table():
            _draw_table(slide, frame, frame.block, style)
        case Picture():
            _draw_picture(slide, frame, frame.block)
        case MonthLine():
            _draw_line(slide, frame, frame.block, style)
        case WeekGrid():
            _draw_week(slide, frame, frame.block)


def draw_text(
    slide: Any, frame: Frame, texts: Sequence[Text], style: HouseStyle, *, marked: bool = False
) -> Any:
    """Draw texts below each other in a box, as points where marked."""
    box = slide.shapes.add_textbox(*_place(frame))
    body = box.text_frame
    body.word_wrap = True
    body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
    for number, text in enumerate(texts):
        paragraph = body.paragraphs[0] if number == 0 else body.add_paragraph()
        if marked:
            _mark(paragraph)
        write(paragraph, text, size_pt=frame.size_pt, ink=style.ink)
    return box


def write(paragraph: Any, text: Text, *, size_pt: float, ink: str) -> None:
    """Write a text as one run, in the looks of its tone."""
    run = paragraph.add_run()
    run.text = settle(text.text)
    run.font.size = Pt(size_pt)
    run.font.bold = text.tone in {Tone.WARNING, Tone.MISSING}
    run.font.italic = text.tone is Tone.MISSING
    run.font.color.rgb = paint(QUIET if text.tone is Tone.NOTE else ink)


def paint(colour: str) -> RGBColor:
    """Return a colour as the file wants it."""
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))  # type: ignore[no-untyped-call]


def describe(shape: Any, name: str, alt: str) -> None:
    """Give a shape its name, and the text for who does not see it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001
    properties.set("name", settle(name))
    properties.set("descr", settle(alt))


def _place(frame: Frame) -> tuple[Inches, Inches, Inches, Inches]:
    sides = (frame.left_in, frame.top_in, frame.width_in, frame.height_in)
    left, top, width, height = (Inches(side) for side in sides)
    return left, top, width, height


def _mark(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    indent = Inches(POINT_INDENT_IN)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    paragraph.space_after = Pt(POINT_GAP_PT)
    sign = OxmlElement("a:buChar")
    sign.set("char", "•")
    properties.append(sign)


def _draw_table(slide: Any, frame: Frame, table: Table, style: HouseStyle) -> None:
    rows, columns = len(table.rows) + 1, len(table.header)
    shape = slide.shapes.add_table(rows, columns, *_place(frame))
    made = shape.table
    made.horz_banding = False
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE  # noqa: SLF001
    heights = measure_rows(table, width_in=frame.width_in, size_pt=frame.size_pt)
    for row, height in zip(made.rows, heights, strict=True):
        row.height = Inches(height)
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Inches(frame.width_in * width / sum(table.widths))
    header = tuple(Text(name, Tone.WARNING) for name in table.header)
    for number, texts in enumerate((header, *table.rows)):
        ink = style.ink if number else style.on_accent
        for column, text in enumerate(texts):
            cell = made.cell(number, column)
            _fill_cell(cell, None if number else style.accent)
            write(_open_cell(cell), text, size_pt=frame.size_pt, ink=ink)
            if column in table.numeric:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    describe(shape, f"Tabel {table.header[0]}", f"Tabel met kolommen {', '.join(table.header)}")


def _open_cell(cell: Any) -> Any:
    cell.margin_left = cell.margin_right = Inches(CELL_BESIDE_IN / 2)
    cell.margin_top = cell.margin_bottom = Inches(CELL_ABOVE_IN / 2)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    return cell.text_frame.paragraphs[0]


def _fill_cell(cell: Any, colour: str | None) -> None:
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    line = OxmlElement("a:lnB")
    line.set("w", "6350")
    solid = OxmlElement("a:solidFill")
    ink = OxmlElement("a:srgbClr")
    ink.set("val", _RULE)
    solid.append(ink)
    line.append(solid)
    properties.append(line)
    if colour is None:
        cell.fill.background()
    else:
        cell.fill.solid()
        cell.fill.fore_color.rgb = paint(colour)


def _draw_picture(slide: Any, frame: Frame, picture: Picture) -> None:
    caption_in = measure_caption(picture.caption, frame.width_in)
    content = io.BytesIO(picture.draw(PictureKind.PNG))
    left, top, width, _ = _place(frame)
    shape = slide.shapes.add_picture(content, left, top, width=width)
    most = Inches(frame.height_in - caption_in)
    if shape.height > most:
        shape.width, shape.height = round(shape.width * most / shape.height), most
    describe(shape, "Kaart", picture.alt)
    _write_caption(slide, frame, picture.caption, caption_in)


def _write_caption(slide: Any, frame: Frame, caption: str, caption_in: float) -> None:
    top = frame.bottom_in - caption_in
    place = (Inches(side) for side in (frame.left_in, top, frame.width_in, caption_in))
    body = slide.shapes.add_textbox(*place).text_frame
    body.word_wrap = True
    body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
    write(body.paragraphs[0], Text(caption, Tone.NOTE), size_pt=CAPTION_PT, ink=QUIET)


def _draw_line(slide: Any, frame: Frame, line: MonthLine, style: HouseStyle) -> None:
    data: Any = CategoryChartData(number_format="0")  # type: ignore[no-untyped-call]
    data.categories = line.labels
    pairs = list(zip(line.counts, line.is_chosen, strict=True))
    data.add_series(_SERIES[0], [None if chosen else count for count, chosen in pairs])
    data.add_series(_SERIES[1], [count if chosen else None for count, chosen in pairs])
    caption_in = measure_caption(line.caption, frame.width_in)
    left, top, width, _ = _place(frame)
    height = Inches(frame.height_in - caption_in)
    kind = XL_CHART_TYPE.LINE_MARKERS
    shape = slide.shapes.add_chart(kind, left, top, width, height, data)
    _dress_chart(shape.chart, style)
    describe(shape, "Grafiek per maand", line.alt)
    _write_caption(slide, frame, line.caption, caption_in)


def _dress_chart(chart: Any, style: HouseStyle) -> None:
    chart.has_title = False
    chart.font.size = Pt(_CHART_PT)
    chart.font.color.rgb = paint(style.ink)
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    axis = chart.value_axis
    axis.minimum_scale = 0
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = paint(_GRID)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    chart.category_axis.format.line.color.rgb = paint(_EARLIER)
    # Told apart by the width of the line too.
    for series, colour, width in zip(
        chart.series, (_EARLIER, style.accent), (1.25, 2.5), strict=True
    ):
        series.smooth = False
        series.format.line.color.rgb = paint(colour)
        series.format.line.width = Pt(width)
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = paint(colour)
        series.marker.format.line.color.rgb = paint(colour)


def _draw_week(slide: Any, frame: Frame, grid: WeekGrid) -> None:
    caption_in = measure_caption(grid.caption, frame.width_in)
    rows = len(grid.steps) + 1
    left, top, width, _ = _place(frame)
    height = Inches(frame.height_in - caption_in)
    shape = slide.shapes.add_table(rows, HOURS + 1, left, top, width, height)
    made = shape.table
    for row in made.rows:
        row.height = round(height / rows)
    made.columns[0].width = Inches(_DAY_IN)
    for column in list(made.columns)[1:]:
        column.width = round((width - Inches(_DAY_IN)) / HOURS)
    for hour in range(HOURS):
        _write_hour(made.cell(0, hour + 1), "" if hour % _EVERY_HOURS else str(hour), None)
    _write_hour(made.cell(0, 0), "", None)
    for day, steps in enumerate(grid.steps, start=1):
        _write_hour(made.cell(day, 0), WEEKDAYS[day - 1][:2], None)
        for hour, step in enumerate(steps, start=1):
            _write_hour(made.cell(day, hour), str(step or ""), step)
    describe(shape, "Uren van de week", grid.alt)
    _write_caption(slide, frame, grid.caption, caption_in)


def _write_hour(cell: Any, text: str, step: int | None) -> None:
    ground, ink = ("", "#1c2b39") if step is None else STEPS[step]
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    if text:
        write(paragraph, Text(text), size_pt=_WEEK_PT, ink=ink)
    # An empty cell would be as high as letters of the usual size.
    paragraph._p.get_or_add_endParaRPr().set("sz", str(100 * _WEEK_PT))  # noqa: SLF001
    if ground:
        cell.fill.solid()
        cell.fill.fore_color.rgb = paint(ground)
    else:
        cell.fill.background()


def draw_bar(slide: Any, frame: Frame, colour: str, name: str) -> None:
    """Draw a bar of one colour without line or shadow."""
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_place(frame))
    bar.fill.solid()
    bar.fill.fore_color.rgb = paint(colour)
    bar.line.fill.background()
    # Its style would bring a shadow.
    bar._element.remove(bar._element.find(qn("p:style")))  # noqa: SLF001
    describe(bar, name, "")


def set_language(element: Any, language: str) -> None:
    """Say of every text below an element in which language it is."""
    for name in ("a:rPr", "a:endParaRPr", "a:defRPr"):
        for part in element.iter(qn(name)):
            part.set("lang", language)
