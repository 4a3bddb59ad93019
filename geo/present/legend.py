"""What the colours and signs of a map mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from geo.analysis.scores import count_flagged
from geo.present.markup import escape


@dataclass(frozen=True)
class Hatch:
    """Slanting lines over a colour, by which it is known without seeing colours.

    Parameters
    ----------
    gap_pixels
        From one line to the next.
    ink
        Colour of the lines.
    crossed
        Whether lines slant the other way too.
    """

    gap_pixels: int
    ink: str
    crossed: bool = False


@dataclass(frozen=True)
class CellLook:
    """How cells are drawn that are among the highest.

    Parameters
    ----------
    share
        Part of the area up to which this look holds.
    colour
        Fill.
    edge_pixels
        Width of the edge.
    label
        What it means, in Dutch.
    """

    share: float
    colour: str
    edge_pixels: float
    label: str

    @property
    def border(self) -> str:
        """The edge as a style sheet writes it."""
        return f"{self.edge_pixels:g}px solid {CELL_EDGE}"


# Incidents in a hotspot from which each colour holds: fixed, so that two periods compare.
# The ramp is YlOrRd, which keeps its order for colour-blind readers.
COLOUR_CLASSES: Final = ((50, "#800026"), (25, "#e31a1c"), (10, "#fd8d3c"), (0, "#fed976"))

# More incidents, more lines: the order can be seen in black and white too.
HATCHES: Final[Mapping[str, Hatch]] = {
    "#fd8d3c": Hatch(9, "#3b0716"),
    "#e31a1c": Hatch(5, "#ffffff"),
    "#800026": Hatch(6, "#ffffff", crossed=True),
}

# A hotspot that may be chance; never without dashes around it.
CHANCE_COLOUR: Final = "#5b6670"

# Share of the full heat from which each colour holds; the same ramp without its palest step.
HEAT_RAMP: Final = ((0.2, "#fed976"), (0.4, "#fd8d3c"), (0.7, "#e31a1c"), (1.0, "#800026"))

CELL_EDGE: Final = "#1b2733"
# Parts of the area, the highest first: fixed, so that two maps compare. The ramp is cividis, and
# the edge gets thinner too, so that the order can be seen in black and white.
CELL_LOOKS: Final = (
    CellLook(0.01, "#00224e", 2.0, "hoogste 1% van het gebied"),
    CellLook(0.03, "#8f8b79", 1.0, "de volgende, tot 3%"),
    CellLook(0.05, "#fee838", 0.5, "de volgende, tot 5%"),
)

_CLUSTER: Final = ("border-radius:50%", "9", "meldingen bij elkaar")
_PARK: Final = ("background:#b9c6db;border-style:dashed", "", "bedrijventerrein")
_RANK: Final = ("background:#3b0716;border-radius:50%;color:#fff", "1", "rang van de hotspot")
_CHANCE: Final = (
    f"background:{CHANCE_COLOUR}40;border:2px dashed {CHANCE_COLOUR}",
    "",
    "hotspot die toeval kan zijn",
)
_STREET: Final = ("background:#fff;border-color:#8a98a5;border-width:0 0 2px", "", "straat")


# The band that marks a period on a chart.
BAND: Final = "#fdf0cc"


def colour_of(incidents: int) -> str:
    """Return the fixed colour of a hotspot with this many incidents."""
    return next(colour for least, colour in COLOUR_CLASSES if incidents >= least)


def label_classes() -> list[tuple[str, str]]:
    """Say what each colour of a hotspot means, the fewest incidents first."""
    ends = [least for least, _ in COLOUR_CLASSES]
    texts = [f"{ends[0]} of meer meldingen"]
    texts += [f"{least} tot {below}" for below, least in pairwise(ends)]
    texts[-1] = f"minder dan {ends[-2]}"
    return [(colour, text) for (_, colour), text in zip(COLOUR_CLASSES, texts, strict=True)][::-1]


def fill_of(incidents: int) -> str:
    """Name the fill of a hotspot with this many incidents, among those of `list_fills`."""
    return f"hk-fill-{colour_of(incidents)[1:]}"


def list_fills() -> list[dict[str, object]]:
    """Describe every fill of the map: its name, its colour, and the lines over it."""
    return [
        {
            "id": fill_of(least),
            "colour": colour,
            "gap": hatch.gap_pixels if hatch else 0,
            "ink": hatch.ink if hatch else "none",
            "crossed": bool(hatch and hatch.crossed),
        }
        for least, colour in COLOUR_CLASSES
        for hatch in (HATCHES.get(colour),)
    ]


def legend_html(*, streets: bool = False) -> str:
    """Return the legend as HTML, to stand beside a map: inside it would cover a part."""
    signs = [_RANK, _CLUSTER, _PARK, *([_STREET] if streets else [])]
    return _list_html(_hotspot_rows() + "".join(_row(*sign) for sign in signs))


def counts_legend_html(classes: Iterable[tuple[str, str]], *, streets: bool = False) -> str:
    """Return the legend of cells in which incidents are counted, and of the hotspots over them.

    Parameters
    ----------
    classes
        Colour and label of each class of cells.
    streets
        Whether streets are drawn.
    """
    rows = "".join(_row(_swatch(colour), "", label, kind="hk-class") for colour, label in classes)
    edge = ("border:3px solid #3b0716", "", "hotspot")
    signs = [edge, _RANK, _PARK, *([_STREET] if streets else [])]
    return _list_html(rows + chance_row_html() + "".join(_row(*sign) for sign in signs))


def classes_legend_html() -> str:
    """Return what the colours of hotspots mean, and no more."""
    return _list_html(_hotspot_rows())


def fills_legend_html(
    fills: Iterable[tuple[str, str]], edges: Iterable[tuple[str, str]] = ()
) -> str:
    """Return a legend of fills (colour and label) and of edges without one (CSS border, label)."""
    rows = "".join(_row(_swatch(colour), "", label, kind="hk-class") for colour, label in fills)
    return _list_html(rows + "".join(_row(f"border:{edge}", "", label) for edge, label in edges))


def signs_legend_html(signs: Iterable[tuple[str, str, str]]) -> str:
    """Return a legend of signs, each as CSS look, the mark in it and a label."""
    return _list_html("".join(_row(*sign) for sign in signs))


def cells_legend_html() -> str:
    """Return what the looks of cells mean that are expected to have most."""
    rows = [
        _row(
            f"background:{look.colour};border:{look.border} #1b2733",
            "",
            look.label,
            kind="hk-class",
        )
        for look in CELL_LOOKS
    ]
    return _list_html("".join(rows))


def look_of_cell(rank: int, cells: int) -> CellLook:
    """Return the look of a cell by its rank among all of them."""
    return next(
        (look for look in CELL_LOOKS if rank <= count_flagged(look.share, cells)), CELL_LOOKS[-1]
    )


def heat_legend_html(full_heat: int, *, by_month: bool = True) -> str:
    """Return the legend of a heat layer whose deepest colour stands for so many incidents."""
    ramp = ", ".join(f"{colour} {share:.0%}" for share, colour in HEAT_RAMP)
    held = "in elke maand" if by_month else "in elke periode"
    label = f"van 1 tot {full_heat} of meer meldingen dicht bij elkaar, {held} gelijk"
    gradient = f"background:linear-gradient(90deg, {ramp})"
    edge = ("border:2px solid #154273", "", "hotspot over de hele periode")
    rows = _row(gradient, "", label, kind="hk-ramp") + _row(*edge) + chance_row_html()
    return _list_html(rows)


def chance_row_html() -> str:
    """Return the row of a legend that says how a hotspot is drawn that may be chance."""
    return _row(*_CHANCE)


def _hotspot_rows() -> str:
    return _class_rows() + chance_row_html()


def _class_rows() -> str:
    return "".join(
        _row(_swatch(colour), "", label, kind="hk-class") for colour, label in label_classes()
    )


def _swatch(colour: str) -> str:
    hatch = HATCHES.get(colour)
    if hatch is None:
        return f"background:{colour}"
    angles = (135, 45) if hatch.crossed else (135,)
    lines = ", ".join(
        f"repeating-linear-gradient({angle}deg, {hatch.ink} 0 1px, transparent 1px "
        f"{hatch.gap_pixels}px)"
        for angle in angles
    )
    return f"background:{lines}, {colour}"


def _row(look: str, mark: str, label: str, *, kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<li><b{name} style="{look}" aria-hidden="true">{mark}</b>{escape(label)}</li>'


def _list_html(rows: str) -> str:
    return f'<ul class="hk-legend" aria-label="Legenda">{rows}</ul>'


def month_legend_html(*, has_incomplete: bool) -> str:
    """Return the legend of the line of months."""
    entries = [(f"background:{BAND};border-style:dashed", "gekozen periode")]
    if has_incomplete:
        entries.append(("border-radius:50%", "maand die mogelijk niet volledig is"))
    rows = "".join(
        f'<li><b style="{look}" aria-hidden="true"></b>{escape(label)}</li>'
        for look, label in entries
    )
    return f'<ul class="hk-legend" aria-label="Legenda">{rows}</ul>'
