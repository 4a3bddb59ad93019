"""Patrols along real streets: those of Ridderkerk, and those of a country abroad."""

import shutil
from datetime import date, datetime
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import shapely
from patrol_proofs import check_answer
from towns import MAPPING, NOW

from geo import schema, service
from geo.analysis.street_graph import StreetGraph
from geo.params import MonteCarlo, Period
from geo.patrol_params import PatrolParams, PatrolQuestion, PatrolTeam
from geo.schema import Layer, Organisation, ShiftName, TravelMode
from geo.service.upkeep_answers import ImportOptions
from geo.workspace import BUNDLED_DIR, create_workspace

RIDDERKERK = {"name": "Ridderkerk", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
VADUZ = {"name": "Vaduz", "code": "LI1", "crs": 2056, "timezone": "Europe/Vaduz"}
LEARNED = Period(first=date(2026, 5, 1), last=date(2026, 10, 31))
DAY = date(2026, 11, 6)
TEAMS = (
    PatrolTeam(mode=TravelMode.FOOT),
    PatrolTeam(mode=TravelMode.BICYCLE, kmh=12, organisation=Organisation.BOA),
    PatrolTeam(mode=TravelMode.BICYCLE, organisation=Organisation.YOUTH_WORK),
)
FEW, SHORT = MonteCarlo(repeats=19), PatrolParams(iterations=100)


def choose_apart(xy, count, *, apart_m, seed=5):
    """So many places drawn from others, each at least so far from all before it."""
    chosen = []
    for place in np.random.default_rng(seed).permutation(xy):
        if all(np.hypot(*(place - other)) >= apart_m for other in chosen):
            chosen.append(place)
        if len(chosen) == count:
            return np.array(chosen)
    raise AssertionError("too few places that far apart")


def draw_evenings(corners, *, each=16):
    """Incidents within some metres of each corner, on evenings of the last four months."""
    random = np.random.default_rng(7)
    xy = np.repeat(corners, each, axis=0)
    xy = (xy + random.uniform(-8, 8, xy.shape)).round(1)
    days = pd.Timestamp("2026-07-01") + pd.to_timedelta(random.integers(0, 120, len(xy)), "D")
    starts = days + pd.to_timedelta(random.integers(17, 23, len(xy)), "h")
    return pd.DataFrame(
        {
            "id": np.arange(len(xy)),
            "start": starts.strftime("%Y-%m-%dT%H:%M"),
            "x": xy[:, 0],
            "y": xy[:, 1],
            "code": "E35",
        }
    )


def fill(workspace, streets, *, corners, apart_m):
    """Take in streets, and make corners of them busy; the graph of those on foot comes along."""
    layer = service.import_streets(workspace, streets)
    graph = service.build_graphs(layer, [TravelMode.FOOT])[TravelMode.FOOT]
    wijken = service.list_layers(workspace).get(Layer.WIJKEN)
    town = shapely.box(*graph.nodes.min(axis=0), *graph.nodes.max(axis=0))
    town = town if wijken is None else shapely.union_all(wijken.areas.geometry.to_numpy())
    inside = shapely.contains_xy(town, *graph.nodes.T)
    busy = choose_apart(graph.nodes[inside], corners, apart_m=apart_m)
    path, mapping = workspace.root / "rows.csv", workspace.root / "rows.toml"
    draw_evenings(busy).to_csv(path, index=False)
    mapping.write_text(MAPPING, encoding="utf-8")
    service.import_incidents(workspace, [path], ImportOptions(mapping=mapping), now=NOW)
    return graph


def plan(workspace, *, teams, base, shift=ShiftName.LATE):
    begins, minutes = service.read_shift_hours(workspace, shift, DAY)
    question = PatrolQuestion(
        themes=("jeugdoverlast",),
        period=LEARNED,
        begins=begins,
        minutes=minutes,
        teams=teams,
        base=base,
    )
    return service.plan_patrol(workspace, question, params=SHORT, draws=FEW)


def middle_of(graph: StreetGraph):
    x, y = np.median(graph.nodes, axis=0)
    return float(x), float(y)


def check_on_streets(workspace, advice):
    """Of each leg all but its way to the first street and from the last lies on streets."""
    lines = service.load_streets(workspace).lines.explode(ignore_index=True)
    tree = shapely.STRtree(lines.geometry.to_numpy())
    for legs in advice.ways:
        for before, after in pairwise(legs):
            assert before[-1].tolist() == after[0].tolist()
        # A team that waits for the next round of a place has no street to go along.
        steps = np.vstack([np.hstack([leg[1:-2], leg[2:-1]]) for leg in legs if len(leg) > 2])
        middle = (steps[:, :2] + steps[:, 2:]) / 2
        # A corner lies within a centimetre of its street; a street that ends within a metre of
        # another is led to it.
        for points, metres in ((steps[:, :2], 0.03), (steps[:, 2:], 0.03), (middle, 1.0)):
            near, _ = tree.query(shapely.points(points), predicate="dwithin", distance=metres)
            assert set(near) == set(range(len(points)))


@pytest.fixture(scope="module")
def ridderkerk(tmp_path_factory, shared_dir):
    workspace = create_workspace(tmp_path_factory.mktemp("real") / "ridderkerk", RIDDERKERK)
    shutil.copytree(BUNDLED_DIR / "boundaries", workspace.boundaries_dir, dirs_exist_ok=True)
    streets = shared_dir / "data" / "streets" / "ridderkerk_roads_osm_rd.geojson"
    return workspace, fill(workspace, streets, corners=25, apart_m=350)


def test_three_teams_visit_25_hotspots_of_ridderkerk_along_its_streets(ridderkerk) -> None:
    workspace, graph = ridderkerk
    advice = plan(workspace, teams=TEAMS, base=middle_of(graph))
    assert len(advice.places) == 25
    assert advice.on_streets
    assert all(len(visits) >= 10 for visits in advice.visits)
    assert advice.question.begins == datetime(2026, 11, 6, 15, tzinfo=workspace.timezone)
    check_on_streets(workspace, advice)
    check_answer(advice)
    assert advice.fairness["planned_minutes"].sum() == 15 * sum(map(len, advice.visits))
    assert set(advice.places[schema.WIJK_CODE].str[:6]) == {"WK0597"}


def test_a_car_keeps_to_the_streets_that_are_open_to_it(ridderkerk) -> None:
    workspace, graph = ridderkerk
    car = PatrolTeam(mode=TravelMode.CAR)
    advice = plan(workspace, teams=(car,), base=middle_of(graph))
    open_to_cars = service.build_graphs(service.load_streets(workspace), [TravelMode.CAR])
    nodes = {tuple(node) for node in open_to_cars[TravelMode.CAR].nodes}
    assert advice.visits[0]
    for leg in advice.ways[0]:
        assert {tuple(corner) for corner in leg[1:-1]} <= nodes
    check_on_streets(workspace, advice)
    check_answer(advice)


def test_a_country_abroad_is_patrolled_along_its_own_streets(tmp_path, shared_dir) -> None:
    workspace = create_workspace(tmp_path / "vaduz", VADUZ)
    streets = shared_dir / "data" / "streets" / "liechtenstein-latest.osm.pbf"
    fill(workspace, streets, corners=12, apart_m=500)
    # A base by one of the places: the country is longer than a shift on foot.
    advice = plan(workspace, teams=(PatrolTeam(mode=TravelMode.CAR),), base=(2758000, 1223000))
    assert len(advice.places) == 12
    assert len(advice.visits[0]) >= 5
    check_on_streets(workspace, advice)
    check_answer(advice)
