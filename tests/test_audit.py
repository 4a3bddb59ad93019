"""The audit of pinned packages: what its verdict rests on; the service itself is not asked here."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 30)


def load_script():
    spec = importlib.util.spec_from_file_location("audit", ROOT / "setup" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


audit = load_script()


def report(*vulns):
    return {"dependencies": [{"name": "one", "version": "1.0", "vulns": list(vulns)}]}


FOUND = {"id": "PYSEC-1", "aliases": ["CVE-1", "GHSA-1"], "fix_versions": []}


def test_a_known_vulnerability_stops_unless_one_of_its_names_has_a_reason_that_holds():
    known = audit.read_report(report(FOUND))
    holds = audit.Accepted("CVE-1", "not called", TODAY)
    over = audit.Accepted("CVE-1", "not called", date(2026, 11, 29))
    other = audit.Accepted("CVE-2", "not called", TODAY)
    assert audit.find_left(known, [], today=TODAY) == known
    assert audit.find_left(known, [holds], today=TODAY) == []
    assert audit.find_left(known, [over, other], today=TODAY) == known
    assert audit.read_report(report()) == []


def test_a_package_that_was_not_checked_is_no_clean_one():
    skipped = {"dependencies": [{"name": "one", "version": "1", "skip_reason": "not found"}]}
    with pytest.raises(ValueError, match="one was not checked: not found"):
        audit.read_report(skipped)


@pytest.mark.parametrize(
    "text",
    [
        '[[exception]]\nid = "CVE-1"\nuntil = 2027-01-01\n',
        '[[exception]]\nid = "CVE-1"\nreason = " "\nuntil = 2027-01-01\n',
        '[[exception]]\nid = "CVE-1"\nreason = "r"\n',
        '[[exception]]\nid = "CVE-1"\nreason = "r"\nuntil = "ooit"\n',
        '[[exception]]\nid = "CVE-1"\nreason = "r"\nuntil = 2027-01-01\nmore = 1\n',
    ],
    ids=["no-reason", "blank-reason", "no-day", "no-date", "more"],
)
def test_an_exception_without_reason_or_day_is_refused(text):
    with pytest.raises((TypeError, ValueError)):
        audit.read_exceptions(text)


def test_the_exceptions_of_the_project_are_whole():
    text = audit.EXCEPTIONS.read_text(encoding="utf-8")
    assert all(each.reason for each in audit.read_exceptions(text))


def test_a_service_that_does_not_answer_is_no_verdict(tmp_path, monkeypatch, capsys):
    tool = tmp_path / "pip-audit"
    tool.write_text("#!/bin/sh\necho 'no such host' >&2\nexit 1\n")
    tool.chmod(0o755)
    monkeypatch.setattr(audit, "TOOL", tool)
    assert audit.main() == 2
    told = capsys.readouterr()
    assert "got no such host" in told.err
    assert "Nothing was checked" in told.err
    assert "0 known" not in told.out
