from xml.etree import ElementTree as ET

import pytest

from geo.present.layer_looks import (
    Look,
    LookRule,
    Symbol,
    look_of_areas,
    look_of_expected,
    look_of_hotspots,
    look_of_points,
)
from geo.present.legend import CELL_LOOKS, CHANCE_COLOUR, COLOUR_CLASSES, HATCHES
from geo.present.qml import write_qml

LOOKS = [look_of_hotspots(), look_of_expected(400), look_of_areas(), look_of_points("punt")]


def read(look, *, points=False):
    return ET.fromstring(write_qml(look, points=points))  # noqa: S314 - our own style


def options(symbol):
    return [
        {option.get("name"): option.get("value") for option in layer.iter("Option")}
        for layer in symbol.iter("layer")
    ]


def as_written(colour, opacity):
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return ",".join(map(str, [*parts, round(opacity * 255)]))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("points", [False, True])
def test_each_rule_points_to_a_symbol_of_its_own(look, points):
    root = read(look, points=points)
    named = [rule.get("symbol") for rule in root.iter("rule")]
    drawn = {symbol.get("name"): symbol.get("type") for symbol in root.iter("symbol")}
    assert named == list(drawn)
    assert set(drawn.values()) == {"marker" if points else "fill"}
    assert [rule.get("label") for rule in root.iter("rule")] == [rule.label for rule in look.rules]


def test_hotspots_have_the_colours_and_the_lines_of_the_app():
    root = read(look_of_hotspots())
    *classes, chance = [options(symbol) for symbol in root.iter("symbol")]
    for (fill, *lines), (_, colour) in zip(classes, reversed(COLOUR_CLASSES), strict=True):
        assert fill["color"] == as_written(colour, 0.6)
        hatch = HATCHES.get(colour)
        assert len(lines) == (hatch is not None)
        if hatch is not None:
            assert lines[0]["style"] == ("diagonal_x" if hatch.crossed else "b_diagonal")
    assert chance[0]["color"] == as_written(CHANCE_COLOUR, 0.25)
    assert chance[0]["outline_style"] == "dash"


@pytest.mark.parametrize("incidents", [0, 1, 9, 10, 24, 25, 49, 50, 700])
@pytest.mark.parametrize("chance", [False, True])
def test_each_hotspot_meets_just_one_rule(incidents, chance):
    met = [rule for rule in look_of_hotspots().rules if holds(rule, incidents, chance)]
    assert len(met) == 1
    assert ("toeval" in met[0].label) is chance


def holds(rule, incidents, chance):
    """Work a condition out, as QGIS does."""
    text = rule.where.replace('"incidents"', str(incidents)).replace(
        '"may_be_chance"', str(chance).lower()
    )
    parts = [part.split() for part in text.split(" AND ")]
    compare = {
        "=": lambda a, b: a == b,
        ">=": lambda a, b: float(a) >= float(b),
        "<": lambda a, b: float(a) < float(b),
    }
    return all(compare[sign](left, right) for left, sign, right in parts)


def test_parts_of_the_area_join_without_a_gap():
    first, *_ = rules = look_of_expected(1000).rules
    assert first.where == '"rank" >= 1 AND "rank" < 11'
    assert rules[-1].where == '"rank" >= 31 AND "rank" < 51'
    assert [rule.label for rule in rules] == [look.label for look in CELL_LOOKS]


def test_texts_of_a_look_give_the_style_no_orders():
    nasty = LookRule('"/><script a="', Symbol("#000000"), "\"a\" < '&<>'")
    (rule,) = read(Look((nasty,), name_column='n"<')).iter("rule")
    assert (rule.get("label"), rule.get("filter")) == (nasty.label, nasty.where)
