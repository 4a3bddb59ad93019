"""The default way to expect incidents, held against real years of four places."""

from dataclasses import dataclass

import pandas as pd
import pytest
from pyproj import Transformer

from geo.analysis.backtest import Plan, run_backtest
from geo.analysis.forecasting import DEFAULT, KERNEL_DENSITY, METHODS, PRIOR_COUNTS
from geo.analysis.grid import lay_grid
from geo.analysis.surfaces import Record

SHOWN = {name: METHODS[name] for name in (PRIOR_COUNTS, KERNEL_DENSITY, DEFAULT)}
QUARTERS = ("2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01")


@dataclass(frozen=True)
class Town:
    file: str
    epsg: int
    cell_m: float
    origins: tuple[str, ...]
    days: float
    start: str = "date"
    end: str = "date"
    kind: str | None = None
    month_only: bool = False


def vancouver(kind):
    firsts = tuple(f"2020-{month:02d}-01" for month in (5, 7, 9, 11))
    return Town("vancouver_thefts_2020.csv", 32610, 100, firsts, 60, kind=kind)


def by_month(file):
    firsts = tuple(f"2022-{month:02d}-01" for month in range(6, 13))
    return Town(file, 27700, 150, firsts, 28, month_only=True)


TOWNS = {
    "New York vehicle thefts": Town(
        "nyc_vehicle_thefts_2014_2017.csv", 32618, 150, QUARTERS, 91, "date_start", "date_end"
    ),
    "Vancouver other theft": vancouver("Other Theft"),
    "Vancouver theft from vehicle": vancouver("Theft from Vehicle"),
    "Vancouver theft of bicycle": vancouver("Theft of Bicycle"),
    "Vancouver theft of vehicle": vancouver("Theft of Vehicle"),
    "Nottingham burglary": by_month("uk_nottingham_burglary_2022.csv"),
    "Lancashire nuisance": by_month("uk_lancashire_asb_2022.csv"),
}


def read_record(folder, town):
    rows = pd.read_csv(folder / "data" / "incidents" / town.file)
    if town.kind is not None:
        rows = rows[rows["type"] == town.kind]
    rows = rows.dropna(subset=["lon", "lat", town.start])
    x, y = Transformer.from_crs(4326, town.epsg, always_xy=True).transform(rows["lon"], rows["lat"])
    started = day_numbers(rows[town.start])
    ended = day_numbers(rows[town.end].fillna(rows[town.start])).clip(started)
    if town.month_only:
        ended = started + 31
    grid = lay_grid((x.min(), y.min(), x.max(), y.max()), cell_m=town.cell_m)
    return Record(grid, x, y, started, ended)


def day_numbers(texts):
    return ((pd.to_datetime(texts) - pd.Timestamp(0)) / pd.Timedelta(days=1)).to_numpy()


@pytest.fixture(scope="module")
def scores(shared_dir):
    """Hit rate and the like of each method, by town, method and share."""
    found = {}
    for name, town in TOWNS.items():
        origins = tuple(day_numbers(pd.Series(town.origins)).tolist())
        plan = Plan(origins=origins, days=town.days, shares=(0.01, 0.03))
        found[name] = run_backtest(read_record(shared_dir, town), SHOWN, plan).scores
    return pd.concat(found, names=["town", None]).set_index(["method", "share"], append=True)


def of(scores, method, share):
    return scores.xs((method, share), level=("method", "share")).droplevel(1)


@pytest.mark.parametrize("share", [0.01, 0.03])
def test_the_default_is_best_or_as_good_in_most_places(scores, share, record_property):
    default = of(scores, DEFAULT, share)
    others = pd.concat([of(scores, name, share)["pai"] for name in (PRIOR_COUNTS, KERNEL_DENSITY)])
    best_other = others.groupby(level="town").max().reindex(default.index)
    as_good = (default["pai"] >= best_other) | (default["gain_low"] <= 0) & (
        default["gain_high"] >= 0
    )
    for town, row in default.iterrows():
        record_property(f"{town} at {share:.0%}", f"PAI {row['pai']:.2f}, {best_other[town]:.2f}")
    assert as_good.all()
    assert (default["pai"] >= best_other).sum() >= 5


def test_in_new_york_no_fewer_thefts_are_caught_than_by_counting(scores):
    default, prior = (
        of(scores, name, 0.01).loc["New York vehicle thefts", "hits"]
        for name in (DEFAULT, PRIOR_COUNTS)
    )
    assert default >= prior


def test_in_new_york_the_default_is_calibrated(scores):
    assert 0.8 <= of(scores, DEFAULT, 0.01).loc["New York vehicle thefts", "rri"] <= 1.25
    assert 0.8 <= of(scores, DEFAULT, 0.03).loc["New York vehicle thefts", "rri"] <= 1.25
