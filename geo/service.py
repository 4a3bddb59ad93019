"""One function a question; reads like a table of contents."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis import area_checks
from geo.analysis.areas import assign_areas
from geo.analysis.hotspots import find_hotspots as search_hotspots
from geo.analysis.summary import count_by_area
from geo.answers import DataStatus, HotspotReport, LayerCheck, SetupReport
from geo.errors import ParamsError
from geo.explaining import (
    compare_hotspots,
    explain_hotspot,
    find_previous_period,
    find_year_earlier,
)
from geo.importing import (
    Progress,
    find_outline,
    import_incidents,
    known_files,
    preview_import,
)
from geo.intake import boundaries, demo, pdok
from geo.intake.boundaries import AreaLayer
from geo.keeping import back_up_store, check_backup, measure_store, restore_store, undo_import
from geo.params import HotspotParams, Period
from geo.schema import Layer
from geo.store import Store
from geo.themes import Themes, read_themes
from geo.workspace import BUNDLED_DIR, Workspace, open_workspace

SummaryKey = Literal["wijk", "park", "theme", "month"]

__all__ = [
    "SummaryKey",
    "back_up_store",
    "check_areas",
    "check_backup",
    "compare_hotspots",
    "describe_data",
    "explain_hotspot",
    "export_quarantine",
    "find_hotspots",
    "find_previous_period",
    "find_year_earlier",
    "import_areas",
    "import_incidents",
    "list_imports",
    "list_layers",
    "list_themes",
    "locate_incidents",
    "measure_store",
    "preview_import",
    "read_quarantine",
    "restore_store",
    "setup_workspace",
    "store_version",
    "summarise_incidents",
    "undo_import",
    "update_areas",
    "write_demo",
]

_DEMO_FILE = "demo.csv"
_DEMO_SEED = 1
DEMO_PERIOD: Final = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
_SUMMARY_LAYERS: Final = {"wijk": Layer.WIJKEN, "park": Layer.PARKS}


def setup_workspace(
    workspace: Workspace, *, now: datetime, progress: Progress | None = None
) -> SetupReport:
    """Make a workspace usable; may be repeated.

    A workspace of the municipality that ships with the project gets its areas where it has none,
    and synthetic incidents where its store is empty.
    """
    with Store(workspace.store_path) as store:
        incidents = store.contents().incidents
    bundled = open_workspace(BUNDLED_DIR)
    if workspace.settings.code != bundled.settings.code:
        return SetupReport((), None, incidents)
    copied = _copy_bundled_areas(bundled, workspace)
    if incidents or known_files(workspace):
        return SetupReport(copied, None, incidents)
    workspace.incidents_dir.mkdir(parents=True, exist_ok=True)
    path = workspace.incidents_dir / _DEMO_FILE
    write_demo(workspace, path)
    imported = import_incidents(workspace, [path], now=now, progress=progress)
    return SetupReport(copied, imported, imported.incidents)


def write_demo(
    workspace: Workspace, path: Path, *, seed: int = _DEMO_SEED, period: Period = DEMO_PERIOD
) -> int:
    """Write synthetic incidents and, beside them, the truth; return how many."""
    return len(demo.write_demo(workspace, path, period=period, seed=seed).incidents)


def describe_data(workspace: Workspace) -> DataStatus:
    """Say what the store holds."""
    with Store(workspace.store_path) as store:
        return _status(store, workspace)


def store_version(workspace: Workspace) -> int:
    """Return a number that grows with each import."""
    with Store(workspace.store_path) as store:
        return store.version()


def list_themes(workspace: Workspace) -> Themes:
    """Read every theme card."""
    return read_themes(workspace)


def list_layers(workspace: Workspace) -> dict[Layer, AreaLayer]:
    """Read every area layer that the workspace has."""
    return boundaries.load_layers(workspace)


def import_areas(
    workspace: Workspace,
    path: Path,
    layer: Layer,
    *,
    code_column: str | None = None,
    name_column: str | None = None,
) -> LayerCheck:
    """Take in a file of areas in place of the layer, and check it."""
    imported = boundaries.import_areas(
        workspace, path, layer, code_column=code_column, name_column=name_column
    )
    return _check_layer(workspace, imported, list_layers(workspace))


def update_areas(workspace: Workspace, *, year: int) -> list[LayerCheck]:
    """Fetch the official wijken and buurten of a year."""
    pdok.update_areas(workspace, year=year)
    return check_areas(workspace)


def check_areas(workspace: Workspace) -> list[LayerCheck]:
    """Name what is wrong with each area layer, and repair nothing."""
    layers = list_layers(workspace)
    return [_check_layer(workspace, layer, layers) for layer in layers.values()]


def list_imports(workspace: Workspace) -> pd.DataFrame:
    """Read the history of imports, newest first."""
    with Store(workspace.store_path) as store:
        return store.list_imports()


def read_quarantine(workspace: Workspace, import_id: int | None = None) -> pd.DataFrame:
    """Read refused rows, with the key by which a repaired row takes their place."""
    with Store(workspace.store_path) as store:
        return store.read_quarantine(import_id)


def export_quarantine(workspace: Workspace, import_id: int | None = None) -> pd.DataFrame:
    """Read refused rows to be repaired in one file.

    Raises
    ------
    ParamsError
        If an import is named that has none, or rows of several imports would be mixed.
    """
    rows = read_quarantine(workspace, import_id)
    imports = sorted(rows["import_id"].unique().tolist())
    if len(imports) > 1 or (import_id is not None and not imports):
        raise ParamsError(
            "quarantine-import",
            expected="one import with refused rows",
            got=f"the imports {', '.join(map(str, imports))}" if imports else f"import {import_id}",
            remedy="name one of them with --import",
            imports=", ".join(map(str, imports)) or import_id,
        )
    return rows


def find_hotspots(
    workspace: Workspace,
    theme: str,
    period: Period,
    *,
    area: str | None = None,
    params: HotspotParams | None = None,
) -> HotspotReport:
    """Find the hotspots of a theme in a period.

    Parameters
    ----------
    workspace
        Where to look.
    theme
        Name of a theme card.
    period
        Local days, both included.
    area
        Code of a wijk, buurt or park to stay in; the municipality's own code means all.
    params
        In place of those on the card.
    """
    card = read_themes(workspace).card(theme)
    settings = params or card.params()
    layers = list_layers(workspace)
    with Store(workspace.store_path) as store:
        incidents = store.read_incidents(
            theme=theme, period=period, crs=workspace.crs, timezone=workspace.timezone
        )
        status = _status(store, workspace)
    located = _stay_in(locate_incidents(incidents, layers), area, layers, workspace)
    _, end = period.bounds(workspace.timezone)
    found = search_hotspots(located, settings, as_of=end, municipality=find_outline(layers))
    return HotspotReport(
        theme=theme,
        title=card.title,
        period=period,
        params=settings,
        incidents=found.incidents,
        hotspots=found.hotspots,
        noise=int((found.incidents[schema.CLUSTER] == schema.NOISE).sum()),
        without_place=int(located.geometry.isna().sum()),
        data=replace(status, synthetic=bool((located[schema.SOURCE] == schema.DEMO_SOURCE).any())),
    )


def summarise_incidents(
    workspace: Workspace, *, period: Period | None = None, by: SummaryKey = "theme"
) -> pd.DataFrame:
    """Count incidents by wijk, park, theme or month.

    Returns
    -------
    DataFrame
        A column named after ``by`` and ``incidents``. A missing wijk or park counts the
        incidents that lie in none.
    """
    with Store(workspace.store_path) as store:
        if by == "theme":
            return _count_frame(by, store.count_by_theme(period=period))
        if by == "month":
            return _count_frame(by, store.count_by_month(period=period))
        places = store.read_places(period=period)
    layer = list_layers(workspace).get(_SUMMARY_LAYERS[by])
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(places["x"], places["y"]), crs=workspace.crs
    )
    if layer is None:
        codes, areas = pd.Series(None, index=points.index, dtype="str"), _no_areas()
    else:
        codes, areas = assign_areas(points, layer.areas, column=by)[by], layer.areas
    return count_by_area(codes, areas).rename(columns={schema.AREA_CODE: by})


def locate_incidents(
    incidents: gpd.GeoDataFrame, layers: Mapping[Layer, AreaLayer]
) -> gpd.GeoDataFrame:
    """Add the code of the wijk, buurt and park in which each incident lies."""
    for layer, column in schema.LAYER_COLUMN.items():
        if layer in layers:
            incidents = assign_areas(incidents, layers[layer].areas, column=column)
        else:
            incidents = incidents.assign(**{column: pd.Series(dtype="str")})
    return incidents


def _status(store: Store, workspace: Workspace) -> DataStatus:
    held = store.contents()
    as_of = pd.Timestamp(held.imported_at, tz="UTC") if held.imported_at else None
    return DataStatus(
        held.incidents,
        held.without_place,
        held.first,
        held.last,
        as_of.tz_convert(workspace.timezone).to_pydatetime() if as_of else None,
        schema.DEMO_SOURCE in held.sources,
        held.sources,
        held.version,
    )


def _copy_bundled_areas(bundled: Workspace, workspace: Workspace) -> tuple[str, ...]:
    if bundled.boundaries_dir.resolve() == workspace.boundaries_dir.resolve():
        return ()
    workspace.boundaries_dir.mkdir(parents=True, exist_ok=True)
    shipped = [path for path in sorted(bundled.boundaries_dir.iterdir()) if path.is_file()]
    missing = [path for path in shipped if not (workspace.boundaries_dir / path.name).exists()]
    for path in missing:
        shutil.copyfile(path, workspace.boundaries_dir / path.name)
    return tuple(path.name for path in missing)


def _check_layer(
    workspace: Workspace, layer: AreaLayer, layers: Mapping[Layer, AreaLayer]
) -> LayerCheck:
    others = [other.areas for name, other in layers.items() if name is not layer.layer]
    findings = area_checks.check_areas(
        layer.areas,
        layer=layer.layer,
        municipality_code=workspace.settings.code if workspace.is_dutch else None,
        others=others,
    )
    return LayerCheck(layer, tuple(findings))


def _stay_in(
    incidents: gpd.GeoDataFrame,
    area: str | None,
    layers: Mapping[Layer, AreaLayer],
    workspace: Workspace,
) -> gpd.GeoDataFrame:
    if area is None or area == workspace.settings.code:
        return incidents
    for layer, column in schema.LAYER_COLUMN.items():
        if layer in layers and area in set(layers[layer].areas[schema.AREA_CODE]):
            return incidents[incidents[column] == area].reset_index(drop=True)
    raise ParamsError(
        "area-unknown",
        expected="the code of a wijk, buurt or park of this workspace",
        got=repr(area),
        remedy="choose one that `hotspotkaart areas check` lists",
        area=area,
    )


def _count_frame(by: str, counts: Mapping[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            by: pd.Series(list(counts), dtype="str"),
            schema.INCIDENTS: pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def _no_areas() -> pd.DataFrame:
    return pd.DataFrame(columns=list(schema.AREA_COLUMNS))
