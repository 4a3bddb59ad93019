import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from geo import schema
from geo.errors import StoreError
from geo.intake.incidents import QUARANTINE_KEY, Batch
from geo.params import Period
from geo.store import ImportCounts, ImportRecord, Store, Stretch, connection, look_at_files

ZONE = ZoneInfo("Europe/Amsterdam")
GRID = CRS.from_epsg(28992)
RECORD = ImportRecord(
    imported_at=datetime(2024, 1, 2, 3, 4, 5),  # noqa: DTZ001 - the store keeps UTC without a zone
    file="first.csv",
    digest="d1",
    source="politie",
    mapping="{}",
    theme=None,
    left_behind=("naam",),
    facts={"crs": "EPSG:28992"},
)
SECOND = replace(RECORD, file="second.csv", digest="d2")

Row = tuple[str | None, str, float | None]


def accepted(rows: Sequence[Row], *, source: str = "politie", first: int = 1) -> Batch:
    """Burglaries as (id, local start, x), one a row of the file from the given number."""
    starts = pd.to_datetime([start for _, start, _ in rows]).tz_localize(ZONE)
    points = [None if x is None else shapely.Point(x, 5.5) for _, _, x in rows]
    texts = {
        schema.INCIDENT_ID: [name for name, _, _ in rows],
        schema.SOURCE: source,
        schema.CODE: "1.1.1",
        schema.THEME: "woninginbraak",
        schema.TIME_PRECISION: "minute",
        schema.PLACE_PRECISION: "adres",
        schema.REPORTER: "burger",
    }
    frame = pd.DataFrame(texts, index=pd.RangeIndex(first, first + len(rows), name="row"))
    moments = {schema.STARTED_AT: starts, schema.ENDED_AT: starts + pd.Timedelta(hours=1)}
    frame = frame.astype("str").assign(**moments, **{schema.WEIGHT: 1.0})
    clean = gpd.GeoDataFrame(frame, geometry=points, crs=GRID)[list(schema.INCIDENT_COLUMNS)]
    return Batch(clean, refused([]).refused)


def refused(rows: Sequence[tuple[int, str, str]]) -> Batch:
    """Refused rows as (row, reason, cell)."""
    frame = pd.DataFrame(rows, columns=["row", "reason", "datum"])
    nothing = gpd.GeoDataFrame(columns=list(schema.INCIDENT_COLUMNS), geometry="geometry", crs=GRID)
    return Batch(nothing, frame)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def add(path: Path, *batches: Batch, record: ImportRecord = RECORD, **options) -> ImportCounts:
    with Store(path) as store:
        return store.add_incidents(batches, record, **options)


def tell(counts: ImportCounts) -> tuple[int, int, int, int, int]:
    assert counts.read == counts.accepted + counts.duplicate + counts.refused
    return counts.read, counts.accepted, counts.duplicate, counts.replaced, counts.refused


def read(path: Path, theme: str | None = None, period: Period | None = None) -> gpd.GeoDataFrame:
    with Store(path) as store:
        return store.read_incidents(theme=theme, period=period, crs=GRID, timezone=ZONE)


def quarantine(path: Path, import_id: int | None = None) -> pd.DataFrame:
    with Store(path) as store:
        return store.read_quarantine(import_id)


def places(path: Path) -> list[tuple[str, float]]:
    found = read(path)
    return list(zip(found[schema.INCIDENT_ID], found.geometry.x, strict=True))


def test_what_goes_in_comes_out(path: Path) -> None:
    batch = accepted([("b", "2018-03-01 00:00", 2.25), ("a", "2018-02-28 23:59", None)])
    add(path, batch)
    found = read(path)
    expected = batch.accepted.iloc[::-1].reset_index(drop=True)
    for name in (schema.STARTED_AT, schema.ENDED_AT):
        expected[name] = expected[name].astype(found[name].dtype)
    pd.testing.assert_frame_equal(found.to_wkb(), expected.to_wkb())
    assert found.crs == GRID
    assert str(found[schema.STARTED_AT].dt.tz) == "Europe/Amsterdam"


