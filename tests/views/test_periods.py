from dataclasses import replace
from datetime import date

import pytest
from drawings import draw_report

from geo.params import Period
from geo.views.blocks.periods import (
    OWN,
    PRESETS,
    RECOMMENDED,
    find_shorter_preset,
    read_preset,
    recommend_last_year,
    recommend_weeks,
)

DATA = draw_report().data
FIRST, LAST = DATA.first, DATA.last


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Laatste 4 weken", date(2018, 12, 4)),
        ("Laatste 3 maanden", date(2018, 10, 1)),
        ("Laatste 12 maanden", date(2018, 1, 1)),
        ("Dit kalenderjaar", date(2018, 1, 1)),
        ("Alle gegevens", date(2016, 1, 1)),
    ],
)
def test_a_period_by_name_ends_at_the_last_day_of_the_data(name, first):
    assert read_preset(name, first=FIRST, last=LAST) == Period(first=first, last=LAST)


def test_every_name_can_be_read_but_those_that_depend_on_people():
    for name in set(PRESETS) - {OWN, RECOMMENDED}:
        assert read_preset(name, first=FIRST, last=LAST).last == LAST


def test_what_a_page_recommends_does_not_depend_on_the_theme():
    assert recommend_last_year(None, LAST) == Period(first=date(2018, 1, 1), last=LAST)
    assert recommend_weeks(None, LAST).days == 28


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (Period(first=FIRST, last=LAST), "Laatste 12 maanden"),
        (Period(first=date(2018, 9, 1), last=date(2019, 2, 28)), "Laatste 3 maanden"),
        (Period(first=date(2018, 12, 1), last=date(2019, 1, 5)), "Laatste 4 weken"),
        (Period(first=date(2018, 12, 30), last=date(2019, 1, 5)), None),
    ],
)
def test_the_longest_shorter_period_with_one_before_it_is_found(period, name):
    assert find_shorter_preset(period, DATA) == name


def test_too_few_data_have_no_shorter_period():
    few = replace(DATA, first=date(2018, 12, 1))
    assert find_shorter_preset(Period(first=FIRST, last=LAST), few) is None
    nothing = replace(DATA, first=None, last=None)
    assert find_shorter_preset(Period(first=FIRST, last=LAST), nothing) is None
