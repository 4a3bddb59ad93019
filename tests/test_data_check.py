import json
from datetime import UTC, datetime

import pandas as pd
import pytest
from test_store import accepted, add
from typer.testing import CliRunner

from geo import schema, service
from geo.cli import app
from geo.schema import Weakness
from geo.service.upkeep_answers import ImportOptions
from geo.store import Store
from geo.workspace import create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
MAPPING = """
source = "meldsysteem"
place_precision = "adres"
keep_without_place = true
[columns]
id = "id"
start = ["start"]
x = "x"
y = "y"
code = "code"
reporter = "melder"
"""


def month_starts(months):
    return pd.date_range("2016-01-01", periods=months, freq="MS")


def planted():
    """Two years of fietsdiefstal, whose last half year is silent, and one of each weakness."""
    rows = []
    for number, month in enumerate(month_starts(24)):
        thefts = 0 if number >= 18 else 20
        rows += [(f"{month:%Y-%m}-03 12:00", "1.2.3", "burger", True)] * thefts
        rows += [(f"{month:%Y-%m}-28 12:00", "1.1.1", "burger", True)] * 5
    rows += [("2017-12-31 20:00", "E35", "politie", True)] * 3
    rows += [("2017-12-30", "E35", "burger", False)] * 2
    rows += [("2017-12-30 10:00", "2.2.1", "burger", "default")] * 15
    lines = ["id,start,x,y,code,melder"]
    for number, (start, code, reporter, place) in enumerate(rows):
        x, y = ("", "") if place is False else (500_000 + 10 * number, 5_700_000)
        x, y = (590_000, 5_790_000) if place == "default" else (x, y)
        lines.append(f"{number},{start},{x},{y},{code},{reporter}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "incidents.duckdb"


@pytest.fixture
def workspace(tmp_path):
    made = create_workspace(tmp_path / "werkmap", UTM)
    (tmp_path / "bron.csv").write_text(planted(), encoding="utf-8")
    (tmp_path / "bron.toml").write_text(MAPPING, encoding="utf-8")
    options = ImportOptions(mapping=tmp_path / "bron.toml")
    report = service.import_incidents(made, [tmp_path / "bron.csv"], options, now=NOW)
    assert report.files[0].refused == 0
    return made


def test_every_planted_weakness_is_found_and_nothing_else(workspace):
    quality = service.check_data(workspace)
    found = {(f.kind, f.theme): (f.count, f.total) for f in quality.findings}
    assert found == {
        (Weakness.WITHOUT_PLACE, "jeugdoverlast"): (2, 5),
        (Weakness.SNAP_POINT, "vernieling"): (15, 15),
        (Weakness.DAY_ONLY, "jeugdoverlast"): (2, 5),
        (Weakness.CODE_STOPS, "fietsdiefstal"): (1, None),
        (Weakness.POLICE_RECORDS, "jeugdoverlast"): (3, 5),
    }
    assert [f.kind for f in quality.findings] == sorted(
        (f.kind for f in quality.findings), key=list(Weakness).index
    )
    assert quality.incidents == 360 + 120 + 20


def crowd():
    """Two years in which a code doubles on few places, and a default place for three themes."""
    rows = []
    for number, month in enumerate(month_starts(24)):
        count = 20 if number < 18 else 60
        rows += [(f"{month:%Y-%m}-03 12:00", "1.2.3", n % 20 * 40) for n in range(count)]
    for code in ("1.1.1", "2.2.1", "2.5.2"):
        rows += [("2016-02-01 12:00", code, None)] * 150
    lines = ["id,start,x,y,code,melder"]
    for number, (start, code, place) in enumerate(rows):
        x = 590_000 if place is None else 500_000 + place
        lines.append(f"{number},{start},{x},5700000,{code},burger")
    return "\n".join(lines) + "\n"


def test_doubled_codes_shared_and_default_places_are_found_too(tmp_path):
    made = create_workspace(tmp_path / "druk", UTM)
    (tmp_path / "bron.csv").write_text(crowd(), encoding="utf-8")
    (tmp_path / "bron.toml").write_text(MAPPING, encoding="utf-8")
    service.import_incidents(
        made, [tmp_path / "bron.csv"], ImportOptions(mapping=tmp_path / "bron.toml"), now=NOW
    )
    findings = {(f.kind, f.theme): f for f in service.check_data(made).findings}
    assert findings[Weakness.CODE_DOUBLES, "fietsdiefstal"].count == 1
    assert findings[Weakness.SHARED_PLACE, "fietsdiefstal"].total >= 30
    assert findings[Weakness.DEFAULT_PLACE, None].count == 450
    assert findings[Weakness.DEFAULT_PLACE, None].examples == ("590000, 5700000 (450)",)
    assert all(f.examples and f.remedy for f in findings.values())


def test_an_empty_workspace_has_no_weakness(tmp_path):
    quality = service.check_data(create_workspace(tmp_path / "leeg", UTM))
    assert quality.findings == ()
    assert quality.incidents == 0
    assert quality.changes.empty


def test_command_tells_the_same_as_json_and_as_text(workspace):
    runner = CliRunner()
    words = ["-w", str(workspace.root), "data", "check"]
    told = json.loads(runner.invoke(app, [*words, "--json"]).stdout)
    assert (told["incidents"], told["synthetic"], len(told["findings"])) == (500, False, 5)
    first = told["findings"][0]
    assert set(first) == {"kind", "theme", "count", "total", "share", "examples", "remedy"}
    assert (first["kind"], first["count"], first["share"]) == ("without-place", 2, 0.4)
    assert all(finding["examples"] for finding in told["findings"])
    text = runner.invoke(app, words).stdout
    assert "jeugdoverlast: without-place 2 of 5 (40.0%): E35 (2); export" in text
    assert "fietsdiefstal: code-stops 1: 1.2.3 in 2017-07: 0 where" in text
    assert "500 incidents checked" in text


def test_places_count_to_the_millimetre_and_over_all_themes(path):
    rows = [(f"{n}", "2018-05-01 12:00", 100.0 + 0.0001 * (n % 2)) for n in range(6)]
    add(
        path,
        accepted([*rows, ("far", "2018-05-01 12:00", 900.0), ("none", "2016-05-01 12:00", None)]),
    )
    with Store(path) as store:
        spots, crowded = store.tally_spots(crowded=6)
    assert spots[schema.THEME].fillna("-").tolist() == ["woninginbraak", "-"]
    assert spots[schema.LOCATED].tolist() == [7, 7]
    assert spots[schema.PLACES].tolist() == [2, 2]
    assert spots[schema.SHARED].tolist() == [6, 6]
    assert crowded[[schema.X, schema.Y]].to_numpy().tolist() == [[100.0, 5.5]] * 2


def test_only_the_last_year_counts_as_recent(path):
    days = ("2017-05-01", "2017-05-02", "2018-05-02")
    add(path, accepted([(f"{n}", f"{day} 12:00", 1.0) for n, day in enumerate(days)]))
    with Store(path) as store:
        spots, _ = store.tally_spots(crowded=10)
    assert spots[schema.RECENT].tolist() == [1, 1]
    assert spots[schema.SHARED].tolist() == [0, 0]


def test_months_are_local_and_know_the_days_that_they_may_have_been_on(path):
    # One in Amsterdam's February, which in UTC is still January.
    batch = accepted([("a", "2018-02-01 00:30", 1.0), ("b", "2018-02-05 12:00", 1.0)])
    batch.accepted.loc[batch.accepted.index[1], schema.TIME_PRECISION] = "month"
    add(path, batch)
    with Store(path) as store:
        (row,) = store.tally_months().to_dict("records")
    assert str(row[schema.MONTH])[:10] == "2018-02-01"
    assert row[schema.INCIDENTS] == 2
    assert str(row[schema.FIRST_ON])[:10] == "2018-02-01"
    assert str(row[schema.LAST_ON])[:10] == "2018-02-28"
