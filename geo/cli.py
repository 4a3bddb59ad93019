"""The `hotspotkaart` command: the same facts as text and as JSON."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from geo import service
from geo.errors import HotspotkaartError
from geo.intake.boundaries import AreaReading
from geo.params import BacktestParams, ForecastParams, HourSelection, Period, Question
from geo.present import exports, forecasts, plain, terminal
from geo.present.plain import Plain
from geo.schema import DayPart, Layer, LineLayer, PointLayer
from geo.service.answers import ImportOptions
from geo.workspace import (
    PROJECT_DIR,
    WORKSPACE_VARIABLE,
    Workspace,
    create_workspace,
    default_workspace_dir,
    open_workspace,
)

_STATIC_DIR: Final = PROJECT_DIR / "static"

app = typer.Typer(
    help="From a file of incidents to hotspots on a map.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
areas_app = typer.Typer(
    help="Wijken, buurten, business parks, streets, addresses and premises.", no_args_is_help=True
)
data_app = typer.Typer(help="What the store holds, and how far to trust it.", no_args_is_help=True)
imports_app = typer.Typer(help="Files that were taken in.", no_args_is_help=True)
mappings_app = typer.Typer(help="How files are read.", no_args_is_help=True)
incidents_app = typer.Typer(help="Questions about incidents.", no_args_is_help=True)
models_app = typer.Typer(help="Theme cards.", no_args_is_help=True)
quarantine_app = typer.Typer(help="Rows that were refused.", no_args_is_help=True)
workspace_app = typer.Typer(help="Folders of municipalities.", no_args_is_help=True)
app.add_typer(areas_app, name="areas")
app.add_typer(data_app, name="data")
app.add_typer(imports_app, name="imports")
app.add_typer(incidents_app, name="incidents")
app.add_typer(mappings_app, name="mappings")
app.add_typer(models_app, name="models")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(workspace_app, name="workspace")


class AnyLayer(StrEnum):
    """Layers of areas, of lines and of places."""

    WIJKEN = Layer.WIJKEN.value
    BUURTEN = Layer.BUURTEN.value
    PARKS = Layer.PARKS.value
    STREETS = LineLayer.STREETS.value
    ADDRESSES = PointLayer.ADDRESSES.value
    PREMISES = PointLayer.PREMISES.value


class By(StrEnum):
    """What to count by."""

    WIJK = "wijk"
    PARK = "park"
    THEME = "theme"
    MONTH = "month"


class Weekday(StrEnum):
    """Days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass
class _Session:
    """What stands before the command's name."""

    folder: Path
    as_json: bool

    def workspace(self) -> Workspace:
        return open_workspace(self.folder)

    def answer(
        self, content: Plain, lines: Callable[[Plain], Iterable[str]], *, as_json: bool
    ) -> None:
        if self.as_json or as_json:
            typer.echo(json.dumps(content, ensure_ascii=False, allow_nan=False))
        else:
            for line in lines(content):
                typer.echo(line)


Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
_FIRST_DAY = typer.Option("--from", formats=["%Y-%m-%d"], help="First local day, YYYY-MM-DD.")
_LAST_DAY = typer.Option("--to", formats=["%Y-%m-%d"], help="Last local day, included.")
_AS_OF = typer.Option("--as-of", formats=["%Y-%m-%d"], help="First day that is expected.")
_LAST_SCORED = typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; else that of the data.")
From = Annotated[datetime, _FIRST_DAY]
To = Annotated[datetime, _LAST_DAY]
Theme = Annotated[str, typer.Option("--theme", help="Name of a theme card.")]


@app.callback()
def start(
    context: typer.Context,
    *,
    folder: Annotated[
        Path | None, typer.Option("-w", "--workspace", help="Folder of the municipality.")
    ] = None,
    as_json: Json = False,
) -> None:
    """From a file of incidents to hotspots on a map."""
    context.obj = _Session(folder or default_workspace_dir(), as_json)


