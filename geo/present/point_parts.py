"""Places of incidents as a set of Parquet files, which other programs read side by side."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet

from geo.disclosure import Disclosed
from geo.errors import WorkspaceError
from geo.present.audience_words import tell_audience
from geo.present.shape_files import tell_origin
from geo.service.exporting import PointStream

# Of a file; a set of some files is read side by side, and each of them is small enough to hold.
PART_POINTS: Final = 1_000_000


def write_point_parts(
    told: Disclosed[PointStream], folder: Path, *, part_points: int = PART_POINTS
) -> int:
    """Write points to the files of a new folder; it is there whole or not at all.

    Each file states the coordinate system, the sources, whether they are synthetic and for whom
    they are.

    Parameters
    ----------
    told
        Points, as their audience may see them.
    folder
        To make, or empty.
    part_points
        Points a file, at most.

    Returns
    -------
    int
        How many points there were.

    Raises
    ------
    WorkspaceError
        If the folder holds something already, or cannot be written.
    """
    try:
        return _write_beside(told, folder, part_points)
    except OSError as problem:
        raise WorkspaceError(
            "point-folder-not-writable",
            expected=f"a new or empty folder {folder} that can be written",
            got=str(problem),
            remedy="choose another folder or change its permissions",
            folder=folder,
        ) from problem


def _write_beside(told: Disclosed[PointStream], folder: Path, part_points: int) -> int:
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        columns = told.answer.columns.with_metadata(_tell_facts(told))
        points = sum(
            _write_part(draft / f"part-{number:05}.parquet", part, columns)
            for number, part in enumerate(_cut(told.answer.parts, columns, part_points))
        )
        # mkdtemp keeps others out; an export is made to be read.
        draft.chmod(0o755)
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return points


def _tell_facts(told: Disclosed[PointStream]) -> dict[str, str]:
    stream = told.answer
    facts = {"crs": stream.crs.to_string(), **tell_origin(stream.data), **tell_audience(told)}
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in facts.items()
    }


def _cut(
    tables: Iterable[pa.Table], columns: pa.Schema, part_points: int
) -> Iterator[Iterator[pa.Table]]:
    """Yield the tables of each file, at least one file; each is to be read before the next."""
    rest = (table for table in tables if len(table))
    held = next(rest, columns.empty_table())

    def take() -> Iterator[pa.Table]:
        nonlocal held
        room = part_points
        while held is not None and room:
            yield (taken := held.slice(0, room))
            room -= len(taken)
            held = held.slice(len(taken)) if len(held) > len(taken) else next(rest, None)

    yield take()
    while held is not None:
        yield take()


def _write_part(path: Path, tables: Iterable[pa.Table], columns: pa.Schema) -> int:
    points = 0
    with pa.parquet.ParquetWriter(path, columns) as writer:
        for table in tables:
            writer.write_table(table.replace_schema_metadata(columns.metadata))
            points += len(table)
    return points
