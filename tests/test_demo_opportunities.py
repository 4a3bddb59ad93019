import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from proving import Proof
from scipy import stats
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo import schema
from geo.analysis.hotspots import find_hotspots
from geo.analysis.opportunities import spread_opportunities
from geo.analysis.significance import Chance, Significance, weigh_chance
from geo.errors import WorkspaceError
from geo.intake.demo import load_areas, load_town
from geo.intake.demo_draw import END, START, X, Y, make_demo
from geo.intake.demo_opportunities import (
    LAYERS,
    SHOPS_SHARE,
    make_opportunities,
    write_opportunities,
)
from geo.intake.demo_plan import PlaceKind
from geo.intake.opportunities import find_opportunities, load_opportunities
from geo.intake.streets import load_streets
from geo.params import HotspotParams, MonteCarlo, Period
from geo.schema import LineLayer, PlacePrecision, PointLayer
from geo.service import DEMO_PERIOD
from geo.themes import read_themes
from geo.workspace import BUNDLED_DIR, Workspace, create_workspace, open_workspace

AS_OF = pd.Timestamp("2019-01-01", tz="Europe/Amsterdam")


@pytest.fixture(scope="module")
def bundled() -> Workspace:
    return open_workspace(BUNDLED_DIR)


@pytest.fixture(scope="module")
def town(bundled):
    return load_town(bundled)


@pytest.fixture(scope="module")
def areas():
    return load_areas()


@pytest.fixture(scope="module")
def made(town, areas):
    layers = make_opportunities(town.plan, areas, town.places)
    return {layer: shapes.set_crs(town.crs) for layer, shapes in layers.items()}


@pytest.fixture(scope="module")
def spread(made):
    return {layer: spread_opportunities(shapes) for layer, shapes in made.items()}


@pytest.fixture
def workspace(tmp_path, bundled) -> Workspace:
    return create_workspace(tmp_path / "town", bundled.settings.model_dump(mode="json"))


def weight_in(shape, opportunities):
    inside = shapely.contains_xy(shape, opportunities.places)
    return opportunities.weights[inside].sum()


def test_addresses_count_the_dwellings_of_each_wijk(spread, areas) -> None:
    addresses = spread[PointLayer.ADDRESSES]
    wijken = areas.wijken
    counted = [weight_in(shape, addresses) for shape in wijken.geometry]
    assert counted == wijken[schema.DWELLINGS].fillna(0).tolist()
    assert sum(counted) == addresses.weights.sum() == 21_491


def test_nobody_lives_in_a_park_and_premises_lie_there_or_at_shops(spread, areas, town) -> None:
    parks = shapely.union_all(areas.parks.geometry.to_numpy())
    premises = spread[PointLayer.PREMISES]
    assert weight_in(parks, spread[PointLayer.ADDRESSES]) == 0
    discs = [shapely.Point(each.x, each.y).buffer(each.radius_m + 1) for each in town.plan.shops]
    assert shapely.contains_xy(shapely.union_all([parks, *discs]), premises.places).all()
    share = 1 - weight_in(parks, premises) / premises.weights.sum()
    assert share == pytest.approx(SHOPS_SHARE, abs=0.001)
    assert town.plan.categories["2.5.1"].places[PlaceKind.SHOPS] == SHOPS_SHARE


def test_streets_bear_names_that_nobody_takes_for_real_and_keep_them_in_the_file(
    made, workspace
) -> None:
    named = made[LineLayer.STREETS].dropna(subset=schema.AREA_NAME)
    assert named[schema.AREA_NAME].str.fullmatch(r"Demostraat \d+").all()
    # Blocks of one street bear one name: there is no more than a crossing between them.
    assert 50 < named[schema.AREA_NAME].nunique() < len(named)
    lines, names = named.geometry, named[schema.AREA_NAME]
    gaps = lines.iloc[1:].distance(lines.shift().iloc[1:])
    assert gaps[names.eq(names.shift()).iloc[1:]].max() <= 30
    write_opportunities(workspace)
    read = load_streets(workspace).lines[schema.AREA_NAME]
    assert set(read.dropna()) == set(named[schema.AREA_NAME])


def test_streets_weigh_the_dwellings_along_them(made, spread, areas) -> None:
    streets = spread[LineLayer.STREETS]
    for _, wijk in areas.wijken.iterrows():
        outside_parks = wijk.geometry.difference(shapely.union_all(areas.parks.geometry))
        assert weight_in(outside_parks, streets) == pytest.approx(
            wijk[schema.DWELLINGS], rel=0.03, abs=5
        )
    assert shapely.within(
        made[LineLayer.STREETS].geometry[made[LineLayer.STREETS][schema.WEIGHT] > 0],
        shapely.union_all(areas.wijken.geometry.to_numpy()),
    ).all()


def test_streets_are_one_net(made) -> None:
    corners, line = shapely.get_coordinates(
        made[LineLayer.STREETS].geometry.to_numpy(), return_index=True
    )
    nodes, node = np.unique(corners, axis=0, return_inverse=True)
    node = node.ravel()
    follows = np.flatnonzero(line[1:] == line[:-1])
    edges = (np.ones(len(follows)), (node[follows], node[follows + 1]))
    assert connected_components(coo_array(edges, shape=(len(nodes),) * 2), directed=False)[0] == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_incidents_fall_where_they_could_have_fallen(town, spread, bundled, seed) -> None:
    incidents = make_demo(town, period=DEMO_PERIOD, seed=seed).incidents
    for card in read_themes(bundled).cards.values():
        of_theme = incidents[incidents[schema.CODE].isin(card.codes)]
        tree = cKDTree(spread[card.opportunities].places)
        away = tree.query(of_theme[[X, Y]].to_numpy())[0] > card.hotspots.eps_m
        assert away.mean() < 0.01


