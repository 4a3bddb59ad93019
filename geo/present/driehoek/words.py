"""A meeting in a few lines: over which days it goes, how many pages, and what was held back."""

from collections.abc import Iterator

from geo.present import changes, wording
from geo.present.audience_words import FIXED_PERIODS
from geo.present.driehoek.briefing import Briefing
from geo.service.driehoek.answers import Meeting


def say_meeting(meeting: Meeting, briefing: Briefing) -> Iterator[str]:
    """Say over which days the pages go, how many there are, and how many counts are held back."""
    pages = wording.say_count(len(briefing.pages) + 1, "blad", "bladen")
    period = wording.say_period(meeting.period)
    if meeting.previous is None:
        yield (
            f"{pages} over {period}. De gegevens beslaan niet ook een hele periode ervoor: er is "
            "niets om mee te vergelijken."
        )
    else:
        before = changes.say_before(meeting.period, meeting.previous)
        yield f"{pages} over {period}, vergeleken met {before}."
    yield _say_held(meeting)


def _say_held(meeting: Meeting) -> str:
    if meeting.audience.may_see_places:
        return "Voor de driehoek is niets achtergehouden. Deel deze bladen niet verder."
    count = wording.say_count(meeting.held_back, "aantal is", "aantallen zijn")
    return (
        "Voor dit publiek staan er geen punten en geen omtrekken van hotspots in. "
        f"{count} niet getoond: kleiner dan {meeting.smallest}, of daaruit af te leiden. "
        f"{FIXED_PERIODS}"
    )
