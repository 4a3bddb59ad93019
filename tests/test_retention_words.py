from datetime import date, datetime
from pathlib import Path

import pytest

from geo.present.retention import (
    print_removals,
    print_retention,
    say_copies,
    say_terms,
    tell_removals,
    tell_retention,
)
from geo.service.upkeep_answers import RetentionReport
from geo.settings import RetentionRule
from geo.store import Removal

MOMENT = datetime(2026, 11, 24, 12)  # noqa: DTZ001 - the store keeps UTC without a zone
WENT = "3 incidents, 2 earlier records and 1 refused rows"
GONE = Removal(MOMENT, "politie", "24 months", "besluit", date(2024, 11, 24), 3, 2, 1)


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ({"months": 60}, "politie: 5 jaar (besluit)"),
        ({"months": 18}, "politie: 18 maanden (besluit)"),
        ({"months": 1}, "politie: 1 maand (besluit)"),
        ({"days": 1}, "politie: 1 dag (besluit)"),
        ({"days": 90}, "politie: 90 dagen (besluit)"),
    ],
)
def test_a_term_is_said_as_people_do(term, told):
    assert say_terms([RetentionRule(source="politie", ground="besluit", **term)]) == told


def test_no_term_and_copies_are_said_with_who_can_change_it():
    assert say_terms([]) == (
        "niet ingesteld: alles blijft staan tot de beheerder een termijn instelt"
    )
    assert say_copies([Path("/x/a.duckdb"), Path("/x/b.duckdb")]) == (
        "a.duckdb en b.duckdb, naast de gegevensopslag; de beheerder kan ze laten verwijderen"
    )


def test_the_terminal_says_what_went_and_what_still_holds_it():
    report = RetentionReport((GONE,), 7, ("signalen",), (Path("x.duckdb"),), (Path("m.csv"),))
    lines = list(print_retention(tell_retention(report, dry_run=False)))
    assert lines == [
        f"politie, before 2024-11-24 (24 months): {WENT} removed",
        "7 incidents in the store",
        "no term is set for signalen: add [[retention]] to gemeente.toml",
        "a copy of the whole store stays as x.duckdb: --drop-copies removes it",
        "m.csv was handed in and holds what it held: remove it where its term is over",
    ]
    (line,) = print_removals(tell_removals([GONE]))
    assert line.startswith("2026-11-24T12:00:00Z  politie, before 2024-11-24")
    assert line.endswith("removed; ground: besluit")
