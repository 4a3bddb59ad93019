"""The main job on real input, driven through the command; skipped where shared/ is absent."""

import json
import subprocess
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from test_dbscan import assert_same_clusters, scikit_learn

from geo import schema, service
from geo.analysis.dbscan import Clustering
from geo.params import Period, Question
from geo.service.answers import HotspotReport
from geo.workspace import BUNDLED_DIR, open_workspace

COMMAND = Path(sysconfig.get_path("scripts"), "hotspotkaart")
YEARS = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
# A planted hotspot counts where so many of its incidents fall in the period.
LEAST_INCIDENTS = 12

Note = Callable[[str, object], None]


@dataclass(frozen=True, kw_only=True)
class Town:
    """Real incidents from abroad, and how they are read."""

    name: str
    file: str
    crs: int
    timezone: str
    theme: str
    period: Period
    incidents: int


LANCASHIRE = Town(
    name="Lancashire",
    file="uk_lancashire_asb_2022.csv",
    crs=27700,
    timezone="Europe/London",
    theme="jeugdoverlast",
    period=Period(first=date(2022, 1, 1), last=date(2022, 12, 31)),
    incidents=56_434,
)
MEMPHIS = Town(
    name="Memphis",
    file="memphis_robberies_2019.csv",
    crs=32616,
    timezone="America/Chicago",
    theme="vernieling",
    period=Period(first=date(2018, 12, 31), last=date(2019, 12, 31)),
    incidents=2_245,
)
WASHINGTON = Town(
    name="Washington",
    file="dc_burglaries_2016h1.csv",
    crs=26918,
    timezone="America/New_York",
    theme="woninginbraak",
    period=Period(first=date(2015, 1, 1), last=date(2016, 12, 31)),
    incidents=1_025,
)