@app.command()
def setup(context: typer.Context, *, as_json: Json = False) -> None:
    """Make the workspace usable; may be repeated."""
    session = _session(context)
    with _progress() as tell:
        report = service.setup_workspace(session.workspace(), now=_now(), progress=tell)
    session.answer(plain.tell_setup(report), terminal.print_setup, as_json=as_json)


@app.command("import")
def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files; none takes what is new in incidents/.")
    ] = None,
    *,
    mapping: Annotated[Path | None, typer.Option(help="Mapping file (TOML).")] = None,
    source: Annotated[str | None, typer.Option(help="Name of a shipped mapping.")] = None,
    theme: Annotated[str | None, typer.Option(help="Theme for every row.")] = None,
    as_json: Json = False,
) -> None:
    """Take in files of incidents, every row accounted for."""
    if mapping is not None and source is not None:
        raise typer.BadParameter("give --mapping or --source, not both")
    session = _session(context)
    options = ImportOptions(mapping, source, theme)
    with _progress() as tell:
        report = service.import_incidents(
            session.workspace(), files or [], options, now=_now(), progress=tell
        )
    session.answer(plain.tell_import(report), terminal.print_import, as_json=as_json)
    for file, error in report.failed:
        _warn(f"error: {file}: {error}")
    if report.failed:
        raise typer.Exit(1)


