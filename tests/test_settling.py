"""What each row of a file means for the store, held against the same rules in plain Python."""

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import RECORD, SECOND, Row, accepted, add, read, tell

from geo import schema
from geo.store import Store

rows = st.tuples(
    st.sampled_from(["a", "b", "c", None, None]),
    st.sampled_from(["2018-03-01", "2018-03-02"]),
    st.sampled_from([1.0, 2.0, None]),
)
files = st.lists(st.lists(rows, min_size=1, max_size=9), min_size=1, max_size=4)

Key = str | tuple[str, float | None, int]


def name_rows(contents: list[Row]) -> list[tuple[Key, tuple[str, float | None]]]:
    """Give each row its id, those without one by what they say and how often it was said."""
    said: Counter[tuple[str, float | None]] = Counter()
    named: list[tuple[Key, tuple[str, float | None]]] = []
    for name, start, x in contents:
        said[start, x] += name is None
        named.append((name or (start, x, said[start, x]), (start, x)))
    return named


def settle(known: dict[Key, tuple[str, float | None]], contents: list[Row]) -> Counter[str]:
    """Take a file in, row by row, and count what became of its rows."""
    named = name_rows(contents)
    last, told = dict(named), {}
    verdicts: Counter[str] = Counter()
    kept = dict(known)
    for key, content in named:
        earlier = told.get(key, kept.get(key))
        told[key] = content
        if earlier is None:
            verdicts["new"] += 1
        elif kept.get(key) == last[key] or earlier == content:
            verdicts["duplicate"] += 1
            continue
        else:
            verdicts["replaced"] += 1
        known[key] = content
    return verdicts


@given(files)
@settings(max_examples=40)
def test_rows_are_settled_as_one_by_one(contents: list[list[Row]]) -> None:
    known: dict[Key, tuple[str, float | None]] = {}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "s.duckdb")) as store:
        for number, lines in enumerate(contents):
            counts = store.add_incidents([accepted(lines)], replace(RECORD, digest=str(number)))
            expected = settle(known, lines)
            assert tell(counts) == (
                len(lines),
                expected["new"] + expected["replaced"],
                expected["duplicate"],
                expected["replaced"],
                0,
            )
            assert store.contents().incidents == len(known)


def test_an_id_that_looks_like_one_made_here_is_that_row(tmp_path: Path) -> None:
    path, like = tmp_path / "store.duckdb", (None, "2018-03-01", 1.0)
    add(path, accepted([like, like]))
    second = next(name for name in read(path)[schema.INCIDENT_ID] if name.endswith("-2"))
    other = tmp_path / "other.duckdb"

    counts = add(other, accepted([like, like, (second, "2018-03-01", 1.0)]))
    assert tell(counts) == (3, 2, 1, 0, 0)
    assert sorted(read(other)[schema.INCIDENT_ID]) == sorted(read(path)[schema.INCIDENT_ID])
    assert tell(add(path, accepted([(second, "2018-03-09", 1.0)]), record=SECOND)) == (
        1,
        1,
        0,
        1,
        0,
    )


def test_rows_keep_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    lines = [(name, "2018-03-01", float(place)) for place, name in enumerate("dbdcab")]
    add(path, accepted(lines[:3]), accepted(lines[3:], first=4))
    with Store(path) as store:
        rows = store._frame("SELECT incident_id, x FROM incidents", [])

    assert list(zip(rows["incident_id"], rows["x"], strict=True)) == [
        ("d", 2.0),
        ("c", 3.0),
        ("a", 4.0),
        ("b", 5.0),
    ]
