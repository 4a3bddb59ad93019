"""An agreement in Dutch words: what, who, where, when, what for, and how far it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from geo.agreements import (
    ActionKind,
    AgreedGround,
    Agreement,
    CountableGoal,
    GroundKind,
    Measure,
    Party,
    Status,
)
from geo.present.wording import say_count, say_date, say_list, say_number, say_period
from geo.service.agreement.answers import AgreementRecord

KINDS: Final[Mapping[ActionKind, str]] = {
    ActionKind.CAMERA: "camera",
    ActionKind.PATROL: "surveillance",
    ActionKind.PREVENTION: "preventie",
    ActionKind.INSPECTION: "controle",
    ActionKind.YOUTH_WORK: "jongerenwerk",
    ActionKind.OTHER: "anders",
}

PARTIES: Final[Mapping[Party, str]] = {
    Party.POLICE: "politie",
    Party.BOA: "boa",
    Party.YOUTH_WORK: "jongerenwerk",
    Party.MUNICIPALITY: "gemeente",
    Party.RESIDENTS: "bewoners",
    Party.ENTREPRENEURS: "ondernemers",
}

STATUSES: Final[Mapping[Status, str]] = {
    Status.AGREED: "afgesproken",
    Status.BUSY: "bezig",
    Status.DONE: "gedaan",
    Status.STOPPED: "gestopt",
}

GROUNDS: Final[Mapping[GroundKind, str]] = {
    GroundKind.HOTSPOT: "hotspot",
    GroundKind.WIJK: "wijk",
    GroundKind.PARK: "bedrijventerrein",
}

# A fortnight: the time from one meeting to the next.
DUE_DAYS: Final = 14

NONE_YET: Final = (
    "Er is nog geen actie afgesproken. Kies hieronder een plek en leg vast wie wat doet, tot "
    "wanneer en wat het moet opleveren: dan ziet u hier wat er loopt en of het hielp."
)
NO_NAMES: Final = (
    "Schrijf geen namen, adressen, telefoonnummers of kentekens op: hier staat wat er op een plek "
    "gebeurt, niet om wie het gaat."
)
OUT_OF_SIGHT: Final = (
    "Het aantal waarmee het doel begint staat hier niet: het rust op meldingen die u niet per plek "
    "ziet."
)
SET_LATE: Final = (
    "Het doel is pas vastgelegd na de eerste dag van de actie: een doel dat achteraf is gekozen, "
    "bewijst weinig."
)


def begin(text: str) -> str:
    """Return a text as the beginning of a sentence."""
    return f"{text[:1].upper()}{text[1:]}"


def say_ground(ground: AgreedGround) -> str:
    """Name a place: ``hotspot woninginbraak (Slikkerveer)``, ``wijk Slikkerveer``."""
    kind = GROUNDS[ground.kind]
    if ground.kind is not GroundKind.HOTSPOT:
        return f"{kind} {ground.name}"
    where = f" ({say_list(ground.wijken)})" if ground.wijken else ""
    return f"{kind} {ground.name.lower()}{where}"


def say_action(kind: ActionKind, parties: Sequence[Party]) -> str:
    """Say what is done and by whom: ``Controle door politie en boa``."""
    what = "Iets anders" if kind is ActionKind.OTHER else KINDS[kind].capitalize()
    return f"{what} door {say_parties(parties)}"


def say_parties(parties: Sequence[Party]) -> str:
    """Name who does it, in a fixed order."""
    return say_list([PARTIES[party] for party in Party if party in parties])


def say_goal(goal: CountableGoal, titles: Mapping[str, str]) -> str:
    """Say what is to be reached in figures, and by when.

    Parameters
    ----------
    goal
        What was agreed.
    titles
        Of themes, by the names of their cards.
    """
    by = f"uiterlijk {say_date(goal.by)}"
    if goal.measure is Measure.ACTIONS:
        begun = f" (begonnen bij {say_number(goal.start)})" if goal.start else ""
        return f"{say_number(goal.wanted or 0)} keer gedaan{begun}, {by}"
    theme = titles.get(goal.theme, goal.theme).lower()
    less = f"{say_number(100 * goal.reduction)}% minder" if goal.reduction else ""
    if goal.wanted is None:
        return f"{less} meldingen van {theme}, {by}"
    start = "" if goal.start is None else f"van {say_number(goal.start)} naar "
    share = f" ({less})" if less else ""
    return (
        f"{start}hoogstens {say_count(goal.wanted, 'melding', 'meldingen')} van {theme}{share}, "
        f"{by}"
    )


def say_start(goal: CountableGoal) -> str:
    """Say over which days a goal's first figure was counted; empty for what is done."""
    if goal.start is None:
        return OUT_OF_SIGHT
    if goal.counted is None:
        return ""
    return (
        f"Geteld over {say_count(goal.counted.days, 'dag', 'dagen')} "
        f"({say_period(goal.counted)}), zonder wat de politie zelf vastlegde."
    )


def say_status(agreement: Agreement, today: date) -> str:
    """Say how far it is, and whether it is late or nearly due."""
    status = STATUSES[agreement.status]
    if agreement.is_overdue(today):
        return f"{status}, over tijd sinds {say_date(agreement.goal.by)}"
    if agreement.is_unbegun(today):
        return f"{status}, had moeten beginnen op {say_date(agreement.used.first)}"
    if agreement.status.is_open and (agreement.goal.by - today).days <= DUE_DAYS:
        return f"{status}, klaar uiterlijk {say_date(agreement.goal.by)}"
    return status


def label_agreement(record: AgreementRecord) -> str:
    """Name an agreement in a list to choose from."""
    last = record.last
    return (
        f"{record.agreement_id}. {say_action(last.kind, last.parties)}, {say_ground(last.ground)}"
    )


def describe_agreement(
    record: AgreementRecord, titles: Mapping[str, str], today: date
) -> list[tuple[str, str]]:
    """State what is agreed now, and since when the goal stands.

    Parameters
    ----------
    record
        The agreement.
    titles
        Of themes, by the names of their cards.
    today
        Local day.
    """
    last = record.last
    done = last.times_done
    return [
        ("Wat", KINDS[last.kind].capitalize()),
        ("Wie", begin(say_parties(last.parties))),
        ("Waar", begin(say_ground(last.ground))),
        ("Wanneer", say_period(last.used)),
        ("Doel", begin(f"{say_goal(last.goal, titles)}. {say_start(last.goal)}".strip())),
        ("Thema's", say_list([titles.get(theme, theme) for theme in last.themes])),
        ("Stand", begin(say_status(last, today))),
        *([] if done is None else [("Gedaan", f"{say_number(done)} keer")]),
        *([("Toelichting", last.note)] if last.note.strip() else []),
        *([("Let op", SET_LATE)] if record.is_set_late else []),
    ]
