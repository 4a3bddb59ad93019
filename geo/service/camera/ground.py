"""Where a camera unit could stand: the ground of a municipality, and the places on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.advice.sites import STEP_M, candidate_sites, name_streets
from geo.advice_params import CameraQuestion
from geo.intake.boundaries import AreaLayer
from geo.schema import Layer
from geo.service.areas import find_layer, list_layers, locate_incidents, outline_area
from geo.service.camera.answers import NONE_LEFT_OUT, STREET, LeftOut
from geo.service.camera.view import Surroundings, load_surroundings
from geo.service.opportunities import find_ground
from geo.service.streets import load_streets
from geo.workspace import Workspace

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]

NO_SHAPES: Final[Shapes] = np.empty(0, object)
_IN_BUILDING: Final = "in_building"
_IN_WATER: Final = "in_water"


@dataclass(frozen=True, eq=False)
class CameraGround:
    """What questions about one area have in common, whatever incidents they are about.

    Parameters
    ----------
    inside
        The ground to stay in; None where no areas are loaded, and all that is known is the ground.
    kept_out
        Shape ``(a,)``: the areas in which no unit may stand.
    streets
        Lines along which it may, in the coordinate system of the workspace; None for a grid.
    around
        What stands around the places.
    layers
        Areas of which places bear the code.
    workspace
        The municipality.
    step_m
        Metres from one place to the next.
    """

    inside: BaseGeometry | None
    kept_out: Shapes
    streets: gpd.GeoDataFrame | None
    around: Surroundings
    layers: Mapping[Layer, AreaLayer]
    workspace: Workspace
    step_m: float = STEP_M

    @cached_property
    def everywhere(self) -> gpd.GeoDataFrame:
        """All places on the ground, those in buildings and on water marked; see `Candidates`."""
        ground = shapely.Polygon() if self.inside is None else self.inside
        if self.inside is None and self.streets is not None:
            ground = shapely.box(*self.streets.total_bounds)
        return self.find_places(ground)

    def find_places(self, ground: BaseGeometry) -> gpd.GeoDataFrame:
        """Find the places on some ground, as `everywhere` has them."""
        sites = candidate_sites(
            gpd.GeoDataFrame(geometry=[ground], crs=self.workspace.crs),
            streets=self.streets,
            step_m=self.step_m,
            kept_out=self.kept_out,
        )
        return self.describe(sites)

    def describe(self, sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Say of places in which areas they lie, along which street, and what stands there."""
        points = sites.geometry.to_numpy()
        described = sites.assign(
            **{
                STREET: name_streets(points, self.streets),
                _IN_BUILDING: _lie_in(points, self.around.footprints),
                _IN_WATER: _lie_in(points, self.around.water),
            }
        )
        return locate_incidents(described, self.layers)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Places to choose from, and whether they lie along streets.

    ``table`` has of each its ``geometry``, the areas in which it lies and the ``street`` that is
    nearest and has a name (empty where none is); ``left_out`` says which places were not taken.
    """

    table: gpd.GeoDataFrame
    on_streets: bool
    left_out: LeftOut = NONE_LEFT_OUT

    @property
    def places(self) -> Values:
        """Where they are: shape ``(n, 2)``."""
        places: Values = shapely.get_coordinates(self.table.geometry.to_numpy())
        return places


def lay_camera_ground(
    workspace: Workspace,
    *,
    area: str | None = None,
    kept_out: tuple[str, ...] = (),
    step_m: float = STEP_M,
) -> CameraGround:
    """Lay the ground on which units could stand; parameters are those of `CameraQuestion`.

    Raises
    ------
    ParamsError
        If an area is unknown.
    IntakeError
        If a layer cannot be read.
    """
    streets = load_streets(workspace)
    whole = CameraGround(
        find_ground(workspace, None),
        NO_SHAPES,
        None if streets is None else streets.lines,
        load_surroundings(workspace),
        list_layers(workspace),
        workspace,
        step_m,
    )
    return narrow_camera_ground(whole, area=area, kept_out=kept_out)


def narrow_camera_ground(
    whole: CameraGround, *, area: str | None = None, kept_out: tuple[str, ...] = ()
) -> CameraGround:
    """Keep to an area, and out of others, on the ground of the whole municipality.

    Raises
    ------
    ParamsError
        If an area is unknown.
    """
    if area is None and not kept_out:
        return whole
    for code in (area, *kept_out):
        find_layer(code, whole.layers, whole.workspace)
    barred = np.array([outline_area(code, whole.layers) for code in kept_out], object)
    return replace(whole, inside=find_ground(whole.workspace, area), kept_out=barred)


def list_candidates(
    ground: CameraGround, question: CameraQuestion, incidents: Values
) -> Candidates:
    """List the places where a unit could stand: an own list, along streets, or a grid.

    None lies in a building or on water, as far as these are loaded.

    Parameters
    ----------
    ground
        That of the question's area, areas to keep out and step.
    question
        What is asked.
    incidents
        Shape ``(m, 2)``: no place along a street or on the grid lies out of range of all of them.
    """
    if question.sites:
        return _keep_own(ground, question)
    table = _find_near(ground, question, incidents)
    in_building, in_water = (table.pop(name).to_numpy() for name in (_IN_BUILDING, _IN_WATER))
    free = ~(in_building | in_water)
    left_out = LeftOut(
        in_building=int(in_building.sum()), in_water=int((in_water & ~in_building).sum())
    )
    return Candidates(table[free].reset_index(drop=True), ground.streets is not None, left_out)


def _find_near(
    ground: CameraGround, question: CameraQuestion, incidents: Values
) -> gpd.GeoDataFrame:
    """Return the places within range of at least one incident."""
    places = ground.everywhere
    if ground.inside is None and ground.streets is None:
        # Nobody knows how far the ground reaches: it is as large as what happened on it.
        reach = shapely.union_all(shapely.buffer(shapely.points(incidents), question.range_m))
        places = ground.find_places(reach)
    near = np.zeros(len(places), np.bool_)
    if len(incidents) and len(places):
        apart, _ = cKDTree(incidents).query(shapely.get_coordinates(places.geometry.to_numpy()))
        near[apart <= question.range_m] = True
    return places[near].copy()


def _keep_own(ground: CameraGround, question: CameraQuestion) -> Candidates:
    """Keep the places of an own list that may be used, and count the others by the reason."""
    given = np.array(question.sites, np.float64)
    places = np.unique(given, axis=0)
    points = np.asarray(shapely.points(places), object)
    inside = (
        np.ones(len(places), np.bool_)
        if ground.inside is None
        else shapely.intersects(ground.inside, points)
    )
    free = inside & ~_lie_in(points, ground.kept_out)
    dry = free & ~_lie_in(points, ground.around.water)
    kept = dry & ~_lie_in(points, ground.around.footprints)
    left_out = LeftOut(
        outside=int((~inside).sum()),
        kept_out=int((inside & ~free).sum()),
        twice=len(given) - len(places),
        in_water=int((free & ~dry).sum()),
        in_building=int((dry & ~kept).sum()),
    )
    table = gpd.GeoDataFrame(geometry=points[kept], crs=ground.workspace.crs)
    described = ground.describe(table).drop(columns=[_IN_BUILDING, _IN_WATER])
    return Candidates(described, on_streets=False, left_out=left_out)


def _lie_in(points: Shapes, shapes: Shapes | None) -> Flags:
    """Say which points lie in a shape, or on its edge."""
    inside = np.zeros(len(points), np.bool_)
    if shapes is not None and len(shapes):
        inside[shapely.STRtree(shapes).query(points, predicate="intersects")[0]] = True
    return inside
