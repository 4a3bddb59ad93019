"""Streets to travel along, as plain data and as lines for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Final

from geo.analysis.street_graph import StreetGraph
from geo.intake.streets import StreetLayer
from geo.present.plain import Plain, tell_streets
from geo.present.terminal import print_streets
from geo.schema import TravelMode

_METRES_PER_KM: Final = 1_000


def tell_network(streets: StreetLayer, graphs: Mapping[TravelMode, StreetGraph]) -> Plain:
    """Tell which streets there are, and of each mode of travel how much of them it can use.

    Parameters
    ----------
    streets
        All of them.
    graphs
        Of each mode the part that hangs together; what does not is ``dropped_km``.
    """
    modes = {
        mode.value: {
            "nodes": len(graph.nodes),
            "km": round(graph.used_m / _METRES_PER_KM, 1),
            "dropped_km": round(graph.dropped_m / _METRES_PER_KM, 1),
        }
        for mode, graph in graphs.items()
    }
    return {**tell_streets(streets), "travel": modes}


def print_network(answer: Plain) -> Iterator[str]:
    """Say which streets there are, and how far each mode of travel gets on them."""
    yield from print_streets(answer)
    for mode, part in answer["travel"].items():
        yield (
            f"  by {mode}: {part['km']} km in one network of {part['nodes']} nodes; left out "
            f"{part['dropped_km']} km that do not connect"
        )
