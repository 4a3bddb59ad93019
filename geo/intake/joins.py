"""Tables that belong to a file and lie beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import MappingError
from geo.intake.formats import SourceFile, TextRows, open_source, read_columns
from geo.intake.mapping import ColumnMapping, Join, fold


@dataclass(frozen=True)
class JoinedSource:
    """A file together with the tables that its mapping joins.

    Parameters
    ----------
    source
        The file itself.
    beside
        Each join with its opened table.
    columns
        The file's columns, then ``name.column`` of each table.
    """

    source: SourceFile
    beside: tuple[tuple[Join, SourceFile], ...]
    columns: tuple[str, ...]

    @property
    def keys(self) -> set[str]:
        """Columns that only serve to join."""
        return {join.column for join, _ in self.beside} | {
            f"{join.name}.{join.key}" for join, _ in self.beside
        }

    def read(self, columns: Sequence[str], *, most: int | None = None) -> TextRows:
        """Read chosen columns, of the file or of the tables beside it."""
        own = [name for name in columns if name in self.source.columns]
        keys = [join.column for join, _ in self.beside]
        rows = read_columns(self.source, list(dict.fromkeys([*own, *keys])), most=most)
        table = rows.table
        for join, other in self.beside:
            table = _look_up(table, join, other, columns)
        return TextRows(table.select(list(columns)), rows.numbers, rows.broken)


def join_tables(source: SourceFile, mapping: ColumnMapping) -> JoinedSource:
    """Open the tables that a mapping joins.

    A table whose columns the file holds already, as an exported quarantine does, is not needed.

    Raises
    ------
    MappingError
        If a table does not lie beside the file, or lacks the column to join on.
    """
    there = {fold(name) for name in source.columns}
    wanted = [fold(name) for name in mapping.columns.model_dump().values() if isinstance(name, str)]
    needed = [
        join
        for join in mapping.joins
        if any(name.startswith(f"{fold(join.name)}.") and name not in there for name in wanted)
    ]
    beside = tuple((join, _open_beside(source.path, join)) for join in needed)
    added = [f"{join.name}.{name}" for join, other in beside for name in other.columns]
    return JoinedSource(source, beside, (*source.columns, *added))


def _open_beside(path: Path, join: Join) -> SourceFile:
    other = path.with_name(join.file)
    if not other.is_file():
        raise MappingError(
            "table-missing",
            expected=f"{join.file} beside {path.name}",
            got="no such file",
            remedy="put the tables of one export together and try again",
            file=path.name,
            table=join.file,
        )
    opened = open_source(other)
    if join.key not in opened.columns:
        raise MappingError(
            "columns-missing",
            expected=f"the columns {join.key} in {join.file}",
            got=f"a header of {', '.join(opened.columns[:12])}",
            remedy="correct the join in the mapping",
            file=join.file,
            missing=join.key,
        )
    return opened


def _look_up(table: pa.Table, join: Join, other: SourceFile, columns: Sequence[str]) -> pa.Table:
    prefix = f"{join.name}."
    names = [
        name.removeprefix(prefix)
        for name in columns
        if name.startswith(prefix) and name.removeprefix(prefix) in other.columns
    ]
    found = read_columns(other, list(dict.fromkeys([join.key, *names]))).table
    # The last row of a key counts: such exports append corrections.
    reversed_keys = found.column(join.key).take(pa.array(np.arange(found.num_rows)[::-1]))
    position = pc.index_in(table.column(join.column), value_set=reversed_keys)
    row = pc.subtract(found.num_rows - 1, position)
    for name in names:
        table = table.append_column(prefix + name, found.column(name).take(row))
    return table
