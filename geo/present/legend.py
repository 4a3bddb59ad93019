"""What the colours and signs of a map mean."""

from itertools import pairwise
from typing import Final

from geo.present.markup import escape

# Incidents in a hotspot from which each colour holds: fixed, so that two periods compare.
# The ramp is YlOrRd, which keeps its order for colour-blind readers.
COLOUR_CLASSES: Final = ((50, "#800026"), (25, "#e31a1c"), (10, "#fd8d3c"), (0, "#fed976"))

# Share of the full heat from which each colour holds; the same ramp without its palest step.
HEAT_RAMP: Final = ((0.2, "#fed976"), (0.4, "#fd8d3c"), (0.7, "#e31a1c"), (1.0, "#800026"))


# The band that marks a period on a chart.
BAND: Final = "#fdf0cc"


def colour_of(incidents: int) -> str:
    """Return the fixed colour of a hotspot with this many incidents."""
    return next(colour for least, colour in COLOUR_CLASSES if incidents >= least)


def legend_html() -> str:
    """Return the legend as HTML, to stand beside a map: inside it would cover a part."""
    entries = [(f"background:{colour}", "", label) for colour, label in _class_labels()]
    entries += [
        ("background:#3b0716;border-radius:50%;color:#fff", "1", "rang van de hotspot"),
        ("border-radius:50%", "9", "meldingen bij elkaar"),
        ("background:#b9c6db;border-style:dashed", "", "bedrijventerrein"),
    ]
    rows = "".join(
        f'<li><b style="{look}" aria-hidden="true">{mark}</b>{escape(label)}</li>'
        for look, mark, label in entries
    )
    return f'<ul class="hk-legend" aria-label="Legenda">{rows}</ul>'


def heat_legend_html(full_heat: int) -> str:
    """Return the legend of a heat layer whose deepest colour stands for so many incidents."""
    ramp = ", ".join(f"{colour} {share:.0%}" for share, colour in HEAT_RAMP)
    label = f"van 1 tot {full_heat} of meer meldingen dicht bij elkaar, in elke maand gelijk"
    rows = (
        f'<li><b class="hk-ramp" style="background:linear-gradient(90deg, {ramp})"'
        f' aria-hidden="true"></b>{escape(label)}</li>'
        '<li><b style="border:2px solid #154273" aria-hidden="true"></b>hotspot over de hele '
        "periode</li>"
    )
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


def _class_labels() -> list[tuple[str, str]]:
    ends = [least for least, _ in COLOUR_CLASSES]
    texts = [f"{ends[0]} of meer meldingen"]
    texts += [f"{least} tot {below}" for below, least in pairwise(ends)]
    texts[-1] = f"minder dan {ends[-2]}"
    return [(colour, text) for (_, colour), text in zip(COLOUR_CLASSES, texts, strict=True)][::-1]
