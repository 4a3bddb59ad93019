"""What a meeting is told, as files: a deck and a report out of the same pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from geo.analysis.trends import Difference
from geo.analysis.tuning import Progress
from geo.disclosure import Count, Held
from geo.present.deck.render import render_deck
from geo.present.driehoek.briefing import Briefing
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.report import render_report
from geo.present.files import check_ending, write_file
from geo.present.paper.document import Look
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.present.terminal import SYNTHETIC
from geo.service.driehoek.answers import Figure, Meeting

_DECIMALS: Final = 4


_Render = Callable[[Meeting, Briefing, Progress | None], bytes]


def _render_slides(meeting: Meeting, briefing: Briefing, progress: Progress | None) -> bytes:
    return render_deck(briefing, meeting.style, meeting.logo, progress=progress)


def _render_paper(meeting: Meeting, briefing: Briefing, progress: Progress | None) -> bytes:
    style = meeting.style
    look = Look(
        accent=style.accent,
        on_accent=style.on_accent,
        ink=style.ink,
        font=style.font,
        letters=meeting.letters,
        logo=meeting.logo,
        logo_alt=f"Logo van {briefing.author}",
    )
    return render_report(briefing, look, progress=progress)


_RENDERERS: Final[Mapping[str, _Render]] = {
    ".pptx": _render_slides,
    ".pdf": _render_paper,
}


def check_meeting_suffix(suffix: str) -> None:
    """Refuse the ending of a file that no renderer makes, before any work is done for it.

    Raises
    ------
    ParamsError
        If it is another than ``.pptx`` or ``.pdf``.
    """
    check_ending(suffix, _RENDERERS)


def render_meeting(meeting: Meeting, suffix: str, *, progress: Progress | None = None) -> bytes:
    """Return the bytes of a deck or report: the same for the same question and data.

    Parameters
    ----------
    meeting
        What was gathered.
    suffix
        ``.pptx`` or ``.pdf``.
    progress
        Hears which share of the pages has been drawn.

    Raises
    ------
    ParamsError
        If the suffix is another than ``.pptx`` or ``.pdf``.
    """
    check_meeting_suffix(suffix)
    return _RENDERERS[suffix](meeting, build_briefing(meeting), progress)


def write_meeting(meeting: Meeting, path: Path, *, progress: Progress | None = None) -> None:
    """Write a deck or report to a file, of the kind that its suffix names.

    Raises
    ------
    ParamsError
        If the suffix is another than ``.pptx`` or ``.pdf``.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_meeting(meeting, path.suffix.lower(), progress=progress))


def tell_meeting(meeting: Meeting, files: Iterable[Path]) -> Plain:
    """Tell the figures on which the files rest, and what was held back in them."""
    period, previous = meeting.period, meeting.previous
    return {
        **tell_period(period),
        "previous": None if previous is None else tell_period(previous),
        "audience": meeting.audience.value,
        "synthetic": meeting.data.synthetic,
        "themes": [
            {"theme": part.theme, "title": part.title, **_tell_figure(part.figure)}
            for part in meeting.themes
        ],
        "total": _tell_figure(meeting.total),
        "held_back": meeting.held_back,
        "messages": [page.title for page in build_briefing(meeting).pages],
        "files": [str(path) for path in files],
    }


def print_meeting(answer: Plain) -> Iterator[str]:
    """Say which files were written, and the messages of their pages."""
    if answer["synthetic"]:
        yield SYNTHETIC
    yield from (f"written: {name}" for name in answer["files"])
    yield f"for: {answer['audience']}; figures held back: {answer['held_back']}"
    yield f"{len(answer['messages'])} pages (in Dutch):"
    yield from (f"  {text}" for text in answer["messages"])


def _tell_figure(figure: Figure) -> Plain:
    return {
        "now": _tell_count(figure.now),
        "before": _tell_count(figure.before),
        **_tell_change(figure.change),
    }


def _tell_count(count: Count | None) -> int | None:
    return None if isinstance(count, Held) else count


def _tell_change(found: Difference | None) -> Plain:
    if found is None:
        return {"difference": None, "p_value": None}
    return {"difference": found.difference, "p_value": round(found.p_value, _DECIMALS)}
