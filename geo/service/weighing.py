"""Hotspots held against chance: a report in, the same report with p-values out."""

from dataclasses import replace
from typing import Final

from geo import schema
from geo.analysis.hotspots import Hotspots
from geo.analysis.opportunities import spread_opportunities
from geo.analysis.significance import NotTestable, Untestable, weigh_chance
from geo.intake.opportunities import OpportunityLayer, load_opportunities
from geo.params import MonteCarlo
from geo.service.answers import HotspotReport, HotspotSignificance
from geo.service.opportunities import find_ground
from geo.themes import read_themes
from geo.workspace import Workspace

# Up to so many incidents 999 patterns are drawn in a few seconds; of more, fewer tell enough.
_MANY_INCIDENTS: Final = 1_000
_FEWER: Final = MonteCarlo(repeats=199)


def weigh_hotspots(
    workspace: Workspace, report: HotspotReport, *, draws: MonteCarlo | None = None
) -> HotspotReport:
    """Hold each hotspot of a report against the largest one that chance makes.

    Chance places the same incidents over what the theme's card names as its opportunities, on the
    ground that was searched. It takes seconds: a screen shows the report first.

    Parameters
    ----------
    workspace
        Where the hotspots were found.
    report
        What was found.
    draws
        How often chance is tried: 999 times, 199 times with more than a thousand incidents.

    Returns
    -------
    HotspotReport
        With ``significance``; not testable, and why, where the opportunities are not known.
    """
    kind = read_themes(workspace).card(report.theme).opportunities
    if kind is None:
        return _refuse(report, HotspotSignificance(None, NotTestable(Untestable.NO_KIND)))
    layer = load_opportunities(workspace, kind)
    if layer is None:
        return _refuse(report, HotspotSignificance(kind, NotTestable(Untestable.NO_OPPORTUNITIES)))
    if layer.synthetic and not _is_invented(report):
        return _refuse(report, HotspotSignificance(kind, NotTestable(Untestable.INVENTED)))
    return _weigh(workspace, report, layer, draws)


def _weigh(
    workspace: Workspace,
    report: HotspotReport,
    layer: OpportunityLayer,
    draws: MonteCarlo | None,
) -> HotspotReport:
    ground = find_ground(workspace, report.question.area)
    places = spread_opportunities(layer.shapes, municipality=ground)
    if not len(places.places):
        found = NotTestable(Untestable.NONE_HERE)
        return _refuse(report, HotspotSignificance(layer.layer, found, layer.synthetic))
    many = len(report.incidents) > _MANY_INCIDENTS
    weighed = weigh_chance(
        Hotspots(report.incidents, report.hotspots),
        report.params,
        as_of=report.period.bounds(workspace.timezone)[1],
        opportunities=places,
        draws=draws or (_FEWER if many else MonteCarlo()),
    )
    return replace(report, significance=HotspotSignificance(layer.layer, weighed, layer.synthetic))


def _refuse(report: HotspotReport, significance: HotspotSignificance) -> HotspotReport:
    return replace(report, significance=significance)


def _is_invented(report: HotspotReport) -> bool:
    """Whether no incident of the report is real; real ones tell nothing beside made-up places."""
    return bool((report.incidents[schema.SOURCE] == schema.DEMO_SOURCE).all())
