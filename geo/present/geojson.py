"""Layers as one GeoJSON collection, in longitude and latitude."""

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely

from geo.present.degrees import in_degrees
from geo.present.markup import show_on_one_line
from geo.present.shape_layers import Facts, ShapeLayer

_DECIMALS: Final = 7


def render_geojson(layers: Sequence[ShapeLayer], facts: Facts) -> bytes:
    """Return the bytes of a GeoJSON file; the same layers give the same bytes.

    Parameters
    ----------
    layers
        All their shapes stand in one collection, which bears the name of the first.
    facts
        What the file must state about itself: a member of its own, ``metadata``.

    Notes
    -----
    RFC 7946, The GeoJSON Format: WGS 84, outer rings against the clock, no member ``crs``,
    ``bbox`` from the south-west to the north-east.
    """
    collection = {
        "type": "FeatureCollection",
        "name": layers[0].name,
        "metadata": _clean(dict(facts)),
        **_frame(layers),
        "features": [feature for layer in layers for feature in _list_features(layer)],
    }
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def _frame(layers: Sequence[ShapeLayer]) -> dict[str, list[float]]:
    """Return the box around all shapes; nothing without any."""
    bounds = [
        in_degrees(layer.shapes.geometry, decimals=_DECIMALS).total_bounds for layer in layers
    ]
    found = np.array([box for box in bounds if np.isfinite(box).all()])
    if not len(found):
        return {}
    return {"bbox": [*found[:, :2].min(axis=0).tolist(), *found[:, 2:].max(axis=0).tolist()]}


def _list_features(layer: ShapeLayer) -> list[dict[str, Any]]:
    degrees = in_degrees(layer.shapes.geometry, decimals=_DECIMALS).to_numpy()
    drawn = [json.loads(text) for text in shapely.to_geojson(shapely.orient_polygons(degrees))]
    known = json.loads(layer.facts.to_json(orient="records", date_format="iso"))
    return [
        {
            "type": "Feature",
            **({"id": properties[layer.key]} if layer.key else {}),
            "properties": _clean(properties),
            "geometry": shape,
        }
        for properties, shape in zip(known, drawn, strict=True)
    ]


def _clean(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        name: show_on_one_line(value) if isinstance(value, str) else value
        for name, value in properties.items()
    }
