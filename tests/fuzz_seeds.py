"""Small files and texts that are right, of each kind that is read."""

import io
import json
import struct
import zlib
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl

import geopandas as gpd
import matplotlib as mpl
import networkx as nx
import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import shapely
from agreement_drawings import draw_agreement
from matplotlib import image
from open_drawings import draw_page, draw_row
from placement_drawings import draw_placement
from visit_drawings import draw_terms

from geo.agreements import encode_agreement
from geo.patrol_records import encode_terms
from geo.placements import encode_placement
from geo.themes import SHIPPED_CARDS_DIR
from geo.workspace import BUNDLED_DIR

WGS84 = 4326
RD = 28992
POINTS = [shapely.Point(102_300, 430_500), shapely.Point(102_350.5, 430_600)]
SQUARES = [shapely.box(x, 430_000, x + 400, 430_400) for x in (102_000, 102_400)]
LINES = [shapely.LineString([(102_000, y), (102_400, y + 5)]) for y in (430_100, 430_200)]
INCIDENTS = {
    "id": ["a1", "a2"],
    "start": ["2018-01-05 10:00", "2018-03-04"],
    "eind": ["2018-01-05 11:30", ""],
    "code": ["1.1.1", "E35"],
    "reporter": ["burger", "politie"],
}
AREAS = {"code": ["WK059701", "WK059702"], "naam": ["Centrum", "West"], "inwoners": [10, 20]}
STREETS = {"highway": ["residential", "primary"], "name": ["Kerkweg", None], "oneway": ["yes", "T"]}
NAMES = sorted(
    {*INCIDENTS, *AREAS, "x", "y", "lon", "lat", "gewicht", "tijd", "datum", "stroom"}
    | {"SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1", "Measure"}
    | {"quarantine_key", "theme", "id ", "ID", "geometry", "geometry_x", "misdrijf", "2016", ""}
    | {"melder_soort"}
)  # fmt: skip
OSM = b"""<?xml version="1.0"?><osm version="0.6"><node id="1" lat="51.87" lon="4.60"/>
<node id="2" lat="51.87" lon="4.61"/><node id="3" lat="51.88" lon="4.61"/>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/><tag k="name" v="Kerkweg"/>
</way><way id="2"><nd ref="2"/><nd ref="3"/><tag k="highway" v="motorway"/></way></osm>"""


def write_table(columns, mark=";"):
    return pd.DataFrame(columns).to_csv(index=False, sep=mark).encode()


def list_coordinates(points):
    return {"x": [at.centroid.x for at in points], "y": [at.centroid.y for at in points]}


def _frame(columns, shapes):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=RD)


def _geojson(columns, shapes, crs=WGS84):
    frame = _frame(columns, shapes).to_crs(crs)
    content = json.loads(frame.to_json(drop_id=True))
    if crs != WGS84:
        content["crs"] = {"type": "name", "properties": {"name": f"EPSG:{crs}"}}
    return json.dumps(content).encode()


def _geopackage(columns, shapes):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "laag.gpkg"
        _frame(columns, shapes).to_file(path, layer="laag")
        return path.read_bytes()


def split_geoparquet(columns, shapes):
    """The shapes as bytes, and what a GeoParquet file says of them."""
    stream = io.BytesIO()
    _frame(columns, shapes).to_parquet(stream)
    told = pq.read_schema(stream).metadata[b"geo"]
    return [shapely.to_wkb(shape) for shape in shapes], told


def _workbook(columns):
    book = openpyxl.Workbook()
    book.active.append(list(columns))
    for row in zip(*columns.values(), strict=True):
        book.active.append(row)
    book.active.append([1, datetime(2018, 1, 5, 10), True, 1.5, "=1+1"])  # noqa: DTZ001
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _graph():
    graph = nx.Graph(crs="EPSG:28992")
    graph.add_node("a", x=102_100.0, y=430_000.0)
    graph.add_node("b", x=102_000.0, y=430_000.0)
    graph.add_edge(
        "a", "b", cls="residential", wkt="LINESTRING (102000 430000, 102050 430010, 102100 430000)"
    )
    graph.add_edge("b", "b", highway="service", oneway="yes", name="Kerkweg")
    stream = io.BytesIO()
    nx.write_graphml(graph, stream)
    return stream.getvalue()


