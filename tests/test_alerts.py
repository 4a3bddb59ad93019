from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from geo import schema
from geo.analysis.alerts import (
    ALERT_COLUMNS,
    LEAST_EXPECTED,
    Basis,
    alert_near_repeats,
    judge_repeats,
    raise_all,
)
from geo.analysis.pairs import Metric, RepeatBands
from geo.analysis.repeats import NearRepeats
from geo.errors import CrsMismatchError
from geo.params import MonteCarlo

CRS = 28992
ZONE = "Europe/Amsterdam"
AS_OF = pd.Timestamp("2018-03-20 12:00", tz=ZONE)


def draw(*rows, crs=CRS):
    """Incidents as (id, x or None, local time, precision)."""
    started = pd.to_datetime([row[2] for row in rows], format="ISO8601").as_unit("us")
    points = [None if row[1] is None else shapely.Point(row[1], 0) for row in rows]
    return gpd.GeoDataFrame(
        {
            schema.INCIDENT_ID: pd.Series([row[0] for row in rows], dtype="str"),
            schema.STARTED_AT: started.tz_localize(ZONE),
            schema.TIME_PRECISION: pd.Series(
                [row[3] if len(row) > 3 else "minute" for row in rows], dtype="str"
            ),
        },
        geometry=gpd.GeoSeries(points, crs=crs),
        crs=crs,
    )


def find(*raised, metric=Metric.EUCLIDEAN):
    """Near repeats of which these bands are raised, and one more that is not."""
    bands = RepeatBands(distances_m=(0, 100, 200), days=(0, 7, 14), metric=metric)
    table = pd.DataFrame(
        [(far, far + 100, late, late + 7, 40, 20.0, 2.0, 0.001, True) for far, late in raised]
        + [(300, 400, 0, 7, 10, 10.0, 1.0, 0.4, False)],
        columns=[
            *("from_m", "to_m", "from_days", "to_days"),
            *("pairs", "expected", "ratio", "p_value", "is_raised"),
        ],
    )
    return NearRepeats(table, 100, 0, bands, MonteCarlo())


def streets(*rows):
    """Streets as (name, x), running north."""
    lines = [shapely.LineString([(x, -500), (x, 500)]) for _, x in rows]
    names = pd.Series([name for name, _ in rows], dtype="str")
    return gpd.GeoDataFrame({schema.AREA_NAME: names}, geometry=lines, crs=CRS)


def days_of(alerts, column):
    return alerts[column].dt.strftime("%d-%m %H:%M").tolist()


def test_an_alert_says_where_until_when_and_why():
    alerts = alert_near_repeats(draw(("A", 0, "2018-03-15 23:30")), find((0, 0)), as_of=AS_OF)
    assert alerts.columns.tolist() == list(ALERT_COLUMNS)
    (alert,) = alerts.to_dict("records")
    assert (alert["incident_id"], alert["from_m"], alert["to_m"]) == ("A", 0, 100)
    assert (alert["ratio"], alert["p_value"], alert["pairs"]) == (2.0, 0.001, 40)
    assert (days_of(alerts, "since"), days_of(alerts, "until")) == (
        ["15-03 00:00"],
        ["22-03 00:00"],
    )
    assert alert["geometry"].area == pytest.approx(3.14159 * 100**2, rel=0.01)


def test_days_are_those_of_the_calendar_whatever_the_clock_does():
    alerts = alert_near_repeats(
        draw(("A", 0, "2018-03-19 12:00")), find((0, 0), (0, 7)), as_of=AS_OF
    )
    # The clock is put forward on 25 March.
    assert days_of(alerts, "since") == ["19-03 00:00", "26-03 00:00"]
    assert days_of(alerts, "until") == ["26-03 00:00", "02-04 00:00"]


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        ("2018-03-20 11:59", 1),
        ("2018-03-20 12:00", 0),
        ("2018-03-14 00:00", 1),
        # The last of its days was the day before.
        ("2018-03-13 23:59", 0),
    ],
)
def test_an_alert_ends_with_the_band_and_begins_with_the_incident(started, expected):
    assert len(alert_near_repeats(draw(("A", 0, started)), find((0, 0)), as_of=AS_OF)) == expected


def test_incidents_without_place_or_day_give_no_alert():
    drawn = draw(("A", None, "2018-03-19"), ("B", 0, "2018-03-01", "month"))
    assert alert_near_repeats(drawn, find((0, 0), (0, 7)), as_of=AS_OF).empty


def test_a_band_that_is_not_raised_gives_no_alert():
    alerts = alert_near_repeats(draw(("A", 0, "2018-03-19")), find(), as_of=AS_OF)
    assert alerts.empty
    assert alerts.columns.tolist() == list(ALERT_COLUMNS)
    assert alerts.crs == CRS


def test_the_ground_of_a_further_band_leaves_the_nearer_one_out():
    alerts = alert_near_repeats(draw(("A", 0, "2018-03-19")), find((100, 0)), as_of=AS_OF)
    (ring,) = alerts.geometry
    assert not ring.intersects(shapely.Point(0, 90))
    assert ring.contains(shapely.Point(0, 150))
    assert not ring.intersects(shapely.Point(0, 201))


