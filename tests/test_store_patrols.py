from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_migration import write_version_3
from test_store import accepted, add
from visit_drawings import SQUARE, STATION, draw_plan, draw_stop, draw_tick

from geo.errors import ParamsError, StoreError
from geo.patrol_records import PlanVersion
from geo.patrol_ticks import Finding, TickKind
from geo.store import Store

MOMENT = datetime(2019, 1, 4, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def keep(path: Path, plan=None, *, at=MOMENT) -> PlanVersion:
    with Store(path) as store:
        return store.patrols.add_plan(plan or draw_plan(), recorded_at=at)


def revise(path: Path, last: PlanVersion, stops, why="Een team is ziek") -> PlanVersion:
    plan = replace(last.plan, stops=tuple(stops))
    version = replace(last, version=last.version + 1, why=why, plan=plan)
    with Store(path) as store:
        store.patrols.add_version(version)
    return version


def tick(path: Path, *ticks) -> None:
    with Store(path) as store:
        store.patrols.add_ticks(ticks)


def versions(path: Path, plan_id=None):
    with Store(path) as store:
        return store.patrols.read_versions(plan_id)


def ticks(path: Path, plan_id=None):
    with Store(path) as store:
        return store.patrols.read_ticks(plan_id)


def copy_to(path: Path, target: Path) -> Path:
    with Store(path) as store:
        store.back_up(target)
    return target


def put_back(path: Path, backup: Path) -> None:
    with Store(path) as store:
        store.restore(backup)


def test_a_plan_comes_back_as_it_was_kept(path):
    kept = keep(path)
    assert (kept.version, kept.why) == (1, "")
    assert versions(path) == [kept]
    assert versions(path, kept.plan_id) == [kept]
    assert versions(path, "0123456789ab") == []


def test_the_id_follows_from_what_was_kept_and_when(path, tmp_path):
    kept = keep(path)
    assert keep(tmp_path / "elsewhere.duckdb").plan_id == kept.plan_id
    local = MOMENT.astimezone(timezone(timedelta(hours=5)))
    assert keep(path, at=local).plan_id == kept.plan_id
    assert len(versions(path)) == 1
    assert keep(path, at=MOMENT + timedelta(seconds=1)).plan_id != kept.plan_id
    assert keep(path, draw_plan(seed=8)).plan_id != kept.plan_id


def test_plans_come_in_the_order_in_which_they_were_first_kept(path):
    later = keep(path, at=MOMENT + timedelta(hours=1))
    first = keep(path)
    second = revise(path, first, first.plan.stops[:2])
    assert versions(path) == [first, second, later]


def test_a_later_version_leaves_the_earlier_one_as_it_was(path):
    first = keep(path)
    second = revise(path, first, first.plan.stops[:2])
    assert versions(path) == [first, second]
    with Store(path) as store:
        planned = store.patrols.read_planned_visits()
    # Only what is planned now counts as planned.
    assert planned.loc[planned["is_last"], "place"].tolist() == [SQUARE, STATION]
    assert len(planned) == len(first.plan.stops) + 2


def test_a_change_of_a_version_that_is_no_longer_the_last_is_refused(path):
    first = keep(path)
    second = revise(path, first, first.plan.stops[:2])
    with pytest.raises(ParamsError) as told:
        revise(path, first, first.plan.stops[:1])
    assert told.value.key == "patrol-changed"
    assert versions(path) == [first, second]


def test_a_version_of_no_plan_is_refused(path):
    first = keep(path)
    with pytest.raises(ParamsError) as told:
        revise(path, replace(first, plan_id="0123456789ab"), first.plan.stops)
    assert told.value.key == "patrol-unknown"
    assert versions(path) == [first]


def test_ticks_come_back_in_the_order_in_which_they_were_made(path):
    kept = keep(path)
    arrived = draw_tick(kept, 2, minutes=12)
    left = draw_tick(kept, 1, TickKind.LEFT, minutes=27)
    seen = draw_tick(kept, 3, TickKind.PARTICULAR, minutes=20, finding=Finding.LIGHTING)
    tick(path, left, seen)
    tick(path, arrived)
    assert ticks(path, kept.plan_id) == [arrived, seen, left]
    assert ticks(path, "0123456789ab") == []


def test_a_tick_that_is_sent_twice_is_kept_once_as_it_was_first(path):
    kept = keep(path)
    first = draw_tick(kept)
    tick(path, first, first)
    tick(path, replace(first, kind=TickKind.LEFT))
    assert ticks(path) == [first]


@settings(deadline=None, max_examples=8)
@given(order=st.permutations(range(5)), again=st.lists(st.integers(0, 4), max_size=4))
def test_whatever_order_ticks_come_in_and_how_often_each_is_there_once(
    tmp_path_factory, order, again
):
    path = tmp_path_factory.mktemp("ticks") / "incidents.duckdb"
    kept = keep(path)
    made = [draw_tick(kept, number, minutes=number) for number in range(5)]
    for number in [*order, *again]:
        tick(path, made[number])
    assert ticks(path) == made


def test_ticks_that_come_in_side_by_side_are_all_kept_once(path):
    kept = keep(path)
    made = [draw_tick(kept, number, minutes=number) for number in range(6)]
    with ThreadPoolExecutor(6) as sessions:
        list(sessions.map(lambda one: tick(path, one, *made), made))
    assert ticks(path) == made


def test_ticks_are_kept_all_or_none(path):
    kept = keep(path)
    good = draw_tick(kept)
    # The store takes no tick without a place.
    bad = replace(draw_tick(kept, 2), place=None)
    with pytest.raises(StoreError):
        tick(path, good, bad)
    assert ticks(path) == []


def test_incidents_are_asked_for_no_anew_because_of_plans_and_ticks(path):
    add(path, accepted([("a", "2018-03-01", 1)]))
    with Store(path) as store:
        before = store.version()
    tick(path, draw_tick(keep(path)))
    with Store(path) as store:
        assert store.version() == before


def test_undoing_imports_leaves_plans_and_ticks_whole(path):
    add(path, accepted([("a", "2018-03-01", 1)]))
    kept = keep(path)
    tick(path, draw_tick(kept))
    with Store(path) as store:
        store.undo_last_import()
    assert (versions(path), ticks(path)) == ([kept], [draw_tick(kept)])


def test_a_backup_brings_plans_and_ticks_into_a_new_store(path, tmp_path):
    first = keep(path)
    second = revise(path, first, first.plan.stops[:2])
    tick(path, draw_tick(second))
    fresh = tmp_path / "fresh.duckdb"
    put_back(fresh, copy_to(path, tmp_path / "kept.duckdb"))
    assert versions(fresh) == [first, second]
    assert ticks(fresh) == [draw_tick(second)]


def test_what_came_after_a_backup_stays_and_nothing_comes_twice(path, tmp_path):
    kept = keep(path)
    tick(path, draw_tick(kept, 1))
    backup = copy_to(path, tmp_path / "kept.duckdb")
    tick(path, draw_tick(kept, 2, TickKind.LEFT, minutes=27))
    other = keep(path, at=MOMENT + timedelta(days=1))
    put_back(path, backup)
    put_back(path, backup)
    assert versions(path) == [kept, other]
    assert [found.tick_id[-1] for found in ticks(path)] == ["1", "2"]


def test_a_version_that_both_have_stays_as_the_store_has_it(path, tmp_path):
    kept = keep(path)
    backup = copy_to(path, tmp_path / "kept.duckdb")
    theirs = revise(backup, kept, kept.plan.stops[:1], "Daar gewijzigd")
    tick(backup, draw_tick(theirs))
    ours = revise(path, kept, kept.plan.stops[:3], "Hier gewijzigd")
    put_back(path, backup)
    assert versions(path) == [kept, ours]
    assert ticks(path) == [draw_tick(ours)]


def test_a_backup_of_before_there_were_plans_leaves_them(path, tmp_path):
    kept = keep(path)
    put_back(path, write_version_3(tmp_path / "old.duckdb"))
    assert versions(path) == [kept]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE patrol_plans SET body = '{}'",
        "UPDATE patrol_plans SET version = 2",
        "DELETE FROM planned_visits WHERE stop = 1",
        "DELETE FROM patrol_plans",
        "UPDATE patrol_plans SET body = replace(body, '480', '4800000000')",
        "UPDATE planned_visits SET x = 1e300",
        """
        UPDATE patrol_plans SET plan_id = '<script>';
        UPDATE planned_visits SET plan_id = '<script>';
        UPDATE ticks SET plan_id = '<script>'
        """,
        "UPDATE ticks SET kind = 'seen'",
        "UPDATE ticks SET plan_id = 'elsewhere'",
        "UPDATE ticks SET ticked_at = recorded_at + INTERVAL 1 DAY",
    ],
)
def test_a_backup_with_records_that_no_store_wrote_is_refused(path, tmp_path, damage):
    kept = keep(path)
    tick(path, draw_tick(kept))
    backup = copy_to(path, tmp_path / "kept.duckdb")
    with duckdb.connect(backup) as database:
        database.execute(damage)
    with pytest.raises(StoreError) as told:
        put_back(path, backup)
    assert told.value.key == "backup-unfit"
    assert (versions(path), ticks(path)) == ([kept], [draw_tick(kept)])


def test_a_plan_that_was_damaged_is_told_of(path):
    keep(path)
    with duckdb.connect(path) as database:
        database.execute("UPDATE planned_visits SET leaves = starts - INTERVAL 1 DAY")
    with pytest.raises(StoreError) as told:
        versions(path)
    assert told.value.key == "store-damaged"


def test_the_store_counts_its_plans_and_ticks(path):
    kept = keep(path)
    revise(path, kept, [draw_stop()])
    tick(path, draw_tick(kept))
    with Store(path) as store:
        assert store.patrols.count() == (1, 1)
