"""What was agreed in the ground of a camera before it was placed, on its fact sheet."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from geo.agreements import AgreementVersion
from geo.present import wording
from geo.present.agreement import words
from geo.present.paper.document import Block, Table, Text, Tone
from geo.service.placement.factsheets import Factsheet

_HEADER: Final = ("Actie", "Plek", "Wanneer", "Stand")
_WIDTHS: Final = (2.0, 1.8, 2.0, 1.4)


def list_lighter(sheet: Factsheet) -> Iterator[Block]:
    """List the agreements that began before the camera, and say where they come from."""
    yield Text(
        "In dit gebied zijn eerder de volgende acties afgesproken. Zij komen uit de lijst van "
        "acties; of zij genoeg waren, is aan de burgemeester."
    )
    yield Table(
        _HEADER,
        tuple(tuple(_write(version)) for version in sheet.lighter),
        _WIDTHS,
    )
    late = [version for version in sheet.lighter if _is_late(version, sheet.placement.used.first)]
    if late:
        numbers = wording.say_list([str(version.agreement_id) for version in late])
        yield Text(
            f"Actie {numbers}: de laatste wijziging is pas na de plaatsing vastgelegd.", Tone.NOTE
        )


def _write(version: AgreementVersion) -> Iterator[Text]:
    agreement = version.agreement
    yield Text(f"{version.agreement_id}. {words.say_action(agreement.kind, agreement.parties)}")
    yield Text(words.begin(words.say_ground(agreement.ground)))
    yield Text(wording.say_period(agreement.used))
    yield Text(words.begin(words.STATUSES[agreement.status]))


def _is_late(version: AgreementVersion, placed: date) -> bool:
    return version.recorded_at.date() >= placed
