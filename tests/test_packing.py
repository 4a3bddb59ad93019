import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.intake.packing import pack, pack_table

COLUMNS = ("a", "b", "c")
rows = st.lists(st.tuples(*(st.none() | st.text(max_size=6) for _ in COLUMNS)), max_size=12)


def table_of(lines) -> pa.Table:
    columns = zip(*lines, strict=True) if lines else [[], [], []]
    texts = [pa.array(list(column), pa.string()) for column in columns]
    return pa.table(dict(zip(COLUMNS, texts, strict=True)))


@given(st.lists(rows, max_size=4), st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4))
@settings(max_examples=50)
def test_what_is_packed_comes_out_as_it_was(parts, names) -> None:
    whole = table_of([line for part in parts for line in part])
    batches = [batch for part in parts for batch in table_of(part).to_batches()]
    packed = pack(batches, whole.schema)

    assert packed.num_rows == len(whole)
    assert packed.unpack().to_pylist() == whole.to_pylist()
    chosen = list(dict.fromkeys(names))
    assert packed.unpack(names).to_pylist() == whole.select(chosen).to_pylist()
    assert packed.unpack(names).column_names == chosen


def test_a_large_table_is_unpacked_a_part_at_a_time() -> None:
    whole = pa.table({"a": pa.array([str(number) for number in range(150_000)])})
    packed = pack_table(whole.slice(10))
    parts = list(packed.tables())

    assert max(map(len, parts)) < len(whole) / 2
    assert pa.concat_tables(parts).to_pylist() == whole.slice(10).to_pylist()
    assert sum(part.size for part in packed.parts) < whole.nbytes * 2 / 3
