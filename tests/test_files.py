import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from zipfile import ZIP_DEFLATED, ZipFile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

from geo.errors import IntakeError
from geo.intake.archives import check_archive
from geo.intake.files import (
    FileKind,
    find_json_crs,
    open_json,
    read_geopackage,
    sniff_kind,
)

SHAPES = gpd.GeoDataFrame(
    {"code": ["A", "B"]}, geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], crs=28992
)


@pytest.fixture
def geopackage(tmp_path):
    path = tmp_path / "areas.gpkg"
    SHAPES.to_file(path, layer="wijken")
    return path


def key_of(call) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.key


def change(path, *statements) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(*statement) if isinstance(statement, tuple) else database.execute(
                statement
            )
        database.commit()


def plant_definition(path, kind, definition) -> None:
    row = (kind, "planted", "planted", 0, definition)
    change(
        path,
        "PRAGMA writable_schema = ON",
        ("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row),
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES ('planted', 'attributes', 'planted')",
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"id;x;y\n1;2;3\n", FileKind.CSV),
        ("id;datum\n".encode("utf-16"), FileKind.CSV),
        (b'  \n{"features": []}', FileKind.JSON),
        (b"\xef\xbb\xbf[1]", FileKind.JSON),
        ('{"a": 1}'.encode("utf-16"), FileKind.JSON),
        (b"PAR1....", FileKind.PARQUET),
        (b"PK\x03\x04....", FileKind.XLSX),
        (b"SQLite format 3\0....", FileKind.GEOPACKAGE),
    ],
)
@pytest.mark.parametrize("name", ["file.csv", "file.gpkg", "file"])
def test_kind_follows_from_the_content_and_not_from_the_name(tmp_path, content, kind, name) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff_kind(tmp_path / name) is kind


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file-empty"),
        (b" \n\t", "file-empty"),
        (b"<OGRVRTDataSource/>", "file-kind-unsupported"),
        (b"\xef\xbb\xbf<kml/>", "file-kind-unsupported"),
        (b"%PDF-1.7", "file-kind-unsupported"),
        (b"\xd0\xcf\x11\xe0....", "file-kind-unsupported"),
        (b"\x1f\x8b....", "file-kind-unsupported"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_of_its_kind(tmp_path, content, key) -> None:
    (tmp_path / "file.csv").write_bytes(content)
    assert key_of(lambda: sniff_kind(tmp_path / "file.csv")) == key


@pytest.mark.parametrize("name", ["missing.csv", "."])
@pytest.mark.parametrize("read", [sniff_kind, open_json, check_archive, read_geopackage])
def test_what_is_not_there_is_an_error_and_no_traceback(tmp_path, name, read) -> None:
    assert key_of(lambda: read(tmp_path / name)) == "file-unreadable"


@pytest.mark.parametrize(
    "content",
    [b"{", b"[" * 100_000, b'{"a": ' * 100_000, b"\xff\xfe\xfa", b"[1" + b"0" * 5_000 + b"]"],
    ids=["cut off", "deep list", "deep object", "no text", "endless number"],
)
def test_json_bombs_are_errors(tmp_path, content) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert key_of(lambda: open_json(tmp_path / "a.json")) == "file-damaged"


@pytest.mark.parametrize(
    ("name", "epsg"),
    [
        ("urn:ogc:def:crs:EPSG::28992", 28992),
        ("urn:ogc:def:crs:EPSG:6.18:27700", 27700),
        ("EPSG:32616", 32616),
        ("http://www.opengis.net/def/crs/EPSG/0/28992", 28992),
    ],
)
def test_stated_coordinate_system_is_looked_up(tmp_path, name, epsg) -> None:
    content = {"crs": {"type": "name", "properties": {"name": name}}}
    assert find_json_crs(tmp_path, content).to_epsg() == epsg


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
)
def test_longitude_and_latitude_are_looked_up_too(tmp_path, name) -> None:
    crs = find_json_crs(tmp_path, {"crs": {"properties": {"name": name}}})
    assert crs.is_geographic


def test_nothing_stated_is_nothing_found(tmp_path) -> None:
    assert find_json_crs(tmp_path, {"features": []}) is None
    assert find_json_crs(tmp_path, []) is None


@pytest.mark.parametrize(
    "stated",
    [
        "EPSG:28992",
        {},
        {"properties": {"name": 28992}},
        {"properties": {"name": "EPSG:1"}},
        {"properties": {"name": "EPSG:999999"}},
        {"properties": {"name": "+proj=longlat +nadgrids=/etc/hostname"}},
        {"type": "link", "properties": {"href": "http://127.0.0.1/crs"}},
    ],
)
def test_definition_that_is_no_name_is_refused(tmp_path, stated) -> None:
    assert key_of(lambda: find_json_crs(tmp_path / "a.json", {"crs": stated})) == "crs-unknown"


def test_geopackage_is_read_with_its_coordinate_system(geopackage) -> None:
    frame = read_geopackage(geopackage)

    assert frame["code"].tolist() == ["A", "B"]
    assert frame.crs.to_epsg() == 28992
    assert len(read_geopackage(geopackage, most=1)) == 1


