"""The open figures of the police for a meeting: beside others, and beside our own counts."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.analysis.shared_trends import Shared
from geo.present import changes, open_figures
from geo.present.driehoek.briefing import Page
from geo.present.driehoek.figure_table import NOTHING, text_rows
from geo.present.paper.document import Table, Text, Tone
from geo.present.wording import say_list, say_number
from geo.service.driehoek.answers import Meeting
from geo.service.open_answers import OpenReport, OpenTheme, Side

_TITLE: Final = "Officiële cijfers"
# What is told first, and how: the verdict is about the theme that stands before it.
_MESSAGES: Final[Mapping[Shared, str]] = {
    Shared.HITHER: "{themes}: hier een stijging en bij de {others} een daling",
    Shared.WORSE: "{themes}: verloop hier minder gunstig dan bij de {others}",
    Shared.AWAY: "{themes}: hier een daling en bij de {others} een stijging",
    Shared.BETTER: "{themes}: verloop hier gunstiger dan bij de {others}",
    Shared.COMMON: "{themes}: hier en bij de {others} dezelfde kant op",
}
_OTHERS: Final[Mapping[Side, str]] = {
    Side.NEIGHBOURS: "buurgemeenten",
    Side.UNIT: "rest van de politie-eenheid",
}
_UNJUDGED: Final = {Shared.TOO_FEW, Shared.TOO_SHORT}
# On paper a column of percentages is no wider than this.
_SHORT: Final[Mapping[Side, str]] = {Side.NEIGHBOURS: "Buren", Side.UNIT: "Eenheid"}
# So many rows leave the letters of a slide large enough to read.
_MOST_CHECKS: Final = 8
_CHECK_HEADER: Final = ("Thema", "Jaar", "Onze gegevens", "Politie.nl", "Verschil", "Waardoor")
_CHECK_WIDTHS: Final = (2.0, 0.7, 1.4, 1.1, 1.0, 3.2)
_CHECK_FIGURES: Final = (1, 2, 3, 4)
_NAME_WIDTH: Final = 2.0
_COUNT_WIDTH: Final = 0.9
_CHANGE_WIDTH: Final = 1.4
_VERDICT_WIDTH: Final = 2.2


def build_open_page(meeting: Meeting, report: OpenReport) -> Page:
    """Put the municipality beside its neighbours and police unit.

    Parameters
    ----------
    meeting
        Its themes, in their order.
    report
        The open figures, as far as its audience may see them.
    """
    sides = open_figures.list_sides(report)
    themes = _list_told(meeting, report)
    compared = len(themes) * len(sides)
    told = [Text(f"{open_figures.say_regions(report)} {open_figures.SOURCE}", Tone.NOTE)]
    return Page(
        title=f"{_TITLE}. {_say_message(themes, sides)}",
        left=(*([_tabulate(themes, sides)] if themes else []), *told),
        notes=(
            open_figures.METHOD,
            open_figures.CAUTION,
            *([changes.say_many(compared)] if compared > 1 else []),
            "Het laatste jaar van de tabellen kan de politie nog wijzigen.",
        ),
    )


def build_check_page(report: OpenReport) -> Page:
    """Put our own counts beside what the police published: a table of where they differ most."""
    compared = [row for row in report.checks if row.difference]
    largest = sorted(compared, key=lambda row: (-abs(row.difference or 0), -row.year, row.title))
    shown = largest[:_MOST_CHECKS]
    rows = [
        (
            row.title,
            str(row.year),
            say_number(row.ours or 0),
            say_number(row.official),
            changes.say_signed(row.difference or 0),
            open_figures.say_reasons(row),
        )
        for row in shown
    ]
    table = Table(_CHECK_HEADER, text_rows(rows), _CHECK_WIDTHS, _CHECK_FIGURES)
    more = len(largest) - len(shown)
    told = f" Nog {say_number(more)} verschillen zijn kleiner." if more else ""
    return Page(
        title="Onze gegevens naast die van politie.nl",
        left=(Text(f"{open_figures.say_checks(report)}{told}"), *([table] if rows else [])),
        notes=(
            "Een verschil is geen fout: tel in eigen gegevens niet wat de politie anders indeelt.",
            "Noem in een vergelijking met andere gemeenten alleen de cijfers van politie.nl.",
        ),
    )


def say_elsewhere(meeting: Meeting) -> str:
    """Say where the figures of other municipalities stand, or what it takes to have them."""
    report = meeting.open_figures
    if report is None or not any(theme.shared for theme in _list_told(meeting, report)):
        return (
            "Daarvoor zijn de officiële cijfers van buurgemeenten over twee jaren nodig; die zijn "
            "niet ingelezen."
        )
    return (
        f"De pagina '{_TITLE}' zet de gemeente per jaar naast anderen: een daling hier met een "
        "stijging elders kan daar op verplaatsing wijzen, maar bewijzen kan dat het niet."
    )


def _list_told(meeting: Meeting, report: OpenReport) -> list[OpenTheme]:
    asked = {part.theme for part in meeting.themes}
    return [
        theme
        for theme in report.themes
        if theme.now is not None and (not theme.theme or theme.theme in asked)
    ]


def _say_message(themes: Sequence[OpenTheme], sides: Sequence[Side]) -> str:
    for side in sides:
        for shared, message in _MESSAGES.items():
            titles = [
                theme.title
                for theme in themes
                if theme.shared.get(side) is shared and side in theme.sure
            ]
            if titles:
                return message.format(themes=say_list(titles), others=_OTHERS[side])
    if not themes:
        return "Van deze thema's zijn geen twee jaren bekend"
    if not sides:
        return "Cijfers van andere gemeenten zijn niet ingelezen"
    found = [shared for theme in themes for shared in theme.shared.values()]
    if any(shared.is_claim for shared in found):
        return "Wat opvalt, kan tussen zoveel vergelijkingen toeval zijn"
    if found and not set(found) - _UNJUDGED:
        return "Te weinig jaren of te kleine aantallen om te oordelen"
    return "Geen verschil met anderen dat meer is dan toeval"


def _tabulate(themes: Sequence[OpenTheme], sides: Sequence[Side]) -> Table:
    header = (
        "Thema",
        *_name_years(themes),
        "Gemeente",
        *(_SHORT[side] for side in sides),
        *(open_figures.BESIDE[side] for side in sides),
    )
    widths = (
        _NAME_WIDTH,
        *(_COUNT_WIDTH,) * 2,
        *(_CHANGE_WIDTH,) * (1 + len(sides)),
        *(_VERDICT_WIDTH,) * len(sides),
    )
    return Table(
        header,
        text_rows(_write(theme, sides) for theme in themes),
        widths,
        numeric=tuple(range(1, 4 + len(sides))),
    )


def _name_years(themes: Sequence[OpenTheme]) -> tuple[str, str]:
    """Name the two years, where they are the same for all."""
    pairs = {(str(theme.before), str(theme.now)) for theme in themes}
    return pairs.pop() if len(pairs) == 1 else ("Jaar ervoor", "Laatste jaar")


def _write(theme: OpenTheme, sides: Sequence[Side]) -> tuple[str, ...]:
    own = theme.changes[Side.OWN]
    found = [theme.changes.get(side) for side in (Side.OWN, *sides)]
    return (
        theme.title,
        say_number(own.before),
        say_number(own.now),
        *(
            NOTHING if one is None else changes.say_development(one.now, one.before)
            for one in found
        ),
        *(open_figures.say_shared(theme.shared.get(side)) for side in sides),
    )
