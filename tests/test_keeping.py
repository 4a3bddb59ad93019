import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geo import service
from geo.errors import StoreError
from geo.service.upkeep_answers import UndoReport
from geo.workspace import PROJECT_DIR, Workspace, create_workspace, open_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
FIRST = "id,start,x,y,code\n1,2018-05-01,500000,5700000,1.1.1\n2,2018-05-02,500000,5700000,1.1.1\n"
CORRECTED = FIRST.replace("2018-05-02,500000", "2018-05-03,500010") + "3,,1,1,1.1.1\n"


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "town", TOWN)
    take_in(workspace, FIRST, "first.csv")
    return workspace


def take_in(workspace: Workspace, text: str, name: str) -> None:
    path = workspace.root / name
    path.write_text(text, encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)


def test_an_import_is_undone_and_told(town: Workspace) -> None:
    take_in(town, CORRECTED, "second.csv")
    report = service.undo_import(town)
    assert report == UndoReport(2, "second.csv", removed=1, restored=1, incidents=2)
    assert service.describe_data(town).last == date(2018, 5, 2)
    assert service.read_quarantine(town).empty


def test_a_backup_tells_what_it_holds_before_it_is_put_back(
    town: Workspace, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.duckdb"
    made = service.back_up_store(town, kept)
    take_in(town, CORRECTED, "second.csv")
    checked = service.check_backup(town, kept)
    assert made == checked
    assert (checked.incidents, checked.first, checked.last) == (
        *(2, date(2018, 5, 1), date(2018, 5, 2)),
    )
    assert checked.imported_at == NOW
    assert service.describe_data(town).last == date(2018, 5, 3)
    version = service.store_version(town)
    assert service.restore_store(town, kept).set_aside is None
    assert service.describe_data(town).last == date(2018, 5, 2)
    assert service.store_version(town) > version


def test_a_damaged_store_is_kept_beside_the_restored_one(town: Workspace, tmp_path: Path) -> None:
    kept = tmp_path / "kept.duckdb"
    service.back_up_store(town, kept)
    town.store_path.write_bytes(b"a block of text" * 5000)
    report = service.restore_store(town, kept)
    assert service.describe_data(town).incidents == 2
    assert report.set_aside is not None
    assert report.set_aside.read_bytes() == b"a block of text" * 5000


def test_a_bad_backup_is_found_out_before_a_damaged_store_is_touched(
    town: Workspace, tmp_path: Path
) -> None:
    town.store_path.write_bytes(b"a block of text" * 5000)
    bad = tmp_path / "bad.duckdb"
    bad.write_bytes(b"no store at all")
    with pytest.raises(StoreError, match="choose another file"):
        service.restore_store(town, bad)
    assert town.store_path.read_bytes() == b"a block of text" * 5000


def test_a_backup_of_nothing_holds_nothing(tmp_path: Path) -> None:
    empty = create_workspace(tmp_path / "empty", TOWN)
    assert service.measure_store(empty) == 0
    report = service.back_up_store(empty, tmp_path / "kept.duckdb")
    assert (report.incidents, report.first, report.imported_at) == (0, None, None)
    assert service.measure_store(empty) > 0


def test_undoing_is_foretold_and_holds_to_what_was_foretold(town: Workspace) -> None:
    take_in(town, CORRECTED, "second.csv")
    foretold = service.preview_undo(town)
    assert foretold == UndoReport(2, "second.csv", removed=1, restored=1, incidents=2)
    assert service.list_imports(town)["import_id"].tolist() == [2, 1]
    take_in(town, "id,start,x,y,code\n9,2018-05-09,500000,5700000,1.1.1\n", "third.csv")
    with pytest.raises(StoreError, match="look at the list"):
        service.undo_import(town, foretold.import_id)
    assert service.undo_import(town, 3).file == "third.csv"


def test_a_workspace_is_whole_again_from_its_files_and_a_backup(
    town: Workspace, tmp_path: Path
) -> None:
    (town.root / "models").mkdir()
    card = (PROJECT_DIR / "models" / "woninginbraak.toml").read_bytes()
    (town.models_dir / "woninginbraak.toml").write_bytes(card)
    service.back_up_store(town, tmp_path / "kept.duckdb")
    store = town.store_path.name
    shutil.copytree(town.root, tmp_path / "again", ignore=shutil.ignore_patterns(f"{store}*"))
    again = open_workspace(tmp_path / "again")
    assert not again.store_path.exists()
    service.restore_store(again, tmp_path / "kept.duckdb")
    assert again.settings == town.settings
    assert (again.models_dir / "woninginbraak.toml").read_bytes() == card
    assert service.describe_data(again).incidents == service.describe_data(town).incidents == 2
    assert service.list_imports(again).equals(service.list_imports(town).assign(undoable=True))
