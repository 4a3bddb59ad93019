"""What somebody wrote about priorities without figures: each line stays, the last counts."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

import tomlkit
from pydantic import BaseModel, ConfigDict, StringConstraints

from geo.errors import WorkspaceError
from geo.workspace import Workspace, check_model, read_toml

STATUS_FILE: Final = "stand-van-zaken.toml"
MOST_TEXT: Final = 400
MOST_ROLE: Final = 60


class StatusLine(BaseModel):
    """What was written about a priority, in which role, and on which local day.

    An empty text takes the one before back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    priority: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_TEXT)]
    by: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_ROLE)] = ""
    on: date | None = None


class _Lines(BaseModel):
    """The file, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: tuple[StatusLine, ...] = ()


@dataclass(frozen=True)
class StatusHistory:
    """All lines of a workspace, the first of them first."""

    lines: tuple[StatusLine, ...]

    def list_lines(self, priority: str) -> Sequence[StatusLine]:
        """List what was written about one priority, the latest first."""
        return [line for line in reversed(self.lines) if line.priority == priority]


def read_status_lines(workspace: Workspace) -> StatusHistory:
    """Read what was written down in a workspace.

    Raises
    ------
    WorkspaceError
        If the file cannot be read.
    """
    path = workspace.root / STATUS_FILE
    if not path.exists():
        return StatusHistory(())
    return StatusHistory(read_toml(path, _Lines, error=WorkspaceError).line)


def add_status_line(workspace: Workspace, line: StatusLine) -> None:
    """Write a line below those that are there.

    Raises
    ------
    WorkspaceError
        If it cannot be written; what was there stays.
    """
    told = {name: value for name, value in line.model_dump().items() if value is not None}
    block = tomlkit.dumps({"line": [told]}) + "\n"
    path = workspace.root / STATUS_FILE
    try:
        # One write at the end of the file: two people at a time lose nothing of each other's.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, block.encode("utf-8"))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as problem:
        raise WorkspaceError(
            "file-not-writable",
            expected=f"a file at {path} that can be written",
            got=str(problem),
            remedy="choose another folder or change its permissions",
            file=path,
        ) from problem


def check_status_line(told: dict[str, object]) -> StatusLine:
    """Check what somebody filled in.

    Raises
    ------
    WorkspaceError
        With every fault in one sentence.
    """
    return check_model(told, StatusLine, origin="status", error=WorkspaceError)
