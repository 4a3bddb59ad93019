"""Retention, from the settings to the bytes of the store's file."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_store import SECOND, accepted, add, places, quarantine, refused

from geo import service
from geo.errors import StoreError, WorkspaceError
from geo.intake.mapping import ColumnMapping, Columns
from geo.intake.refused import read_refused_days
from geo.service.upkeep_answers import ImportOptions
from geo.store import Cutoff, remove_past
from geo.workspace import Workspace, create_workspace, open_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
RULE = '\n[[retention]]\nsource = "generic"\nmonths = 24\nground = "besluit van het college"\n'
HEAD = "id,start,x,y,code\n"
PLACE = "500000,5700000,1.1.1"
OLD = f"PLANTED-OLD-ZAAK,2018-05-01,{PLACE}\n"
NEW = f"KEPT-NEW-ZAAK,2026-05-01,{PLACE}\n"
# The day can be read and the place cannot; the day cannot be read.
REFUSED_OLD = "PLANTED-REFUSED,2018-05-03,,,1.1.1\n"
REFUSED_UNREADABLE = f"PLANTED-UNREADABLE,ooit,{PLACE}\n"
REFUSED_NEW = "KEPT-REFUSED,2026-05-03,,,1.1.1\n"
PLANTED = b"PLANTED"
MOMENT = NOW.replace(tzinfo=None)


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    create_workspace(tmp_path / "town", TOWN)
    return rule(tmp_path / "town", RULE)


def rule(root: Path, text: str) -> Workspace:
    with (root / "gemeente.toml").open("a", encoding="utf-8") as stream:
        stream.write(text)
    return open_workspace(root)


def take_in(workspace: Workspace, rows: str, name: str, *, now: datetime = NOW) -> None:
    path = workspace.root.parent / name
    path.write_text(HEAD + rows, encoding="utf-8")
    service.import_incidents(workspace, [path], now=now)


def files_of(workspace: Workspace) -> dict[str, bytes]:
    """Every file of the workspace that is no settings, with its bytes."""
    found = [path for path in workspace.root.rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in found if path.suffix != ".toml"}


def holders(workspace: Workspace, text: bytes = PLANTED) -> list[str]:
    return sorted(name for name, content in files_of(workspace).items() if text in content)


def counts(report: service.upkeep_answers.RetentionReport) -> list[tuple[int, int, int]]:
    return [(each.incidents, each.replaced, each.refused) for each in report.removals]


def fill(town: Workspace) -> None:
    """An old and a new incident, refused rows, and corrections that left earlier records behind."""
    long_ago = datetime(2018, 6, 1, tzinfo=UTC)
    take_in(town, REFUSED_UNREADABLE + f"KEPT-NEW-ZAAK,2018-02-01,{PLACE}\n", "0.csv", now=long_ago)
    take_in(town, OLD + NEW + REFUSED_OLD + REFUSED_NEW, "1.csv")
    take_in(town, OLD.replace("05-01", "05-02") + REFUSED_OLD.replace("1.1.1", "1.1.2"), "2.csv")


def test_what_is_past_its_term_is_no_longer_in_any_file_of_the_workspace(town: Workspace) -> None:
    fill(town)
    # A test that could not find it would prove nothing.
    assert holders(town) == ["incidents.duckdb"]
    report = service.apply_retention(town, now=NOW)
    # Of both incidents an earlier record of 2018 was kept; of the three refused rows one was
    # refused anew by the third file, which kept the first for an undo.
    assert counts(report) == [(1, 2, 3)]
    assert holders(town) == []
    assert holders(town, b"KEPT-NEW-ZAAK") == holders(town, b"KEPT-REFUSED") == ["incidents.duckdb"]
    assert service.describe_data(town).incidents == report.incidents == 1
    assert service.read_quarantine(town)["id"].tolist() == ["KEPT-REFUSED"]


def test_a_backup_made_after_it_holds_nothing_of_it(town: Workspace, tmp_path: Path) -> None:
    fill(town)
    before, after = tmp_path / "before.duckdb", tmp_path / "after.duckdb"
    service.back_up_store(town, before)
    service.apply_retention(town, now=NOW)
    service.back_up_store(town, after)
    assert PLANTED in before.read_bytes()
    assert PLANTED not in after.read_bytes()


def test_what_an_older_backup_brings_back_goes_again_and_the_log_stays(
    town: Workspace, tmp_path: Path
) -> None:
    fill(town)
    service.back_up_store(town, tmp_path / "before.duckdb")
    service.apply_retention(town, now=NOW)
    service.restore_store(town, tmp_path / "before.duckdb")
    assert holders(town) == ["incidents.duckdb"]
    service.apply_retention(town, now=NOW.replace(hour=13))
    assert holders(town) == []
    assert [each.removed_at and each.removed_at.hour for each in service.read_removals(town)] == [
        13,
        12,
    ]


def test_a_dry_run_tells_the_same_and_changes_nothing(town: Workspace) -> None:
    fill(town)
    before = files_of(town)
    foretold = service.preview_retention(town, now=NOW)
    assert files_of(town) == before
    report = service.apply_retention(town, now=NOW)
    assert counts(foretold) == counts(report)
    assert foretold.removals[0].removed_at is None
    assert service.apply_retention(town, now=NOW).removals == ()


def test_the_log_says_how_much_when_and_by_which_rule_and_nothing_of_what_it_was(
    town: Workspace,
) -> None:
    fill(town)
    assert service.read_removals(town) == []
    service.apply_retention(town, now=NOW)
    (logged,) = service.read_removals(town)
    assert (logged.source, logged.term, logged.ground, logged.before) == (
        *("generic", "24 months", "besluit van het college"),
        date(2024, 11, 24),
    )
    assert (logged.incidents, logged.replaced, logged.refused) == (1, 2, 3)
    assert logged.removed_at == NOW.replace(tzinfo=None)


def test_the_day_of_the_term_itself_stays_and_a_source_without_a_rule_too(town: Workspace) -> None:
    take_in(town, f"a,2024-11-23,{PLACE}\nb,2024-11-24,{PLACE}\n", "1.csv")
    other = town.root.parent / "2.csv"
    other.write_text(HEAD + f"z,2018-05-01,{PLACE}\n")
    mapping = town.root.parent / "own.toml"
    mapping.write_text(
        'source = "wijkteam"\n[columns]\nid = "id"\nstart = ["start"]\n'
        'x = "x"\ny = "y"\ncode = "code"\n'
    )
    options = ImportOptions(mapping=mapping)
    service.import_incidents(town, [other], options, now=NOW)
    report = service.apply_retention(town, now=NOW)
    assert counts(report) == [(1, 0, 0)]
    assert report.without_term == ("wijkteam",)
    assert sorted(name for name, _ in places(town.store_path)) == ["b", "z"]


def test_the_last_import_can_still_be_undone_and_brings_nothing_back(town: Workspace) -> None:
    fill(town)
    service.apply_retention(town, now=NOW)
    assert service.undo_import(town).restored == 0
    assert service.describe_data(town).incidents == 1
    assert holders(town) == []


def test_all_else_of_a_store_comes_along(town: Workspace) -> None:
    fill(town)
    with duckdb.connect(town.store_path) as database:
        imports = database.execute("FROM imports ORDER BY import_id").fetchall()
        before = shape_of(database)
    version = service.store_version(town)
    service.apply_retention(town, now=NOW)
    with duckdb.connect(town.store_path) as database:
        assert database.execute("FROM imports ORDER BY import_id").fetchall() == imports
        assert shape_of(database) == before
    # The app must not go on with what it remembers.
    assert service.store_version(town) > version


def shape_of(database: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    columns = database.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() ORDER BY ALL"
    ).fetchall()
    return (
        columns
        + database.execute(
            "SELECT table_name, constraint_text FROM duckdb_constraints() ORDER BY ALL"
        ).fetchall()
    )


def test_copies_of_the_whole_store_are_named_and_go_when_asked(town: Workspace) -> None:
    fill(town)
    copies = [
        town.store_path.with_name(name)
        for name in ("incidents.version-4.duckdb", "incidents.duckdb.damaged")
    ]
    for copy in copies:
        copy.write_bytes(PLANTED)
    assert list(service.apply_retention(town, now=NOW).copies) == copies
    assert holders(town) == sorted(copy.name for copy in copies)
    assert service.apply_retention(town, now=NOW, drop_copies=True).copies == ()
    assert holders(town) == []


def test_copies_are_found_beside_a_store_of_whatever_name(tmp_path: Path) -> None:
    create_workspace(tmp_path / "town", TOWN)
    named = rule(tmp_path / "town", '[paths]\nstore = "[a] b.duckdb"\n')
    names = ["[a] b.duckdb.damaged", "[a] b.duckdb.damaged.wal", "[a] b.version-2.1.duckdb"]
    for name in (*names, "a.version-2.duckdb", "[a] b.other.duckdb"):
        (named.root / name).touch()
    assert sorted(path.name for path in service.list_whole_copies(named)) == names


def test_files_that_were_handed_in_are_named(town: Workspace) -> None:
    (town.incidents_dir / "export.csv").write_text(HEAD + OLD)
    report = service.preview_retention(town, now=NOW)
    assert [path.name for path in report.files] == ["export.csv"]


@pytest.mark.parametrize(
    "text",
    [
        RULE + RULE,
        RULE.replace("months = 24\n", ""),
        RULE.replace("months = 24", "months = 24\ndays = 3"),
        RULE.replace("months = 24", "months = 0"),
        RULE.replace("months = 24", "days = -1"),
        RULE.replace("besluit van het college", " "),
        RULE.replace("generic", "De Politie"),
    ],
    ids=["twice", "no-term", "two-terms", "zero", "negative", "no-ground", "no-source"],
)
def test_a_rule_that_cannot_be_used_is_said(tmp_path: Path, text: str) -> None:
    create_workspace(tmp_path / "town", TOWN)
    with pytest.raises(WorkspaceError) as told:
        rule(tmp_path / "town", text)
    assert told.value.key == "settings-invalid"


MAPPING = ColumnMapping(
    columns=Columns(start=("datum", "tijd"), x="x", y="y"), day_first=True, time_precision="minute"
)


def test_days_of_refused_rows_are_read_as_the_import_read_them() -> None:
    cells = pd.Series(
        [
            '{"datum":"03-04-2018","tijd":"12:00","x":"1","y":null}',
            '{"datum":"ooit","tijd":null,"x":"1","y":"1"}',
            "{}",
        ]
    )
    days = read_refused_days(cells, MAPPING)
    assert days[0] == np.datetime64("2018-04-03")
    assert np.isnat(days[1:]).all()
    assert np.isnat(read_refused_days(pd.Series(["{}", "{}"]), MAPPING)).all()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "e"]), st.dates(date(2017, 1, 1), date(2019, 1, 1))
    ),
    max_size=8,
)


@settings(max_examples=15)
@given(rows=ROWS, before=st.dates(date(2016, 12, 1), date(2019, 2, 1)))
def test_exactly_what_began_before_the_day_goes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, date]], before: date
) -> None:
    path = tmp_path_factory.mktemp("store") / "incidents.duckdb"
    add(path, accepted([(name, f"{day} 12:00", 1) for name, day in rows]))
    last = dict(rows)
    removed = remove_past(path, [Cutoff("politie", before, "1 days", "g")], removed_at=MOMENT)
    stays = sorted(name for name, day in last.items() if day >= before)
    assert sorted(name for name, _ in places(path)) == stays
    assert sum(each.incidents for each in removed) == len(last) - len(stays)


CUTOFF = Cutoff("politie", date(2018, 3, 2), "1 days", "besluit")
ACT = """
import os, resource, signal, sys
from datetime import date, datetime
from pathlib import Path
from geo.errors import StoreError
from geo.store import Cutoff, remove_past, removal

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
elif sys.argv[2] != "-":
    setattr(removal, sys.argv[2], die)
