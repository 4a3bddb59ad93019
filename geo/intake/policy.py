"""A municipality's safety policy: its priorities, the table that it published, what is added."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from geo.errors import WorkspaceError
from geo.intake.status_lines import StatusLine, read_status_lines
from geo.workspace import Workspace, read_toml

POLICY_FILE: Final = "beleid.toml"
_TITLE: Final = "misdrijf"
_UNIT: Final = "eenheid_"

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class _Settings(BaseModel):
    """``beleid.toml``, checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: _Words
    table_title: _Words
    table: _Words
    rows: dict[str, _Words]
    priorities: tuple[_Words, ...] = Field(min_length=1)
    without_figures: tuple[_Words, ...] = ()
    status: dict[str, Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]] = {}


@dataclass(frozen=True)
class PublishedRow:
    """A row as it was published: a count a year, and the change of the police unit as printed.

    ``code`` is None for a row that is no crime of its own; ``unit`` has the two years between
    which the unit changed.
    """

    title: str
    code: str | None
    counts: Mapping[int, int]
    unit: Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Policy:
    """A safety policy.

    Parameters
    ----------
    title, table_title
        What policy and table are called.
    rows
        Of the table, in its order.
    priorities
        As the theme cards name them.
    without_figures
        Those for which no theme stands, whatever a card says.
    status
        Priority to what somebody wrote down about it last.
    """

    title: str
    table_title: str
    rows: tuple[PublishedRow, ...]
    priorities: tuple[str, ...]
    without_figures: frozenset[str]
    status: Mapping[str, StatusLine]


def read_policy(workspace: Workspace) -> Policy | None:
    """Read the policy of a workspace; None where it has none.

    Raises
    ------
    WorkspaceError
        If the file or its table cannot be used.
    """
    path = workspace.root / POLICY_FILE
    if not path.exists():
        return None
    settings = read_toml(path, _Settings, error=WorkspaceError)
    named = {*settings.status, *settings.without_figures}
    unknown = sorted(named - set(settings.priorities))
    if unknown:
        raise WorkspaceError(
            "policy-priority-unknown",
            expected=f"only priorities that {POLICY_FILE} names",
            got=", ".join(unknown),
            remedy="name the priority as in the list of priorities",
            file=path,
            name=", ".join(unknown),
        )
    return Policy(
        title=settings.title,
        table_title=settings.table_title,
        rows=_read_rows(workspace.root / settings.table, settings.rows),
        priorities=settings.priorities,
        without_figures=frozenset(settings.without_figures),
        status=_read_status(workspace, settings),
    )


def _read_status(workspace: Workspace, settings: _Settings) -> dict[str, StatusLine]:
    """Read the last line of each priority: what was filled in later goes before the settings."""
    status = {name: StatusLine(priority=name, text=text) for name, text in settings.status.items()}
    for line in read_status_lines(workspace).lines:
        if line.priority in settings.priorities:
            status[line.priority] = line
    return {name: line for name, line in status.items() if line.text}


def _read_rows(path: Path, codes: Mapping[str, str]) -> tuple[PublishedRow, ...]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            table = {row[_TITLE]: row for row in csv.DictReader(lines, restkey="", restval="")}
        named = {table[title][_TITLE]: code for title, code in codes.items()}
        return tuple(_read_row(row, named) for row in table.values())
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as problem:
        raise WorkspaceError(
            "policy-table-unreadable",
            expected=f"a table at {path} with a column a year and the rows of {POLICY_FILE}",
            got=f"{type(problem).__name__}: {problem}",
            remedy="put the original file back",
            file=path,
        ) from problem


def _read_row(row: Mapping[str, str], codes: Mapping[str, str]) -> PublishedRow:
    title = row[_TITLE]
    spans = {name: name.removeprefix(_UNIT) for name in row if name.startswith(_UNIT)}
    return PublishedRow(
        title=title,
        code=codes.get(title),
        counts={int(name): int(count) for name, count in row.items() if name.isdecimal()},
        unit={_read_years(span): row[name] for name, span in spans.items()},
    )


def _read_years(span: str) -> tuple[int, int]:
    first, last = span.split("_")
    return int(first), int(last)
