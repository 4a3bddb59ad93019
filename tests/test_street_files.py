import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString

from geo import schema
from geo.analysis.street_graph import Streets, build_graph, measure_travel
from geo.errors import IntakeError
from geo.intake.street_files import open_streets
from geo.schema import TravelMode

OSM = """<?xml version="1.0"?>
<osm version="0.6">
  <node id="1" lat="51.87" lon="4.60"/><node id="2" lat="51.87" lon="4.61"/>
  <node id="3" lat="51.88" lon="4.61"/><node id="4" lat="51.89" lon="4.61"/>
  <way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/>
    <tag k="name" v="Kerkweg"/><tag k="oneway" v="-1"/></way>
  <way id="2"><nd ref="2"/><nd ref="3"/><tag k="highway" v="tertiary"/>
    <tag k="bridge" v="yes"/></way>
  <way id="3"><nd ref="3"/><nd ref="4"/><tag k="highway" v="motorway"/></way>
  <way id="4"><nd ref="4"/><nd ref="1"/><tag k="highway" v="primary"/>
    <tag k="junction" v="roundabout"/><tag k="tunnel" v="no"/></way>
  <way id="5"><nd ref="1"/><nd ref="3"/><tag k="waterway" v="canal"/></way>
</osm>
"""

PLACELESS = (
    b"<graphml><graph edgedefault='undirected'><node id='a'/><node id='b'/>"
    b"<edge source='a' target='b'/></graph></graphml>"
)


def write_lines(path, **columns):
    count = len(next(iter(columns.values())))
    lines = [LineString([(0, step), (9, step)]) for step in range(count)]
    gpd.GeoDataFrame(columns, geometry=lines, crs="EPSG:28992").to_file(path)
    return path


def test_an_extract_of_openstreetmap_says_which_way_and_where_bridges_are(tmp_path):
    path = tmp_path / "gebied.osm"
    path.write_text(OSM, "utf-8")
    found = open_streets(path)
    lines = found.lines
    assert found.is_noded
    assert lines[schema.STREET_CLASS].tolist() == ["residential", "tertiary", "motorway", "primary"]
    assert lines[schema.AREA_NAME][0] == "Kerkweg"
    assert lines[schema.ONE_WAY].tolist() == [-1, 0, 1, 1]
    assert lines[schema.OFF_GROUND].tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        (["yes", "no", "-1", None], [1, 0, -1, 0]),
        (["H", "T", "B", ""], [1, -1, 0, 0]),
        (["F", "T", "B", "B"], [1, -1, 0, 0]),
    ],
    ids=["OpenStreetMap", "national road file", "extracts by layer"],
)
def test_the_way_of_cars_is_read_as_road_files_write_it(tmp_path, words, ways):
    path = write_lines(tmp_path / "wegen.gpkg", oneway=words)
    assert open_streets(path).lines[schema.ONE_WAY].tolist() == ways


def test_bridges_and_tunnels_are_read_from_either_column(tmp_path):
    path = write_lines(tmp_path / "wegen.gpkg", bridge=["T", "F", "F"], tunnel=["F", "T", "F"])
    assert open_streets(path).lines[schema.OFF_GROUND].tolist() == [True, True, False]


def test_lines_of_the_national_road_file_end_at_every_junction(tmp_path):
    path = write_lines(tmp_path / "wegvakken.gpkg", jte_id_beg=[1, 2], rijrichtng=["B", "H"])
    assert open_streets(path).is_noded
    assert not open_streets(write_lines(tmp_path / "wegen.gpkg", naam=["Kerkweg"])).is_noded


def test_edges_of_a_graph_run_from_their_first_node_to_their_last(tmp_path):
    graph = nx.Graph(crs="EPSG:28992")
    graph.add_node("a", x=100.0, y=0.0)
    graph.add_node("b", x=0.0, y=0.0)
    graph.add_edge("a", "b", cls="residential", wkt="LINESTRING (0.2 0, 50 40, 99.8 0)")
    graph.add_edge("b", "b", highway="service")
    nx.write_graphml(graph, tmp_path / "straten.graphml")
    found = open_streets(tmp_path / "straten.graphml")
    assert found.is_noded
    assert found.lines.crs == "EPSG:28992"
    assert found.lines[schema.STREET_CLASS].tolist() == ["residential", "service"]
    first = {tuple(place) for place in shapely.get_coordinates(found.lines.geometry[0])}
    assert first == {(100.0, 0.0), (50.0, 40.0), (0.0, 0.0)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.osm.pbf", b"\0\0\0\r\n\tOSMHeader\x18y but nothing that follows"),
        ("x.osm", b"<?xml version='1.0'?><osm version='0.6'><node id='1'"),
        ("x.graphml", b"<?xml version='1.0'?><graphml><graph"),
        ("x.graphml", PLACELESS),
        ("x.osm", b"<?xml version='1.0'?><osm version='0.6'></osm>"),
        ("x.vrt", b"<OGRVRTDataSource></OGRVRTDataSource>"),
        ("x.txt", b"niets"),
    ],
    ids=["damaged extract", "half a file", "half a graph", "no places", "empty", "other", "text"],
)  # fmt: skip
def test_what_holds_no_streets_is_refused(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IntakeError):
        open_streets(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(IntakeError):
        open_streets(tmp_path / "weg.osm.pbf")


def test_a_whole_country_is_read_and_can_be_travelled(shared_dir):
    found = open_streets(shared_dir / "data" / "streets" / "liechtenstein-latest.osm.pbf")
    lines = found.lines.to_crs(2056)
    graph = build_graph(as_streets(lines), TravelMode.CAR)
    assert len(lines) > 4_000
    assert graph.dropped_m < 0.05 * graph.used_m
    rng = np.random.default_rng(1)
    places = graph.nodes[rng.integers(0, len(graph.nodes), 60)]
    assert np.isfinite(measure_travel(graph, places)).all()


def test_the_streets_of_ridderkerk_lead_as_far_as_their_own_junctions_say(shared_dir):
    path = shared_dir / "data" / "streets" / "ridderkerk_car_noded.graphml"
    told = nx.read_graphml(path)
    graph = build_graph(as_streets(open_streets(path).lines), TravelMode.CAR)
    part = max(nx.connected_components(told), key=len)
    names = sorted(part, key=int)[:: len(part) // 40]
    places = np.array([[told.nodes[name][axis] for axis in "xy"] for name in names])
    ours = measure_travel(graph, places)
    for row, name in enumerate(names):
        theirs = nx.single_source_dijkstra_path_length(told, name, weight="length")
        assert np.abs(ours[row] - [theirs[other] for other in names]).max() < 10


def as_streets(lines):
    return Streets(
        lines.geometry.to_numpy(),
        lines[schema.STREET_CLASS].to_numpy(object),
        lines[schema.ONE_WAY].to_numpy(np.int8),
    )
