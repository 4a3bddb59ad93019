"""The audit trail: each use written down, read back, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from geo.audit import Act, TrailCheck, Use, append_use, check_trail, read_uses
from geo.workspace import Workspace

# The longest text of a filter that is written down: no place for what people type.
_LONGEST = 80


@dataclass(frozen=True)
class Deed:
    """What somebody is about to do.

    Parameters
    ----------
    act, what
        What is done, and with which page, file or command.
    filters
        What was asked for, by the name of each choice; never what came out.
    rows
        How many rows go out; None where nobody counts them.
    """

    act: Act
    what: str
    filters: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None


def note_use(workspace: Workspace, deed: Deed, *, now: datetime) -> None:
    """Write down that the viewer does something, before it is done.

    Open to everybody: also who is refused leaves a trace.

    Parameters
    ----------
    workspace
        Where, and in it who.
    deed
        What.
    now
        This moment.

    Raises
    ------
    AccessError
        If it cannot be written.
    """
    viewer = workspace.viewer
    asked = {name: value[:_LONGEST] for name, value in deed.filters.items()}
    roles = tuple(role.value for role in sorted(viewer.roles))
    use = Use(now, viewer.known_as, roles, deed.act, deed.what[:_LONGEST], asked, deed.rows)
    append_use(workspace.root, use)


def list_uses(workspace: Workspace, *, most: int | None = None) -> list[Use]:
    """Read what was done, the latest first."""
    return read_uses(workspace.root, most=most)


def check_audit(workspace: Workspace, *, noted: tuple[int, str] | None = None) -> TrailCheck:
    """Check the trail against itself, its seal, and a line that was noted elsewhere."""
    return check_trail(workspace.root, noted=noted)
