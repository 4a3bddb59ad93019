import json

import geopandas as gpd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, Point, box

from geo import schema, service
from geo.analysis.areas import outline
from geo.errors import BoundaryError, IntakeError
from geo.intake import boundaries
from geo.intake.streets import find_streets, import_streets, load_streets
from geo.present.street_lines import MOST_CORNERS, pack_streets
from geo.schema import Layer, LineLayer
from geo.workspace import create_workspace

CRS = "EPSG:28992"
MAIN = LineString([(100000, 431000), (100500, 431000), (101000, 431000)])
LANE = LineString([(100000, 431500), (100100, 431600)])
FAR = LineString([(150000, 431500), (150100, 431600)])


@pytest.fixture
def workspace(tmp_path):
    settings = {"name": "Proef", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
    return create_workspace(tmp_path / "werkmap", settings)


def frame(*lines, crs=CRS, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(lines), crs=crs, index=range(len(lines)))


def write(path, lines):
    if path.suffix == ".parquet":
        lines.to_parquet(path)
    else:
        lines.to_file(path)
    return path


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_streets_come_out_of_each_kind_of_file(workspace, tmp_path, suffix):
    lines = frame(MAIN, LANE, highway=["primary", "residential"], naam=["Dijk", "Pad"])
    path = write(tmp_path / f"wegen{suffix}", lines)
    import_streets(workspace, path)
    streets = load_streets(workspace)
    assert list(streets.lines.columns) == list(schema.STREET_COLUMNS)
    assert streets.lines[schema.STREET_CLASS].tolist() == ["primary", "residential"]
    assert streets.lines[schema.AREA_NAME].tolist() == ["Dijk", "Pad"]
    assert streets.lines.geometry.geom_equals_exact(lines.geometry, 0.01).all()
    assert streets.source == path.name


@pytest.mark.parametrize("name", ["class", "Highway", "fclass", "cls", "wegtype"])
def test_kind_of_street_is_found_under_the_names_that_makers_use(workspace, tmp_path, name):
    path = write(tmp_path / "wegen.geojson", frame(MAIN, **{name: ["primary"]}))
    assert import_streets(workspace, path).lines[schema.STREET_CLASS].tolist() == ["primary"]


def test_without_a_kind_a_street_is_a_street(workspace, tmp_path):
    path = write(tmp_path / "wegen.geojson", frame(MAIN, naam=["Dijk"]))
    import_streets(workspace, path)
    assert load_streets(workspace).lines[schema.STREET_CLASS].isna().all()


@pytest.mark.parametrize("name", ["name", "naam", "Straatnaam", "STT_NAAM"])
def test_name_of_street_is_found_under_the_names_that_makers_use(workspace, tmp_path, name):
    path = write(tmp_path / "wegen.geojson", frame(MAIN, LANE, **{name: ["Dijk", None]}))
    import_streets(workspace, path)
    names = load_streets(workspace).lines[schema.AREA_NAME]
    assert (names[0], names.isna().tolist()) == ("Dijk", [False, True])


def test_nothing_but_kind_and_name_is_kept(workspace, tmp_path):
    path = write(tmp_path / "wegen.geojson", frame(MAIN, cls=["a"], eigenaar=["Jansen"]))
    import_streets(workspace, path)
    assert "Jansen" not in find_streets(workspace).read_text(encoding="utf-8")


def test_other_systems_and_heights_are_brought_to_the_workspace(workspace, tmp_path):
    high = shapely.force_3d(MAIN, 4.0)
    path = write(tmp_path / "wegen.gpkg", frame(high).to_crs(4326))
    (line,) = import_streets(workspace, path).lines.geometry
    assert not line.has_z
    assert line.hausdorff_distance(MAIN) < 0.1


def test_streets_are_cut_off_where_the_ground_ends(workspace, tmp_path):
    path = write(tmp_path / "wegen.geojson", frame(MAIN, LANE, FAR, cls=["a", "b", "c"]))
    ground = box(100000, 430000, 100600, 431200)
    streets = import_streets(workspace, path, around=ground)
    assert streets.lines[schema.STREET_CLASS].tolist() == ["a"]
    assert streets.lines.length.tolist() == [600.0]


def test_street_that_only_touches_the_ground_is_no_street_there(workspace, tmp_path):
    path = write(tmp_path / "wegen.geojson", frame(MAIN, LANE))
    ground = box(100000, 431500, 100050, 431600).union(box(99000, 431000, 100000, 431001))
    streets = import_streets(workspace, path, around=ground)
    assert set(streets.lines.geom_type) == {"LineString"}
    assert len(streets.lines) == 1


def test_maker_is_named_as_told(workspace, tmp_path):
    path = write(tmp_path / "wegen.geojson", frame(MAIN))
    import_streets(workspace, path, source="© OpenStreetMap contributors, ODbL")
    assert load_streets(workspace).source == "© OpenStreetMap contributors, ODbL"


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (frame(box(0, 0, 1, 1)), "streets-no-lines"),
        (frame(MAIN, Point(100000, 431000)), "streets-no-lines"),
        (frame(FAR), "streets-elsewhere"),
    ],
)
def test_refused_file_leaves_the_streets_that_were_there(workspace, tmp_path, lines, key):
    import_streets(workspace, write(tmp_path / "goed.geojson", frame(MAIN)))
    with pytest.raises(BoundaryError) as caught:
        import_streets(
            workspace,
            write(tmp_path / "fout.geojson", lines),
            around=box(99000, 430000, 102000, 432000),
        )
    assert caught.value.key == key
    assert load_streets(workspace).source == "goed.geojson"


