"""The commands of the audit trail, and what every command leaves in it."""

import csv
import io
import json

import pytest
from towns import WEST, make_town

from geo.audit import Act, read_uses


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [("1.1.1", "2018-05-01 21:30", WEST)]).root


def test_every_command_is_written_down_with_what_it_asks_and_not_with_what_comes_out(town, run):
    period = ("--from", "2018-01-01", "--to", "2018-12-31")
    code, _, _ = run("-w", town, "hotspots", "--theme", "woninginbraak", *period)
    assert code == 0
    use = read_uses(town, most=1)[0]
    assert (use.act, use.what, use.who, use.roles) == (
        Act.COMMAND, "hotspots", "lokaal", ("lokaal",),
    )  # fmt: skip
    assert use.filters["theme"] == "woninginbraak"
    assert use.filters["first"].startswith("2018-01-01")


def test_show_tells_the_latest_first(town, run):
    run("-w", town, "incidents", "sources")
    code, out, _ = run("-w", town, "audit", "show", "--json", "--most", 2)
    assert code == 0
    assert [use["what"] for use in json.loads(out)["uses"]] == ["audit show", "incidents sources"]


def test_verify_says_whole_and_what_to_note(town, run):
    code, out, _ = run("-w", town, "audit", "verify", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["whole"] is True
    assert told["lines"] == 1
    code, out, _ = run("-w", town, "audit", "verify", "--noted", told["note"])
    assert code == 0
    assert "whole" in out


def test_verify_fails_where_a_line_is_gone(town, run):
    for _ in range(3):
        run("-w", town, "incidents", "sources")
    trail = town / "audit" / "trail.jsonl"
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(b"".join([lines[0], *lines[2:]]))
    code, out, _ = run("-w", town, "audit", "verify")
    assert code == 1
    assert "line 2: not-next" in out


@pytest.mark.parametrize("noted", ["4", "x:y", "1:" + "g" * 64, "-1:" + "0" * 64])
def test_a_note_that_is_none_is_refused(town, run, noted):
    code, _, err = run("-w", town, "audit", "verify", f"--noted={noted}")
    assert code == 1
    assert "expected a number of lines" in err


def test_export_is_a_table_that_a_spreadsheet_opens_safely(town, run, tmp_path):
    run("-w", town, "incidents", "sources")
    file = tmp_path / "gebruik.csv"
    code, _, _ = run("-w", town, "audit", "export", file)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    assert [row["Waarvan"] for row in rows] == ["audit export", "incidents sources"]
    assert rows[0]["Wat"] == "opdracht gegeven"


def test_a_role_has_no_more_rights_than_its_own(town, run):
    code, _, err = run("-w", town, "--role", "beleid", "imports", "list")
    assert code == 1
    assert "beleid" in err
    code, out, _ = run("-w", town, "--role", "beleid", "incidents", "summary")
    assert code == 0
    assert "held back" in out
    code, out, _ = run("-w", town, "--role", "beheer", "incidents", "sources")
    assert code == 0
    assert "meldsysteem" in out


@pytest.mark.parametrize("words", [("--role", "wijkagent"), ("--wijk", "W1"), ("--role", "baas")])
def test_a_role_that_is_not_whole_is_refused(town, run, words):
    code, _, _ = run("-w", town, *words, "incidents", "sources")
    assert code != 0


def test_a_wijkagent_counts_the_own_wijk(town, run):
    for wijk, incidents in (("W1", 1), ("W2", 0)):
        code, out, _ = run(
            "-w", town, "--role", "wijkagent", "--wijk", wijk, "incidents", "sources", "--json"
        )
        assert code == 0
        assert sum(row["incidents"] for row in json.loads(out)["sources"]) == incidents
