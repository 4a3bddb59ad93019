from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from agreement_drawings import HOTSPOT, draw_agreement
from placement_town import MOMENT, USED, YOUTH, build_town
from shapely import Point, box
from towns import OOST, make_town

from geo import service
from geo.agreements import GroundKind, Party, Status, write_outline
from geo.errors import ParamsError
from geo.params import Period, Question
from geo.service.agreement.answers import AgreementFilter

AGREEMENT = draw_agreement()
EAST = replace(HOTSPOT, outline=write_outline(Point(OOST).buffer(40)), wijken=("Oost",))


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [])


@pytest.fixture
def layers(town):
    return service.list_layers(town)


def numbers(town, **wanted):
    found = service.list_agreements(town, AgreementFilter(**wanted))
    return [record.agreement_id for record in found]


def test_the_ground_of_an_area_is_drawn_with_its_wijken(town, layers) -> None:
    wijk, park = (service.freeze_area(town, code, layers) for code in ("W1", "P1"))
    assert (wijk.kind, wijk.name, wijk.code) == (GroundKind.WIJK, "West", "W1")
    assert (park.kind, park.name, park.code) == (GroundKind.PARK, "De Kade", "P1")
    # The other wijk touches it, and shares no ground with it.
    assert wijk.wijken == park.wijken == ("West",)
    assert wijk.shape.equals(box(500_000, 5_700_000, 501_000, 5_701_000))
    assert park.shape.equals(box(500_400, 5_700_400, 500_600, 5_700_600))


def test_the_ground_stays_when_the_borders_are_drawn_anew(town, layers) -> None:
    agreement = replace(AGREEMENT, ground=service.freeze_area(town, "P1", layers))
    service.record_agreement(town, agreement, now=MOMENT)
    (town.boundaries_dir / "parks.geojson").unlink()
    (record,) = service.list_agreements(town)
    assert record.last.ground.shape.equals(box(500_400, 5_700_400, 500_600, 5_700_600))


def test_the_ground_of_a_hotspot_is_its_outline(tmp_path) -> None:
    town = build_town(tmp_path)
    period = Period(first=date(2025, 9, 1), last=USED.last)
    report = service.find_hotspots(town, Question(theme=YOUTH, period=period))
    hotspot_id = service.find_hotspot_id(report, 1)
    ground = service.freeze_hotspot(report, hotspot_id, service.list_layers(town))
    outline = report.hotspots.set_index("id").geometry.loc[hotspot_id]
    assert ground.shape.symmetric_difference(outline).area < 1
    assert (ground.kind, ground.code) == (GroundKind.HOTSPOT, YOUTH)
    assert ground.wijken == ("West",)
    with pytest.raises(ParamsError) as told:
        service.find_hotspot_id(report, 99)
    assert told.value.key == "agreement-hotspot"


@pytest.mark.parametrize(("code", "key"), [("T1", "agreement-area"), ("W9", "area-unknown")])
def test_an_area_that_is_none_is_refused(town, layers, code, key) -> None:
    with pytest.raises(ParamsError) as told:
        service.freeze_area(town, code, layers)
    assert told.value.key == key


def test_agreements_come_back_with_their_versions_the_latest_first(town) -> None:
    first = service.record_agreement(town, AGREEMENT, now=MOMENT)
    busy = replace(AGREEMENT, status=Status.BUSY)
    second = service.revise_agreement(town, first, busy, why="Begonnen", now=MOMENT)
    other = service.record_agreement(town, replace(AGREEMENT, ground=EAST), now=MOMENT)
    records = service.list_agreements(town)
    assert [record.versions for record in records] == [(other,), (first, second)]
    assert service.read_agreement(town, 1) == records[1]
    assert (records[1].first, records[1].last) == (AGREEMENT, busy)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({}, "agreement-same"),
        ({"ground": EAST}, "agreement-moved"),
        ({"status": Status.DONE, "why": ""}, "placement-text-missing"),
    ],
)
def test_a_change_that_may_not_be_is_refused_and_nothing_kept(town, change, key) -> None:
    first = service.record_agreement(town, AGREEMENT, now=MOMENT)
    why = change.pop("why", "Zomaar") if change else "Zomaar"
    with pytest.raises(ParamsError) as told:
        service.revise_agreement(town, first, replace(AGREEMENT, **change), why=why, now=MOMENT)
    assert told.value.key == key
    assert service.read_agreement(town, 1).versions == (first,)


def test_an_agreement_that_is_not_there_is_said(town) -> None:
    with pytest.raises(ParamsError) as told:
        service.read_agreement(town, 7)
    assert told.value.key == "agreement-unknown"


def test_agreements_are_found_by_place_days_party_and_status(town) -> None:
    later = Period(first=date(2027, 1, 1), last=date(2027, 2, 1))
    east = draw_agreement(
        ground=EAST,
        status=Status.DONE,
        parties=(Party.POLICE,),
        used=later,
        goal=replace(AGREEMENT.goal, by=later.last),
    )
    for agreement in (AGREEMENT, east):
        service.record_agreement(town, agreement, now=MOMENT)
    assert numbers(town) == [2, 1]
    assert numbers(town, area="W1") == numbers(town, area="P1") == [1]
    assert numbers(town, area="W2") == [2]
    # The municipality itself is no narrowing.
    assert numbers(town, area="T1") == [2, 1]
    assert numbers(town, statuses=(Status.DONE, Status.STOPPED)) == [2]
    assert numbers(town, parties=(Party.BOA,)) == [1]
    assert numbers(town, period=USED) == [1]
    assert numbers(town, period=Period(first=USED.last, last=later.first)) == [2, 1]
    with pytest.raises(ParamsError, match="code of a wijk"):
        numbers(town, area="W9")


def test_what_is_new_goes_by_the_local_day_of_the_last_version(town) -> None:
    # Half past eleven in the evening in UTC is the next day in Brussels.
    late = datetime(2026, 8, 9, 23, 30, tzinfo=UTC)
    first = service.record_agreement(town, AGREEMENT, now=MOMENT)
    service.record_agreement(town, AGREEMENT, now=late)
    assert numbers(town, since=date(2026, 8, 10)) == [2]
    busy = replace(AGREEMENT, status=Status.BUSY)
    service.revise_agreement(town, first, busy, why="Begonnen", now=late + timedelta(days=1))
    assert numbers(town, since=date(2026, 8, 11)) == [1]
    assert numbers(town, since=date(2026, 8, 12)) == []
