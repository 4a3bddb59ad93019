"""Tables as files that a spreadsheet opens safely: CSV and XLSX."""

import csv
import io
import re
from datetime import UTC, date, datetime
from typing import Any, Final

import pandas as pd
import xlsxwriter

# A spreadsheet runs a text that begins like this.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"[+-]?\d+([.,]\d+)?")

_TABLE_SHEET: Final = "Tabel"
_FACTS_SHEET: Final = "Toelichting"
_WIDEST: Final = 60
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


def render_xlsx(table: pd.DataFrame, *, facts: Facts) -> bytes:
    """Write a table as a workbook: numbers and dates as such, every text as no more than text.

    Parameters
    ----------
    table
        Goes on the first sheet, its headings fixed at the top.
    facts
        Label and text of what the table must state about itself; goes on the second sheet.

    Returns
    -------
    bytes
        The same table and facts give the same bytes.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _SAFE) as book:
        book.set_properties({"created": _FIXED_TIME})
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet(_TABLE_SHEET)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(table):
            _write_column(sheet, column, table[name], heading=bold, day=day)
        notes = book.add_worksheet(_FACTS_SHEET)
        for row, (label, text) in enumerate(facts):
            notes.write_string(row, 0, label, bold)
            notes.write_string(row, 1, text)
        notes.set_column(0, 0, 28)
        notes.set_column(1, 1, 90)
    return buffer.getvalue()


def _write_column(sheet: Any, column: int, values: pd.Series, *, heading: Any, day: Any) -> None:
    sheet.write_string(0, column, str(values.name), heading)
    widest = len(str(values.name))
    for row, value in enumerate(values.astype("object").tolist(), start=1):
        if pd.isna(value):
            continue
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, bool | int | float):
            sheet.write(row, column, value)
        else:
            sheet.write_string(row, column, str(value))
        widest = max(widest, len(str(value)))
    sheet.set_column(column, column, min(widest, _WIDEST) + 2)


def _guard(value: object) -> object:
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