def test_an_empty_store_gives_frames_of_the_same_types(path: Path) -> None:
    empty, empty_quarantine = read(path), quarantine(path)
    with Store(path) as store:
        contents, imports = store.contents(), store.list_imports()
        assert (store.known_digests(), store.mapping_of(1)) == (set(), None)
        assert store.count_by_theme(period=None) == store.count_by_month(period=None) == {}
        assert len(store.read_rows(["x"], Stretch())) == 0
    add(path, accepted([("a", "2018-03-01", 1)]), refused([(2, "no-time", "")]))
    assert (contents.incidents, contents.first, contents.imported_at, contents.version) == (
        *(0, None, None, 0),
    )
    assert empty.dtypes.equals(read(path).dtypes)
    assert (len(empty), empty.crs) == (0, GRID)
    assert imports.columns.tolist()[:3] == ["import_id", "imported_at", "file"]
    fixed = [QUARANTINE_KEY, "import_id", "file", "row", "reason"]
    assert empty_quarantine.columns.tolist() == fixed
    assert quarantine(path).columns.tolist() == [*fixed, "datum"]


def test_the_same_file_twice_adds_nothing(path: Path) -> None:
    batch = accepted([("a", "2018-03-01", 1), ("b", "2018-03-02", None), (None, "2018-03-03", 3)])
    assert tell(add(path, batch)) == (3, 3, 0, 0, 0)
    before = read(path)
    assert tell(add(path, batch)) == (3, 0, 3, 0, 0)
    pd.testing.assert_frame_equal(read(path), before)


def test_a_corrected_record_takes_the_place_of_the_old(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-03-02", 2)]))
    corrected = accepted([("a", "2018-03-01", 9), ("b", "2018-03-02", 2), ("c", "2018-03-03", 3)])
    assert tell(add(path, corrected, record=SECOND)) == (3, 2, 1, 1, 0)
    assert places(path) == [("a", 9), ("b", 2), ("c", 3)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (schema.CODE, "1.1.2"),
        (schema.THEME, "overig"),
        (schema.ENDED_AT, pd.Timestamp("2018-03-01 09:00", tz=ZONE)),
        (schema.TIME_PRECISION, "day"),
        (schema.PLACE_PRECISION, "straat"),
        (schema.REPORTER, "politie"),
        (schema.WEIGHT, 0.5),
        (schema.GEOMETRY, shapely.Point(1, 5.51)),
        (schema.GEOMETRY, None),
    ],
)
def test_any_other_content_is_a_correction(path: Path, column: str, value: object) -> None:
    batch = accepted([("a", "2018-03-01", 1)])
    changed = batch.accepted.assign(**{column: pd.Series([value], index=[1])})
    add(path, batch)
    frame = gpd.GeoDataFrame(changed, geometry=schema.GEOMETRY, crs=GRID)
    counts = add(path, replace(batch, accepted=frame), record=SECOND)
    assert tell(counts) == (1, 1, 0, 1, 0)
    assert len(read(path)) == 1


def test_a_source_knows_only_its_own_ids(path: Path) -> None:
    add(path, accepted([("1", "2018-03-01", 1)]))
    other = accepted([("1", "2018-03-02", 2)], source="signalen")
    assert tell(add(path, other, record=SECOND)) == (1, 1, 0, 0, 0)
    assert places(path) == [("1", 1), ("1", 2)]
    mixed = [
        accepted([("2", "2018-03-03", 3)]),
        accepted([("2", "2018-03-04", 4)], source="z", first=2),
    ]
    assert tell(add(path, *mixed, record=replace(RECORD, digest="d3"))) == (2, 2, 0, 0, 0)
    with Store(path) as store:
        assert store.contents().sources == ("politie", "signalen", "z")


