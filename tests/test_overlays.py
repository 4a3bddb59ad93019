import json

from drawings import draw_report, weigh
from plans import data, properties, verbs

from geo import schema
from geo.present import overlays
from geo.present.overlays import (
    Inside,
    plan_choice,
    plan_edges,
    plan_incidents,
    plan_outlines,
    plan_points,
    plan_ranks,
    say_counted,
)

NASTY = "<img src=x onerror=alert(1)>${alert(2)}`\\u202e"


def test_texts_of_incidents_are_escaped():
    shown = "".join(plan_points(draw_report(code=NASTY)))
    assert "<img" not in shown
    assert "${alert" not in shown


def test_only_code_time_and_precision_of_an_incident_are_drawn():
    report = draw_report()
    secret = report.incidents.assign(source="geheim", reporter="geheim", incident_id="geheim")
    steps = plan_points(type(report)(**(vars(report) | {"incidents": secret})))
    assert "geheim" not in "".join(steps)
    texts = [row[2] for row in data(steps, "drawPoints")["rows"]]
    assert texts[-1] == "1.1.1 · 3 januari 2018, 21:30 · plaats: adres"


def test_an_incident_leads_to_the_hotspot_in_which_it_lies():
    report = draw_report()
    points = data(plan_points(report), "drawPoints")
    placed = report.incidents[~report.incidents.geometry.isna()]
    expected = dict(zip(placed[schema.STARTED_AT].dt.month, placed[schema.CLUSTER], strict=True))
    assert points["ids"] == ["H1", "H2"]
    assert [row[3] for row in points["rows"]] == [expected[2], expected[1]]


def test_incident_without_a_place_is_not_drawn():
    report = draw_report()
    assert len(data(plan_points(report), "drawPoints")["rows"]) == len(report.incidents) - 1


def test_more_incidents_than_a_map_holds_are_counted_in_cells(monkeypatch):
    monkeypatch.setattr(overlays, "are_counted", lambda _: True)
    report = draw_report()
    (level, *_) = data(plan_incidents(report), "drawCounts")["levels"]
    assert sum(row[0] for row in level["rows"]) == len(report.incidents) - 1
    assert say_counted(report).startswith("Er zijn zo veel meldingen")


def test_as_many_incidents_as_a_map_holds_are_drawn_one_by_one(monkeypatch):
    monkeypatch.setattr(overlays, "find_room", lambda **_: 2)
    report = draw_report()
    assert plan_incidents(report) == plan_points(report)
    assert say_counted(report) == ""


def test_outlines_and_incidents_share_the_shapes_that_a_map_holds():
    assert overlays.find_room(hotspots=0) == overlays.MAX_SHAPES
    assert overlays.find_room(hotspots=300, others=50) + 2 * 300 + 50 == overlays.MAX_SHAPES


def test_hotspots_beyond_the_first_so_many_are_in_the_list_alone(monkeypatch):
    monkeypatch.setattr(overlays, "MAX_HOTSPOTS", 1)
    report = draw_report()
    for steps, verb in (
        (plan_outlines(report), "drawOutlines"),
        (plan_ranks(report), "drawRanks"),
    ):
        assert [known["id"] for known in properties(steps, verb)] == ["H1"]
    assert (
        say_counted(report) == "Op de kaart staan de eerste 1 hotspots; in de lijst staan ze alle."
    )


def test_outline_and_rank_carry_the_id_of_their_hotspot():
    report = draw_report()
    for steps, verb in (
        (plan_outlines(report), "drawOutlines"),
        (plan_ranks(report), "drawRanks"),
    ):
        assert [known["id"] for known in properties(steps, verb)] == ["H1", "H2"]
    shapes = data(plan_outlines(report), "drawOutlines")["shapes"]["features"]
    assert {shape["geometry"]["type"] for shape in shapes} == {"Polygon"}


