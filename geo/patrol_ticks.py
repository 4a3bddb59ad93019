"""What a team ticks off along the way: as it is kept, and as a phone sends it.

No person is in it: a tick knows the organisation and the number of a team, and what was found
comes out of a fixed list. What a phone sends is untrusted until it has been read here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config

from geo.errors import ParamsError
from geo.patrol_parts import check_zone
from geo.schema import Organisation

# More than a team ticks off in a day.
MOST_SENT: Final = 500
_MOST_NUMBER: Final = 10_000
# More than a UUID needs.
_MOST_ID: Final = 100
_MS: Final = 1_000
# The year 2200, as far as calendars go here.
_MOST_MS: Final = 7_258_118_400_000


class TickKind(StrEnum):
    """What a team tells of a stop."""

    ARRIVED = "arrived"
    LEFT = "left"
    NOTHING_FOUND = "nothing-found"
    PARTICULAR = "particular"


class Finding(StrEnum):
    """What was particular at a stop: about the place, never about a person."""

    NUISANCE = "nuisance"
    DAMAGE = "damage"
    LIGHTING = "lighting"
    WASTE = "waste"
    TRAFFIC = "traffic"
    OPEN_ENTRANCE = "open-entrance"
    PASSED_ON = "passed-on"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Tick:
    """What a team told of a stop, once.

    Parameters
    ----------
    tick_id
        A UUID that the phone made: sent twice it is one tick.
    plan_id, version, team, stop
        Which stop of which version of which plan.
    place, organisation
        Key of the place and whose team it is, as the plan says.
    kind
        What is told.
    finding
        What was particular, where the kind says that something was; None for the other kinds.
    ticked_at
        When the button was pressed.
    recorded_at
        When the tick came in; never earlier.

    Raises
    ------
    ParamsError
        If the id is no UUID, a moment has no zone, or kind and finding do not go together.
    """

    tick_id: str
    plan_id: str
    version: int
    team: int
    stop: int
    place: str
    organisation: Organisation
    kind: TickKind
    finding: Finding | None
    ticked_at: datetime
    recorded_at: datetime

    def __post_init__(self) -> None:
        """Refuse what is no tick."""
        _check_uuid(self.tick_id)
        check_zone(self.ticked_at)
        check_zone(self.recorded_at)
        if (self.finding is not None) != (self.kind is TickKind.PARTICULAR):
            raise _refuse_tick("something particular out of the list, or another tick without")
        if self.ticked_at > self.recorded_at:
            raise _refuse_tick("a tick that was made before it came in")


@dataclass(frozen=True, kw_only=True)
class SentTick:
    """A tick as the phone made it: of which stop, what, and when by its own clock."""

    tick_id: str
    version: int
    team: int
    stop: int
    kind: TickKind
    finding: Finding | None
    ticked_at: datetime


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, kw_only=True)
class _Sent:
    """As it is written in the browser: `ronde.js` says the same names."""

    id: UUID
    version: Annotated[int, Field(ge=1, le=_MOST_NUMBER)]
    team: Annotated[int, Field(ge=1, le=_MOST_NUMBER)]
    stop: Annotated[int, Field(ge=1, le=_MOST_NUMBER)]
    kind: TickKind
    finding: Finding | None = None
    at: Annotated[int, Field(ge=0, le=_MOST_MS)]


_READER: Final = TypeAdapter(_Sent)


def read_sent(told: object) -> list[SentTick]:
    """Read the ticks that a browser sent; whatever is none is passed over.

    Parameters
    ----------
    told
        Anything: a list of records is expected, of which the first `MOST_SENT` are looked at.
    """
    if not isinstance(told, list):
        return []
    found = (_read(one) for one in told[:MOST_SENT])
    return [tick for tick in found if tick is not None]


def list_unread(told: object) -> list[str]:
    """List by their ids what a browser sent that is no tick: it need not send these again.

    Parameters
    ----------
    told
        As of `read_sent`; what has no id that it could be named by is passed over.
    """
    if not isinstance(told, list):
        return []
    ids = [one.get("id") for one in told[:MOST_SENT] if isinstance(one, dict) and not _read(one)]
    return [name for name in ids if isinstance(name, str) and 0 < len(name) <= _MOST_ID]


def _read(told: object) -> SentTick | None:
    try:
        sent = _READER.validate_python(told)
    except ValidationError:
        return None
    return SentTick(
        tick_id=str(sent.id),
        version=sent.version,
        team=sent.team,
        stop=sent.stop,
        kind=sent.kind,
        finding=sent.finding,
        ticked_at=datetime.fromtimestamp(sent.at / _MS, tz=UTC),
    )


def _refuse_tick(expected: str) -> ParamsError:
    return ParamsError(
        "patrol-tick",
        expected=expected,
        got="another",
        remedy="open the round again and tick once more",
    )


def _check_uuid(text: str) -> None:
    try:
        known = str(UUID(text)) == text
    except ValueError:
        known = False
    if not known:
        raise _refuse_tick("a tick with a UUID")
