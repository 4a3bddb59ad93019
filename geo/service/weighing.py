"""Hotspots held against chance: a report in, the same report with p-values out."""

from dataclasses import replace
from typing import Final

from geo import schema
from geo.analysis.hotspots import Hotspots
from geo.analysis.opportunities import Opportunities, spread_opportunities
from geo.analysis.significance import (
    Chance,
    NotTestable,
    Tell,
    Untestable,
    are_too_coarse,
    weigh_chance,
)
from geo.intake.opportunities import OpportunityLayer, load_opportunities
from geo.params import MonteCarlo
from geo.service.answers import ChanceGround, HotspotReport, HotspotSignificance
from geo.service.opportunities import find_ground
from geo.themes import read_themes
from geo.workspace import Workspace

# Up to so many incidents so many patterns are drawn within three seconds: 2.6 s for 1,500 over
# 21,491 addresses (`benchmarks/evidence.py`). Of more, fewer tell enough, and take longer all
# the same.
_REPEATS: Final = ((1_500, 999), (10_000, 199))
_FEWEST_REPEATS: Final = 99


def lay_chance_ground(
    workspace: Workspace,
    theme: str,
    *,
    area: str | None,
    layer: OpportunityLayer | None = None,
) -> ChanceGround:
    """Lay out where incidents of a theme could have happened, on the ground that is searched.

    Parameters
    ----------
    workspace
        The municipality.
    theme
        Name of a card, which names its opportunities.
    area
        Code of a wijk, buurt or business park; None for the whole municipality.
    layer
        The layer of these opportunities, where it has been read already.

    Raises
    ------
    ThemeError
        If the theme is unknown.
    IntakeError
        If the layer of opportunities cannot be read.
    """
    kind = read_themes(workspace).card(theme).opportunities
    if kind is None:
        return ChanceGround(None, NotTestable(Untestable.NO_KIND))
    layer = layer or load_opportunities(workspace, kind)
    if layer is None:
        return ChanceGround(kind, NotTestable(Untestable.NO_OPPORTUNITIES))
    places = spread_opportunities(layer.shapes, municipality=find_ground(workspace, area))
    if not len(places.places):
        return ChanceGround(kind, NotTestable(Untestable.NONE_HERE), layer.synthetic)
    return ChanceGround(kind, places, layer.synthetic)


def weigh_hotspots(
    workspace: Workspace, report: HotspotReport, *, draws: MonteCarlo | None = None
) -> HotspotReport:
    """Return a report with its ``significance``; see `find_significance`."""
    return replace(report, significance=find_significance(workspace, report, draws=draws))


def find_significance(
    workspace: Workspace,
    report: HotspotReport,
    *,
    ground: ChanceGround | None = None,
    draws: MonteCarlo | None = None,
    tell: Tell | None = None,
) -> HotspotSignificance:
    """Hold each hotspot of a report against the largest one that chance makes.

    Chance places the same incidents over what the theme's card names as its opportunities, on the
    ground that was searched. With many incidents it takes seconds: a screen shows the report
    first.

    Parameters
    ----------
    workspace
        Where the hotspots were found.
    report
        What was found.
    ground
        That of the report's theme and area, where it has been laid already.
    draws
        How often chance is tried; as `count_simulated` says unless told.
    tell
        Hears every now and then which share has been done. What it raises stops the work.

    Returns
    -------
    HotspotSignificance
        Not testable, and why, where the opportunities are not known, do not hold the incidents,
        or are known far more precisely than these.
    """
    ground = ground or lay_chance_ground(workspace, report.theme, area=report.question.area)
    found: Opportunities | NotTestable = ground.places
    if ground.synthetic and not _is_invented(report):
        found = NotTestable(Untestable.INVENTED)
    # Whatever layer is loaded then, it would not help.
    if are_too_coarse(report.incidents):
        found = NotTestable(Untestable.COARSE)
    if isinstance(found, NotTestable):
        return HotspotSignificance(ground.kind, found, ground.synthetic)
    weighed = weigh_chance(
        Hotspots(report.incidents, report.hotspots),
        report.params,
        as_of=report.period.bounds(workspace.timezone)[1],
        chance=Chance(found, draws or MonteCarlo(repeats=_count_repeats(report)), tell),
    )
    return HotspotSignificance(ground.kind, weighed, ground.synthetic)


def leave_out_chance(report: HotspotReport) -> HotspotReport:
    """Leave out the hotspots that may be chance: what is left may lead to advice.

    Those that were not or cannot be weighed stay.
    """
    return replace(report, hotspots=report.hotspots[~report.may_be_chance])


def count_simulated(report: HotspotReport) -> int:
    """Count the incidents that are drawn to weigh a report: the time it takes goes with them.

    Chance is tried 999 times, with over fifteen hundred incidents 199 times and with over ten
    thousand 99 times; never where there is no hotspot to weigh.
    """
    return _count_repeats(report) * len(report.incidents) if len(report.hotspots) else 0


def _count_repeats(report: HotspotReport) -> int:
    incidents = len(report.incidents)
    return next((few for most, few in _REPEATS if incidents <= most), _FEWEST_REPEATS)


def _is_invented(report: HotspotReport) -> bool:
    """Whether no incident of the report is real; real ones tell nothing beside made-up places."""
    return bool((report.incidents[schema.SOURCE] == schema.DEMO_SOURCE).all())
