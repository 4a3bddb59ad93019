import json
import os
import subprocess
import sys
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import schema
from geo.errors import HotspotkaartError, IntakeError, ParamsError, WorkspaceError
from geo.intake.demo import load_town, write_demo
from geo.intake.demo_draw import DEMO_COLUMNS, make_demo
from geo.intake.incidents import IntakeContext, open_incidents, read_batches
from geo.intake.places import Ground
from geo.params import Period
from geo.themes import read_themes
from geo.workspace import BUNDLED_DIR, create_workspace, open_workspace

MONTH = Period(first=date(2018, 5, 1), last=date(2018, 5, 31))
BUNDLED_YEARS = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
OTHER = {"name": "Elders", "code": "GM9999", "crs": 28992, "timezone": "Europe/Amsterdam"}


@pytest.fixture(scope="module")
def bundled():
    return open_workspace(BUNDLED_DIR)


@pytest.fixture(scope="module")
def town(bundled):
    return load_town(bundled)


@pytest.fixture(scope="module")
def demo(town):
    return make_demo(town, period=BUNDLED_YEARS, seed=1)


@pytest.fixture
def month_file(bundled, tmp_path):
    path = tmp_path / "demo.csv"
    write_demo(bundled, path, period=MONTH, seed=3)
    return path


def twin(bundled, tmp_path, **changes):
    """A workspace beside the bundled one, with some settings changed."""
    keys = ("name", "code", "crs", "timezone")
    settings = {key: getattr(bundled.settings, key) for key in keys}
    return create_workspace(tmp_path / "twin", settings | changes)


def test_same_seed_gives_the_same_bytes(bundled, tmp_path, month_file):
    again = tmp_path / "again.csv"
    write_demo(bundled, again, period=MONTH, seed=3)
    assert again.read_bytes() == month_file.read_bytes()
    truth, truth_again = (path.with_suffix(".truth.json") for path in (month_file, again))
    assert truth_again.read_bytes() == truth.read_bytes()


def test_another_process_with_other_hashes_gives_the_same_bytes(tmp_path, month_file):
    path = tmp_path / "elsewhere.csv"
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from geo.intake.demo import write_demo; from geo.params import Period\n"
        "from geo.workspace import BUNDLED_DIR, open_workspace\n"
        "write_demo(open_workspace(BUNDLED_DIR), Path(sys.argv[1]), seed=3,\n"
        "  period=Period(first=date(2018, 5, 1), last=date(2018, 5, 31)))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "99", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(path)], env=environment, check=True)
    assert path.read_bytes() == month_file.read_bytes()


def test_another_seed_gives_other_incidents(bundled, tmp_path, month_file):
    other = tmp_path / "other.csv"
    write_demo(bundled, other, period=MONTH, seed=4)
    assert other.read_bytes() != month_file.read_bytes()


