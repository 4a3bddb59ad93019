from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.intake.spans import TimeStyle, read_spans
from geo.intake.times import FAULT, find_style, read_times
from geo.schema import Refusal, TimePrecision

BRUSSELS = ZoneInfo("Europe/Brussels")
LONDON = ZoneInfo("Europe/London")
NOW = pd.Timestamp("2026-11-24T12:00Z")
BY_MINUTE = TimeStyle(day_first=True, precision=TimePrecision.MINUTE)


def table(*columns):
    return pa.table(
        {f"c{place}": pa.array(texts, pa.string()) for place, texts in enumerate(columns)}
    )


def style_of(*columns, day_first=None, precision="auto", has_end=False):
    found = find_style(table(*columns), day_first=day_first, precision=precision, has_end=has_end)
    return found.precision.value, found.day_first


def read(start, end=None, *, style=None, timezone=BRUSSELS, now=NOW):
    """Read one row: the start and the end as one text, or as a date and a time."""
    begin = table(
        *([text] for text in ((start,) if isinstance(start, (str, type(None))) else start))
    )
    close = None
    if end is not None:
        close = table(*([text] for text in ((end,) if isinstance(end, str) else end)))
    style = style or find_style(begin, day_first=None, precision="auto", has_end=end is not None)
    frame = read_times(begin, close, style, timezone=timezone, now=now)
    row = frame.iloc[0]
    if isinstance(row[FAULT], str):
        return row[FAULT]
    return (
        row[schema.STARTED_AT].isoformat(),
        row[schema.ENDED_AT].isoformat(),
        row[schema.TIME_PRECISION],
    )


def read_by_minute(start, end=None, **options):
    return read(start, end, style=BY_MINUTE, **options)


@pytest.mark.parametrize(
    ("days", "precision"),
    [
        (["2022-01-01", "2022-02-01"], "month"),
        (["01-01-2022", "01-12-2022", "01-06-2022"], "month"),
        (["2022-01-01T00:00:00", "2022-02-01 00:00"], "month"),
        (["2022-01-01", None, "", "onleesbaar", "2022-05-01"], "month"),
        (["2022-01-01", "2022-02-02"], "day"),
        (["2022-01-02T00:00", "2022-02-01T00:00:00.000"], "day"),
        (["2022-01-01", "2022-02-01T00:01"], "minute"),
        (["", None, "x"], "minute"),
        ([], "minute"),
    ],
)
def test_precision_is_found_in_the_whole_column(days, precision) -> None:
    assert style_of(days)[0] == precision


def test_firsts_of_the_month_with_an_end_are_days() -> None:
    assert style_of(["2022-01-01", "2022-02-01"], has_end=True)[0] == "day"


def test_time_in_a_column_of_its_own_counts_for_the_precision() -> None:
    assert style_of(["2022-01-01"], ["10:00"])[0] == "minute"
    assert style_of(["2022-01-01"], [None])[0] == "month"


@pytest.mark.parametrize("precision", ["minute", "day", "month"])
def test_precision_that_the_mapping_names_holds(precision) -> None:
    assert style_of(["2022-01-01T10:00"], precision=precision)[0] == precision


@pytest.mark.parametrize(
    ("days", "day_first"),
    [
        (["03-04-2018", "05-06-2018"], True),
        (["13-04-2018", "05-06-2018"], True),
        (["03-14-2018", "05-06-2018"], False),
        (["13-04-2018", "04-13-2018"], True),
        (["2018-04-13"], True),
        ([None, "", "x"], True),
        ([], True),
    ],
)
def test_month_comes_first_only_where_nothing_else_can_be(days, day_first) -> None:
    assert style_of(days)[1] is day_first
    assert style_of(days, day_first=False)[1] is False


@pytest.mark.parametrize(
    "written",
    [
        "2018-03-04 21:30",
        "2018-03-04T21:30:00.000000",
        "2018-3-4 21:30",
        "2018/03/04 21.30.00,5",
        "20180304 21:30",
        "04-03-2018 21:30",
        "4.3.2018 21:30",
        " 04/03/2018  21:30:00 ",
        "2018-03-04T20:30Z",
        "2018-03-04 21:30:00+01",
        "2018-03-04 21:30:00+0100",
        "2018-03-04T15:30-05:00",
    ],
)
def test_one_moment_is_understood_in_many_spellings(written) -> None:
    moment = "2018-03-04T21:30:00+01:00"

    assert read_by_minute(written) == (moment, moment, "minute")


