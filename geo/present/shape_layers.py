"""Shapes of one kind, as a layer of a file for other programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.present.layer_looks import Look

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class ShapeLayer:
    """Shapes of one kind.

    Parameters
    ----------
    name
        Of the layer, in letters that any program takes.
    title
        What it shows, in Dutch.
    shapes
        Polygons or points, and what there is to say of each, in the workspace's coordinate system.
    look
        How they are drawn.
    key
        Column that names each shape; empty if there is none.
    stated
        What it states about itself, where that is not what the whole file states.
    """

    name: str
    title: str
    shapes: gpd.GeoDataFrame
    look: Look
    key: str = ""
    stated: Facts | None = None

    @property
    def facts(self) -> pd.DataFrame:
        """What there is to say of each shape."""
        return pd.DataFrame(self.shapes.drop(columns=self.shapes.geometry.name))

    @property
    def is_points(self) -> bool:
        """Whether the shapes are points; a layer without shapes holds none."""
        kinds = self.shapes.geom_type
        return len(kinds) > 0 and bool((kinds == "Point").all())
