import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest
from placement_drawings import draw_placement
from test_migration import write_version_2
from test_store import SECOND, accepted, add, places

from geo.errors import ParamsError, StoreError
from geo.placements import Moment, Placement, PlacementVersion, SafetySurvey
from geo.store import Store

PLACEMENT = draw_placement()
MOMENT = datetime(2024, 1, 2, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def record(path: Path, placement: Placement = PLACEMENT, *, at=MOMENT) -> PlacementVersion:
    with Store(path) as store:
        return store.add_placement(placement, recorded_at=at)


def revise(path: Path, last: PlacementVersion, why: str, **changes) -> PlacementVersion:
    version = replace(
        last,
        version=last.version + 1,
        why=why,
        placement=replace(last.placement, **changes),
    )
    with Store(path) as store:
        store.add_placement_version(version)
    return version


def survey(path: Path, placement_id=1, *, asked=50, safe=30, moment=Moment.BEFORE, at=MOMENT):
    figure = SafetySurvey(
        placement_id=placement_id, moment=moment, asked=asked, safe=safe, recorded_at=at
    )
    with Store(path) as store:
        store.add_survey(figure)
    return figure


def versions(path: Path, placement_id: int | None = None) -> list[PlacementVersion]:
    with Store(path) as store:
        return store.read_placement_versions(placement_id)


def surveys(path: Path, placement_id: int | None = None) -> list[SafetySurvey]:
    with Store(path) as store:
        return store.read_surveys(placement_id)


def copy_to(path: Path, target: Path) -> Path:
    with Store(path) as store:
        store.back_up(target)
    return target


def put_back(path: Path, backup: Path) -> None:
    with Store(path) as store:
        store.restore(backup)


def test_a_placement_comes_back_as_it_was_written(path) -> None:
    written = record(path)
    assert (written.placement_id, written.version, written.why) == (1, 1, "")
    assert versions(path) == [written]


def test_the_moment_is_the_same_whatever_zone_it_was_told_in(path) -> None:
    record(path, at=MOMENT.astimezone(timezone(timedelta(hours=5))))
    assert versions(path)[0].recorded_at == MOMENT


def test_a_later_version_leaves_the_earlier_one_as_it_was(path) -> None:
    first = record(path)
    other = record(path, draw_placement(purpose="Minder inbraken"))
    second = revise(path, first, "De camera dekt meer", range_m=150.0)
    assert versions(path) == [first, second, other]
    assert versions(path, 1) == [first, second]
    assert other.placement_id == 2


def test_a_change_of_a_version_that_is_no_longer_the_last_is_refused(path) -> None:
    first = record(path)
    revise(path, first, "De camera dekt meer", range_m=150.0)
    with pytest.raises(ParamsError) as told:
        revise(path, first, "De camera dekt minder", range_m=50.0)
    assert told.value.key == "placement-changed"
    assert [found.placement.range_m for found in versions(path)] == [100, 150]


def test_a_version_or_figure_of_no_placement_is_refused(path) -> None:
    first = record(path)
    with pytest.raises(ParamsError, match="number of a placement"):
        revise(path, replace(first, placement_id=7), "Zomaar", range_m=50.0)
    with pytest.raises(ParamsError) as told:
        survey(path, 7)
    assert told.value.key == "placement-unknown"
    assert (versions(path), surveys(path)) == ([first], [])


def test_figures_of_both_moments_are_kept_in_the_order_of_writing(path) -> None:
    record(path)
    figures = [
        survey(path, at=MOMENT),
        survey(path, safe=31, at=MOMENT + timedelta(days=1)),
        survey(path, moment=Moment.AFTER, at=MOMENT + timedelta(days=90)),
    ]
    assert surveys(path, 1) == figures


def test_undoing_imports_leaves_placements_whole(path) -> None:
    add(path, accepted([("a", "2018-03-01", 1)]))
    first = record(path)
    figure = survey(path)
    with Store(path) as store:
        store.undo_last_import()
    assert places(path) == []
    assert (versions(path), surveys(path)) == ([first], [figure])


def test_imports_are_the_same_whether_or_not_there_are_placements(path) -> None:
    record(path)
    assert add(path, accepted([("a", "2018-03-01", 1)])).import_id == 1
    with Store(path) as store:
        assert store.version() == 1


def test_a_backup_brings_placements_into_a_new_store(path, tmp_path) -> None:
    second = revise(path, record(path), "De camera dekt meer", range_m=150.0)
    figure = survey(path)
    fresh = tmp_path / "fresh.duckdb"
    put_back(fresh, copy_to(path, tmp_path / "kept.duckdb"))
    assert versions(fresh)[-1] == second
    assert len(versions(fresh)) == 2
    assert surveys(fresh) == [figure]


def test_an_earlier_backup_takes_no_placement_away(path, tmp_path) -> None:
    first = record(path)
    backup = copy_to(path, tmp_path / "kept.duckdb")
    second = revise(path, first, "De camera dekt meer", range_m=150.0)
    other, figure = record(path), survey(path)
    add(path, accepted([("a", "2018-03-01", 1)]), record=SECOND)
    for _ in range(2):
        put_back(path, backup)
        assert versions(path) == [first, second, other]
        assert surveys(path) == [figure]
    assert places(path) == []


def test_a_backup_from_before_there_were_placements_takes_none_away(path, tmp_path) -> None:
    first = record(path)
    put_back(path, write_version_2(tmp_path / "old.duckdb"))
    assert versions(path) == [first]
    assert places(path) == [("a", 1)]


def test_a_placement_of_another_store_gets_a_number_of_its_own_once(path, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere.duckdb"
    theirs = revise(
        elsewhere, record(elsewhere, draw_placement(purpose="Elders")), "Langer", range_m=80.0
    )
    figure = survey(elsewhere)
    ours = record(path)
    backup = copy_to(elsewhere, tmp_path / "kept.duckdb")
    for _ in range(2):
        put_back(path, backup)
        assert versions(path, 1) == [ours]
        assert versions(path, 2)[-1] == replace(theirs, placement_id=2)
        assert surveys(path) == [replace(figure, placement_id=2)]
    assert record(path).placement_id == 3


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE placements SET body = '{}'",
        "UPDATE placements SET body = replace(body, 'days\":28', 'days\":29')",
        "UPDATE placements SET version = 3 WHERE version = 2",
        "DELETE FROM placements WHERE version = 1",
        "DELETE FROM placements",
        "UPDATE surveys SET moment = 'during'",
        "UPDATE surveys SET safe = 51",
        "DROP TABLE surveys",
    ],
)
def test_records_that_no_store_wrote_are_refused_with_the_whole_backup(
    path, tmp_path, damage
) -> None:
    revise(path, record(path), "De camera dekt meer", range_m=150.0)
    survey(path)
    backup = copy_to(path, tmp_path / "kept.duckdb")
    with duckdb.connect(backup) as database:
        database.execute(damage)
    fresh = tmp_path / "fresh.duckdb"
    with pytest.raises(StoreError) as told:
        put_back(fresh, backup)
    assert told.value.key == "backup-unfit"
    assert versions(fresh) == []


def test_a_record_that_cannot_be_read_is_said(path) -> None:
    record(path)
    with duckdb.connect(path) as database:
        database.execute("UPDATE placements SET body = '[]'")
    with pytest.raises(StoreError, match="a placement that cannot be read"):
        versions(path)


def test_sessions_of_one_process_get_different_numbers(path) -> None:
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda _: record(path).placement_id, range(24)))
    assert sorted(written) == list(range(1, 25))


def test_of_two_sessions_that_change_one_version_one_is_refused(path) -> None:
    first = record(path)

    def change(range_m: float) -> bool:
        try:
            revise(path, first, "Anders", range_m=range_m)
        except ParamsError as told:
            return told.key != "placement-changed"
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(change, (50.0, 60.0, 70.0, 80.0))) == 1
    assert len(versions(path)) == 2


WRITER = """
import sys
from pathlib import Path
from test_store_placements import record

for _ in range(5):
    record(Path(sys.argv[1]))
"""


def test_processes_take_turns(path) -> None:
    folders = os.pathsep.join(str(Path(__file__).parent / part) for part in (".", ".."))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], env={**os.environ, "PYTHONPATH": folders}
        )
        for _ in range(2)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    assert [found.placement_id for found in versions(path)] == list(range(1, 11))
