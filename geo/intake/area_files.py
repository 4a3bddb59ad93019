"""Files of areas in any supported format, as one typed frame."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError

from geo import schema
from geo.errors import BoundaryError
from geo.intake.files import FileKind, find_json_crs, open_json, read_geopackage, sniff_kind
from geo.intake.parquet_files import read_geoparquet
from geo.intake.sizes import check_features
from geo.settings import AreaColumns
from geo.written import MOST_CONTACT, tidy_line

_LONGITUDE_LATITUDE = CRS.from_authority("OGC", "CRS84")
_EARTH = (-180, -90, 180, 90)
_POLYGONAL = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_EXAMPLES = 3
# Twice around the earth: farther is no place in any projection.
_FARTHEST_M = 1e8
# Up to here a fraction tells every whole number from the next.
_EXACT = 2.0**53


@dataclass(frozen=True)
class AreaFile:
    """What a file of areas is seen to hold before it is read.

    Parameters
    ----------
    areas
        Number of shapes.
    crs
        Name of the coordinate system that it states.
    columns
        Every column but the shapes.
    code_column, name_column
        Those that are known by their names; None where none is.
    """

    areas: int
    crs: str
    columns: tuple[str, ...]
    code_column: str | None
    name_column: str | None


def inspect_area_file(
    path: Path, *, columns: AreaColumns, layer_name: str | None = None
) -> AreaFile:
    """Look what a file of areas holds, so that people can choose its columns.

    Parameters
    ----------
    path, columns, layer_name
        As for `read_area_file`.

    Raises
    ------
    IntakeError
        If the file cannot be read, states no coordinate system, or holds anything but polygons.
    """
    shapes = open_shapes(path, layer_name=layer_name)
    _check_shapes(shapes, path.name)
    return AreaFile(
        len(shapes),
        _known_crs(shapes, path.name).name,
        _list_columns(shapes),
        pick_column(shapes, columns.code),
        pick_column(shapes, columns.name),
    )


def read_area_file(
    path: Path, *, columns: AreaColumns, crs: CRS, layer_name: str | None = None
) -> gpd.GeoDataFrame:
    """Read areas from a GeoJSON, GeoPackage or GeoParquet file.

    Parameters
    ----------
    path
        The file; what it is, is found out from its content.
    columns
        Names under which the file may hold each column, whatever their case.
    crs
        Coordinate system to return.
    layer_name
        Layer to take from a GeoPackage that holds several.

    Returns
    -------
    GeoDataFrame
        As `read_area_features` returns it.

    Raises
    ------
    IntakeError
        If the file cannot be read, states no coordinate system, lacks a column, or holds
        anything but polygons.
    """
    return _frame_areas(open_shapes(path, layer_name=layer_name), columns, crs, path.name)


def read_area_features(
    content: object, *, columns: AreaColumns, crs: CRS, origin: str
) -> gpd.GeoDataFrame:
    """Read areas from GeoJSON that has been parsed.

    Nothing is repaired: double and missing codes and invalid rings come through. A figure below
    zero is a withheld one and becomes missing. A contact point is put on one line and cut short.

    Parameters
    ----------
    content
        A FeatureCollection; without a ``crs`` member in longitude and latitude.
    columns
        Names under which the features may hold each column, whatever their case.
    crs
        Coordinate system to return.
    origin
        Name of the file or service, for messages.

    Returns
    -------
    GeoDataFrame
        Columns ``schema.AREA_COLUMNS``, sorted by code, index from 0 upwards.

    Raises
    ------
    IntakeError
        If this is no FeatureCollection of polygons with the columns that are needed.
    """
    return _frame_areas(open_features(content, origin), columns, crs, origin)


def open_shapes(path: Path, *, layer_name: str | None = None) -> gpd.GeoDataFrame:
    """Read shapes of any kind from a GeoJSON, GeoPackage or GeoParquet file, as they are.

    Raises
    ------
    IntakeError
        If the file is none of these or cannot be read.
    """
    kind = sniff_kind(path)
    if kind is FileKind.JSON:
        return open_features(open_json(path), path.name)
    if kind is FileKind.GEOPACKAGE:
        return read_geopackage(path, layer=layer_name)
    if kind is FileKind.PARQUET:
        return read_geoparquet(path)
    raise BoundaryError(
        "area-file-kind",
        expected=f"GeoJSON, GeoPackage or GeoParquet in {path.name}",
        got=kind.upper(),
        remedy="export the layer again as one of these",
        file=path.name,
    )


def open_features(content: object, origin: str) -> gpd.GeoDataFrame:
    """Read shapes of any kind from GeoJSON that has been parsed, as they are.

    Raises
    ------
    IntakeError
        If this is no FeatureCollection, or its places fit no coordinate system that it states.
    """
    stated = find_json_crs(Path(origin), content)
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise _damaged(origin, "JSON that is no FeatureCollection")
    try:
        check_features(features, origin)
        with np.errstate(invalid="ignore"):
            shapes = gpd.GeoDataFrame.from_features(features, crs=stated or _LONGITUDE_LATITUDE)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise _damaged(origin, f"a feature that is not GeoJSON ({problem})") from problem
    except (OverflowError, RecursionError, ShapelyError) as problem:
        raise _damaged(origin, f"a geometry that cannot be drawn ({problem})") from problem
    if stated is None:
        _check_degrees(shapes, origin)
    return shapes


def _check_degrees(shapes: gpd.GeoDataFrame, origin: str) -> None:
    west, south, east, north = _EARTH
    corners = _corners(shapes)
    outside = (corners < (west, south)) | (corners > (east, north))
    if outside.any():
        x, y = corners[outside.any(axis=1)][0]
        raise BoundaryError(
            "crs-unstated",
            expected=f"longitude and latitude in {origin}, which states no coordinate system",
            got=f"the place {x:g}, {y:g}",
            remedy="export the file with its coordinate system stated, or as GeoPackage",
            file=origin,
            place=f"{x:g}, {y:g}",
        )


def _frame_areas(
    shapes: gpd.GeoDataFrame, columns: AreaColumns, crs: CRS, origin: str
) -> gpd.GeoDataFrame:
    _check_shapes(shapes, origin)
    placed = reproject(shapes, crs, origin)
    codes = _texts(shapes[_find_column(shapes, columns.code, "code", origin)])
    names = _texts(shapes[_find_column(shapes, columns.name, "name", origin)])
    areas = gpd.GeoDataFrame(
        {
            schema.AREA_CODE: codes,
            schema.AREA_NAME: names.where(names.notna(), codes),
            schema.INHABITANTS: _figures(shapes, columns.inhabitants),
            schema.DWELLINGS: _figures(shapes, columns.dwellings),
            schema.CONTACT: _contacts(shapes, columns.contact),
        },
        geometry=placed,
    )
    ordered: gpd.GeoDataFrame = areas.sort_values(schema.AREA_CODE, kind="stable")
    return ordered.reset_index(drop=True)


def _check_shapes(shapes: gpd.GeoDataFrame, origin: str) -> None:
    kinds = shapely.get_type_id(shapes.geometry.to_numpy()) if len(shapes) else np.empty(0)
    wrong = ~np.isin(kinds, _POLYGONAL) | shapes.geometry.is_empty
    if len(shapes) and not wrong.any():
        return
    rows = ", ".join(str(row + 1) for row in np.flatnonzero(wrong)[:_EXAMPLES])
    raise BoundaryError(
        "areas-no-polygons",
        expected=f"polygons and nothing else in {origin}",
        got=f"{int(wrong.sum())} other or empty shapes (at {rows})" if rows else "no areas at all",
        remedy="export a layer of areas, without the shapes that are none",
        file=origin,
        count=int(wrong.sum()),
    )


def _known_crs(shapes: gpd.GeoDataFrame, origin: str) -> CRS:
    if shapes.crs is None:
        raise BoundaryError(
            "crs-missing",
            expected=f"a coordinate system stated in {origin}",
            got="none",
            remedy="export the layer with its coordinate system",
            file=origin,
        )
    crs: CRS = shapes.crs
    return crs


def reproject(shapes: gpd.GeoDataFrame, crs: CRS, origin: str) -> gpd.GeoSeries:
    """Return shapes in another coordinate system, two-dimensional.

    Raises
    ------
    BoundaryError
        If they state none, or lie where the other has no place for them.
    """
    stated = _known_crs(shapes, origin)
    flat = gpd.GeoSeries(shapely.force_2d(shapes.geometry.to_numpy()), shapes.index, stated)
    try:
        placed: gpd.GeoSeries = flat.to_crs(crs)
        is_somewhere = bool((np.abs(_corners(placed)) < _FARTHEST_M).all())
    except ProjError:
        # A system of its own, such as that of a drawing, from which no way leads to another.
        is_somewhere = False
    if not is_somewhere:
        raise BoundaryError(
            "areas-impossible-place",
            expected=f"shapes in {origin} that have a place in {crs.name}",
            got="a coordinate that is no number or lies beyond its reach",
            remedy="check the coordinate system that the file states",
            file=origin,
            crs=crs.name,
        )
    return placed


def _find_column(
    shapes: gpd.GeoDataFrame, names: tuple[str, ...], purpose: str, origin: str
) -> str:
    found = pick_column(shapes, names)
    if found is None:
        present = _list_columns(shapes)
        raise BoundaryError(
            "area-column-missing",
            expected=f"a {purpose} column in {origin}, such as {', '.join(names)}",
            got=", ".join(present) or "no columns",
            remedy=f"name the column with --{purpose}-column",
            file=origin,
            purpose=purpose,
            columns=", ".join(present),
        )
    return found


def _list_columns(shapes: gpd.GeoDataFrame) -> tuple[str, ...]:
    return tuple(str(name) for name in shapes.columns if name != shapes.geometry.name)


def pick_column(shapes: gpd.GeoDataFrame, names: tuple[str, ...]) -> str | None:
    """Return the first of some columns that the shapes have, whatever its case."""
    present = {str(name).casefold(): name for name in reversed(shapes.columns)}
    present.pop(str(shapes.geometry.name).casefold())
    return next((present[name.casefold()] for name in names if name.casefold() in present), None)


def _texts(values: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(values.dtype):
        known = values.dropna().astype("float64")
        # Whole numbers beside an empty cell are read as fractions; a code has none.
        if ((known % 1 == 0) & (known.abs() < _EXACT)).all():
            values = values.astype("Int64")
    texts = as_texts(values).str.strip()
    filled: pd.Series = texts.where(texts != "")
    return filled


def as_texts(values: pd.Series) -> pd.Series:
    """Return a column of any kind as text, what is missing as missing.

    Parquet has kinds, such as bytes, of which pandas does not know how to write all at once.
    """
    try:
        objects = values.astype("object")
    except (NotImplementedError, OverflowError, ValueError):
        # Moments in years that no calendar has.
        objects = pd.Series(None, index=values.index, dtype="object")
    texts: pd.Series = objects.map(str, na_action="ignore").astype("str")
    return texts


def _figures(shapes: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    column = pick_column(shapes, names)
    if column is None:
        return pd.Series(pd.NA, index=shapes.index, dtype="Int64")
    numbers = pd.to_numeric(shapes[column], errors="coerce").astype("float64")
    known = (numbers >= 0) & (numbers < _EXACT)
    figures: pd.Series = numbers.where(known).round().astype("Int64")
    return figures


def _corners(
    shapes: gpd.GeoDataFrame | gpd.GeoSeries,
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return shapely.get_coordinates(shapes.geometry.to_numpy())


def _damaged(origin: str, problem: object) -> BoundaryError:
    return BoundaryError(
        "file-damaged",
        expected=f"readable areas in {origin}",
        got=str(problem)[:200],
        remedy="export or download the areas again",
        file=origin,
    )


def _contacts(shapes: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    column = pick_column(shapes, names)
    if column is None:
        return pd.Series(None, index=shapes.index, dtype="str")
    lines = _texts(shapes[column]).map(
        lambda text: tidy_line(text, most=MOST_CONTACT), na_action="ignore"
    )
    told: pd.Series = lines.astype("str").where(lines.notna() & (lines != ""))
    return told
