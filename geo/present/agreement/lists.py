"""Agreements below each other: what is late, what is due, and what changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from geo.agreements import Agreement, AgreementVersion
from geo.present.agreement.words import (
    DUE_DAYS,
    STATUSES,
    say_action,
    say_goal,
    say_ground,
    say_parties,
    say_status,
)
from geo.present.marks import Item, Mark
from geo.present.wording import say_count, say_date, say_list, say_period
from geo.schema import OTHER_THEME
from geo.service.agreement.answers import AgreementRecord

_CHANGED: Final[Mapping[str, str]] = {
    "kind": "wat er gedaan wordt",
    "parties": "wie het doet",
    "used": "de dagen",
    "themes": "de thema's",
    "goal": "het doel",
    "note": "de toelichting",
    "times_done": "hoe vaak het gedaan is",
}


def say_overview(records: Sequence[AgreementRecord], today: date) -> str:
    """Say how many agreements there are, and how many ask for attention."""
    last = [record.last for record in records]
    late = sum(one.is_overdue(today) for one in last)
    unbegun = sum(one.is_unbegun(today) and not one.is_overdue(today) for one in last)
    due = sum(is_due(one, today) for one in last)
    parts = [
        f"{late} over tijd" if late else "",
        f"{unbegun} nog niet begonnen" if unbegun else "",
        f"{due} binnen {DUE_DAYS} dagen klaar" if due else "",
    ]
    count = say_count(len(records), "actie", "acties")
    told = say_list([part for part in parts if part])
    return f"{count}: {told}." if told else f"{count}, geen over tijd."


def say_news(here: Sequence[AgreementRecord], new: Sequence[AgreementRecord], since: date) -> str:
    """Say how many agreements an area has, and how many are new or changed since a day."""
    if not here:
        return "In dit gebied is nog geen actie afgesproken."
    still_open = sum(record.last.status.is_open for record in here)
    count = say_count(len(here), "actie", "acties")
    fresh = f"{len(new)} nieuw of gewijzigd" if new else "niets nieuws"
    return f"{count}, waarvan {still_open} nog open; {fresh} sinds {say_date(since)}."


def is_due(agreement: Agreement, today: date) -> bool:
    """Whether its day comes within a fortnight, and there is something left to do."""
    return agreement.status.is_open and 0 <= (agreement.goal.by - today).days <= DUE_DAYS


def order_by_attention(records: Sequence[AgreementRecord], today: date) -> list[AgreementRecord]:
    """Put what is late first, then what should have begun, then open ones by their day."""

    def urgency(record: AgreementRecord) -> tuple[bool, bool, bool, date, int]:
        last = record.last
        return (
            not last.status.is_open,
            not last.is_overdue(today),
            not last.is_unbegun(today),
            last.goal.by,
            record.agreement_id,
        )

    return sorted(records, key=urgency)


def list_items(
    records: Sequence[AgreementRecord],
    marks: Mapping[str, Mark],
    today: date,
    *,
    new: frozenset[int] = frozenset(),
) -> list[Item]:
    """List agreements as lines: what and where, then who is late with what.

    Parameters
    ----------
    records
        In the order in which they are shown.
    marks
        Mark of each theme.
    today
        Local day.
    new
        Numbers of those that are marked as new.
    """
    titles = {name: mark.title for name, mark in marks.items()}
    return [
        Item(
            f"{record.agreement_id}. {say_action(record.last.kind, record.last.parties)}",
            f"{'nieuw of gewijzigd · ' if record.agreement_id in new else ''}"
            f"{say_ground(record.last.ground)} · {say_period(record.last.used)} · "
            f"{say_status(record.last, today)} · doel: {say_goal(record.last.goal, titles)}",
            marks.get(record.last.goal.theme, marks.get(OTHER_THEME)),
        )
        for record in records
    ]


def tabulate_agreements(
    records: Sequence[AgreementRecord], titles: Mapping[str, str], today: date
) -> pd.DataFrame:
    """Table of agreements as they are now, in their order."""
    return pd.DataFrame(
        [
            (
                record.agreement_id,
                say_action(record.last.kind, record.last.parties),
                say_ground(record.last.ground),
                say_parties(record.last.parties),
                say_period(record.last.used),
                say_goal(record.last.goal, titles),
                say_status(record.last, today),
                record.last.note,
                len(record.versions),
            )
            for record in records
        ],
        columns=[
            "Nummer",
            "Actie",
            "Plek",
            "Wie",
            "Wanneer",
            "Doel",
            "Stand",
            "Toelichting",
            "Versie",
        ],
    )


def list_versions(record: AgreementRecord, zone: ZoneInfo) -> list[tuple[str, str]]:
    """List the versions: on which day, why, and what was changed."""
    told = []
    for place, version in enumerate(record.versions):
        before = record.versions[place - 1] if place else None
        told.append((_name_version(version, zone), _say_version(version, before)))
    return told


def _name_version(version: AgreementVersion, zone: ZoneInfo) -> str:
    return f"Versie {version.version}, {say_date(version.recorded_at.astimezone(zone).date())}"


def _say_version(version: AgreementVersion, before: AgreementVersion | None) -> str:
    if before is None:
        return "vastgelegd"
    now, then = version.agreement, before.agreement
    changed = [
        words for name, words in _CHANGED.items() if getattr(now, name) != getattr(then, name)
    ]
    status = (
        f"{STATUSES[then.status]} → {STATUSES[now.status]}" if now.status != then.status else ""
    )
    what = "; ".join(filter(None, (status, say_list(changed))))
    return f"{version.why} ({what})" if what else version.why
