"""Files of streets: extracts of OpenStreetMap, street graphs, and lines in any other format."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import ShapelyError

from geo import schema
from geo.errors import BoundaryError
from geo.intake.area_files import as_texts, open_shapes, pick_column
from geo.intake.files import damaged_file, read_crs, read_start
from geo.schema import LineLayer

# Names under which a file may say what kind of street a line is; the first that it has.
_CLASS_COLUMNS: Final = (schema.STREET_CLASS, "highway", "fclass", "cls", "wegtype")
# Names under which a file may say what a street is called; the first that it has.
_NAME_COLUMNS: Final = (
    schema.AREA_NAME, "naam", "straatnaam", "stt_naam", "openbareruimtenaam", "street",
)  # fmt: skip
_ONE_WAY_COLUMNS: Final = (schema.ONE_WAY, "oneway", "rijrichtng", "rijrichting")
_OFF_GROUND_COLUMNS: Final = (schema.OFF_GROUND, "bridge", "tunnel")
# Only the national road file has it: its lines end at every junction.
_JUNCTION_COLUMN: Final = "jte_id_beg"

_ALONG: Final = ("1", "yes", "true", "f", "h")
_AGAINST: Final = ("-1", "reverse", "t")
_NO: Final = ("", "no", "false", "f", "0")
_ALWAYS_ONE_WAY: Final = ("motorway", "motorway_link")

_LINES: Final = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
_MOST_XML_BYTES: Final = 1 << 29
# A library that draws a shape within shapes goes into each of them, and never comes back.
_LINE: Final = re.compile(r"\s*LINESTRING\b", re.IGNORECASE)
# Nothing but remarks stands before the root: what declares entities is no file of streets.
_XML_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?P<name>osm|graphml)\b",
    re.DOTALL,
)


@dataclass(frozen=True, eq=False)
class StreetFile:
    """Streets as a file holds them.

    Parameters
    ----------
    lines
        Columns ``schema.STREET_COLUMNS``, in the file's coordinate system.
    is_noded
        Whether lines meet in shared corners only, and never where they merely cross.
    """

    lines: gpd.GeoDataFrame
    is_noded: bool


def open_streets(path: Path) -> StreetFile:
    """Read streets from a file, whatever its kind.

    Parameters
    ----------
    path
        OpenStreetMap extract (PBF or XML), GraphML, GeoJSON, GeoPackage or GeoParquet; its content
        says which.

    Raises
    ------
    IntakeError
        If it cannot be read, or holds anything but lines.
    """
    start = read_start(path)
    # Four bytes of length, and what the first part is called: no other kind begins so.
    if start[4:15] == b"\n\tOSMHeader":
        return _read_osm(path)
    root = _XML_ROOT.match(start)
    if root is not None:
        return _read_osm(path) if root["name"] == b"osm" else _read_graph(path)
    shapes = open_shapes(path, layer_name=str(LineLayer.STREETS))
    is_noded = pick_column(shapes, (_JUNCTION_COLUMN,)) is not None
    return StreetFile(frame_streets(shapes, path.name), is_noded)


def frame_streets(shapes: gpd.GeoDataFrame, origin: str) -> gpd.GeoDataFrame:
    """Give shapes the columns of streets.

    Parameters
    ----------
    shapes
        Lines with any columns.
    origin
        Name of the file, for messages.

    Raises
    ------
    BoundaryError
        If there is no line, or anything else.
    """
    kinds = shapely.get_type_id(shapes.geometry.to_numpy()) if len(shapes) else np.empty(0)
    wrong = int((~np.isin(kinds, _LINES)).sum())
    if wrong or not len(shapes):
        raise BoundaryError(
            "streets-no-lines",
            expected=f"lines and nothing else in {origin}",
            got=f"{wrong} other shapes" if wrong else "no shapes at all",
            remedy="export a layer of lines",
            file=origin,
            count=wrong,
        )
    known = {
        schema.STREET_CLASS: _read_words(shapes, _CLASS_COLUMNS),
        schema.AREA_NAME: _read_words(shapes, _NAME_COLUMNS),
        schema.ONE_WAY: _read_one_way(_read_words(shapes, _ONE_WAY_COLUMNS)),
        schema.OFF_GROUND: _read_off_ground(shapes),
    }
    return gpd.GeoDataFrame(known, geometry=shapes.geometry).reset_index(drop=True)


def _read_one_way(words: pd.Series) -> pd.Series:
    """Read which way cars may go, as road files and OpenStreetMap write it.

    Parameters
    ----------
    words
        Such as ``yes``, ``-1``, ``H`` (along the line), ``T`` (against it), ``B`` (both).

    Returns
    -------
    Series of int8
        1 along the line, -1 against it, 0 both ways or unknown.
    """
    said = _read_said(words)
    ways = said.isin(_ALONG).astype("int8") - said.isin(_AGAINST).astype("int8")
    return ways.astype("int8")


def _read_off_ground(shapes: gpd.GeoDataFrame) -> pd.Series:
    off = pd.Series(data=False, index=shapes.index)
    for name in _OFF_GROUND_COLUMNS:
        column = pick_column(shapes, (name,))
        if column is not None:
            off |= ~_read_said(shapes[column]).isin(_NO)
    return off


def _read_said(words: pd.Series) -> pd.Series:
    said: pd.Series = as_texts(words).fillna("").str.strip().str.casefold()
    return said


def _read_words(shapes: gpd.GeoDataFrame, names: tuple[str, ...]) -> pd.Series:
    column = pick_column(shapes, names)
    words = pd.Series(None, index=shapes.index) if column is None else shapes[column]
    return as_texts(words)


def _read_osm(path: Path) -> StreetFile:
    try:
        lines = pyogrio.read_dataframe(
            path.resolve(),
            layer="lines",
            columns=["name", "highway", "other_tags"],
            where="highway IS NOT NULL",
        )
    except (DataSourceError, DataLayerError, ValueError) as problem:
        raise damaged_file(path, problem) from problem
    tags = lines.pop("other_tags").astype("str")
    one_way = _read_tag(tags, "oneway")
    implied = lines["highway"].isin(_ALWAYS_ONE_WAY) | _read_tag(tags, "junction").eq("roundabout")
    lines["oneway"] = one_way.where(one_way.notna() | ~implied, "yes")
    lines["bridge"], lines["tunnel"] = _read_tag(tags, "bridge"), _read_tag(tags, "tunnel")
    return StreetFile(frame_streets(lines, path.name), is_noded=True)


def _read_tag(tags: pd.Series, name: str) -> pd.Series:
    """Take one tag out of OpenStreetMap's ``"key"=>"value"`` pairs."""
    value: pd.Series = tags.str.extract(rf'(?:^|,)"{name}"=>"([^"]*)"', expand=False)
    return value


