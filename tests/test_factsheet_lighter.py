from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import shapely
from agreement_drawings import HOTSPOT, draw_agreement
from factsheet_drawings import PLACE, make_placed_town, place_unit
from towns import OOST

from geo import service
from geo.agreements import ActionKind, Status, write_outline
from geo.params import Period
from geo.placements import Safeguards
from geo.present.paper.document import Table, Text
from geo.present.placement.factsheet_grounds import tell_lighter_measures

BEFORE = Period(first=date(2026, 9, 1), last=date(2026, 10, 26))
MOMENT = datetime(2026, 8, 25, 9, tzinfo=UTC)
NEAR = draw_agreement(
    used=BEFORE,
    status=Status.DONE,
    ground=replace(HOTSPOT, outline=write_outline(shapely.Point(PLACE).buffer(40))),
)


def written(town):
    blocks = tell_lighter_measures(service.gather_factsheet(town, 1)).blocks
    cells = [
        cell.text
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    return "\n".join([*(block.text for block in blocks if isinstance(block, Text)), *cells])


@pytest.fixture
def town(tmp_path):
    return make_placed_town(tmp_path)


def test_agreements_on_the_ground_from_before_are_the_lighter_measures(town) -> None:
    service.record_agreement(town, NEAR, now=MOMENT)
    told = written(town)
    assert "1. Jongerenwerk door boa en jongerenwerk" in told
    assert "1 september 2026 tot en met 26 oktober 2026" in told
    assert "Gedaan" in told
    assert "welke lichtere maatregelen" not in told
    assert "pas na de plaatsing" not in told


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ActionKind.CAMERA},
        {"ground": replace(HOTSPOT, outline=write_outline(shapely.Point(OOST).buffer(40)))},
        {
            "used": Period(first=date(2026, 11, 2), last=date(2026, 12, 1)),
            "goal": replace(NEAR.goal, by=date(2026, 12, 1)),
        },
    ],
)
def test_cameras_other_grounds_and_later_days_are_none(town, changes) -> None:
    service.record_agreement(town, replace(NEAR, **changes), now=MOMENT)
    assert service.gather_factsheet(town, 1).lighter == ()
    assert "welke lichtere maatregelen zijn geprobeerd?" in written(town)


def test_the_last_version_counts_and_one_from_afterwards_is_said(town) -> None:
    first = service.record_agreement(town, NEAR, now=MOMENT)
    stopped = replace(NEAR, status=Status.STOPPED)
    after = datetime(2026, 11, 20, tzinfo=UTC)
    service.revise_agreement(town, first, stopped, why="Te weinig mensen", now=after)
    told = written(town)
    assert "Gestopt" in told
    assert "Actie 1: de laatste wijziging is pas na de plaatsing vastgelegd." in told


def test_what_was_written_by_hand_stays_beside_it(tmp_path) -> None:
    by_hand = Safeguards(lighter_measures="Extra rondes van de boa's")
    town = make_placed_town(tmp_path, place_unit(safeguards=by_hand))
    assert "Extra rondes van de boa's" in written(town)
    service.record_agreement(town, NEAR, now=MOMENT)
    told = written(town)
    assert "Met de hand toegevoegd: Extra rondes van de boa's" in told
    assert "1. Jongerenwerk" in told
