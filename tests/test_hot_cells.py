"""Cells that stand out in a made town, from the store to the command and its files."""

import json
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from handing import hand_on
from typer.testing import CliRunner

from geo import service
from geo.analysis.local_g import score_points
from geo.cli import app
from geo.errors import ParamsError
from geo.params import CellParams, Period
from geo.present.hot_cells import render_hot_cells
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))


@pytest.fixture
def town(tmp_path):
    """A town of 3 by 2 km without areas, thirty burglaries at one corner and thirty about."""
    random = np.random.default_rng(1)
    near = random.uniform(0, 100, (30, 2)) + 500
    far = random.uniform(0, 1, (30, 2)) * (3000, 2000)
    places = np.concatenate([near, far, [[0, 0], [3000, 2000], [700, 700]]]).round()
    frame = pd.DataFrame(
        {
            "id": range(len(places)),
            "start": "2018-05-01 12:00",
            "x": 500000 + places[:, 0],
            "y": 5700000 + places[:, 1],
            "code": "1.1.1",
            "reporter": ["burger"] * (len(places) - 1) + ["politie"],
        }
    )
    frame.to_csv(tmp_path / "bron.csv", index=False)
    workspace = create_workspace(tmp_path / "stad", UTM)
    service.import_incidents(workspace, [tmp_path / "bron.csv"], now=NOW)
    return workspace


def test_every_cell_takes_part_and_the_crowded_corner_is_hottest(town):
    report = service.find_hot_cells(town, "woninginbraak", YEAR)
    assert (report.incidents, report.police_made, report.without_place) == (62, 1, 0)
    assert len(report.cells) == 30 * 20
    hottest = report.cells.iloc[0]
    assert np.hypot(hottest["x"] - 500550, hottest["y"] - 5700550) <= 250
    assert (hottest["kind"], hottest["nearby"] >= 30) == ("hot", True)
    # Thirty cells about hold one each: chance puts that together.
    assert 1 <= (report.cells["kind"] == "hot").sum() <= 30


def test_scores_are_those_of_the_formula_on_the_same_cells(town):
    cells = service.find_hot_cells(town, "woninginbraak", YEAR).cells
    x, y, counts = (cells[name].to_numpy(float) for name in ("x", "y", "incidents"))
    expected = score_points(x, y, counts, band_m=250.0)
    np.testing.assert_allclose(cells["g"], expected.g, atol=1e-9)
    hot = cells["g"].to_numpy() > 0
    np.testing.assert_allclose(cells["adjusted"][hot], expected.adjusted[hot], atol=1e-12)


def test_only_the_period_counts(town):
    early = Period(first=date(2017, 1, 1), last=date(2017, 12, 31))
    report = service.find_hot_cells(town, "woninginbraak", early)
    # Without areas or incidents there is no ground at all.
    assert (report.incidents, len(report.cells)) == (0, 0)


def test_both_files_hold_every_cell(town):
    report = service.find_hot_cells(town, "woninginbraak", YEAR)
    rows = pd.read_csv(pd.io.common.BytesIO(render_hot_cells(hand_on(report), ".csv")))
    assert {"x", "y", "incidents", "nearby", "g", "p_value", "adjusted", "kind"} <= set(rows)
    content = json.loads(render_hot_cells(hand_on(report), ".geojson"))
    assert content["metadata"]["police_made"] == 1
    shapes = gpd.GeoDataFrame.from_features(content, crs="EPSG:4326").to_crs(report.crs)
    assert len(shapes) == len(rows) == len(report.cells)
    assert shapes.area.between(9_900, 10_100).all()


@pytest.mark.parametrize(
    "sizes",
    [
        {"cell_m": 0.0},
        {"cell_m": float("nan")},
        {"cell_m": 100.0, "band_m": 50.0},
        {"cell_m": 10.0, "band_m": 500.0},
        {"band_m": float("inf")},
    ],
)
def test_surroundings_of_no_use_are_refused(sizes):
    with pytest.raises(ParamsError) as caught:
        CellParams(**sizes)
    assert caught.value.key == "band-size"


def test_command_tells_the_same_as_json_and_as_text_and_writes_a_file(town, tmp_path):
    days = ["--from", "2018-01-01", "--to", "2018-12-31"]
    words = ["-w", str(town.root), "cells", "--theme", "woninginbraak", *days]
    out = ["--out", str(tmp_path / "vakken.csv")]
    told = json.loads(CliRunner().invoke(app, [*words, *out, "--json"]).stdout)
    assert (told["cells"], told["cold"], told["incidents"]) == (600, 0, 62)
    assert len(told["hottest"]) == min(told["hot"], 20)
    assert len(pd.read_csv(tmp_path / "vakken.csv")) == 600
    text = CliRunner().invoke(app, words).stdout
    assert f"62 incidents in 600 cells of 100 m, {told['hot']} hot and 0 cold" in text