@pytest.mark.parametrize(
    "clock", ["21:30", "21.30", "2130", "21:30:00", "21:30:00.123456", " 21:30 "]
)
def test_time_of_its_own_is_understood_in_many_spellings(clock) -> None:
    assert read_by_minute(("04-03-2018", clock))[0] == "2018-03-04T21:30:00+01:00"


def test_time_of_its_own_goes_before_a_midnight_in_the_date() -> None:
    assert read_by_minute(("2018-03-04T00:00:00", "9:05"))[0] == "2018-03-04T09:05:00+01:00"
    assert read_by_minute(("2018-03-04T00:00:00", ""))[2] == "day"


@pytest.mark.parametrize(
    "written",
    [
        "04-03-18", "3 maart 2018", "05012018", "201803", "2018", "2018-13-01", "2018-00-10",
        "2018-02-29", "2018-04-31", "2018-03-00", "0018-03-04", "1899-12-31", "2018-03-04 25:00",
        "2018-03-04 24:01", "2018-03-04 21:60", "2018-03-04 21:30:60", "2018-03-04 21", "1e5",
        "2018-03-04T21:30+99:00", "2018-03-04T21:30+01:75", "x2018-03-04", "2018-03-04x",
        "٢٠١٨-٠٣-٠٤", "43163", "onbekend", "2018-03/", "-2018-03-04", "2018-03-04 21:30 +01:00 Z",
    ],
)  # fmt: skip
def test_unreadable_time_is_refused(written) -> None:
    assert read_by_minute(written) == Refusal.UNREADABLE_TIME
    assert read_by_minute("2018-01-01", written) == Refusal.UNREADABLE_TIME


@pytest.mark.parametrize("clock", ["xx", "25:00", "21:60", "21:30 uur", "0.5", "21", "-1:00"])
def test_time_of_its_own_that_cannot_be_read_is_no_day_without_time(clock) -> None:
    assert read_by_minute(("2018-03-04", clock)) == Refusal.UNREADABLE_TIME


@pytest.mark.parametrize("written", [None, "", "  ", "\t"])
def test_no_time_is_its_own_reason(written) -> None:
    assert read_by_minute(written) == Refusal.NO_TIME
    assert read_by_minute((written, "21:30")) == Refusal.NO_TIME


def test_leap_day_exists_in_leap_years() -> None:
    assert read_by_minute("2016-02-29")[1] == "2016-03-01T00:00:00+01:00"
    assert read_by_minute("2000-02-29")[2] == "day"
    assert read_by_minute("1900-02-29") == Refusal.UNREADABLE_TIME


def test_date_spans_its_day_and_month_its_month() -> None:
    assert read_by_minute("2018-03-24") == (
        "2018-03-24T00:00:00+01:00",
        "2018-03-25T00:00:00+01:00",
        "day",
    )
    assert read_by_minute("2018-03") == (
        "2018-03-01T00:00:00+01:00",
        "2018-04-01T00:00:00+02:00",
        "month",
    )
    assert read("2018-03-01")[2] == "month"


def test_month_never_pretends_to_a_time_of_day() -> None:
    assert read_by_minute(("2018-03", "21:30"))[2] == "month"
    assert read(
        "2018-03-15T21:30", style=TimeStyle(day_first=True, precision=TimePrecision.MONTH)
    ) == (
        "2018-03-01T00:00:00+01:00",
        "2018-04-01T00:00:00+02:00",
        "month",
    )


