"""What a patrol plan needs to be taken along: on paper, on a map and in files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pyproj import CRS

from geo.intake.streets import StreetLayer
from geo.service.answers import DataStatus
from geo.service.areas import Layers, list_layers
from geo.service.contents import describe_data
from geo.service.finding import list_themes
from geo.service.patrol.answers import PatrolAdvice
from geo.service.streets import load_streets
from geo.themes import ThemeCard
from geo.workspace import Workspace


@dataclass(frozen=True, eq=False)
class PatrolKit:
    """A plan, and all that it is told with.

    Parameters
    ----------
    advice
        The plan.
    municipality
        Its name.
    crs
        Coordinate system of its places.
    timezone
        Zone of its local times.
    cards
        Of its themes, as far as they are still there.
    layers, streets
        To draw; the streets None where not loaded.
    data
        What the store holds, and whether invented incidents are among those that the plan rests
        on.
    """

    advice: PatrolAdvice
    municipality: str
    crs: CRS
    timezone: ZoneInfo
    cards: Mapping[str, ThemeCard]
    layers: Layers
    streets: StreetLayer | None
    data: DataStatus


@dataclass(frozen=True, eq=False)
class KitParts:
    """What any plan of a workspace is told with: all its cards, and what its store holds."""

    cards: Mapping[str, ThemeCard]
    layers: Layers
    streets: StreetLayer | None
    data: DataStatus


def gather_patrol_kits(
    workspace: Workspace, advices: Sequence[PatrolAdvice]
) -> tuple[PatrolKit, ...]:
    """Gather all that plans need to be taken along; what they share is read once.

    Parameters
    ----------
    workspace
        The municipality that they were made for.
    advices
        The plans.
    """
    ready = KitParts(
        list_themes(workspace).cards,
        list_layers(workspace),
        load_streets(workspace),
        describe_data(workspace),
    )
    return tuple(pack_patrol_kit(workspace, advice, ready) for advice in advices)


def pack_patrol_kit(workspace: Workspace, advice: PatrolAdvice, parts: KitParts) -> PatrolKit:
    """Put a plan together with what is at hand already; it reads nothing.

    Parameters
    ----------
    workspace, advice
        The municipality, and the plan.
    parts
        What it is told with.
    """
    return PatrolKit(
        advice=advice,
        municipality=workspace.settings.name,
        crs=workspace.crs,
        timezone=workspace.timezone,
        cards={name: parts.cards[name] for name in advice.question.themes if name in parts.cards},
        layers=parts.layers,
        streets=parts.streets,
        data=replace(parts.data, synthetic=advice.synthetic),
    )
