"""Written coordinates as points in the workspace's coordinate system."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from geo.errors import IntakeError
from geo.intake.formats import WGS84
from geo.schema import Refusal

X: Final = "x"
Y: Final = "y"
FAULT: Final = "fault"

_WEB_MERCATOR = CRS.from_epsg(3857)
# A file is stopped when at least this share of its places fits nowhere, or fits another system.
_NEARLY_ALL = 0.9
# Fewer places than this, without another system that fits them, are refused one by one.
_LEAST_TO_STOP = 10
# As many places, evenly taken, tell what all of them are.
_ENOUGH = 50_000
# Municipalities near the edge of a grid's official area still use that grid.
_AREA_OF_USE_MARGIN_DEG = 2.0
# What stands where a number has a comma, and what it is to become, in this order.
_SEPARATORS = (
    (r"^[+-]?\d{1,3}(,\d{3})+\.\d*$", ",", ""),
    (r"^[+-]?\d{1,3}(\.\d{3})+,\d*$", ".", ""),
    (r"^[^.,]*,[^.,]*$", ",", "."),
)


@dataclass(frozen=True)
class Ground:
    """Where incidents may lie.

    Parameters
    ----------
    crs
        Coordinate system of the workspace, in metres.
    outline
        The municipality in that system; None where no areas are loaded, which skips the check.
    margin_m
        How far outside the outline a place may lie, in metres.
    """

    crs: CRS
    outline: BaseGeometry | None
    margin_m: float

    @cached_property
    def reach(self) -> BaseGeometry | None:
        """The outline with its margin, made ready to be asked many times; None without one."""
        if self.outline is None:
            return None
        reach: BaseGeometry = shapely.buffer(self.outline, self.margin_m)
        shapely.prepare(reach)
        return reach


def parse_numbers(texts: pa.ChunkedArray) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Read decimal numbers, with a point or a comma.

    Thousands may be grouped by the other of the two where a decimal follows (``100.700,5``).

    Returns
    -------
    numbers
        Shape ``(n,)``; NaN where empty or unreadable.
    empty
        Shape ``(n,)``.
    """
    # A chunk at a time: a copy of a whole column is a large part of a large file.
    parts = [_parse_chunk(chunk) for chunk in texts.chunks]
    numbers = np.concatenate([np.empty(0), *(found for found, _ in parts)])
    empty = np.concatenate([np.empty(0, np.bool_), *(found for _, found in parts)])
    return numbers, empty


def has_decimal_comma(texts: pa.ChunkedArray) -> bool:
    """Whether the first numbers of a column are written with a comma."""
    return bool(pc.any(pc.match_substring(texts.slice(0, 1000), ",")).as_py())