def test_outlines_are_in_degrees():
    shapes = data(plan_outlines(draw_report()), "drawOutlines")["shapes"]["features"]
    ring = shapes[0]["geometry"]["coordinates"][0]
    assert all(4.5 < lon < 4.7 and 51.8 < lat < 51.9 for lon, lat in ring)


def test_outlines_of_two_classes_differ_in_more_than_colour():
    fills = [
        known["style"]["fillColor"]
        for known in properties(plan_outlines(draw_report()), "drawOutlines")
    ]
    assert fills == ["url(#hk-fill-fd8d3c)", "url(#hk-fill-800026)"]


def test_outline_that_is_not_filled_can_still_be_clicked():
    (first, _) = properties(plan_outlines(draw_report(), inside=Inside.CLEAR), "drawOutlines")
    assert first["style"]["fillOpacity"] == 0
    assert first["style"].get("fill", True)


def test_outline_that_is_open_lets_a_click_through():
    (first, _) = properties(plan_outlines(draw_report(), inside=Inside.OPEN), "drawOutlines")
    assert first["style"]["fill"] is False


def test_one_melding_is_singular():
    (only,) = properties(plan_ranks(draw_report(rank_counts=(1,))), "drawRanks")
    assert only["label"] == "Hotspot 1: 1 melding"


def test_chosen_hotspot_is_named_and_none_is_none():
    assert data(plan_choice("H2"), "markChosen")["id"] == "H2"
    assert plan_choice(None) == ()


def test_empty_report_plans_nothing():
    report = draw_report(rank_counts=())
    empty = type(report)(**(vars(report) | {"incidents": report.incidents.iloc[:0]}))
    assert plan_points(empty) == plan_outlines(empty) == plan_ranks(empty) == ()
    assert plan_edges(empty.hotspots) == ()


def test_planning_changes_no_report():
    report = draw_report()
    before = (report.incidents.copy(), report.hotspots.copy())
    verbs(plan_outlines(report) + plan_points(report) + plan_ranks(report))
    assert before[0].equals(report.incidents)
    assert before[1].drop(columns=schema.CENTRE).equals(report.hotspots.drop(columns=schema.CENTRE))


def test_plan_is_plain_json():
    for step in plan_outlines(draw_report()) + plan_points(draw_report()):
        assert json.loads(step)


def test_what_may_be_chance_is_grey_with_dashes_and_says_so():
    report = weigh(draw_report(), 0.004, 0.34)
    sure, chance = properties(plan_outlines(report), "drawOutlines")
    assert "dashArray" not in sure["style"]
    assert chance["style"]["dashArray"]
    assert chance["style"]["color"] == chance["style"]["fillColor"] == "#5b6670"
    assert [one["chance"] for one in properties(plan_ranks(report), "drawRanks")] == [False, True]
    assert sure["label"].endswith("; kans dat dit toeval is: minder dan 1 op 100 (p = 0,004)")
    assert chance["label"] == "Hotspot 2: 60 meldingen; kan toeval zijn (p = 0,34)"


def test_without_a_fill_what_may_be_chance_keeps_its_dashes():
    _, chance = properties(
        plan_outlines(weigh(draw_report(), 0.004, 0.34), inside=Inside.CLEAR), "drawOutlines"
    )
    assert chance["style"]["fillOpacity"] == 0
    assert chance["style"]["dashArray"]


def test_what_cannot_be_tested_keeps_its_colour_and_says_so():
    refused = properties(plan_outlines(weigh(draw_report())), "drawOutlines")
    plain = properties(plan_outlines(draw_report()), "drawOutlines")
    assert [one["style"] for one in refused] == [one["style"] for one in plain]
    assert refused[0]["label"] == "Hotspot 1: 12 meldingen; niet toetsbaar"


def test_edges_of_what_may_be_chance_have_dashes():
    hotspots = draw_report().hotspots
    assert "dashArray" in data(plan_edges(hotspots, chance=True), "drawEdges")["style"]
    assert "dashArray" not in data(plan_edges(hotspots), "drawEdges")["style"]
