"""Wijken and hotspots of a whole country in order, out of what each part of the points counts."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.analysis.area_index import AreaIndex
from geo.analysis.areas import find_positions
from geo.analysis.rates import IS_ROUGH, RATE, RATE_HIGH, RATE_LOW, rate_per_thousand
from geo.analysis.trends import SMALL_COUNT

HOTSPOTS: Final = "hotspots"
IN_HOTSPOTS: Final = "in_hotspots"
SHARE_IN_HOTSPOTS: Final = "share_in_hotspots"
SHARE_IN_WIJK: Final = "share_in_wijk"
RANK_IN_WIJK: Final = "rank_in_wijk"
RATE_RANK: Final = "rate_rank"
RANK_BEST: Final = "rank_best"
RANK_WORST: Final = "rank_worst"

AREA_COLUMNS: Final = (
    schema.RANK,
    schema.AREA_CODE,
    schema.AREA_NAME,
    schema.INHABITANTS,
    schema.INCIDENTS,
    HOTSPOTS,
    IN_HOTSPOTS,
    SHARE_IN_HOTSPOTS,
    RATE,
    RATE_LOW,
    RATE_HIGH,
    IS_ROUGH,
    RATE_RANK,
    RANK_BEST,
    RANK_WORST,
)
HOTSPOT_COLUMNS: Final = (
    schema.RANK,
    schema.INCIDENTS,
    schema.WIJK_CODE,
    RANK_IN_WIJK,
    SHARE_IN_WIJK,
    schema.X,
    schema.Y,
)

_X_CM, _Y_CM = "x_cm", "y_cm"
_CM: Final = 100.0
_KEYS: Final = [schema.CLUSTER, schema.AREA_CODE]
_SUMS: Final = [schema.INCIDENTS, _X_CM, _Y_CM]
# An area code that no file can hold: points outside every area.
NOWHERE: Final = ""
_TYPES: Final = {schema.CLUSTER: "int64", schema.AREA_CODE: "str"} | dict.fromkeys(_SUMS, "int64")


def tally_part(part: pd.DataFrame, index: AreaIndex) -> pd.DataFrame:
    """Count the points of a part by hotspot and area.

    Whatever the parts, the sums of their tallies are the same to the last digit: coordinates are
    added up in whole centimetres.

    Parameters
    ----------
    part
        ``x`` and ``y`` (metres, in the coordinate system of the areas) and ``cluster`` (-1 in
        none), any index.
    index
        Areas to look in.

    Returns
    -------
    DataFrame
        A row for each pair that occurs: ``cluster``, ``area_code`` (empty outside every area),
        ``incidents``, and the sums ``x_cm`` and ``y_cm``.
    """
    areas = len(index.codes) + 1
    position = find_positions(part, index) + 1
    keys, pair = np.unique(
        (part[schema.CLUSTER].to_numpy(np.int64) + 1) * areas + position, return_inverse=True
    )
    names = np.array([NOWHERE, *index.codes], np.object_)
    sums = {
        name: _add_whole(np.rint(part[axis].to_numpy(np.float64) * _CM), pair, len(keys))
        for name, axis in ((_X_CM, schema.X), (_Y_CM, schema.Y))
    }
    tally = {
        schema.CLUSTER: keys // areas - 1,
        schema.AREA_CODE: pd.Series(names[keys % areas], dtype="str"),
        schema.INCIDENTS: np.bincount(pair, minlength=len(keys)),
        **sums,
    }
    # A code may belong to several shapes.
    return add_tallies([pd.DataFrame(tally)])


def add_tallies(tallies: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up the tallies of parts, in whatever order; in order of cluster and code."""
    nothing = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _TYPES.items()})
    joined = pd.concat([nothing, *tallies], ignore_index=True)
    return joined.groupby(_KEYS, as_index=False)[_SUMS].sum()


