"""The letters that paper is set in, the same on every machine."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from geo.present.markup import show_on_one_line

FONT: Final = "DejaVu Sans"
# Stands for a sign that the letters do not have; a reader sees that something was there.
_UNKNOWN: Final = "□"


def find_fonts() -> Path:
    """Return the folder with the letters: matplotlib brings them along."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def settle(text: str) -> str:
    """Return a text on one line of signs that can all be set.

    Parameters
    ----------
    text
        Anything that a file or a person supplied. What cannot be seen is left out; a sign that
        the letters lack becomes a box, because an accessible PDF may hold no sign without a shape.
    """
    composed = unicodedata.normalize("NFC", show_on_one_line(text))
    known = _list_signs()
    return "".join(sign if ord(sign) in known else _UNKNOWN for sign in composed)


@cache
def _list_signs() -> frozenset[int]:
    # Some signs are in the upright letters alone: only what all have can be set in any.
    faces = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf")
    sets = [frozenset(FT2Font(str(find_fonts() / name)).get_charmap()) for name in faces]
    return frozenset.intersection(*sets)
