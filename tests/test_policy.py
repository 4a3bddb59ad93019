import csv
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from geo import service
from geo.intake.demo_plan import read_plan
from geo.intake.policy import POLICY_FILE, read_policy
from geo.service.driehoek.policy import fill_table
from geo.workspace import BUNDLED_DIR, create_workspace, open_workspace

TOWN = {"name": "Ridderkerk", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    workspace = create_workspace(tmp_path_factory.mktemp("beleid") / "werkmap", TOWN)
    service.setup_workspace(workspace, now=NOW)
    shutil.copy(BUNDLED_DIR / POLICY_FILE, workspace.root)
    shutil.copytree(BUNDLED_DIR / "incidents/published", workspace.incidents_dir / "published")
    return workspace


def published():
    path = BUNDLED_DIR / "incidents/published/politie_misdrijven.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_table_of_the_demo_is_the_one_that_was_published(demo) -> None:
    policy, data = read_policy(demo), service.describe_data(demo)
    table = fill_table(demo, policy, data, last=date(2018, 12, 31))
    rows = published()
    assert [row.title for row in table.rows] == [row["misdrijf"] for row in rows]
    for told, row in zip(table.rows, rows, strict=True):
        assert {str(year): str(count) for year, count in told.years.items()} == {
            year: row[year] for year in ("2016", "2017", "2018")
        }
        assert told.unit == row["eenheid_2017_2018"]
        assert told.differing == {}
        assert (told.published == frozenset()) == (told.code is not None)
    uncoded = [told.title for told in table.rows if told.code is None]
    assert uncoded == ["Totaal aantal misdrijven", "Huiselijk geweld"]


def test_the_policy_counts_the_rows_that_the_demo_is_drawn_from() -> None:
    policy = read_policy(open_workspace(BUNDLED_DIR))
    plan, _ = read_plan(BUNDLED_DIR)
    assert {row.title: row.code for row in policy.rows if row.code} == plan.rows


def test_half_a_year_is_no_year_of_the_table(demo) -> None:
    policy, data = read_policy(demo), service.describe_data(demo)
    table = fill_table(demo, policy, data, last=date(2018, 11, 30))
    assert table.years == (2015, 2016, 2017)
    assert all(row.years[2015] is None for row in table.rows)
    assert all(row.unit is None for row in table.rows)


@pytest.mark.parametrize(
    ("change", "is_counted"),
    [
        ({"first": date(2016, 1, 2), "incidents": 500}, True),
        ({"first": date(2016, 1, 2), "incidents": 50_000}, False),
        ({"first": date(2016, 2, 1), "incidents": 20}, False),
    ],
)
def test_a_quiet_new_years_day_leaves_its_year_counted(demo, change, is_counted) -> None:
    policy, data = read_policy(demo), replace(service.describe_data(demo), **change)
    table = fill_table(demo, policy, data, last=date(2018, 12, 31))
    coded = [row for row in table.rows if row.code is not None]
    assert {2016 not in row.published for row in coded} == {is_counted}
    assert all(2017 not in row.published for row in coded)


def test_a_cell_too_many_in_the_table_is_no_year(tmp_path) -> None:
    workspace = create_workspace(tmp_path / "werkmap", TOWN)
    shutil.copy(BUNDLED_DIR / POLICY_FILE, workspace.root)
    shutil.copytree(BUNDLED_DIR / "incidents/published", workspace.incidents_dir / "published")
    whole = read_policy(workspace)
    path = workspace.incidents_dir / "published" / "politie_misdrijven.csv"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ",9\n", encoding="utf-8")
    assert read_policy(workspace) == whole