def test_imported_areas_do_not_change_the_demo(bundled, tmp_path, month_file):
    workspace = twin(bundled, tmp_path)
    imported = workspace.boundaries_dir / "imported"
    imported.mkdir()
    (imported / "wijken.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    path = tmp_path / "twin.csv"
    write_demo(workspace, path, period=MONTH, seed=3)
    assert path.read_bytes() == month_file.read_bytes()


def test_file_says_that_it_is_synthetic(month_file):
    truth = json.loads(month_file.with_suffix(".truth.json").read_text(encoding="utf-8"))
    assert month_file.read_text(encoding="utf-8").startswith("demo_id,")
    assert truth["synthetic"] is True
    assert truth["label"].startswith("Synthetisch")
    assert (truth["from"], truth["to"], truth["seed"]) == ("2018-05-01", "2018-05-31", 3)
    assert set(truth["assumptions"]) == {"E35", "2.1.1"}


def test_truth_lists_only_incidents_of_its_file(month_file):
    ids = set(pd.read_csv(month_file)["demo_id"])
    truth = json.loads(month_file.with_suffix(".truth.json").read_text(encoding="utf-8"))
    planted = [key for spot in truth["hotspots"] for key in spot["incident_ids"]]
    assert planted
    assert set(planted) <= ids
    assert len(set(planted)) == len(planted)


def test_every_row_is_accepted_at_the_door(bundled, town, tmp_path):
    path = tmp_path / "demo.csv"
    written = write_demo(bundled, path, period=BUNDLED_YEARS, seed=2).incidents
    outline = shapely.union_all(gpd.read_file(BUNDLED_DIR / "boundaries/wijken.geojson").geometry)
    context = IntakeContext(
        ground=Ground(crs=bundled.crs, outline=outline, margin_m=0),
        timezone=bundled.timezone,
        themes=read_themes(bundled),
        now=pd.Timestamp("2020-01-01", tz=bundled.timezone),
    )
    file = open_incidents(path, context)
    batches = list(read_batches(file, context))
    accepted = pd.concat([batch.accepted for batch in batches])
    assert sum(len(batch.refused) for batch in batches) == 0
    assert len(accepted) == len(written)
    assert set(accepted[schema.SOURCE]) == {schema.DEMO_SOURCE}
    assert set(accepted[schema.TIME_PRECISION]) == {"minute"}
    assert file.left_behind == ()
    # The wall clock that was written is the one that is read: no hour was skipped or repeated.
    told = accepted.set_index(schema.INCIDENT_ID)[schema.STARTED_AT].dt.tz_localize(None)
    assert (told.loc[written["demo_id"]].to_numpy() == written["start"].to_numpy()).all()


def test_every_kind_has_exactly_the_published_count(demo):
    table = pd.read_csv(BUNDLED_DIR / "incidents/published/politie_misdrijven.csv", index_col=0)
    counted = pd.crosstab(demo.incidents["code"], demo.incidents["start"].dt.year)
    expected = {
        "1.1.1": "Diefstal/inbraak woning",
        "1.1.2": "Diefstal/inbraak box/garage/schuur/tuinhuis",
        "1.2.1": "Diefstal uit/vanaf motorvoertuigen",
        "1.2.2": "Diefstal van motorvoertuigen",
        "1.2.3": "Diefstal van brom-, snor-, fietsen",
        "1.2.4": "Zakkenrollerij",
        "1.4.3": "Openlijk geweld tegen persoon",
        "1.4.4": "Bedreiging",
        "1.4.5": "Mishandeling",
        "1.4.6": "Straatroof",
        "1.4.7": "Overval",
        "2.2.1": "Vernieling c.q. zaakbeschadiging",
        "2.5.1": "Diefstal/inbraak bedrijven en instellingen",
        "2.5.2": "Winkeldiefstal",
        "3.1.1": "Drugshandel",
        "3.7.4": "Cybercrime",
    }
    for code, title in expected.items():
        assert counted.loc[code].tolist() == table.loc[title, ["2016", "2017", "2018"]].tolist()
    assert set(counted.index) - set(expected) == {"E35", "2.1.1"}
    assert counted.loc["E35"].tolist() == [600, 600, 600]


def test_published_table_has_its_eighteen_rows():
    table = pd.read_csv(BUNDLED_DIR / "incidents/published/politie_misdrijven.csv", index_col=0)
    assert table.shape == (18, 5)
    assert table.loc["Totaal aantal misdrijven", ["2016", "2017", "2018"]].tolist() == [
        2111, 1815, 1708,
    ]  # fmt: skip
    assert table.loc["Overval", "gemeente_2017_2018"] == "+700%"


def test_burglaries_follow_dwellings(demo):
    wijken = gpd.read_file(BUNDLED_DIR / "boundaries/wijken.geojson")
    planted = {key for spot in demo.truth for key in spot["incident_ids"]}
    burglaries = demo.incidents[
        (demo.incidents["code"] == "1.1.1") & ~demo.incidents["demo_id"].isin(planted)
    ]
    points = gpd.GeoSeries.from_xy(burglaries["x"], burglaries["y"], crs=wijken.crs)
    counts = pd.Series([points.within(shape).sum() for shape in wijken.geometry])
    expected = wijken["dwellings"] / wijken["dwellings"].sum() * len(points)
    assert counts.sum() == len(points)
    # Four standard deviations of a Poisson count, for each of twelve wijken.
    assert ((counts - expected).abs() <= 4 * (expected + 1) ** 0.5).all()
    assert (counts[wijken["dwellings"] == 0] == 0).all()


@pytest.mark.parametrize(("code", "least"), [("2.5.1", 0.5), ("1.2.1", 0.2)])
def test_business_and_vehicle_crime_lean_to_the_parks(demo, code, least):
    parks = shapely.union_all(gpd.read_file(BUNDLED_DIR / "boundaries/parks.geojson").geometry)
    rows = demo.incidents[demo.incidents["code"] == code]
    assert shapely.contains_xy(parks, rows[["x", "y"]].to_numpy()).mean() > least


def test_planted_hotspots_are_two_dozen_over_eight_themes_and_more(demo, bundled):
    themes = read_themes(bundled)
    stops = [spot for spot in demo.truth if spot["follows"]]
    assert len(demo.truth) - len(stops) == 24
    assert {spot["theme"] for spot in demo.truth} == set(themes.cards)
    assert {spot["kind"] for spot in demo.truth} == {"steady", "appearing", "fading", "moving"}
    for spot in demo.truth:
        assert spot["code"] in themes.cards[spot["theme"]].codes


def test_planted_incidents_lie_in_their_disc_and_their_days(demo):
    rows = demo.incidents.set_index("demo_id")
    for spot in demo.truth:
        members = rows.loc[spot["incident_ids"]]
        away = ((members["x"] - spot["x"]) ** 2 + (members["y"] - spot["y"]) ** 2) ** 0.5
        assert 8 <= len(members) <= 80
        assert 30 <= spot["radius_m"] <= 80
        # Coordinates are rounded to a decimetre.
        assert (away <= spot["radius_m"] + 0.1).all()
        assert members["start"].min() >= pd.Timestamp(spot["from"])
        assert members["start"].max() < pd.Timestamp(spot["to"]) + pd.Timedelta(days=1)
        assert set(members["code"]) == {spot["code"]}


def test_hotspots_of_one_theme_are_planted_apart(demo):
    for spot in demo.truth:
        for other in demo.truth:
            if spot["theme"] == other["theme"] and spot["id"] < other["id"]:
                apart = ((spot["x"] - other["x"]) ** 2 + (spot["y"] - other["y"]) ** 2) ** 0.5
                assert apart > 350, (spot["id"], other["id"])


def outlines_by_code(*files):
    frames = [gpd.read_file(path) for path in files]
    named = [frame.rename(columns={"code": "area_code"}) for frame in frames]
    joined = pd.concat([frame[["area_code", "geometry"]] for frame in named])
    return joined.set_index("area_code").geometry


def test_planted_hotspots_lie_in_the_area_that_they_name(town):
    folder = BUNDLED_DIR / "boundaries"
    outlines = outlines_by_code(folder / "wijken.geojson", folder / "parks.geojson")
    for spot in town.plan.planted:
        disc = shapely.Point(spot.x, spot.y).buffer(spot.radius_m)
        assert outlines[spot.area].covers(disc), spot.id


def test_planted_hotspots_lie_in_the_real_wijken(town, shared_dir):
    real = outlines_by_code(shared_dir / "data/boundaries/ridderkerk_wijken_2022_rd.geojson")
    parks = {"PARK-DONKERSLOOT": "WK059710", "PARK-CORNELISLAND": "WK059712"}
    parks |= {"PARK-NIEUW-REIJERWAARD": "WK059708"}
    for spot in town.plan.planted:
        disc = shapely.Point(spot.x, spot.y).buffer(spot.radius_m)
        assert real[parks.get(spot.area, spot.area)].covers(disc), spot.id


def test_nearly_all_incidents_lie_in_the_real_municipality(demo, shared_dir):
    path = shared_dir / "data/boundaries/ridderkerk_wijken_2022_rd.geojson"
    real = shapely.union_all(gpd.read_file(path).geometry)
    inside = shapely.contains_xy(real, demo.incidents[["x", "y"]].to_numpy())
    assert inside.mean() > 0.99


@pytest.mark.parametrize(
    "changes", [{"name": "Elders", "code": "GM9999"}, {"crs": 32631}], ids=["code", "crs"]
)
def test_another_workspace_gets_no_demo(bundled, tmp_path, changes):
    path = tmp_path / "demo.csv"
    with pytest.raises(WorkspaceError, match="demo incidents exist for") as failure:
        write_demo(twin(bundled, tmp_path, **changes), path, period=MONTH, seed=1)
    assert failure.value.key == "demo-other-municipality"
    assert not path.exists()


def make_folder(path):
    path.mkdir()


@pytest.mark.parametrize("make", [make_folder, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_left_alone(bundled, tmp_path, make):
    path = tmp_path / "demo.csv"
    make(path)
    with pytest.raises(IntakeError) as failure:
        write_demo(bundled, path, period=MONTH, seed=1)
    assert failure.value.key == "file-not-writable"
    assert list(tmp_path.iterdir()) == [path]
    assert not path.is_file()


@pytest.mark.parametrize(
    ("name", "seed", "error"),
    [
        ("missing/demo.csv", 1, IntakeError),
        ("a" * 300 + ".csv", 1, IntakeError),
        ("nul\0.csv", 1, IntakeError),
        ("demo.csv", -1, ParamsError),
    ],
    ids=["no folder", "long name", "impossible name", "negative seed"],
)
def test_bad_arguments_leave_nothing_behind(bundled, tmp_path, name, seed, error):
    with pytest.raises(HotspotkaartError) as failure:
        write_demo(bundled, tmp_path / name, period=MONTH, seed=seed)
    assert isinstance(failure.value, error)
    assert list(tmp_path.iterdir()) == []


def test_columns_are_those_that_the_mapping_reads(demo):
    assert tuple(demo.incidents.columns) == DEMO_COLUMNS
