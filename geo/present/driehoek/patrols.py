"""The patrols for a meeting: visits to hotspots that were planned, and that were done."""

from collections.abc import Iterator, Mapping
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
_SPOTS: Final[Mapping[str, str]] = {
    dosage.PLACE: "Plek",
    dosage.PLANNED: "Gepland",
    dosage.DONE: "Gedaan",
    dosage.MINUTES_DONE: "Minuten",
    dosage.LAST: "Laatste bezoek",
    dosage.ADVICE: "Rotatie",
}
_WIDTHS: Final = (2.3, 0.95, 0.9, 0.95, 1.4, 1.6)
# So many fit beside the wijken.
_MOST_SPOTS: Final = 8
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
    return Page(
        title=say_patrols(part),
        left=tuple(_show_wijken(part)),
        right=() if part.report is None else tuple(_show_spots(part.report)),
        notes=_NOTES,
    )


def say_patrols(part: PatrolPart) -> str:
    """Say how many of the planned visits were done: ``Surveillance: 12 van 30 bezoeken gedaan``."""
    planned, done = part.total
    if isinstance(planned, Held) or isinstance(done, Held):
        return "Surveillance: het aantal bezoeken is voor dit publiek niet te noemen"
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


def _tabulate_wijken(part: PatrolPart) -> Table:
    rows = [
        (area.name or _OUTSIDE, say_cell(area.visits.planned), say_cell(area.visits.done))
        for area in part.wijken
    ]
    return Table(("Wijk", "Gepland", "Gedaan"), text_rows(rows), (2.6, 1.0, 1.0), numeric=(1, 2))


def _show_wijken(part: PatrolPart) -> Iterator[PageBlock]:
    if part.wijken:
        yield _tabulate_wijken(part)
    if part.report is None:
        yield Text("Voor dit publiek staan de bezoeken er per wijk, en niet per plek.", Tone.NOTE)
        return
    yield Text(dosage.say_done(part.report))
    if part.report.synthetic:
        yield Text(SYNTHETIC_NOTICE, Tone.NOTE)


def _show_spots(report: DosageReport) -> Iterator[PageBlock]:
    table = dosage.tabulate_spots(report)
    shown = table[list(_SPOTS)].head(_MOST_SPOTS).astype(str)
    if shown.empty:
        yield Text("In de gekozen wijken is geen hotspot gepland of bezocht.")
        return
    yield Table(tuple(_SPOTS.values()), text_rows(shown.to_numpy().tolist()), _WIDTHS, (1, 2, 3))
    if more := len(table) - len(shown):
        count = say_count(more, "plek staat", "plekken staan")
        yield Text(f"Nog {count} op de pagina Patrouille bij Terugkijken.", Tone.NOTE)
    yield Text(dosage.say_rule(report), Tone.NOTE)
