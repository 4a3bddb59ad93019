"""The patrol sheet: what each team takes along on paper, as an accessible PDF on A4 or A5."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import segno

from geo import schema
from geo.disclosure import Disclosed
from geo.patrol_params import Place
from geo.present import wording
from geo.present.audience_words import AUDIENCES, state_audience
from geo.present.paper.document import OF, PAGE, PictureKind
from geo.present.paper.glyphs import FONT, settle
from geo.present.paper.map_badges import Badge
from geo.present.paper.route_map import RouteMap, render_route
from geo.present.paper.typesetting import Told, lay_files, typeset
from geo.present.patrol.cautions import SUGGESTION, list_cautions, list_foremost, state_plan
from geo.present.patrol.map import list_numbers, list_teams
from geo.present.patrol.table import ToldVisit, tell_visits
from geo.present.patrol.words import (
    NO_NAMES,
    NO_VISIT,
    say_clock,
    say_day,
    say_geo_uri,
    say_shift,
    say_span,
    say_stay,
    say_team,
)
from geo.present.wording import say_count, say_number
from geo.schema import Layer
from geo.service.patrol.kits import PatrolKit

_TEMPLATE: Final = "patrol.typ"
_TITLE: Final = "Patrouilleblad"
_WORDS: Final = {
    "overview": "In het kort",
    "columns": ["Nr", "Tijd", "Plek"],
    "stops": "Stop voor stop",
    "look-for": "Let op:",
    "open": "Open de kaart",
    "findings": "Bevindingen",
    # As on the phone.
    "ticks": [
        {"word": "Aangekomen", "timed": True},
        {"word": "Vertrokken", "timed": True},
        {"word": "Niets aangetroffen", "timed": False},
        {"word": "Bijzonderheid", "timed": False},
    ],
    "grounds": "Waar dit plan op rust",
}
# A number with more visits than this goes on over more than one row.
_MOST_IN_ROW: Final = 3


class Paper(StrEnum):
    """Sizes of paper; the values are those of the template and the command."""

    A4 = "a4"
    A5 = "a5"


# Width of the text and height of a map on it, in inches.
_MAP_IN: Final = {Paper.A4: (6.69, 3.6), Paper.A5: (4.88, 3.0)}


def render_sheet(
    told: Disclosed[PatrolKit], *, paper: Paper = Paper.A4, team: int | None = None
) -> bytes:
    """Write a plan as PDF (PDF/UA-1): a sheet for each team, on pages of its own.

    Parameters
    ----------
    told
        The plan, handed on to who will see it.
    paper
        Its size.
    team
        Number from 1 of the only team; None means all.

    Returns
    -------
    bytes
        The same plan gives the same bytes.
    """
    return typeset(lay_out_sheet(told, paper=paper, team=team))


def lay_out_sheet(
    handed: Disclosed[PatrolKit], *, paper: Paper = Paper.A4, team: int | None = None
) -> Told:
    """Return what typst is asked: template, data and pictures as files, and how to set them."""
    teller = _Teller(handed, paper)
    told = teller.tell(list_teams(handed.answer.advice) if team is None else [team])
    return lay_files(_TEMPLATE, told, teller.pictures)


def draw_code(uri: str) -> bytes:
    """Draw a QR code as SVG, with the quiet edge of four modules that readers need."""
    buffer = io.BytesIO()
    code = segno.make_qr(uri, error="m", boost_error=False)
    code.save(buffer, kind="svg", xmldecl=False, omitsize=True, svgclass=None, lineclass=None)
    return buffer.getvalue()


@dataclass
class _Teller:
    """Tells a plan as plain data, and keeps its pictures as files beside that."""

    handed: Disclosed[PatrolKit]
    paper: Paper
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def kit(self) -> PatrolKit:
        """The plan."""
        return self.handed.answer

    def tell(self, teams: list[int]) -> Told:
        question = self.kit.advice.question
        day = question.period.last
        when = f"{say_day(question)}, {say_shift(question)}"
        return {
            "title": settle(f"{_TITLE} {say_day(question)}"),
            "subtitle": settle(f"{self.kit.municipality}, {when}"),
            "author": settle(f"Gemeente {self.kit.municipality}"),
            # On every page: a sheet may be torn off.
            "mark": f"{_TITLE}. {AUDIENCES[self.handed.audience]}",
            # Of the data, as of other documents: the same plan gives the same bytes.
            "dated": [day.year, day.month, day.day],
            "when": settle(when),
            "paper": self.paper.value,
            "font": FONT,
            "page": PAGE,
            "of": OF,
            "words": _WORDS,
            "teams": [self._tell_team(number) for number in teams],
        }

    def _tell_team(self, team: int) -> Told:
        kit, question = self.kit, self.kit.advice.question
        visits = kit.advice.visits[team - 1]
        return {
            "title": settle(say_team(question, team)),
            "facts": [[settle(text) for text in row] for row in _list_facts(kit, team)],
            "notices": [settle(text) for text in _list_notices(kit)],
            "map": self._draw_map(team),
            "map-alt": settle(_describe_map(kit, team)),
            "map-caption": settle(wording.say_attribution(kit.layers, kit.streets)),
            "about": f"{SUGGESTION} {NO_NAMES}" if visits else NO_VISIT,
            "stops": [self._tell_stop(told) for told in tell_visits(kit, team=team)],
            "grounds": [
                [settle(text) for text in row]
                for row in (*state_plan(kit, team=team), *state_audience(self.handed))
            ],
            "cautions": [
                settle(text) for text in list_cautions(kit.advice, team=team, with_foremost=False)
            ],
        }

    def _tell_stop(self, told: ToldVisit) -> Told:
        uri = say_geo_uri(told.latitude, told.longitude)
        code = f"code-{told.visit.place}.{PictureKind.SVG}"
        if code not in self.pictures:
            self.pictures[code] = draw_code(uri)
        return {
            "number": str(told.number),
            "span": say_span(told.visit),
            "stay": say_stay(told.visit),
            "title": settle(told.name),
            "why": [settle(text) for text in told.why],
            "look-for": [settle(text) for text in told.look_for],
            "contact": settle(told.contact_line),
            "uri": uri,
            "code": code,
            "code-alt": f"QR-code: opent de plek van stop {told.number} in uw kaart-app",
        }

    def _draw_map(self, team: int) -> str:
        kit, advice = self.kit, self.kit.advice
        wijken = kit.layers.get(Layer.WIJKEN)
        plan = RouteMap(
            stops=tuple(_list_badges(kit, team)),
            ways=advice.ways[team - 1],
            by_street=advice.on_streets,
            ends=tuple(dict.fromkeys([advice.question.base, advice.question.end])),
            cameras=tuple((camera.x, camera.y) for camera in advice.cameras),
            wijken=None if wijken is None else wijken.areas,
            streets=None if kit.streets is None else kit.streets.lines,
            size_in=_MAP_IN[self.paper],
        )
        file = f"map-{team}.{PictureKind.SVG}"
        self.pictures[file] = render_route(plan, PictureKind.SVG)
        return file


def _list_notices(kit: PatrolKit) -> Iterator[str]:
    if kit.data.synthetic:
        yield wording.SYNTHETIC_NOTICE
    yield from list_foremost(kit.advice)


def _list_facts(kit: PatrolKit, team: int) -> Iterator[tuple[str, str]]:
    question, visits = kit.advice.question, kit.advice.visits[team - 1]
    yield "Gemeente", kit.municipality
    if visits:
        span = f"{say_clock(visits[0].starts)} tot {say_clock(visits[-1].leaves)}"
        yield "Stops", f"{say_number(len(visits))}, van {span}"
    same = question.base == question.end
    yield (
        "Begin en einde",
        "zwart vierkant op de kaart" if same else "zwarte vierkanten op de kaart",
    )
    yield "Geleerd van", wording.say_period(question.period)


def _list_badges(kit: PatrolKit, team: int) -> Iterator[Badge]:
    for row, numbers in list_numbers(kit.advice, team).items():
        rows = [
            "·".join(map(str, numbers[first : first + _MOST_IN_ROW]))
            for first in range(0, len(numbers), _MOST_IN_ROW)
        ]
        yield Badge(_read_place(kit, row), "\n".join(rows))


def _read_place(kit: PatrolKit, row: int) -> Place:
    place = kit.advice.places.iloc[row]
    return float(place[schema.X]), float(place[schema.Y])


def _describe_map(kit: PatrolKit, team: int) -> str:
    count = len(kit.advice.visits[team - 1])
    way = "langs straten" if kit.advice.on_streets else "in rechte lijnen"
    return (
        f"Kaart van de route van team {team}, {way}: "
        f"{say_count(count, 'genummerde stop', 'genummerde stops')}, in de volgorde van de lijst "
        "hieronder. Een zwart vierkant is begin en einde."
    )
