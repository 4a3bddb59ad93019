import datetime as dt
import json
import re
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZipFile

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pyproj import CRS

from geo.errors import IntakeError
from geo.intake.cells import write_cells
from geo.intake.files import FileKind
from geo.intake.formats import WGS84, open_source, read_columns

RD = 28992
HERE = shapely.Point(100_700.5, 431_700)
POINT = {"type": "Point", "coordinates": [4.5, 51.8]}


def read(path, *columns, most=None):
    source = open_source(path)
    return read_columns(source, columns or source.columns, most=most)


def rows_of(path, *columns):
    return read(path, *columns).table.to_pylist()


def write_json(folder, content):
    path = folder / "bestand.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def write_features(folder, *features):
    collection = {"type": "FeatureCollection", "features": list(features)}
    return write_json(folder, collection)


def write_sheet(folder, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "bestand.xlsx")
    return folder / "bestand.xlsx"


def change_sheet(path, pattern, replacement):
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            is_sheet = name.endswith("sheet1.xml")
            archive.writestr(name, re.sub(pattern, replacement, part) if is_sheet else part)
    return path


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def places(*points, crs=RD, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(points), crs=crs)


def test_csv_tells_how_it_is_written(tmp_path) -> None:
    path = tmp_path / "bestand.txt"
    path.write_bytes(b"\xef\xbb\xbfid;x\n1;2\n")

    source = open_source(path)

    assert source.kind is FileKind.CSV
    assert source.facts == {"encoding": "utf-8", "delimiter": "semicolon"}
    assert source.crs is None


def test_workbook_cells_become_text_that_reads_alike(tmp_path) -> None:
    path = write_sheet(
        tmp_path,
        ["id", "datum", "tijd", "x", None, "vrij"],
        [1, pd.Timestamp("2018-01-03").to_pydatetime(), dt.time(21, 30), 100700.5, None, "=1+1"],
        [None] * 6,
        [
            20180001.0,
            pd.Timestamp("2018-01-04 09:05").to_pydatetime(),
            dt.time(0, 0),
            "100.700,5",
            None,
            True,
        ],
        ["A-3"],
    )

    rows = read(path, "id", "datum", "tijd", "x", "vrij")

    assert rows.numbers.tolist() == [1, 3, 4]
    assert [tuple(row.values()) for row in rows.table.to_pylist()] == [
        ("1", "2018-01-03T00:00:00", "21:30:00", "100700.5", None),
        ("20180001", "2018-01-04T09:05:00", "00:00:00", "100.700,5", "True"),
        ("A-3", None, None, None, None),
    ]


def test_formula_gives_the_value_that_was_stored(tmp_path) -> None:
    path = write_sheet(tmp_path, ["id", "x"], [1, "=1+1"])
    change_sheet(path, rb"<f>1\+1</f><v(?:\s*/>|></v>)", rb"<f>1+1</f><v>2</v>")

    assert rows_of(path) == [{"id": "1", "x": "2"}]


@pytest.mark.parametrize("size", [b"A1", b"A1:B2"])
def test_sheet_that_lies_about_its_size_loses_no_rows(tmp_path, size) -> None:
    path = write_sheet(tmp_path, ["id", "x"], [1, 2], [3, 4], [5])
    change_sheet(path, rb'<dimension ref="[^"]*"', b'<dimension ref="' + size + b'"')

    assert [row["id"] for row in rows_of(path)] == ["1", "3", "5"]
    assert [row["x"] for row in rows_of(path)] == ["2", "4", None]


def test_remarks_beyond_the_header_are_not_read(tmp_path) -> None:
    path = write_sheet(tmp_path, ["id", "x"], [1, 2, "privé"], [None, None, "los"], [3, 4])

    rows = read(path)

    assert rows.table.to_pylist() == [{"id": "1", "x": "2"}, {"id": "3", "x": "4"}]
    assert rows.numbers.tolist() == [1, 3]


def test_workbook_with_a_header_alone_has_no_rows(tmp_path) -> None:
    assert rows_of(write_sheet(tmp_path, ["id", "x"])) == []


def test_geopackage_points_come_in_their_own_system(tmp_path) -> None:
    path = tmp_path / "punten.gpkg"
    moments = pd.to_datetime(["2018-01-03 21:30", "2018-07-03 00:00", None])
    frame = places(HERE, shapely.MultiPoint([(1, 2)]), None, id=[1, 2, 3], moment=moments)
    frame.to_file(path, driver="GPKG")

    source = open_source(path)

    assert source.crs == CRS.from_epsg(RD)
    assert source.columns == ("id", "moment", "geometry_x", "geometry_y")
    assert rows_of(path, "id", "geometry_x", "geometry_y") == [
        {"id": "1", "geometry_x": "100700.5", "geometry_y": "431700"},
        {"id": "2", "geometry_x": "1", "geometry_y": "2"},
        {"id": "3", "geometry_x": None, "geometry_y": None},
    ]
    assert rows_of(path, "moment")[0]["moment"].startswith("2018-01-03 21:30:00")


