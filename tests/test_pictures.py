from dataclasses import replace

import pytest
from drawings import draw_layers, draw_report, weigh
from plans import data, properties, verbs

from geo.present.pictures import USUAL_PARTS, Part, plan_month, plan_picture

LAYERS = draw_layers()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), []),
        ((Part.STREETS,), ["showStreets"]),
        ((Part.OUTLINES,), ["drawOutlines", "drawRanks"]),
        ((Part.INCIDENTS,), ["drawPoints"]),
        ((Part.HEAT,), ["drawHeat"]),
        (tuple(Part), ["showStreets", "drawHeat", "drawOutlines", "drawPoints", "drawRanks"]),
        (USUAL_PARTS, ["showStreets", "drawOutlines", "drawPoints", "drawRanks"]),
    ],
)
def test_only_what_is_chosen_lies_on_the_map_and_ranks_on_top(parts, expected):
    assert verbs(plan_picture(draw_report(), LAYERS, parts=parts)) == expected


def test_heat_is_seen_through_the_outlines():
    report = draw_report()
    for parts, filled in (((Part.OUTLINES,), True), ((Part.OUTLINES, Part.HEAT), False)):
        steps = plan_picture(report, LAYERS, parts=parts)
        (style, *_) = [known["style"] for known in properties(steps, "drawOutlines")]
        assert (style["fillOpacity"] > 0) is filled


def test_area_to_which_the_question_keeps_is_edged():
    report = draw_report()
    kept = replace(report, question=replace(report.question, area="P1"))
    assert "drawEdges" in verbs(plan_picture(kept, LAYERS, parts=()))
    assert "drawEdges" in verbs(plan_month(kept, kept.incidents, LAYERS))


def test_only_a_base_without_areas_has_to_be_told_where_to_look():
    report = draw_report()
    assert "lookAt" not in verbs(plan_picture(report, LAYERS))
    assert data(plan_picture(report, {}), "lookAt")["bounds"]


def test_month_shows_the_heat_of_its_own_incidents_and_the_hotspots_of_the_period():
    report = draw_report()
    steps = plan_month(report, report.incidents.head(1), LAYERS, parts=())
    assert len(data(steps, "drawHeat")["rows"]) == 1
    assert len(data(steps, "drawEdges")["shapes"]["features"]) == 2
    quiet = plan_month(report, report.incidents.iloc[:0], LAYERS, parts=())
    assert verbs(quiet) == ["drawEdges"]


def test_same_report_gives_the_same_picture():
    assert plan_picture(draw_report(), LAYERS) == plan_picture(draw_report(), LAYERS)


def test_a_month_edges_what_may_be_chance_apart():
    report = weigh(draw_report(), 0.004, 0.34)
    steps = plan_month(report, report.incidents, LAYERS)
    assert verbs(steps).count("drawEdges") == 2
