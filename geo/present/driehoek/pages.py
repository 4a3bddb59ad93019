"""The pages for a meeting, in their order: each with its message, what it rests on, and notes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from geo.disclosure import Held
from geo.present import changes, wording
from geo.present.audience_words import AUDIENCES
from geo.present.driehoek.agreements import build_agreement_page
from geo.present.driehoek.back import build_back_pages
from geo.present.driehoek.briefing import Briefing, Page
from geo.present.driehoek.cameras import build_camera_page
from geo.present.driehoek.figure_table import (
    compare_header,
    compare_row,
    say_cell,
    split_few,
    text_rows,
)
from geo.present.driehoek.messages import (
    find_direction,
    measure_lengths,
    say_parks,
    say_total,
    say_wijken,
)
from geo.present.driehoek.open_figures import build_check_page, build_open_page, say_elsewhere
from geo.present.driehoek.patrols import build_patrol_page
from geo.present.driehoek.policy import build_policy_page, build_priority_page
from geo.present.driehoek.theme import build_theme_page, name_wijk
from geo.present.overview import TOTAL
from geo.present.paper.document import Table, Text, Tone
from geo.service.driehoek.answers import Figure, Meeting, ThemePart

_TITLE: Final = "Veiligheid in"
_THEMES_A_PAGE: Final = 6
_WIDTHS: Final = (2.05, 0.75, 1.0, 1.2, 1.6, 1.9, 2.0)
_PARK: Final = "Bedrijventerrein"
_NAME_WIDTH: Final = 1.7
_LETTERS_TO_WIDTH: Final = 12
_MARKED: Final = "*"


def build_briefing(meeting: Meeting) -> Briefing:
    """Put together what a meeting is told.

    Parameters
    ----------
    meeting
        What was gathered for it.

    Returns
    -------
    Briefing
        Dated by the last day of the data, or of the period where there are none.
    """
    synthetic = [wording.SYNTHETIC_NOTICE] if meeting.data.synthetic else []
    schematic = any(layer.schematic for layer in meeting.layers.values())
    return Briefing(
        title=f"{_TITLE} {meeting.municipality}",
        subtitle=wording.say_period(meeting.period),
        mark=AUDIENCES[meeting.audience],
        author=f"Gemeente {meeting.municipality}",
        foot="; ".join(wording.list_origin(meeting.data)).capitalize(),
        dated=_date(meeting),
        warnings=(*synthetic, *([wording.SCHEMATIC_NOTICE] if schematic else [])),
        pages=tuple(_list_pages(meeting)),
    )


def _date(meeting: Meeting) -> date:
    data = meeting.data
    return meeting.period.last if data.as_of is None else data.as_of.date()


def _list_pages(meeting: Meeting) -> Iterator[Page]:
    if meeting.agreements:
        yield build_agreement_page(meeting)
    yield _summarise(meeting)
    if meeting.priorities:
        yield build_priority_page(meeting)
    for part in meeting.themes:
        yield build_theme_page(meeting, part)
    yield from _compare_wijken(meeting)
    if meeting.parks:
        yield _compare_parks(meeting)
    yield build_camera_page(meeting)
    yield build_patrol_page(meeting)
    if meeting.policy is not None:
        yield build_policy_page(meeting.policy)
    if meeting.open_figures is not None:
        yield build_open_page(meeting, meeting.open_figures)
        if meeting.open_figures.checks:
            yield build_check_page(meeting.open_figures)
    yield from build_back_pages(meeting)


def _summarise(meeting: Meeting) -> Page:
    header = compare_header(meeting, "Thema")
    rows = [compare_row(part.title, part.figure, meeting) for part in meeting.themes]
    total = compare_row(TOTAL, meeting.total, meeting)
    table = Table(
        header,
        (
            *text_rows(rows),
            tuple(Text(cell, Tone.WARNING) for cell in total),
        ),
        _WIDTHS[: len(header)],
        numeric=tuple(range(1, min(len(header), 5))),
    )
    return Page(
        title=say_total(meeting),
        left=(Text(_say_compared(meeting), Tone.NOTE), table),
        notes=(
            (
                "Begin met wat zeker is: alleen bij 'meer dan toeval verklaart' mag u van een "
                "stijging of daling spreken."
            ),
            changes.say_many(len(meeting.themes)),
            "Het totaal telt ook soorten die geen eigen pagina hebben.",
            wording.REPORTED_NOTICE,
        ),
    )


def _say_compared(meeting: Meeting) -> str:
    if meeting.previous is None:
        return (
            "De gegevens beslaan niet ook een hele periode ervoor: hier staan aantallen zonder "
            "verschil."
        )
    before = changes.say_before(meeting.period, meeting.previous)
    return (
        f"Nu: {wording.say_period(meeting.period)}. Ervoor: {before}. "
        f"{changes.say_unequal(meeting.period, meeting.previous)}De marge zegt waar het werkelijke "
        "verschil met 95% zekerheid ligt."
    )


def _compare_wijken(meeting: Meeting) -> Iterator[Page]:
    themes = [part for part in meeting.themes if part.wijken]
    for start in range(0, len(themes), _THEMES_A_PAGE):
        yield _tell_wijken(meeting, themes[start : start + _THEMES_A_PAGE])


def _tell_wijken(meeting: Meeting, themes: Sequence[ThemePart]) -> Page:
    before = "" if meeting.previous is None else ", tussen haakjes de periode ervoor"
    legend = (
        f"Meldingen nu{before}. {_MARKED} Dit verschil is op zichzelf meer dan toeval verklaart."
    )
    return Page(
        title=say_wijken(themes, measure_lengths(meeting)),
        left=(*_tabulate_wijken(meeting, themes), Text(legend, Tone.NOTE)),
        notes=(
            "Vergelijk wijken niet op aantal: zij verschillen in inwoners, woningen en winkels.",
            (
                "Een ster geldt voor dat ene verschil. Tussen zo veel verschillen lijken er altijd "
                "een paar meer dan toeval; de titel noemt alleen wat per thema overblijft als "
                "daarmee rekening is gehouden."
            ),
        ),
    )


def _tabulate_wijken(meeting: Meeting, themes: Sequence[ThemePart]) -> Iterator[Table | Text]:
    figures = [{area.code or "": area.figure for area in part.wijken} for part in themes]
    names = {area.code or "": area.name for part in themes for area in part.wijken}
    # What lies in no wijk comes last.
    codes = sorted(names, key=lambda code: (not code, code))
    nothing = Figure(0, None if meeting.previous is None else 0)
    rows = [
        (name_wijk(code, names[code]), [of_theme.get(code, nothing) for of_theme in figures])
        for code in codes
    ]
    yield from _tabulate_pairs("Wijk", rows, themes, meeting)


def _tabulate_pairs(
    first: str,
    rows: Sequence[tuple[str, Sequence[Figure]]],
    themes: Sequence[ThemePart],
    meeting: Meeting,
) -> Iterator[Table | Text]:
    told, few = split_few(rows)
    cells = [(name, *(_say_pair(one, meeting) for one in figures)) for name, figures in told]
    if cells:
        yield Table(
            (first, *(part.title for part in themes)),
            text_rows(cells),
            _widen(themes),
            numeric=tuple(range(1, len(themes) + 1)),
        )
    if few:
        yield Text(few, Tone.NOTE)


def _widen(themes: Sequence[ThemePart]) -> tuple[float, ...]:
    """Give each theme a column that its longest word fits in."""
    words = (max(map(len, part.title.split())) for part in themes)
    return _NAME_WIDTH, *(max(1.0, letters / _LETTERS_TO_WIDTH) for letters in words)


def _say_pair(figure: Figure, meeting: Meeting) -> str:
    text = say_cell(figure.now)
    # The same mark twice says no more than once.
    if figure.before is None or (isinstance(figure.now, Held) and figure.now is figure.before):
        return text
    carried = figure.change is not None and find_direction(figure.change, measure_lengths(meeting))
    return f"{text} ({say_cell(figure.before)}){_MARKED if carried else ''}"


def _compare_parks(meeting: Meeting) -> Page:
    shown = meeting.themes[:_THEMES_A_PAGE]
    rows = [(park.name, [park.themes[part.theme] for part in shown]) for park in meeting.parks]
    return Page(
        title=say_parks(meeting.parks, measure_lengths(meeting)),
        left=(
            *_tabulate_parks(meeting),
            *_tabulate_pairs(_PARK, rows, shown, meeting),
            Text(f"Nu (ervoor). {_MARKED} Op zichzelf meer dan toeval verklaart.", Tone.NOTE),
        ),
        notes=(
            (
                "De grenzen van een bedrijventerrein zijn die van de gemeente zelf; een melding "
                "kan zowel in een wijk als op een terrein liggen. Tel ze niet bij elkaar op."
            ),
            f"Verplaatsing van elders ziet u op deze pagina niet. {say_elsewhere(meeting)}",
        ),
    )


def _tabulate_parks(meeting: Meeting) -> Iterator[Table | Text]:
    header = compare_header(meeting, _PARK, brief=True)
    told, few = split_few((park.name, [park.total]) for park in meeting.parks)
    rows = [compare_row(name, figure, meeting, brief=True) for name, (figure,) in told]
    widths = (2.0, 0.8, 0.8, 0.8, 1.8)[: len(header)]
    if rows:
        yield Table(header, text_rows(rows), widths, numeric=(1, 2, 3)[: len(header) - 1])
    if few:
        yield Text(few, Tone.NOTE)