def test_geojson_is_in_degrees_unless_it_says_otherwise(tmp_path) -> None:
    path = write_features(tmp_path, feature(POINT, id=1), feature(None, id=2, later="x"))

    assert open_source(path).crs is WGS84
    assert rows_of(path) == [
        {"id": "1", "later": None, "geometry_x": "4.5", "geometry_y": "51.8"},
        {"id": "2", "later": "x", "geometry_x": None, "geometry_y": None},
    ]


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": []},
        {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 0], [1, 2]]]},
    ],
)
def test_what_is_no_single_point_has_no_place(tmp_path, geometry) -> None:
    row = rows_of(write_features(tmp_path, feature(geometry, id=1)))[0]

    assert row == {"id": "1", "geometry_x": None, "geometry_y": None}


def test_empty_geojson_has_no_rows(tmp_path) -> None:
    assert rows_of(write_features(tmp_path)) == []


@pytest.mark.parametrize("crs", [RD, 4326, "OGC:CRS84"])
def test_geoparquet_keeps_its_system(tmp_path, crs) -> None:
    path = tmp_path / "punten.parquet"
    places(HERE, None, id=[1, 2], crs=crs).to_parquet(path)

    assert open_source(path).crs.to_epsg() == (RD if crs == RD else 4326)
    assert [row["geometry_x"] for row in rows_of(path)] == ["100700.5", None]


def test_index_of_a_frame_that_was_saved_is_a_column(tmp_path) -> None:
    plain, spatial = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pd.DataFrame({"x": [5]}, index=pd.Index(["A-1"], name="id")).to_parquet(plain)
    places(HERE, id=["A-1"]).set_index("id").to_parquet(spatial)

    assert rows_of(plain, "id", "x") == [{"id": "A-1", "x": "5"}]
    assert rows_of(spatial, "id") == [{"id": "A-1"}]


def test_parquet_values_become_text_that_reads_alike(tmp_path) -> None:
    path = tmp_path / "rijen.parquet"
    moment = pd.to_datetime(["2018-01-03 21:30", None])
    frame = pd.DataFrame(
        {
            "naive": moment,
            "zoned": moment.tz_localize("Europe/Brussels"),
            "day": [dt.date(2018, 1, 3), None],
            "whole": [1.0, np.nan],
            "large": pd.array([2**60 + 1, None], dtype="Int64"),
            "fraction": [100700.5, np.nan],
            "word": pd.Categorical(["x", None]),
        }
    )
    frame.to_parquet(path)

    first, second = rows_of(path)

    assert first == {
        "naive": "2018-01-03 21:30:00.000000",
        "zoned": "2018-01-03 21:30:00.000000+0100",
        "day": "2018-01-03",
        "whole": "1",
        "large": str(2**60 + 1),
        "fraction": "100700.5",
        "word": "x",
    }
    assert set(second.values()) == {None}
    assert rows_of_empty(frame, path) == []


def rows_of_empty(frame, path):
    frame[:0].to_parquet(path)
    return rows_of(path)


def test_nested_and_binary_columns_do_not_stop_a_file(tmp_path) -> None:
    path = tmp_path / "rijen.parquet"
    columns = {"s": [{"q": 1}], "l": [[1, 2]], "b": [b"\xff"], "n": pa.nulls(1)}
    pq.write_table(pa.table(columns), path)

    assert rows_of(path, "s", "l", "n") == [{"s": '{"q": 1}', "l": "[1, 2]", "n": None}]
    assert len(rows_of(path, "b")) == 1


def test_nested_json_is_known_by_its_path(tmp_path) -> None:
    records = [{"id": 1, "locatie": None}, {"id": 2, "locatie": {"x": 1.5, "adres": {"nr": 3}}}]
    path = write_json(tmp_path, {"meldingen": records, "aantal": 2})

    assert rows_of(path, "id", "locatie.x", "locatie.adres.nr") == [
        {"id": "1", "locatie.x": None, "locatie.adres.nr": None},
        {"id": "2", "locatie.x": "1.5", "locatie.adres.nr": "3"},
    ]


