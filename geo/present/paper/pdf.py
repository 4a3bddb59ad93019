"""Documents as PDF: tagged, so that they can be read aloud, and the same bytes every time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from geo.analysis.tuning import Progress
from geo.present.paper.document import (
    OF,
    PAGE,
    Block,
    Document,
    Look,
    Picture,
    PictureKind,
    Points,
    Section,
    Table,
    Text,
)
from geo.present.paper.glyphs import FONT, settle
from geo.present.paper.typesetting import Told, lay_files, typeset

_TEMPLATE: Final = "paper.typ"


def render_pdf(document: Document, *, progress: Progress | None = None) -> bytes:
    """Write a document as an accessible PDF (PDF/UA-1).

    Parameters
    ----------
    document
        Its texts reach the template as data, so that none of them is read as a command.
    progress
        Hears which share of the sections has been told.

    Returns
    -------
    bytes
        The same document gives the same bytes.
    """
    return typeset(lay_out(document, progress=progress))


def lay_out(document: Document, *, progress: Progress | None = None) -> Told:
    """Return what typst is asked: template, data and pictures as files, and how to set them."""
    teller = _Teller(progress)
    letters = None if document.look is None else document.look.letters
    return lay_files(_TEMPLATE, teller.tell(document), teller.pictures, letters=letters)


@dataclass
class _Teller:
    """Tells a document as plain data, and keeps its pictures as files beside that."""

    progress: Progress | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)

    def tell(self, document: Document) -> Told:
        return {
            "title": settle(document.title),
            "subtitle": settle(document.subtitle),
            "mark": settle(document.mark),
            "author": settle(document.author),
            "dated": [document.dated.year, document.dated.month, document.dated.day],
            **_tell_look(document.look),
            "logo": _tell_logo(document.look),
            "page": PAGE,
            "of": OF,
            "opening": self._tell_blocks(document.opening),
            "sections": self._tell_sections(document.sections),
        }

    def _tell_sections(self, sections: Sequence[Section]) -> list[Told]:
        told = []
        for number, section in enumerate(sections, start=1):
            told.append(self._tell_section(section))
            if self.progress is not None:
                self.progress(number / len(sections))
        return told

    def _tell_section(self, section: Section) -> Told:
        return {
            "title": settle(section.title),
            "level": section.level,
            "starts_page": section.starts_page,
            "blocks": self._tell_blocks(section.blocks),
        }

    def _tell_blocks(self, blocks: Iterable[Block]) -> list[Told]:
        return [self._tell_block(block) for block in blocks]

    def _tell_block(self, block: Block) -> Told:
        match block:
            case Text():
                return {"kind": "text", **_tell_text(block)}
            case Points():
                return {"kind": "points", "items": [_tell_text(item) for item in block.items]}
            case Table():
                return _tell_table(block)
            case Picture():
                return self._tell_picture(block)

    def _tell_picture(self, picture: Picture) -> Told:
        name = f"picture-{len(self.pictures) + 1}.{PictureKind.SVG}"
        self.pictures[name] = picture.draw(PictureKind.SVG)
        return {
            "kind": "picture",
            "file": name,
            "alt": settle(picture.alt),
            "caption": settle(picture.caption),
        }


def _tell_look(look: Look | None) -> Told:
    if look is None:
        return {"font": [FONT], "colours": None}
    # What a font of the house lacks is set in the letters that have it.
    fonts = [FONT] if look.letters is None else [look.font, FONT]
    colours = {"accent": look.accent, "on_accent": look.on_accent, "ink": look.ink}
    return {"font": fonts, "colours": colours}


def _tell_logo(look: Look | None) -> Told | None:
    if look is None or look.logo is None:
        return None
    # As numbers: a file beside the template has to be text.
    return {"bytes": list(look.logo), "alt": settle(look.logo_alt)}


def _tell_text(text: Text) -> Told:
    return {"text": settle(text.text), "tone": text.tone.value}


def _tell_table(table: Table) -> Told:
    return {
        "kind": "table",
        "header": [settle(name) for name in table.header],
        "rows": [[_tell_text(cell) for cell in row] for row in table.rows],
        "widths": list(table.widths),
        "numeric": list(table.numeric),
    }