def test_every_card_says_where_its_incidents_could_have_fallen(bundled) -> None:
    assert {card.opportunities for card in read_themes(bundled).cards.values()} == set(LAYERS)


def test_the_same_town_gives_the_same_bytes(workspace, tmp_path, bundled) -> None:
    other = create_workspace(tmp_path / "other", bundled.settings.model_dump(mode="json"))
    assert write_opportunities(workspace) == write_opportunities(other) == LAYERS
    for layer in LAYERS:
        first, second = (find_opportunities(each, layer) for each in (workspace, other))
        assert first.read_bytes() == second.read_bytes()


def test_another_town_seed_gives_another_town(town, areas, made) -> None:
    other = town.plan.model_copy(update={"town_seed": 3})
    parks = make_opportunities(other, areas, town.places)[LineLayer.STREETS]
    assert not parks.geometry.to_wkt().equals(made[LineLayer.STREETS].geometry.to_wkt())


def test_layers_say_that_they_are_invented_and_own_ones_stay(workspace) -> None:
    write_opportunities(workspace)
    read = [load_opportunities(workspace, layer) for layer in LAYERS]
    assert all(layer.synthetic and "verzonnen" in layer.source for layer in read)
    find_opportunities(workspace, PointLayer.ADDRESSES).write_text("mine")
    assert write_opportunities(workspace) == ()
    assert find_opportunities(workspace, PointLayer.ADDRESSES).read_text() == "mine"
    find_opportunities(workspace, PointLayer.PREMISES).unlink()
    assert write_opportunities(workspace) == (PointLayer.PREMISES,)


def test_another_municipality_gets_none(tmp_path) -> None:
    settings = {"name": "A", "code": "A", "crs": 32631, "timezone": "Europe/Paris"}
    with pytest.raises(WorkspaceError, match="only one"):
        write_opportunities(create_workspace(tmp_path / "other", settings))


@pytest.mark.prove
@pytest.mark.parametrize("layer", LAYERS)
def test_incidents_without_hotspots_seldom_show_one(layer, spread, town, proof: Proof) -> None:
    runs, alpha = proof.runs(40, 400), 0.05
    random = np.random.default_rng(proof.seed)
    places, params = spread[layer], HotspotParams(eps_m=125, min_samples=5, half_life_days=365)
    shown = 0
    for run in range(runs):
        drawn = random.choice(places.places, 150, p=places.weights / places.weights.sum())
        ages = pd.to_timedelta(random.uniform(0, 365, len(drawn)), unit="D")
        incidents = gpd.GeoDataFrame(
            {
                schema.STARTED_AT: pd.Series(AS_OF - ages),
                schema.PLACE_PRECISION: PlacePrecision.ADDRESS.value,
            },
            geometry=gpd.points_from_xy(*drawn.T),
            crs=town.crs,
        )
        weighed = weigh_chance(
            find_hotspots(incidents, params, as_of=AS_OF),
            params,
            as_of=AS_OF,
            chance=Chance(places, MonteCarlo(repeats=39, seed=run)),
        )
        assert isinstance(weighed, Significance)
        shown += bool((weighed.p_values <= alpha).any())
    # Chance alone goes beyond this once in ten thousand times.
    most = stats.binom.ppf(1 - 1e-4, runs, alpha)
    assert shown <= most
    proof.note(layer=str(layer), runs=runs, runs_with_a_hotspot=shown, at_most=int(most))


def test_incidents_of_the_plan_without_its_planted_ones_seldom_show_a_hotspot(
    town, spread, bundled
) -> None:
    """The town's own background, seed after seed: at most one theme in twenty shows any."""
    bare = town.plan.model_copy(update={"planted": ()})
    plain = type(town)(**{**vars(town), "plan": bare})
    shown = tried = 0
    for seed in range(2):
        year = Period(first=DEMO_PERIOD.last.replace(month=1, day=1), last=DEMO_PERIOD.last)
        incidents = make_demo(plain, period=year, seed=seed).incidents
        for card in read_themes(bundled).cards.values():
            rows = incidents[incidents[schema.CODE].isin(card.codes)]
            frame = gpd.GeoDataFrame(
                {
                    schema.STARTED_AT: rows[START].dt.tz_localize(town.timezone),
                    schema.ENDED_AT: rows[END].dt.tz_localize(town.timezone),
                    schema.PLACE_PRECISION: rows[schema.PLACE_PRECISION],
                },
                geometry=gpd.points_from_xy(rows[X], rows[Y]),
                crs=town.crs,
            )
            weighed = weigh_chance(
                find_hotspots(frame, card.params(), as_of=AS_OF),
                card.params(),
                as_of=AS_OF,
                chance=Chance(spread[card.opportunities], MonteCarlo(repeats=99)),
            )
            tried += 1
            shown += bool((weighed.p_values <= 0.05).any())
    assert shown <= stats.binom.ppf(1 - 1e-4, tried, 0.05)