def test_member_of_a_later_record_is_a_column_of_a_preview_too(tmp_path) -> None:
    path = write_json(tmp_path, [{"id": 1}, {"id": 2, "x": 3}])

    assert read(path, "id", "x", most=1).table.to_pylist() == [{"id": "1", "x": None}]


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "parquet", "gpkg"])
def test_preview_reads_the_first_rows_only(tmp_path, suffix) -> None:
    frame, path = places(*[HERE] * 5, id=range(5)), tmp_path / f"bestand.{suffix}"
    table = pd.DataFrame({"id": range(5)})
    {
        "csv": lambda: table.to_csv(path, index=False),
        "json": lambda: table.to_json(path, orient="records"),
        "xlsx": lambda: table.to_excel(path, index=False),
        "parquet": lambda: table.to_parquet(path),
        "gpkg": lambda: frame.to_file(path, driver="GPKG"),
    }[suffix]()

    everything, preview = read(path, "id"), read(path, "id", most=2)

    assert everything.table.column("id").to_pylist() == ["0", "1", "2", "3", "4"]
    assert preview.table.column("id").to_pylist()[:2] == ["0", "1"]
    assert preview.numbers.tolist()[:2] == [1, 2]
    # A block of a small CSV file holds it all.
    assert len(preview.numbers) == (5 if suffix == "csv" else 2)


def _damage(path):
    path.write_bytes(path.read_bytes()[:-300])
    return path


def _geo_parquet(folder, geo):
    path = folder / "a.parquet"
    table = pa.table({"a": [1], "g": [b"zz"]})
    pq.write_table(table.replace_schema_metadata({b"geo": geo}), path)
    return path


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda folder: folder / "nergens.csv", "file-unreadable"),
        (lambda folder: write_json(folder, "a;a\n1;2\n"), "header-unusable"),
        (lambda folder: write_json(folder, ";".join(map(str, range(2001)))), "header-unusable"),
        (lambda folder: write_json(folder, ";;\n1;2;3\n"), "header-unusable"),
        (write_sheet, "header-unusable"),
        (lambda folder: write_sheet(folder, ["a", " a "], [1, 2]), "header-unusable"),
        (lambda folder: _damage(write_sheet(folder, ["a"], [1])), "file-damaged"),
        (
            lambda folder: change_sheet(write_sheet(folder, ["a"], [1]), rb"<row.*", b"<row"),
            "file-damaged",
        ),
        (lambda folder: write_json(folder, []), "json-without-records"),
        (lambda folder: write_json(folder, [1, 2]), "json-without-records"),
        (lambda folder: write_json(folder, {"a": [{}], "b": [{}]}), "json-without-records"),
        (lambda folder: write_json(folder, "[{"), "file-damaged"),
        (lambda folder: write_json(folder, "[" * 100_000 + "]" * 100_000), "file-damaged"),
        (lambda folder: write_features(folder, 1), "file-damaged"),
        (lambda folder: write_features(folder, {"geometry": 5}), "file-damaged"),
        (
            lambda folder: write_features(
                folder, feature({"type": "Point", "coordinates": ["a", "b"]})
            ),
            "file-damaged",
        ),
        (
            lambda folder: write_features(
                folder, feature(POINT) | {"properties": {"geometry": "x"}}
            ),
            "file-damaged",
        ),
        (lambda folder: _geo_parquet(folder, b"{"), "file-damaged"),
        (
            lambda folder: _geo_parquet(
                folder,
                b'{"primary_column":"g","columns":{"g":{"encoding":"WKB","geometry_types":[]}},'
                b'"version":"1.0.0"}',
            ),
            "file-damaged",
        ),
    ],
)
def test_file_that_cannot_be_read_says_so_in_one_line(tmp_path, make, key) -> None:
    path = make(tmp_path)

    with pytest.raises(IntakeError) as caught:
        read(path)

    assert caught.value.key == key
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_deeply_nested_record_is_read_or_refused(tmp_path, depth) -> None:
    path = write_json(tmp_path, "[" + '{"a":' * depth + "1" + "}" * depth + "]")

    with suppress(IntakeError):
        assert list(rows_of(path)[0].values()) == ["1"]


def test_fractions_far_down_a_column_settle_how_all_of_it_is_written(tmp_path) -> None:
    path = tmp_path / "punten.parquet"
    halves = np.append(np.arange(70_000.0), 0.5)
    columns = {"half": halves, "whole": np.append(np.arange(70_000.0), np.nan), "x": halves}
    pq.write_table(pa.table({name: pa.array(each) for name, each in columns.items()}), path)
    rows = read_columns(open_source(path), ["half", "whole"])

    assert rows.packed.schema.names == ["half", "whole"]
    assert rows.numbers.tolist() == list(range(1, 70_002))
    half, whole = rows.table.to_pydict().values()
    assert half == write_cells(pd.Series(halves)).to_pylist()
    assert (whole[0], whole[69_999]) == ("0", "69999")


def test_columns_that_are_not_asked_for_are_not_read(tmp_path) -> None:
    path = tmp_path / "punten.parquet"
    table = pa.table({" start ": ["2018-01-01"], "a.b": ["1"], "a": [{"b": "2"}]})
    pq.write_table(table, path)
    rows = read_columns(open_source(path), ["a.b", "start"])

    assert rows.table.to_pylist() == [{"a.b": "1", "start": "2018-01-01"}]
