"""A town with a busy place and one like it, before a camera stood on the first and after."""

from datetime import UTC, date, datetime, timedelta

from placement_drawings import draw_placement
from towns import WEST, make_town

from geo.params import Period
from geo.placements import FrozenGoal, Site, Siting, ThemeGoal, find_days_before

YOUTH = "jeugdoverlast"
CODE = "E35"
# As far from the edges of the town as their buffers reach.
CONTROL = (500_200, 5_700_200)
USED = Period(first=date(2026, 8, 3), last=date(2026, 9, 27))
LEARNED = Period(first=date(2025, 9, 1), last=date(2026, 8, 2))
EARLIER = Period(first=LEARNED.first, last=date(2026, 6, 7))
LATER = Period(first=date(2026, 9, 28), last=date(2026, 10, 31))
LAST_DAY = LATER.last
MOMENT = datetime(2026, 8, 1, 9, tzinfo=UTC)
RADII_M = (60.0, 120.0)

# Incidents before and after: on the place itself, at the control, and around both.
COUNTS = {"target": (40, 12), "control": (40, 40), "buffer": (10, 9), "buffer_control": (10, 10)}


def beside(place):
    """A place in the buffer."""
    return place[0] + 90, place[1]


PLACES = {
    "target": WEST,
    "control": CONTROL,
    "buffer": beside(WEST),
    "buffer_control": beside(CONTROL),
}


def spread(count, place, period, *, hour="20:00", code=CODE):
    """So many incidents, evenly over the days of a period."""
    days = [period.first + timedelta(days=n * period.days // count) for n in range(count)]
    return [(code, f"{day}T{hour}", place) for day in days]


def draw_rows(counts=None, *, earlier=200, later=20):
    """Rows of the town: the counts around the placement, and as many on both places else."""
    rows = []
    for name, (before, after) in (COUNTS | (counts or {})).items():
        rows += spread(before, PLACES[name], find_days_before(USED))
        rows += spread(after, PLACES[name], USED)
    # A little more on the first, so that nothing hangs on a tie.
    for place, more in ((WEST, 12), (CONTROL, 0)):
        rows += spread(earlier + more, place, EARLIER) + spread(later, place, LATER)
    # The data run to their last day, away from all that is counted.
    return [*rows, (CODE, f"{LAST_DAY}T12:00", (501_900, 5_700_900))]


def build_town(folder, counts=None, **options):
    return make_town(folder, draw_rows(counts, **options))


def place_west(**changes):
    """The placement on the busy place, with the other one as its control."""
    site = Site(place=(float(WEST[0]), float(WEST[1])), points=100.0, incidents=252)
    goal = FrozenGoal(
        target_m=RADII_M[0],
        buffer_m=RADII_M[1],
        control=(float(CONTROL[0]), float(CONTROL[1])),
        control_distance=0.4,
        reduction=0.5,
        expected=40.0,
        smallest_reduction=29.4,
        power=0.2,
        evaluated_on=date(2026, 10, 25),
    )
    parts = {
        "themes": (ThemeGoal(theme=YOUTH, weight=1.0, incidents=252),),
        "learned_from": LEARNED,
        "used": USED,
        "range_m": RADII_M[0],
        "siting": Siting(chosen=site, suggested=site),
        "goal": goal,
        "data_as_of": LEARNED.last,
    }
    return draw_placement(**(parts | changes))


def place_earlier(**changes):
    """The same placement half a year before, when nothing changed: no day belongs to both."""
    used = Period(first=date(2026, 1, 5), last=date(2026, 3, 1))
    learned = Period(first=LEARNED.first, last=date(2026, 1, 4))
    return place_west(**({"used": used, "learned_from": learned} | changes))
