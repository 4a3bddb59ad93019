"""What stands in a document, told once for every kind of file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

# Below every page: "Blad 1 van 4".
PAGE: Final = "Blad"
OF: Final = "van"


class Tone(StrEnum):
    """How a text is meant, and so how it looks."""

    PLAIN = "plain"
    NOTE = "note"
    WARNING = "warning"
    MISSING = "missing"


class PictureKind(StrEnum):
    """Kinds of picture that a document can hold; the values are the endings of their files."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True)
class Text:
    """A paragraph, or what stands in a cell: plain text, whatever signs it holds."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Points:
    """A list, one point below the other."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading over each column.

    Parameters
    ----------
    header
        One text a column.
    rows
        As long as the header.
    widths
        How wide the columns are beside each other.
    numeric
        Columns that go to the right.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture over the full width of the text.

    Parameters
    ----------
    draw
        Makes it as a file of one kind; the same bytes every time.
    alt
        What it shows, for who does not see it.
    caption
        Below it.
    """

    draw: Callable[[PictureKind], bytes]
    alt: str
    caption: str


Block = Text | Points | Table | Picture


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; level 1 is the highest, and may start a page in a PDF."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Look:
    """Colours, letters and logo of a house; a PDF takes them, a Word file keeps its own.

    Parameters
    ----------
    accent, on_accent
        Ground of headings in tables, and text on that.
    ink
        Text on white.
    font
        Name of the letters.
    letters
        Folder with the files of that font; None leaves the letters that every paper has.
    logo
        A PNG or JPEG at the top of the first page; None for none.
    logo_alt
        What it shows, for who does not see it.
    """

    accent: str
    on_accent: str
    ink: str
    font: str
    letters: Path | None
    logo: bytes | None
    logo_alt: str


@dataclass(frozen=True)
class Document:
    """A document on A4.

    Parameters
    ----------
    title, subtitle
        At the top, the title in the file's properties too.
    mark
        On every page, such as that it is a draft.
    author
        Who hands it out; in the file's properties, and below every page.
    dated
        The day that the file says it was made: of its data, so that the same data give the same
        bytes.
    opening
        Before the first heading.
    sections
        In the order of reading.
    look
        Of the house; None for black on white.
    """

    title: str
    subtitle: str
    mark: str
    author: str
    dated: date
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    look: Look | None = None
