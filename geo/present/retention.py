"""What was removed because its term is over, as plain facts and as lines of text."""

from collections.abc import Iterator, Sequence

from geo.present.plain import Plain
from geo.service.answers import RetentionReport
from geo.store import Removal


def tell_retention(report: RetentionReport, *, dry_run: bool) -> Plain:
    """Tell what went, or would go, and what is out of reach of it."""
    return {
        "dry_run": dry_run,
        "removals": [_tell_removal(each) for each in report.removals],
        "incidents": report.incidents,
        "without_term": list(report.without_term),
        "copies": [str(path) for path in report.copies],
        "files": [str(path) for path in report.files],
    }


def tell_removals(removals: Sequence[Removal]) -> Plain:
    """Tell what went so far."""
    return {"removals": [_tell_removal(each) for each in removals]}


def print_retention(answer: Plain) -> Iterator[str]:
    """Say what went, or would go, and what still holds it."""
    verb = "would be removed" if answer["dry_run"] else "removed"
    for each in answer["removals"]:
        yield f"{_print_removal(each)} {verb}"
    if not answer["removals"]:
        yield "nothing is past its term"
    yield f"{answer['incidents']} incidents in the store"
    if answer["without_term"]:
        yield (
            f"no term is set for {', '.join(answer['without_term'])}: add [[retention]] to"
            " gemeente.toml"
        )
    for path in answer["copies"]:
        yield f"a copy of the whole store stays as {path}: --drop-copies removes it"
    for path in answer["files"]:
        yield f"{path} was handed in and holds what it held: remove it where its term is over"


def print_removals(answer: Plain) -> Iterator[str]:
    """Say what went so far, a line a removal."""
    for each in answer["removals"]:
        yield f"{each['removed_at']}  {_print_removal(each)} removed; ground: {each['ground']}"
    if not answer["removals"]:
        yield "nothing was removed yet"


def _tell_removal(removal: Removal) -> Plain:
    moment = removal.removed_at
    return {
        "removed_at": moment and moment.isoformat(timespec="seconds") + "Z",
        "source": removal.source,
        "term": removal.term,
        "ground": removal.ground,
        "before": removal.before.isoformat(),
        "incidents": removal.incidents,
        "replaced": removal.replaced,
        "refused": removal.refused,
    }


def _print_removal(told: Plain) -> str:
    return (
        f"{told['source']}, before {told['before']} ({told['term']}): {told['incidents']}"
        f" incidents, {told['replaced']} earlier records and {told['refused']} refused rows"
    )
