"""All real files, each town in a workspace of its own; skipped where shared/ is absent."""

from pathlib import Path

import pytest
from real.towns import TOWNS, Taken, count_joined, take_all

from geo.present.point_parts import PART_POINTS


@pytest.fixture(scope="module")
def taken(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Taken], Path]:
    folder = tmp_path_factory.mktemp("towns")
    return take_all(shared_dir / "data", folder), folder


def test_every_file_of_incidents_is_one_of_the_towns(shared_dir: Path) -> None:
    files = {path.name for path in (shared_dir / "data" / "incidents").iterdir()}
    assert files == {town.file for town in TOWNS}


def test_every_row_is_accounted_for(taken: tuple[list[Taken], Path], record_property) -> None:
    towns, _ = taken
    assert sum(each.report.read for each in towns) == 119_163
    for each in towns:
        report = each.report
        assert report.read == report.accepted + report.duplicate + report.refused
        assert report.refused == sum(report.reasons.values())
        record_property(f"{each.town.name} refused", dict(report.reasons))


def test_hotspots_are_found_in_every_town(taken: tuple[list[Taken], Path], record_property) -> None:
    for each in taken[0]:
        assert each.hotspots >= 1
        assert 0 < each.clustered <= each.report.accepted
        record_property(f"{each.town.name} hotspots", each.hotspots)


def test_the_joined_set_holds_the_points_of_every_town(taken: tuple[list[Taken], Path]) -> None:
    towns, folder = taken
    assert count_joined(folder / "points") == {each.town.name: each.points for each in towns}
    for each in towns:
        assert each.points == each.report.accepted
        parts = list((folder / "points" / f"town={each.town.name}").iterdir())
        assert len(parts) == -(-each.points // PART_POINTS)
