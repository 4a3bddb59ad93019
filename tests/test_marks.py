import re

import pandas as pd
import pytest

from geo import schema
from geo.present.marks import (
    Item,
    items_html,
    mark_html,
    mark_themes,
    marks_legend_html,
    theme_marks,
)
from geo.themes import Themes, read_themes
from geo.workspace import BUNDLED_DIR, open_workspace

SHIPPED = read_themes(open_workspace(BUNDLED_DIR))


def mark(*titles, colours=None):
    """Marks of cards with these titles, in order of harm."""
    card = SHIPPED.cards["woninginbraak"]
    looks = zip(titles, colours or ["#000000"] * len(titles), strict=True)
    cards = {
        f"t{place}": card.model_copy(
            update={"title": title, "colour": colour, "harm_weight": 100.0 - place}
        )
        for place, (title, colour) in enumerate(looks)
    }
    return mark_themes(Themes(cards, {}, {}))


def letters(*titles):
    return [found.letters for found in mark(*titles).values()][:-1]


def test_shipped_themes_go_by_their_first_two_letters():
    marks = mark_themes(SHIPPED)
    assert [found.letters for found in marks.values()] == [
        *("Wo", "Be", "Vo", "Dr", "Bo", "Je", "Ve", "Fi", "Wi", "Ov"),
    ]
    assert [*marks][:: len(marks) - 1] == ["woninginbraak", schema.OTHER_THEME]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("Vuur", "Vuurwerk"), ["Vu", "Vr"]),
        (("Aa", "Aa", "Aa"), ["Aa", "A1", "A2"]),
        (("Overlast",), ["Ov"]),
        (("1-op-1",), ["Op"]),
        (("7", "8"), ["1", "2"]),
        (("<b>$x",), ["Bx"]),
    ],
)
def test_each_theme_has_letters_of_its_own(titles, expected):
    assert letters(*titles) == expected


def test_the_remainder_gets_other_letters_where_a_theme_has_taken_them():
    assert mark("Overlast")[schema.OTHER_THEME].letters == "Oe"


def contrast(first, second):
    """Contrast ratio of WCAG 2.1, written out from its definition."""

    def luminance(colour):
        parts = [int(part, 16) / 255 for part in re.findall("..", colour[1:])]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_letters_stand_out_on_every_colour_of_a_theme():
    found = [*mark_themes(SHIPPED).values()]
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    found += mark(*["Thema"] * len(greys), colours=greys).values()
    assert min(contrast(one.colour, one.ink) for one in found) >= 4.5


def test_a_theme_without_a_card_goes_with_the_remainder():
    keys = theme_marks(pd.Series(["woninginbraak", "gone", "overig"]), mark_themes(SHIPPED))
    assert keys.tolist() == ["woninginbraak", "overig", "overig"]


def test_legend_names_the_themes_that_are_there_in_the_order_of_the_marks():
    legend = marks_legend_html(mark_themes(SHIPPED), {"fietsdiefstal", "woninginbraak"})
    assert re.findall("Woninginbraak|Fietsdiefstal|Vernieling", legend) == [
        *("Woninginbraak", "Fietsdiefstal"),
    ]
    assert "hotspot" in legend


def test_whatever_a_card_or_file_says_is_harmless_in_a_list():
    wild = "<script>`${x}`</script>"
    html = items_html([Item(wild, wild, mark(wild)["t0"])])
    assert "<script" not in html
    assert "${" not in html
    assert 'aria-hidden="true"' in mark_html(mark(wild)["t0"])


def test_a_list_without_lines_is_no_list():
    assert items_html([]) == ""
