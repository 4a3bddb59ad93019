"""Shapes for other programs: as GeoJSON in degrees, as GeoPackage in the workspace's own grid."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from geo.present.files import check_ending
from geo.present.geojson import render_geojson
from geo.present.geopackage import render_geopackage
from geo.present.shape_layers import Facts, ShapeLayer
from geo.service.answers import DataStatus

# What holds for areas is told of each layer of areas.
_TERMS: Final = (
    "Voor de meldingen en aangiften is geen open licentie gegeven; voor grenzen geldt die van hun "
    "bron."
)


def render_layers(layers: Sequence[ShapeLayer], suffix: str, *, facts: Facts) -> bytes:
    """Return the bytes of a file of layers; the same layers give the same bytes.

    Parameters
    ----------
    layers
        At least one. A ``.geojson`` holds the shapes of all of them in one collection.
    suffix
        ``.geojson`` or ``.gpkg``.
    facts
        What the file must state about itself.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    """
    check_ending(suffix, RENDERERS)
    return RENDERERS[suffix](layers, facts)


def tell_origin(data: DataStatus) -> dict[str, Any]:
    """Tell what any file states of the data on which it rests."""
    return {
        "source": ", ".join(data.sources),
        "data_until": data.last.isoformat() if data.last else "",
        "data_as_of": data.as_of.isoformat(timespec="seconds") if data.as_of else "",
        "synthetic": data.synthetic,
        "licence": _TERMS,
    }


RENDERERS: Final[Mapping[str, Callable[[Sequence[ShapeLayer], Facts], bytes]]] = {
    ".geojson": render_geojson,
    ".gpkg": render_geopackage,
}
