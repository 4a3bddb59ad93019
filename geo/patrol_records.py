"""Saved patrol plans: frozen records that check themselves. No person is in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter

from geo.errors import ParamsError
from geo.params import check_positive
from geo.patrol_parts import check_length, check_teams, check_zone
from geo.placement_parts import check_place, check_text
from geo.schema import Organisation, PlaceKind, TravelMode
from geo.written import MOST_CONTACT, tidy_line

# All that is told of a stop: a few sentences of the house, and what a person wrote.
MOST_WHY: Final = 2_000


@dataclass(frozen=True, kw_only=True)
class SavedTeam:
    """A team of a plan: how it travels and for whom, and never who is in it."""

    mode: TravelMode
    organisation: Organisation


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """What a plan was made from, frozen with it.

    Parameters
    ----------
    begins
        When the shift begins, with its time zone.
    minutes
        How long it lasts.
    seed
        Seed of the plan.
    themes
        Names of the theme cards.
    teams
        Those who go out, in order: the first is team 1.
    question
        The whole question as JSON.
    data_as_of
        Day of the last incident that was known; None where there was none.
    synthetic
        Whether it rests on invented incidents.
    contacts
        Key of a place to whom to turn there: a function or desk, never a person.
    iterations
        Steps that the search took; 0 in plans of before this was kept.

    Raises
    ------
    ParamsError
        If there is no team, the moment has no time zone, or a contact is not on one short line.
    """

    begins: datetime
    minutes: int
    seed: int
    themes: tuple[str, ...]
    teams: tuple[SavedTeam, ...]
    question: str
    data_as_of: date | None = None
    synthetic: bool = False
    contacts: Mapping[str, str] = field(default_factory=dict)
    iterations: int = 0

    def __post_init__(self) -> None:
        """Refuse a shift that nobody has."""
        check_length(self.minutes)
        check_zone(self.begins)
        check_teams(self.teams)
        for contact in self.contacts.values():
            _check_contact(contact)


@dataclass(frozen=True, kw_only=True)
class SavedStop:
    """One visit that a team is to make.

    Parameters
    ----------
    team, stop
        Numbers of the team and of its stop, both from 1.
    place
        Key of the place; of a hotspot or near repeat the same in every plan that visits it.
    kind
        Why it is among the places.
    theme
        Name of the theme card that leads there; empty where none does.
    label, area
        What the place is called, and the wijk or park that it is in; empty where it is in none.
    x, y
        In the workspace's coordinate system, metres.
    arrives, starts, leaves
        When the team is to be there, with the time zone.
    why
        Why there and then, in words.

    Raises
    ------
    ParamsError
        If a number is below 1, the place is nowhere or has no key, or it ends before it starts.
    """

    team: int
    stop: int
    place: str
    kind: PlaceKind
    theme: str
    label: str
    area: str
    x: float
    y: float
    arrives: datetime
    starts: datetime
    leaves: datetime
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse a visit that cannot be made."""
        check_positive("team", self.team)
        check_positive("stop", self.stop)
        check_text("place", self.place, required=True)
        check_text("label", self.label)
        check_text("area", self.area)
        _check_why(self.why)
        check_place((self.x, self.y))
        for moment in (self.arrives, self.starts, self.leaves):
            check_zone(moment)
        if not self.arrives <= self.starts <= self.leaves:
            raise ParamsError(
                "patrol-stop-backwards",
                expected="a visit that ends after it starts",
                got=f"{self.starts} to {self.leaves}",
                remedy="make the plan again",
            )

    @property
    def dwell_minutes(self) -> float:
        """How long the team is to stay."""
        return (self.leaves - self.starts).total_seconds() / _MINUTE_SECONDS


@dataclass(frozen=True, kw_only=True)
class SavedPlan:
    """A plan as it was kept: what it was made from, and its stops by team and number.

    ``left_out`` counts the stops that who reads it does not see; those that are left keep their
    numbers.

    Raises
    ------
    ParamsError
        If there is no stop, or a stop's team or number is not there or comes twice.
    """

    terms: PlanTerms
    stops: tuple[SavedStop, ...]
    left_out: int = 0

    def __post_init__(self) -> None:
        """Refuse a plan that does not number its stops one by one."""
        numbers = [(stop.team, stop.stop) for stop in self.stops]
        if numbers and self.left_out:
            return
        teams = range(1, len(self.terms.teams) + 1)
        counted = [
            (team, stop)
            for team in teams
            for stop in range(1, sum(one.team == team for one in self.stops) + 1)
        ]
        if not numbers or numbers != counted:
            raise ParamsError(
                "patrol-nothing-planned",
                expected="a plan with stops that are numbered team by team",
                got=f"{len(numbers)} stops of {len(teams)} teams",
                remedy="make a plan in which a team visits something",
            )

    def list_stops(self, team: int) -> tuple[SavedStop, ...]:
        """Return the stops of a team in order; none for a team that is not there."""
        return tuple(stop for stop in self.stops if stop.team == team)


@dataclass(frozen=True, kw_only=True)
class PlanVersion:
    """A plan as it was kept at some moment; later versions leave it as it is.

    Parameters
    ----------
    plan_id
        Twelve hexadecimal digits: a digest of the first version, so that no other plan has it.
    version
        Number of the version, from 1.
    recorded_at
        When it was kept, with its time zone.
    why
        Why it replaces the version before; empty for the first.
    plan
        What was kept.

    Raises
    ------
    ParamsError
        If the id is none, the number is below 1, the moment has no time zone, or a later version
        says not why.
    """

    plan_id: str
    version: int
    recorded_at: datetime
    why: str
    plan: SavedPlan

    def __post_init__(self) -> None:
        """Refuse a version that cannot be told from the others."""
        if _PLAN_ID.fullmatch(self.plan_id) is None:
            raise ParamsError(
                "patrol-plan-id",
                expected="twelve hexadecimal digits that name a plan",
                got=f"{self.plan_id[:40]}",
                remedy="put another backup in its place",
            )
        check_positive("version", self.version)
        check_text("why", self.why, required=self.version > 1)
        check_zone(self.recorded_at)


_MINUTE_SECONDS: Final = 60
_PLAN_ID: Final = re.compile("[0-9a-f]{12}")
_TERMS: Final = TypeAdapter(PlanTerms)


def encode_terms(terms: PlanTerms) -> str:
    """Write the terms of a plan as JSON; `decode_terms` reads them back as they were."""
    return _TERMS.dump_json(terms).decode()


def decode_terms(text: str) -> PlanTerms:
    """Read the terms of a plan from JSON.

    Raises
    ------
    ValueError
        If they are none.
    """
    return _TERMS.validate_json(text)


def _check_contact(text: str) -> None:
    if text != tidy_line(text, most=MOST_CONTACT):
        raise ParamsError(
            "patrol-contact",
            expected=f"a contact point on one line of at most {MOST_CONTACT} signs",
            got=f"{text[:MOST_CONTACT]!r}",
            remedy="write a function or desk with its number, and no more",
            most=MOST_CONTACT,
        )


def _check_why(text: str) -> None:
    if len(text) > MOST_WHY:
        raise ParamsError(
            "placement-text-long",
            expected=f"why of at most {MOST_WHY} characters",
            got=f"{len(text)}",
            remedy="say it shorter",
            name="why",
            length=len(text),
            most=MOST_WHY,
        )
