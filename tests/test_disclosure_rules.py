from dataclasses import replace

import pytest
from towns import make_town

from geo.disclosure import DEFAULT_RULES, Audience, OutlineRule, PlaceDetail, Rules
from geo.disclosure_params import find_weaknesses
from geo.errors import HotspotkaartError, ParamsError, WorkspaceError
from geo.intake.disclosure_rules import read_disclosure_rules

OUTSIDE = [Audience.COUNCIL, Audience.PUBLIC]


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [], areas=False)


def write(town, text):
    (town.root / "afscherming.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("audience", Audience)
def test_the_house_s_own_rules_are_no_weaker_than_a_file_may_be(audience) -> None:
    assert find_weaknesses(DEFAULT_RULES[audience], audience) == ()


@pytest.mark.parametrize("audience", OUTSIDE)
def test_outside_nobody_sees_points_or_few(audience) -> None:
    rules = DEFAULT_RULES[audience]
    assert rules.place is not PlaceDetail.POINT
    assert rules.outlines is not OutlineRule.DRAWN
    assert rules.least_count == 5
    assert not audience.may_see_places


def test_without_a_file_the_house_s_own_rules_hold(town) -> None:
    assert read_disclosure_rules(town) == DEFAULT_RULES


def test_a_file_changes_what_it_says_and_nothing_else(town) -> None:
    write(town, '[public]\nleast_count = 10\nrounding_base = 5\nplace = "street"\n')
    rules = read_disclosure_rules(town)
    assert rules[Audience.PUBLIC] == replace(
        DEFAULT_RULES[Audience.PUBLIC],
        least_count=10,
        protection=8,
        rounding_base=5,
        place=PlaceDetail.STREET,
    )
    assert rules[Audience.COUNCIL] == DEFAULT_RULES[Audience.COUNCIL]


def test_the_driehoek_may_be_told_less(town) -> None:
    write(town, "[driehoek]\nleast_count = 3\n")
    assert read_disclosure_rules(town)[Audience.DRIEHOEK] == Rules(least_count=3, protection=1)


@pytest.mark.parametrize("audience", OUTSIDE)
@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('place = "point"', "place"),
        ('outlines = "drawn"', "outlines"),
        ("least_count = 2", "least_count"),
        ("least_count = 0", "least_count"),
        ("least_outline = 4", "least_outline"),
        ("least_addresses = 1", "least_addresses"),
        ("least_hour = 0", "least_hour"),
        ("grid_m = 50", "grid_m"),
    ],
)
def test_a_file_that_lets_too_much_out_is_refused(town, audience, line, name) -> None:
    write(town, f"[{audience}]\n{line}\n")
    with pytest.raises(WorkspaceError) as refused:
        read_disclosure_rules(town)
    assert refused.value.key == "disclosure-too-weak"
    assert f"{audience}.{name}" in refused.value.facts["names"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[council]\nprotection = 4\n", "disclosure-rule"),
        ("[council]\nleast_count = -1\n", "settings-invalid"),
        ("[council]\nleast_count = 5.5\n", "settings-invalid"),
        ("[council]\nkleinste = 5\n", "settings-invalid"),
        ("[internal]\nleast_count = 5\n", "settings-invalid"),
        ('[council]\nplace = "huis"\n', "settings-invalid"),
        ("[council]\ngrid_m = nan\n", "settings-invalid"),
        ("[council\n", "toml-unreadable"),
    ],
)
def test_a_file_that_cannot_be_used_says_so(town, text, key) -> None:
    write(town, text)
    with pytest.raises(HotspotkaartError) as refused:
        read_disclosure_rules(town)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"least_count": -1}, "disclosure-rule"),
        ({"least_hour": -1}, "disclosure-rule"),
        ({"protection": 1}, "disclosure-rule"),
        ({"least_count": 5, "protection": 0}, "disclosure-rule"),
        ({"least_count": 5, "protection": 4}, "disclosure-rule"),
        ({"rounding_base": 0}, "param-not-positive"),
        ({"grid_m": 0.0}, "param-not-positive"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused(change, key) -> None:
    with pytest.raises(ParamsError) as refused:
        Rules(**change)
    assert refused.value.key == key
