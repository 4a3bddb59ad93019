"""What the synthetic incidents are made from: counts, patterns and planted hotspots."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from geo.errors import WorkspaceError
from geo.schema import Reporter
from geo.workspace import read_toml

PLAN_FILE = "demo.toml"

Share = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Metres = Annotated[float, Field(gt=0, allow_inf_nan=False)]

_SHARE_TOLERANCE = 1e-9


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceKind(StrEnum):
    """Kinds of places where incidents happen."""

    DWELLINGS = "dwellings"
    STREETS = "streets"
    SHOPS = "shops"
    PARKS = "parks"


class HotspotKind(StrEnum):
    """How a planted hotspot behaves over the years."""

    STEADY = "steady"
    APPEARING = "appearing"
    FADING = "fading"
    MOVING = "moving"


def _some_weight(weights: tuple[float, ...] | None) -> tuple[float, ...] | None:
    if weights is not None and not sum(weights) > 0:
        message = "weights of which at least one is above 0"
        raise ValueError(message)
    return weights


def _whole(shares: Mapping[str, float]) -> Mapping[str, float]:
    if abs(sum(shares.values()) - 1) > _SHARE_TOLERANCE:
        message = f"shares that add up to 1, not to {sum(shares.values())}"
        raise ValueError(message)
    return shares


class Assumption(_Strict):
    """Yearly incidents of a code that no table counts."""

    code: str
    a_year: int = Field(ge=0)
    reason: str = Field(min_length=1)


class Span(_Strict):
    """How long the time is in which an incident may have happened, for a share of them."""

    share: Share
    hours: tuple[Weight, Metres]
    weekend: bool = False


class Profile(_Strict):
    """When a kind of incident happens: weights of months, weekdays (Monday first) and hours."""

    months: Annotated[
        tuple[Weight, ...], Field(min_length=12, max_length=12), AfterValidator(_some_weight)
    ]
    weekdays: Annotated[
        tuple[Weight, ...], Field(min_length=7, max_length=7), AfterValidator(_some_weight)
    ]
    hours: Annotated[
        tuple[Weight, ...], Field(min_length=24, max_length=24), AfterValidator(_some_weight)
    ]
    weekend_hours: Annotated[
        tuple[Weight, ...] | None,
        Field(min_length=24, max_length=24),
        AfterValidator(_some_weight),
    ] = None
    spans: tuple[Span, ...] = ()


class Category(_Strict):
    """One code: its profile, where it happens, and who makes the record."""

    profile: str
    places: Annotated[dict[PlaceKind, Share], AfterValidator(_whole)]
    reporters: Annotated[dict[Reporter, Share], AfterValidator(_whole)] = Field(
        default_factory=lambda: {Reporter.CITIZEN: 1.0}
    )


class Shops(_Strict):
    """A shopping street: a disc, and its share of all shopping."""

    x: float
    y: float
    radius_m: Metres
    share: Share


class Planted(_Strict):
    """A hotspot that is put in on purpose.

    Parameters
    ----------
    area
        Wijk or park in which it lies.
    x, y, radius_m
        The disc over which its incidents are spread, metres.
    first, last
        Days between which it lives (``from`` and ``to`` in the file).
    counts
        Incidents in each calendar year, part of that year's total.
    follows
        The stop before this one, of a group that moves.
    """

    id: str
    theme: str
    code: str
    kind: HotspotKind
    area: str
    x: float
    y: float
    radius_m: Metres
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    counts: dict[int, Annotated[int, Field(gt=0)]]
    follows: str | None = None

    @model_validator(mode="after")
    def _lives_in_its_years(self) -> Self:
        if any(not self.first.year <= year <= self.last.year for year in self.counts):
            message = f"counts in years from {self.first} to {self.last}, not {self.counts}"
            raise ValueError(message)
        return self


class DemoPlan(_Strict):
    """``demo.toml``, checked."""

    town_seed: int = Field(ge=0)
    table: str
    rows: dict[str, str]
    assumptions: tuple[Assumption, ...]
    built_up: dict[str, tuple[tuple[float, float, Metres], ...]]
    shops: tuple[Shops, ...] = Field(min_length=1)
    profiles: dict[str, Profile]
    categories: dict[str, Category]
    planted: tuple[Planted, ...]

    @model_validator(mode="after")
    def _names_what_exists(self) -> Self:
        codes = [*self.rows.values(), *(assumption.code for assumption in self.assumptions)]
        used = {category.profile for category in self.categories.values()}
        ids = [spot.id for spot in self.planted]
        faults = {
            "one category for each counted code": sorted(codes) != sorted(self.categories),
            "profiles that exist": not used <= set(self.profiles),
            "planted hotspots of counted codes": not {spot.code for spot in self.planted}
            <= set(codes),
            "an id of its own for each planted hotspot": len(set(ids)) < len(ids),
        }
        if any(faults.values()):
            raise ValueError("; ".join(wanted for wanted, wrong in faults.items() if wrong))
        return self


@dataclass(frozen=True)
class DemoCounts:
    """Incidents of each code in each year.

    Parameters
    ----------
    by_year
        Code to year to incidents; an assumption knows no years.
    assumed
        Code to incidents in any year.
    """

    by_year: Mapping[str, Mapping[int, int]]
    assumed: Mapping[str, int]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every counted code, sorted."""
        return tuple(sorted([*self.by_year, *self.assumed]))

    def in_year(self, code: str, year: int) -> int:
        """Incidents in a year; outside the table the rounded mean of the table's years."""
        if code in self.assumed:
            return self.assumed[code]
        known = self.by_year[code]
        return known.get(year, (2 * sum(known.values()) + len(known)) // (2 * len(known)))


def read_plan(folder: Path) -> tuple[DemoPlan, DemoCounts]:
    """Read what a workspace's synthetic incidents are made from.

    Parameters
    ----------
    folder
        Workspace that holds ``demo.toml`` and the table of yearly counts it names.

    Raises
    ------
    WorkspaceError
        If one of the two cannot be read, or more is planted than a year counts.
    """
    plan = read_toml(folder / PLAN_FILE, DemoPlan, error=WorkspaceError)
    by_year = _read_table(folder / plan.table, plan.rows)
    counts = DemoCounts(by_year, {each.code: each.a_year for each in plan.assumptions})
    _check_planted(plan, counts)
    return plan, counts


def _read_table(path: Path, rows: Mapping[str, str]) -> dict[str, dict[int, int]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            header, *body = (row for row in csv.reader(lines) if row)
        table = {row[0]: dict(zip(header, row, strict=True)) for row in body}
        years = [name for name in header if name.isdecimal()]
        return {
            code: {int(year): int(table[title][year]) for year in years}
            for title, code in rows.items()
        }
    except (OSError, ValueError, KeyError, csv.Error) as problem:
        raise WorkspaceError(
            "demo-table-unreadable",
            expected=f"a table at {path} with the rows that {PLAN_FILE} names and a column a year",
            got=f"{type(problem).__name__}: {problem}",
            remedy="put the original file back",
            file=path,
        ) from problem


def _check_planted(plan: DemoPlan, counts: DemoCounts) -> None:
    planted: dict[tuple[str, int], int] = {}
    for spot in plan.planted:
        for year, count in spot.counts.items():
            planted[spot.code, year] = planted.get((spot.code, year), 0) + count
    over = [key for key, count in planted.items() if count > counts.in_year(*key)]
    if over:
        code, year = over[0]
        raise WorkspaceError(
            "demo-planted-too-much",
            expected=f"at most {counts.in_year(code, year)} planted incidents of {code} in {year}",
            got=str(planted[code, year]),
            remedy=f"lower the counts of the planted hotspots in {PLAN_FILE}",
            code=code,
            year=year,
        )
