"""What people write in a field, held against what can be read and kept."""

import unicodedata
from typing import Final

from geo.errors import ParamsError

# A function or desk, with its number and address: what fits on a line of a sheet or two.
MOST_CONTACT: Final = 120
# Spaces, marks without a shape, and what stands for no sign at all.
_UNSEEN = frozenset("CZ")


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: spaces, or marks that have no shape."""
    return all(unicodedata.category(sign)[0] in _UNSEEN for sign in text)


def tidy_line(text: str, *, most: int) -> str:
    """Put a text on one line without marks that have no shape, and cut what is too long.

    Parameters
    ----------
    text
        Anything that a file holds.
    most
        How many signs to keep, the mark that says that it was cut included.
    """
    seen = "".join(" " if unicodedata.category(sign)[0] in _UNSEEN else sign for sign in text)
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def check_signs(text: str) -> None:
    """Refuse a text that no file can hold, such as a command line makes of broken bytes.

    Raises
    ------
    ParamsError
        If it holds half of a sign.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise ParamsError(
            "text-signs",
            expected="signs that can be written to a file",
            got="half of a sign",
            remedy="write the text again",
        ) from problem