@pytest.mark.parametrize(
    ("spots", "verdict", "kept"),
    [
        pytest.param([1, 1], (2, 1, 1, 0, 0), 1, id="same-content"),
        pytest.param([1, 2], (2, 2, 0, 1, 0), 2, id="corrected"),
        pytest.param([1, 2, 1], (3, 3, 0, 2, 0), 1, id="corrected-back"),
        pytest.param([1, 2, 2], (3, 2, 1, 1, 0), 2, id="corrected-and-repeated"),
    ],
)
@pytest.mark.parametrize("batches", [1, 3])
def test_the_last_row_of_an_id_within_a_file_wins(
    path: Path, spots: list[float], verdict: tuple[int, ...], kept: float, batches: int
) -> None:
    rows = [("a", "2018-03-01", spot) for spot in spots]
    parts = (
        [accepted(rows)]
        if batches == 1
        else [accepted([row], first=number) for number, row in enumerate(rows, 1)]
    )
    assert tell(add(path, *parts)) == verdict
    assert places(path) == [("a", kept)]
    add(path, accepted([("a", "2018-03-01", 7)]), record=SECOND)
    assert places(path) == [("a", 7)]


def test_equal_rows_without_an_id_are_told_apart_by_their_order(path: Path) -> None:
    twins = [(None, "2018-03-01", 1)] * 2
    assert tell(add(path, accepted([*twins, (None, "2018-03-02", 1)]))) == (3, 3, 0, 0, 0)
    grown = accepted([(None, "2018-03-02", 1), *twins, *twins[:1], (None, "2018-03-01", 2)])
    assert tell(add(path, grown, record=SECOND)) == (5, 2, 3, 0, 0)
    assert len(read(path)) == 5


def test_refused_rows_are_kept_as_they_were_written(path: Path) -> None:
    texts = ["31 feb", 'a "b"\n c', "", "é\u2028\x85\x1c'; DROP TABLE incidents", "{}"]
    counts = add(path, refused([(n, "no-time", text) for n, text in enumerate(texts, 1)]))
    assert tell(counts) == (5, 0, 0, 0, 5)
    assert counts.reasons == {"no-time": 5}
    held = quarantine(path)
    assert held["datum"].tolist() == texts
    assert held[QUARANTINE_KEY].tolist() == [f"1-{row}" for row in range(1, 6)]
    assert held["file"].unique().tolist() == ["first.csv"]


def test_a_file_that_names_an_id_twice_adds_nothing_the_second_time(path: Path) -> None:
    rows = accepted([("a", "2018-03-01", 1), ("a", "2018-03-02", 1), ("b", "2018-03-03", 1)])
    assert tell(add(path, rows)) == (3, 3, 0, 1, 0)
    assert tell(add(path, rows)) == (3, 0, 3, 0, 0)


def test_the_same_file_again_does_not_fill_the_quarantine_twice(path: Path) -> None:
    rows = refused([(2, "no-time", "x"), (5, "outside", "y")])
    add(path, rows)
    add(path, refused([(2, "no-code", "z")]), record=SECOND)
    add(path, rows)
    held = quarantine(path)
    assert held[QUARANTINE_KEY].tolist() == ["2-2", "3-2", "3-5"]
    assert quarantine(path, 2)["datum"].tolist() == ["z"]


def test_a_corrected_file_brings_its_wrong_rows_into_the_quarantine_once(path: Path) -> None:
    add(path, refused([(2, "no-time", "x"), (5, "outside", "y")]))
    add(path, accepted([("a", "2018-03-01", 1)]), refused([(5, "outside", "y")]), record=SECOND)
    assert quarantine(path)[QUARANTINE_KEY].tolist() == ["1-2", "2-5"]


def test_a_row_that_is_refused_again_is_not_mended(path: Path) -> None:
    rows = refused([(2, "no-time", "x"), (5, "unknown-code", "y")])
    assert add(path, rows).mended == 0
    assert add(path, rows).mended == 0
    # The same file once more, now that its code is known.
    known = accepted([("a", "2018-03-01", 1)])
    assert add(path, known, refused([(2, "no-time", "x")])).mended == 1
    assert add(path, refused([(9, "no-time", "x")]), record=SECOND).mended == 0


