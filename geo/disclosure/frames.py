"""Frames of counts as an audience may see them: what is held back is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.analysis.trends import BEFORE, DIFFERENCE, HIGH, LOW, NOW, P_VALUE, PERCENT
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Key, Sum, Tables
from geo.disclosure.told import Count, Held, Reason
from geo.disclosure_params import Rules

_CHANGES = (DIFFERENCE, LOW, HIGH, P_VALUE, PERCENT)


@dataclass(frozen=True, eq=False)
class HeldFrame:
    """A frame of which counts are missing that may not be told, and how many, by reason."""

    frame: pd.DataFrame
    held: Mapping[Reason, int]


def withhold_counts(frame: pd.DataFrame, columns: Sequence[str], rules: Rules) -> HeldFrame:
    """Hold counts back of a table whose column totals are known, or can be looked up.

    Parameters
    ----------
    frame
        A row a category; together they make up the whole.
    columns
        Those that count.
    rules
        Of the audience.

    Returns
    -------
    HeldFrame
        The same rows; the columns may hold missing values. Where one of ``now`` and ``before`` is
        missing, all that follows from both is missing too.
    """
    present = [name for name in columns if name in frame]
    places = range(len(frame))
    counts: dict[Key, int] = {
        (name, place): int(frame[name].iloc[place]) for name in present for place in places
    }
    whole = {(name,): int(frame[name].sum()) for name in present}
    sums = [Sum((name,), tuple((name, place) for place in places)) for name in present]
    tables = Tables(
        counts | whole,
        tuple(one for one in sums if one.parts),
        untold=frozenset(key for key, count in whole.items() if count < rules.least_count),
        # The table next to this one, or a question of its own, tells the whole.
        known=frozenset(key for key, count in whole.items() if count >= rules.least_count),
    )
    told = withhold(tables, rules).told
    return show_marks(frame, {name: [told[name, place] for place in places] for name in present})


def show_marks(frame: pd.DataFrame, marks: Mapping[str, Sequence[Count]]) -> HeldFrame:
    """Put what is told of counts in the place of these, and leave out what follows from others.

    Parameters
    ----------
    frame
        With a column a name of ``marks``.
    marks
        Of each column what is told, a row each.
    """
    shown = frame.copy()
    for name, told in marks.items():
        counts = [None if isinstance(mark, Held) else mark for mark in told]
        shown[name] = pd.array(counts, dtype="Int64")
    if {NOW, BEFORE} <= marks.keys():
        gone = shown[[NOW, BEFORE]].isna().any(axis=1)
        for name in _CHANGES:
            shown[name] = shown[name].astype("Float64").mask(gone)
    return HeldFrame(shown, count_marks(mark for told in marks.values() for mark in told))


def count_marks(marks: Iterable[object]) -> dict[Reason, int]:
    """Count what is held back, by reason."""
    found = [mark for mark in marks if isinstance(mark, Held)]
    few = sum(mark is Held.FEW for mark in found)
    return {
        reason: count
        for reason, count in ((Reason.FEW, few), (Reason.PARTNER, len(found) - few))
        if count
    }