@app.command()
def hotspots(
    context: typer.Context,
    *,
    theme: Theme,
    first: From,
    last: To,
    area: Annotated[str | None, typer.Option(help="Code of a wijk, buurt or park.")] = None,
    weekday: Annotated[
        list[Weekday] | None, typer.Option(help="Only this day; may be repeated.")
    ] = None,
    day_part: Annotated[
        list[DayPart] | None, typer.Option(help="Only these six hours; may be repeated.")
    ] = None,
    eps_m: Annotated[float | None, typer.Option(help="Radius, in place of the card's.")] = None,
    min_samples: Annotated[int | None, typer.Option(help="In place of the card's.")] = None,
    out: Annotated[
        list[Path] | None, typer.Option(help="File: .geojson, .gpkg, .csv or .html.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Find the hotspots of a theme in a period."""
    session = _session(context)
    workspace = session.workspace()
    for path in out or []:
        exports.check_suffix(path.suffix.lower())
    params = service.list_themes(workspace).card(theme).params(eps_m=eps_m, min_samples=min_samples)
    hours = HourSelection(
        weekdays=tuple(list(Weekday).index(day) for day in weekday or []),
        day_parts=tuple(day_part or []),
    )
    question = Question(theme=theme, period=_period(first, last), area=area, hours=hours)
    report = service.find_hotspots(workspace, question, params=params)
    report = service.weigh_hotspots(workspace, report)
    for path in out or []:
        layers, streets = service.list_layers(workspace), service.load_streets(workspace)
        exports.write_hotspots(report, path, layers=layers, streets=streets)
    session.answer(plain.tell_hotspots(report), terminal.print_hotspots, as_json=as_json)


@app.command()
def forecast(
    context: typer.Context,
    *,
    theme: Theme,
    as_of: Annotated[datetime, _AS_OF],
    weeks: Annotated[int, typer.Option(help="How many weeks from that day on.")] = 4,
    cell_m: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 100.0,
    method: Annotated[str | None, typer.Option(help="One that `backtest` lists.")] = None,
    out: Annotated[list[Path], typer.Option(help="File: .csv or .geojson.")],
    as_json: Json = False,
) -> None:
    """Say how many incidents are expected in each cell of a grid; knows nothing after the day."""
    session = _session(context)
    answer = service.forecast_cells(
        session.workspace(),
        theme,
        ForecastParams(as_of=as_of.date(), weeks=weeks, cell_m=cell_m, method=method),
    )
    for path in out:
        forecasts.write_forecast(answer, path)
    session.answer(forecasts.tell_forecast(answer), terminal.print_forecast, as_json=as_json)


@app.command()
def backtest(
    context: typer.Context,
    *,
    theme: Theme,
    weeks: Annotated[int, typer.Option(help="Length of each period that is scored.")] = 13,
    periods: Annotated[int, typer.Option(help="How many periods follow each other.")] = 4,
    cell_m: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 100.0,
    last: Annotated[datetime | None, _LAST_SCORED] = None,
    as_json: Json = False,
) -> None:
    """Hold every method against what came afterwards, beside the plain count."""
    session = _session(context)
    report = service.backtest_theme(
        session.workspace(),
        theme,
        BacktestParams(
            weeks=weeks, periods=periods, cell_m=cell_m, last=last.date() if last else None
        ),
    )
    session.answer(forecasts.tell_backtest(report), terminal.print_backtest, as_json=as_json)


@models_app.command("tune")
def models_tune(
    context: typer.Context,
    *,
    theme: Theme,
    weeks: Annotated[int, typer.Option(help="Length of each period.")] = 13,
    periods: Annotated[int, typer.Option(help="How many to keep apart and score.")] = 4,
    cell_m: Annotated[float, typer.Option(help="Side of a cell in metres.")] = 100.0,
    last: Annotated[datetime | None, _LAST_SCORED] = None,
    ship: Annotated[bool, typer.Option("--ship", help="Write the project's own card.")] = False,
    as_json: Json = False,
) -> None:
    """Choose a theme's settings on earlier periods, score them later, write the card."""
    session = _session(context)
    params = BacktestParams(
        weeks=weeks, periods=periods, cell_m=cell_m, last=last.date() if last else None
    )
    with _progress() as tell:
        tuned = service.tune_theme(
            session.workspace(),
            theme,
            params,
            today=_now().date(),
            progress=lambda done: tell(done, "tuning"),
        )
    path = service.write_card(session.workspace(), tuned, ship=ship)
    session.answer(forecasts.tell_card(tuned, path), terminal.print_card, as_json=as_json)


@app.command()
def overview(
    context: typer.Context,
    *,
    first: From,
    last: To,
    area: Annotated[str | None, typer.Option(help="Code of a wijk, buurt or park.")] = None,
    as_json: Json = False,
) -> None:
    """Count every theme against the equal period before."""
    session = _session(context)
    comparison = service.compare_themes(session.workspace(), _period(first, last), area=area)
    session.answer(plain.tell_overview(comparison), terminal.print_overview, as_json=as_json)


@app.command()
def demo(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    *,
    first: From,
    last: To,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    as_json: Json = False,
) -> None:
    """Write synthetic incidents and, beside them, the truth."""
    session = _session(context)
    count = service.write_demo(session.workspace(), file, seed=seed, period=_period(first, last))
    answer = {"file": str(file), "incidents": count, "seed": seed, "synthetic": True}
    session.answer(answer, lambda told: [f"{told['incidents']} in {told['file']}"], as_json=as_json)


@app.command("backup")
def back_up(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File to write; an older one is replaced.")],
    *,
    as_json: Json = False,
) -> None:
    """Write all that the store holds to one file."""
    session = _session(context)
    report = service.back_up_store(session.workspace(), file)
    session.answer(plain.tell_backup(report), terminal.print_backup, as_json=as_json)


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="File that `backup` wrote.")],
    *,
    as_json: Json = False,
) -> None:
    """Check a backup and put it in the place of all that the store holds."""
    session = _session(context)
    report = service.restore_store(session.workspace(), file)
    session.answer(plain.tell_backup(report), terminal.print_backup, as_json=as_json)


@app.command()
def serve(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
) -> None:
    """Open the app on this machine."""
    workspace = _session(context).workspace()
    # A card that is not valid stops the app at its start, not its first visitor.
    service.list_themes(workspace)
    if not _STATIC_DIR.is_dir():
        _warn("the map's scripts are missing: run `make install` first")
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root.resolve())
    # Streamlit reads its settings and serves static files from the working directory.
    os.chdir(PROJECT_DIR)
    words = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    os.execv(sys.executable, words)  # noqa: S606 - no shell, fixed words


