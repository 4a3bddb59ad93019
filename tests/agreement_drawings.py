"""An agreement drawn by hand, on the busy place of `placement_town`."""

from datetime import date

import shapely
from placement_town import USED, WEST, YOUTH, find_days_before

from geo.agreements import (
    ActionKind,
    AgreedGround,
    Agreement,
    AgreementPlan,
    CountableGoal,
    GroundKind,
    Measure,
    Party,
    write_outline,
)

BEFORE = find_days_before(USED)
SPOT = shapely.Point(WEST).buffer(40)
HOTSPOT = AgreedGround(
    kind=GroundKind.HOTSPOT,
    name="Jeugdoverlast",
    code=YOUTH,
    outline=write_outline(SPOT),
    wijken=("West",),
)
GOAL = CountableGoal(
    theme=YOUTH,
    measure=Measure.INCIDENTS,
    start=40,
    to=20,
    by=date(2026, 10, 25),
    counted=BEFORE,
)
TIMES = CountableGoal(theme=YOUTH, measure=Measure.ACTIONS, start=0, to=10, by=date(2026, 10, 25))


def draw_agreement(**changes):
    """Eight weeks of youth work on the square: from forty incidents to twenty."""
    parts = {
        "kind": ActionKind.YOUTH_WORK,
        "parties": (Party.YOUTH_WORK, Party.BOA),
        "used": USED,
        "themes": (YOUTH,),
        "goal": GOAL,
        "ground": HOTSPOT,
        "note": "Drie avonden per week op het plein",
    }
    return Agreement(**(parts | changes))


def draw_plan(**changes):
    """The same, before the figures are filled in."""
    parts = {
        "kind": ActionKind.YOUTH_WORK,
        "parties": (Party.YOUTH_WORK, Party.BOA),
        "used": USED,
        "themes": (YOUTH,),
        "reduction": 0.5,
    }
    return AgreementPlan(**(parts | changes))
