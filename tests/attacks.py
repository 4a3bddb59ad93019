"""Files that were made to do harm; the name of each begins with the reader to which it is brought.

They are small, and ask for far more than they are.
"""

import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from fuzz_material import drop_triggers

SECRET = "/etc/passwd"  # noqa: S105 - a file that everybody may read
POINT = shapely.Point(102_300, 430_500)
SQUARE = shapely.box(102_000, 430_000, 102_400, 430_400)
_LAUGHS = "".join(
    f'<!ENTITY a{number + 1} "{f"&a{number};" * 10}">' for number in range(9)
)  # fmt: skip
ENTITIES = {
    "laughs": f'<!DOCTYPE a [<!ENTITY a0 "ha">{_LAUGHS}]>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY a9 "{"a" * 100_000}">]>',
    "outside": f'<!DOCTYPE a [<!ENTITY a9 SYSTEM "file://{SECRET}">]>',
}
_USED = {"laughs": "&a9;", "quadratic": "&a9;" * 20_000, "outside": "&a9;"}


def make_vrt(source):
    """GDAL's virtual format: it shows what lies elsewhere."""
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="lines"><SrcDataSource>{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def make_pipeline(source, **members):
    """GDAL's other virtual format: a command, as JSON."""
    command = f'gdal vector pipeline ! read "{source}" ! write streamed'
    return json.dumps(members | {"type": "gdal_streamed_alg", "command_line": command}).encode()


def make_schema(source):
    """XML of which the schema lies elsewhere, behind the root of an extract of OpenStreetMap."""
    return (
        '<osm xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://www.opengis.net/gml {source}">'
        "<gml:featureMember><lines><highway>a</highway></lines></gml:featureMember></osm>"
    ).encode()


def write_all(folder):
    """Write every file that is to be read within limits; return their paths."""
    made = {**_make_texts(), **_make_xml(), **_make_workbooks(), **_make_shapes()}
    paths = [folder / name for name in made]
    for path, content in zip(paths, made.values(), strict=True):
        path.write_bytes(content)
    return [*paths, *_write_giants(folder)]


def _write_giants(folder):
    """A gigabyte on one line; nothing but its beginning takes room on the disk."""
    beginnings = {
        "incidents-csv--line.csv": b"a" * (1 << 23),
        "incidents-csv--cells.csv": b"a;" * (1 << 22),
        "incidents-csv--utf16.csv": "a".encode("utf-16-le") * (1 << 22),
        "incidents-json--line.json": b"[" + b" " * 9,
        "incidents-csv--nothing.csv": b"",
        "figures-json--line.json": b"[" + b" " * 9,
        "gemeente--line.toml": b"",
    }
    for name, beginning in beginnings.items():
        with (folder / name).open("wb") as stream:
            stream.write(beginning)
            stream.truncate(1 << 30)
        yield folder / name


def _make_texts():
    members = {f"a{number}": 0 for number in range(20_000)}
    features = [
        {"type": "Feature", "properties": {f"a{number}": 0}, "geometry": None}
        for number in range(3_000)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    deep = '{"type":"GeometryCollection","geometries":[' * 300 + "]}" * 300
    nested = f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{deep}}}]}}'
    return {
        "incidents-csv--columns.csv": b"a;" * 10_000_000 + b"\n",
        "incidents-csv--null.csv": b"id;start;x;y\n1;2018-01-05;\0;430500\n",
        "incidents-json--columns.json": json.dumps([members]).encode(),
        "incidents-json--nested.json": json.dumps([{"a": {"b": members}}]).encode(),
        "incidents-geojson--columns.geojson": json.dumps(collection).encode(),
        "areas-geojson--columns.geojson": json.dumps(collection).encode(),
        "areas-geojson--deep.geojson": nested.encode(),
        "incidents-geojson--deep.geojson": nested.encode(),
        "gemeente--deep.toml": b"a = " + b"[" * 100_000,
        "card--deep.toml": b"a = " + b"{a=" * 100_000,
    }


