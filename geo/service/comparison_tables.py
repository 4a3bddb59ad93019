"""The table of all themes as it hangs together with the table that each theme has of its own."""

from dataclasses import replace

import pandas as pd

from geo.analysis.trends import BEFORE, NOW
from geo.disclosure import Count, Rules
from geo.disclosure.frames import HeldFrame, show_marks
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Tables
from geo.service.answers import ThemeComparison
from geo.service.pieces import THEME, TOTAL, Piece, join_pieces, split_none


def hold_themes(themes: pd.DataFrame, rules: Rules) -> dict[Key, Count]:
    """Hold back the themes that are few, and the total where it would give one away.

    A theme that is not few is told by its own table, whatever is held back here: only the total
    can keep another apart. Each period is held back by itself alone.

    Parameters
    ----------
    themes
        On the name of each theme, with its true counts.
    rules
        Of the audience.

    Returns
    -------
    dict
        What is told of ``(THEME, theme, column)`` and of ``(TOTAL, column)``.
    """
    piece = lay_themes(themes)
    totals = {one.whole for one in piece.sums}
    known = frozenset(
        key
        for key, count in piece.counts.items()
        if count >= rules.least_count and key not in totals
    )
    return dict(withhold(Tables(piece.counts, piece.sums, known=known), rules).told)


def lay_themes(themes: pd.DataFrame) -> Piece:
    """Lay out the count of every theme, and their total, now and before."""
    pieces = []
    for column in _list_columns(themes):
        counts: dict[Key, int] = {
            (THEME, theme, column): int(count)
            for theme, count in zip(themes.index, themes[column], strict=True)
        }
        pieces.append(split_none((TOTAL, column), counts))
    return join_pieces(pieces)


def withhold_comparison(
    comparison: ThemeComparison, rules: Rules
) -> tuple[ThemeComparison, list[HeldFrame]]:
    """Hold counts back in the frames of a comparison, as `hold_themes` does.

    Parameters
    ----------
    comparison
        With its true counts.
    rules
        Of the audience.

    Returns
    -------
    tuple of ThemeComparison and list of HeldFrame
        The comparison as it may be told, and its frames with how much was held back in each.
    """
    themes, total = comparison.themes, comparison.total
    told = hold_themes(themes, rules)
    columns = _list_columns(themes)
    shown = show_marks(
        themes, {name: [told[THEME, theme, name] for theme in themes.index] for name in columns}
    )
    whole = show_marks(total, {name: [told[TOTAL, name]] for name in columns})
    return replace(comparison, themes=shown.frame, total=whole.frame), [shown, whole]


def _list_columns(themes: pd.DataFrame) -> list[str]:
    return [name for name in (NOW, BEFORE) if name in themes]
