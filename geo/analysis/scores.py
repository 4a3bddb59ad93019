"""How well a ranking of cells fits what happened later."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import ParamsError

Figures = NDArray[np.float64]

SHARE: Final = "share"
CELLS: Final = "cells"
HITS: Final = "hits"
HIT_RATE: Final = "hit_rate"
PAI: Final = "pai"
PEI: Final = "pei"
RRI: Final = "rri"
SER: Final = "ser"


@dataclass(frozen=True, eq=False)
class Trial:
    """A ranking of cells and what happened in them afterwards.

    Parameters
    ----------
    expected
        Shape ``(n,)``: what the method expects in each cell, before the fact.
    observed
        Shape ``(n,)``: incidents that came.
    """

    expected: Figures
    observed: Figures


def score_trial(trial: Trial, shares: tuple[float, ...], *, cell_km2: float) -> pd.DataFrame:
    """Score the cells that a method ranks highest, at several shares of the area.

    With n the incidents in the flagged area a, and N and A the totals: hit rate = n / N;
    PAI = (n / N) / (a / A); PEI = PAI over the highest PAI that any choice of as much area has;
    RRI = sum expected / sum observed in the flagged cells, 1 being calibrated; SER = n per km2.
    Where cells tie at the edge of the flagged area, each gives its part of the hits: what a draw
    by lot would give on average, so that a method of many ties, such as counting, is not wronged.

    Parameters
    ----------
    trial
        What was expected and what came.
    shares
        Parts of the area to flag, each over 0 and up to 1; rounded to whole cells, at least one.
    cell_km2
        Area of a cell.

    Returns
    -------
    DataFrame
        A row a share: ``share, cells, hits, hit_rate, pai, pei, rri, ser``. Rates are missing
        where nothing happened.

    Raises
    ------
    ParamsError
        If a share is out of range.

    References
    ----------
    Chainey, Tompson & Uhlig (2008), The utility of hotspot mapping for predicting spatial patterns
    of crime. Security Journal 21. Hunt (2016), Do crime hot spots move? (PEI). Drawve, Moak &
    Berthelot (2016), Predictability of gun crimes. Policing & Society 26 (RRI).
    """
    _check_shares(shares)
    whole = trial.observed.sum()
    rows = []
    for share in shares:
        flags = flag_cells(trial.expected, share)
        cells = flags.sum()
        hits = float(flags @ trial.observed)
        best = float(flag_cells(trial.observed, share) @ trial.observed)
        rows.append(
            {
                SHARE: share,
                CELLS: round(cells),
                HITS: hits,
                HIT_RATE: _ratio(hits, whole),
                PAI: _ratio(_ratio(hits, whole), cells / len(flags)),
                PEI: _ratio(hits, best),
                RRI: _ratio(float(flags @ trial.expected), hits),
                SER: hits / (cells * cell_km2),
            }
        )
    return pd.DataFrame(rows)


def flag_cells(expected: Figures, share: float) -> Figures:
    """Return how much of each cell is flagged: 1, 0, or a part where cells tie at the edge."""
    wanted = count_flagged(share, len(expected))
    edge = np.partition(expected, len(expected) - wanted)[len(expected) - wanted]
    above, level = expected > edge, expected == edge
    flags: Figures = above + level * ((wanted - above.sum()) / level.sum())
    return flags


def count_flagged(share: float, cells: int) -> int:
    """Return how many of the cells are flagged: whole ones, at least one."""
    return max(1, round(share * cells))


def accumulate_pai(trial: Trial) -> pd.DataFrame:
    """Return PAI and PEI cell by cell from the highest expectation down.

    Among cells that tie, the one with the fewest incidents comes first.

    Returns
    -------
    DataFrame
        ``pai`` and ``pei``, a row a cell of the flagged area.
    """
    order = np.lexsort((trial.observed, -trial.expected))
    part = np.arange(1, len(order) + 1) / len(order)
    found = trial.observed[order].cumsum()
    best = np.sort(trial.observed)[::-1].cumsum()
    return pd.DataFrame({PAI: found / trial.observed.sum() / part, PEI: found / best})


def _check_shares(shares: tuple[float, ...]) -> None:
    for share in shares:
        if not 0 < share <= 1:
            raise ParamsError(
                "share-out-of-range",
                expected="shares of the area over 0 and up to 1",
                got=f"{share}",
                remedy="give a share such as 0.03",
                share=share,
            )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
