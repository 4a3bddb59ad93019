import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.engines import files
from geo.errors import CrsMismatchError, EngineError, IntakeError
from geo.intake import point_sets
from geo.intake.point_sets import open_point_set, read_part, read_rows

ROWS = pd.DataFrame(
    {"x": [155_000.0, 155_010.0, np.nan], "y": [463_000.0, 463_010.0, 0], "theme": ["a", "b", "a"]}
)
PLACES = gpd.GeoDataFrame(
    ROWS[["theme"]],
    geometry=[shapely.Point(155_000, 463_000), shapely.Point(155_010, 463_010), None],
    crs=28992,
)


def test_parts_are_row_groups_of_one_file_in_the_order_of_the_names(tmp_path, monkeypatch):
    monkeypatch.setattr(point_sets, "PART_ROWS", 4)
    many = pd.concat([ROWS] * 3, ignore_index=True)
    many.to_parquet(tmp_path / "b.parquet", row_group_size=2)
    (tmp_path / "a").mkdir()
    ROWS.assign(more=1).to_parquet(tmp_path / "a" / "z.parquet")
    for name in ("_work", ".hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "c.parquet").write_bytes(b"no Parquet")
    (tmp_path / "readme.txt").write_text("beside it")
    points = open_point_set(str(tmp_path))
    assert [(part.number, part.groups, part.rows) for part in points.parts] == [
        (0, (0, 1), 3), (1, (0, 2), 4), (2, (2, 4), 4), (3, (4, 5), 1),
    ]  # fmt: skip
    assert points.rows == 12
    assert points.columns == {"x", "y", "theme"}
    assert points.crs is None
    read = pd.concat(read_part(part, ["theme"]) for part in points.parts[1:])
    pd.testing.assert_frame_equal(read.reset_index(drop=True), many)
    assert read_rows(points.parts[0]).column_names == ["x", "y", "theme", "more"]


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_points_of_geoparquet_are_read_as_x_and_y(tmp_path, encoding):
    PLACES.to_parquet(tmp_path / "p.parquet", geometry_encoding=encoding)
    points = open_point_set(str(tmp_path / "p.parquet"))
    assert points.crs.to_epsg() == 28992
    read = read_part(points.parts[0], ["theme"])
    assert read["x"].tolist()[:2] == [155_000, 155_010]
    assert np.isnan(read["x"][2])
    assert read["theme"].tolist() == ["a", "b", "a"]


def test_an_address_of_fsspec_leads_to_the_same_points(tmp_path):
    ROWS.to_parquet(tmp_path / "p.parquet")
    here, there = (open_point_set(f"{scheme}{tmp_path}") for scheme in ("", "file://"))
    assert there.parts[0].file.startswith("file://")
    pd.testing.assert_frame_equal(read_part(here.parts[0]), read_part(there.parts[0]))


def test_whole_numbers_are_places_too(tmp_path):
    table = pa.table({"x": pa.array([155_000, None], pa.int32()), "y": pa.array([463_000, 1])})
    pq.write_table(table, tmp_path / "p.parquet")
    read = read_part(open_point_set(str(tmp_path)).parts[0])
    assert read["x"].dtype == np.float64
    assert np.isnan(read["x"][1])


def test_a_folder_that_repeats_a_column_in_its_name_is_read(tmp_path):
    (tmp_path / "theme=a").mkdir()
    ROWS.to_parquet(tmp_path / "theme=a" / "p.parquet")
    (tmp_path / "theme=a" / "year=2022").mkdir()
    ROWS.assign(year=2022).to_parquet(tmp_path / "theme=a" / "year=2022" / "p.parquet")
    assert open_point_set(str(tmp_path / "theme=a" / "year=2022")).rows == 3
    assert open_point_set(str(tmp_path)).rows == 6


def write_nothing(folder):
    pass


def write_empty(folder):
    ROWS.head(0).to_parquet(folder / "p.parquet")


def write_rubbish(folder):
    (folder / "p.parquet").write_bytes(b"PAR1 and no more")


def write_no_places(folder):
    ROWS[["theme"]].to_parquet(folder / "p.parquet")


def write_texts(folder):
    ROWS.astype({"x": "str"}).to_parquet(folder / "p.parquet")


def write_degrees(folder):
    ROWS.assign(x=4.6, y=51.9).to_parquet(folder / "p.parquet")


def write_geographic(folder):
    PLACES.to_crs(4326).to_parquet(folder / "p.parquet")


def write_feet(folder):
    PLACES.set_crs(2263, allow_override=True).to_parquet(folder / "p.parquet")


def write_mixed(folder):
    PLACES.to_parquet(folder / "p.parquet")
    PLACES.to_crs(32631).to_parquet(folder / "q.parquet")


def write_two_ways(folder):
    PLACES.to_parquet(folder / "p.parquet")
    ROWS.to_parquet(folder / "q.parquet")


def write_in_named_folders(folder):
    (folder / "theme=vernieling").mkdir()
    ROWS[["x", "y"]].to_parquet(folder / "theme=vernieling" / "p.parquet")


def write_degrees_behind_a_struct(folder):
    table = pa.table({"s": [{"a": 1e6, "b": 1e6}], "x": [4.6], "y": [51.9]})
    pq.write_table(table, folder / "p.parquet")


def write_odd_about(folder):
    table = pa.table({"x": [1.0]}).replace_schema_metadata({b"geo": b'{"primary_column": 7}'})
    pq.write_table(table, folder / "p.parquet")


@pytest.mark.parametrize(
    ("write", "kind", "key"),
    [
        (write_nothing, IntakeError, "points-empty"),
        (write_empty, IntakeError, "points-empty"),
        (write_rubbish, IntakeError, "points-unreadable"),
        (write_no_places, IntakeError, "points-columns"),
        (write_texts, IntakeError, "points-no-number"),
        (write_degrees, CrsMismatchError, "points-degrees"),
        (write_geographic, CrsMismatchError, "points-degrees"),
        (write_feet, CrsMismatchError, "points-degrees"),
        (write_mixed, CrsMismatchError, "points-mixed"),
        (write_two_ways, CrsMismatchError, "points-mixed"),
        (write_in_named_folders, IntakeError, "points-partitioned"),
        (write_degrees_behind_a_struct, CrsMismatchError, "points-degrees"),
        (write_odd_about, IntakeError, "points-unreadable"),
    ],
)
def test_what_is_no_set_of_points_is_refused_with_a_reason(tmp_path, write, kind, key):
    write(tmp_path)
    with pytest.raises(kind) as refused:
        open_point_set(str(tmp_path))
    assert refused.value.key == key


def test_other_shapes_than_points_are_refused(tmp_path):
    PLACES.assign(geometry=PLACES.buffer(5)).to_parquet(tmp_path / "p.parquet")
    points = open_point_set(str(tmp_path))
    with pytest.raises(IntakeError) as refused:
        read_part(points.parts[0])
    assert refused.value.key == "points-no-points"


def test_a_column_that_is_not_there_is_named(tmp_path):
    ROWS.to_parquet(tmp_path / "p.parquet")
    points = open_point_set(str(tmp_path))
    with pytest.raises(IntakeError, match="theme, wijk_code") as refused:
        read_part(points.parts[0], ["theme", "wijk_code"])
    assert refused.value.facts["columns"] == "wijk_code"


def test_a_file_that_was_cut_short_after_it_was_looked_at_is_refused(tmp_path):
    path = tmp_path / "p.parquet"
    ROWS.to_parquet(path)
    points = open_point_set(str(tmp_path))
    path.write_bytes(path.read_bytes()[:-9])
    for read in (read_part, read_rows):
        with pytest.raises(IntakeError) as refused:
            read(points.parts[0])
        assert refused.value.key == "points-unreadable"


def test_an_address_of_an_unknown_kind_is_refused():
    with pytest.raises(EngineError) as refused:
        open_point_set("gopher://somewhere/points")
    assert refused.value.key == "address-kind"


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path):
    address = str(tmp_path / "f")
    files.write_whole(address, lambda file: file.write(b"whole"))

    def stop_halfway(file):
        file.write(b"ha")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        files.write_whole(address, stop_halfway)
    assert (tmp_path / "f").read_bytes() == b"whole"
    assert files.list_files(str(tmp_path)) == (address,)


def test_batches_are_read_by_their_numbers_and_columns(tmp_path):
    kind = pa.schema({"a": pa.int64(), "b": pa.string()})
    batches = [pa.record_batch({"a": [n], "b": [f"{n}"]}, schema=kind) for n in range(4)]
    address = str(tmp_path / "f")
    files.write_batches(address, batches, kind)
    read = list(files.read_batches(address, [2, 0], ["b"]))
    assert [batch.to_pydict() for batch in read] == [{"b": ["2"]}, {"b": ["0"]}]
