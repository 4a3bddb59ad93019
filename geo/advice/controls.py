"""Areas that went the same way before a placement, to hold the target against."""

from collections.abc import Collection, Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import ParamsError


@dataclass(frozen=True)
class ControlMatch:
    """An area that could be the control.

    Parameters
    ----------
    area
        Its label in the history.
    distance
        How far its history lies from the target's; about 1 where they differ as chance alone would
        make them.
    incidents
        In its whole history.
    """

    area: Hashable
    distance: float
    incidents: int


def match_controls(
    history: pd.DataFrame, target: Hashable, *, barred: Collection[Hashable] = (), most: int = 5
) -> list[ControlMatch]:
    """List the areas whose history is most like that of the target.

    Counts are compared period by period, so that level and course both matter, after a root that
    gives counts of every size the same spread: the root mean square of
    ``sqrt(2) * (sqrt(a + 3/8) - sqrt(b + 3/8))``.

    Parameters
    ----------
    history
        Counts before the placement: a row for each period, a column for each area.
    target
        Column of the target.
    barred
        Columns that cannot be a control, such as the buffer and areas that touch it.
    most
        How many to list.

    Returns
    -------
    list of ControlMatch
        The most alike first; ties in the order of the columns. Empty where no area is left.

    Raises
    ------
    ParamsError
        If the target has no column, or there is not one period.

    References
    ----------
    Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data. Biometrika
    35.
    """
    if target not in history.columns:
        raise ParamsError(
            "area-unknown",
            expected="an area that has a history",
            got=f"{target}",
            remedy="choose one of the areas",
            area=target,
        )
    if history.empty:
        raise ParamsError(
            "control-no-history",
            expected="at least one period before the placement",
            got="none",
            remedy="choose a start later in the data",
        )
    even = np.sqrt(history.to_numpy(np.float64) + 3 / 8)
    own = even[:, history.columns == target]
    distance = np.sqrt(2 * np.square(even - own).mean(axis=0))
    matches = [
        ControlMatch(area, float(apart), int(total))
        for area, apart, total in zip(
            history.columns, distance, history.sum(axis=0).to_numpy(), strict=True
        )
        if area != target and area not in barred
    ]
    return sorted(matches, key=lambda match: match.distance)[:most]
