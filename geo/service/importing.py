"""Files of incidents into the store, each of them whole or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Final

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.analysis.areas import outline
from geo.errors import IntakeError, forget_frames
from geo.intake import boundaries, demo
from geo.intake.boundaries import AreaLayer
from geo.intake.incidents import (
    Batch,
    IncidentFile,
    IntakeContext,
    find_quarantined_imports,
    open_incidents,
    read_batches,
)
from geo.intake.mapping import (
    SHIPPED_DIR,
    ColumnMapping,
    joined_files,
    read_mapping,
    shipped_mapping,
    shipped_mappings,
)
from geo.intake.places import Ground
from geo.schema import Layer
from geo.service.opening import open_store
from geo.service.upkeep_answers import (
    FileReport,
    ImportOptions,
    ImportPreview,
    ImportReport,
)
from geo.store import ImportCounts, ImportRecord
from geo.themes import read_themes
from geo.workspace import Workspace

Progress = Callable[[float, str], None]

GENERIC_SOURCE: Final = "generic"
_INCIDENT_SUFFIXES = {".csv", ".xlsx", ".gpkg", ".geojson", ".json", ".parquet"}
_PREVIEW_ROWS = 1_000
_SAMPLE_ROWS = 5


def preview_import(
    workspace: Workspace, path: Path, options: ImportOptions | None = None
) -> ImportPreview:
    """Say how a file would be read, from its first rows."""
    chosen = options or ImportOptions()
    context = _intake_context(workspace, chosen.theme, pd.Timestamp.max.tz_localize("UTC"))
    mapping, context = _find_reading(workspace, path, _chosen_mapping(chosen), context)
    file = open_incidents(path, context, mapping=mapping, most=_PREVIEW_ROWS)
    return ImportPreview(
        file.mapping.title,
        file.mapping.source,
        file.columns,
        file.rows.table.slice(0, _SAMPLE_ROWS).to_pandas(),
        file.left_behind,
        file.facts,
        file.row_count,
        complete=file.row_count < _PREVIEW_ROWS,
        mends=tuple(find_quarantined_imports(path)),
    )


def import_incidents(
    workspace: Workspace,
    paths: Sequence[Path],
    options: ImportOptions | None = None,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in files of incidents, each of them whole or not at all.

    Parameters
    ----------
    workspace
        Where they go.
    paths
        The files; none means those in the workspace's folder that were not imported before.
    options
        How they are to be read.
    now
        Zone-aware moment of the import; nothing can have happened after it.
    progress
        Told the share that is done, and the file at hand.

    Raises
    ------
    HotspotkaartError
        If a named file cannot be taken in and the options do not let the others go on. The files
        before it stay imported.
    """
    chosen = options or ImportOptions()
    context = _intake_context(workspace, chosen.theme, pd.Timestamp(now))
    mapping = _chosen_mapping(chosen)
    reports, failed = [], []
    for path in paths or _new_files(workspace):
        try:
            reports.append(_import_file(workspace, path, mapping, context, progress))
        except IntakeError as error:
            # A file that someone asked for must not fail unseen; one that lies about in the
            # folder must not keep out those behind it.
            if paths and not chosen.go_on:
                raise
            forget_frames(error)
            failed.append((path.name, error))
    with open_store(workspace) as store:
        total = store.contents().incidents
    outside_checked = context.ground.outline is not None
    return ImportReport(tuple(reports), total, outside_checked, tuple(failed))


def known_files(workspace: Workspace) -> list[Path]:
    """List the incident files that lie in the workspace, but not the tables they are joined to."""
    tables = joined_files()
    folder = workspace.incidents_dir
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        path
        for path in found
        if path.is_file()
        and path.suffix.lower() in _INCIDENT_SUFFIXES
        and path.name not in tables
        and not path.name.endswith(demo.TRUTH_SUFFIX)
    ]


def list_mappings() -> dict[str, str]:
    """Return the mappings that ship, name to title."""
    return {name: mapping.title for name, mapping in shipped_mappings().items()}


def show_mapping(name: str) -> str:
    """Return a mapping that ships as the file that it is, to make one's own from.

    Raises
    ------
    MappingError
        If there is none of this name.
    """
    shipped_mapping(name)
    return (SHIPPED_DIR / f"{name}.toml").read_text(encoding="utf-8")


