"""What the audit trail is made of: each use, the seal at its end, and what can be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What somebody did; the values are how the trail writes them."""

    PAGE = "page"
    FILE = "file"
    COMMAND = "command"
    SIGN_IN = "sign-in"
    REFUSED = "refused"


@dataclass(frozen=True)
class Use:
    """One thing that somebody did.

    Parameters
    ----------
    at
        When, with its zone.
    who
        Pseudonym; never a name.
    roles
        In which roles, in order.
    act, what
        What was done, and with which page, file or command.
    filters
        What was asked for, by the name of each choice; never what came out.
    rows
        How many rows went out in a file; None where nobody counted them.
    """

    at: datetime
    who: str
    roles: tuple[str, ...]
    act: Act
    what: str
    filters: Mapping[str, str]
    rows: int | None = None


class Fault(StrEnum):
    """How a line of the trail can be wrong."""

    UNREADABLE = "unreadable"
    CHANGED = "changed"
    NOT_NEXT = "not-next"
    CUT_OFF = "cut-off"
    UNSEALED = "unsealed"
    NOT_AS_NOTED = "not-as-noted"


@dataclass(frozen=True)
class Seal:
    """How the trail ended: number of lines, hash of the last one, and bytes of all together."""

    lines: int
    head: str
    size_bytes: int


@dataclass(frozen=True)
class TrailCheck:
    """Whether a trail is as it was written: its end, and each fault with the line where it is."""

    seal: Seal
    faults: tuple[tuple[int, Fault], ...]
