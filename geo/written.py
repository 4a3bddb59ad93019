"""What people write in a field, held against what can be read and kept."""

import unicodedata

from geo.errors import ParamsError

# Spaces, marks without a shape, and what stands for no sign at all.
_UNSEEN = frozenset("CZ")


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: spaces, or marks that have no shape."""
    return all(unicodedata.category(sign)[0] in _UNSEEN for sign in text)


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