def test_imports_tell_how_many_rows_still_wait(path: Path) -> None:
    add(path, refused([(2, "no-time", "x"), (5, "outside", "y")]))
    add(path, accepted([("a", "2018-03-01", 1)]), record=SECOND, repaired=[(1, "1-5")])
    with Store(path) as store:
        assert store.list_imports()["waiting"].tolist() == [0, 1]


def test_incidents_are_counted_by_source(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-04-02", None)]))
    with Store(path) as store:
        counted = store.count_by_source()
    assert counted.to_dict("records") == [
        {
            "source": RECORD.source,
            "incidents": 2,
            "without_place": 1,
            "first": date(2018, 3, 1),
            "last": date(2018, 4, 2),
        }
    ]


def test_repaired_rows_leave_the_quarantine(path: Path) -> None:
    add(path, refused([(2, "no-time", "x"), (5, "outside", "y"), (7, "outside", "z")]))
    repaired = [accepted([("a", "2018-03-01", 1)]), refused([(2, "outside", "still far")])]
    keys = [(1, "1-5"), (2, "1-2"), (3, "1-99"), (4, "9-9")]
    counts = add(path, *repaired, record=SECOND, repaired=keys)
    assert tell(counts) == (2, 1, 0, 0, 1)
    assert counts.mended == 1
    assert quarantine(path)[QUARANTINE_KEY].tolist() == ["1-7", "2-2"]


def test_a_refused_row_of_a_file_with_a_column_named_reason_keeps_both(path: Path) -> None:
    batch = refused([(1, "no-time", "x")])
    batch = replace(batch, refused=batch.refused.assign(file="their own word"))
    add(path, batch)
    assert "their own word" in quarantine(path).iloc[0].tolist()
    assert "first.csv" in quarantine(path).iloc[0].tolist()


def test_each_import_is_recorded_and_raises_the_version(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1), ("b", "2018-04-02", None)]))
    add(path, refused([(1, "no-time", "x")]), record=replace(SECOND, mapping="[]", theme="overig"))
    with Store(path) as store:
        imports, contents = store.list_imports(), store.contents()
        assert store.known_digests() == {"d1", "d2"}
        assert (store.mapping_of(2), store.mapping_of(3)) == (("[]", "overig"), None)
    assert imports["file"].tolist() == ["second.csv", "first.csv"]
    assert imports["refused"].tolist() == [1, 0]
    assert contents.version == 2
    assert (contents.incidents, contents.without_place) == (2, 1)
    assert (contents.first, contents.last) == (date(2018, 3, 1), date(2018, 4, 2))
    assert contents.imported_at == RECORD.imported_at


def test_a_period_and_a_theme_choose_by_local_day(path: Path) -> None:
    nights = ["2018-02-28 23:59", "2018-03-01 00:00", "2018-03-31 23:59", "2018-04-01 00:00"]
    add(path, accepted([(night, night, 1) for night in nights]))
    march = Period(first=date(2018, 3, 1), last=date(2018, 3, 31))
    assert read(path, period=march)[schema.INCIDENT_ID].tolist() == nights[1:3]
    assert len(read(path, "woninginbraak", march)) == 2
    assert len(read(path, "overig", march)) == 0
    with Store(path) as store:
        assert store.count_by_month(period=march) == {"2018-03": 2}
        assert store.count_by_month(period=None) == {"2018-02": 1, "2018-03": 2, "2018-04": 1}
        assert store.count_by_theme(period=march) == {"woninginbraak": 2}
        assert len(store.read_rows(["x", "y"], Stretch(period=march))) == 2


files = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", None]),
            st.sampled_from(["2018-03-01", "2018-03-02"]),
            st.sampled_from([1.0, 2.0, None]),
        ),
        min_size=1,
        max_size=6,
    ),
    max_size=4,
)


