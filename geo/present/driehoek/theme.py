"""The page of one theme for a meeting: where, how many, since when and at which hours."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from geo import schema
from geo.analysis.points import read_points
from geo.disclosure import Held
from geo.params import Period
from geo.present import changes, hotspot_table, significance, week_chart, wording
from geo.present.driehoek.briefing import MonthLine, Page, PageBlock, WeekGrid
from geo.present.driehoek.figure_table import (
    compare_header,
    compare_row,
    say_cell,
    split_few,
    text_rows,
)
from geo.present.driehoek.messages import find_direction, measure_lengths, say_theme
from geo.present.paper.document import Picture, Table, Text, Tone
from geo.present.paper.hotspot_map import HotspotMap, RankedOutline, render_hotspots
from geo.present.tables import INCIDENTS, PLACE, RANK
from geo.schema import Layer
from geo.service.answers import HotspotReport
from geo.service.driehoek.answers import Meeting, ThemePart

# So many fit below the map; the rest is counted.
_MOST_HOTSPOTS: Final = 4
_MOST_WIJKEN: Final = 12
_WIDTHS: Final = (0.65, 1.7, 1.35, 1.3, 3.3)
# Of a line of months, so much may be held back.
_MOST_HELD: Final = 0.3
_SEASONS_DAYS: Final = 365
_NO_WIJK: Final = "In geen wijk of zonder plaats"


def build_theme_page(meeting: Meeting, part: ThemePart) -> Page:
    """Put the page of a theme together.

    Parameters
    ----------
    meeting
        What the meeting is told.
    part
        One of its themes.
    """
    return Page(
        title=say_theme(part, measure_lengths(meeting)),
        left=tuple(_show_places(meeting, part)),
        right=tuple(_show_times(meeting, part)),
        notes=tuple(_explain(meeting, part)),
    )


def name_wijk(code: str | None, name: str) -> str:
    """Name a wijk, or what lies in none."""
    return name if code else _NO_WIJK


def _show_places(meeting: Meeting, part: ThemePart) -> Iterator[PageBlock]:
    report = part.hotspots
    if report is None:
        yield from _tabulate_wijken(meeting, part)
        return
    yield _picture(meeting, part, report)
    if report.hotspots.empty:
        yield Text(wording.NO_HOTSPOT)
        return
    table = hotspot_table.tabulate_report(report, meeting.layers).head(_MOST_HOTSPOTS)
    shown = [RANK, PLACE, INCIDENTS, hotspot_table.CHANCE, hotspot_table.PEAK]
    header = ("Nr.", PLACE, INCIDENTS, "Toeval?", hotspot_table.PEAK)
    rows = text_rows(table[shown].astype(str).to_numpy().tolist())
    yield Table(header, rows, _WIDTHS, numeric=(0, 2))
    more = len(report.hotspots) - len(table)
    if more:
        count = wording.say_count(more, "hotspot staat", "hotspots staan")
        yield Text(f"Nog {count} op de kaart en niet in deze tabel.", Tone.NOTE)


def _tabulate_wijken(meeting: Meeting, part: ThemePart) -> Iterator[Table | Text]:
    header = compare_header(meeting, "Wijk", brief=True)
    told, few = split_few(
        (name_wijk(area.code, area.name), [area.figure]) for area in part.wijken[: _MOST_WIJKEN + 1]
    )
    rows = [compare_row(name, figure, meeting, brief=True) for name, (figure,) in told]
    widths = (1.9, 0.95, 0.95, 1.0, 2.2)[: len(header)]
    if rows:
        yield Table(header, text_rows(rows), widths, numeric=(1, 2, 3)[: len(header) - 1])
    if few:
        yield Text(few, Tone.NOTE)


def _picture(meeting: Meeting, part: ThemePart, report: HotspotReport) -> Picture:
    credit = wording.say_picture(
        [wording.say_period(meeting.period)], meeting.data, part.place_precisions
    )
    xy = np.column_stack(read_points(report.incidents))
    wijken, parks = (meeting.layers.get(layer) for layer in (Layer.WIJKEN, Layer.PARKS))
    columns = (report.hotspots[schema.RANK], report.hotspots.geometry, report.may_be_chance)
    plan = HotspotMap(
        outlines=tuple(RankedOutline(*row) for row in zip(*columns, strict=True)),
        points=xy[np.isfinite(xy).all(axis=1)],
        wijken=None if wijken is None else wijken.areas,
        parks=None if parks is None else parks.areas,
        credit=(credit, wording.say_attribution(meeting.layers)),
    )
    missing = ""
    if part.without_place:
        missing = f" Zonder plaats, en dus niet op de kaart: {say_cell(part.without_place)}."
    caption = f"{part.title}: meldingen en hotspots.{missing}"
    return Picture(partial(render_hotspots, plan), _describe_map(meeting, report), caption)


def _describe_map(meeting: Meeting, report: HotspotReport) -> str:
    if report.hotspots.empty:
        return f"Kaart van {meeting.municipality} met de meldingen. Er is geen hotspot."
    table = hotspot_table.tabulate_report(report, meeting.layers)
    told = [
        f"nummer {rank} in {place} ({said})"
        for rank, place, said in zip(
            table[RANK], table[PLACE], significance.say_in_list(report), strict=True
        )
    ]
    named = wording.say_list(told)
    return f"Kaart van {meeting.municipality} met de meldingen en de hotspots: {named}."


def _show_times(meeting: Meeting, part: ThemePart) -> Iterator[PageBlock]:
    header = compare_header(meeting, "Gemeente")
    row = compare_row(meeting.municipality, part.figure, meeting)
    widths = (1.15, 0.7, 0.95, 1.05, 1.2, 1.85, 1.55)[: len(header)]
    yield Table(header, text_rows([row]), widths, numeric=(1, 2, 3)[: len(header) - 1])
    held = sum(isinstance(month.count, Held) for month in part.months)
    if not part.months:
        yield Text("Er zijn nog geen gegevens om per maand te laten zien.")
    elif held > len(part.months) * _MOST_HELD:
        yield Text("Per maand zijn de aantallen te klein om te tonen.")
    else:
        yield _line(meeting, part)
    if part.hotspots is None and not part.week.weights.any():
        yield Text("Per uur van de week zijn de aantallen te klein om te tonen.")
    else:
        yield _grid(part)


def _line(meeting: Meeting, part: ThemePart) -> MonthLine:
    period = meeting.period
    counts = [month.count for month in part.months]
    told = [f"{wording.say_month(month.month)}: {say_cell(month.count)}" for month in part.months]
    cut = "" if all(month.is_whole for month in part.months) else " Een maand is niet volledig."
    held = (
        ""
        if all(isinstance(count, int) for count in counts)
        else (" Een gat in de lijn is een maand die niet wordt getoond.")
    )
    return MonthLine(
        labels=tuple(
            f"{wording.SHORT_MONTHS[month.month.month - 1]} {month.month:%y}"
            for month in part.months
        ),
        counts=tuple(count if isinstance(count, int) else None for count in counts),
        is_chosen=tuple(_is_inside(month.month, period) for month in part.months),
        alt=f"{part.title} per maand. {'; '.join(told)}.",
        caption=f"Meldingen per maand; donker is de gekozen periode.{cut}{held}",
    )


def _is_inside(month: date, period: Period) -> bool:
    return period.first.replace(day=1) <= month <= period.last


def _grid(part: ThemePart) -> WeekGrid:
    steps = week_chart.step_hours(part.week.weights)
    known = [wording.TIME_PRECISIONS.get(name, name) for name in part.time_precisions]
    times = wording.say_list(known) or "onbekend"
    whole = "" if part.hotspots is not None else " Per zes uur samen, zonder wat te klein is."
    return WeekGrid(
        steps=tuple(tuple(row) for row in steps.tolist()),
        alt=f"{part.title} per uur van de week. {week_chart.say_week(part.week)}",
        caption=f"Uren van de week, van 1 (weinig) tot 5 (veel). Tijd: {times}.{whole}",
    )


def _explain(meeting: Meeting, part: ThemePart) -> Iterator[str]:
    found = part.figure.change
    if found is None:
        yield "Vertel alleen het aantal: er is niets om het eerlijk mee te vergelijken."
    elif find_direction(found, measure_lengths(meeting)) is None:
        yield (
            "Zeg niet dat het stijgt of daalt: het verschil kan toeval zijn. Het werkelijke "
            f"verschil ligt met 95% zekerheid {changes.say_interval(found)}."
        )
    else:
        yield (
            f"Het verschil ligt met 95% zekerheid {changes.say_interval(found)}. Dat het meer is "
            "dan toeval, zegt niet waardoor het komt."
        )
    if found is not None and found.is_small:
        yield "De aantallen zijn klein: noem geen percentage zonder het aantal erbij."
    if meeting.period.days < _SEASONS_DAYS:
        yield "De periode is korter dan een jaar: een verschil kan ook van het seizoen komen."
    if part.hotspots is not None:
        yield (
            "Een hotspot zegt waar meldingen dicht bij elkaar liggen; niet wie het deed en niet "
            "wat er gaat gebeuren. Een gestippelde hotspot kan toeval zijn: spreek er niets op af."
        )
        if part.hotspots.police_made:
            yield f"Voor de hotspots: {wording.say_police_made(part.hotspots.police_made)}."
