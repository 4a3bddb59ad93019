"""Agreements on a place: frozen records of what is going to be done, which check themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter

from geo.agreement_parts import (
    MOST_NOTE,
    ActionKind,
    AgreedGround,
    CountableGoal,
    GroundKind,
    Measure,
    Party,
    Status,
    check_note,
    write_outline,
)
from geo.errors import ParamsError
from geo.params import Period, check_positive, check_themes
from geo.patrol_parts import check_zone
from geo.placement_parts import check_not_negative

__all__ = [
    "MOST_NOTE",
    "ActionKind",
    "AgreedGround",
    "Agreement",
    "AgreementPlan",
    "AgreementVersion",
    "CountableGoal",
    "GroundKind",
    "Measure",
    "Party",
    "Status",
    "decode_agreement",
    "encode_agreement",
    "list_last",
    "write_outline",
]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What is going to be done on a place, by whom, in a period, and what it is to reach.

    Parameters
    ----------
    kind
        What is done.
    parties
        Who does it, each once.
    used
        Local days on which it is done, both included.
    themes
        Names of the cards that it is about, each once.
    goal
        What is to be reached.
    ground
        Where.
    note
        A line on it, without anybody's name or address.
    status
        How far it is.
    times_done
        How often it was done, as somebody filled in; None until then.
    data_as_of
        Day of the last incident that was known; None where there was none.
    synthetic
        Whether invented incidents are among those that were counted.
    sources
        Sources that were counted from; None where nothing was, and in records from before it was
        kept.

    Raises
    ------
    ParamsError
        If nobody does it, a party or theme comes twice, the goal is about another theme or ends
        before it begins, or a text is refused.
    """

    kind: ActionKind
    parties: tuple[Party, ...]
    used: Period
    themes: tuple[str, ...]
    goal: CountableGoal
    ground: AgreedGround
    note: str = ""
    status: Status = Status.AGREED
    times_done: int | None = None
    data_as_of: date | None = None
    synthetic: bool = False
    sources: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could keep to."""
        _check_parties(self.parties)
        check_themes(self.themes)
        check_note("note", self.note)
        if self.times_done is not None:
            check_not_negative(times_done=self.times_done)
        if self.goal.theme not in self.themes:
            raise ParamsError(
                "agreement-goal-theme",
                expected="a goal on one of the themes of the agreement",
                got=self.goal.theme,
                remedy="add the theme, or choose another for the goal",
                theme=self.goal.theme,
            )
        if self.goal.by < self.used.first:
            raise ParamsError(
                "agreement-goal-early",
                expected=f"a goal for {self.used.first} or later",
                got=f"{self.goal.by}",
                remedy="choose a later day",
                day=self.goal.by,
                first=self.used.first,
            )

    def is_set_late(self, day: date) -> bool:
        """Whether a goal that is set on a day came only when it was being done already."""
        return day > self.used.first

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed, and there is something left to do."""
        return self.status.is_open and today > self.goal.by

    def is_unbegun(self, today: date) -> bool:
        """Whether it should have begun and nobody says that it did."""
        return self.status is Status.AGREED and today > self.used.first


@dataclass(frozen=True, kw_only=True)
class AgreementPlan:
    """What somebody wants to agree on, before the figures are filled in.

    Parameters
    ----------
    kind, parties, used, themes, note
        As of `Agreement`.
    goal_theme
        Name of the card that the goal is about; None takes the first theme.
    measure
        What the goal counts.
    to, reduction
        One of the two, as of `CountableGoal`.
    by
        Day on which it is to be reached; None takes the last day.
    """

    kind: ActionKind
    parties: tuple[Party, ...]
    used: Period
    themes: tuple[str, ...]
    goal_theme: str | None = None
    measure: Measure = Measure.INCIDENTS
    to: int | None = None
    reduction: float | None = None
    by: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementVersion:
    """An agreement as it was written down at some moment; later versions leave it as it is.

    Parameters
    ----------
    agreement_id
        Number of the agreement, from 1.
    version
        Number of the version, from 1.
    recorded_at
        When it was written down, with its time zone.
    why
        Why it replaces the version before; empty for the first.
    agreement
        What was written down.

    Raises
    ------
    ParamsError
        If a number is below 1, the moment has no time zone, or a later version says not why.
    """

    agreement_id: int
    version: int
    recorded_at: datetime
    why: str
    agreement: Agreement

    def __post_init__(self) -> None:
        """Refuse a version that cannot be told from the others."""
        check_positive("agreement_id", self.agreement_id)
        check_positive("version", self.version)
        check_note("why", self.why, required=self.version > 1)
        check_zone(self.recorded_at)


def list_last(versions: Iterable[AgreementVersion]) -> list[AgreementVersion]:
    """List the last version of each agreement, in the order of their numbers."""
    last: dict[int, AgreementVersion] = {}
    for version in versions:
        known = last.get(version.agreement_id)
        if known is None or known.version < version.version:
            last[version.agreement_id] = version
    return [last[number] for number in sorted(last)]


_RECORDS: Final = TypeAdapter(Agreement)


def encode_agreement(agreement: Agreement) -> str:
    """Write an agreement as JSON; `decode_agreement` reads it back as it was."""
    return _RECORDS.dump_json(agreement).decode()


def decode_agreement(text: str) -> Agreement:
    """Read an agreement from JSON.

    Raises
    ------
    ValueError
        If it is none.
    """
    return _RECORDS.validate_json(text)


def _check_parties(parties: tuple[Party, ...]) -> None:
    if not parties or len(set(parties)) != len(parties):
        raise ParamsError(
            "agreement-parties",
            expected="at least one party, each once",
            got=", ".join(parties) or "none",
            remedy="choose who does it",
        )
