"""The patrols for a meeting: visits to hotspots that were planned, and that were done."""

from collections.abc import Iterator
from typing import Final

from geo.advice.dosage import ROTATION, Rotation
from geo.analysis.trends import SMALL_COUNT
from geo.disclosure import Held
from geo.present.changes import SMALL
from geo.present.driehoek.briefing import Page, PageBlock
from geo.present.driehoek.figure_table import say_cell, text_rows
from geo.present.paper.document import Table, Text, Tone
from geo.present.patrol import dosage
from geo.present.wording import SYNTHETIC_NOTICE, say_count
from geo.service.driehoek.answers import Meeting, PatrolPart
from geo.service.patrol.visit_answers import DosageReport

NONE_KEPT: Final = "Surveillance: geen patrouilles bijgehouden"
_OUTSIDE: Final = "Buiten de wijken"
_SPOTS: Final = (
    dosage.PLACE,
    dosage.AREA,
    dosage.PLANNED,
    dosage.DONE,
    dosage.MINUTES_DONE,
    dosage.LAST,
    dosage.ADVICE,
)
_SPOT_WIDTHS: Final = (2.6, 1.9, 1.15, 1.15, 1.15, 1.5, 1.9)
_NOTES: Final = (
    "Gedaan is wat op de pagina Ronde is afgevinkt: wie zonder plan langsging, staat er niet bij.",
    "Veel bezoeken zijn geen doel op zich, en weinig bezoeken geen verwijt.",
    dosage.NEVER_FADES,
)


def build_patrol_page(meeting: Meeting) -> Page:
    """Put the visits on a page, per wijk and per hotspot; without any it says what to do."""
    part = meeting.patrols
    if part is None:
        return Page(title=NONE_KEPT, left=(Text(dosage.EMPTY),), notes=_NOTES[:1])
    return Page(title=say_patrols(part), left=tuple(_show(part)), notes=_NOTES)


def say_patrols(part: PatrolPart) -> str:
    """Say how many of the planned visits were done: ``Surveillance: 12 van 30 bezoeken gedaan``."""
    planned, done = part.total
    if isinstance(planned, Held) or isinstance(done, Held):
        return "Surveillance: te weinig bezoeken om te noemen"
    if not planned:
        return f"Surveillance: {say_count(done, 'bezoek', 'bezoeken')} gedaan, geen gepland"
    small = f", {SMALL}" if planned < SMALL_COUNT else ""
    of_planned = say_count(planned, "gepland bezoek", "geplande bezoeken")
    return f"Surveillance: {say_cell(done)} gedaan van {of_planned}{small}"


def say_unvisited(report: DosageReport) -> str:
    """Name the hotspot that was left alone for long and was planned most; empty without one."""
    spots = report.dosage.spots
    alone = spots[spots[ROTATION] == Rotation.LONG_UNVISITED]
    return "" if alone.empty else str(alone["label"].iloc[0])


def _show(part: PatrolPart) -> Iterator[PageBlock]:
    if part.wijken:
        rows = [
            (name or _OUTSIDE, say_cell(visits.planned), say_cell(visits.done))
            for name, visits in part.wijken
        ]
        header = ("Wijk", dosage.PLANNED, dosage.DONE)
        yield Table(header, text_rows(rows), (3.0, 1.3, 1.3), numeric=(1, 2))
    if part.report is None:
        yield Text("Voor dit publiek staan de bezoeken er per wijk, en niet per plek.", Tone.NOTE)
        return
    yield from _show_spots(part.report)


def _show_spots(report: DosageReport) -> Iterator[PageBlock]:
    table = dosage.tabulate_spots(report)[list(_SPOTS)].astype(str)
    if table.empty:
        yield Text("In de gekozen wijken is geen hotspot gepland of bezocht.")
        return
    yield Table(_SPOTS, text_rows(table.to_numpy().tolist()), _SPOT_WIDTHS, numeric=(2, 3, 4))
    for line in (dosage.say_done(report), *dosage.say_rotation(report)):
        yield Text(line)
    yield Text(dosage.say_rule(report), Tone.NOTE)
    if report.synthetic:
        yield Text(SYNTHETIC_NOTICE, Tone.NOTE)
