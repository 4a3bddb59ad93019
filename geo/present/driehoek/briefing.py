"""What stands on the pages for a meeting, told once for slides and for paper."""

from dataclasses import dataclass
from datetime import date

from geo.present.paper.document import Block


@dataclass(frozen=True)
class MonthLine:
    """A count a month, those of the chosen period apart.

    Parameters
    ----------
    labels
        One a month.
    counts
        As many; None where a count is held back.
    is_chosen
        Whether each month lies in the chosen period.
    alt
        What it shows, for who does not see it.
    caption
        Below it.
    """

    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    is_chosen: tuple[bool, ...]
    alt: str
    caption: str


@dataclass(frozen=True)
class WeekGrid:
    """The hours of the week in steps from 0 to 5, a row a day."""

    steps: tuple[tuple[int, ...], ...]
    alt: str
    caption: str


PageBlock = Block | MonthLine | WeekGrid


@dataclass(frozen=True)
class Page:
    """A page: its message as the title, and what it rests on.

    Parameters
    ----------
    title
        The message.
    left
        What stands at the left, or over the whole width where nothing stands at the right.
    right
        What stands at the right.
    notes
        How to explain it, and what not to conclude.
    """

    title: str
    left: tuple[PageBlock, ...]
    right: tuple[PageBlock, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """The pages of a deck or report.

    Parameters
    ----------
    title, subtitle
        On the first page.
    mark
        On every page: for whom it is.
    author
        Who hands it out.
    foot
        Below every page: days of the data, and their source.
    dated
        The day that the file says it was made: that of its data.
    warnings
        On the first page, such as that the data were made up.
    pages
        In the order of the meeting.
    """

    title: str
    subtitle: str
    mark: str
    author: str
    foot: str
    dated: date
    warnings: tuple[str, ...]
    pages: tuple[Page, ...]
