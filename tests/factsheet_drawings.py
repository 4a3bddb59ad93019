"""A placement in a made town, and the fact sheet on it."""

from datetime import UTC, date, datetime

from placement_drawings import draw_placement
from towns import WEST, make_town

from geo import service
from geo.params import Period
from geo.placements import FrozenGoal, Site, Siting, ThemeGoal

RECORDED = datetime(2026, 10, 31, 9, 5, tzinfo=UTC)
PLACE = (float(WEST[0]), float(WEST[1]))
HERE = Site(place=PLACE, points=12.5, incidents=20)


def theme(name="jeugdoverlast", incidents=20):
    return ThemeGoal(theme=name, weight=1.5, incidents=incidents)


def make_goal(**changes):
    parts = {
        "target_m": 100.0,
        "buffer_m": 250.0,
        "control": (501_300.0, 5_700_500.0),
        "control_distance": 1.1,
        "reduction": 0.25,
        "expected": 30.0,
        "smallest_reduction": 18.0,
        "power": 0.3,
        "evaluated_on": date(2027, 1, 25),
    }
    return FrozenGoal(**(parts | changes))


def place_unit(**changes):
    """Eight weeks on the suggested place in West, with nothing filled in that may stay empty."""
    parts = {
        "themes": (theme(),),
        "learned_from": Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
        "used": Period(first=date(2026, 11, 2), last=date(2026, 12, 27)),
        "siting": Siting(chosen=HERE, suggested=HERE),
        "goal": make_goal(),
        "data_as_of": date(2026, 10, 31),
    }
    return draw_placement(**(parts | changes))


def make_placed_town(folder, *placements, areas=True):
    """A town with twenty incidents at the place, and a placement with its versions."""
    rows = [("E35", f"2026-10-{1 + n % 28:02}T20:00", WEST) for n in range(20)]
    town = make_town(folder, rows, areas=areas)
    first, *others = placements or (place_unit(),)
    seen = service.record_placement(town, first, now=RECORDED)
    for number, each in enumerate(others, start=1):
        moment = RECORDED.replace(hour=9 + number)
        seen = service.revise_placement(town, seen, each, why=f"Reden {number}", now=moment)
    return town


def gather(folder, *placements, areas=True):
    return service.gather_factsheet(make_placed_town(folder, *placements, areas=areas), 1)
