"""The `hotspotkaart` command: the same facts as text and as JSON.

This is the table of contents of the commands; each stands in the module of its kind.
"""

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from geo.access import Role
from geo.cli import (
    actions,
    analysis,
    areas,
    audit,
    camera,
    country,
    data,
    evidence,
    factsheets,
    folders,
    health,
    intake,
    opendata,
    patrol,
    patterns,
    placements,
    register,
    report,
    retention,
    streets,
    visits,
)
from geo.cli.session import Json, Session, act_as, warn
from geo.errors import HotspotkaartError
from geo.workspace import default_workspace_dir

app = typer.Typer(
    help="From a file of incidents to hotspots on a map.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def start(
    context: typer.Context,
    *,
    folder: Annotated[
        Path | None, typer.Option("-w", "--workspace", help="Folder of the municipality.")
    ] = None,
    as_json: Json = False,
    roles: Annotated[
        list[Role] | None, typer.Option("--role", help="Act with the rights of a role alone.")
    ] = None,
    wijken: Annotated[
        list[str] | None, typer.Option("--wijk", help="Code of a wijk of the wijkagent.")
    ] = None,
) -> None:
    """From a file of incidents to hotspots on a map."""
    viewer = act_as(roles or [], wijken or [])
    context.obj = Session(folder or default_workspace_dir(), as_json, viewer)


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
    warn(f"error: {message}")
    sys.exit(1)


def _group(name: str, about: str) -> typer.Typer:
    group = typer.Typer(help=about, no_args_is_help=True)
    app.add_typer(group, name=name)
    return group


app.command("setup")(folders.setup)
app.command("import")(intake.import_files)
app.command("hotspots")(analysis.hotspots)
app.command("forecast")(evidence.forecast)
app.command("backtest")(evidence.backtest)
app.command("repeats")(patterns.repeats)
app.command("alerts")(patterns.alerts)
app.command("cells")(patterns.cells)
app.command("overview")(analysis.overview)
app.command("report")(report.report)
app.command("register")(register.register)
app.command("demo")(folders.demo)
app.command("backup")(folders.back_up)
app.command("restore")(folders.restore)
app.command("health")(health.health)
app.command("retention")(retention.retention)
app.command("serve")(folders.serve)

_action = _group("action", "What is agreed on places, who does it, and what came of it.")
_action.command("agree")(actions.agree)
_action.command("list")(actions.list_actions)
_action.command("revise")(actions.revise)
_action.command("result")(actions.result)

_areas = _group("areas", "Wijken, buurten, business parks, streets, addresses and premises.")
_areas.command("import")(areas.import_areas)
_areas.command("drop")(areas.drop_areas)
_areas.command("check")(areas.check_areas)
_areas.command("update")(areas.update_areas)

_audit = _group("audit", "Who used what and when, and whether that is whole.")
_audit.command("show")(audit.show)
_audit.command("verify")(audit.verify)
_audit.command("export")(audit.export)

_camera = _group("camera", "Sites of camera units, what was agreed on them, and whether it worked.")
_camera.command("advise")(camera.advise)
_camera.command("solve")(camera.solve)
_camera.command("place")(placements.place)
_camera.command("placements")(placements.list_placements)
_camera.command("revise")(placements.revise)
_camera.command("survey")(placements.survey)
_camera.command("evaluate")(placements.evaluate)
_camera.command("factsheet")(factsheets.factsheet)

_country = _group("country", "More than one municipality at once.")
_country.command("rank")(country.rank)

_data = _group("data", "What the store holds, and how far to trust it.")
_data.command("check")(data.check_data)

_imports = _group("imports", "Files that were taken in.")
_imports.command("list")(intake.list_imports)
_imports.command("undo")(intake.undo_import)

_incidents = _group("incidents", "Questions about incidents.")
_incidents.command("export")(data.export_points)
_incidents.command("sources")(data.list_sources)
_incidents.command("summary")(analysis.summarise)

_mappings = _group("mappings", "How files are read.")
_mappings.command("list")(intake.list_mappings)
_mappings.command("show")(intake.show_mapping)

_models = _group("models", "Theme cards.")
_models.command("tune")(evidence.models_tune)

_opendata = _group("opendata", "Open figures of the police, beside our own.")
_opendata.command("import")(opendata.import_figures)
_opendata.command("update")(opendata.update_figures)
_opendata.command("check")(opendata.check_figures)

_patrol = _group("patrol", "Plans of patrols, and what came of them.")
_patrol.command("plan")(patrol.plan)
_patrol.command("plans")(visits.list_plans)
_patrol.command("visit")(visits.visit)
_patrol.command("dosage")(visits.dosage)
_patrol.command("week")(patrol.week)

_quarantine = _group("quarantine", "Rows that were refused.")
_quarantine.command("export")(intake.export_quarantine)

_streets = _group("streets", "Streets along which teams travel.")
_streets.command("import")(streets.import_streets)

_workspace = _group("workspace", "Folders of municipalities.")
_workspace.command("init")(folders.init_workspace)
