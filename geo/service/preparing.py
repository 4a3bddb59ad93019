"""A workspace made usable, and synthetic incidents written for it."""

from datetime import date, datetime
from pathlib import Path
from typing import Final

from geo import schema
from geo.intake import demo
from geo.intake.boundaries import replace_file
from geo.intake.demo_opportunities import write_opportunities
from geo.params import Period
from geo.service.importing import Progress, import_incidents, known_files
from geo.service.opening import open_store
from geo.service.upkeep_answers import SetupReport
from geo.workspace import BUNDLED_DIR, Workspace, open_workspace

_DEMO_FILE: Final = "demo.csv"
_DEMO_SEED: Final = 1
DEMO_PERIOD: Final = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))


def setup_workspace(
    workspace: Workspace, *, now: datetime, progress: Progress | None = None
) -> SetupReport:
    """Make a workspace usable; may be repeated.

    A workspace of the municipality that ships with the project gets its areas where it has none,
    and synthetic incidents where its store is empty; and as long as it holds no others, synthetic
    addresses, premises and streets where it has none.
    """
    with open_store(workspace) as store:
        held = store.contents()
        incidents = held.incidents
    bundled = open_workspace(BUNDLED_DIR)
    if workspace.settings.code != bundled.settings.code:
        return SetupReport((), None, incidents)
    copied = _copy_bundled_areas(bundled, workspace)
    if incidents or known_files(workspace):
        is_demo = held.sources == (schema.DEMO_SOURCE,)
        invented = write_opportunities(workspace) if is_demo else ()
        return SetupReport(copied, None, incidents, invented)
    workspace.incidents_dir.mkdir(parents=True, exist_ok=True)
    path = workspace.incidents_dir / _DEMO_FILE
    write_demo(workspace, path)
    imported = import_incidents(workspace, [path], now=now, progress=progress)
    return SetupReport(copied, imported, imported.incidents, write_opportunities(workspace))


def write_demo(
    workspace: Workspace, path: Path, *, seed: int = _DEMO_SEED, period: Period = DEMO_PERIOD
) -> int:
    """Write synthetic incidents and, beside them, the truth; return how many."""
    return len(demo.write_demo(workspace, path, period=period, seed=seed).incidents)


def _copy_bundled_areas(bundled: Workspace, workspace: Workspace) -> tuple[str, ...]:
    if bundled.boundaries_dir.resolve() == workspace.boundaries_dir.resolve():
        return ()
    shipped = [path for path in sorted(bundled.boundaries_dir.iterdir()) if path.is_file()]
    missing = [path for path in shipped if not (workspace.boundaries_dir / path.name).exists()]
    for path in missing:
        replace_file(workspace.boundaries_dir / path.name, path.read_text(encoding="utf-8"))
    return tuple(path.name for path in missing)