try:
    remove_past(
        Path(sys.argv[1]), [Cutoff("politie", date(2018, 3, 2), "1 days", "besluit")],
        removed_at=datetime(2026, 1, 1),
    )
except StoreError as problem:
    print(problem.key)
"""


def act(path: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ACT, str(path), *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.duckdb"
    add(path, accepted([("PLANTED-OLD-ZAAK", "2018-03-01", 1), ("b", "2018-03-02", 2)]))
    add(path, accepted([]), refused([(4, "no-time", "x")]), record=SECOND)
    return path


@pytest.mark.parametrize(
    ("step", "is_done"), [("_copy_rest", False), ("_settle", False), ("_wipe", True)]
)
def test_killed_on_the_way_the_store_is_as_before_or_as_after_and_a_repeat_completes_it(
    path: Path, step: str, *, is_done: bool
) -> None:
    assert act(path, step).returncode == -signal.SIGKILL
    assert len(places(path)) == (1 if is_done else 2)
    ended = act(path, "-")
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    assert places(path) == [("b", 2)]
    assert quarantine(path)["datum"].tolist() == ["x"]
    assert PLANTED not in path.read_bytes()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_full_disk_leaves_the_store_as_it_was_and_is_said(path: Path) -> None:
    before = path.read_bytes()
    assert act(path, "full", 8192).stdout == "store-not-rewritten\n"
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_the_old_file_is_overwritten_before_it_is_let_go(path: Path) -> None:
    kept = path.with_name("the same file")
    os.link(path, kept)
    size = kept.stat().st_size
    act(path, "-")
    assert kept.read_bytes().strip(b"\0") == b""
    assert kept.stat().st_size >= size
    assert places(path) == [("b", 2)]


def test_a_store_in_use_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb;c=duckdb.connect({str(path)!r});print(1,flush=True);input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    monkeypatch.setattr("geo.store.connection._LOCK_WAIT_SECONDS", 0.1)
    try:
        with pytest.raises(StoreError) as told:
            remove_past(path, [CUTOFF], removed_at=MOMENT)
    finally:
        holder.communicate(b"\n")
    assert told.value.key == "store-locked"
    assert len(places(path)) == 2


def test_the_command_tells_removes_and_logs(town: Workspace, run) -> None:
    fill(town)
    status, told, _ = run("-w", town.root, "retention", "--dry-run")
    assert (status, "1 incidents" in told, "would be removed" in told) == (0, True, True)
    assert service.describe_data(town).incidents == 2
    status, told, _ = run("-w", town.root, "retention")
    assert "generic, before" in told
    assert "refused rows removed" in told
    _, logged, _ = run("-w", town.root, "retention", "--log")
    assert "ground: besluit van het college" in logged
    _, again, _ = run("-w", town.root, "retention", "--drop-copies")
    assert again.startswith("nothing is past its term")
    assert run("-w", town.root, "retention", "--log", "--dry-run")[0] == 2
