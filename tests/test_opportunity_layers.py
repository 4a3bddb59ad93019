import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import schema
from geo.analysis.opportunities import spread_opportunities
from geo.errors import BoundaryError, IntakeError
from geo.intake.opportunities import (
    OpportunityLayer,
    find_opportunities,
    group_places,
    import_opportunities,
    load_opportunities,
    save_opportunities,
)
from geo.schema import LineLayer, PointLayer
from geo.settings import Settings
from geo.workspace import Workspace

CRS = 28992
HERE = [(120_000.0, 480_000.0), (120_010.5, 480_020.0), (120_010.5, 480_020.0)]
BUILDING = shapely.Polygon(
    [(120_000, 480_000), (120_030, 480_000), (120_030, 480_010), (120_010, 480_010),
     (120_010, 480_030), (120_000, 480_030)]
)  # fmt: skip
AROUND = shapely.box(119_000, 479_000, 121_000, 481_000)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    settings = Settings(name="Testdam", code="GM9901", crs=CRS, timezone="Europe/Brussels")
    return Workspace(tmp_path / "town", settings)


@pytest.fixture
def write(tmp_path):
    def call(text, name="in.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return call


def frame(shapes, crs=CRS, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)


def points(places=HERE, crs=CRS, **columns):
    return frame(gpd.points_from_xy(*np.array(places).T), crs=crs, **columns)


def places_of(layer):
    """Place to weight, as the test over chance sees it."""
    spread = spread_opportunities(layer.shapes)
    return dict(zip(map(tuple, spread.places.tolist()), spread.weights.tolist(), strict=True))


def key_of(call, *words, **options) -> str:
    with pytest.raises(IntakeError) as caught:
        call(*words, **options)
    return caught.value.key


TWO = {(120_000.0, 480_000.0): 1.0, (120_010.5, 480_020.0): 2.0}


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet"])
def test_points_of_every_map_format_are_taken_in(workspace, tmp_path, suffix) -> None:
    path = tmp_path / f"in{suffix}"
    if suffix == ".parquet":
        points().to_parquet(path)
    else:
        points().to_file(path)
    layer = import_opportunities(workspace, path, PointLayer.ADDRESSES)
    assert places_of(layer) == TWO
    assert (layer.places, layer.left_out, layer.source) == (2, 0, path.name)


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n120000,480000\n120010.5,480020\n120010.5,480020\n",
        "straat;X_RD;Y_RD\nDorp 1;120000;480000\nDorp 2;120010,5;480020\nDorp 3;120010,5;480020\n",
        "x,y,gewicht\n120000,480000,1\n120010.5,480020,2\n",
    ],
)
def test_tables_of_places_are_taken_in(workspace, write, text) -> None:
    assert places_of(import_opportunities(workspace, write(text), PointLayer.PREMISES)) == TWO


def test_a_table_in_degrees_lies_where_it_should(workspace, write) -> None:
    lon, lat = points(HERE[:1]).to_crs(4326).get_coordinates().iloc[0]
    path = write(f"lat,lon\n{lat},{lon}\n")
    (place,) = places_of(import_opportunities(workspace, path, PointLayer.ADDRESSES))
    assert place == pytest.approx(HERE[0], abs=0.02)


def test_points_in_another_system_are_brought_over(workspace, tmp_path) -> None:
    points().to_crs(32631).to_file(tmp_path / "in.gpkg")
    layer = import_opportunities(workspace, tmp_path / "in.gpkg", PointLayer.ADDRESSES)
    assert np.array(list(places_of(layer))) == pytest.approx(np.array(list(TWO)), abs=0.02)


