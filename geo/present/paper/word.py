"""Documents as Word files that a colleague writes on in, the same bytes every time."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from geo.present.paper.document import (
    OF,
    PAGE,
    Block,
    Document,
    Picture,
    PictureKind,
    Points,
    Section,
    Table,
    Text,
    Tone,
)
from geo.present.paper.glyphs import settle

_LANGUAGE: Final = "nl-NL"
# Everybody who has Word, or what reads its files, has these letters or their twin.
_FONT: Final = "Arial"
_INK: Final = RGBColor(0x1C, 0x2B, 0x39)
_QUIET: Final = RGBColor(0x4A, 0x57, 0x63)
_PALE: Final = "EEF1F4"
_RULE: Final = "8A98A5"
_DARK: Final = "1C2B39"

_WIDTH: Final = Mm(210)
_HEIGHT: Final = Mm(297)
_MARGIN: Final = Mm(20)
_TEXT_WIDTH: Final = Mm(170)

# Size in points, and the space before and after.
_STYLES: Final = {
    "Normal": (9.5, 4, 5),
    "Title": (20, 0, 2),
    "Subtitle": (12, 0, 10),
    "Heading 1": (13, 16, 5),
    "Heading 2": (11, 10, 4),
    "Caption": (8.5, 2, 8),
    "List Bullet": (9.5, 0, 3),
}
_QUIET_STYLES: Final = ("Subtitle", "Caption")
_HEADER_STYLE: Final = 8

# A zip file cannot tell an earlier day.
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)


def render_word(document: Document) -> bytes:
    """Write a document as a Word file (.docx).

    Parameters
    ----------
    document
        Its headings, lists and tables are those of Word, so that they are read aloud as such.

    Returns
    -------
    bytes
        The same document gives the same bytes.
    """
    paper = docx.Document()
    _set_properties(paper, document)
    _set_styles(paper)
    _set_page(paper, document)
    paper.add_paragraph(settle(document.title), style="Title")
    paper.add_paragraph(settle(document.subtitle), style="Subtitle")
    _add_blocks(paper, document.opening)
    for section in document.sections:
        _add_section(paper, section)
    buffer = io.BytesIO()
    paper.save(buffer)
    return _fix_times(buffer.getvalue())


def _set_properties(paper: Any, document: Document) -> None:
    moment = datetime.combine(document.dated, time())
    known = paper.core_properties
    known.title, known.subject = settle(document.title), settle(document.subtitle)
    known.author = known.last_modified_by = settle(document.author)
    known.created = known.modified = moment
    known.language, known.comments, known.revision = _LANGUAGE, "", 1


def _set_styles(paper: Any) -> None:
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    for name, (size, before, after) in _STYLES.items():
        style = paper.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.italic = False
        style.font.color.rgb = _QUIET if name in _QUIET_STYLES else _INK
        # The letters of a theme would go before those of the style.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{part}"), None)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    for border in list(paper.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _set_page(paper: Any, document: Document) -> None:
    (page,) = paper.sections
    page.page_width, page.page_height = _WIDTH, _HEIGHT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    head = page.header.paragraphs[0]
    _write(head, settle(document.mark), bold=True)
    _border(head, bottom="single")
    foot = page.footer.paragraphs[0]
    _write(foot, f"{settle(document.author)}\t\t{PAGE} ")
    _add_field(foot, "PAGE")
    _write(foot, f" {OF} ")
    _add_field(foot, "NUMPAGES")
    for paragraph in (head, foot):
        paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH // 2)
        for run in paragraph.runs:
            run.font.size = Pt(_HEADER_STYLE)


def _add_section(paper: Any, section: Section) -> None:
    paper.add_heading(settle(section.title), level=section.level)
    _add_blocks(paper, section.blocks)


def _add_blocks(paper: Any, blocks: Iterable[Block]) -> None:
    before: Block | None = None
    for block in blocks:
        if isinstance(before, Table) and isinstance(block, Table):
            # Word makes one of two tables with nothing in between.
            paper.add_paragraph()
        before = block
        match block:
            case Text():
                _add_text(paper, block)
            case Points():
                for item in block.items:
                    _write_text(paper.add_paragraph(style="List Bullet"), item)
            case Table():
                _add_table(paper, block)
            case Picture():
                _add_picture(paper, block)


def _add_text(paper: Any, text: Text) -> None:
    paragraph = paper.add_paragraph()
    _write_text(paragraph, text)
    if text.tone is Tone.WARNING:
        _border(paragraph, left="thick")
        _shade(paragraph.paragraph_format.element.get_or_add_pPr())
    elif text.tone is Tone.MISSING:
        _border(paragraph, top="dashed", left="dashed", bottom="dashed", right="dashed")


def _write_text(paragraph: Any, text: Text) -> None:
    missing = text.tone is Tone.MISSING
    run = _write(paragraph, settle(text.text), bold=missing)
    run.italic = missing
    if text.tone is Tone.NOTE:
        run.font.color.rgb, run.font.size = _QUIET, Pt(8.5)


def _write(paragraph: Any, text: str, *, bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold
    return run


def _add_table(paper: Any, table: Table) -> None:
    made = paper.add_table(rows=0, cols=len(table.header), style="Table Grid")
    made.autofit = False
    _colour_lines(made)
    header = tuple(Text(name) for name in table.header)
    for number, row in enumerate((header, *table.rows)):
        _add_row(made, row, table, is_header=number == 0)


def _add_row(made: Any, row: tuple[Text, ...], table: Table, *, is_header: bool) -> None:
    added = made.add_row()
    properties = added._tr.get_or_add_trPr()  # noqa: SLF001
    for name in ("cantSplit", *(("tblHeader",) if is_header else ())):
        properties.append(OxmlElement(f"w:{name}"))
    for column, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
        cell.width = Emu(int(_TEXT_WIDTH * table.widths[column] / sum(table.widths)))
        (paragraph,) = cell.paragraphs
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if column in table.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _write_text(paragraph, text)
        if is_header:
            paragraph.runs[0].bold = True
            _shade(cell._tc.get_or_add_tcPr())  # noqa: SLF001


def _add_picture(paper: Any, picture: Picture) -> None:
    shape = paper.add_picture(io.BytesIO(picture.draw(PictureKind.PNG)), width=_TEXT_WIDTH)
    paper.paragraphs[-1].paragraph_format.keep_with_next = True
    shape._inline.docPr.set("descr", settle(picture.alt))  # noqa: SLF001
    paper.add_paragraph(settle(picture.caption), style="Caption")


def _add_field(paragraph: Any, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("end", "")):
        run = paragraph.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001


def _border(paragraph: Any, **sides: str) -> None:
    frame = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            frame.append(_line(side, sides[side], _DARK))
    paragraph.paragraph_format.element.get_or_add_pPr().append(frame)


def _colour_lines(made: Any) -> None:
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(_line(side, "single", _RULE))
    for side in ("left", "right", "insideV"):
        lines.append(_line(side, "nil", _RULE))
    # Word asks for an order: lines before layout.
    made._tbl.tblPr.find(qn("w:tblLayout")).addprevious(lines)  # noqa: SLF001


def _line(side: str, kind: str, colour: str) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "6"), ("space", "6"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line


def _shade(properties: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _PALE)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _fix_times(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for entry in made.infolist():
            told = zipfile.ZipInfo(entry.filename, _FIXED_TIME)
            told.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(told, made.read(entry))
    return buffer.getvalue()