@pytest.mark.parametrize("name", ["no extension", "a:b.gpkg", "a!b?c#d.gpkg", "a.zip", "a.geojson"])
def test_name_of_a_geopackage_has_no_say(tmp_path, geopackage, name) -> None:
    path = geopackage.rename(tmp_path / name)
    assert len(read_geopackage(path)) == 2


def test_layer_is_taken_by_name_from_several(geopackage) -> None:
    SHAPES.iloc[:1].to_file(geopackage, layer="Buurten")

    assert len(read_geopackage(geopackage, layer="buurten")) == 1
    assert key_of(lambda: read_geopackage(geopackage, layer="parks")) == "geopackage-layers"
    assert key_of(lambda: read_geopackage(geopackage)) == "geopackage-layers"


@pytest.mark.parametrize("name", ["trick.gpkg", "trick.geojson", "trick.vrt"])
def test_file_that_points_at_another_file_is_refused(tmp_path, geopackage, name) -> None:
    trick = tmp_path / name
    trick.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="wijken"><SrcDataSource>{geopackage}'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    assert key_of(lambda: read_geopackage(trick)) == "file-damaged"
    assert key_of(lambda: sniff_kind(trick)) == "file-kind-unsupported"


VIRTUAL_TEXT = "CREATE VIRTUAL TABLE planted USING VirtualText('{secret}', 'UTF-8', 1)"


@pytest.mark.parametrize(
    ("kind", "definition"),
    [
        ("table", VIRTUAL_TEXT),
        ("table", VIRTUAL_TEXT.replace("'UTF-8'", "'USING rtree('")),
        ("table", VIRTUAL_TEXT.replace("planted", '"planted"')),
        ("view", "CREATE VIEW planted AS SELECT * FROM wijken"),
    ],
)
def test_geopackage_that_shows_another_file_is_refused(
    tmp_path, geopackage, kind, definition
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nsecret\n", encoding="utf-8")
    plant_definition(geopackage, kind, definition.format(secret=secret))

    assert key_of(lambda: read_geopackage(geopackage)) == "geopackage-active"


@pytest.mark.parametrize("kind", ["index", "view", "trigger"])
def test_virtual_table_under_another_flag_is_refused(tmp_path, geopackage, kind) -> None:
    plant_definition(geopackage, kind, VIRTUAL_TEXT.format(secret=tmp_path / "secret.csv"))

    # Some versions of SQLite stumble over it themselves.
    assert key_of(lambda: read_geopackage(geopackage)) in {"geopackage-active", "file-damaged"}


def test_damaged_geopackage_is_an_error(tmp_path, geopackage) -> None:
    cut = tmp_path / "cut.gpkg"
    cut.write_bytes(geopackage.read_bytes()[:5000])
    plain = tmp_path / "plain.gpkg"
    change(plain, "CREATE TABLE t (a)")

    assert key_of(lambda: read_geopackage(cut)) == "file-damaged"
    assert key_of(lambda: read_geopackage(plain)) == "file-damaged"


def test_gdal_is_told_to_leave_files_that_point_at_others() -> None:
    question = "import geo.intake.files, pyogrio; print(*pyogrio.list_drivers(), sep=',')"
    answer = subprocess.run(
        [sys.executable, "-c", question],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OGR_SKIP": "DXF"},
    )
    drivers = set(answer.stdout.strip().split(","))
    assert {"GPKG", "OSM"} <= drivers
    assert not drivers & {"OGR_VRT", "GDALG", "GML", "KML", "GPSBabel", "ADBC", "WFS", "HTTP"}
    # What whoever runs the app has closed stays closed as well.
    assert "DXF" not in drivers


def test_ordinary_workbook_passes(tmp_path) -> None:
    path = tmp_path / "book.xlsx"
    pd.DataFrame({"a": range(20_000), "b": "same text"}).to_excel(path, engine="openpyxl")
    check_archive(path)
    assert openpyxl.load_workbook(path, read_only=True).sheetnames == ["Sheet1"]


def write_workbook(path, entries) -> None:
    parts = {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in (parts | entries).items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    "entries",
    [
        {"xl/sheet.xml": b"\0" * 5_000_000},
        {f"xl/{number}.xml": b"" for number in range(2_001)},
        {"../../outside.xml": b""},
        {"/etc/outside.xml": b""},
        {"xl\\..\\outside.xml": b""},
        {"xl/program.exe": b""},
        {"xl/inner.zip": b""},
    ],
    ids=["bomb", "entries", "up", "absolute", "backslash", "program", "nested"],
)
def test_archive_that_is_no_workbook_is_refused(tmp_path, entries) -> None:
    write_workbook(tmp_path / "book.xlsx", entries)
    assert key_of(lambda: check_archive(tmp_path / "book.xlsx")) == "archive-refused"


def test_zip_without_a_workbook_is_refused(tmp_path) -> None:
    with ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.xml", json.dumps({}))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 cut off")

    assert key_of(lambda: check_archive(tmp_path / "a.xlsx")) == "archive-refused"
    assert key_of(lambda: check_archive(tmp_path / "b.xlsx")) == "file-damaged"
