"""How teams of a patrol get from place to place, and how long it takes them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.advice.orienteering import UNREACHABLE_MS, Milliseconds
from geo.analysis.street_graph import StreetGraph, measure_travel, trace_way
from geo.patrol_params import PatrolTeam
from geo.schema import TravelMode
from geo.service.answers import AlertReport
from geo.service.areas import Layers, list_layers
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
class PatrolGround:
    """What many questions have in common.

    Parameters
    ----------
    layers
        Area layers.
    graphs
        Streets by mode of travel; empty where none were imported.
    alerts
        Theme to where to look after the latest incidents, as `list_alerts` tells for the day on
        which the shift begins; of themes that are not there it is asked anew.
    """

    layers: Layers
    graphs: Graphs
    alerts: Mapping[str, AlertReport] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Ways:
    """Places, and how each team gets from one to another.

    Parameters
    ----------
    places
        Shape ``(n, 2)``, in metres.
    graphs
        Streets by mode of travel; empty where none were imported.
    metres
        By mode of travel, shape ``(n, n)``, from row to column.
    travel_ms
        One a team, shape ``(n, n)``.
    """

    places: Values
    graphs: Graphs
    metres: Mapping[TravelMode, Values]
    travel_ms: tuple[Milliseconds, ...]

    @property
    def on_streets(self) -> bool:
        """Whether travel is by street."""
        return bool(self.graphs)

    def trace(self, team: PatrolTeam, rows: list[int]) -> tuple[Values, ...]:
        """Draw how a team goes along places, in order: one line from each to the next."""
        return tuple(self._trace_leg(team.mode, *leg) for leg in pairwise(rows))

    def _trace_leg(self, mode: TravelMode, first: int, last: int) -> Values:
        graph, (start, end) = self.graphs.get(mode), self.places[[first, last]]
        if first == last or graph is None or not len(graph.nodes):
            return np.vstack([start, end])
        way = trace_way(graph, start, end, within_m=float(self.metres[mode][first, last]))
        return np.vstack([start, shapely.get_coordinates(way), end])


def lay_patrol_ground(
    workspace: Workspace, modes: Collection[TravelMode], *, layers: Layers | None = None
) -> PatrolGround:
    """Read the areas, and build the streets that some teams travel.

    Parameters
    ----------
    workspace
        The municipality.
    modes
        How teams travel; the streets of others are not built.
    layers
        Area layers, where they have been read already.
    """
    streets = load_streets(workspace)
    graphs = {} if streets is None else build_graphs(streets, modes)
    return PatrolGround(list_layers(workspace) if layers is None else layers, graphs)


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
    travel_ms = tuple(_time(metres[team.mode], team.speed_kmh) for team in teams)
    return Ways(places, graphs, metres, travel_ms)


def _measure(graph: StreetGraph | None, places: Values) -> Values:
    if graph is None or not len(graph.nodes):
        straight: Values = np.hypot(*(places[:, np.newaxis] - places).transpose(2, 0, 1)) * _DETOUR
        return straight
    return measure_travel(graph, places)


def _time(metres: Values, kmh: float) -> Milliseconds:
    ms = np.ceil(metres / (kmh * _METRES_A_KM) * _HOUR_MS)
    return np.minimum(ms, UNREACHABLE_MS).astype(np.int64)
