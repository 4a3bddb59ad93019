"""The pages for a meeting gathered, and made into files, while people may leave the page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from geo import service
from geo.present.driehoek.briefing import Briefing
from geo.present.driehoek.files import render_meeting
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.preview import PagePreview, preview_pages
from geo.service.driehoek.answers import Meeting, MeetingQuestion
from geo.views.blocks.waiting import Ask, was_asked, work_out
from geo.views.context import Context

# Files beside the store that a meeting depends on, by their endings.
_READ: Final = (".toml", ".png", ".jpg", ".jpeg")
_GATHER_SHARE: Final = 0.8

Tell = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a meeting is told, and how its pages look at a glance."""

    meeting: Meeting
    briefing: Briefing
    previews: tuple[PagePreview, ...]


@dataclass(frozen=True)
class MadeFiles:
    """The deck and the report."""

    deck: bytes
    report: bytes


def prepare_pages(context: Context, question: MeetingQuestion) -> Prepared | None:
    """Return the pages, or show how far they are; None as long as there are none."""
    made = work_out(
        context,
        Ask(("driehoek", question, _look(context)), "Bladen voorbereiden"),
        lambda tell: _prepare(context, question, tell),
    )
    return made if isinstance(made, Prepared) else None


def files_were_asked(context: Context, question: MeetingQuestion) -> bool:
    """Say whether the files of a question were made, or are on their way."""
    return was_asked(context, _ask_files(context, question))


def make_files(context: Context, question: MeetingQuestion, made: Prepared) -> MadeFiles | None:
    """Return deck and report, or show how far they are; None as long as they are not there."""
    files = work_out(
        context, _ask_files(context, question), lambda tell: _render(made.meeting, tell)
    )
    return files if isinstance(files, MadeFiles) else None


def _ask_files(context: Context, question: MeetingQuestion) -> Ask:
    return Ask(("driehoek-bestanden", question, _look(context)), "Deck en verslag maken")


def _prepare(context: Context, question: MeetingQuestion, tell: Tell) -> Prepared:
    meeting = service.prepare_meeting(
        context.workspace, question, progress=lambda share: tell(_GATHER_SHARE * share)
    )
    briefing = build_briefing(meeting)
    previews = preview_pages(
        briefing,
        meeting.style,
        progress=lambda share: tell(_GATHER_SHARE + (1 - _GATHER_SHARE) * share),
    )
    return Prepared(meeting, briefing, previews)


def _render(meeting: Meeting, tell: Tell) -> MadeFiles:
    deck = render_meeting(meeting, ".pptx", progress=lambda share: tell(share / 2))
    report = render_meeting(meeting, ".pdf", progress=lambda share: tell((1 + share) / 2))
    return MadeFiles(deck, report)


def _look(context: Context) -> Hashable:
    """Return the state of what changes without the incidents: plans, policy and house style."""
    root = context.workspace.root
    files = [path for path in sorted(root.iterdir()) if path.suffix.lower() in _READ]
    states = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return service.store_state(context.workspace), states
