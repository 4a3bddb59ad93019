"""What a phone sends of a round: untrusted until it has been read here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config

from geo.patrol_records import Finding, TickKind

# More than a team ticks off in a day.
MOST_SENT: Final = 500
_MOST_NUMBER: Final = 10_000
_MS: Final = 1_000
# The year 2200, as far as calendars go here.
_MOST_MS: Final = 7_258_118_400_000


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