@given(files)
@settings(max_examples=20)
def test_every_row_is_accounted_for_and_the_last_content_of_an_id_stands(
    contents: list[list[Row]],
) -> None:
    latest: dict[str, tuple[str, float | None]] = {}
    anonymous: dict[tuple[str, float | None], int] = {}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "s.duckdb")) as store:
        for number, rows in enumerate(contents):
            counts = store.add_incidents([accepted(rows)], replace(RECORD, digest=str(number)))
            assert tell(counts)[0] == len(rows)
            latest |= {name: (start, x) for name, start, x in rows if name}
            nameless = [(start, x) for name, start, x in rows if not name]
            for kind in set(nameless):
                anonymous[kind] = max(anonymous.get(kind, 0), nameless.count(kind))
        found = store.read_incidents(theme=None, period=None, crs=GRID, timezone=ZONE)
    known = found[found[schema.INCIDENT_ID].isin(["a", "b", "c"])]
    days = known[schema.STARTED_AT].dt.strftime("%Y-%m-%d")
    spots = [None if point is None else point.x for point in known.geometry]
    assert (
        dict(zip(known[schema.INCIDENT_ID], zip(days, spots, strict=True), strict=True)) == latest
    )
    assert len(found) - len(known) == sum(anonymous.values())


def test_sessions_of_one_process_open_and_close_the_store_at_the_same_time(path: Path) -> None:
    add(path, accepted([("a", "2024-01-01 10:00", 1.0)]))

    def visit(_: int) -> int:
        with Store(path) as store:
            return store.version()

    # Few enough for the last one to leave now and then, while the next one comes in.
    with ThreadPoolExecutor(3) as sessions:
        assert set(sessions.map(visit, range(300))) == {1}


def test_the_files_look_different_after_each_change_and_only_then(path: Path) -> None:
    seen = [look_at_files(path)]
    add(path, accepted([("a", "2018-03-01", 1)]))
    seen.append(look_at_files(path))
    add(path, accepted([("a", "2018-03-01", 2)]), record=SECOND)
    seen.append(look_at_files(path))
    with Store(path) as store:
        store.contents()
        store.read_quarantine(None)
    assert look_at_files(path) == seen[-1]
    with Store(path) as store:
        store.undo_last_import()
        # Seen from outside as soon as it is done, and not only once the store is closed.
        seen.append(look_at_files(path))
    assert len(set(seen)) == len(seen) == 4


def test_an_import_that_fails_half_way_leaves_nothing(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]), refused([(2, "no-time", "x")]))

    def batches() -> Iterator[Batch]:
        yield accepted([("a", "2018-03-01", 2), ("b", "2018-03-02", 2)])
        yield refused([(3, "no-time", "y")])
        raise OSError("the disk came loose")

    with Store(path) as store:
        with pytest.raises(OSError, match="came loose"):
            store.add_incidents(batches(), RECORD)
        assert store.version() == 1
        assert tell(store.add_incidents([accepted([("b", "2018-03-02", 2)])], SECOND))[1] == 1
    assert places(path) == [("a", 1), ("b", 2)]
    assert quarantine(path)["datum"].tolist() == ["x"]


# The import signals over its standard output and then waits to be killed: once while its rows
# are read, once when all but the commit is done.
INTERRUPTED = """
import sys
from pathlib import Path
from test_store import SECOND, Store, accepted

def wait():
    print("here", flush=True)
    sys.stdin.read()

def batches():
    yield accepted([("a", "2018-03-01", 9), ("b", "2018-03-02", 2)])
    if sys.argv[2] == "reading":
        wait()

class Repaired(list):
    def __iter__(self):
        wait()
        return super().__iter__()

with Store(Path(sys.argv[1])) as store:
    store.add_incidents(batches(), SECOND, repaired=Repaired())
"""


