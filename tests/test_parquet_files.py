import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import IntakeError
from geo.intake.parquet_files import is_nested, open_parquet

SHAPES = [
    "POINT (1 2)",
    "POINT Z (1 2 3)",
    "POINT EMPTY",
    "LINESTRING (0 0, 1 1, 2 0)",
    "POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))",
    "MULTIPOINT (0 0, 1 1)",
    "MULTIPOLYGON Z (((0 0 1, 9 0 1, 9 9 1, 0 0 1)), ((20 0 1, 29 0 1, 29 9 1, 20 0 1)))",
]
FLAVOURS = st.sampled_from(["extended", "iso"])


@given(st.sampled_from(SHAPES), st.integers(0, 1), FLAVOURS, st.integers(0, 5), st.booleans())
def test_what_a_map_holds_is_not_nested(text, byte_order, flavor, depth, has_system):
    shape = shapely.from_wkt(text)
    for _ in range(depth):
        shape = shapely.GeometryCollection([shape, shapely.Point(0, 0)])
    if has_system:
        shape = shapely.set_srid(shape, 28992)
    known = {"include_srid": has_system} if flavor == "extended" else {}
    assert not is_nested(shapely.to_wkb(shape, byte_order=byte_order, flavor=flavor, **known))


@given(st.sampled_from(SHAPES), st.integers(0, 1), st.integers(12, 60), st.integers(0, 2))
def test_shapes_within_shapes_within_shapes_are(text, byte_order, depth, before):
    shape = shapely.from_wkt(text)
    others = [shapely.from_wkt(other) for other in SHAPES[3 : 3 + before]]
    for _ in range(depth):
        shape = shapely.GeometryCollection([*others, shape])
    assert is_nested(shapely.to_wkb(shape, byte_order=byte_order))


@given(st.binary(max_size=60))
def test_any_bytes_are_looked_through(content):
    assert not is_nested(content)


def write(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_a_table_is_refused_by_its_cells_alone(tmp_path):
    nothing = pa.nulls(20_000_000)
    path = write(tmp_path / "a.parquet", a=nothing, b=nothing, c=nothing)
    with pytest.raises(IntakeError) as caught:
        open_parquet(path)
    assert caught.value.key == "file-too-many-cells"
    assert open_parquet(write(path, a=nothing)).metadata.num_columns == 1
