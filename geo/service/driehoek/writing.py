"""What people fill in for a meeting: a line on a priority without figures, and the house style."""

from datetime import date

from geo.errors import ParamsError, WorkspaceError
from geo.intake.house_style import (
    STYLE_FILE,
    HouseStyle,
    read_house_style,
    write_house_style,
)
from geo.intake.policy import read_policy
from geo.intake.status_lines import (
    StatusHistory,
    StatusLine,
    add_status_line,
    check_status_line,
    read_status_lines,
)
from geo.workspace import Workspace, check_model


def list_priorities(workspace: Workspace) -> tuple[str, ...]:
    """List the priorities of the policy; none in a workspace without a policy.

    Raises
    ------
    WorkspaceError
        If the policy cannot be used.
    """
    policy = read_policy(workspace)
    return () if policy is None else policy.priorities


def read_status(workspace: Workspace) -> StatusHistory:
    """Read all that was written down about priorities.

    Raises
    ------
    WorkspaceError
        If the file cannot be read.
    """
    return read_status_lines(workspace)


def keep_status(workspace: Workspace, priority: str, text: str, *, by: str, on: date) -> StatusLine:
    """Write down how it stands with a priority; what was written before stays in the file.

    Parameters
    ----------
    workspace
        The municipality.
    priority
        As the policy names it.
    text
        How it stands; empty takes back what was written before.
    by
        The role in which somebody writes, never a name.
    on
        The local day.

    Raises
    ------
    ParamsError
        If the policy has no such priority, or no role is given.
    WorkspaceError
        If the line is too long, or cannot be written.
    """
    known = list_priorities(workspace)
    if priority not in known:
        raise ParamsError(
            "status-priority-unknown",
            expected=f"a priority of the policy: {', '.join(known) or 'none stands there'}",
            got=repr(priority),
            remedy="name it as the policy does",
            name=priority,
        )
    if not by.strip():
        raise ParamsError(
            "status-without-role",
            expected="the role of who writes the line",
            got="none",
            remedy="fill in a role, such as policy adviser",
        )
    line = check_status_line({"priority": priority, "text": text, "by": by, "on": on})
    add_status_line(workspace, line)
    return line


def read_style(workspace: Workspace) -> HouseStyle:
    """Return the house style of a workspace.

    Raises
    ------
    WorkspaceError
        If it cannot be used.
    """
    return read_house_style(workspace)[0]


def keep_style(workspace: Workspace, changes: dict[str, str]) -> HouseStyle:
    """Keep other colours or letters; logo and the rest of the file stay.

    Parameters
    ----------
    workspace
        The municipality.
    changes
        Fields of `HouseStyle` by name.

    Raises
    ------
    WorkspaceError
        If the colours lack contrast or a field cannot be used; nothing is written then.
    """
    told = read_style(workspace).model_dump() | changes
    style = check_model(told, HouseStyle, origin=STYLE_FILE, error=WorkspaceError)
    write_house_style(workspace, style)
    return style
