"""What the ground of an agreement is held against: counted there, and where nothing was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.advice.controls import match_controls
from geo.advice.displacement import BeforeAfter
from geo.advice.displacement import Placement as Counts
from geo.advice_params import CameraQuestion
from geo.agreements import AgreedGround, GroundKind
from geo.params import Period
from geo.schema import Layer
from geo.service.areas import Layers
from geo.service.own_ground import OwnGround
from geo.service.placement.answers import Windows
from geo.service.placement.goals import ControlSearch, cut_spans, find_control, find_history
from geo.service.placement.placed import PlacedIncidents
from geo.visit_params import VisitTerms
from geo.workspace import Workspace

_LAYERS = {GroundKind.WIJK: Layer.WIJKEN, GroundKind.PARK: Layer.PARKS}
_TERMS = VisitTerms()


@dataclass(frozen=True, eq=False)
class Comparison:
    """The incidents of a theme, the days that are compared, and what a control must keep off.

    ``barred`` is the ground of other measures in those days; ``first_day`` that of the data. Who
    is kept to their ``own`` ground sees no incidents to compare with elsewhere.
    """

    workspace: Workspace
    layers: Layers
    theme: str
    placed: PlacedIncidents
    windows: Windows
    first_day: date
    barred: BaseGeometry
    own: OwnGround | None = None

    @property
    def known(self) -> Period:
        """The days before, over which histories are compared."""
        return find_history(self.first_day, self.windows.before.last)

    @property
    def pair(self) -> tuple[Period, Period]:
        """The days before and with it."""
        return self.windows.before, self.windows.after


@dataclass(frozen=True)
class Compared:
    """Counts of a ground and of its control.

    ``target_m`` is the radius of the circle around a hotspot; None for an area, of which
    ``control`` names the other one.
    """

    counts: Counts
    target_m: float | None
    control: str


def reach_of(ground: AgreedGround) -> BaseGeometry:
    """Draw all the ground on which incidents count for an agreement: of a hotspot, its buffer."""
    if ground.kind is not GroundKind.HOTSPOT:
        return shapely.make_valid(ground.shape)
    centre, _, buffer_m = _circle(ground)
    return shapely.Point(centre).buffer(buffer_m)


def compare_ground(ground: AgreedGround, comparison: Comparison) -> Compared | None:
    """Count a ground and its control before and with the agreement; None without a control.

    A hotspot is counted as a visited place is: in the circle around it, of 100 metres at least, and
    in a buffer as wide again, against the place out of reach whose history before was most like it.
    A wijk or park is held against another one of its layer, by the same rule; one that touches it
    is no control, for what moves goes there first.
    """
    if ground.kind is GroundKind.HOTSPOT:
        return _compare_circle(ground, comparison)
    return _compare_area(ground, comparison)


def _circle(ground: AgreedGround) -> tuple[tuple[float, float], float, float]:
    circle = shapely.minimum_bounding_circle(ground.shape)
    target_m = max(float(shapely.minimum_bounding_radius(ground.shape)), _TERMS.target_m)
    return (circle.centroid.x, circle.centroid.y), target_m, 2 * target_m


def _compare_circle(ground: AgreedGround, comparison: Comparison) -> Compared | None:
    centre, target_m, buffer_m = _circle(ground)
    question = CameraQuestion(
        themes=(comparison.theme,), period=comparison.known, units=1, range_m=target_m
    )
    search = ControlSearch(
        comparison.workspace, question, comparison.placed, comparison.known, (target_m, buffer_m)
    )
    own, barred = comparison.own, comparison.barred
    barred = barred if own is None else barred.union(own.others)
    control, _ = find_control(search, [centre], barred=barred)
    if control is None:
        return None
    counts = comparison.placed.count_changes(
        centre, control, comparison.pair, radii_m=(target_m, buffer_m)
    )
    return Compared(counts, target_m, "")


def _compare_area(ground: AgreedGround, comparison: Comparison) -> Compared | None:
    others = _list_others(ground, comparison)
    if not others:
        return None
    shapes = [ground.shape, *others.values()]
    history = comparison.placed.count_within(shapes, cut_spans(comparison.known))
    names = ["", *others]
    (match,) = match_controls(pd.DataFrame(history.T, columns=names), "", most=1)
    name = str(match.area)
    target, control = comparison.placed.count_within(
        [ground.shape, others[name]], comparison.pair
    ).tolist()
    return Compared(Counts(target=BeforeAfter(*target), control=BeforeAfter(*control)), None, name)


def _list_others(ground: AgreedGround, comparison: Comparison) -> dict[str, BaseGeometry]:
    """List areas of the same layer by name that neither touch the ground nor another measure."""
    layer = comparison.layers.get(_LAYERS[ground.kind])
    if layer is None:
        return {}
    areas = layer.areas.dropna(subset=[schema.AREA_CODE]).sort_values(schema.AREA_CODE)
    shapes = areas.geometry.to_numpy()
    taken = shapely.union_all([shapely.make_valid(ground.shape), comparison.barred])
    free = ~shapely.dwithin(shapely.make_valid(shapes), taken, 1.0)
    if comparison.own is not None:
        free &= np.array([comparison.own.covers(shape) for shape in shapes], np.bool_)
    names = areas[schema.AREA_NAME].fillna(areas[schema.AREA_CODE]).astype(str)
    return _join_parts(zip(names[free], shapes[free], strict=True))


def _join_parts(named: Iterable[tuple[str, BaseGeometry]]) -> dict[str, BaseGeometry]:
    joined: dict[str, list[BaseGeometry]] = {}
    for name, shape in named:
        joined.setdefault(name, []).append(shape)
    return {
        name: parts[0] if len(parts) == 1 else shapely.union_all(np.array(parts, np.object_))
        for name, parts in joined.items()
    }
