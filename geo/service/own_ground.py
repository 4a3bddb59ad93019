"""The ground that a viewer is kept to: what of places and grounds lies in their own wijken."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.access import Right, keeps_to_wijken
from geo.analysis.areas import find_codes
from geo.analysis.overlaps import share_ground
from geo.intake.boundaries import load_layer
from geo.schema import Layer
from geo.service.areas import Layers
from geo.workspace import Workspace

# Of a ground: outlines that were drawn twice differ a little.
_MOST_OUTSIDE: Final = 0.01


@dataclass(frozen=True, eq=False)
class OwnGround:
    """The wijken of a viewer among all wijken.

    Parameters
    ----------
    areas
        All wijken; None where nobody loaded them, and nothing lies in one.
    codes
        Codes of the viewer's own.
    """

    areas: gpd.GeoDataFrame | None
    codes: frozenset[str]

    @cached_property
    def shape(self) -> BaseGeometry:
        """The own wijken together; empty without any."""
        return self._join(are_own=True)

    @cached_property
    def others(self) -> BaseGeometry:
        """All other wijken together."""
        return self._join(are_own=False)

    def hold(self, places: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
        """Say of places (metres) whether each lies in an own wijk; shape ``(n,)``.

        A place on a shared edge belongs to one wijk, as that of an incident does.
        """
        if self.areas is None or not len(places):
            return np.zeros(len(places), np.bool_)
        frame = pd.DataFrame(np.asarray(places, np.float64), columns=[schema.X, schema.Y])
        return find_codes(frame, self.areas).isin(self.codes).to_numpy(np.bool_)

    def touches(self, ground: BaseGeometry) -> bool:
        """Say whether a ground shares ground with the own wijken."""
        return share_ground(ground, self.shape)

    def covers(self, ground: BaseGeometry) -> bool:
        """Say whether a ground lies in the own wijken as a whole, but for a hundredth."""
        whole = shapely.make_valid(ground)
        outside: float = shapely.difference(whole, self.shape).area
        return outside <= _MOST_OUTSIDE * whole.area

    def _join(self, *, are_own: bool) -> BaseGeometry:
        if self.areas is None:
            return shapely.Polygon()
        chosen = self.areas[schema.AREA_CODE].isin(self.codes) == are_own
        return shapely.union_all(shapely.make_valid(self.areas.geometry[chosen].to_numpy()))


def find_own_ground(
    workspace: Workspace, right: Right, *, layers: Layers | None = None
) -> OwnGround | None:
    """Find the ground that a viewer is kept to; None where they may see what lies anywhere.

    Parameters
    ----------
    workspace
        As the question at hand sees it.
    right
        What the records that it reads ask of who reads them.
    layers
        Its area layers, where they have been read already.
    """
    if workspace.sight.is_everything or not keeps_to_wijken(workspace.viewer, right):
        return None
    return draw_own_ground(workspace, layers=layers)


def draw_own_ground(workspace: Workspace, *, layers: Layers | None = None) -> OwnGround:
    """Draw the wijken of a viewer, whatever else they may see.

    Parameters
    ----------
    workspace, layers
        As of `find_own_ground`.
    """
    layer = load_layer(workspace, Layer.WIJKEN) if layers is None else layers.get(Layer.WIJKEN)
    return OwnGround(None if layer is None else layer.areas, workspace.viewer.wijken)
