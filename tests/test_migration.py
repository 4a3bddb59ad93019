import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from agreement_drawings import draw_agreement
from open_drawings import draw_figures
from placement_drawings import draw_placement
from test_store import GRID, RECORD, SECOND, ZONE, accepted, add, places, quarantine, tell
from visit_drawings import draw_plan, draw_tick

from geo.errors import StoreError
from geo.store import Store, list_copies
from geo.store.tables import MIGRATE, SCHEMA_VERSION

# The tables as version 1 made them, with two imports in them. Kept as they were: stores of that
# time are still about.
VERSION_1 = """
CREATE TABLE meta (key VARCHAR, value BIGINT);
INSERT INTO meta VALUES ('schema_version', 1), ('data_version', 7);
CREATE TABLE incidents (
    incident_id VARCHAR NOT NULL, source VARCHAR NOT NULL, code VARCHAR, theme VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP NOT NULL, started_on DATE NOT NULL,
    time_precision VARCHAR NOT NULL, place_precision VARCHAR NOT NULL, reporter VARCHAR NOT NULL,
    weight DOUBLE NOT NULL, x DOUBLE, y DOUBLE, content UHUGEINT NOT NULL,
    import_id BIGINT NOT NULL
);
CREATE TABLE imports (
    import_id BIGINT NOT NULL, imported_at TIMESTAMP NOT NULL, file VARCHAR NOT NULL,
    digest VARCHAR NOT NULL, source VARCHAR NOT NULL, mapping VARCHAR NOT NULL, theme VARCHAR,
    "read" BIGINT NOT NULL, accepted BIGINT NOT NULL, duplicate BIGINT NOT NULL,
    replaced BIGINT NOT NULL, refused BIGINT NOT NULL, reasons VARCHAR NOT NULL,
    left_behind VARCHAR NOT NULL, facts VARCHAR NOT NULL
);
CREATE TABLE quarantine (
    import_id BIGINT NOT NULL, "row" BIGINT NOT NULL, reason VARCHAR NOT NULL,
    cells VARCHAR NOT NULL
);
INSERT INTO incidents VALUES ('a', 'politie', '1.1.1', 'woninginbraak', '2018-02-28 23:00',
    '2018-03-01 00:00', '2018-03-01', 'minute', 'adres', 'burger', 1, 1, 5.5, 1, 2);
INSERT INTO imports VALUES
    (1, '2024-01-01', 'old.csv', 'o1', 'politie', '{}', NULL, 1, 1, 0, 0, 0, '{}', '[]', '{}'),
    (2, '2024-01-02', 'new.csv', 'o2', 'politie', '{}', NULL, 2, 1, 0, 1, 1, '{}', '[]', '{}');
INSERT INTO quarantine VALUES (2, 3, 'no-time', '{"datum":"x"}');
"""


# What version 2 had beside that.
VERSION_2 = """
UPDATE meta SET value = 2 WHERE key = 'schema_version';
INSERT INTO meta VALUES ('last_import', 2), ('first_undoable', 1);
CREATE TABLE replaced (
    incident_id VARCHAR NOT NULL, source VARCHAR NOT NULL, code VARCHAR, theme VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL, ended_at TIMESTAMP NOT NULL, started_on DATE NOT NULL,
    time_precision VARCHAR NOT NULL, place_precision VARCHAR NOT NULL, reporter VARCHAR NOT NULL,
    weight DOUBLE NOT NULL, x DOUBLE, y DOUBLE, content UHUGEINT NOT NULL,
    import_id BIGINT NOT NULL, replaced_by BIGINT NOT NULL
);
CREATE TABLE released (
    import_id BIGINT NOT NULL, "row" BIGINT NOT NULL, reason VARCHAR NOT NULL,
    cells VARCHAR NOT NULL, released_by BIGINT NOT NULL
);
INSERT INTO replaced VALUES ('a', 'politie', '1.1.1', 'woninginbraak', '2018-02-28 23:00',
    '2018-03-01 00:00', '2018-03-01', 'minute', 'adres', 'burger', 1, 8, 5.5, 1, 1, 2);
"""

# What version 3 had beside that: a placement and what people said of it.
VERSION_3 = """
UPDATE meta SET value = 3 WHERE key = 'schema_version';
CREATE TABLE placements (
    placement_id BIGINT NOT NULL, version BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, body VARCHAR NOT NULL, PRIMARY KEY (placement_id, version)
);
CREATE TABLE surveys (
    placement_id BIGINT NOT NULL, moment VARCHAR NOT NULL, asked BIGINT NOT NULL,
    safe BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL
);
"""