def _make_xml():
    made = {}
    for name, entities in ENTITIES.items():
        used = _USED[name]
        made |= {
            f"streets-osm--{name}.osm": (
                f'<?xml version="1.0"?>{entities}<osm version="0.6"><node id="1" lat="51.87" '
                f'lon="4.60"/><way id="1"><tag k="highway" v="{used}"/></way></osm>'
            ).encode(),
            f"streets-graphml--{name}.graphml": (
                f'<?xml version="1.0"?>{entities}<graphml><graph edgedefault="undirected">'
                f'<node id="{used}"/></graph></graphml>'
            ).encode(),
            f"incidents-xlsx--sheet-{name}.xlsx": _change_book(
                "xl/worksheets/sheet1.xml", rb"<worksheet", entities.encode() + b"<worksheet",
                rb"<sheetData>", f"<sheetData><row><c><v>{used}</v></c></row>".encode(),
            ),
            f"incidents-xlsx--book-{name}.xlsx": _change_book(
                "xl/workbook.xml", rb"<workbook ", entities.encode() + b"<workbook ",
                rb'name="Sheet"', f'name="{used}"'.encode(),
            ),
        }  # fmt: skip
    kinds = {"kml": b"<kml><Document/></kml>", "gpx": b"<gpx/>", "gml": b"<gml:a/>"}
    for kind, root in kinds.items():
        made[f"areas-geojson--bomb.{kind}"] = ENTITIES["laughs"].encode() + root
        made[f"incidents-csv--bomb.{kind}"] = ENTITIES["laughs"].encode() + root
    return made


def _make_workbooks():
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="9999999999"><c r="A9999999999"><v>1</v></c></row></sheetData>'
    wide = b'<row><c r="XFD1"><v>1</v></c></row>' * 30_000 + b"</sheetData>"
    header = b'<sheetData><row r="1">' + b"".join(
        b'<c t="inlineStr"><is><t>%s</t></is></c>' % name.encode()
        for name in ["start", "x", "y", *(f"a{number}" for number in range(1_997))]
    )
    many = _change_book(sheet, rb'<sheetData><row r="1">.*?</row>', header + b"</row>")
    return {
        "incidents-xlsx--far.xlsx": _change_book(sheet, rb"</sheetData>", far),
        "incidents-xlsx--wide.xlsx": _weigh(_change_book(sheet, rb"</sheetData>", wide)),
        "incidents-xlsx--cells.xlsx": _weigh(
            _change_book(sheet, rb"</sheetData>", wide, start=many)
        ),
        "incidents-xlsx--part.xlsx": _add_part("xl/styles.xml", b" " * ((1 << 26) + 1)),
        "incidents-xlsx--link.xlsx": _add_link(sheet),
        "incidents-xlsx--lie.xlsx": _lie_about_size(sheet),
        "incidents-parquet--rows.parquet": _write_parquet(pa.nulls(20_000_000)),
        "incidents-parquet--texts.parquet": _write_parquet(_repeat("a" * 1_000_000, 100_000)),
        "areas-parquet--rows.parquet": _write_parquet(pa.nulls(20_000_000)),
    }


def _make_shapes():
    """Shapes within shapes within shapes, and shapes that say they have more points than bytes."""
    deep = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 400_000 + shapely.to_wkb(POINT)
    endless = b"\x01\x02\x00\x00\x00\xff\xff\xff\x7f" + b"\0" * 16
    made = {}
    for name, shape in (("deep", deep), ("endless", endless)):
        made |= {
            f"incidents-parquet--{name}.parquet": _write_shape(shape, POINT),
            f"areas-parquet--{name}.parquet": _write_shape(shape, SQUARE),
            f"areas-gpkg--{name}.gpkg": _change_package(shape),
            f"incidents-gpkg--{name}.gpkg": _change_package(shape),
        }
    nested = "GEOMETRYCOLLECTION(" * 300_000 + "POINT(0 0)" + ")" * 300_000
    made["streets-graphml--deep.graphml"] = (
        '<graphml><key id="x" for="node" attr.name="x" attr.type="double"/>'
        '<key id="y" for="node" attr.name="y" attr.type="double"/>'
        '<key id="w" for="edge" attr.name="wkt" attr.type="string"/>'
        '<graph edgedefault="undirected"><node id="a"><data key="x">4.6</data>'
        '<data key="y">51.8</data></node><edge source="a" target="a">'
        f'<data key="w">{nested}</data></edge></graph></graphml>'
    ).encode()
    return made


