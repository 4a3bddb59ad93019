import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import (
    GRID,
    RECORD,
    SECOND,
    ZONE,
    Row,
    accepted,
    add,
    files,
    places,
    quarantine,
    read,
    refused,
    tell,
)

from geo.errors import StoreError
from geo.intake.incidents import QUARANTINE_KEY
from geo.store import Store, UndoneImport

THIRD = replace(RECORD, file="third.csv", digest="d3")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def undo(path: Path) -> UndoneImport:
    with Store(path) as store:
        return store.undo_last_import()


def test_what_the_last_import_added_goes_and_what_it_replaced_comes_back(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-03-02", 2)]))
    before = read(path)
    add(path, accepted([("a", "2018-03-01", 9), ("c", "2018-03-03", 3)]), record=SECOND)
    with Store(path) as store:
        foretold = store.find_last_import()
    assert undo(path) == foretold == UndoneImport(2, "second.csv", removed=2, restored=1)
    pd.testing.assert_frame_equal(read(path).to_wkb(), before.to_wkb())
    assert places(path) == [("a", 1), ("b", 2)]


def test_imports_go_one_after_the_other_back_to_nothing(path: Path) -> None:
    for place, record in enumerate((RECORD, SECOND, THIRD), 1):
        add(path, accepted([("a", "2018-03-01", place)]), record=record)
    for left in ([("a", 2)], [("a", 1)], []):
        undo(path)
        assert places(path) == left
    with Store(path) as store:
        assert store.list_imports().empty
        assert store.known_digests() == set()


def test_the_version_grows_and_the_number_of_the_import_is_not_used_again(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    add(path, accepted([("b", "2018-03-01", 1)]), record=SECOND)
    undo(path)
    with Store(path) as store:
        assert store.version() == 3
    assert add(path, accepted([("b", "2018-03-01", 1)]), record=THIRD).import_id == 3


def test_a_row_corrected_twice_in_one_file_goes_back_to_what_it_was(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    twice = accepted([("a", "2018-03-01", 2), ("a", "2018-03-01", 3)])
    assert tell(add(path, twice, record=SECOND)) == (2, 2, 0, 2, 0)
    assert undo(path) == UndoneImport(2, "second.csv", removed=1, restored=1)
    assert places(path) == [("a", 1)]


def test_refused_rows_come_and_go_with_their_import(path: Path) -> None:
    add(path, refused([(2, "no-time", "x"), (5, "outside", "y"), (7, "outside", "z")]))
    before = quarantine(path)
    repaired = [accepted([("a", "2018-03-01", 1)]), refused([(2, "outside", "still far")])]
    add(path, *repaired, record=SECOND, repaired=[(1, "1-2"), (2, "1-5")])
    undo(path)
    pd.testing.assert_frame_equal(quarantine(path), before)


def test_the_same_file_again_undone_leaves_the_quarantine_of_the_first(path: Path) -> None:
    add(path, refused([(2, "no-time", "x")]))
    add(path, refused([(2, "no-time", "x")]))
    assert quarantine(path)[QUARANTINE_KEY].tolist() == ["2-2"]
    undo(path)
    assert quarantine(path)[QUARANTINE_KEY].tolist() == ["1-2"]


def test_a_file_that_was_undone_can_be_taken_in_again(path: Path) -> None:
    batch = accepted([("a", "2018-03-01", 1), (None, "2018-03-02", 2)])
    add(path, batch)
    undo(path)
    assert tell(add(path, batch)) == (2, 2, 0, 0, 0)


def test_nothing_to_undo_is_said(path: Path) -> None:
    with pytest.raises(StoreError, match="import a file first") as told:
        undo(path)
    assert told.value.key == "undo-nothing"


def test_another_import_than_the_expected_one_is_not_undone(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    add(path, accepted([("b", "2018-03-01", 1)]), record=SECOND)
    with Store(path) as store:
        with pytest.raises(StoreError, match="list of imports again") as told:
            store.undo_last_import(1)
        assert told.value.key == "undo-not-last"
        assert store.undo_last_import(2).file == "second.csv"


def test_only_the_last_import_is_marked_as_one_that_can_go(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    add(path, accepted([("b", "2018-03-01", 1)]), record=SECOND)
    with Store(path) as store:
        assert store.list_imports()["undoable"].tolist() == [True, False]


refusals = st.lists(st.sampled_from(["x", "y", ""]), max_size=3)


@given(files, st.lists(refusals, min_size=4, max_size=4))
@settings(max_examples=15)
def test_each_import_undone_leaves_the_store_as_it_was(
    contents: list[list[Row]], cells: list[list[str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "s.duckdb")) as store:

        def look() -> tuple[pd.DataFrame, ...]:
            rows = store.read_incidents(theme=None, period=None, crs=GRID, timezone=ZONE)
            held = store.read_quarantine(None)
            return rows.to_wkb(), held, store.list_imports()

        seen = []
        for number, (rows, texts) in enumerate(zip(contents, cells, strict=False)):
            seen.append(look())
            bad = refused([(place, "no-time", text) for place, text in enumerate(texts)])
            record = replace(RECORD, digest=str(number % 2))
            store.add_incidents([accepted(rows), bad], record)
        for before in reversed(seen):
            store.undo_last_import()
            for found, expected in zip(look(), before, strict=True):
                pd.testing.assert_frame_equal(found, expected, check_dtype=False)
