import stat
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from test_migration import write_version_1
from test_store import RECORD, SECOND, accepted, add, places, quarantine, read, refused

from geo.errors import StoreError
from geo.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    """Of a store with two incidents, one of them corrected, and a refused row."""
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-03-02", None)]))
    bad = refused([(4, "no-time", "x")])
    add(path, accepted([("a", "2018-03-01", 9)]), bad, record=SECOND)
    # A quote in the name must not end the name.
    target = tmp_path / "o'kept.duckdb"
    with Store(path) as store:
        store.back_up(target)
    return target


def put_back(path: Path, backup: Path) -> None:
    with Store(path) as store:
        store.restore(backup)


def test_what_was_kept_comes_back_whole(path: Path, backup: Path, tmp_path: Path) -> None:
    expected, held = read(path), quarantine(path)
    other = tmp_path / "other.duckdb"
    add(other, accepted([("z", "2019-03-01", 5)]))
    put_back(other, backup)
    pd.testing.assert_frame_equal(read(other).to_wkb(), expected.to_wkb())
    pd.testing.assert_frame_equal(quarantine(other), held)
    with Store(other) as store:
        assert store.list_imports()["file"].tolist() == ["second.csv", "first.csv"]


def test_an_import_can_be_undone_after_it_came_back(path: Path, backup: Path) -> None:
    put_back(path, backup)
    with Store(path) as store:
        assert store.undo_last_import().restored == 1
    assert dict(places(path))["a"] == 1


def test_the_version_and_the_imports_never_go_back_to_a_number_they_had(
    path: Path, backup: Path
) -> None:
    for number in range(3):
        add(path, accepted([("c", "2018-03-01", number)]), record=RECORD)
    put_back(path, backup)
    with Store(path) as store:
        assert store.version() == 6
    assert add(path, accepted([("d", "2018-03-01", 1)])).import_id == 6
    fresh = path.with_name("fresh.duckdb")
    put_back(fresh, backup)
    with Store(fresh) as store:
        assert store.version() == 3
    assert add(fresh, accepted([("d", "2018-03-01", 1)])).import_id == 3


def test_a_backup_of_an_older_release_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    old = write_version_1(tmp_path / "old.duckdb")
    content = old.read_bytes()
    put_back(path, old)
    assert places(path) == [("a", 1)]
    with Store(path) as store:
        assert store.list_imports()["undoable"].tolist() == [False, False]
    assert add(path, accepted([("b", "2018-03-01", 1)])).import_id == 3
    assert old.read_bytes() == content


def test_a_backup_is_for_its_owner_only_and_takes_the_place_of_an_older_one(
    path: Path, backup: Path
) -> None:
    add(path, accepted([("c", "2018-03-01", 3)]))
    with Store(path) as store:
        store.back_up(backup)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(found.name for found in backup.parent.iterdir()) == [
        "incidents.duckdb",
        "o'kept.duckdb",
    ]
    put_back(path, backup)
    assert len(read(path)) == 3


def test_a_backup_that_cannot_be_written_is_said_and_leaves_nothing(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    target = path.parent / "no such folder" / "kept.duckdb"
    with Store(path) as store, pytest.raises(StoreError, match="choose another folder") as told:
        store.back_up(target)
    assert told.value.key == "backup-not-written"
    with Store(path) as store, pytest.raises(StoreError):
        store.back_up(path.parent)
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert places(path) == [("a", 1)]


def change(statement: str) -> Callable[[Path], None]:
    def apply(backup: Path) -> None:
        with duckdb.connect(backup) as database:
            database.execute(statement)

    return apply


def cut(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])


def spoil(backup: Path) -> None:
    # A few bytes in each block behind the headers, as a worn disk would.
    content = bytearray(backup.read_bytes())
    for block in range(3 * 4096, len(content), 1 << 18):
        content[block + 200 : block + 208] = b"\xff" * 8
    backup.write_bytes(content)


def write_text(backup: Path) -> None:
    backup.write_text("id,start,x,y\n1,2018-05-01,1,1\n")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(Path.unlink, id="missing"),
        pytest.param(write_text, id="another-kind"),
        pytest.param(cut, id="cut-off"),
        pytest.param(spoil, id="spoilt"),
        pytest.param(change("DROP TABLE imports"), id="table-missing"),
        pytest.param(change("ALTER TABLE incidents DROP COLUMN theme"), id="column-missing"),
        pytest.param(change("ALTER TABLE incidents ALTER x TYPE VARCHAR"), id="other-type"),
        pytest.param(
            change("UPDATE meta SET value = 99 WHERE key = 'schema_version'"), id="newer-release"
        ),
        pytest.param(change("DELETE FROM meta"), id="no-version"),
        pytest.param(change("DROP TABLE meta"), id="no-meta"),
    ],
)
def test_what_is_no_whole_backup_replaces_nothing(
    path: Path, backup: Path, damage: Callable[[Path], None]
) -> None:
    before = read(path)
    damage(backup)
    with pytest.raises(StoreError, match=r"^expected .+, got .+; choose another file") as told:
        put_back(path, backup)
    assert told.value.key == "backup-unfit"
    pd.testing.assert_frame_equal(read(path).to_wkb(), before.to_wkb())


def test_a_backup_that_reads_another_file_is_refused_unread(
    path: Path, backup: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("import_id,row,reason,cells\n1,1,no-time,secret\n")
    with duckdb.connect(backup) as database:
        database.execute("DROP TABLE quarantine")
        database.execute(f"CREATE VIEW quarantine AS SELECT * FROM read_csv('{secret}')")
    with pytest.raises(StoreError, match="no plain table quarantine"):
        put_back(path, backup)
    assert quarantine(path)["datum"].tolist() == ["x"]


def test_a_store_is_not_put_in_the_place_of_itself(path: Path, backup: Path) -> None:
    before = read(path)
    with pytest.raises(StoreError):
        put_back(path, path)
    pd.testing.assert_frame_equal(read(path).to_wkb(), before.to_wkb())


def test_rows_that_no_store_would_take_put_everything_back(path: Path, backup: Path) -> None:
    before = read(path)
    with duckdb.connect(backup) as database:
        database.execute("ALTER TABLE incidents ALTER theme DROP NOT NULL")
        database.execute("UPDATE incidents SET theme = NULL")
    with pytest.raises(StoreError):
        put_back(path, backup)
    pd.testing.assert_frame_equal(read(path).to_wkb(), before.to_wkb())
    with Store(path) as store:
        assert store.version() == 2
