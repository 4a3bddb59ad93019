"""Templates and data become accessible PDFs (PDF/UA-1), the same bytes every time."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from geo.present.paper.glyphs import find_fonts

_FOLDER: Final = Path(__file__).parent
# What templates share.
_STYLE: Final = "style.typ"
_STANDARD: Final = "ua-1"

Told = dict[str, Any]


def typeset(files: Told) -> bytes:
    """Set what `lay_files` laid out.

    Returns
    -------
    bytes
        The same files give the same bytes.
    """
    # Its types allow for answers in pages, which a PDF is not.
    made: Any = typst.compile(**files)
    return bytes(made)


def lay_files(
    template: str, told: Told, pictures: Mapping[str, bytes], *, letters: Path | None = None
) -> Told:
    """Return what typst is asked: template, data and pictures as files, and how to set them.

    Parameters
    ----------
    template
        Name of a file beside this one.
    told
        All words: they reach the template as data, so that none of them is read as a command.
    pictures
        By the names that the data call them.
    letters
        Folder with letters beside those that every paper is set in.
    """
    return {
        "input": {
            "main": (_FOLDER / template).read_bytes(),
            _STYLE: (_FOLDER / _STYLE).read_bytes(),
            "data.json": json.dumps(told, ensure_ascii=False).encode("utf-8"),
            **pictures,
        },
        "format": "pdf",
        "font_paths": [str(folder) for folder in (letters, find_fonts()) if folder is not None],
        "ignore_system_fonts": True,
        "pdf_standards": [_STANDARD],
    }
