"""A town with two busy corners, for the tests of patrols."""

from datetime import date, datetime

from towns import WEST, make_town

from geo.params import Period
from geo.patrol_params import PatrolQuestion, PatrolTeam
from geo.schema import TravelMode

FAR = (500_200, 5_700_200)
BASE = (500_400, 5_700_400)
ON_FOOT = PatrolTeam(mode=TravelMode.FOOT)
BY_CAR = PatrolTeam(mode=TravelMode.CAR)


def draw_rows(count, place, start="2026-10-{day:02}T20:00"):
    return [("E35", start.format(day=1 + n % 28), place) for n in range(count)]


def make_patrol_town(folder):
    """Two corners: one busy at eight in the evening, one at ten."""
    late = draw_rows(20, FAR, start="2026-10-{day:02}T22:00")
    return make_town(folder, [*draw_rows(20, WEST), *late])


def ask(town, **changes):
    """A question about an evening in November, from six until midnight."""
    return PatrolQuestion(
        **{
            "themes": ("jeugdoverlast",),
            "period": Period(first=date(2026, 1, 1), last=date(2026, 10, 31)),
            "begins": datetime(2026, 11, 3, 18, 0, tzinfo=town.timezone),
            "minutes": 360,
            "teams": (ON_FOOT,),
            "base": BASE,
        }
        | changes
    )
