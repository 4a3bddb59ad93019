from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.views.blocks.link import read_day
from geo.views.blocks.visits import find_former, name_link, read_visits

TODAY = date(2026, 11, 24)
LINK, OTHER = name_link("GM0597/wijk/WK059706"), name_link("GM0597/wijk/WK059707")


def former(text, link=LINK):
    return find_former(read_visits(text), link, today=TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="nothing-yet"),
        pytest.param(f"{LINK}.20261121", date(2026, 11, 21), id="one-earlier-day"),
        pytest.param(f"{LINK}.20261124", None, id="today-for-the-first-time"),
        pytest.param(f"{LINK}.20261124.20261119", date(2026, 11, 19), id="again-today"),
        pytest.param(f"{LINK}.20261121.20261119", date(2026, 11, 21), id="the-last-of-two"),
        pytest.param(f"{OTHER}.20261121", None, id="another-link"),
        pytest.param(f"{OTHER}.20261120_{LINK}.20261121", date(2026, 11, 21), id="among-others"),
        # A clock that was put back must not show days to come.
        pytest.param(f"{LINK}.20271121.20261119", date(2026, 11, 19), id="from-the-future"),
    ],
)
def test_the_former_visit_is_the_last_day_before_today(text, expected):
    assert former(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{LINK}.20261341",
        f"{LINK}.2026112",
        f"{LINK}.20261121.",
        f"{LINK}.²0261121",
        f"{LINK}",
        f"{LINK[:-1]}g.20261121",
        "<script>",
        "_" * 5000,
    ],
)
def test_what_is_not_written_as_the_script_writes_it_is_passed_over(text):
    assert former(text) is None
    assert former(f"{text}_{LINK}.20261121") == date(2026, 11, 21)


def test_a_link_is_named_by_digits_that_say_nothing_of_it():
    assert len(LINK) == 10
    assert set(LINK) <= set("0123456789abcdef")
    assert LINK != OTHER
    assert name_link("GM0597/wijk/WK059706") == LINK


@given(st.text())
def test_no_cookie_whatever_breaks_the_page(text):
    assert find_former(read_visits(text), LINK, today=TODAY) is None or LINK in text


@given(st.dates(date(2000, 1, 1), TODAY - timedelta(days=1)))
def test_an_earlier_day_is_read_as_it_was_written(day):
    assert former(f"{LINK}.{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("2018-12-20", date(2018, 12, 20)), ("", None), ("gisteren", None), ("2018-13-01", None)],
)
def test_a_day_in_a_link_is_read_or_is_none(text, day):
    assert read_day(text) == day