def part_tables(
    paths: Sequence[Path], options: ImportOptions | None = None
) -> tuple[list[Path], list[Path]]:
    """Part files of incidents from the tables that are joined to them.

    Returns
    -------
    tuple of list
        Files to take in, and tables that only lie beside them.

    Raises
    ------
    MappingError
        If the options name a mapping that cannot be used.
    """
    mapping = _chosen_mapping(options or ImportOptions())
    tables = joined_files() if mapping is None else {join.file for join in mapping.joins}
    incidents = [path for path in paths if path.name not in tables]
    return incidents, [path for path in paths if path.name in tables]


def find_outline(layers: Mapping[Layer, AreaLayer]) -> BaseGeometry | None:
    """Return the outline of the municipality: its wijken, else its buurten, else None."""
    for layer in (Layer.WIJKEN, Layer.BUURTEN):
        if layer in layers and len(layers[layer].areas):
            return outline(layers[layer].areas)
    return None


def _intake_context(workspace: Workspace, theme: str | None, now: pd.Timestamp) -> IntakeContext:
    themes = read_themes(workspace)
    if theme is not None and theme != schema.OTHER_THEME:
        themes.card(theme)
    margin_m = workspace.settings.intake.outside_margin_m
    ground = Ground(workspace.crs, find_outline(boundaries.load_layers(workspace)), margin_m)
    return IntakeContext(ground, workspace.timezone, themes, now, theme)


def _chosen_mapping(options: ImportOptions) -> ColumnMapping | None:
    if options.mapping is not None:
        return read_mapping(options.mapping)
    if options.source is None or options.source == GENERIC_SOURCE:
        return None
    return shipped_mapping(options.source)


def _new_files(workspace: Workspace) -> list[Path]:
    with open_store(workspace) as store:
        known = store.known_digests()
    return [path for path in known_files(workspace) if _digest(path) not in known]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _import_file(
    workspace: Workspace,
    path: Path,
    mapping: ColumnMapping | None,
    context: IntakeContext,
    progress: Progress | None,
) -> FileReport:
    mapping, context = _find_reading(workspace, path, mapping, context)
    file = open_incidents(path, context, mapping=mapping)
    record = ImportRecord(
        imported_at=context.now.tz_convert("UTC").tz_localize(None).to_pydatetime(),
        file=path.name,
        digest=_digest(path),
        source=file.mapping.source,
        mapping=file.mapping.model_dump_json(),
        theme=context.theme,
        left_behind=file.left_behind,
        facts=file.facts,
    )
    batches = _tell_progress(read_batches(file, context), file, progress)
    with open_store(workspace, to_write=True) as store:
        counts = store.add_incidents(batches, record, repaired=file.quarantine_keys)
    return _file_report(path, file, counts)


def _find_reading(
    workspace: Workspace, path: Path, mapping: ColumnMapping | None, context: IntakeContext
) -> tuple[ColumnMapping | None, IntakeContext]:
    """Read a file as chosen, and an exported quarantine as its rows were read the first time."""
    if mapping is not None:
        return mapping, context
    import_ids = find_quarantined_imports(path)
    with open_store(workspace) as store:
        known = {store.mapping_of(import_id) for import_id in import_ids} - {None}
    if len(known) > 1:
        raise IntakeError(
            "quarantine-mixed",
            expected=f"refused rows of one import in {path.name}",
            got=f"rows of the imports {', '.join(map(str, import_ids))}, read in different ways",
            remedy="export the quarantine of each import by itself and repair them one by one",
            file=path.name,
            imports=", ".join(map(str, import_ids)),
        )
    for text, theme in filter(None, known):
        return (
            ColumnMapping.model_validate_json(text),
            replace(context, theme=context.theme or theme),
        )
    return None, context


def _tell_progress(
    batches: Iterator[Batch], file: IncidentFile, progress: Progress | None
) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        yield batch
        done += len(batch.accepted) + len(batch.refused)
        if progress is not None:
            progress(done / max(file.row_count, 1), file.path.name)


def _file_report(path: Path, file: IncidentFile, counts: ImportCounts) -> FileReport:
    return FileReport(
        file=str(path),
        source=file.mapping.source,
        read=counts.read,
        accepted=counts.accepted,
        duplicate=counts.duplicate,
        replaced=counts.replaced,
        refused=counts.refused,
        reasons=counts.reasons,
        fields=file.columns,
        left_behind=file.left_behind,
        facts=file.facts,
        import_id=counts.import_id,
        mended=counts.mended,
    )
