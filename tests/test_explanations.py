from dataclasses import replace

import pandas as pd
import pytest
import shapely
from drawings import CRS, PERIOD, draw_layers, draw_report

from geo import schema, service
from geo.analysis.reasons import NearestArea, Recency, WijkShare
from geo.params import HourSelection
from geo.present import explanations
from geo.schema import Change
from geo.service.answers import HotspotExplanation

REPORT = draw_report()
FRIDAY = HourSelection(weekdays=(4,))


def explain(codes=(("1.1.1", "Diefstal/inbraak woning", 12),), wijk=None, park=None):
    table = pd.DataFrame(codes, columns=[schema.CODE, schema.TITLE, schema.INCIDENTS])
    table = table.astype({schema.CODE: "str", schema.TITLE: "str"})
    return HotspotExplanation("H1", table, None, (), Recency(3, 1), wijk, park)


def reasons(**parts):
    return dict(explanations.say_reasons(REPORT, explain(**parts), draw_layers()))


def test_kinds_are_named_and_an_unknown_one_goes_by_its_theme():
    codes = (("1.1.1", "Diefstal/inbraak woning", 12), ("X9", None, 2), (None, None, 1))
    assert reasons(codes=codes)["Soort meldingen"] == (
        "Diefstal/inbraak woning (1.1.1): 12; Woninginbraak (X9): 2; Woninginbraak (zonder code): 1"
    )


def test_recency_is_told_from_the_end_of_the_period():
    assert reasons()["Hoe recent"] == (
        "3 in de laatste 90 dagen van de periode; de laatste 1 dag voor het einde"
    )


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (12, 40, "12 van de 40 meldingen van woninginbraak in Oost (30%)"),
        (4, 9, "4 van de 9 meldingen van woninginbraak in Oost"),
    ],
)
def test_share_of_the_wijk_has_no_percentage_of_a_handful(part, whole, text):
    assert reasons(wijk=WijkShare("WK1", part, whole))["Aandeel van de wijk"] == text


@pytest.mark.parametrize(
    ("narrowing", "end"),
    [
        ({"area": "WK1"}, "in Oost (30%)"),
        ({"area": "P1"}, "in Oost, binnen De Kade (bedrijventerrein) (30%)"),
        ({"hours": FRIDAY}, "in Oost, in de gekozen uren (30%)"),
        (
            {"area": "P1", "hours": FRIDAY},
            "in Oost, binnen De Kade (bedrijventerrein), in de gekozen uren (30%)",
        ),
    ],
)
def test_share_says_to_which_area_and_hours_it_keeps(narrowing, end):
    report = replace(REPORT, question=replace(REPORT.question, **narrowing))
    told = explain(wijk=WijkShare("WK1", 12, 40))
    facts = dict(explanations.say_reasons(report, told, draw_layers()))
    assert facts["Aandeel van de wijk"].endswith(end)
    assert ("Uren" in facts) is ("hours" in narrowing)


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0, "raakt De Kade"), (347, "De Kade, op 350 meter"), (1240, "De Kade, op 1,2 kilometer")],
)
def test_nearest_park_is_told_with_its_distance(metres, text):
    assert reasons(park=NearestArea("P1", "De Kade", metres))["Bedrijventerrein"] == text


def test_what_is_not_there_is_not_told():
    assert set(reasons()) == {"Soort meldingen", "Hoe recent", "Zoekwijze"}
    assert "150 meter" in reasons()["Zoekwijze"]


def compare(now, before):
    earlier = draw_report(rank_counts=before)
    question = replace(REPORT.question, period=REPORT.period.previous)
    earlier = replace(earlier, question=question)
    return service.compare_hotspots(draw_report(rank_counts=now), earlier)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ((), "Nieuw: van 1 januari 2017 tot en met 31 december 2017 lag hier geen hotspot."),
        ((10,), "gegroeid: van 1 januari 2017 tot en met 31 december 2017 10 meldingen, nu 12."),
        ((10,), "Het verschil kan toeval zijn."),
        ((40,), "gekrompen"),
        ((40,), "Het verschil is meer dan toeval verklaart."),
        ((12,), "Blijvend en gelijk gebleven"),
    ],
)
def test_change_is_told_with_what_chance_can_do(before, text):
    assert text in explanations.say_change(compare((12,), before), "H1")


