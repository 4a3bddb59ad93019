"""What all commands share: the workspace, the way to answer, options, progress."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from geo import service
from geo.access import LOCAL, Role, Viewer
from geo.audit import Act
from geo.disclosure import Audience
from geo.errors import ParamsError
from geo.params import Period
from geo.present.markup import show_on_one_line
from geo.present.plain import Plain
from geo.workspace import Workspace, open_workspace

FIRST_DAY: Final = typer.Option("--from", formats=["%Y-%m-%d"], help="First local day, YYYY-MM-DD.")
LAST_DAY: Final = typer.Option("--to", formats=["%Y-%m-%d"], help="Last local day, included.")

# Options that say what is asked for, and in which nobody writes a sentence.
_TOLD: Final = frozenset(
    {
        "theme",
        "themes",
        "area",
        "areas",
        "first",
        "last",
        "day",
        "by",
        "shift",
        "level",
        "import_id",
    }
)

Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
From = Annotated[datetime, FIRST_DAY]
To = Annotated[datetime, LAST_DAY]
ForWhom = Annotated[
    Audience, typer.Option("--audience", help="Who will see the files: each may see less.")
]
Area = Annotated[str | None, typer.Option(help="Code of a wijk, buurt or park.")]
CellM = Annotated[float, typer.Option(help="Side of a cell in metres.")]
Themes = Annotated[
    list[str],
    typer.Option("--theme", help="Name of a theme card, or NAME=WEIGHT; may be repeated."),
]
Theme = Annotated[str, typer.Option("--theme", help="Name of a theme card.")]


def read_names(themes: list[str]) -> tuple[str, ...]:
    """Return the names of ``NAME`` or ``NAME=WEIGHT``."""
    return tuple(name.partition("=")[0] for name in themes)


def read_harm(themes: list[str]) -> dict[str, float]:
    """Return the weights of ``NAME=WEIGHT``; a name alone has none.

    Raises
    ------
    ParamsError
        If a weight is no number.
    """
    given = [(name, weight) for name, sign, weight in (t.partition("=") for t in themes) if sign]
    try:
        return {name: float(weight) for name, weight in given}
    except ValueError as error:
        raise ParamsError(
            "camera-harm",
            expected="a number of zero or more behind the name of a theme",
            got=", ".join(f"{weight} for {name}" for name, weight in given),
            remedy="write NAME=WEIGHT, such as jeugdoverlast=2.5",
            theme=given[0][0],
            weight=given[0][1],
        ) from error


@dataclass
class Session:
    """What stands before the command's name."""

    folder: Path
    as_json: bool
    viewer: Viewer = LOCAL
    deed: service.Deed | None = None

    def workspace(self) -> Workspace:
        """Open the municipality's folder, and write down what it is opened for.

        Raises
        ------
        HotspotkaartError
            If it is none, or the audit trail cannot be written.
        """
        workspace = replace(open_workspace(self.folder), viewer=self.viewer)
        if self.deed is not None:
            service.note_use(workspace, self.deed, now=now())
        return workspace

    def answer(
        self, content: Plain, lines: Callable[[Plain], Iterable[str]], *, as_json: bool
    ) -> None:
        """Print an answer, as one JSON document or as lines of text."""
        if self.as_json or as_json:
            typer.echo(json.dumps(content, ensure_ascii=False, allow_nan=False))
        else:
            for line in lines(content):
                # What people wrote gives no orders to the terminal of who reads it.
                typer.echo(show_on_one_line(line))


def act_as(roles: list[Role], wijken: list[str]) -> Viewer:
    """Return who a command is run for; without roles the one who holds the files.

    To take fewer rights is no protection by itself: who can read the store's file can read it all.

    Raises
    ------
    ParamsError
        If wijken come without the role that they are for, or the role without them.
    """
    if not roles and not wijken:
        return LOCAL
    if (Role.WIJKAGENT in roles) != bool(wijken):
        raise ParamsError(
            "role-wijken",
            expected=f"--wijk with the role {Role.WIJKAGENT.value}, and with no other",
            got=f"roles {', '.join(roles) or 'none'} and wijken {', '.join(wijken) or 'none'}",
            remedy="name both, or neither",
        )
    return Viewer(frozenset(roles), frozenset(wijken), known_as=f"{Role.LOCAL}-als-rol")


def open_session(context: typer.Context) -> Session:
    """Return the session that a command was called in."""
    session: Session = context.obj
    return replace(session, deed=_tell_command(context))


def _tell_command(context: typer.Context) -> service.Deed:
    """Tell a command by its words and by what it asks for; never by what people wrote."""
    _, *words = context.command_path.split()
    asked = {
        name: value for name, value in context.params.items() if name in _TOLD and value is not None
    }
    filters = {
        name: ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        for name, value in asked.items()
    }
    return service.Deed(Act.COMMAND, " ".join(words), filters)


def period_of(first: datetime, last: datetime) -> Period:
    """Return the period of two options."""
    return Period(first=first.date(), last=last.date())


def read_period(first: datetime | None, last: datetime | None) -> Period | None:
    """Return the period of two options that are given together or not at all.

    Raises
    ------
    typer.BadParameter
        If one is given without the other.
    """
    if first is not None and last is not None:
        return period_of(first, last)
    if first is not None or last is not None:
        raise typer.BadParameter("give --from and --to, or neither")
    return None


def now() -> datetime:
    """Return this moment; commands are where the clock is asked."""
    return datetime.now().astimezone()


def warn(message: str) -> None:
    """Print a line beside the answer."""
    typer.echo(show_on_one_line(message), err=True)


@contextmanager
def show_progress() -> Iterator[Callable[[float, str], None]]:
    """Yield a function that draws how far each part of a long piece of work is."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        tasks = {}

        def tell(share: float, name: str) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=1.0)
            bar.update(tasks[name], completed=share)

        yield tell
