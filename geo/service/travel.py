"""How one gets about along the streets of a workspace."""

from collections.abc import Collection

import numpy as np

from geo import schema
from geo.analysis.street_graph import StreetGraph, Streets, build_graph
from geo.intake.streets import StreetLayer
from geo.schema import TravelMode


def build_graphs(
    layer: StreetLayer, modes: Collection[TravelMode] = tuple(TravelMode)
) -> dict[TravelMode, StreetGraph]:
    """Build the graph of each mode of travel: the largest part that hangs together.

    Parameters
    ----------
    layer
        Streets that were imported.
    modes
        Those that are asked for.

    Returns
    -------
    dict
        Of each mode its graph, without nodes where the mode may use no street.
    """
    lines = layer.lines.explode(ignore_index=True)
    streets = Streets(
        lines.geometry.to_numpy(),
        lines[schema.STREET_CLASS].to_numpy(object),
        lines[schema.ONE_WAY].to_numpy(np.int8),
        None if layer.is_noded else lines[schema.OFF_GROUND].to_numpy(np.bool_),
    )
    return {mode: build_graph(streets, mode) for mode in modes}
