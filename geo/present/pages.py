"""Answers that people mail, each a page with a map: hotspots of a theme, and one area."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.disclosure import Disclosed, Reason
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present import tables, wording
from geo.present.area_map import area_legend_html, plan_area_map, say_area_counted
from geo.present.audience_words import state_audience
from geo.present.counted_cells import label_classes
from geo.present.grounds import find_area, plan_base
from geo.present.hotspot_table import state_told, tabulate_page
from geo.present.legend import counts_legend_html, legend_html
from geo.present.map_pages import (
    MapPage,
    list_notices,
    paragraph_html,
    plain_table_html,
    render_map_page,
)
from geo.present.marks import Mark, items_html
from geo.present.overlays import are_counted, plan_streets, say_counted
from geo.present.pictures import plan_picture
from geo.present.placement import surveys
from geo.present.significance import say_how_many
from geo.schema import Layer
from geo.service.answers import AreaSurvey, HotspotReport

_WIDE: Final = "alleen ruim getekende omtrekken"
_NOT_DRAWN: Final = (
    "Er zijn hotspots, maar voor deze lezers zijn zij niet getekend: dat zou te veel over losse "
    "meldingen zeggen."
)
_NUMERIC: Final = {tables.RANK, tables.INCIDENTS, tables.SCORE, tables.HECTARES}


def render_page(
    told: Disclosed[HotspotReport],
    layers: Mapping[Layer, AreaLayer],
    *,
    streets: StreetLayer | None = None,
) -> str:
    """Draw a report as a page with map, table and facts, to be mailed or kept.

    Parameters
    ----------
    told
        Answer of the hotspot search, as its audience may see it.
    layers
        Area layers to show beneath it.
    streets
        Streets to show beneath it.

    Returns
    -------
    str
        HTML; see `map_pages.render_map_page`.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    report = told.answer
    table = tabulate_page(report, layers)
    return render_map_page(
        MapPage(
            title=f"Hotspots {report.title}",
            period=wording.say_period(report.period),
            notices=list_notices(report.data, layers, say_counted(report)),
            base=plan_base(layers, streets=streets),
            over=plan_picture(report, layers),
            caption=_say_caption(told, layers),
            legend=_legend(report, streets=streets is not None),
            heading="Hotspots op volgorde",
            beside=(
                plain_table_html(table, numeric=_NUMERIC) + paragraph_html(say_how_many(report))
                if len(table)
                else paragraph_html(_say_none(told))
            ),
            facts=state_told(told, layers),
        )
    )


def _legend(report: HotspotReport, *, streets: bool) -> str:
    if are_counted(report):
        return counts_legend_html(label_classes(), streets=streets)
    return legend_html(streets=streets)


def _say_caption(told: Disclosed[HotspotReport], layers: Mapping[Layer, AreaLayer]) -> str:
    report = told.answer
    if told.audience.may_see_places:
        return wording.say_caption(report, layers)
    about = [
        wording.say_period(report.period),
        *dict(wording.say_narrowing(report.question, layers)).values(),
    ]
    return wording.say_picture(about, report.data, [_WIDE] if len(report.hotspots) else [])


def _say_none(told: Disclosed[HotspotReport]) -> str:
    """Say why no hotspot is drawn: there is none, or these readers may not see where."""
    held = {Reason.OUTLINES, Reason.FEW} & set(told.held)
    return _NOT_DRAWN if held else wording.NO_HOTSPOT


def render_area_page(
    told: Disclosed[AreaSurvey],
    near: Sequence[HotspotReport],
    marks: Mapping[str, Mark],
    layers: Mapping[Layer, AreaLayer],
    *,
    streets: StreetLayer | None = None,
) -> str:
    """Draw one area as a page with map, hotspots and facts, to be mailed or kept.

    Parameters
    ----------
    told
        What was reported there, as its audience may see it.
    near, marks
        As for `area_map.plan_area_map`.
    layers, streets
        What to show beneath.

    Returns
    -------
    str
        HTML; see `map_pages.render_map_page`.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    survey = told.answer
    area = str(survey.question.area)
    edge = find_area(area, layers)
    over = plan_area_map(survey.incidents, near, marks, edge=edge)
    return render_map_page(
        MapPage(
            title=surveys.say_title(area, layers),
            period=surveys.say_scope(survey),
            notices=list_notices(survey.data, layers, say_area_counted(survey.incidents, near)),
            base=plan_base(layers, streets=streets),
            over=over if streets is None else plan_streets() + over,
            caption=wording.say_caption(survey, layers),
            legend=area_legend_html(survey.incidents, near, marks),
            heading="Hotspots nu",
            beside=items_html(surveys.list_hotspots(near, marks)) or f"<p>{surveys.NONE_NEAR}</p>",
            facts=[*surveys.say_survey_facts(survey, layers), *state_audience(told)],
        )
    )
