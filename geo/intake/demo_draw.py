"""Synthetic incidents, drawn by lot until the yearly counts are met."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from zlib import crc32
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.random import PCG64, Generator, SeedSequence
from numpy.typing import NDArray

from geo import schema
from geo.errors import ParamsError
from geo.intake.demo_places import PRECISION, Places, draw_places, scatter_in_disc
from geo.intake.demo_plan import DemoCounts, DemoPlan, PlaceKind, Planted
from geo.intake.demo_times import draw_spans, leave_clock_changes
from geo.params import Period

# The columns of a demo file; the first is how it is known for synthetic.
DEMO_ID: Final = "demo_id"
START: Final = "start"
END: Final = "end"
X: Final = "x"
Y: Final = "y"
DEMO_COLUMNS: Final = (
    DEMO_ID, START, END, X, Y, schema.CODE, schema.REPORTER, schema.PLACE_PRECISION,
)  # fmt: skip

Kind = TypeVar("Kind", bound=str)

_PLANTED = "planted"
_WGS84 = "EPSG:4326"
_DEGREE_DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class DemoTown:
    """All that synthetic incidents are drawn from.

    Parameters
    ----------
    plan
        Patterns and planted hotspots.
    counts
        Incidents of each code in each year.
    places
        Where incidents can fall.
    crs
        EPSG code of the places.
    timezone
        Zone whose wall clock the incidents are told in.
    """

    plan: DemoPlan
    counts: DemoCounts
    places: Mapping[PlaceKind, Places]
    crs: int
    timezone: ZoneInfo


@dataclass(frozen=True)
class Demo:
    """Synthetic incidents and what was planted among them.

    Parameters
    ----------
    incidents
        Columns ``DEMO_COLUMNS``: local wall times without a zone, x and y in metres, in order of
        start.
    truth
        One mapping a planted hotspot that has incidents here: ``id, theme, code, kind, x, y, lon,
        lat, radius_m, from, to, follows, incident_ids``.
    """

    incidents: pd.DataFrame
    truth: tuple[dict[str, object], ...]


def make_demo(town: DemoTown, *, period: Period, seed: int) -> Demo:
    """Make the synthetic incidents of a period.

    Whole years are drawn, each from a seed of its own, and then cut: two periods that overlap
    agree on the days that they share.

    Parameters
    ----------
    town
        What they are drawn from.
    period
        Local days on which the incidents start.
    seed
        Not negative.

    Raises
    ------
    ParamsError
        If the seed is negative.
    """
    _check_seed(seed)
    years = range(period.first.year, period.last.year + 1)
    made = pd.concat(
        [_make_year(town, code, year, seed) for year in years for code in town.counts.codes],
        ignore_index=True,
    )
    day = made[START].to_numpy().astype("datetime64[D]")
    inside = (day >= np.datetime64(period.first)) & (day <= np.datetime64(period.last))
    rows = made[inside].sort_values([START, DEMO_ID], ignore_index=True)
    return Demo(rows[list(DEMO_COLUMNS)], _tell_truth(town, rows))


def _check_seed(seed: int) -> None:
    if seed < 0:
        raise ParamsError(
            "param-negative",
            expected="seed >= 0",
            got=str(seed),
            remedy="give a whole number from 0 upwards",
            name="seed",
            value=seed,
        )


def _make_year(town: DemoTown, code: str, year: int, seed: int) -> pd.DataFrame:
    """Make all incidents of one code in one year, the planted ones among them."""
    rng = Generator(PCG64(SeedSequence([seed, year, crc32(code.encode())])))
    spots = [spot for spot in town.plan.planted if spot.code == code and year in spot.counts]
    parts = [_plant(town, spot, year, rng) for spot in spots]
    rest = town.counts.in_year(code, year) - sum(len(part) for part in parts)
    made = pd.concat([*parts, _scatter(town, code, year, count=rest, rng=rng)], ignore_index=True)
    reporters = town.plan.categories[code].reporters
    made[schema.REPORTER] = _draw(reporters, len(made), rng)
    made[schema.CODE] = code
    # Numbered in order of time, so that an id does not tell what was planted.
    ordered = made.sort_values([START, X, Y], ignore_index=True)
    ordered[DEMO_ID] = [f"demo-{year}-{code}-{number:04d}" for number in range(1, len(made) + 1)]
    return ordered


def _plant(town: DemoTown, spot: Planted, year: int, rng: Generator) -> pd.DataFrame:
    count = spot.counts[year]
    xy = scatter_in_disc(spot.x, spot.y, radius_m=spot.radius_m, count=count, rng=rng)
    # It lies at places of the kind at which most of this code happens.
    shares = town.plan.categories[spot.code].places
    kinds = np.full(count, max(shares, key=lambda kind: shares[kind]))
    made = _frame(xy, kinds)
    made[_PLANTED] = spot.id
    first, last = max(spot.first, date(year, 1, 1)), min(spot.last, date(year, 12, 31))
    return _date(made, town, spot.code, Period(first=first, last=last), rng)


def _scatter(town: DemoTown, code: str, year: int, *, count: int, rng: Generator) -> pd.DataFrame:
    kinds = _draw(town.plan.categories[code].places, count, rng)
    xy = np.empty((count, 2))
    for kind in PlaceKind:
        here = kinds == kind
        xy[here] = draw_places(town.places[kind], int(here.sum()), rng)
    made = _frame(xy, kinds)
    made[_PLANTED] = ""
    return _date(made, town, code, Period(first=date(year, 1, 1), last=date(year, 12, 31)), rng)


def _draw(shares: Mapping[Kind, float], count: int, rng: Generator) -> NDArray[np.str_]:
    names = np.array([str(name) for name in shares])
    chance = np.array(list(shares.values()))
    drawn: NDArray[np.str_] = rng.choice(names, count, p=chance / chance.sum())
    return drawn


def _frame(xy: NDArray[np.float64], kinds: NDArray[np.str_]) -> pd.DataFrame:
    rounded = np.round(xy, 1)
    precision = [PRECISION[PlaceKind(kind)].value for kind in kinds]
    return pd.DataFrame(
        {
            X: rounded[:, 0],
            Y: rounded[:, 1],
            schema.PLACE_PRECISION: pd.Series(precision, dtype="str"),
        }
    )


def _date(
    made: pd.DataFrame, town: DemoTown, code: str, days: Period, rng: Generator
) -> pd.DataFrame:
    profile = town.plan.profiles[town.plan.categories[code].profile]
    spans = draw_spans(profile, days.first, days.last, count=len(made), rng=rng)
    clear = leave_clock_changes(spans, town.timezone)
    return made.assign(
        **{
            START: clear.start.astype("datetime64[s]"),
            END: clear.end.astype("datetime64[s]"),
        }
    )


def _tell_truth(town: DemoTown, rows: pd.DataFrame) -> tuple[dict[str, object], ...]:
    members = {key: ids.tolist() for key, ids in rows.groupby(_PLANTED)[DEMO_ID]}
    spots = [spot for spot in town.plan.planted if spot.id in members]
    places = gpd.GeoSeries(
        gpd.points_from_xy([spot.x for spot in spots], [spot.y for spot in spots]), crs=town.crs
    ).to_crs(_WGS84)
    told = []
    for spot, lon, lat in zip(spots, places.x, places.y, strict=True):
        facts = spot.model_dump(mode="json", by_alias=True, exclude={"area", "counts"})
        facts |= {"lon": round(lon, _DEGREE_DECIMALS), "lat": round(lat, _DEGREE_DECIMALS)}
        told.append(facts | {"incident_ids": members[spot.id]})
    return tuple(told)
