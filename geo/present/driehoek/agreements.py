"""What was agreed on places for a meeting: agreed, done, and what came of it."""

from collections.abc import Sequence
from typing import Final

from geo.advice.evaluation import Verdict
from geo.agreements import Status
from geo.present import changes, wording
from geo.present.agreement import results, words
from geo.present.driehoek.briefing import Page
from geo.present.paper.document import Table, Text, Tone
from geo.present.patrol.dosage_verdict import VISIT_VERDICTS
from geo.service.driehoek.answers import AgreementPart, Meeting

_HEADER: Final = ("Actie", "Waar en wanneer", "Doel", "Stand", "Effect")
_WIDTHS: Final = (2.4, 2.4, 2.5, 1.7, 3.0)
_REACHED: Final = {None: "nog niet te zeggen", True: "doel gehaald", False: "doel niet gehaald"}


def build_agreement_page(meeting: Meeting) -> Page:
    """Put the agreements on a page: what was agreed, how far it is, and its effect."""
    titles = {part.theme: part.title for part in meeting.themes}
    rows = tuple(_write(part, titles) for part in meeting.agreements)
    measured = _count_measured(meeting.agreements)
    return Page(
        title=say_agreements(meeting.agreements),
        left=(
            Table(_HEADER, rows, _WIDTHS),
            Text(f"{_say_day(meeting)} {_say_held(meeting)}".strip(), Tone.NOTE),
        ),
        notes=(
            "Begin met wat er is afgesproken: wat is gedaan, en wat is blijven liggen.",
            (
                "'Niet te meten' is geen 'werkt niet': er waren te weinig meldingen of dagen, of "
                "er liep nog iets op dezelfde plek."
            ),
            results.NOT_SHOWN,
            *([changes.say_many(measured)] if measured > 1 else []),
        ),
    )


def say_agreements(parts: Sequence[AgreementPart]) -> str:
    """Say how many were agreed on and done, and of how many something can be told."""
    done = sum(part.status is Status.DONE for part in parts)
    late = sum(part.is_overdue for part in parts)
    lower = sum(part.verdict is Verdict.EFFECTIVE for part in parts)
    measured = _count_measured(parts)
    agreed = wording.say_count(len(parts), "actie afgesproken", "acties afgesproken")
    told = wording.say_list([f"{done} gedaan", *([f"{late} over tijd"] if late else [])])
    if not measured:
        return f"{agreed}: {told}; van geen daarvan is het effect te meten"
    found = f"bij {lower} daarvan daalde het meer" if lower else "bij geen daarvan daalde het meer"
    return f"{agreed}: {told}; van {measured} is het effect te meten, {found} dan elders"


def _count_measured(parts: Sequence[AgreementPart]) -> int:
    return sum(part.verdict is not None for part in parts)


def _write(part: AgreementPart, titles: dict[str, str]) -> tuple[Text, ...]:
    late = ", over tijd" if part.is_overdue else ""
    return (
        Text(f"{part.number}. {words.say_action(part.kind, part.parties)}"),
        Text(f"{words.begin(_say_place(part))}; {wording.say_period(part.used)}"),
        Text(words.begin(_say_goal(part, titles))),
        Text(words.begin(f"{words.STATUSES[part.status]}{late}")),
        Text(_say_effect(part)),
    )


def _say_place(part: AgreementPart) -> str:
    if part.place is not None:
        return words.say_ground(part.place)
    if not part.wijken:
        return "buiten de wijken"
    return f"{'wijk' if len(part.wijken) == 1 else 'wijken'} {wording.say_list(part.wijken)}"


def _say_goal(part: AgreementPart, titles: dict[str, str]) -> str:
    if part.goal is not None:
        return words.say_goal(part.goal, titles)
    share = "" if part.agreed_share is None else f"{wording.say_number(100 * part.agreed_share)}% "
    themes = wording.say_list(part.titles).lower()
    return f"{share}minder meldingen van {themes}, uiterlijk {wording.say_date(part.by)}"


def _say_effect(part: AgreementPart) -> str:
    if part.result is not None:
        return f"{results.say_effect(part.result)} Doel: {results.say_progress(part.result)}."
    told = "Niet te meten"
    if part.verdict is not None:
        told = VISIT_VERDICTS[part.verdict]
    elif part.why is not None:
        told = f"Niet te meten: {results.UNMEASURED[part.why]}"
    if part.progress is not None and part.progress.count is not None:
        done = wording.say_number(part.progress.count)
        return f"{told}; {done} keer gedaan, {_REACHED[part.is_reached]}"
    return f"{told}; {_REACHED[part.is_reached]}"


def _say_day(meeting: Meeting) -> str:
    return f"Stand tot en met {wording.say_date(meeting.period.last)}."


def _say_held(meeting: Meeting) -> str:
    held = sum(part.is_held for part in meeting.agreements)
    hotspots = sum(part.place is None for part in meeting.agreements)
    if not held and not hotspots:
        return ""
    if meeting.audience.may_see_places:
        return (
            "Aantallen die rusten op meldingen die de maker van dit stuk niet per plek ziet, staan "
            "hier niet."
        )
    return (
        "Plekken staan hier per wijk, zonder aantallen meldingen: kleine aantallen wijzen naar "
        "mensen."
    )