@areas_app.command("import")
def import_areas(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="GeoJSON, GeoPackage, GeoParquet; CSV of places.")],
    *,
    layer: Annotated[AnyLayer, typer.Option(help="Which layer the file takes the place of.")],
    code_column: Annotated[str | None, typer.Option(help="Column that holds the code.")] = None,
    name_column: Annotated[str | None, typer.Option(help="Column that holds the name.")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=2100, help="Year of the codes.")] = None,
    source: Annotated[str | None, typer.Option(help="Who made it; shown on the map.")] = None,
    as_json: Json = False,
) -> None:
    """Take in areas, streets, addresses or premises in place of a layer."""
    session = _session(context)
    workspace = session.workspace()
    if layer.value not in set(Layer) and (code_column or name_column or year):
        raise typer.BadParameter(f"{layer} have neither code, name nor year")
    if layer is AnyLayer.STREETS:
        streets = service.import_streets(workspace, file, source=source)
        session.answer(plain.tell_streets(streets), terminal.print_streets, as_json=as_json)
        return
    if layer.value in set(PointLayer):
        places = service.import_opportunities(
            workspace, file, PointLayer(layer.value), source=source
        )
        session.answer(plain.tell_opportunities(places), terminal.print_places, as_json=as_json)
        return
    reading = AreaReading(code_column, name_column, year, source)
    check = service.import_areas(workspace, file, Layer(layer), reading)
    session.answer(plain.tell_checks([check]), terminal.print_checks, as_json=as_json)


@areas_app.command("drop")
def drop_areas(
    context: typer.Context,
    *,
    layer: Annotated[Layer, typer.Option(help="Which imported layer to take away.")],
    as_json: Json = False,
) -> None:
    """Take an imported layer away; what the workspace came with holds again."""
    session = _session(context)
    check = service.drop_areas(session.workspace(), layer)
    checks = [] if check is None else [check]
    session.answer(plain.tell_checks(checks), terminal.print_checks, as_json=as_json)


@areas_app.command("check")
def check_areas(context: typer.Context, *, as_json: Json = False) -> None:
    """Name what is wrong with each layer, and repair nothing."""
    session = _session(context)
    checks = service.check_areas(session.workspace())
    session.answer(plain.tell_checks(checks), terminal.print_checks, as_json=as_json)


@areas_app.command("update")
def update_areas(
    context: typer.Context,
    *,
    year: Annotated[int, typer.Option(min=2000, max=2100, help="Year of the official areas.")],
    as_json: Json = False,
) -> None:
    """Fetch the official wijken and buurten."""
    session = _session(context)
    checks = service.update_areas(session.workspace(), year=year)
    session.answer(plain.tell_checks(checks), terminal.print_checks, as_json=as_json)


@data_app.command("check")
def check_data(context: typer.Context, *, as_json: Json = False) -> None:
    """Name what makes incidents less trustworthy than they look, and change nothing."""
    session = _session(context)
    workspace = session.workspace()
    quality = service.check_data(workspace)
    synthetic = service.describe_data(workspace).synthetic
    session.answer(
        plain.tell_quality(quality, synthetic=synthetic), terminal.print_quality, as_json=as_json
    )


@imports_app.command("list")
def list_imports(context: typer.Context, *, as_json: Json = False) -> None:
    """Say which files were imported, newest first."""
    session = _session(context)
    imports = service.list_imports(session.workspace())
    session.answer(plain.tell_imports(imports), terminal.print_imports, as_json=as_json)


@imports_app.command("undo")
def undo_import(
    context: typer.Context,
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be undone.")] = False,
    as_json: Json = False,
) -> None:
    """Undo the last import; once more undoes the one before."""
    session = _session(context)
    undo = service.preview_undo if dry_run else service.undo_import
    report = undo(session.workspace())
    session.answer(plain.tell_undo(report), terminal.print_undo, as_json=as_json)