@pytest.mark.parametrize("content", ["", "{}", '{"type":"FeatureCollection","features":[]}', "a;b"])
def test_file_that_holds_no_streets_is_refused(workspace, tmp_path, content):
    path = tmp_path / "wegen.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(IntakeError):
        import_streets(workspace, path)
    assert load_streets(workspace) is None


def test_service_keeps_streets_as_far_from_the_areas_as_incidents_may_lie(workspace, tmp_path):
    square = gpd.GeoDataFrame(
        {"code": ["WK059701"], "name": ["Zuid"]},
        geometry=[box(100000, 430000, 101000, 431000)],
        crs=CRS,
    )
    service.import_areas(workspace, write(tmp_path / "wijken.gpkg", square), Layer.WIJKEN)
    margin_m = workspace.settings.intake.outside_margin_m
    road = LineString([(100500, 430500), (100500, 440000)])
    assert not service.has_streets(workspace)
    streets = service.import_streets(workspace, write(tmp_path / "wegen.gpkg", frame(road)))
    assert service.has_streets(workspace)
    assert streets.lines.length.tolist() == pytest.approx([500 + margin_m], abs=0.1)


def test_streets_are_no_areas(workspace, tmp_path):
    import_streets(workspace, write(tmp_path / "wegen.geojson", frame(MAIN)))
    assert boundaries.load_layers(workspace) == {}
    assert not set(LineLayer) & set(Layer)


def unpack(packed, kind=0):
    """Lines of one kind again, in degrees, as map.js makes them."""
    for line in packed["kinds"][kind]["lines"]:
        steps = shapely.get_coordinates(LineString(list(zip(line[::2], line[1::2], strict=True))))
        yield LineString(steps.cumsum(axis=0) / packed["scale"])


def street_frame(*lines, classes=None):
    return frame(*lines, **{schema.STREET_CLASS: classes or ["residential"] * len(lines)})


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(97000, 104000), st.integers(428000, 435000)),
            min_size=2,
            max_size=6,
            unique=True,
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_packed_streets_lie_within_metres_of_the_real_ones(corners):
    lines = street_frame(*map(LineString, corners))
    shown = gpd.GeoSeries(list(unpack(pack_streets(lines))), crs=4326).to_crs(CRS)
    real = MultiLineString(list(lines.geometry))
    # Five metres for the corners that are left out, one for the rounding.
    assert MultiLineString(list(shown)).hausdorff_distance(real) < 6.5


def test_pieces_of_one_street_become_one_line():
    first, second = LineString(MAIN.coords[:2]), LineString(MAIN.coords[1:])
    (kind,) = pack_streets(street_frame(first, second))["kinds"]
    assert len(kind["lines"]) == 1
    assert len(kind["lines"][0]) == 4


def test_main_roads_lie_on_top_and_paths_below():
    classes = ["motorway_link", "footway", None, "Primary", "iets anders"]
    lines = street_frame(*[MAIN] * 5, classes=classes)
    weights = [kind["style"]["weight"] for kind in pack_streets(lines)["kinds"]]
    assert weights == sorted(weights)
    assert len(weights) == 3


def test_very_many_streets_are_drawn_more_coarsely(monkeypatch):
    zigzag = LineString([(100000 + 10 * n, 431000 + 12 * (n % 2)) for n in range(1000)])
    fine = len(pack_streets(street_frame(zigzag))["kinds"][0]["lines"][0]) // 2
    monkeypatch.setattr("geo.present.street_lines.MOST_CORNERS", 100)
    coarse = len(pack_streets(street_frame(zigzag))["kinds"][0]["lines"][0]) // 2
    assert fine == 1000
    assert coarse < 100


def test_streets_of_a_whole_municipality_are_a_small_part_of_a_map(workspace, shared_dir):
    path = shared_dir / "data/streets/ridderkerk_roads_osm_rd.geojson"
    wijken = gpd.read_file(shared_dir / "data/boundaries/ridderkerk_wijken_2022_rd.geojson")
    streets = import_streets(workspace, path, around=outline(wijken).buffer(1000))
    assert set(streets.lines[schema.STREET_CLASS]) >= {"footway", "residential", "motorway"}
    packed = pack_streets(load_streets(workspace).lines)
    corners = sum(len(line) // 2 for kind in packed["kinds"] for line in kind["lines"])
    assert corners < MOST_CORNERS
    assert len(json.dumps(packed, separators=(",", ":"))) < 200_000