def test_a_building_becomes_a_point_in_it_that_counts_its_addresses(workspace, tmp_path) -> None:
    bow_tie = shapely.Polygon([(120_100, 480_000), (120_120, 480_020), (120_120, 480_000),
                               (120_100, 480_020)])  # fmt: skip
    pair = shapely.MultiPolygon(
        [shapely.box(x, 480_000, x + 10, 480_010) for x in (120_050, 120_070)]
    )
    shapes = frame([BUILDING, bow_tie, pair], aantal_verblijfsobjecten=[3, 1, 5])
    shapes.to_file(tmp_path / "in.gpkg")
    layer = import_opportunities(workspace, tmp_path / "in.gpkg", PointLayer.ADDRESSES)
    spread = spread_opportunities(layer.shapes)
    inside = [shapely.make_valid(shape).buffer(0.01) for shape in (BUILDING, bow_tie, pair)]
    assert sorted(spread.weights) == [1, 3, 5]
    for place, weight in zip(spread.places, spread.weights, strict=True):
        assert shapely.contains_xy(inside[{3: 0, 1: 1, 5: 2}[weight]], *place)


def test_nothing_but_place_and_weight_is_kept(workspace, write, tmp_path) -> None:
    path = write("straat,bewoner,x,y\nGeheim 1,Jansen,120000,480000\n")
    import_opportunities(workspace, path, PointLayer.ADDRESSES)
    named = points(straat=["Geheim 1", "Geheim 2", "Geheim 3"], bewoner="Jansen")
    named.to_file(tmp_path / "in.gpkg")
    import_opportunities(workspace, tmp_path / "in.gpkg", PointLayer.PREMISES)
    for layer in (PointLayer.ADDRESSES, PointLayer.PREMISES):
        kept = find_opportunities(workspace, layer).read_text(encoding="utf-8")
        assert "Geheim" not in kept
        assert "Jansen" not in kept
        read = load_opportunities(workspace, layer)
        assert tuple(read.shapes.columns) == schema.OPPORTUNITY_COLUMNS


def test_rows_that_are_no_place_here_are_left_out_and_counted(workspace, write) -> None:
    text = "x,y,weight\n120000,480000,1\n,,1\n120001,480000,0\n120002,480000,-3\n120003,480000,x\n"
    text += "150000,480000,1\n120004,480000,2\n"
    path = write(text)
    layer = import_opportunities(workspace, path, PointLayer.ADDRESSES, around=AROUND)
    assert places_of(layer) == {(120_000.0, 480_000.0): 1.0, (120_004.0, 480_000.0): 2.0}
    assert layer.left_out == 5


def test_shapes_that_are_no_place_here_are_left_out_and_counted(workspace, tmp_path) -> None:
    shapes = [shapely.Point(HERE[0]), None, shapely.Point(), shapely.Point(150_000, 480_000),
              shapely.MultiPoint(HERE[:2])]  # fmt: skip
    frame(shapes).to_parquet(tmp_path / "in.parquet")
    path = tmp_path / "in.parquet"
    layer = import_opportunities(workspace, path, PointLayer.ADDRESSES, around=AROUND)
    assert places_of(layer) == {(120_000.0, 480_000.0): 2.0, (120_010.5, 480_020.0): 1.0}
    assert layer.left_out == 3


def test_a_file_of_another_town_is_refused_and_the_old_layer_stays(workspace, tmp_path) -> None:
    points().to_file(tmp_path / "here.gpkg")
    import_opportunities(workspace, tmp_path / "here.gpkg", PointLayer.ADDRESSES, around=AROUND)
    points([(200_000.0, 500_000.0)]).to_file(tmp_path / "far.gpkg")
    far = (workspace, tmp_path / "far.gpkg", PointLayer.ADDRESSES)
    assert key_of(import_opportunities, *far, around=AROUND) == "opportunities-elsewhere"
    assert places_of(load_opportunities(workspace, PointLayer.ADDRESSES)) == TWO


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("straat,nummer\nDorp,1\n", "opportunities-no-columns"),
        ("x,lat\n1,2\n", "opportunities-no-columns"),
        ("x,y\n480000,120000\n480001,120001\n", "coordinates-misread"),
        ("x,y\n,\n", "opportunities-elsewhere"),
        ("", "file-empty"),
        ("<xml/>", "file-kind-unsupported"),
        ('{"type": "FeatureCollection", "features": []}', "opportunities-no-places"),
        ('{"type": "FeatureCollection"', "file-damaged"),
        ("[1, 2]", "file-damaged"),
    ],
)
def test_a_file_that_is_no_layer_of_places_is_refused(workspace, write, text, key) -> None:
    file = (workspace, write(text), PointLayer.ADDRESSES)
    assert key_of(import_opportunities, *file, around=AROUND) == key
    assert find_opportunities(workspace, PointLayer.ADDRESSES) is None