def _extract():
    """An extract of OpenStreetMap in its binary form: a head, and three nodes with two ways."""

    def number(value):
        out = bytearray()
        while True:
            out.append((value & 127) | (128 if value > 127 else 0))
            value >>= 7
            if not value:
                return bytes(out)

    def part(field, value):
        if isinstance(value, int):
            return number(field << 3) + number(value)
        return number(field << 3 | 2) + number(len(value)) + value

    def zigzag(*values):
        steps = np.diff(values, prepend=0).tolist()
        return b"".join(number(step << 1 if step >= 0 else (-step << 1) - 1) for step in steps)

    def blob(kind, content):
        packed = part(2, len(content)) + part(3, zlib.compress(content))
        head = part(1, kind) + part(3, len(packed))
        return struct.pack(">I", len(head)) + head + packed

    texts = [b"", b"highway", b"residential", b"name", b"Kerkweg", b"primary"]
    table = b"".join(part(1, text) for text in texts)
    dense = part(1, zigzag(1, 2, 3)) + part(8, zigzag(518_700_000, 518_700_000, 518_800_000))
    dense += part(9, zigzag(46_000_000, 46_100_000, 46_100_000))
    ways = [(1, [1, 3], [2, 4], (1, 2)), (2, [1], [5], (2, 3))]
    drawn = b"".join(
        part(3, part(1, name) + part(2, bytes(keys)) + part(3, bytes(said)) + part(8, zigzag(*at)))
        for name, keys, said, at in ways
    )
    head = part(4, b"OsmSchema-V0.6") + part(4, b"DenseNodes")
    body = part(1, table) + part(2, part(2, dense)) + part(2, drawn)
    return blob(b"OSMHeader", head) + blob(b"OSMData", body)


def _picture():
    stream = io.BytesIO()
    image.imsave(stream, np.zeros((3, 4, 3)), format="png")
    return stream.getvalue()


def _font():
    return Path(mpl.get_data_path(), "fonts/ttf/DejaVuSansMono.ttf").read_bytes()


def _figures():
    rows = [draw_row(area="GM0597"), draw_row(topic="1.2.3", area="WK059701", figure=None)]
    return json.dumps(draw_page(*rows)).encode()


SIGNALS = (
    b"id,signal_uuid,incident_date_start,incident_date_end,location_id,category_assignment_id\n"
    b"1,u,2018-01-05 10:00,,7,9\n2,v,2018-01-06 10:00,,8,9\n"
)
LOCATIONS = b"id,lng,lat\n7,4.6,51.87\n8,4.61,51.88\n"
CATEGORIES = b"id,sub_slug\n9,jongerenoverlast\n"
POLICY_TABLE = (BUNDLED_DIR / "incidents/published/politie_misdrijven.csv").read_bytes()
_TABLE_NAME = b"incidents/published/politie_misdrijven.csv"
POLICY = (BUNDLED_DIR / "beleid.toml").read_bytes().replace(_TABLE_NAME, b"tabel.csv")
DEMO = (BUNDLED_DIR / "demo.toml").read_bytes().replace(_TABLE_NAME, b"tabel.csv")
LOGO = _picture()
SETTINGS = (BUNDLED_DIR / "gemeente.toml").read_bytes()
ACCESS = b"""
[access]
session_hours = 10.0
groups_claim = "groups"
[[access.roles]]
role = "wijkagent"
groups = ["HK"]
wijken = ["WK059706"]
[[access.sources]]
name = "politie"
origin = "politie"
ground = ""
[[retention]]
source = "politie"
months = 60
ground = "besluit"
[[camera_purposes]]
name = "herkennen"
range_m = 25.0
source = "proef"
"""
BASES = b"""
[[patrol.bases]]
name = "Bureau"
x = 102300.0
y = 430500.0
[register]
department = "OOV"
"""
RULES = b"""[council]
least_count = 10
protection = 8
grid_m = 500.0
place = "grid"
[public]
rounding_base = 5
outlines = "left-out"
[driehoek]
least_hour = 3
"""
MAPPING = b"""title = "Eigen"
source = "eigen"
crs = 28992
time_precision = "auto"
day_first = true
reporter = "onbekend"
keep_without_place = true
[columns]
id = "id"
start = ["start"]
end = ["eind"]
x = "x"
y = "y"
code = "code"
reporter = "reporter"
[codes]
"1.1.1" = "1.1.2"
[reporters]
"burger" = "burger"
"""
STYLE = b"""accent = "#154273"
on_accent = "#ffffff"
ink = "#1c2b39"
font = "Arial"
logo = "logo.png"
font_folder = ""
"""
STATUS = b"""[[line]]
priority = "ondermijning"
text = "In voorbereiding"
by = "beleid"
on = 2026-11-24
"""
LINKS = [
    "thema=Jeugdoverlast&periode=Eigen+periode&van=2018-12-30&tot=2018-12-31&weekdag=Maandag",
    "afspraak=20:00~15~102400,430700~1~School&extra=102300,430600~Plein~Vraag~20:00~21:00&weg=a~b",
    "extra-20190101T1500=102300,430600~Plein~Vraag&punt=102350,430650&basis=102300,430500",
    "soorten=2&wie1=politie&hoe1=fiets&aantal1=2&snelheid1=15&dag=2019-01-01&begint=15:00",
    "gebied=Slikkerveer+%28wijk%29&hotspot=jeugdoverlast-1&lagen=wijken&lagen=parken&plan=0a1b2c",
    "eigen-plek=plek-12&blijft-staan=1&blijft-staan=2&bereik=60&cameras=2&gewicht-jeugd=3",
]
LINK_NAMES = sorted({name for name, _ in parse_qsl("&".join(LINKS))})
TEXTS = ["Drie avonden per week op het plein", "Bel 06-12345678", "jan@example.org", "AB-12-CD"]


