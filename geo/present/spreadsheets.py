"""Tables as files that a spreadsheet opens safely: CSV and XLSX."""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import pandas as pd
import xlsxwriter

from geo.present.markup import drop_unseen, show_on_one_line

# A spreadsheet runs a text that begins like this.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")

_TABLE_SHEET: Final = "Tabel"
ACCOUNT_SHEET: Final = "Verantwoording"
_STAMPS: Final = ("Bron", "Gegevens", "Voor wie")
_WIDEST: Final = 60
# More than this a cell does not hold.
_LONGEST: Final = 32_767
# The file says when it was made; the same table has to give the same bytes.
_FIXED_TIME: Final = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SAFE: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """A heading, and labels with what is said of each."""

    heading: str
    facts: Facts


@dataclass(frozen=True)
class _Formats:
    heading: Any
    label: Any
    text: Any
    day: Any
    moment: Any


def render_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV that a spreadsheet opens safely: UTF-8 with mark and no formulas.

    Parameters
    ----------
    table
        A text or heading that begins like a formula gets a ``'`` before it; a number, also one
        written as text, stays as it is.
    """
    guarded = table.map(_guard).rename(columns=_guard)
    text = guarded.to_csv(index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    return text.encode("utf-8-sig")


def stamp_rows(table: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Let each row say itself what it rests on and for whom it is: a CSV has no other place.

    Parameters
    ----------
    table
        Rows that may say some of it already.
    facts
        Those without a source are left as they are.
    """
    told = dict(facts)
    if "Bron" not in told:
        return table
    missing = {name: told[name] for name in _STAMPS if name in told and name not in table}
    return table.assign(**missing)


def render_xlsx(table: pd.DataFrame, *, facts: Facts, account: Sequence[Section] = ()) -> bytes:
    """Write a table as a workbook: numbers and dates as such, every text as no more than text.

    Parameters
    ----------
    table
        Goes on the first sheet, its headings fixed at the top.
    facts
        Label and text of what the table must state about itself; begins the second sheet.
    account
        What more it answers for; goes below the facts.

    Returns
    -------
    bytes
        The same table and facts give the same bytes.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _SAFE) as book:
        book.set_properties({"created": _FIXED_TIME})
        formats = _add_formats(book)
        sheet = book.add_worksheet(_TABLE_SHEET)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table):
            _write_column(sheet, column, table[name], formats)
        _write_account(book.add_worksheet(ACCOUNT_SHEET), facts, account, formats)
    return buffer.getvalue()


def _add_formats(book: Any) -> _Formats:
    wrapped = {"text_wrap": True, "valign": "top"}
    return _Formats(
        heading=book.add_format({"bold": True, "bottom": 1}),
        label=book.add_format({"bold": True, **wrapped}),
        text=book.add_format(wrapped),
        day=book.add_format({"num_format": "dd-mm-yyyy"}),
        moment=book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
    )


def _write_column(sheet: Any, column: int, values: pd.Series, formats: _Formats) -> None:
    sheet.write_string(0, column, _clean(values.name), formats.heading)
    widest = len(str(values.name))
    for row, value in enumerate(values.astype("object").tolist(), start=1):
        if pd.isna(value):
            continue
        _write_cell(sheet, row, column, value, formats)
        widest = max(widest, len(str(value)))
    sheet.set_column(column, column, min(widest, _WIDEST) + 2)


def _write_cell(sheet: Any, row: int, column: int, value: object, formats: _Formats) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats.day)
    elif isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        sheet.write(row, column, value)
    else:
        sheet.write_string(row, column, _clean(value))


def _write_account(sheet: Any, facts: Facts, account: Sequence[Section], formats: _Formats) -> None:
    row = 0
    for section in (Section("", facts), *account):
        if section.heading:
            row += 1
            sheet.write_string(row, 0, _clean(section.heading), formats.heading)
            sheet.write_blank(row, 1, None, formats.heading)
            row += 1
        for label, text in section.facts:
            sheet.write_string(row, 0, _clean(label), formats.label)
            sheet.write_string(row, 1, _clean(text), formats.text)
            row += 1
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)


def _clean(value: object) -> str:
    return show_on_one_line(str(value))[:_LONGEST]


def _guard(value: object) -> object:
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    # First what cannot be seen: it would hide how the text begins.
    text = value if value.isprintable() else drop_unseen(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
