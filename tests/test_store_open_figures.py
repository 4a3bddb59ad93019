from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from open_drawings import MOMENT, NEXT, OWN, draw_figures
from test_migration import write_version_3
from test_store import accepted, add, places

from geo.errors import StoreError
from geo.schema import OpenTable
from geo.store import Store

YEAR = ("1.1.1", OWN, 2025, 0, 91)
LATER = MOMENT + timedelta(days=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "incidents.duckdb"


def keep(path, *tables, at=MOMENT):
    with Store(path) as store:
        return store.open_figures.add(tables, imported_at=at)


def figures(path):
    with Store(path) as store:
        rows = store.open_figures.read()
    return [tuple(row) for row in rows.drop(columns="table_id").astype(object).to_numpy()]


def revisions(path):
    with Store(path) as store:
        return store.open_figures.read_revisions()


def copy_to(path, target):
    with Store(path) as store:
        store.back_up(target)
    return target


def put_back(path, backup):
    with Store(path) as store:
        store.restore(backup)


def counts(told):
    return told.added, told.revised, told.same


def test_figures_come_back_with_what_was_withheld_missing(path) -> None:
    (told,) = keep(path, draw_figures([YEAR, ("1.1.1", NEXT, 2025, 0, None)]))
    assert counts(told) == (2, 0, 0)
    (own, withheld) = figures(path)
    assert own == YEAR
    assert withheld[:4] == ("1.1.1", NEXT, 2025, 0)
    with Store(path) as store:
        assert store.open_figures.read()["figure"].isna().tolist() == [False, True]


def test_a_revised_figure_takes_the_place_and_the_earlier_one_is_told(path) -> None:
    keep(path, draw_figures([YEAR]))
    (told,) = keep(path, draw_figures([(*YEAR[:4], 93)], origin="nieuw.json"), at=LATER)
    assert counts(told) == (0, 1, 0)
    assert figures(path) == [(*YEAR[:4], 93)]
    (row,) = revisions(path).itertuples(index=False)
    assert (row.figure, row.revised, row.file) == (91, 93, "nieuw.json")
    assert row.revised_at == LATER.replace(tzinfo=None)


def test_the_same_file_twice_changes_nothing_and_is_remembered(path) -> None:
    keep(path, draw_figures([YEAR]))
    (told,) = keep(path, draw_figures([YEAR]), at=LATER)
    assert counts(told) == (0, 0, 1)
    assert (figures(path), len(revisions(path))) == ([YEAR], 0)
    with Store(path) as store:
        assert [found.imported_at for found in store.open_figures.list_imports()] == [LATER, MOMENT]


def test_of_two_files_in_one_go_the_later_says_the_last_word(path) -> None:
    last = draw_figures([(*YEAR[:4], 95)], digest="a")
    keep(path, draw_figures([YEAR], digest="z"), last)
    assert figures(path) == [(*YEAR[:4], 95)]


def test_a_figure_that_becomes_withheld_is_a_revision(path) -> None:
    keep(path, draw_figures([YEAR]))
    (told,) = keep(path, draw_figures([(*YEAR[:4], None)]), at=LATER)
    assert told.revised == 1


def test_tables_do_not_overwrite_each_other(path) -> None:
    keep(path, draw_figures([YEAR]), draw_figures([(*YEAR[:4], 90)], OpenTable.CRIMES_BY_MONTH))
    assert sorted(row[-1] for row in figures(path)) == [90, 91]


def test_a_failure_half_way_leaves_nothing(path) -> None:
    broken = draw_figures([YEAR])
    broken.figures["topic"] = None
    with pytest.raises(StoreError):
        keep(path, draw_figures([YEAR]), broken)
    assert figures(path) == []


def test_importing_and_undoing_incidents_leaves_figures_whole(path) -> None:
    keep(path, draw_figures([YEAR]))
    add(path, accepted([("a", "2018-03-01", 1)]))
    with Store(path) as store:
        store.undo_last_import()
    assert (places(path), figures(path)) == ([], [YEAR])


def test_a_backup_brings_figures_into_a_new_store(path, tmp_path) -> None:
    keep(path, draw_figures([YEAR]))
    keep(path, draw_figures([(*YEAR[:4], 93)]), at=LATER)
    fresh = tmp_path / "fresh.duckdb"
    put_back(fresh, copy_to(path, tmp_path / "kept.duckdb"))
    assert figures(fresh) == [(*YEAR[:4], 93)]
    assert len(revisions(fresh)) == 1


def test_an_earlier_backup_takes_no_later_figure_away(path, tmp_path) -> None:
    keep(path, draw_figures([YEAR]))
    backup = copy_to(path, tmp_path / "kept.duckdb")
    keep(path, draw_figures([(*YEAR[:4], 93)]), at=LATER)
    for _ in range(2):
        put_back(path, backup)
        assert figures(path) == [(*YEAR[:4], 93)]
        assert len(revisions(path)) == 1


def test_a_later_backup_of_another_store_has_the_last_word(path, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere.duckdb"
    keep(elsewhere, draw_figures([(*YEAR[:4], 93), ("1.2.3", OWN, 2025, 0, 4)]), at=LATER)
    keep(path, draw_figures([YEAR]))
    put_back(path, copy_to(elsewhere, tmp_path / "kept.duckdb"))
    assert figures(path) == [(*YEAR[:4], 93), ("1.2.3", OWN, 2025, 0, 4)]


def test_a_backup_from_before_there_were_figures_takes_none_away(path, tmp_path) -> None:
    keep(path, draw_figures([YEAR]))
    put_back(path, write_version_3(tmp_path / "old.duckdb"))
    assert figures(path) == [YEAR]
    assert places(path) == [("a", 1)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE open_figures SET figure = -1",
        "UPDATE open_figures SET month_number = 13",
        "UPDATE open_figures SET table_id = '47999NED'",
        "DELETE FROM open_imports",
        "DROP TABLE open_imports",
    ],
)
def test_figures_that_no_store_wrote_are_refused_with_the_whole_backup(
    path, tmp_path, damage
) -> None:
    keep(path, draw_figures([YEAR]))
    backup = copy_to(path, tmp_path / "kept.duckdb")
    with duckdb.connect(backup) as database:
        database.execute(damage)
    fresh = tmp_path / "fresh.duckdb"
    with pytest.raises(StoreError) as told:
        put_back(fresh, backup)
    assert told.value.key == "backup-unfit"
    assert figures(fresh) == []


def test_sessions_of_one_process_take_turns(path) -> None:
    moments = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda at: keep(path, draw_figures([YEAR]), at=at)[0], moments))
    assert sum(found.added for found in told) == 1
    assert sum(found.same for found in told) == 7