def test_lines_are_no_addresses(workspace, tmp_path) -> None:
    frame([shapely.LineString(HERE[:2])]).to_file(tmp_path / "in.gpkg")
    with pytest.raises(BoundaryError, match="got 1 other shapes"):
        import_opportunities(workspace, tmp_path / "in.gpkg", PointLayer.ADDRESSES)


def test_a_map_without_a_coordinate_system_is_refused(workspace, tmp_path, write) -> None:
    frame([shapely.Point(HERE[0])], crs=None).to_parquet(tmp_path / "in.parquet")
    unknown = (workspace, tmp_path / "in.parquet", PointLayer.ADDRESSES)
    assert key_of(import_opportunities, *unknown) == "crs-missing"
    point = {"type": "Point", "coordinates": HERE[0]}
    unstated = {"type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": {}, "geometry": point}]}  # fmt: skip
    path = write(json.dumps(unstated), "in.geojson")
    assert key_of(import_opportunities, workspace, path, PointLayer.ADDRESSES) == "crs-unstated"


def test_a_layer_that_is_not_there_is_none(workspace) -> None:
    assert load_opportunities(workspace, PointLayer.ADDRESSES) is None
    assert load_opportunities(workspace, LineLayer.STREETS) is None


def test_streets_are_read_with_and_without_weight(workspace) -> None:
    lines = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(0, 50), (100, 50)])]
    weighed = frame(lines, **{schema.STREET_CLASS: ["residential", "tertiary"], "weight": [2, 0]})
    for shapes, total in ((weighed, 200), (weighed.drop(columns="weight"), 200)):
        layer = OpportunityLayer(LineLayer.STREETS, shapes, "eigen tekening")
        save_opportunities(workspace, layer)
        read = load_opportunities(workspace, LineLayer.STREETS)
        assert tuple(read.shapes.columns) == schema.OPPORTUNITY_COLUMNS
        assert read.source == "eigen tekening"
        assert spread_opportunities(read.shapes).weights.sum() == pytest.approx(total)


def test_a_damaged_layer_is_said_and_not_ignored(workspace, write) -> None:
    save_opportunities(workspace, OpportunityLayer(PointLayer.ADDRESSES, points(), "a"))
    find_opportunities(workspace, PointLayer.ADDRESSES).write_text('{"features": []}')
    assert key_of(load_opportunities, workspace, PointLayer.ADDRESSES) == "opportunities-no-places"


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300), st.sampled_from([0.5, 1.0, 7.0])),
        min_size=1, max_size=40,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=50)
def test_grouping_keeps_every_place_and_weight_and_forgets_the_order(rows, random) -> None:
    def group(table):
        array = np.array(table, float)
        return group_places(array[:, :2] / 10, array[:, 2])

    expected = {}
    for x, y, weight in rows:
        expected[x / 10, y / 10] = expected.get((x / 10, y / 10), 0) + weight
    grouped = group(rows)
    found = spread_opportunities(grouped)
    assert dict(zip(map(tuple, found.places.tolist()), found.weights, strict=True)) == (
        pytest.approx(expected)
    )
    again = group(random.sample(rows, len(rows)))
    assert grouped.to_wkt().equals(again.to_wkt())