def _read_graph(path: Path) -> StreetFile:
    if path.stat().st_size > _MOST_XML_BYTES:
        raise damaged_file(path, f"more than {_MOST_XML_BYTES} bytes of XML")
    try:
        graph = nx.read_graphml(path)
        crs = read_crs(path, graph.graph.get("crs", "EPSG:4326"))
        edges = [_read_edge(graph, *edge) for edge in graph.edges(data=True)]
    except (nx.NetworkXError, ParseError, ShapelyError) as problem:
        raise damaged_file(path, problem) from problem
    except (KeyError, TypeError, ValueError) as problem:
        raise damaged_file(path, f"a node without a place ({problem})") from problem
    shapes = gpd.GeoDataFrame(
        {
            "highway": [edge.get("highway", edge.get("cls")) for edge, _ in edges],
            "name": [edge.get("name") for edge, _ in edges],
            "oneway": ["1" if graph.is_directed() else edge.get("oneway") for edge, _ in edges],
        },
        geometry=[line for _, line in edges],
        crs=crs,
    )
    return StreetFile(frame_streets(shapes, path.name), is_noded=True)


def _read_edge(
    graph: "nx.Graph[str]", start: str, end: str, edge: dict[str, Any]
) -> tuple[dict[str, Any], shapely.LineString]:
    """Draw an edge from the place of its first node to that of its last."""
    first, last = (
        (float(graph.nodes[node]["x"]), float(graph.nodes[node]["y"])) for node in (start, end)
    )
    drawn = edge.get("geometry", edge.get("wkt"))
    if drawn and not _LINE.match(drawn):
        message = f"an edge that is no line, but {drawn[:40]!r}"
        raise ValueError(message)
    between = shapely.get_coordinates(shapely.from_wkt(drawn)) if drawn else np.empty((0, 2))
    if len(between) and np.hypot(*(between[0] - last)) < np.hypot(*(between[0] - first)):
        between = between[::-1]
    return edge, shapely.LineString([first, *between[1:-1], last])
