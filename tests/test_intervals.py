from datetime import datetime

import pytest

from geo.present.intervals import say_interval


def moment(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "precision", "text"),
    [
        ("2018-12-28T21:30", "2018-12-28T21:30", "minute", "vrijdag 28 december 2018, 21:30"),
        (
            "2018-12-28T21:30",
            "2018-12-28T23:00",
            "minute",
            "vrijdag 28 december 2018, 21:30 tot 23:00",
        ),
        (
            "2018-12-28T21:30",
            "2018-12-29T08:00",
            "minute",
            "vrijdag 28 december 2018, 21:30 tot zaterdag 29 december 2018, 08:00",
        ),
        ("2018-12-28T00:00", "2018-12-29T00:00", "day", "vrijdag 28 december 2018"),
        (
            "2018-12-28T00:00",
            "2018-12-31T00:00",
            "day",
            "vrijdag 28 december 2018 tot en met zondag 30 december 2018",
        ),
        ("2018-12-01T00:00", "2019-01-01T00:00", "month", "december 2018"),
    ],
)
def test_an_interval_is_told_as_precisely_as_it_is_known(start, end, precision, text):
    assert say_interval(moment(start), moment(end), precision) == text
