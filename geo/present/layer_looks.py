"""How layers of a file look in other programs: the colours, lines and classes of the app."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geo import schema
from geo.analysis.scores import count_flagged
from geo.present.legend import (
    CELL_EDGE,
    CELL_LOOKS,
    CHANCE_COLOUR,
    COLOUR_CLASSES,
    HATCHES,
    Hatch,
    label_classes,
)

MAY_BE_CHANCE: Final = "may_be_chance"

# As many millimetres on paper as a pixel of the app's edges takes on a screen.
_MM_PER_PIXEL: Final = 0.26
_HOTSPOT_EDGE: Final = "#3b0716"
_AREA_EDGE: Final = "#154273"
_CENTRE: Final = "#3b0716"


@dataclass(frozen=True)
class Symbol:
    """How a shape is drawn.

    Parameters
    ----------
    edge
        Colour of the line around it.
    fill
        Colour inside; empty leaves what lies beneath in sight.
    edge_mm
        Width of the line.
    opacity
        Of the fill, from 0 to 1.
    dashed
        Whether the line is broken.
    hatch
        Lines over the fill.
    """

    edge: str
    fill: str = ""
    edge_mm: float = 2 * _MM_PER_PIXEL
    opacity: float = 1.0
    dashed: bool = False
    hatch: Hatch | None = None


@dataclass(frozen=True)
class LookRule:
    """Which shapes get a symbol.

    Parameters
    ----------
    label
        What it means, in Dutch.
    symbol
        How they are drawn.
    where
        Condition on the columns of a shape, each name between double quotes; empty for all.
    """

    label: str
    symbol: Symbol
    where: str = ""


@dataclass(frozen=True)
class Look:
    """How a layer is drawn.

    Parameters
    ----------
    rules
        Which shapes are drawn how; what meets none of them is not drawn.
    name_column
        What is written at each shape; empty writes nothing.
    """

    rules: tuple[LookRule, ...]
    name_column: str = ""


def look_of_hotspots() -> Look:
    """Return the look of outlines of hotspots: classes of incidents, grey for what may be chance.

    It asks for the columns ``rank``, ``incidents`` and ``may_be_chance``.
    """
    chance = LookRule(
        "hotspot die toeval kan zijn",
        Symbol(CHANCE_COLOUR, CHANCE_COLOUR, opacity=0.25, dashed=True),
        f'"{MAY_BE_CHANCE}" = true',
    )
    upper = [None, *(least for least, _ in COLOUR_CLASSES)]
    labels = dict(label_classes())
    classes = [
        LookRule(
            labels[colour],
            Symbol(_HOTSPOT_EDGE, colour, opacity=0.6, hatch=HATCHES.get(colour)),
            f'"{MAY_BE_CHANCE}" = false AND {_between(schema.INCIDENTS, least, below)}',
        )
        for (least, colour), below in zip(COLOUR_CLASSES, upper, strict=False)
    ]
    return Look((*reversed(classes), chance), name_column=schema.RANK)


def look_of_expected(cells: int) -> Look:
    """Return the look of cells by what is expected in them; ``rank`` is asked for.

    Parameters
    ----------
    cells
        How many there are: the looks stand for parts of the area.
    """
    ends = [0, *(count_flagged(look.share, cells) for look in CELL_LOOKS)]
    rules = [
        LookRule(
            look.label,
            Symbol(CELL_EDGE, look.colour, look.edge_pixels * _MM_PER_PIXEL, opacity=0.75),
            _between(schema.RANK, above + 1, last + 1),
        )
        for look, (above, last) in zip(CELL_LOOKS, pairwise(ends), strict=True)
    ]
    return Look(tuple(rules))


def look_of_areas() -> Look:
    """Return the look of areas: an edge, so that all else stays in sight; asks for ``name``."""
    return Look((LookRule("grens", Symbol(_AREA_EDGE)),), name_column=schema.AREA_NAME)


def look_of_counts(column: str) -> Look:
    """Return the look of squares with a count in each: the number, and no class of it."""
    return Look((LookRule("vak met meldingen", Symbol(CELL_EDGE)),), name_column=column)


def look_of_points(label: str, *, name_column: str = "") -> Look:
    """Return the look of points that all mean the same."""
    return Look((LookRule(label, Symbol("#ffffff", _CENTRE)),), name_column=name_column)


def _between(column: str, least: float, below: float | None) -> str:
    """Write the condition that a column holds at least one number and less than another."""
    lower = f'"{column}" >= {least:g}'
    return lower if below is None else f'{lower} AND "{column}" < {below:g}'