def test_a_move_is_told_with_its_distance():
    now, before = compare((12,), ()).now, draw_report(rank_counts=(10,))
    moved = [shapely.Point(centre.x + 249, centre.y) for centre in before.hotspots[schema.CENTRE]]
    outlines = [centre.buffer(100) for centre in moved]
    hotspots = before.hotspots.assign(**{schema.CENTRE: moved}).set_geometry(outlines, crs=CRS)
    question = replace(REPORT.question, period=REPORT.period.previous)
    before = replace(before, hotspots=hotspots, question=question)
    assert explanations.say_change(service.compare_hotspots(now, before), "H1") == (
        "Verplaatst: van 1 januari 2017 tot en met 31 december 2017 10 meldingen, nu 12, met het "
        "midden 250 meter verder."
    )


def test_every_change_has_a_dutch_word():
    assert set(explanations.CHANGES) == set(Change)


def test_changes_are_tabled_with_what_was_there_before():
    table = explanations.tabulate_changes(compare((12, 60), (10,)), draw_layers())
    assert table.columns.tolist() == ["Rang", "Plek", "Verandering", "Nu", "Ervoor"]
    assert table["Verandering"].tolist() == ["blijvend, gegroeid", "nieuw"]
    assert table["Ervoor"].fillna(0).tolist() == [10, 0]


def test_vanished_hotspots_are_tabled_with_their_rank_of_then():
    table = explanations.tabulate_vanished(compare((12,), (10, 7)), draw_layers())
    assert table["Rang"].tolist() == [2]
    assert table["Meldingen"].tolist() == [7]


def test_it_is_said_where_the_data_begin():
    assert "(1 januari 2016)" in explanations.say_not_comparable(REPORT.data)


def test_newest_hotspots_are_labelled_with_what_became_of_them():
    hotspots = REPORT.hotspots.assign(
        **{
            schema.CHANGE: ["new", "grown"],
            schema.EARLIER_INCIDENTS: pd.array([None, 8], dtype="Int64"),
        }
    )
    assert explanations.label_newest(hotspots, draw_layers()) == [
        "1 · Oost · 12 meldingen · nieuw",
        "2 · Oost · 60 meldingen · blijvend, gegroeid (eerst 8)",
    ]


def test_the_window_of_the_search_is_told_and_why_nothing_is_new():
    told = explanations.say_window(PERIOD, PERIOD.previous)
    assert "vergeleken met 1 januari 2017 tot en met 31 december 2017" in told
    assert "of een hotspot nieuw is, is dan niet te zeggen" in explanations.say_window(PERIOD, None)


def test_both_periods_go_along_in_one_table():
    table = explanations.tabulate_comparison(compare((12,), (10, 7)), draw_layers())
    assert table.columns.tolist() == [
        "Rang nu",
        "Rang ervoor",
        "Plek",
        "Verandering",
        "Nu",
        "Ervoor",
    ]
    rows = table.astype("object").where(table.notna(), None).to_numpy().tolist()
    assert rows == [
        [1, 1, "Oost", "blijvend, gegroeid", 12, 10],
        [None, 2, "Oost", "verdwenen", 0, 7],
    ]


@pytest.mark.parametrize(("now", "before"), [((), ()), ((12,), ()), ((), (7,))])
def test_table_of_both_periods_holds_what_there_is(now, before):
    table = explanations.tabulate_comparison(compare(now, before), draw_layers())
    assert len(table) == len(now) + len(before)
    assert table[["Nu", "Ervoor"]].notna().all(axis=None)