def _seeds(make):
    """Make files once a process, and only where they are needed."""
    return cache(lambda: list(make()))


_INCIDENT_TABLE = INCIDENTS | list_coordinates(POINTS)
_PLACES = {"stroom": ["ja", "nee"], "gewicht": [1, 2.5], **list_coordinates(POINTS)}
incident_tables = _seeds(lambda: [write_table(_INCIDENT_TABLE), write_table(_INCIDENT_TABLE, ",")])
incident_books = _seeds(lambda: [_workbook(_INCIDENT_TABLE)])
incident_layers = _seeds(lambda: [_geojson(INCIDENTS, POINTS), _geojson(INCIDENTS, POINTS, RD)])
incident_records = _seeds(
    lambda: [pd.DataFrame(_INCIDENT_TABLE).to_json(orient="records").encode(), _NESTED]
)
_NESTED = b'{"meldingen":[{"id":1,"start":"2018-01-05","code":"1.1.1","x":102300,"y":430500}]}'
incident_packages = _seeds(lambda: [_geopackage(INCIDENTS, POINTS)])
area_layers = _seeds(lambda: [_geojson(AREAS, SQUARES), _geojson(AREAS, SQUARES, RD)])
area_packages = _seeds(lambda: [_geopackage(AREAS, SQUARES)])
street_layers = _seeds(lambda: [_geojson(STREETS, LINES), _geojson(STREETS, LINES, RD)])
place_tables = _seeds(
    lambda: [write_table(_PLACES), write_table(_PLACES | {"lon": 4.6, "lat": 51.87})]
)
place_layers = _seeds(lambda: [_geojson({"gewicht": [1, 2]}, POINTS), _geojson({}, SQUARES)])
kept_layers = _seeds(
    lambda: [
        _geojson(columns, shapes, RD)
        for columns, shapes in ((AREAS, SQUARES), (STREETS, LINES), ({"weight": [1, 2]}, POINTS))
    ]
)
cards = _seeds(lambda: [SHIPPED_CARDS_DIR.joinpath("jeugdoverlast.toml").read_bytes()])
records = _seeds(
    lambda: [
        text.encode()
        for text in (
            encode_agreement(draw_agreement()),
            encode_placement(draw_placement()),
            encode_terms(draw_terms()),
        )
    ]
)
graphs = _seeds(lambda: [_graph()])
extracts = _seeds(lambda: [_extract()])
fonts = _seeds(lambda: [_font()])
figures = _seeds(lambda: [_figures()])
settings = _seeds(lambda: [SETTINGS, SETTINGS + ACCESS, SETTINGS + BASES])
