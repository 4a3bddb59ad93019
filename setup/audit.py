"""Hold every pinned package against the known vulnerabilities, but for exceptions with a reason.

0 where none is known; 1 where one is known that ``exceptions.toml`` does not name, or no longer;
2 where the service that knows them did not answer, so that nothing was checked.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "build" / "audit" / "bin" / "pip-audit"
EXCEPTIONS = ROOT / "setup" / "exceptions.toml"
PINNED = sorted((ROOT / "setup" / "requirements").glob("*.txt"))


@dataclass(frozen=True)
class Accepted:
    """A vulnerability that does not stop a release, why not, and until when."""

    id: str
    reason: str
    until: date


@dataclass(frozen=True)
class Known:
    """A known vulnerability of a pinned package, under each of its names."""

    package: str
    version: str
    ids: frozenset[str]


def main() -> int:
    """Check each file of pinned packages and say what is known of them."""
    accepted = read_exceptions(EXCEPTIONS.read_text(encoding="utf-8"))
    known: list[Known] = []
    for path in PINNED:
        report = ask(path)
        if report is None:
            return 2
        print(f"==> {path.relative_to(ROOT)}: {len(report['dependencies'])} packages checked")
        known += read_report(report)
    left = find_left(known, accepted, today=datetime.now(UTC).date())
    for each in left:
        print(f"{each.package} {each.version}: {', '.join(sorted(each.ids))}", file=sys.stderr)
    print(f"{len(known)} known vulnerabilities, {len(known) - len(left)} of them with a reason")
    return 1 if left else 0


def read_exceptions(text: str) -> list[Accepted]:
    """Read the exceptions; each has an id, a reason and a last day, and nothing else.

    Raises
    ------
    ValueError
        If one lacks its reason.
    TypeError
        If one lacks a part or has another one.
    """
    found = [Accepted(**each) for each in tomllib.loads(text).get("exception", [])]
    for each in found:
        if not each.reason.strip() or type(each.until) is not date:
            message = f"{each.id} needs a reason, and a day until which it holds"
            raise ValueError(message)
    return found


def ask(path: Path) -> dict[str, list[dict[str, object]]] | None:
    """Let the tool check a file of pinned packages; None where it found out nothing."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = ["-r", path, "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
        words += ["--vulnerability-service", "osv", "--format", "json", "--output", report]
        ended = subprocess.run(
            [TOOL, *map(str, words)], capture_output=True, text=True, check=False
        )
        if report.exists():
            found: dict[str, list[dict[str, object]]] = json.loads(report.read_text("utf-8"))
            return found
    last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
    print(
        f"error: expected an answer from the service of vulnerabilities, got {last}; run this"
        " where it can be reached. Nothing was checked",
        file=sys.stderr,
    )
    return None


def read_report(report: dict[str, list[dict[str, object]]]) -> list[Known]:
    """List the vulnerabilities of a report by package.

    Raises
    ------
    ValueError
        If the tool left a package out.
    """
    known: list[Known] = []
    for package in report["dependencies"]:
        if "skip_reason" in package:
            message = f"{package['name']} was not checked: {package['skip_reason']}"
            raise ValueError(message)
        known += [
            Known(
                str(package["name"]),
                str(package["version"]),
                frozenset([one["id"], *one["aliases"]]),
            )
            for one in package["vulns"]  # type: ignore[attr-defined]
        ]
    return known


def find_left(known: Sequence[Known], accepted: Sequence[Accepted], *, today: date) -> list[Known]:
    """Return the vulnerabilities that no exception names, or one whose day is past."""
    named = {each.id for each in accepted if each.until >= today}
    return [each for each in known if not each.ids & named]


if __name__ == "__main__":
    sys.exit(main())
