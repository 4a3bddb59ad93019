"""The table of all themes as it hangs together with the table that each theme has of its own."""

from dataclasses import replace

from geo.analysis.trends import BEFORE, NOW
from geo.disclosure import Rules
from geo.disclosure.frames import HeldFrame, show_marks
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Sum, Tables
from geo.service.answers import ThemeComparison

_TOTAL = "total"


def withhold_comparison(
    comparison: ThemeComparison, rules: Rules
) -> tuple[ThemeComparison, list[HeldFrame]]:
    """Hold back the themes that are few, and the total where it would give one away.

    A theme that is not few is told by its own table, whatever is held back here: only the total
    can keep another apart.

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
    columns = [name for name in (NOW, BEFORE) if name in themes]
    rows = range(len(themes))
    counts: dict[Key, int] = {
        (name, place): int(themes[name].iloc[place]) for name in columns for place in rows
    }
    known = frozenset(key for key, count in counts.items() if count >= rules.least_count)
    wholes: dict[Key, int] = {(name, _TOTAL): int(total[name].iloc[0]) for name in columns}
    sums = [Sum((name, _TOTAL), tuple((name, place) for place in rows)) for name in columns]
    told = withhold(
        Tables(counts | wholes, tuple(one for one in sums if one.parts), known=known), rules
    ).told
    shown = show_marks(themes, {name: [told[name, place] for place in rows] for name in columns})
    whole = show_marks(total, {name: [told[name, _TOTAL]] for name in columns})
    return replace(comparison, themes=shown.frame, total=whole.frame), [shown, whole]
