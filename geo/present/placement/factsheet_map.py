"""The map of a fact sheet, with its description in words."""

from functools import partial
from typing import Final

from geo.present import wording
from geo.present.paper.document import Picture
from geo.present.paper.map_plan import AreaKind, MapArea, StaticMap
from geo.present.paper.static_map import render_map
from geo.present.placement.factsheet_words import say_wijken
from geo.schema import Layer
from geo.service.placement.factsheets import Factsheet

_TARGET: Final = "Gebied van de camera"
_BUFFER: Final = "Gebied eromheen"
_CONTROL: Final = "Vergelijkingsgebied (V)"
_MARK: Final = "V"


def picture_ground(sheet: Factsheet) -> Picture:
    """Return the map of target, buffer and control; drawn once a file asks for it."""
    plan = plan_ground(sheet)
    return Picture(partial(render_map, plan), alt=_describe(sheet), caption=_say_caption(sheet))


def plan_ground(sheet: Factsheet) -> StaticMap:
    """Plan the map."""
    ground, placement = sheet.ground, sheet.placement
    areas = [
        MapArea(AreaKind.TARGET, ground.target, _TARGET),
        MapArea(AreaKind.BUFFER, ground.buffer, _BUFFER),
    ]
    if ground.control is not None:
        areas.append(MapArea(AreaKind.CONTROL, ground.control, _CONTROL, _MARK))
    wijken = sheet.layers.get(Layer.WIJKEN)
    return StaticMap(
        areas=tuple(areas),
        site=placement.place,
        site_label="Plek van de camera",
        wijken=None if wijken is None else wijken.areas,
        streets=None if sheet.streets is None else sheet.streets.lines,
        credit=_list_credit(sheet),
    )


def _list_credit(sheet: Factsheet) -> tuple[str, ...]:
    period = wording.say_period(sheet.placement.learned_from)
    sources = f"Meldingen: {period}, bron: {wording.say_sources(sheet.data)}"
    return sources, wording.say_attribution(sheet.layers, sheet.streets)


def _describe(sheet: Factsheet) -> str:
    goal = sheet.placement.goal
    target_m, buffer_m = (wording.say_number(radius) for radius in (goal.target_m, goal.buffer_m))
    control = (
        "Er is geen vergelijkingsgebied."
        if sheet.ground.control is None
        else "Rechtsboven ligt de hele gemeente met het vergelijkingsgebied, gemerkt met een V."
    )
    return (
        f"Kaart van het gebied in {say_wijken(sheet)}. De plek van de camera is een driehoek. "
        f"Eromheen ligt een cirkel van {target_m} meter met schuine lijnen: het gebied van de "
        f"camera. Daaromheen, tot {buffer_m} meter, liggen stippen: het gebied waar verplaatsing "
        f"wordt geteld. {control}"
    )


def _say_caption(sheet: Factsheet) -> str:
    schematic = any(layer.schematic for layer in sheet.layers.values())
    notice = f" {wording.SCHEMATIC_NOTICE}" if schematic else ""
    return f"Het gebied van de camera, met wat eromheen wordt geteld.{notice}"