def make_book(*rows):
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows or [["id", "start", "x", "y"], ["1", "2018-01-05", 102_300, 430_500]]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewrite(content, changed):
    """Write a zip anew with other parts, or more of them."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, part in (parts | changed(parts)).items():
            archive.writestr(name, part)
    return stream.getvalue()


def _change_book(name, *changes, start=None):
    def change(parts):
        part = parts[name]
        for pattern, other in zip(changes[::2], changes[1::2], strict=True):
            part = re.sub(pattern, lambda _, other=other: other, part, count=1)
        return {name: part}

    return rewrite(start or make_book(), change)


def _add_part(name, content):
    return _weigh(rewrite(make_book(), lambda _: {name: content}))


def _weigh(content):
    """Put something in a zip that cannot be packed, so that it is not known by how thin it is."""
    with ZipFile(io.BytesIO(content)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    ballast = np.random.default_rng(1).bytes(size // 80)
    return rewrite(content, lambda _: {"xl/media/a.png": ballast})


def _add_link(name):
    """A zip in which a sheet is a link to another file of the machine."""
    content = make_book()
    with ZipFile(io.BytesIO(content)) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for each, part in parts.items():
            entry = ZipInfo(each)
            if each == name:
                entry.create_system, entry.external_attr = 3, 0o120777 << 16
            archive.writestr(entry, SECRET if each == name else part)
    return stream.getvalue()


def _lie_about_size(name):
    """A zip that says of a sheet that it is smaller than it is."""
    content = bytearray(rewrite(make_book(), lambda parts: {name: parts[name] + b" " * 10**7}))
    with ZipFile(io.BytesIO(content)) as archive:
        told = archive.getinfo(name).file_size.to_bytes(4, "little")
    return bytes(content).replace(told, (100).to_bytes(4, "little"))


def _repeat(text, times):
    zeros = pa.array(np.zeros(times, np.int32))
    return pa.DictionaryArray.from_arrays(zeros, pa.array([text]))


def _write_parquet(values):
    stream = io.BytesIO()
    table = pa.table(dict.fromkeys(("start", "x", "y"), values))
    # Without it the file does not say that few values stand for many.
    pq.write_table(table, stream, store_schema=False, compression="zstd")
    return stream.getvalue()


def _write_shape(shape, drawn):
    frame = gpd.GeoDataFrame(
        {"code": ["a"], "naam": ["b"], "start": [""]}, geometry=[drawn], crs=28992
    )
    stream = io.BytesIO()
    frame.to_parquet(stream)
    table = pq.read_table(stream)
    place = table.column_names.index("geometry")
    table = table.set_column(place, "geometry", pa.array([shape], pa.binary()))
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def make_package(folder, *statements, name="laag.gpkg"):
    """A GeoPackage in which statements were run."""
    path = folder / name
    frame = gpd.GeoDataFrame({"code": ["a"], "naam": ["b"]}, geometry=[SQUARE], crs=28992)
    frame.to_file(path, layer="laag", driver="GPKG")
    with closing(sqlite3.connect(path)) as database:
        drop_triggers(database)
        database.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            database.execute(*statement) if isinstance(statement, tuple) else database.execute(
                statement
            )
        database.commit()
    return path


def _change_package(shape):
    head = b"GP\x00\x01" + (28992).to_bytes(4, "little")
    with TemporaryDirectory() as folder:
        path = make_package(Path(folder), ("UPDATE laag SET geom = ?", (head + shape,)))
        return path.read_bytes()