def test_midnight_at_the_end_of_a_day_is_24_hours() -> None:
    assert read_by_minute("2018-03-04 24:00")[0] == "2018-03-05T00:00:00+01:00"
    assert (
        read_by_minute(("2018-03-04", "22:00"), ("2018-03-04", "24:00"))[1]
        == "2018-03-05T00:00:00+01:00"
    )
    assert read("2018-03-04 24:00", style=TimeStyle(day_first=True, precision=TimePrecision.DAY))[
        :2
    ] == (
        "2018-03-04T00:00:00+01:00",
        "2018-03-05T00:00:00+01:00",
    )


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        ("2018-01-05 10:00", "2018-01-05 12:00",
            ("2018-01-05T10:00:00", "2018-01-05T12:00:00", "minute")),
        ("2018-01-05 10:00", "2018-01-05", ("2018-01-05T10:00:00", "2018-01-06T00:00:00", "day")),
        ("2018-01-05", "2018-01-06 09:00", ("2018-01-05T00:00:00", "2018-01-06T09:00:00", "day")),
        ("2018-01-05", "2018-01-06", ("2018-01-05T00:00:00", "2018-01-07T00:00:00", "day")),
        ("2018-01-05 10:00", "", ("2018-01-05T10:00:00", "2018-01-05T10:00:00", "minute")),
        ("2018-01-05", " ", ("2018-01-05T00:00:00", "2018-01-06T00:00:00", "day")),
        ("2018-01", "2018-01-20", ("2018-01-01T00:00:00", "2018-01-21T00:00:00", "month")),
    ],
)  # fmt: skip
def test_interval_is_as_precise_as_its_coarser_half(start, end, span) -> None:
    began, ended, precision = read_by_minute(start, end)

    assert (began[:19], ended[:19], precision) == span


def test_end_without_a_date_is_no_end() -> None:
    assert (
        read_by_minute(("2018-01-05", "10:00"), (None, "23:00"))[1] == "2018-01-05T10:00:00+01:00"
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2018-01-05 10:00", "2018-01-05 09:59"),
        ("2018-01-05 10:00", "2018-01-04"),
        ("2018-01-05", "2018-01-04"),
        ("2018-01-05 00:00", "2018-01-04"),
        ("2018-02", "2018-01"),
        ("2018-01-05", "2018-01-04 23:59"),
        ("2018-01-05T10:00+01:00", "2018-01-05T10:00+02:00"),
        ("2018-01-05 10:00", "2018-01-05T08:59Z"),
    ],
)
def test_end_before_start_is_refused(start, end) -> None:
    assert read_by_minute(start, end) == Refusal.END_BEFORE_START


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-24 13:01", None),
        ("2026-11-25", None),
        ("2026-12", None),
        ("2026-11-24 12:59", "2026-11-24 13:01"),
        ("2018-01-05", "2050-01-01"),
        ("2018-01-05 10:00", "2026-11-25"),
        ("9999-12-31", None),
        ("9999-12-31 23:59", None),
        ("9999-12", None),
        ("2018-01-05", "9999-12-31"),
    ],
)
def test_what_has_not_happened_yet_is_refused(start, end) -> None:
    assert read_by_minute(start, end) == Refusal.IN_FUTURE


@pytest.mark.parametrize(
    "written", ["2026-11-24 13:00", "2026-11-24", "2026-11", "2026-11-24T12:00Z"]
)
def test_day_or_month_that_is_not_over_yet_is_accepted(written) -> None:
    assert isinstance(read_by_minute(written), tuple)


@pytest.mark.parametrize(
    ("zone", "written", "exists"),
    [
        (BRUSSELS, "2018-03-25 02:30", "2018-03-25T03:00:00+02:00"),
        (LONDON, "2018-03-25 01:30", "2018-03-25T02:00:00+01:00"),
        (BRUSSELS, "2018-03-25 01:59", "2018-03-25T01:59:00+01:00"),
        (BRUSSELS, "2018-03-25T02:30+01:00", "2018-03-25T03:30:00+02:00"),
        (ZoneInfo("America/Sao_Paulo"), "2018-11-04 00:10", "2018-11-04T01:00:00-02:00"),
    ],
)
def test_skipped_hour_moves_to_the_first_moment_that_exists(zone, written, exists) -> None:
    assert read_by_minute(written, timezone=zone) == (exists, exists, "minute")