def rank_areas(tally: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Put areas in order of what was reported in them.

    A place in a list of thousands is hardly ever firm: beside the rank by rate stands the best and
    the worst rank that the intervals leave open. Of areas with few inhabitants or few incidents
    there is a rate with its interval, and no rank.

    Parameters
    ----------
    tally
        All points, as `add_tallies` returns it.
    areas
        ``area_code``, ``name`` and ``inhabitants`` of every area, those without points included.

    Returns
    -------
    DataFrame
        `AREA_COLUMNS`, in order of ``incidents``, then of code: ``hotspots`` of which most
        incidents lie here, incidents ``in_hotspots`` and the share that they make, the rate per
        1,000 inhabitants with its interval (95%), ``is_rough`` where that says little, and its
        rank (1 is the highest) with ``rank_best`` and ``rank_worst``.

    References
    ----------
    Goldstein & Spiegelhalter (1996), League tables and their limitations: statistical issues in
    comparisons of institutional performance. Journal of the Royal Statistical Society A 159.
    """
    known = areas.dropna(subset=[schema.AREA_CODE]).groupby(schema.AREA_CODE, sort=True)
    counted = _count_by_area(tally).reindex(list(known.groups), fill_value=0)
    inhabitants = known[schema.INHABITANTS].sum(min_count=1).reindex(counted.index)
    rates = rate_per_thousand(counted[schema.INCIDENTS], inhabitants)
    few = (counted[schema.INCIDENTS] < SMALL_COUNT).to_numpy()
    rates[IS_ROUGH] = rates[IS_ROUGH] | few
    table = pd.DataFrame(
        {
            schema.AREA_NAME: known[schema.AREA_NAME].first(),
            schema.INHABITANTS: inhabitants,
            **counted,
            SHARE_IN_HOTSPOTS: _share(counted[IN_HOTSPOTS], counted[schema.INCIDENTS]),
            **rates,
            **_rank_rates(rates),
        }
    ).rename_axis(schema.AREA_CODE)
    ordered = table.sort_values(schema.INCIDENTS, ascending=False, kind="stable").reset_index()
    ordered[schema.RANK] = np.arange(1, len(ordered) + 1)
    return ordered[list(AREA_COLUMNS)]


def rank_hotspots(tally: pd.DataFrame) -> pd.DataFrame:
    """Put the hotspots of all parts together in order.

    Returns
    -------
    DataFrame
        `HOTSPOT_COLUMNS`, in order of ``incidents``, then of code and place: ``wijk_code`` in
        which most of its incidents lie (the lowest of equals; missing where none lies in any), its
        rank among the hotspots of that wijk, the share of its incidents that lies there, and their
        mean ``x`` and ``y``, to the centimetre.
    """
    inside = tally[tally[schema.CLUSTER] != schema.NOISE]
    sums = inside.groupby(schema.CLUSTER)[_SUMS].sum()
    home = _find_homes(inside).reindex(sums.index)
    places = {
        axis: (sums[name] / sums[schema.INCIDENTS]).round() / _CM
        for axis, name in ((schema.X, _X_CM), (schema.Y, _Y_CM))
    }
    table = pd.DataFrame(
        {
            schema.INCIDENTS: sums[schema.INCIDENTS],
            schema.WIJK_CODE: home[schema.AREA_CODE],
            SHARE_IN_WIJK: home[schema.INCIDENTS] / sums[schema.INCIDENTS],
            **places,
        }
    )
    order = [schema.INCIDENTS, schema.WIJK_CODE, schema.X, schema.Y]
    ordered = table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    ordered[schema.RANK] = np.arange(1, len(ordered) + 1)
    ordered[RANK_IN_WIJK] = ordered.groupby(schema.WIJK_CODE, dropna=False).cumcount() + 1
    return ordered[list(HOTSPOT_COLUMNS)]


def _add_whole(
    values: NDArray[np.float64], group: NDArray[np.intp], groups: int
) -> NDArray[np.int64]:
    # Whole numbers are added without rounding up to 2**53: 150 million points in one group.
    whole: NDArray[np.int64] = np.bincount(group, values, groups).astype(np.int64)
    return whole


def _count_by_area(tally: pd.DataFrame) -> pd.DataFrame:
    inside = tally[tally[schema.CLUSTER] != schema.NOISE]
    by_area = {
        schema.INCIDENTS: tally.groupby(schema.AREA_CODE)[schema.INCIDENTS].sum(),
        HOTSPOTS: _find_homes(inside).groupby(schema.AREA_CODE).size(),
        IN_HOTSPOTS: inside.groupby(schema.AREA_CODE)[schema.INCIDENTS].sum(),
    }
    return pd.DataFrame(by_area).fillna(0).astype("int64")


def _find_homes(inside: pd.DataFrame) -> pd.DataFrame:
    """Find the area in which most incidents of each hotspot lie, the lowest code of equals."""
    known = inside[inside[schema.AREA_CODE] != NOWHERE]
    # The tally is in order of code: a stable sort leaves ties to the lowest.
    ordered = known.sort_values(schema.INCIDENTS, ascending=False, kind="stable")
    return ordered.drop_duplicates(schema.CLUSTER).set_index(schema.CLUSTER).sort_index()


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    # Of nothing there is no share.
    return part / whole.where(whole > 0)


def _rank_rates(rates: pd.DataFrame) -> dict[str, pd.Series]:
    firm = rates[~rates[IS_ROUGH] & rates[RATE].notna()]
    low, high = np.sort(firm[RATE_LOW]), np.sort(firm[RATE_HIGH])
    surely_above = len(firm) - np.searchsorted(low, firm[RATE_HIGH], side="right")
    surely_below = np.searchsorted(high, firm[RATE_LOW], side="left")
    ranks = {
        RATE_RANK: firm[RATE].rank(method="min", ascending=False),
        RANK_BEST: pd.Series(1 + surely_above, firm.index),
        RANK_WORST: pd.Series(len(firm) - surely_below, firm.index),
    }
    return {name: ranked.reindex(rates.index).astype("Int64") for name, ranked in ranks.items()}
