"""Tables that belong to a file and lie beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.errors import MappingError
from geo.intake.formats import SourceFile, TextRows, open_source, read_columns
from geo.intake.mapping import ColumnMapping, Join, fold, list_columns
from geo.intake.packing import pack_table


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
        if not self.beside:
            return rows
        table = rows.table
        for join, other in self.beside:
            table = _look_up(table, join, other, columns)
        packed = pack_table(table.select(list(columns)))
        return TextRows(packed, rows.numbers, rows.broken)


def join_tables(source: SourceFile, mapping: ColumnMapping) -> JoinedSource:
    """Open the tables that a mapping joins.

    A table whose columns the file holds already, as an exported quarantine does, is not needed.

    Raises
    ------
    MappingError
        If a table does not lie beside the file, or lacks the column to join on.
    """
    there = {fold(name) for name in source.columns}
    wanted = [fold(name) for name in mapping.columns.named() if fold(name) not in there]
    needed = [
        join
        for join in mapping.joins
        if any(name.startswith(f"{fold(join.name)}.") for name in wanted)
    ]
    beside = tuple(_open_beside(source, join) for join in needed)
    added = [f"{join.name}.{name}" for join, other in beside for name in other.columns]
    return JoinedSource(source, beside, (*source.columns, *added))


def _open_beside(source: SourceFile, join: Join) -> tuple[Join, SourceFile]:
    """Open the table of a join, and spell the columns that it joins on as the files do."""
    other = source.path.with_name(join.file)
    if not other.is_file():
        raise MappingError(
            "table-missing",
            expected=f"{join.file} beside {source.path.name}",
            got="no such file",
            remedy="put the tables of one export together and try again",
            file=source.path.name,
            table=join.file,
        )
    opened = open_source(other)
    spelt = {"column": _spelling(join.column, source), "key": _spelling(join.key, opened)}
    return join.model_copy(update=spelt), opened


def _spelling(column: str, source: SourceFile) -> str:
    found = next((name for name in source.columns if fold(name) == fold(column)), None)
    if found is None:
        raise MappingError(
            "columns-missing",
            expected=f"the columns {column} in {source.path.name}",
            got=f"a header of {list_columns(source.columns)}",
            remedy="correct the join in the mapping",
            file=source.path.name,
            missing=column,
        )
    return found


def _look_up(table: pa.Table, join: Join, other: SourceFile, columns: Sequence[str]) -> pa.Table:
    prefix = f"{join.name}."
    names = [
        name.removeprefix(prefix)
        for name in columns
        if name.startswith(prefix) and name.removeprefix(prefix) in other.columns
    ]
    found = read_columns(other, list(dict.fromkeys([join.key, *names]))).table
    # The last row of a key counts: such exports append corrections.
    keys = pc.utf8_trim_whitespace(found.column(join.key))
    reversed_keys = keys.take(pa.array(np.arange(found.num_rows)[::-1]))
    wanted = pc.utf8_trim_whitespace(table.column(join.column))
    # An empty key belongs to nothing, not even to another empty one.
    position = pc.index_in(wanted, value_set=reversed_keys, skip_nulls=True)
    row = pc.subtract(found.num_rows - 1, position)
    for name in names:
        table = table.append_column(prefix + name, found.column(name).take(row))
    return table