def test_within_a_manhattan_distance_lies_a_square_on_its_corner():
    found = find((0, 0), metric=Metric.MANHATTAN)
    alerts = alert_near_repeats(draw(("A", 0, "2018-03-19")), found, as_of=AS_OF)
    (diamond,) = alerts.geometry
    assert diamond.area == pytest.approx(2 * 100**2)
    assert diamond.intersects(shapely.Point(0, 100))
    assert not diamond.intersects(shapely.Point(60, 60))


def test_streets_on_the_ground_are_named_once_the_nearest_first():
    lines = streets(("Zijweg", 10), ("Aweg", -90), ("Zijweg", 20), ("Verweg", 150), (None, 0))
    drawn = draw(("A", 0, "2018-03-19"), ("B", 5_000, "2018-03-18"))
    alerts = alert_near_repeats(drawn, find((0, 0)), as_of=AS_OF, streets=lines)
    assert alerts["streets"].tolist() == ["Zijweg; Aweg", ""]


def test_the_latest_incident_comes_first_then_identifier_and_band():
    drawn = draw(("B", 0, "2018-03-19"), ("C", 0, "2018-03-18"), ("A", 0, "2018-03-19"))
    alerts = alert_near_repeats(drawn, find((100, 0), (0, 7), (0, 0)), as_of=AS_OF)
    listed = list(zip(alerts["incident_id"], alerts["from_m"], alerts["since"].dt.day, strict=True))
    assert listed[:4] == [("A", 0, 19), ("A", 0, 26), ("A", 100, 19), ("B", 0, 19)]
    assert alerts["incident_id"].tolist() == ["A"] * 3 + ["B"] * 3 + ["C"] * 3
    turned = alert_near_repeats(drawn.iloc[::-1], find((0, 0), (0, 7), (100, 0)), as_of=AS_OF)
    pd.testing.assert_frame_equal(alerts, turned)


def test_streets_in_another_system_are_refused():
    lines = streets(("Aweg", 0)).set_crs(32631, allow_override=True)
    with pytest.raises(CrsMismatchError, match="reproject"):
        alert_near_repeats(draw(("A", 0, "2018-03-19")), find((0, 0)), as_of=AS_OF, streets=lines)


days = st.lists(st.integers(-30, 3), max_size=8)


@settings(max_examples=30)
@given(days, st.sets(st.tuples(st.sampled_from([0, 100]), st.sampled_from([0, 7])), max_size=4))
def test_every_alert_is_still_open_and_of_a_raised_band(started, raised):
    moments = [str(AS_OF.tz_localize(None) + pd.Timedelta(days=day)) for day in started]
    drawn = draw(*[(str(n), 10 * n, moment) for n, moment in enumerate(moments)])
    alerts = alert_near_repeats(drawn, find(*raised), as_of=AS_OF)
    assert (alerts["until"] > AS_OF).all()
    assert (alerts["since"] < alerts["until"]).all()
    assert (alerts[schema.STARTED_AT] < AS_OF).all()
    assert len(alerts) == sum(-late - 7 < day < 0 for day in started for _, late in raised)


def count(pairs, expected, *, raised):
    """Near repeats counted in one band."""
    found = find((0, 0))
    row = {"pairs": pairs, "expected": expected, "is_raised": raised}
    return replace(found, table=found.table.iloc[:1].assign(**row))


@pytest.mark.parametrize(
    ("pairs", "expected", "raised", "has_prior", "basis"),
    [
        (56, 40.7, True, False, Basis.FOUND),
        (10, 4.0, True, False, Basis.FOUND),
        # A handful is a handful, however unlikely.
        (9, 3.0, True, False, Basis.TOO_FEW),
        (9, 3.0, True, True, Basis.PRIOR),
        (0, 0.0, False, True, Basis.PRIOR),
        (19, 19.9, False, True, Basis.PRIOR),
        (49, 49.9, False, True, Basis.PRIOR),
        (49, 49.9, False, False, Basis.TOO_FEW),
        # Enough to see it in, and not seen: the literature has no say.
        (51, 50.0, False, True, Basis.NONE),
        (157, 171.3, False, False, Basis.NONE),
    ],
)
def test_an_alert_needs_a_ground(pairs, expected, raised, has_prior, basis):
    found = count(pairs, expected, raised=raised)
    assert judge_repeats(found, has_prior=has_prior) is basis


def test_enough_pairs_are_expected_to_see_half_as_many_again():
    def see(expected):
        """How often half as many pairs again are more than chance gives one time in twenty."""
        most = stats.poisson.isf(0.05, expected)
        return stats.poisson.sf(most, 1.5 * expected)

    assert see(LEAST_EXPECTED) > 0.9
    assert see(20) < 0.65


def test_raising_all_bands_leaves_the_figures():
    found = find((0, 0))
    table = raise_all(found).table
    assert table["is_raised"].all()
    pd.testing.assert_frame_equal(
        table.drop(columns="is_raised"), found.table.drop(columns="is_raised")
    )
