import pytest

from geo.present.legend import (
    COLOUR_CLASSES,
    classes_legend_html,
    colour_of,
    fill_of,
    heat_legend_html,
    legend_html,
    list_fills,
)


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


def test_each_colour_has_a_fill_of_its_own_that_more_than_colour_tells_apart():
    fills = list_fills()
    assert [fill["colour"] for fill in fills] == [colour for _, colour in COLOUR_CLASSES]
    patterns = {(fill["gap"], fill["crossed"]) for fill in fills}
    assert len(patterns) == len(fills)
    assert len({fill["id"] for fill in fills}) == len(fills)


@pytest.mark.parametrize("incidents", [0, 10, 25, 50])
def test_fill_of_a_hotspot_is_among_those_that_the_map_defines(incidents):
    fills = {fill["id"]: fill["colour"] for fill in list_fills()}
    assert fills[fill_of(incidents)] == colour_of(incidents)


def test_legend_shows_the_lines_that_the_map_shows():
    legend = legend_html()
    assert legend == legend_html()
    for fill in list_fills():
        assert fill["gap"] == 0 or f"{fill['ink']} 0 1px, transparent 1px {fill['gap']}px" in legend


def test_short_legend_holds_the_classes_and_no_signs():
    assert "minder dan 10" in classes_legend_html()
    assert "rang" not in classes_legend_html()


def test_legend_speaks_of_streets_only_where_they_are_shown():
    assert "straat" not in legend_html()
    assert "straat" in legend_html(streets=True)


@pytest.mark.parametrize("legend", [legend_html(), classes_legend_html(), heat_legend_html(5)])
def test_every_legend_says_how_what_may_be_chance_is_drawn(legend):
    assert "dashed #5b6670" in legend
    assert "hotspot die toeval kan zijn" in legend
