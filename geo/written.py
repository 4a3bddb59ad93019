"""What people write in a field, held against what can be read and kept."""

import re
import unicodedata
from typing import Final

from geo.errors import ParamsError

# A function or desk, with its number and address: what fits on a line of a sheet or two.
MOST_CONTACT: Final = 120
# Spaces, marks without a shape, and what stands for no sign at all.
_UNSEEN = frozenset("CZ")

_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_APART: Final = r"[\s().\-/]*"
_PHONE: Final = re.compile(rf"(?<!\d)(?:\+31|0031|0){_APART}[1-9](?:{_APART}\d){{8}}(?!\d)")
# Two of them beside each other look like one.
_DATE: Final = re.compile(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)")
_NINE_DIGITS: Final = re.compile(r"(?<!\d)(?:\d[ .]?){8}\d(?!\d)")
_ACCOUNT: Final = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){10}\b", re.IGNORECASE)
# Three groups of one to three letters or digits, six signs together.
_PLATE: Final = re.compile(
    r"(?<![\w-])([a-z]{1,3}|\d{1,3})-([a-z]{1,3}|\d{1,3})-([a-z]{1,3}|\d{1,3})(?![\w-])",
    re.IGNORECASE,
)
# Written as one word, in capitals. Four digits and two letters are a postcode as well.
_PLATE_WORD: Final = re.compile(
    r"\b(?:[A-Z]{2}\d{4}|\d{2}[A-Z]{2}\d{2}|[A-Z]{2}\d{2}[A-Z]{2}|[A-Z]{4}\d{2}|\d{2}[A-Z]{4}"
    r"|\d{2}[A-Z]{3}\d|\d[A-Z]{3}\d{2}|[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}|[A-Z]{3}\d{2}[A-Z]"
    r"|[A-Z]\d{2}[A-Z]{3}|\d[A-Z]{2}\d{3}|\d{3}[A-Z]{2}\d)\b"
)
_PLATE_SIGNS: Final = 6
_BSN_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_BSN_DIVISOR: Final = 11


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


def check_impersonal(text: str) -> None:
    """Refuse a text with something by which a person is found.

    Looked for are what has a shape of its own: mail addresses, telephone numbers, citizen service
    numbers, account numbers and licence plates. A name has none, so that whoever asks for a text
    has to say that names do not belong in it.

    Raises
    ------
    ParamsError
        If it holds one of them.

    References
    ----------
    The test of eleven of the burgerservicenummer: Logisch ontwerp BSN, RvIG.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    if _MAIL.search(plain):
        raise _personal("text-mail", "an e-mail address")
    if _ACCOUNT.search(plain):
        raise _personal("text-account", "the number of a bank account")
    if _PHONE.search(_DATE.sub(" ; ", plain)):
        raise _personal("text-phone", "a telephone number")
    if any(_is_citizen_number(found[0]) for found in _NINE_DIGITS.finditer(plain)):
        raise _personal("text-bsn", "a citizen service number")
    if _PLATE_WORD.search(plain) or any(map(_is_plate, _PLATE.findall(plain))):
        raise _personal("text-plate", "a licence plate")


def _personal(key: str, got: str) -> ParamsError:
    return ParamsError(
        key,
        expected="a text without anything by which a person is found",
        got=got,
        remedy="leave it out; what is kept here is about places, not about people",
    )


def _is_citizen_number(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits, _BSN_WEIGHTS, strict=True))
    return total > 0 and total % _BSN_DIVISOR == 0


def _is_plate(groups: tuple[str, str, str]) -> bool:
    signs = "".join(groups)
    return len(signs) == _PLATE_SIGNS and not signs.isdigit() and not signs.isalpha()
