"""Whether the store can do its work, as plain facts and as lines of text."""

from collections.abc import Iterator

from geo.present.plain import Plain
from geo.service.upkeep_answers import HealthReport


def tell_health(report: HealthReport) -> Plain:
    """Tell what a store in good health holds and takes."""
    as_of = report.imported_at
    return {
        "status": "ok",
        "incidents": report.incidents,
        "imported_at": as_of and as_of.isoformat(timespec="seconds") + "Z",
        "store_bytes": report.store_bytes,
        "free_bytes": report.free_bytes,
        "copies": [str(path) for path in report.copies],
    }


def print_health(answer: Plain) -> Iterator[str]:
    """Say that all is well, and what lies beside the store."""
    yield (
        f"ok: {answer['incidents']} incidents, last import {answer['imported_at'] or 'never'},"
        f" {answer['store_bytes']} bytes, {answer['free_bytes']} free"
    )
    for path in answer["copies"]:
        yield f"a copy of the whole store is kept as {path}"
