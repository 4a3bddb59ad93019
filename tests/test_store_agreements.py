from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest
from agreement_drawings import draw_agreement
from test_migration import write_version_2
from test_store import SECOND, accepted, add, places

from geo.agreements import AgreementVersion, Status
from geo.errors import ParamsError, StoreError
from geo.store import Store

AGREEMENT = draw_agreement()
MOMENT = datetime(2026, 8, 1, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def record(path: Path, agreement=AGREEMENT, *, at=MOMENT) -> AgreementVersion:
    with Store(path) as store:
        return store.agreements.add(agreement, recorded_at=at)


def revise(path: Path, last: AgreementVersion, why="Begonnen", **changes) -> AgreementVersion:
    changed = replace(last.agreement, **(changes or {"status": Status.BUSY}))
    version = replace(last, version=last.version + 1, why=why, agreement=changed)
    with Store(path) as store:
        store.agreements.add_version(version)
    return version


def versions(path: Path, number: int | None = None) -> list[AgreementVersion]:
    with Store(path) as store:
        return store.agreements.read_versions(number)


def copy_to(path: Path, target: Path) -> Path:
    with Store(path) as store:
        store.back_up(target)
    return target


def put_back(path: Path, backup: Path) -> None:
    with Store(path) as store:
        store.restore(backup)


def test_an_agreement_comes_back_as_it_was_written(path) -> None:
    written = record(path)
    assert (written.agreement_id, written.version, written.why) == (1, 1, "")
    assert versions(path) == [written]


def test_the_moment_is_the_same_whatever_zone_it_was_told_in(path) -> None:
    record(path, at=MOMENT.astimezone(timezone(timedelta(hours=5))))
    assert versions(path)[0].recorded_at == MOMENT


def test_a_later_version_leaves_the_earlier_one_as_it_was(path) -> None:
    first = record(path)
    other = record(path, draw_agreement(note="Elders"))
    second = revise(path, first)
    assert versions(path) == [first, second, other]
    assert versions(path, 1) == [first, second]
    assert other.agreement_id == 2


def test_a_change_of_a_version_that_is_no_longer_the_last_is_refused(path) -> None:
    first = record(path)
    second = revise(path, first)
    with pytest.raises(ParamsError) as told:
        revise(path, first, status=Status.STOPPED)
    assert told.value.key == "agreement-changed"
    assert versions(path) == [first, second]


def test_a_version_of_no_agreement_is_refused(path) -> None:
    first = record(path)
    with pytest.raises(ParamsError) as told:
        revise(path, replace(first, agreement_id=7))
    assert told.value.key == "agreement-unknown"
    assert versions(path) == [first]


def test_an_earlier_backup_takes_no_agreement_away(path, tmp_path) -> None:
    first = record(path)
    backup = copy_to(path, tmp_path / "kept.duckdb")
    second, other = revise(path, first), record(path)
    add(path, accepted([("a", "2018-03-01", 1)]), record=SECOND)
    for _ in range(2):
        put_back(path, backup)
        assert versions(path) == [first, second, other]
    assert places(path) == []


def test_a_backup_from_before_there_were_agreements_takes_none_away(path, tmp_path) -> None:
    first = record(path)
    put_back(path, write_version_2(tmp_path / "old.duckdb"))
    assert versions(path) == [first]
    assert places(path) == [("a", 1)]


def test_an_agreement_of_another_store_gets_a_number_of_its_own_once(path, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere.duckdb"
    theirs = revise(elsewhere, record(elsewhere, draw_agreement(note="Elders")))
    ours = record(path)
    backup = copy_to(elsewhere, tmp_path / "kept.duckdb")
    for _ in range(2):
        put_back(path, backup)
        assert versions(path, 1) == [ours]
        assert versions(path, 2)[-1] == replace(theirs, agreement_id=2)
    assert record(path).agreement_id == 3


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE agreements SET body = '{}'",
        "UPDATE agreements SET body = replace(body, 'Drie avonden', 'Bel 06-12345678')",
        "UPDATE agreements SET body = replace(body, 'POLYGON', 'LINESTRING')",
        "UPDATE agreements SET version = 3 WHERE version = 2",
        "DELETE FROM agreements WHERE version = 1",
        "DROP TABLE agreements",
    ],
)
def test_agreements_that_no_store_wrote_are_refused_with_the_whole_backup(
    path, tmp_path, damage
) -> None:
    revise(path, record(path))
    backup = copy_to(path, tmp_path / "kept.duckdb")
    with duckdb.connect(backup) as database:
        database.execute(damage)
    fresh = tmp_path / "fresh.duckdb"
    with pytest.raises(StoreError) as told:
        put_back(fresh, backup)
    assert told.value.key == "backup-unfit"
    assert versions(fresh) == []


def test_sessions_of_one_process_get_different_numbers(path) -> None:
    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(lambda _: record(path).agreement_id, range(12)))
    assert sorted(written) == list(range(1, 13))
