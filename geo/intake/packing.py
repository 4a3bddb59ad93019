"""Tables of text kept small: packed a part at a time, and unpacked a part at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

# Written times and coordinates shrink to a third; a level higher costs more time than it saves.
_OPTIONS: Final = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=1))
# Fewer rows a part pack less well, more of them are more to unpack at a time.
_PART_ROWS: Final = 1 << 16


@dataclass(frozen=True, eq=False)
class PackedTable:
    """A table of many rows.

    Parameters
    ----------
    schema
        Names and types of its columns.
    num_rows
        How many rows.
    parts
        The packed rows, in order.
    """

    schema: pa.Schema
    num_rows: int
    parts: tuple[pa.Buffer, ...]

    def tables(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Unpack one part after the other, all columns or some."""
        names = self.schema.names if columns is None else list(dict.fromkeys(columns))
        places = [self.schema.get_field_index(name) for name in names]
        options = pa.ipc.IpcReadOptions(included_fields=places)
        for part in self.parts:
            with pa.ipc.open_stream(part, options=options) as stream:
                yield stream.read_all().select(names)

    def unpack(self, columns: Sequence[str] | None = None) -> pa.Table:
        """Unpack all rows, with all columns or some."""
        names = self.schema.names if columns is None else list(dict.fromkeys(columns))
        schema = pa.schema([self.schema.field(name) for name in names])
        return pa.concat_tables([schema.empty_table(), *self.tables(names)])


def pack(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> PackedTable:
    """Pack rows as they come, so that no more than one batch of them is there unpacked."""
    rows, parts = 0, []
    for batch in batches:
        for start in range(0, batch.num_rows, _PART_ROWS):
            part = batch.slice(start, _PART_ROWS)
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, schema, options=_OPTIONS) as stream:
                stream.write_batch(part)
            # The stream's own buffer has room for twice as much as it holds.
            parts.append(pa.py_buffer(sink.getvalue().to_pybytes()))
            rows += part.num_rows
    return PackedTable(schema, rows, tuple(parts))


def pack_table(table: pa.Table) -> PackedTable:
    """Pack a table that is there already."""
    return pack(table.to_batches(), table.schema)