# What version 4 had beside that: plans of patrols, and what teams ticked off.
VERSION_4 = """
UPDATE meta SET value = 4 WHERE key = 'schema_version';
CREATE TABLE patrol_plans (
    plan_id VARCHAR NOT NULL, version BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, body VARCHAR NOT NULL, PRIMARY KEY (plan_id, version)
);
CREATE TABLE planned_visits (
    plan_id VARCHAR NOT NULL, version BIGINT NOT NULL, team BIGINT NOT NULL, stop BIGINT NOT NULL,
    place VARCHAR NOT NULL, kind VARCHAR NOT NULL, theme VARCHAR NOT NULL,
    label VARCHAR NOT NULL, area VARCHAR NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL,
    arrives TIMESTAMP NOT NULL, starts TIMESTAMP NOT NULL, leaves TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL, PRIMARY KEY (plan_id, version, team, stop)
);
CREATE TABLE ticks (
    tick_id VARCHAR NOT NULL, plan_id VARCHAR NOT NULL, version BIGINT NOT NULL,
    team BIGINT NOT NULL, stop BIGINT NOT NULL, place VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL, kind VARCHAR NOT NULL, finding VARCHAR,
    ticked_at TIMESTAMP NOT NULL, recorded_at TIMESTAMP NOT NULL, PRIMARY KEY (plan_id, tick_id)
);
"""


def write_version_1(path: Path) -> Path:
    with duckdb.connect(path) as database:
        database.execute(VERSION_1)
    return path


def write_version_2(path: Path) -> Path:
    with duckdb.connect(write_version_1(path)) as database:
        database.execute(VERSION_2)
    return path


def write_version_3(path: Path) -> Path:
    with duckdb.connect(write_version_2(path)) as database:
        database.execute(VERSION_3)
    return path


def write_version_4(path: Path) -> Path:
    with duckdb.connect(write_version_3(path)) as database:
        database.execute(VERSION_4)
    return path


MOMENT = datetime(2024, 1, 2, tzinfo=UTC)
RELEASED = (write_version_1, write_version_2, write_version_3, write_version_4)
WRITERS = pytest.mark.parametrize("write", RELEASED)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_version_1(tmp_path / "incidents.duckdb")


def tables(path: Path) -> dict[str, list[tuple[str, str]]]:
    with duckdb.connect(path, read_only=True) as database:
        rows = database.execute(
            "SELECT table_name, column_name, data_type || is_nullable FROM duckdb_columns()"
            " ORDER BY table_name, column_index"
        ).fetchall()
    found: dict[str, list[tuple[str, str]]] = {}
    for table, *column in rows:
        found.setdefault(table, []).append(tuple(column))
    return found


@WRITERS
def test_an_old_store_becomes_what_a_new_one_is(write, tmp_path: Path) -> None:
    path = write(tmp_path / "old.duckdb")
    with Store(path), Store(tmp_path / "new.duckdb"):
        pass
    assert tables(path) == tables(tmp_path / "new.duckdb")


@WRITERS
def test_an_old_store_keeps_all_that_it_held(write, tmp_path: Path) -> None:
    path = write(tmp_path / "old.duckdb")
    with Store(path) as store:
        contents = store.contents()
        assert store.list_imports()["file"].tolist() == ["new.csv", "old.csv"]
        found = store.read_incidents(theme=None, period=None, crs=GRID, timezone=ZONE)
    assert (contents.incidents, contents.version) == (1, 7)
    assert str(found["started_at"].iloc[0]) == "2018-03-01 00:00:00+01:00"
    assert quarantine(path)["datum"].tolist() == ["x"]


def test_imports_of_an_older_release_cannot_be_undone_and_later_ones_can(path: Path) -> None:
    with Store(path) as store:
        assert store.list_imports()["undoable"].tolist() == [False, False]
        with pytest.raises(StoreError, match=r"new\.csv") as told:
            store.undo_last_import()
        assert told.value.key == "undo-too-old"
    assert places(path) == [("a", 1)]
    counts = add(path, accepted([("a", "2018-03-01", 9)]), record=RECORD)
    assert (counts.import_id, tell(counts)) == (3, (1, 1, 0, 1, 0))
    with Store(path) as store:
        assert store.undo_last_import().restored == 1
        with pytest.raises(StoreError):
            store.undo_last_import()
    assert places(path) == [("a", 1)]


def test_an_import_of_version_2_can_still_be_undone(tmp_path: Path) -> None:
    path = write_version_2(tmp_path / "old.duckdb")
    with Store(path) as store:
        assert store.undo_last_import().restored == 1
    assert places(path) == [("a", 8)]


@WRITERS
def test_an_old_store_takes_placements_in(write, tmp_path: Path) -> None:
    path = write(tmp_path / "old.duckdb")
    with Store(path) as store:
        assert store.read_placement_versions() == []
        written = store.add_placement(
            draw_placement(), recorded_at=datetime(2024, 1, 2, tzinfo=UTC)
        )
    with Store(path) as store:
        assert store.read_placement_versions() == [written]