@incidents_app.command("sources")
def list_sources(context: typer.Context, *, as_json: Json = False) -> None:
    """Count incidents by where they came from."""
    session = _session(context)
    sources = service.list_sources(session.workspace())
    session.answer(plain.tell_sources(sources), terminal.print_sources, as_json=as_json)


@incidents_app.command("summary")
def summarise(
    context: typer.Context,
    *,
    first: Annotated[datetime | None, _FIRST_DAY] = None,
    last: Annotated[datetime | None, _LAST_DAY] = None,
    by: Annotated[By, typer.Option(help="What to count by.")] = By.THEME,
    as_json: Json = False,
) -> None:
    """Count incidents."""
    if (first is None) != (last is None):
        raise typer.BadParameter("give --from and --to, or neither")
    session = _session(context)
    period = _period(first, last) if first is not None and last is not None else None
    rows = service.summarise_incidents(session.workspace(), period=period, by=by.value)
    session.answer(plain.tell_summary(rows), terminal.print_summary, as_json=as_json)


@mappings_app.command("list")
def list_mappings(context: typer.Context, *, as_json: Json = False) -> None:
    """Say which mappings ship, each of which `import --source` takes."""
    answer = plain.tell_mappings(service.list_mappings())
    _session(context).answer(answer, terminal.print_mappings, as_json=as_json)


@mappings_app.command("show")
def show_mapping(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of a mapping that ships.")],
    *,
    as_json: Json = False,
) -> None:
    """Write a mapping out, to make one's own from."""
    answer = {"name": name, "mapping": service.show_mapping(name)}
    _session(context).answer(answer, lambda told: [told["mapping"]], as_json=as_json)


@quarantine_app.command("export")
def export_quarantine(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV file to write.")],
    *,
    import_id: Annotated[int | None, typer.Option("--import", help="One import only.")] = None,
    as_json: Json = False,
) -> None:
    """Write refused rows to a file, to repair and import again."""
    session = _session(context)
    rows = service.export_quarantine(session.workspace(), import_id)
    exports.write_csv(rows, file)
    answer = {"file": str(file), "rows": len(rows)}
    session.answer(answer, lambda told: [f"{told['rows']} in {told['file']}"], as_json=as_json)


@workspace_app.command("init")
def init_workspace(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    *,
    name: Annotated[str, typer.Option(help="Name of the municipality.")],
    code: Annotated[str, typer.Option(help="Its code, such as GM and four digits.")],
    crs: Annotated[str, typer.Option(help="EPSG code of a projected system in metres.")],
    timezone: Annotated[str, typer.Option(help="IANA time zone.")],
    as_json: Json = False,
) -> None:
    """Make a folder for a municipality."""
    settings = {
        "name": name,
        "code": code,
        "crs": crs.upper().removeprefix("EPSG:"),
        "timezone": timezone,
    }
    made = create_workspace(folder, settings)
    answer = {"workspace": str(folder), **settings, "crs": made.settings.crs}
    _session(context).answer(
        answer, lambda told: [f"workspace {told['workspace']} is made"], as_json=as_json
    )


def main() -> NoReturn:
    """Run the command; a failure is one line and exit code 1."""
    try:
        app()
    except HotspotkaartError as error:
        _fail(str(error), error.key)
    except (OSError, MemoryError, RecursionError) as error:
        _fail(f"expected a machine that can do this, got {error}; free space and try again", "os")
    sys.exit(0)


def _fail(message: str, key: str) -> NoReturn:
    if "--json" in sys.argv:
        typer.echo(json.dumps({"error": {"key": key, "message": message}}, ensure_ascii=False))
    _warn(f"error: {message}")
    sys.exit(1)


def _warn(message: str) -> None:
    typer.echo(message, err=True)


def _session(context: typer.Context) -> _Session:
    session: _Session = context.obj
    return session


def _period(first: datetime, last: datetime) -> Period:
    return Period(first=first.date(), last=last.date())


def _now() -> datetime:
    return datetime.now().astimezone()


@contextmanager
def _progress() -> Iterator[Callable[[float, str], None]]:
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


if __name__ == "__main__":
    main()
