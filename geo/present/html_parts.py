"""Parts of a page as HTML: tables that scroll inside themselves, key figures and links."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from geo.present.markup import escape
from geo.present.wording import say_number

_FEW_COLUMNS: Final = 4

# How legends and lists of lines look, on the screen and on a page that is mailed.
LISTS_STYLE: Final = Path(__file__).with_name("lists.css").read_text(encoding="utf-8")


def table_html(
    table: pd.DataFrame,
    *,
    label: str,
    left: Collection[str] = (),
    marked: Collection[int] = (),
    totals: Collection[int] = (),
) -> str:
    """Return a table as HTML; a stretch of its own scrolls where the screen is narrow.

    Parameters
    ----------
    table
        Dutch headings, whole numbers and texts; the first column names the row. An empty text is
        shown as ``-``.
    label
        What the table is about, for who hears it.
    left
        Columns, beside the first, that hold words and no figures.
    marked
        Positions of the rows that people chose.
    totals
        Positions of the rows that sum up.
    """
    aligned = ["" if name in left else ' class="hk-figure"' for name in table.columns[1:]]
    first, *others = map(str, table.columns)
    head = f'<th scope="col">{escape(first)}</th>' + "".join(
        f'<th scope="col"{place}>{escape(name)}</th>'
        for name, place in zip(others, aligned, strict=True)
    )
    rows = "".join(
        _row(cells, aligned, chosen=place in marked, total=place in totals)
        for place, cells in enumerate(table.astype(object).to_numpy().tolist())
    )
    # Figures stand close to the name that they belong to, also where there are few.
    size = " hk-short" if len(others) < _FEW_COLUMNS else ""
    return (
        f'<div class="hk-table{size}" role="region" tabindex="0" aria-label="{escape(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def figures_html(figures: Sequence[tuple[str, str, str]]) -> str:
    """Return key figures as HTML, in a row or, on a phone, two by two.

    Parameters
    ----------
    figures
        Label, value and a word about it.
    """
    cards = "".join(
        f"<div><dt>{escape(label)}</dt><dd><b>{escape(value)}</b>"
        f"<span>{escape(note)}</span></dd></div>"
        for label, value, note in figures
    )
    return f'<dl class="hk-figures">{cards}</dl>'


def links_html(links: Sequence[tuple[str, str]]) -> str:
    """Return links below each other as HTML, each as label and address."""
    items = "".join(
        f'<li><a href="{escape(address)}">{escape(label)}</a></li>' for label, address in links
    )
    return f'<ul class="hk-links">{items}</ul>'


def _row(cells: Sequence[int | str], aligned: Sequence[str], *, chosen: bool, total: bool) -> str:
    kind = ' class="hk-chosen-row"' if chosen else ' class="hk-total"' if total else ""
    # Not by colour alone: who hears the table is told too.
    mark = " <em>gekozen</em>" if chosen else ""
    first, *others = map(_say, cells)
    rest = "".join(
        f"<td{place}>{escape(text)}</td>" for text, place in zip(others, aligned, strict=True)
    )
    return f'<tr{kind}><th scope="row">{escape(first)}{mark}</th>{rest}</tr>'


def _say(cell: int | str) -> str:
    return say_number(cell) if isinstance(cell, int) else cell or "-"
