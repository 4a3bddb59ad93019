"""A placement drawn by hand."""

from datetime import date

from geo.params import HourSelection, Period
from geo.placement_choice import Ahead, RunnerUp, TriedSetting, Weighed
from geo.placements import FrozenGoal, Placement, Safeguards, Site, Siting, ThemeGoal

SITE = Site(place=(100.0, 200.0), points=12.5, incidents=20)

WEIGHED = Weighed(
    sites=1,
    in_use=((900.0, 200.0),),
    runner_up=RunnerUp(place=(400.0, 200.0), street="Kerkweg", lost=3.3),
    chosen=412,
    samples=500,
    settings=(
        TriedSetting(name="range -25%", moving=1, farthest_m=42.0),
        TriedSetting(name="equal weights", moving=0, farthest_m=0.0),
    ),
    ahead=Ahead(share=0.064, low=0.048, high=0.086),
)


def draw_placement(**changes):
    """Eight weeks at the place that was suggested, held against a control 1 km away."""
    parts = {
        "purpose": "Minder overlast van jongeren op het plein",
        "themes": (ThemeGoal(theme="jeugdoverlast", weight=1.0, incidents=20),),
        "learned_from": Period(first=date(2023, 1, 1), last=date(2023, 12, 31)),
        "used": Period(first=date(2024, 1, 8), last=date(2024, 3, 3)),
        "hours": HourSelection(),
        "range_m": 100.0,
        "siting": Siting(chosen=SITE, suggested=SITE),
        "goal": FrozenGoal(
            target_m=100.0,
            buffer_m=250.0,
            control=(1100.0, 200.0),
            control_distance=1.1,
            reduction=0.25,
            expected=30.0,
            smallest_reduction=18.0,
            power=0.3,
            evaluated_on=date(2024, 4, 1),
        ),
        "safeguards": Safeguards(),
        "data_as_of": date(2023, 12, 31),
    }
    return Placement(**(parts | changes))