def run(folder: Path, *words: object) -> dict:
    arguments = [COMMAND, "-w", folder, "--json", *words]
    result = subprocess.run(
        [str(word) for word in arguments], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def make_workspace(folder: Path, *, name: str, code: str, crs: int, timezone: str) -> None:
    settings = ("--name", name, "--code", code, "--crs", crs, "--timezone", timezone)
    run(folder, "workspace", "init", folder, *settings)


def ask_hotspots(folder: Path, theme: str, period: Period, *words: object) -> dict:
    span = ("--from", period.first, "--to", period.last)
    return run(folder, "hotspots", "--theme", theme, *span, *words)


@pytest.fixture(scope="module")
def municipality(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled municipality with its real wijken and demo incidents."""
    folder = tmp_path_factory.mktemp("municipality")
    bundled = open_workspace(BUNDLED_DIR).settings
    make_workspace(
        folder, name="Proef", code=bundled.code, crs=bundled.crs, timezone=bundled.timezone
    )
    wijken = shared_dir / "data" / "boundaries" / "ridderkerk_wijken_2022_rd.geojson"
    (layer,) = run(folder, "areas", "import", wijken, "--layer", "wijken")["layers"]
    assert (layer["areas"], layer["schematic"], layer["findings"]) == (12, False, [])
    (file,) = run(folder, "setup")["files"]
    assert file["read"] == file["accepted"] > 5_000
    return folder


def window(folder: Path, theme: str) -> Period:
    """The last months of the demo years, as many as the theme's card says."""
    months = service.list_themes(open_workspace(folder)).card(theme).hotspots.window_months
    first = pd.Timestamp(YEARS.last) + pd.Timedelta(days=1) - pd.DateOffset(months=months)
    return Period(first=first.date(), last=YEARS.last)


@pytest.mark.parametrize("theme", ["woninginbraak", "voertuigcriminaliteit", "jeugdoverlast"])
def test_planted_hotspots_are_found_and_few_others(
    municipality: Path, theme: str, tmp_path: Path, record_property: Note
) -> None:
    period, outlines_file = window(municipality, theme), tmp_path / "outlines.gpkg"
    answer = ask_hotspots(municipality, theme, period, "--out", outlines_file)
    outlines = gpd.read_file(outlines_file).geometry.to_numpy()
    truth = json.loads((municipality / "incidents" / "demo.truth.json").read_text("utf-8"))
    rows = pd.read_csv(municipality / "incidents" / "demo.csv", dtype=str).set_index("demo_id")
    recent = rows[rows["start"] >= f"{period.first}"]
    points = pd.Series(shapely.points(recent[["x", "y"]].astype(float)), index=recent.index)

    planted, found, with_planted = 0, 0, np.zeros(len(outlines), bool)
    for spot in (spot for spot in truth["hotspots"] if spot["theme"] == theme):
        members = points[points.index.isin(spot["incident_ids"])].to_numpy()
        holding = shapely.contains_xy(outlines, spot["x"], spot["y"])
        with_planted |= holding & (len(members) > 0)
        if len(members) >= LEAST_INCIDENTS:
            planted += 1
            found += any(shapely.covers(o, members).mean() >= 1 / 2 for o in outlines[holding])
    false = int((~with_planted).sum())
    for name, figure in (("planted", planted), ("found", found), ("false", false)):
        record_property(f"{theme} {name}", figure)

    assert len(outlines) == len(answer["hotspots"])
    assert planted >= 2
    assert found == planted
    assert false <= 1
    assert {spot["wijk_code"][:6] for spot in answer["hotspots"]} == {"WK0597"}
    inside = sum(spot["incidents"] for spot in answer["hotspots"])
    assert answer["incidents"] == inside + answer["noise"]


@pytest.fixture(scope="module", params=[LANCASHIRE, MEMPHIS, WASHINGTON], ids=lambda t: t.name)
def town(
    request: pytest.FixtureRequest, shared_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Town, Path, Path]:
    """A workspace for a town abroad: the town, its folder, its file of incidents."""
    chosen: Town = request.param
    folder = tmp_path_factory.mktemp(chosen.name)
    make_workspace(
        folder, name=chosen.name, code=chosen.name, crs=chosen.crs, timezone=chosen.timezone
    )
    if chosen is LANCASHIRE:
        districts = shared_dir / "data" / "boundaries" / "lancashire_districts.geojson"
        columns = ("--code-column", "objectid", "--name-column", "district")
        answer = run(folder, "areas", "import", districts, "--layer", "wijken", *columns)
        assert answer["layers"][0]["areas"] == 14
    path = shared_dir / "data" / "incidents" / chosen.file
    (report,) = run(folder, "import", path, "--theme", chosen.theme)["files"]
    assert report["read"] == report["accepted"] == chosen.incidents
    assert report["refused"] == report["duplicate"] == report["replaced"] == 0
    return chosen, folder, path


def test_a_second_import_is_all_duplicate(town: tuple[Town, Path, Path]) -> None:
    chosen, folder, path = town
    before = run(folder, "incidents", "summary", "--by", "month")
    answer = run(folder, "import", path, "--theme", chosen.theme)
    (report,) = answer["files"]
    assert report["read"] == report["duplicate"] == answer["incidents"] == chosen.incidents
    assert run(folder, "incidents", "summary", "--by", "month") == before


def test_each_month_holds_what_the_file_holds(town: tuple[Town, Path, Path]) -> None:
    chosen, folder, path = town
    months = read_starts(chosen, path).dt.strftime("%Y-%m").value_counts().sort_index()
    told = run(folder, "incidents", "summary", "--by", "month")
    assert {row["month"]: row["incidents"] for row in told["rows"]} == months.to_dict()
    assert told["total"] == chosen.incidents


def test_hotspots_are_those_of_scikit_learn(
    town: tuple[Town, Path, Path], record_property: Note
) -> None:
    chosen, folder, path = town
    answer = ask_hotspots(folder, chosen.theme, chosen.period)
    params = answer["parameters"]
    places = read_places(chosen, path)
    theirs = scikit_learn(places, params["eps_m"], params["min_samples"])
    report = find_hotspots(chosen, folder)
    ours = report.incidents
    order = in_order(ours.get_coordinates().to_numpy())
    clustering = Clustering(
        ours[schema.CLUSTER].to_numpy()[order], ours[schema.IS_CORE].to_numpy()[order]
    )
    theirs_in_order = Clustering(theirs.labels[in_order(places)], theirs.is_core[in_order(places)])

    assert_same_clusters(places, clustering, theirs_in_order)
    assert len(answer["hotspots"]) == theirs.labels.max() + 1 >= 2
    assert answer["incidents"] == chosen.incidents
    assert answer["noise"] == (theirs.labels == -1).sum()
    cores = np.bincount(theirs.labels[theirs.is_core])
    assert sorted(spot["core_points"] for spot in answer["hotspots"]) == sorted(cores)
    record_property(f"{chosen.name} hotspots", len(answer["hotspots"]))
    record_property(f"{chosen.name} noise", answer["noise"])


def test_snap_points_are_told(town: tuple[Town, Path, Path], record_property: Note) -> None:
    chosen, folder, path = town
    report = find_hotspots(chosen, folder)
    written = pd.read_csv(path, usecols=["lon", "lat"])
    for name, keep in (("on a shared coordinate", False), ("that repeat a coordinate", "first")):
        share = report.incidents.get_coordinates().round(1).duplicated(keep=keep).mean()
        assert share == pytest.approx(written.duplicated(keep=keep).mean(), abs=1e-4)
        record_property(f"{chosen.name} share of records {name}", round(float(share), 4))


def test_data_check_names_the_towns_whose_places_were_snapped(
    town: tuple[Town, Path, Path],
) -> None:
    chosen, folder, path = town
    found = {row["kind"]: row for row in run(folder, "data", "check")["findings"]}
    # The English police move every place to one of a fixed list and give no day. In Washington
    # over a third of half a year's records share a place, in Memphis a little over a quarter.
    expected = {
        LANCASHIRE: {"snap-point", "shared-place", "month-only"},
        MEMPHIS: set(),
        WASHINGTON: {"shared-place"},
    }
    assert set(found) == expected[chosen]
    if chosen is LANCASHIRE:
        shared = pd.read_csv(path, usecols=["lon", "lat"]).duplicated(keep=False).sum()
        assert found["shared-place"]["count"] == shared
        assert found["month-only"]["share"] == 1


def test_times_keep_their_precision_and_zone(town: tuple[Town, Path, Path]) -> None:
    chosen, folder, path = town
    found = find_hotspots(chosen, folder).incidents
    starts = read_starts(chosen, path).sort_values(ignore_index=True)
    assert (found[schema.STARTED_AT].sort_values(ignore_index=True) == starts).all()
    lasting = found[schema.ENDED_AT] - found[schema.STARTED_AT]
    if chosen is LANCASHIRE:
        assert set(found[schema.TIME_PRECISION]) == {"month"}
        assert (found[schema.ENDED_AT].dt.day == 1).all()
        assert lasting.dt.round("D").dt.days.isin([28, 30, 31]).all()
    elif chosen is WASHINGTON:
        # A burglary without an end keeps its start as the one moment that is known.
        ends = read_moments(path, "date_end").dt.tz_localize(chosen.timezone)
        ends = ends.fillna(read_starts(chosen, path))
        assert sorted(found[schema.ENDED_AT]) == sorted(ends)
        assert (lasting > pd.Timedelta(0)).mean() > 0.5
    else:
        assert set(found[schema.TIME_PRECISION]) == {"minute"}


def test_each_district_holds_what_geopandas_finds_in_it(town: tuple[Town, Path, Path]) -> None:
    chosen, folder, path = town
    told = run(folder, "incidents", "summary", "--by", "wijk")["rows"]
    assert sum(row["incidents"] for row in told) == chosen.incidents
    if chosen is not LANCASHIRE:
        assert [row["wijk"] for row in told] == [None]
        return
    (layer,) = service.list_layers(open_workspace(folder)).values()
    places = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(*read_places(chosen, path).T), crs=chosen.crs
    )
    joined = places.sjoin(layer.areas, how="left", predicate="intersects")
    codes = joined[schema.AREA_CODE].groupby(level=0).min()
    expected = codes.value_counts().to_dict()
    assert len(expected) == 14
    assert {row["wijk"]: row["incidents"] for row in told if row["wijk"]} == expected


def read_starts(chosen: Town, path: Path) -> pd.Series:
    """Local starts as the file tells them, read without the project's help."""
    if chosen is MEMPHIS:
        return read_moments(path, "date", utc=True).dt.tz_convert(chosen.timezone)
    return read_moments(path, "date").dt.tz_localize(chosen.timezone)


def read_moments(path: Path, column: str, *, utc: bool = False) -> pd.Series:
    return pd.to_datetime(pd.read_csv(path, dtype=str)[column], utc=utc)


def find_hotspots(chosen: Town, folder: Path) -> HotspotReport:
    question = Question(theme=chosen.theme, period=chosen.period)
    return service.find_hotspots(open_workspace(folder), question)


def read_places(chosen: Town, path: Path) -> NDArray[np.float64]:
    """Projected places of the file, read without the project's help."""
    degrees = pd.read_csv(path, usecols=["lon", "lat"])
    project = Transformer.from_crs(4326, chosen.crs, always_xy=True).transform
    return np.column_stack(project(degrees["lon"], degrees["lat"]))


def in_order(places: NDArray[np.float64]) -> NDArray[np.int64]:
    """Order by place, in which the points of two readings of one file stand side by side."""
    x, y = places.round(3).T
    return np.lexsort((y, x))
