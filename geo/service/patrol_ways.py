"""How teams of a patrol get from place to place, and how long it takes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.advice.orienteering import UNREACHABLE_MS, Milliseconds
from geo.analysis.street_graph import StreetGraph, measure_travel, trace_way
from geo.patrol_params import PatrolTeam
from geo.schema import TravelMode
from geo.service.streets import load_streets
from geo.service.travel import build_graphs
from geo.workspace import Workspace

_HOUR_MS: Final = 3_600_000
_METRES_A_KM: Final = 1_000
# How much longer the way along streets is than the straight line, on average over 300 cities of
# Europe (1.34); a shade less, as stops lie in one town.
_DETOUR: Final = 1.3

Values = NDArray[np.float64]
Graphs = Mapping[TravelMode, StreetGraph]


@dataclass(frozen=True, eq=False)
class Ways:
    """Places, and how each team gets from one to another.

    Parameters
    ----------
    places
        Shape ``(n, 2)``, in metres.
    graphs
        Streets by mode of travel; empty where none were imported.
    travel_ms
        One a team, shape ``(n, n)``.
    """

    places: Values
    graphs: Graphs
    travel_ms: tuple[Milliseconds, ...]

    @property
    def on_streets(self) -> bool:
        """Whether travel is by street."""
        return bool(self.graphs)

    def trace(self, team: PatrolTeam, rows: list[int]) -> tuple[Values, ...]:
        """Draw how a team goes along places, in order: one line from each to the next."""
        graph = self.graphs.get(team.mode)
        ends = zip(self.places[rows[:-1]], self.places[rows[1:]], strict=True)
        if graph is None or not len(graph.nodes):
            return tuple(np.vstack(pair) for pair in ends)
        return tuple(
            np.vstack([start, shapely.get_coordinates(trace_way(graph, start, end)), end])
            for start, end in ends
        )


def read_graphs(workspace: Workspace, teams: tuple[PatrolTeam, ...]) -> Graphs:
    """Build the streets that some teams travel; none where the workspace has none."""
    layer = load_streets(workspace)
    return {} if layer is None else build_graphs(layer, {team.mode for team in teams})


def measure_ways(graphs: Graphs, teams: tuple[PatrolTeam, ...], places: Values) -> Ways:
    """Measure how long each team takes between places.

    Parameters
    ----------
    graphs
        Streets by mode of travel.
    teams
        Those who go.
    places
        Shape ``(n, 2)``, in metres.
    """
    # Teams that travel alike share their travel times.
    metres = {mode: _measure(graphs.get(mode), places) for mode in {team.mode for team in teams}}
    return Ways(places, graphs, tuple(_time(metres[team.mode], team.speed_kmh) for team in teams))


def _measure(graph: StreetGraph | None, places: Values) -> Values:
    if graph is None or not len(graph.nodes):
        straight: Values = np.hypot(*(places[:, np.newaxis] - places).transpose(2, 0, 1)) * _DETOUR
        return straight
    return measure_travel(graph, places)


def _time(metres: Values, kmh: float) -> Milliseconds:
    ms = np.ceil(metres / (kmh * _METRES_A_KM) * _HOUR_MS)
    return np.minimum(ms, UNREACHABLE_MS).astype(np.int64)
