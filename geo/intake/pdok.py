"""Official wijken and buurten from the public geo service PDOK."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd

from geo.errors import PublicServiceError
from geo.intake.area_files import read_area_features
from geo.intake.boundaries import AreaLayer, columns_for, save_layer
from geo.intake.ogc_pages import fetch_pages
from geo.intake.web_pages import DownloadLimits
from geo.schema import Layer
from geo.workspace import Workspace

OFFICIAL_LAYERS = (Layer.WIJKEN, Layer.BUURTEN)
DEFAULT_LIMITS = DownloadLimits()
FIRST_YEAR = 2022

_MUNICIPALITY = "gemeentecode"
_WATER = "water"
_PAGE_SIZE = 1_000
_BAD_REQUEST = 400


def update_areas(
    workspace: Workspace,
    *,
    year: int,
    layers: tuple[Layer, ...] = OFFICIAL_LAYERS,
    limits: DownloadLimits = DEFAULT_LIMITS,
) -> list[AreaLayer]:
    """Replace layers by the official ones of a year; all are fetched before any is replaced.

    Parameters
    ----------
    workspace
        A Dutch municipality.
    year
        Vintage to fetch.
    layers
        Out of wijken and buurten.
    limits
        When to give up.

    Raises
    ------
    PublicServiceError
        If the workspace is not Dutch, or the service does not answer as documented.
    """
    fetched = [
        (layer, download_areas(workspace, layer, year=year, limits=limits)) for layer in layers
    ]
    source = f"CBS/Kadaster, Wijk- en buurtkaart {year} (PDOK)"
    return [
        save_layer(workspace, AreaLayer(layer, areas, source, year, schematic=False, official=True))
        for layer, areas in fetched
    ]


def download_areas(
    workspace: Workspace, layer: Layer, *, year: int, limits: DownloadLimits = DEFAULT_LIMITS
) -> gpd.GeoDataFrame:
    """Fetch the areas of one layer that belong to the municipality; open water is left out.

    Parameters
    ----------
    workspace
        Whose code, coordinate system and service address apply.
    layer
        Wijken or buurten.
    year
        Vintage to fetch.
    limits
        When to give up.

    Returns
    -------
    GeoDataFrame
        As `geo.intake.area_files.read_area_features` returns it.

    Raises
    ------
    PublicServiceError
        If the workspace is not Dutch, or the service does not answer as documented.
    BoundaryError
        If what it answers are no polygons with code and name.
    """
    _check_dutch(workspace)
    base = workspace.settings.services.pdok_areas.replace("{year}", str(year))
    address = f"{base}/collections/{layer}/items"
    try:
        found = _fetch_own(address, workspace, limits, filtered=True)
    except PublicServiceError as problem:
        # Not every vintage is known to filter; one that cannot, has to refuse the parameter.
        if problem.facts.get("status") != _BAD_REQUEST:
            raise
        found = _fetch_own(address, workspace, limits, filtered=False)
    if not found["features"]:
        raise PublicServiceError(
            "service-no-areas",
            expected=f"{layer} of {workspace.settings.code} in {year}",
            got="none",
            remedy="check the code of the municipality, or choose another year",
            code=workspace.settings.code,
            year=year,
        )
    return read_area_features(
        found,
        columns=columns_for(layer, workspace.settings.area_columns),
        crs=workspace.crs,
        origin=urlsplit(address).netloc,
    )


def _check_dutch(workspace: Workspace) -> None:
    if not workspace.is_dutch:
        raise PublicServiceError(
            "workspace-not-dutch",
            expected="a workspace with a Dutch municipality code",
            got=workspace.settings.code,
            remedy="import a file of areas instead",
            code=workspace.settings.code,
        )


def _fetch_own(
    address: str, workspace: Workspace, limits: DownloadLimits, *, filtered: bool
) -> dict[str, Any]:
    code = workspace.settings.code
    crs = f"http://www.opengis.net/def/crs/EPSG/0/{workspace.settings.crs}"
    query = {"f": "json", "limit": str(_PAGE_SIZE), "crs": crs}
    if filtered:
        query[_MUNICIPALITY] = code
    features = []
    for page in fetch_pages(address, query, limits=limits):
        features += _choose(page.rows, code)
        # The service has the last word on what its coordinates are.
        crs = (page.crs or crs).strip("<> ")
    return {"crs": {"properties": {"name": crs}}, "features": features}


def _choose(features: Iterable[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    chosen = []
    for feature in features:
        facts = {str(name).casefold(): value for name, value in feature["properties"].items()}
        if facts.get(_MUNICIPALITY) == code and facts.get(_WATER) != "JA":
            chosen.append(feature)
    return chosen
