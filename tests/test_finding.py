from datetime import date

import numpy as np
import pytest
from geopandas.testing import assert_geodataframe_equal
from towns import OOST, OUTSIDE, WEST, make_town

from geo import schema, service
from geo.params import HotspotParams, HourSelection, Period, Question
from geo.schema import DayPart, Layer
from geo.service.areas import index_of, list_layers

PARAMS = HotspotParams(eps_m=100, min_samples=2, half_life_days=100)
IN_PARK = (500450, 5700450)
# Around midnight, and around the hours that the change of the clock skips and repeats.
STARTS = (
    "2018-03-24 23:59", "2018-03-25 00:00", "2018-03-25 01:59", "2018-03-25 03:00",
    "2018-10-27 23:59", "2018-10-28 00:00", "2018-10-28 02:30", "2018-10-28 23:59",
    "2018-10-29 00:00", "2018-12-31",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    places = (WEST, OOST, IN_PARK, OUTSIDE, None)
    rows = [("1.1.1", start, place) for start in STARTS for place in places]
    return make_town(tmp_path_factory.mktemp("finding"), rows)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2018, 3, 25), date(2018, 3, 25)),
        (date(2018, 3, 24), date(2018, 10, 27)),
        (date(2018, 10, 28), date(2018, 10, 28)),
        (date(2018, 1, 1), date(2018, 12, 31)),
        (date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
@pytest.mark.parametrize("area", [None, "W2", "P1"])
@pytest.mark.parametrize("parts", [(), (DayPart.NIGHT,)])
def test_a_prepared_theme_answers_as_one_that_is_read_for_the_question(
    town, first, last, area, parts
):
    question = Question(
        theme="woninginbraak",
        period=Period(first=first, last=last),
        area=area,
        hours=HourSelection(day_parts=parts),
    )
    prepared = service.prepare_theme(town, question.theme)
    quick = service.find_hotspots(town, question, params=PARAMS, prepared=prepared)
    plain = service.find_hotspots(town, question, params=PARAMS)
    assert_geodataframe_equal(quick.incidents, plain.incidents)
    assert_geodataframe_equal(quick.hotspots, plain.hotspots)
    figures = ("noise", "without_place", "without_hour", "data", "params", "title")
    assert [getattr(quick, name) for name in figures] == [getattr(plain, name) for name in figures]


def test_a_period_holds_its_own_local_days_and_no_other(town):
    period = Period(first=date(2018, 10, 28), last=date(2018, 10, 28))
    prepared = service.prepare_theme(town, "woninginbraak")
    question = Question(theme="woninginbraak", period=period)
    found = service.find_hotspots(town, question, prepared=prepared).incidents
    assert {f"{moment:%Y-%m-%d %H:%M}" for moment in found[schema.STARTED_AT]} == set(STARTS[5:8])


def test_answers_share_what_was_prepared_and_leave_it_as_it_was(town):
    prepared = service.prepare_theme(town, "woninginbraak")
    before = prepared.incidents.copy(deep=True)
    period = Period(first=date(2018, 3, 25), last=date(2018, 12, 31))
    report = service.find_hotspots(
        town, Question(theme="woninginbraak", period=period), params=PARAMS, prepared=prepared
    )
    assert len(report.incidents) < len(prepared.incidents)
    assert np.shares_memory(
        report.incidents[schema.WEIGHT].to_numpy(), prepared.incidents[schema.WEIGHT].to_numpy()
    )
    assert_geodataframe_equal(prepared.incidents, before)


def test_layers_that_were_read_before_are_not_read_again(town):
    layers = list_layers(town)
    assert service.prepare_theme(town, "woninginbraak", layers=layers).layers is layers


def test_a_layer_keeps_the_index_that_was_made_first(town):
    layer = list_layers(town)[Layer.WIJKEN]
    assert index_of(layer) is index_of(layer)
    assert index_of(layer).codes.tolist() == ["W1", "W2"]