@pytest.mark.parametrize(
    ("zone", "hour", "early", "late"),
    [
        (BRUSSELS, "02:30", "+02:00", "+01:00"),
        (LONDON, "01:30", "+01:00", "+00:00"),
        (ZoneInfo("Europe/Dublin"), "01:30", "+01:00", "+00:00"),
    ],
)
def test_double_hour_is_read_as_widely_as_possible(zone, hour, early, late) -> None:
    double = f"2018-10-28 {hour}"

    assert read_by_minute(double, timezone=zone)[:2] == (f"2018-10-28T{hour}:00{early}",) * 2
    assert read_by_minute(double, "2018-10-28 12:00", timezone=zone)[0].endswith(early)
    assert read_by_minute("2018-10-27", double, timezone=zone)[1].endswith(late)


def test_written_offset_tells_the_double_hours_apart() -> None:
    assert read_by_minute("2018-10-28T02:30+0200")[0] == "2018-10-28T02:30:00+02:00"
    assert read_by_minute("2018-10-28T02:30+0100")[0] == "2018-10-28T02:30:00+01:00"
    assert read_by_minute("2018-10-28T02:30+0200", "2018-10-28T02:30+0100")[1].endswith("+01:00")


@pytest.mark.parametrize(
    ("day", "hours"), [("2018-03-25", 23), ("2018-10-28", 25), ("2018-06-01", 24)]
)
def test_day_is_as_long_as_the_clock_makes_it(day, hours) -> None:
    began, ended, _ = read_by_minute(day)

    assert pd.Timestamp(ended) - pd.Timestamp(began) == pd.Timedelta(hours=hours)


@pytest.mark.parametrize("texts", [[], [None, ""], ["x"], ["2018-01-05", "2018-01-05 10:00"]])
@pytest.mark.parametrize("has_end", [False, True])
def test_frame_has_the_same_types_whatever_it_holds(texts, has_end) -> None:
    column = table(texts)
    frame = read_times(column, column if has_end else None, BY_MINUTE, timezone=LONDON, now=NOW)

    assert frame.dtypes.astype(str).to_dict() == {
        schema.STARTED_AT: "datetime64[us, Europe/London]",
        schema.ENDED_AT: "datetime64[us, Europe/London]",
        schema.TIME_PRECISION: "str",
        FAULT: "str",
    }
    assert frame.index.tolist() == list(range(len(texts)))


@given(
    moments=st.lists(
        st.datetimes(pd.Timestamp("1990-01-01"), pd.Timestamp("2026-01-01")),
        min_size=1,
        max_size=20,
    ),
    zone=st.sampled_from([BRUSSELS, LONDON]),
    coarse=st.sampled_from(["%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%Y-%m-%d", "%Y-%m"]),
)
def test_span_holds_the_moment_that_was_written(moments, zone, coarse) -> None:
    written = table([moment.strftime(coarse) for moment in moments])
    frame = read_times(written, None, BY_MINUTE, timezone=zone, now=NOW)
    exact = pd.Series(pd.DatetimeIndex(moments)).dt.floor("1min" if "%S" not in coarse else "1s")
    local = exact.dt.tz_localize(
        zone, ambiguous=np.ones(len(exact), bool), nonexistent="shift_forward"
    )

    assert frame[FAULT].isna().all()
    assert (frame[schema.STARTED_AT] <= local).all()
    assert (frame[schema.ENDED_AT] >= local).all()


@given(texts=st.lists(st.text(max_size=20) | st.none(), max_size=10))
def test_any_text_is_a_time_or_a_reason(texts) -> None:
    frame = read_times(table(texts), table(texts), BY_MINUTE, timezone=BRUSSELS, now=NOW)

    known = frame[schema.STARTED_AT].notna() & frame[schema.ENDED_AT].notna()
    assert (known | frame[FAULT].notna()).all()


@pytest.mark.parametrize("written", ["2018-03-04", "2018-03-04 10:00"])
def test_reading_leaves_rows_apart(written) -> None:
    spans = read_spans(table([None, written, "x"]), BY_MINUTE)

    assert spans.readable.tolist() == [False, True, False]
    assert spans.empty.tolist() == [True, False, False]
