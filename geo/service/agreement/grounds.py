"""The ground of an agreement: drawn from an area or a hotspot, and frozen from then on."""

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo import schema
from geo.agreements import AgreedGround, GroundKind, write_outline
from geo.analysis.overlaps import find_overlaps
from geo.errors import ParamsError
from geo.schema import Layer
from geo.service.answers import HotspotReport
from geo.service.areas import Layers, find_layer, outline_area
from geo.service.explaining import choose_hotspot
from geo.workspace import Workspace

_KINDS = {Layer.WIJKEN: GroundKind.WIJK, Layer.PARKS: GroundKind.PARK}


def freeze_area(workspace: Workspace, code: str, layers: Layers) -> AgreedGround:
    """Draw the ground of a wijk or business park as it is now.

    Raises
    ------
    ParamsError
        If there is no such wijk or park.
    """
    layer = find_layer(code, layers, workspace)
    if layer not in _KINDS:
        raise ParamsError(
            "agreement-area",
            expected="the code of a wijk or a business park",
            got=code,
            remedy="choose a wijk, a business park or a hotspot",
            area=code,
        )
    shape = outline_area(code, layers)
    return AgreedGround(
        kind=_KINDS[layer],
        name=_name_area(layers[layer].areas, code),
        code=code,
        outline=write_outline(shape),
        wijken=name_wijken(shape, layers),
    )


def freeze_hotspot(report: HotspotReport, hotspot_id: str, layers: Layers) -> AgreedGround:
    """Draw the ground of a hotspot as it was found.

    Raises
    ------
    ParamsError
        If the report has no such hotspot.
    """
    hotspot = choose_hotspot(report, hotspot_id)
    shape = hotspot[schema.GEOMETRY]
    return AgreedGround(
        kind=GroundKind.HOTSPOT,
        name=report.title,
        code=report.theme,
        outline=write_outline(shape),
        wijken=name_wijken(shape, layers),
    )


def find_hotspot_id(report: HotspotReport, rank: int) -> str:
    """Return the id of the hotspot with a rank.

    Raises
    ------
    ParamsError
        If the report has none.
    """
    found = report.hotspots[report.hotspots[schema.RANK] == rank]
    if found.empty:
        raise ParamsError(
            "agreement-hotspot",
            expected=f"a rank from 1 to {len(report.hotspots)}",
            got=f"{rank}",
            remedy="choose one that `hotspotkaart hotspots` lists",
            rank=rank,
            hotspots=len(report.hotspots),
        )
    return str(found[schema.HOTSPOT_ID].iloc[0])


def name_wijken(shape: BaseGeometry, layers: Layers) -> tuple[str, ...]:
    """Name the wijken that share ground with another ground, each once, in alphabetical order."""
    if Layer.WIJKEN not in layers:
        return ()
    wijken = layers[Layer.WIJKEN].areas
    touched = wijken[find_overlaps(shape, wijken.geometry.to_numpy())]
    names = touched[schema.AREA_NAME].fillna(touched[schema.AREA_CODE]).astype(str).str.strip()
    return tuple(sorted(set(names) - {""}))


def _name_area(areas: gpd.GeoDataFrame, code: str) -> str:
    name = areas.loc[areas[schema.AREA_CODE] == code, schema.AREA_NAME].iloc[0]
    return name.strip() if isinstance(name, str) and name.strip() else code
