"""What of placements somebody sees who is kept to their own wijken: where, when and what for."""

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geo.access import Right
from geo.placements import Placement, Site
from geo.service.own_ground import find_own_ground
from geo.service.placement.answers import PlacementRecord
from geo.workspace import Workspace


def narrow_placements(
    workspace: Workspace, records: Sequence[PlacementRecord]
) -> list[PlacementRecord]:
    """Keep the placements that a viewer sees, in their order.

    A wijkagent sees those whose range shares ground with their own wijken: without counts, which
    are also of ground outside them, and without the control, which may lie anywhere.
    """
    own = find_own_ground(workspace, Right.POINTS)
    if own is None:
        return list(records)
    return [_leave_counts_out(record) for record in records if own.touches(draw_range(record.last))]


def draw_range(placement: Placement) -> shapely.Polygon:
    """Draw what a unit covers."""
    return shapely.Point(placement.place).buffer(placement.range_m)


def _leave_counts_out(record: PlacementRecord) -> PlacementRecord:
    versions = tuple(
        replace(version, placement=_strip(version.placement)) for version in record.versions
    )
    return PlacementRecord(versions, {}, has_counts=False)


def _strip(placement: Placement) -> Placement:
    siting = placement.siting
    chosen = _strip_site(siting.chosen)
    return replace(
        placement,
        themes=tuple(replace(theme, incidents=0) for theme in placement.themes),
        siting=replace(siting, chosen=chosen, suggested=chosen, reason=""),
        goal=replace(
            placement.goal,
            control=None,
            control_distance=None,
            expected=0.0,
            smallest_reduction=0.0,
            power=0.0,
        ),
        weighed=None,
    )


def _strip_site(site: Site) -> Site:
    return replace(site, points=0.0, incidents=0)