@contextmanager
def paused_import(path: Path, moment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(path), moment],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "here\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("moment", ["reading", "before-the-commit"])
def test_a_killed_import_leaves_the_store_as_it_was(path: Path, moment: str) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]), refused([(2, "no-time", "x")]))
    with paused_import(path, moment):
        pass
    assert places(path) == [("a", 1)]
    assert quarantine(path)["datum"].tolist() == ["x"]
    again = add(path, accepted([("a", "2018-03-01", 9), ("b", "2018-03-02", 2)]), record=SECOND)
    assert (again.import_id, tell(again)) == (2, (2, 2, 0, 1, 0))


def test_a_store_in_use_is_waited_for_and_then_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_LOCK_WAIT_SECONDS", 0.1)
    add(path, accepted([("a", "2018-03-01", 1)]))
    with paused_import(path, "reading"):
        held = path.read_bytes()
        with pytest.raises(StoreError, match=r"in use for over 0\.1 seconds") as told:
            Store(path)
        assert told.value.key == "store-locked"
        assert path.read_bytes() == held
    assert places(path) == [("a", 1)]


def test_nothing_is_drawn_into_what_a_program_answers(tmp_path: Path) -> None:
    """A program without a file of its own DuckDB takes for a conversation, and shows it a bar."""
    script = """
import pathlib, sys, duckdb
from geo.store.connection import connect, connect_locked_down
path = pathlib.Path(sys.argv[1])
for connection in (duckdb.connect(), connect(path), connect_locked_down()):
    print(connection.execute("SELECT current_setting('enable_progress_bar')").fetchone()[0])
"""
    run = [sys.executable, "-c", script, str(tmp_path / "store.duckdb")]
    told = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.split() == ["True", "False", "False"]


def write_text(path: Path) -> None:
    path.write_text("a block of text that somebody locked away\n" * 500)


def write_nothing(path: Path) -> None:
    path.touch()


def write_other_database(path: Path) -> None:
    with duckdb.connect(path) as database:
        database.execute("CREATE TABLE recipes (name VARCHAR)")


def write_newer_store(path: Path) -> None:
    Store(path).__exit__(None, None, None)
    with duckdb.connect(path) as database:
        database.execute("UPDATE meta SET value = 99 WHERE key = 'schema_version'")


def write_half_a_store(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize(
    ("write", "key"),
    [
        (write_text, "store-unusable"),
        (write_nothing, "store-unusable"),
        (write_other_database, "store-unusable"),
        (write_newer_store, "store-version"),
        (write_half_a_store, "store-unusable"),
    ],
)
def test_what_is_no_store_of_this_version_is_left_alone(tmp_path: Path, write, key: str) -> None:
    # The folder's name must not pass for the word in a message about locks.
    path = tmp_path / "locks" / "incidents.duckdb"
    path.parent.mkdir()
    write(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"^expected .+, got .+; .+$") as told:
        Store(path)
    assert told.value.key == key
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_store_that_lacks_a_table_is_said_to_be_damaged(path: Path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    with duckdb.connect(path) as database:
        database.execute("DROP TABLE incidents")
    with pytest.raises(StoreError, match="expected a complete store"):
        read(path)
    with pytest.raises(StoreError, match="expected a complete store"):
        add(path, accepted([("a", "2018-03-01", 1)]), record=SECOND)


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Permissions do not bind root, as which a container often runs its tests."""
    user = os.geteuid()
    os.seteuid(65_534 if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_that_cannot_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        there = folder / "there.duckdb"
        add(there, accepted([("a", "2018-03-01", 1)]))
        before = there.read_bytes()
        there.chmod(0o444)
        folder.chmod(0o555)
        for path in (there, folder / "new.duckdb", folder / "none" / "new.duckdb"):
            with an_ordinary_user(), pytest.raises(StoreError, match="writable store at"):
                Store(path)
        folder.chmod(0o755)
        assert there.read_bytes() == before
        assert list(folder.iterdir()) == [there]
