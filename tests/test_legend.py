import pytest

from geo.present.legend import COLOUR_CLASSES, colour_of, legend_html


@pytest.mark.parametrize(
    ("incidents", "colour"),
    [
        (0, "#fed976"),
        (9, "#fed976"),
        (10, "#fd8d3c"),
        (24, "#fd8d3c"),
        (25, "#e31a1c"),
        (49, "#e31a1c"),
        (50, "#800026"),
        (10_000, "#800026"),
    ],
)
def test_colours_have_fixed_breaks(incidents, colour):
    assert colour_of(incidents) == colour


def test_legend_explains_every_colour_in_words():
    legend = legend_html()
    assert all(colour in legend for _, colour in COLOUR_CLASSES)
    for words in ("minder dan 10", "10 tot 25", "25 tot 50", "50 of meer meldingen"):
        assert words in legend