@WRITERS
def test_an_old_store_takes_patrol_plans_and_ticks_in(write, tmp_path: Path) -> None:
    path = write(tmp_path / "old.duckdb")
    with Store(path) as store:
        assert (store.patrols.read_versions(), store.patrols.read_ticks()) == ([], [])
        kept = store.patrols.add_plan(draw_plan(), recorded_at=MOMENT)
        store.patrols.add_ticks([draw_tick(kept)])
    with Store(path) as store:
        assert store.patrols.read_versions() == [kept]
        assert store.patrols.read_ticks() == [draw_tick(kept)]


@WRITERS
def test_an_old_store_takes_agreements_in(write, tmp_path: Path) -> None:
    path = write(tmp_path / "old.duckdb")
    with Store(path) as store:
        assert store.agreements.read_versions() == []
        written = store.agreements.add(draw_agreement(), recorded_at=MOMENT)
    with Store(path) as store:
        assert store.agreements.read_versions() == [written]


@WRITERS
def test_an_old_store_takes_open_figures_in(write, tmp_path: Path) -> None:
    path = write(tmp_path / "old.duckdb")
    cell = ("1.1.1", "GM9901", 2025, 0, 91)
    with Store(path) as store:
        assert len(store.open_figures.read()) == 0
        (told,) = store.open_figures.add([draw_figures([cell])], imported_at=MOMENT)
    with Store(path) as store:
        assert store.open_figures.list_imports() == [told]
        assert store.open_figures.read()["figure"].tolist() == [91]


KILLED = """
import os, sys, duckdb
from geo.store.tables import MIGRATE
database = duckdb.connect(sys.argv[1])
database.execute("BEGIN")
database.execute(MIGRATE[4])
os._exit(9)
"""


def test_a_migration_that_is_killed_halfway_is_made_anew(tmp_path: Path) -> None:
    path = write_version_4(tmp_path / "old.duckdb")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert ended.returncode == 9
    with Store(path) as store:
        kept = store.patrols.add_plan(draw_plan(), recorded_at=MOMENT)
        assert store.patrols.read_versions() == [kept]
        assert store.contents().incidents == 1


def files_beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir() if found != path)


def test_every_released_version_has_a_writer_here() -> None:
    assert len(RELEASED) == SCHEMA_VERSION - 1 == max(MIGRATE)


@pytest.mark.parametrize(("version", "write"), list(enumerate(RELEASED, start=1)))
def test_an_old_store_is_copied_before_it_is_brought_up_to_date(
    tmp_path: Path, version: int, write, caplog: pytest.LogCaptureFixture
) -> None:
    path = write(tmp_path / "old.duckdb")
    before = tables(path)
    with Store(path):
        pass
    name = f"old.version-{version}.duckdb"
    assert files_beside(path) == [name]
    assert list_copies(path) == [tmp_path / name]
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert tables(tmp_path / name) == before
    # Said once, with its name and place.
    assert [str(tmp_path / name) in told for told in caplog.messages] == [True]
    # It is a backup like any other.
    other = tmp_path / "other.duckdb"
    with Store(other) as store:
        store.restore(tmp_path / name)
    assert places(other) == [("a", 1)]


def test_a_store_of_this_release_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    for _ in range(2):
        with Store(path):
            pass
    assert files_beside(path) == []


def test_an_earlier_copy_is_never_written_over(path: Path) -> None:
    kept = path.with_name("incidents.version-1.duckdb")
    kept.write_bytes(b"somebody's own")
    with Store(path):
        pass
    assert kept.read_bytes() == b"somebody's own"
    assert files_beside(path) == ["incidents.version-1.1.duckdb", kept.name]


def test_an_old_store_that_cannot_be_copied_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    # Room for the store as it is, and not for a second one.
    ended = run_with_little_room(path, most_bytes=4096)
    assert ended.stdout == "store-not-copied\n", ended.stderr
    assert path.read_bytes() == before
    assert files_beside(path) == []
    with Store(path) as store:
        assert store.contents().incidents == 1


LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from geo.errors import StoreError
from geo.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    Store(Path(sys.argv[1]))
except StoreError as problem:
    print(problem.key)
"""


def run_with_little_room(path: Path, *, most_bytes: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LITTLE_ROOM, str(path), str(most_bytes)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_opening_changes_nothing_more(path: Path) -> None:
    add(path, accepted([("b", "2018-03-02", 2)]), record=SECOND)
    with Store(path) as store:
        assert store.undo_last_import().file == "second.csv"


def test_a_migration_that_fails_leaves_the_old_store(path: Path) -> None:
    with duckdb.connect(path) as database:
        # Somebody else's table stands where one of ours has to come.
        database.execute("CREATE TABLE released (name VARCHAR)")
    before = tables(path)
    with pytest.raises(StoreError):
        Store(path)
    assert tables(path) == before
    assert files_beside(path) == []
