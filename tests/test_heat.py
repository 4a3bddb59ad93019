import geopandas as gpd
import pandas as pd
from drawings import draw_report
from plans import data

from geo.present.heat import FULL_HEAT, FULL_HEAT_OF_PERIOD, plan_heat
from geo.present.legend import heat_legend_html


def heat(incidents, **options):
    return data(plan_heat(incidents, **options), "drawHeat")


def test_only_incidents_with_a_place_are_warm():
    report = draw_report()
    rows = heat(report.incidents)["rows"]
    assert len(rows) == len(report.incidents) - 1
    assert {row[2] for row in rows} == {1 / FULL_HEAT}


def test_incidents_on_one_address_are_sent_once_and_as_warm_as_all():
    incidents = draw_report().incidents.iloc[:1]
    stacked = gpd.GeoDataFrame(pd.concat([incidents] * 7, ignore_index=True), crs=incidents.crs)
    ((lat, lon, warmth),) = heat(stacked)["rows"]
    assert warmth == 7 / FULL_HEAT
    assert [[lat, lon]] == [row[:2] for row in heat(incidents)["rows"]]


def test_scale_does_not_depend_on_the_month():
    report = draw_report()
    assert heat(report.incidents)["options"] == heat(report.incidents.head(1))["options"]


def test_a_period_has_a_scale_of_its_own():
    (row, *_) = heat(draw_report().incidents, full_heat=FULL_HEAT_OF_PERIOD)["rows"]
    assert row[2] == 1 / FULL_HEAT_OF_PERIOD


def test_without_incidents_there_is_no_heat():
    incidents = draw_report().incidents
    assert plan_heat(incidents.iloc[:0]) == ()
    assert plan_heat(incidents[incidents.geometry.isna()]) == ()


def test_legend_says_what_the_deepest_colour_stands_for():
    assert "van 1 tot 5 of meer meldingen dicht bij elkaar, in elke maand" in heat_legend_html(5)
    assert "in elke periode" in heat_legend_html(25, by_month=False)