def name_crs(crs: CRS) -> str:
    """Name by which people look a coordinate system up."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def read_places(
    first: pa.ChunkedArray, second: pa.ChunkedArray, crs: CRS, ground: Ground
) -> pd.DataFrame:
    """Read places and bring them into the workspace's coordinate system.

    Parameters
    ----------
    first, second
        Columns of text: x and y, or longitude and latitude.
    crs
        Coordinate system in which they are written; order is always x, y or longitude, latitude.
    ground
        Where incidents may lie.

    Returns
    -------
    DataFrame
        ``x``, ``y`` in metres (NaN where there is a fault) and ``fault`` (a `Refusal` or missing),
        index 0..n-1. ``no-place`` stands for zero coordinates, or where one of them is empty.
    """
    (a, a_empty), (b, b_empty) = parse_numbers(first), parse_numbers(second)
    empty = a_empty | b_empty | ((a == 0) & (b == 0))
    unreadable = ~(np.isfinite(a) & np.isfinite(b))
    x, y = _transform(a, b, crs, ground.crs)
    faults = (
        (empty, Refusal.NO_PLACE),
        (unreadable, Refusal.UNREADABLE_NUMBER),
        (~_is_possible(x, y, ground.crs), Refusal.IMPOSSIBLE_PLACE),
        (~_is_inside(x, y, ground), Refusal.OUTSIDE),
    )
    fault = np.select([found for found, _ in faults], [why.value for _, why in faults], default="")
    faulty = fault != ""
    return pd.DataFrame(
        {
            X: np.where(faulty, np.nan, x),
            Y: np.where(faulty, np.nan, y),
            FAULT: pd.Series(fault, dtype="str").replace("", None),
        }
    )


def check_crs(first: pa.ChunkedArray, second: pa.ChunkedArray, crs: CRS, ground: Ground) -> None:
    """Stop a file whose coordinates are swapped or belong to another system.

    Raises
    ------
    IntakeError
        If nearly all places (90%) fit nowhere as they are described, and fit when they are
        swapped or read as longitude and latitude, in the workspace's grid or in web Mercator; or
        if nearly all of ten or more places are impossible.
    """
    (a, _), (b, _) = parse_numbers(first), parse_numbers(second)
    written = np.isfinite(a) & np.isfinite(b) & ~((a == 0) & (b == 0))
    step = max(1, int(written.sum()) // _ENOUGH)
    a, b = a[written][::step], b[written][::step]
    if not len(a) or _fitting_share(a, b, crs, ground) > 1 - _NEARLY_ALL:
        return
    swapped = f"swapped coordinates (order y, x instead of x, y in {name_crs(crs)})"
    guesses = [(swapped, b, a, crs)]
    for other in (WGS84, ground.crs, _WEB_MERCATOR):
        guesses.append((f"coordinates that fit {name_crs(other)}", a, b, other))
        guesses.append((f"coordinates that fit {name_crs(other)} in the order y, x", b, a, other))
    for description, x, y, guess in guesses:
        if _fitting_share(x, y, guess, ground) >= _NEARLY_ALL:
            raise _wrong_crs(description, crs)
    possible = _is_possible(*_transform(a, b, crs, ground.crs), ground.crs)
    if len(a) >= _LEAST_TO_STOP and possible.mean() <= 1 - _NEARLY_ALL:
        raise _wrong_crs("coordinates that lie nowhere near", crs)


def _parse_chunk(texts: pa.Array) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    trimmed = pc.utf8_trim_whitespace(texts)
    is_empty = pc.fill_null(pc.equal(trimmed, ""), True)  # noqa: FBT003
    if pc.any(pc.match_substring(trimmed, ",")).as_py():
        for pattern, mark, instead in _SEPARATORS:
            found = pc.match_substring_regex(trimmed, pattern)
            trimmed = pc.if_else(found, pc.replace_substring(trimmed, mark, instead), trimmed)
    written = pc.if_else(is_empty, pa.scalar(None, pa.string()), trimmed)
    return _cast_numbers(written), is_empty.to_numpy(zero_copy_only=False)


def _cast_numbers(written: pa.Array) -> NDArray[np.float64]:
    numbers: NDArray[np.float64]
    try:
        numbers = written.cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        # One that is no number stops the cast of all; pandas passes over it, far more slowly.
        numbers = pd.to_numeric(written.to_pandas(), errors="coerce").to_numpy(np.float64)
    return numbers


def _fitting_share(
    x: NDArray[np.float64], y: NDArray[np.float64], crs: CRS, ground: Ground
) -> float:
    moved = _transform(x, y, crs, ground.crs)
    # Without areas only the grid's official area tells a place from its mirror image.
    margin_deg = 0.0 if ground.outline is None else _AREA_OF_USE_MARGIN_DEG
    fits = _is_possible(*moved, ground.crs, margin_deg=margin_deg) & _is_inside(*moved, ground)
    return float(fits.mean())


def _wrong_crs(got: str, crs: CRS) -> IntakeError:
    return IntakeError(
        "coordinates-misread",
        expected=f"coordinates in {name_crs(crs)}, as the mapping says",
        got=got,
        remedy="correct the columns or the crs in the mapping; nothing was imported",
        crs=name_crs(crs),
    )


@lru_cache(maxsize=16)
def find_way(source: CRS, target: CRS) -> Transformer:
    """Find the way from one coordinate system to another, x before y.

    Raises
    ------
    IntakeError
        If there is none: a drawing may have a system of its own.
    """
    try:
        return Transformer.from_crs(source, target, always_xy=True)
    except ProjError as problem:
        raise IntakeError(
            "crs-apart",
            expected=f"a coordinate system from which a way leads to {name_crs(target)}",
            got=name_crs(source),
            remedy="export the file in the coordinate system of the municipality",
            crs=name_crs(source),
            target=name_crs(target),
        ) from problem


def _transform(
    x: NDArray[np.float64], y: NDArray[np.float64], source: CRS, target: CRS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if source == target:
        return x, y
    if source.is_geographic:
        off_globe = (np.abs(x) > 180) | (np.abs(y) > 90)  # noqa: PLR2004 - degrees on the globe
        x, y = np.where(off_globe, np.nan, x), np.where(off_globe, np.nan, y)
    moved_x, moved_y = find_way(source, target).transform(x, y)
    return moved_x, moved_y


def _is_possible(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    crs: CRS,
    *,
    margin_deg: float = _AREA_OF_USE_MARGIN_DEG,
) -> NDArray[np.bool_]:
    west, south, east, north = _bounds_of_use(crs, margin_deg)
    possible: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return possible


@lru_cache(maxsize=16)
def _bounds_of_use(crs: CRS, margin_deg: float) -> tuple[float, float, float, float]:
    area = crs.area_of_use
    if area is None:
        return (-np.inf, -np.inf, np.inf, np.inf)
    bounds = find_way(WGS84, crs).transform_bounds(
        area.west - margin_deg,
        max(area.south - margin_deg, -90),
        area.east + margin_deg,
        min(area.north + margin_deg, 90),
    )
    return (bounds[0], bounds[1], bounds[2], bounds[3])


def _is_inside(x: NDArray[np.float64], y: NDArray[np.float64], ground: Ground) -> NDArray[np.bool_]:
    if ground.reach is None:
        return np.ones(len(x), np.bool_)
    inside: NDArray[np.bool_] = shapely.intersects_xy(ground.reach, x, y)
    return inside
