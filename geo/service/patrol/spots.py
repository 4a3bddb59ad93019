"""Places of several themes that are one to whoever stands there."""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.service.patrol.answers import LABEL, TOTAL
from geo.service.patrol.places import Candidates
from geo.visit_params import DosageRules

# As near as stops are one place where presence is counted.
SAME_PLACE_M: Final = DosageRules().same_place_m


def unite_near(candidates: Candidates) -> Candidates:
    """Make one place of those of several themes that lie near each other.

    Whoever stands on one of them stands on the other: apart they would be visited one right after
    the other, or for two organisations at a time. The place of which most is expected stays, and is
    worth all of them together; its reason names the others. Places of one theme stay apart.

    Parameters
    ----------
    candidates
        Of which something is known.

    Returns
    -------
    Candidates
        In the same order, without those that went into another.
    """
    leads = _find_leads(candidates.places)
    rates = np.zeros_like(candidates.rates)
    np.add.at(rates, leads, candidates.rates)
    total = np.zeros(len(leads))
    np.add.at(total, leads, candidates.places[TOTAL].to_numpy(np.float64))
    reasons = tuple(
        replace(reason, also=_list_others(candidates.places, leads, row))
        for row, reason in enumerate(candidates.reasons)
    )
    united = Candidates(candidates.places.assign(**{TOTAL: total}), rates, reasons)
    return united.select(leads == np.arange(len(leads)))


def _find_leads(places: pd.DataFrame) -> np.ndarray:
    """Find for each place the one that it goes into, itself or another; rows, shape ``(n,)``."""
    xy = places[[schema.X, schema.Y]].to_numpy(np.float64)
    theme = places[schema.THEME].tolist()
    leads = np.arange(len(places))
    themes: dict[int, set[str]] = {}
    for row in np.argsort(-places[TOTAL].to_numpy(np.float64), kind="stable").tolist():
        apart = {
            lead: float(np.hypot(*(xy[lead] - xy[row])))
            for lead, there in themes.items()
            if theme[row] not in there
        }
        nearest = min(apart, key=apart.__getitem__, default=row)
        if apart.get(nearest, np.inf) <= SAME_PLACE_M:
            leads[row] = nearest
        themes.setdefault(int(leads[row]), set()).add(theme[row])
    return leads


def _list_others(places: pd.DataFrame, leads: np.ndarray, row: int) -> tuple[tuple[str, int], ...]:
    others = places[(leads == row) & (np.arange(len(leads)) != row)]
    return tuple(
        (str(label), int(count))
        for label, count in zip(others[LABEL], others[schema.INCIDENTS], strict=True)
    )
