"""Demo files: synthetic incidents of the bundled municipality, and what was planted in them."""

import json
import os
from pathlib import Path

import geopandas as gpd

from geo.errors import IntakeError, WorkspaceError
from geo.intake.area_files import read_area_features
from geo.intake.boundaries import columns_for
from geo.intake.demo_draw import END, START, Demo, DemoTown, X, Y, make_demo
from geo.intake.demo_places import DemoAreas, lay_out_town
from geo.intake.demo_plan import read_plan
from geo.intake.files import open_json
from geo.params import Period
from geo.schema import Layer
from geo.workspace import BUNDLED_DIR, Workspace, open_workspace

TRUTH_SUFFIX = ".truth.json"
LABEL = "Synthetisch: niets hiervan is gebeurd."


def write_demo(workspace: Workspace, path: Path, *, period: Period, seed: int) -> Demo:
    """Write synthetic incidents as CSV, and beside it what was planted in them.

    Parameters
    ----------
    workspace
        Must be of the municipality whose areas and counts ship with the project.
    path
        CSV file to write; the truth goes to the same name with ``.truth.json``.
    period
        Local days on which the incidents start.
    seed
        Not negative; the same seed gives the same bytes.

    Raises
    ------
    WorkspaceError
        If the workspace is of another municipality or in another coordinate system.
    ParamsError
        If the seed is negative.
    IntakeError
        If the files cannot be written.
    """
    _check_target(path)
    town = load_town(workspace)
    demo = make_demo(town, period=period, seed=seed)
    truth_path = path.parent / f"{path.stem}{TRUTH_SUFFIX}"
    # The incidents last: where they lie, their truth lies too.
    _write(truth_path, _truth_as_json(demo, town, period=period, seed=seed))
    _write(path, _as_csv(demo))
    return demo


def load_town(workspace: Workspace) -> DemoTown:
    """Read what ships with the project and lay out the town; imported areas do not matter.

    Raises
    ------
    WorkspaceError
        If the workspace is of another municipality or in another coordinate system.
    """
    bundled = open_workspace(BUNDLED_DIR)
    _check_municipality(workspace, bundled)
    plan, counts = read_plan(bundled.root)
    return DemoTown(
        plan=plan,
        counts=counts,
        places=lay_out_town(plan, load_areas()),
        crs=bundled.settings.crs,
        timezone=workspace.timezone,
    )


def load_areas() -> DemoAreas:
    """Read the areas that ship with the project."""
    bundled = open_workspace(BUNDLED_DIR)
    return DemoAreas(
        wijken=_read_shipped(bundled, Layer.WIJKEN), parks=_read_shipped(bundled, Layer.PARKS)
    )


def _check_target(path: Path) -> None:
    # Putting a file in the place of a folder or a device would do away with it.
    if os.path.lexists(path) and not path.is_file():
        raise _not_writable(path, "something that is no file")


def _check_municipality(workspace: Workspace, bundled: Workspace) -> None:
    theirs, ours = workspace.settings, bundled.settings
    if (theirs.code, theirs.crs) == (ours.code, ours.crs):
        return
    raise WorkspaceError(
        "demo-other-municipality",
        expected=f"the workspace of {ours.name} ({ours.code}, EPSG:{ours.crs}), the only one that "
        "demo incidents exist for",
        got=f"{theirs.name} ({theirs.code}, EPSG:{theirs.crs})",
        remedy="import incidents of its own",
        name=ours.name,
        code=ours.code,
        crs=ours.crs,
        other=theirs.name,
    )


def _read_shipped(bundled: Workspace, layer: Layer) -> gpd.GeoDataFrame:
    path = bundled.boundaries_dir / f"{layer}.geojson"
    columns = columns_for(layer, bundled.settings.area_columns)
    return read_area_features(open_json(path), columns=columns, crs=bundled.crs, origin=path.name)


def _as_csv(demo: Demo) -> str:
    # Written out here, so that no setting of pandas can change a byte.
    written = demo.incidents.assign(
        **{name: demo.incidents[name].dt.strftime("%Y-%m-%dT%H:%M") for name in (START, END)},
        **{name: demo.incidents[name].map("{:.1f}".format) for name in (X, Y)},
    )
    return written.to_csv(index=False, lineterminator="\n")


def _truth_as_json(demo: Demo, town: DemoTown, *, period: Period, seed: int) -> str:
    assumptions = {each.code: each.reason for each in town.plan.assumptions}
    truth = {
        "label": LABEL,
        "synthetic": True,
        "crs": town.crs,
        "from": str(period.first),
        "to": str(period.last),
        "seed": seed,
        "assumptions": assumptions,
        "hotspots": demo.truth,
    }
    return json.dumps(truth, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        _replace_file(path, text)
    except (OSError, ValueError) as problem:
        raise _not_writable(path, str(problem)) from problem


def _replace_file(path: Path, text: str) -> None:
    # Whole or not at all: half a file would be taken for a whole one.
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _not_writable(path: Path, problem: str) -> IntakeError:
    return IntakeError(
        "file-not-writable",
        expected=f"a file at {path} that can be written",
        got=problem,
        remedy="choose another folder or change its permissions",
        file=path,
    )
