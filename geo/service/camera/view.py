"""What a camera would look at besides: buildings that hide, dwellings, schools and façades."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.advice.coverage import Coverage, cover_demand
from geo.advice.sight import count_facades, find_unknown, keep_in_sight, outline_unknown
from geo.intake.opportunities import OpportunityLayer, load_opportunities
from geo.schema import PointLayer
from geo.service.camera.answers import InView, Place, Sight
from geo.service.opportunities import find_ground
from geo.service.outlines import load_footprints, load_water
from geo.workspace import Workspace

Shapes = NDArray[np.object_]
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Weighted:
    """Places, shape ``(n, 2)``, how much each counts, shape ``(n,)``, and whose list it is."""

    xy: Values
    weights: Values
    source: str = ""
    synthetic: bool = False


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What stands around the places; None of what was not loaded.

    ``unknown`` is the ground of the municipality on which no buildings are loaded, where some are.
    """

    footprints: Shapes | None = None
    dwellings: Weighted | None = None
    schools: Weighted | None = None
    unknown: BaseGeometry | None = None
    water: Shapes | None = None

    def leave_out_invented(self) -> "Surroundings":
        """Return what may stand beside real incidents: no invented dwellings or schools."""
        dwellings, schools = (
            None if layer is None or layer.synthetic else layer
            for layer in (self.dwellings, self.schools)
        )
        return replace(self, dwellings=dwellings, schools=schools)

    @cached_property
    def buildings(self) -> Shapes:
        """The footprints, none where they were not loaded."""
        return np.empty(0, object) if self.footprints is None else self.footprints

    def keep_in_sight(self, coverage: Coverage) -> Coverage:
        """Take out of a coverage what buildings hide, as far as they are known."""
        return keep_in_sight(coverage, self.buildings)

    def find_unknown(self, places: Values) -> Flags:
        """Say of which places nobody knows what stands around them: shape ``(n,)``."""
        if self.footprints is None:
            return np.ones(len(places), np.bool_)
        return find_unknown(self.footprints, places)

    def look_around(self, place: Place, *, range_m: float) -> InView:
        """Count what lies within range of a place and in sight of it."""
        known = self.footprints is not None and not self.find_unknown(np.array([place]))[0]
        return InView(
            dwellings=self._count(self.dwellings, place, range_m),
            schools=self._count(self.schools, place, range_m),
            facades=count_facades(place, self.buildings, range_m=range_m) if known else None,
        )

    def tell_sight(self, place: Place, xy: Values, in_range: Flags, seen: Flags) -> Sight:
        """Say how far sight was reckoned with: incidents within range, and those in sight."""
        if self.footprints is None:
            return Sight(loaded=False)
        unknown = self.find_unknown(np.vstack([np.array([place]), xy[in_range]]))
        return Sight(
            loaded=True,
            known_here=not unknown[0],
            hidden=int((in_range & ~seen).sum()),
            unknown=int(unknown[1:].sum()),
        )

    def _count(self, layer: Weighted | None, place: Place, range_m: float) -> int | None:
        if layer is None:
            return None
        near = np.hypot(*(layer.xy - np.array(place)).T) <= range_m
        if not near.any():
            return 0
        coverage = cover_demand(
            np.array([place]), layer.xy[near], range_m=range_m, weights=layer.weights[near]
        )
        return round(self.keep_in_sight(coverage).measure([0]))


def load_surroundings(workspace: Workspace, *, synthetic: bool = True) -> Surroundings:
    """Load what the workspace knows to stand around places.

    Parameters
    ----------
    workspace
        The municipality.
    synthetic
        Whether invented layers may be used: not beside real incidents.
    """
    layer, water, ground = (
        load_footprints(workspace),
        load_water(workspace),
        find_ground(workspace, None),
    )
    shapes = None if layer is None else layer.shapes
    around = Surroundings(
        shapes,
        _load(workspace, PointLayer.ADDRESSES),
        _load(workspace, PointLayer.SCHOOLS),
        None if shapes is None or ground is None else outline_unknown(shapes, ground),
        None if water is None else water.shapes,
    )
    return around if synthetic else around.leave_out_invented()


def _load(workspace: Workspace, layer: PointLayer) -> Weighted | None:
    found = load_opportunities(workspace, layer)
    return None if found is None else _list_places(found)


def _list_places(layer: OpportunityLayer) -> Weighted:
    points, row = shapely.get_parts(layer.shapes.geometry.to_numpy(), return_index=True)
    weights = layer.shapes[schema.WEIGHT].to_numpy(np.float64)
    return Weighted(
        shapely.get_coordinates(points), weights[row], layer.source, synthetic=layer.synthetic
    )
