from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo import service
from geo.errors import IntakeError
from geo.present.spreadsheets import render_csv
from geo.service.upkeep_answers import ImportOptions
from geo.workspace import Workspace, create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
GOOD = "id,start,x,y,code\n1,2018-05-01,500000,5700000,1.1.1\n2,,500000,5700000,1.1.1\n"
MAPPING = """
source = "eigen"
[columns]
start = ["wanneer"]
x = "oost"
y = "noord"
code = "wat"
"""
OWN = "wanneer,oost,noord,wat\n2018-05-03,500000,5700000,1.1.1\n,500000,5700000,1.1.1\n"


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "town", TOWN)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_preview_of_refused_rows_reads_them_as_the_first_time(
    town: Workspace, tmp_path: Path
) -> None:
    own = ImportOptions(mapping=write(tmp_path, "own.toml", MAPPING))
    service.import_incidents(town, [write(tmp_path, "own.csv", OWN)], own, now=NOW)
    refused = tmp_path / "refused.csv"
    refused.write_bytes(render_csv(service.export_quarantine(town, 1)))
    preview = service.preview_import(town, refused)
    assert (preview.source, preview.mends, preview.rows) == ("eigen", (1,), 1)
    refused.write_text(refused.read_text("utf-8-sig").replace(",,5", ",2018-05-02,5"), "utf-8")
    (report,) = service.import_incidents(town, [refused], now=NOW).files
    assert (report.accepted, report.mended) == (1, 1)
    assert service.list_imports(town)["waiting"].tolist() == [0, 0]


def test_preview_says_whether_it_saw_every_row(town: Workspace, tmp_path: Path) -> None:
    few = service.preview_import(town, write(tmp_path, "few.csv", GOOD))
    assert (few.rows, few.complete, few.mends) == (2, True, ())
    many = GOOD + "3,2018-05-01,500000,5700000,1.1.1\n" * 3000
    assert not service.preview_import(town, write(tmp_path, "many.csv", many)).complete


def test_a_file_that_fails_makes_room_for_the_others_where_asked(
    town: Workspace, tmp_path: Path
) -> None:
    paths = [write(tmp_path, "bad.csv", "%PDF-1.7"), write(tmp_path, "good.csv", GOOD)]
    with pytest.raises(IntakeError):
        service.import_incidents(town, paths, now=NOW)
    assert service.list_imports(town).empty
    report = service.import_incidents(town, paths, ImportOptions(go_on=True), now=NOW)
    assert [name for name, _ in report.failed] == ["bad.csv"]
    assert [file.accepted for file in report.files] == [1]


def test_tables_that_are_joined_are_parted_from_the_files(tmp_path: Path) -> None:
    paths = [Path(name) for name in ("signals.csv", "locations.csv", "categories.csv", "x.csv")]
    files, tables = service.part_tables(paths)
    assert [path.name for path in files] == ["signals.csv", "x.csv"]
    assert [path.name for path in tables] == ["locations.csv", "categories.csv"]
    own = ImportOptions(mapping=write(tmp_path, "own.toml", MAPPING))
    assert service.part_tables(paths, own) == (paths, [])
    assert service.part_tables(paths, ImportOptions(source="signalen"))[1] == paths[1:3]


def test_sources_are_counted_with_their_days(town: Workspace, tmp_path: Path) -> None:
    service.import_incidents(town, [write(tmp_path, "good.csv", GOOD)], now=NOW)
    counted = service.list_sources(town)
    assert counted["source"].tolist() == ["generic"]
    assert counted["incidents"].tolist() == [1]
    assert counted["without_place"].tolist() == [0]


def test_progress_is_told_along_the_way(town: Workspace, tmp_path: Path) -> None:
    rows = "".join(f"{n},2018-05-01,500000,5700000,1.1.1\n" for n in range(60_000))
    told: list[float] = []
    service.import_incidents(
        town,
        [write(tmp_path, "many.csv", "id,start,x,y,code\n" + rows)],
        now=NOW,
        progress=lambda share, _: told.append(share),
    )
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == 1
