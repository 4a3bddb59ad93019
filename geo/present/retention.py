"""Terms and what was removed when they were over: as facts, as lines of text, and in Dutch."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from geo.present.plain import Plain
from geo.present.wording import say_count, say_list, say_number
from geo.service.upkeep_answers import RetentionReport
from geo.settings import RetentionRule
from geo.store import Removal

_MONTHS_A_YEAR: Final = 12


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


def say_terms(rules: Sequence[RetentionRule]) -> str:
    """Say how long incidents of each source are kept."""
    if not rules:
        return "niet ingesteld: alles blijft staan tot de beheerder een termijn instelt"
    return "; ".join(f"{rule.source}: {_say_term(rule)} ({rule.ground})" for rule in rules)


def say_copies(copies: Sequence[Path]) -> str:
    """Say which copies of all that there is lie beside it, and who takes them away."""
    names = say_list([path.name for path in copies])
    return f"{names}, naast de gegevensopslag; de beheerder kan ze laten verwijderen"


def _say_term(rule: RetentionRule) -> str:
    if rule.months is None:
        return say_count(rule.days or 0, "dag", "dagen")
    if rule.months % _MONTHS_A_YEAR == 0:
        return f"{say_number(rule.months // _MONTHS_A_YEAR)} jaar"
    return say_count(rule.months, "maand", "maanden")


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
