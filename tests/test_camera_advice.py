from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from towns import NOW, WEST, make_town

from geo import schema, service
from geo.advice_params import CameraQuestion
from geo.errors import ParamsError, ThemeError
from geo.intake.opportunities import OpportunityLayer, group_places, save_opportunities
from geo.params import HourSelection, MonteCarlo, Period
from geo.schema import DayPart, OutlineLayer, PointLayer
from geo.service.camera.advising import RESAMPLES
from geo.service.camera.answers import EXPECTED, FIRM, POINTS, RESPONSIBLE, LeftOut, NoSite
from geo.service.camera.demand import FoundTheme
from geo.themes import SHIPPED_CARDS_DIR

FEW = MonteCarlo(repeats=19)
YEAR = Period(first=date(2026, 1, 1), last=date(2026, 10, 31))
FAR = (500_200, 5_700_200)
YOUTH, BIKES = "jeugdoverlast", "fietsdiefstal"
ASKED = CameraQuestion(themes=(YOUTH,), period=YEAR, units=1, range_m=60.0)


def rows(count, place, *, code="E35", start="2026-10-{day:02}T20:00"):
    return [(code, start.format(day=1 + n % 28), place) for n in range(count)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cameras")
    return make_town(folder, [*rows(14, WEST), *rows(11, FAR), *rows(3, (500_800, 5_700_800))])


def advise(workspace, question=ASKED, **changes):
    return service.advise_cameras(workspace, replace(question, **changes), draws=FEW)


def apart(place, other):
    return np.hypot(*np.subtract(place, other))


def test_the_site_lies_within_range_of_where_most_happens(town) -> None:
    (site,) = advise(town).sites
    assert apart(site.place, WEST) <= ASKED.range_m
    assert site.themes[schema.INCIDENTS].tolist() == [14]
    assert site.runner_up is not None
    assert apart(advise(town).place_of(site.runner_up), FAR) <= ASKED.range_m


def test_addends_make_the_score_and_the_runner_up_says_what_is_lost(town) -> None:
    advice = advise(town)
    (site,) = advice.sites
    assert site.themes[POINTS].sum() == pytest.approx(site.score)
    assert site.score == pytest.approx(advice.choice.covered)
    assert site.share == pytest.approx(advice.choice.share)
    other = advise(town, sites=(advice.place_of(site.runner_up),)).choice.covered
    assert site.lost == pytest.approx(site.score - other)


def test_too_few_incidents_give_no_site_but_a_reason(town) -> None:
    advice = advise(town, units=3)
    assert len(advice.sites) == 2
    (refused,) = advice.refused
    assert (refused.reason, refused.incidents, refused.firm) == (NoSite.TOO_FEW, 3, 0)


def test_no_incidents_at_all_refuse_every_unit(town) -> None:
    advice = advise(town, themes=(BIKES,), units=2)
    assert advice.sites == ()
    assert [refused.reason for refused in advice.refused] == [NoSite.TOO_FEW] * 2
    assert advice.choice is None


def test_incidents_that_make_no_hotspot_give_no_site(tmp_path) -> None:
    # Ten within 250 metres of each other, yet no ten within the 50 metres of the card.
    spread = [("E35", f"2026-10-{10 + n}T20:00", (500_300 + 40 * n, 5_700_500)) for n in range(12)]
    advice = advise(make_town(tmp_path, spread), range_m=250.0)
    assert advice.sites == ()
    (refused,) = advice.refused
    assert (refused.reason, refused.incidents, refused.firm) == (NoSite.NO_HOTSPOT, 12, 0)


def test_one_incident_of_a_hotspot_is_no_ground_for_a_site(tmp_path) -> None:
    # Around the first place thirty lie apart, and one that belongs to the hotspot of the other.
    apart_m = 60
    spread = [
        ("E35", f"2026-10-{1 + n % 28:02}T20:00", (500_300 + apart_m * (n % 6), north))
        for n in range(30)
        for north in [5_700_300 + apart_m * (n // 6)]
    ]
    hotspot = [*rows(11, (500_700, 5_700_420)), *rows(1, (500_660, 5_700_420))]
    workspace = make_town(tmp_path, [*spread, *hotspot])
    busy, firm = (500_470.0, 5_700_420.0), (500_790.0, 5_700_420.0)
    case = service.pose_cameras(workspace, replace(ASKED, range_m=195.0, sites=(busy, firm)))
    busiest, other = (service.explain_place(case, site) for site in (0, 1))
    assert (busiest.firm, other.firm) == (1, 12)
    assert busiest.incidents > other.incidents
    advice = service.suggest_cameras(case)
    assert [site.place for site in advice.sites] == [firm]
    assert advice.candidates[RESPONSIBLE].tolist() == [False, True]
    assert advice.candidates[FIRM].tolist() == [1, 12]


def test_a_second_unit_at_the_same_hotspot_adds_too_little(town) -> None:
    beside = tuple((float(WEST[0] + n), float(WEST[1])) for n in range(4))
    advice = advise(town, sites=beside, units=3)
    assert len(advice.sites) == 1
    assert [refused.reason for refused in advice.refused] == [NoSite.TOO_FEW] * 2
    assert sum(site.added for site in advice.sites) == pytest.approx(advice.choice.added)


def test_what_cannot_be_held_against_chance_is_said_and_bars_nothing(town) -> None:
    advice = advise(town)
    assert not advice.themes[0].testable
    assert len(advice.sites) == 1


def test_harm_decides_between_themes_and_equal_weights_stand_beside_it(tmp_path) -> None:
    workspace = make_town(tmp_path, [*rows(14, WEST), *rows(11, FAR, code="1.2.3")])
    themes = (YOUTH, BIKES)
    advice = advise(workspace, themes=themes, harm={YOUTH: 1.0, BIKES: 50.0}, half_life_days=1e6)
    assert [theme.incidents for theme in advice.themes] == [14, 11]
    (equal,) = advice.equal
    assert apart(equal, WEST) <= ASKED.range_m
    assert advice.moves["equal weights"] == pytest.approx(apart(WEST, FAR), abs=2 * ASKED.range_m)
    assert [variant.moving for variant in advice.variants if variant.name == "equal weights"] == [1]
    (site,) = advice.sites
    assert apart(site.place, FAR) <= ASKED.range_m
    assert site.score == pytest.approx(11 * 50, rel=1e-3)


def test_hours_of_use_leave_out_what_happened_in_others(tmp_path) -> None:
    late = rows(12, FAR, start="2026-10-{day:02}T23:00")
    workspace = make_town(tmp_path, [*rows(14, WEST, start="2026-10-{day:02}T10:00"), *late])
    (site,) = advise(workspace, hours=HourSelection(day_parts=(DayPart.EVENING,))).sites
    assert apart(site.place, FAR) <= ASKED.range_m
    assert site.themes[EXPECTED].tolist() == [12.0]
    assert site.week_hours.weights[:, 23].sum() == pytest.approx(12)


def test_sites_stay_in_an_area_and_out_of_others(town) -> None:
    park = "P1"
    inside = advise(town, area=park)
    assert all(500_400 <= site.place[0] <= 500_600 for site in inside.sites)
    barred = advise(town, kept_out=(park,)).sites
    assert all(apart(site.place, WEST) > ASKED.range_m for site in barred)


def test_what_a_unit_in_use_covers_is_not_sought_again(town) -> None:
    (site,) = advise(town, in_use=(WEST,)).sites
    assert apart(site.place, FAR) <= ASKED.range_m


def test_own_sites_are_the_only_ones_chosen_from(town) -> None:
    own = (float(FAR[0] + 5), float(FAR[1]))
    advice = advise(town, sites=(own, (0.0, 0.0)))
    assert [site.place for site in advice.sites] == [own]
    assert [advice.place_of(0)] == [own]
    assert len(advice.candidates) == 1


def test_own_sites_that_cannot_be_used_are_counted_by_the_reason(town) -> None:
    own = (float(FAR[0] + 5), float(FAR[1]))
    inside_park = (500_500.0, 5_700_500.0)
    out_of_reach = (500_950.0, 5_700_050.0)
    listed = (own, own, (0.0, 0.0), inside_park, out_of_reach)
    advice = advise(town, sites=listed, kept_out=("P1",))
    assert advice.left_out == LeftOut(outside=1, kept_out=1, twice=1)
    assert len(advice.candidates) == 2


def test_resamples_and_other_settings_say_how_firm_the_choice_is(town) -> None:
    advice = advise(town, units=2)
    assert all(0 < site.chosen <= RESAMPLES.repeats for site in advice.sites)
    assert all(site.samples == RESAMPLES.repeats for site in advice.sites)
    assert len(advice.variants) == 5
    assert advice.moves["half-life doubled"] >= 0


def test_the_answer_at_once_names_the_sites_and_the_proof_adds_how_firm_they_are(town) -> None:
    case = service.pose_cameras(town, replace(ASKED, units=2), draws=FEW)
    at_once, proven = service.suggest_cameras(case), service.prove_cameras(town, case)
    assert [site.place for site in at_once.sites] == [site.place for site in proven.sites]
    assert (at_once.proven, at_once.sites[0].chosen, at_once.variants) == (False, None, ())
    assert proven.proven
    assert proven.sites[0].chosen is not None


def test_how_far_the_proof_is_is_told(town) -> None:
    told = []
    service.prove_cameras(town, service.pose_cameras(town, ASKED, draws=FEW), progress=told.append)
    assert told == sorted(told)
    assert told[-1] <= 1


def test_a_place_of_ones_own_choice_is_held_against_the_suggested_one(town) -> None:
    case = service.pose_cameras(town, ASKED, draws=FEW)
    (site,) = service.suggest_cameras(case).sites
    other = int(np.hypot(*(case.candidates.places - FAR).T).argmin())
    own = service.explain_place(case, other)
    assert own.themes[schema.INCIDENTS].tolist() == [11]
    assert own.score < site.score
    assert own.firm == 11


def test_without_earlier_periods_nothing_is_said_of_the_weeks_ahead(town) -> None:
    outlook = advise(town).outlook
    assert outlook.ahead is None


def test_a_lasting_corner_is_expected_to_last(tmp_path) -> None:
    months = [(year, month) for year in (2025, 2026) for month in range(1, 11)]
    lasting = [
        ("E35", f"{year}-{month:02}-{day:02}T20:00", place)
        for year, month in months
        for day, place in (
            (4, WEST),
            (12, WEST),
            (20, WEST),
            (27, (500_150 + 30 * month, 5_700_800)),
        )
    ]
    outlook = advise(make_town(tmp_path, lasting), half_life_days=1e6).outlook
    assert len(outlook.stands) >= 4
    assert outlook.low < 0.75 < outlook.high
    assert outlook.ahead == pytest.approx(0.75, abs=0.1)


def test_invented_places_to_hold_hotspots_against_make_the_answer_synthetic(full_demo) -> None:
    assert full_demo.data.synthetic


@pytest.fixture(scope="module")
def full_demo(tmp_path_factory):
    workspace = make_town(tmp_path_factory.mktemp("demo"), rows(14, WEST))
    streets = OpportunityLayer(
        PointLayer.ADDRESSES,
        group_places(np.array([WEST, FAR], float), np.ones(2)).set_crs(workspace.crs),
        "invented",
        synthetic=True,
    )
    save_opportunities(workspace, streets)
    card = (SHIPPED_CARDS_DIR / f"{YOUTH}.toml").read_text(encoding="utf-8")
    workspace.models_dir.mkdir(exist_ok=True)
    own = card.replace('opportunities = "streets"', 'opportunities = "addresses"')
    (workspace.models_dir / f"{YOUTH}.toml").write_text(own, encoding="utf-8")
    return advise(workspace)


def test_the_same_question_gives_the_same_advice(town) -> None:
    first, again = advise(town), advise(town)
    assert first.choice == again.choice
    assert [s.chosen for s in first.sites] == [s.chosen for s in again.sites]


@pytest.mark.parametrize(
    "change",
    [
        {"range_m": 0.0},
        {"units": 0},
        {"themes": ()},
        {"themes": (YOUTH, YOUTH)},
        {"harm": {BIKES: 1.0}},
        {"harm": {YOUTH: -1.0}},
        {"area": "nowhere"},
        {"kept_out": ("nowhere",)},
        {"sites": ((0.0, 0.0),)},
        {"half_life_days": 0.0},
        {"kept_out": ("W1", "W2")},
        {"sites": (WEST, FAR), "units": 3},
    ],
)
def test_what_cannot_be_answered_is_refused(town, change) -> None:
    with pytest.raises(ParamsError):
        advise(town, **change)


def test_records_without_a_place_are_left_out_and_counted(tmp_path) -> None:
    theme = advise(make_town(tmp_path, [*rows(12, WEST), *rows(5, None)])).themes[0]
    assert (theme.incidents, theme.without_place) == (12, 5)


def test_records_that_police_made_draw_no_camera(tmp_path) -> None:
    workspace = make_town(tmp_path, rows(12, WEST))
    made = "".join(
        f"P{n},2026-10-{1 + n:02} 20:00,{FAR[0]},{FAR[1]},E35,politie\n" for n in range(25)
    )
    path = tmp_path / "police.csv"
    path.write_text(f"id,start,x,y,code,reporter\n{made}", encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)
    advice = advise(workspace)
    assert advice.themes[0].police_made == 25
    assert apart(advice.sites[0].place, WEST) <= ASKED.range_m


def test_one_street_of_stacked_points_is_one_place(tmp_path) -> None:
    # All reports of a street on its default address.
    advice = advise(make_town(tmp_path, rows(60, WEST)), units=2)
    (site,) = advice.sites
    assert (site.incidents, site.firm) == (60, 60)
    assert [(no.reason, no.incidents) for no in advice.refused] == [(NoSite.TOO_FEW, 0)]


def test_a_town_that_lies_elsewhere_gets_the_same_sites_there(tmp_path) -> None:
    # No areas are loaded: all that is known is the ground. Whole cells of the grid away.
    first, second = (tmp_path / name for name in ("here", "there"))
    for folder in (first, second):
        folder.mkdir()
    east, north = 25 * 40, 25 * 12
    busy = [*rows(14, WEST), *rows(11, FAR)]
    moved = [(code, start, (x + east, y + north)) for code, start, (x, y) in busy]
    here, there = (
        advise(make_town(folder, told, areas=False), units=2)
        for folder, told in ((first, busy), (second, moved))
    )
    assert [site.place for site in there.sites] == [
        (x + east, y + north) for x, y in (site.place for site in here.sites)
    ]
    assert [site.score for site in there.sites] == [site.score for site in here.sites]


def test_an_unknown_theme_is_refused(town) -> None:
    with pytest.raises(ThemeError):
        advise(town, themes=("bestaat niet",))


@pytest.fixture
def walled(tmp_path):
    """A town in which a wall stands between the busy corner and the place south of it."""
    workspace = make_town(tmp_path, [*rows(14, WEST), *rows(11, FAR)])
    wall = shapely.box(WEST[0] - 40, WEST[1] - 22, WEST[0] + 40, WEST[1] - 18)
    path = tmp_path / "panden.gpkg"
    gpd.GeoDataFrame(geometry=[wall], crs=workspace.crs).to_file(path)
    service.import_outlines(workspace, path, OutlineLayer.FOOTPRINTS)
    return workspace


def test_what_buildings_hide_is_not_covered(walled) -> None:
    south, north = (float(WEST[0]), WEST[1] - 40.0), (float(WEST[0]), WEST[1] + 50.0)
    advice = advise(walled, sites=(south, north))
    assert advice.sees_buildings
    (site,) = advice.sites
    assert site.place == north
    assert (site.sight.known_here, site.sight.hidden) == (True, 0)
    case = service.pose_cameras(walled, replace(ASKED, sites=(south,)), draws=FEW)
    hidden = service.explain_place(case, 0)
    assert (hidden.incidents, hidden.sight.hidden) == (0, 14)


def test_far_from_all_buildings_sight_is_called_unknown(walled) -> None:
    advice = advise(walled, sites=((float(FAR[0] + 5), float(FAR[1])),))
    sight = advice.sites[0].sight
    assert (sight.loaded, sight.known_here, sight.unknown) == (True, False, 11)
    assert shapely.intersects_xy(advice.unknown_ground, *FAR)
    assert not shapely.intersects_xy(advice.unknown_ground, *WEST)


def test_a_place_of_the_own_list_in_a_building_is_counted(walled) -> None:
    inside, free = (float(WEST[0]), WEST[1] - 20.0), (float(WEST[0]), WEST[1] + 50.0)
    assert advise(walled, sites=(inside, free)).left_out == LeftOut(in_building=1)


@pytest.fixture
def flooded(tmp_path):
    """A town with water around the busy corner and a building in the other."""
    workspace = make_town(tmp_path, [*rows(14, WEST), *rows(11, FAR)])
    for layer, place in ((OutlineLayer.WATER, WEST), (OutlineLayer.FOOTPRINTS, FAR)):
        path = tmp_path / f"{layer}.gpkg"
        shape = shapely.Point(place).buffer(30)
        gpd.GeoDataFrame(geometry=[shape], crs=workspace.crs).to_file(path)
        service.import_outlines(workspace, path, layer)
    return workspace


def test_no_site_lies_on_water_or_in_a_building_and_those_left_out_are_counted(flooded) -> None:
    advice = advise(flooded, units=2)
    assert advice.knows_water
    places = advice.candidates.geometry
    assert places.distance(shapely.Point(WEST)).min() >= 29.8
    assert places.distance(shapely.Point(FAR)).min() >= 29.8
    # On a grid of 25 metres one place in 625 square metres.
    left = advice.left_out
    assert (left.in_water, left.in_building) == (4, 4)
    assert left.total == 8
    dry = advise(flooded, sites=(tuple(map(float, WEST)), (WEST[0] + 40.0, float(WEST[1]))))
    assert dry.left_out == LeftOut(in_water=1)
    assert [site.place for site in dry.sites] == [(WEST[0] + 40.0, float(WEST[1]))]


def test_without_water_loaded_that_is_told(town) -> None:
    advice = advise(town)
    assert not advice.knows_water
    assert advice.left_out == LeftOut()


def test_candidates_lie_within_range_of_an_incident_and_nowhere_else(town) -> None:
    advice = advise(town)
    incidents = shapely.MultiPoint(advice.incidents.get_coordinates().to_numpy())
    assert advice.candidates.distance(incidents).max() <= ASKED.range_m
    ground = service.lay_camera_ground(town)
    near = ground.everywhere.distance(incidents) <= ASKED.range_m
    assert near.sum() == len(advice.candidates) < len(ground.everywhere)


def test_what_was_found_before_gives_the_same_advice(town) -> None:
    question = replace(ASKED, units=2)
    (asked,) = service.list_camera_questions(question)
    prepared = service.prepare_theme(town, YOUTH)
    report = service.find_hotspots(town, asked, prepared=prepared)
    case = service.pose_cameras(
        town,
        question,
        ground=service.lay_camera_ground(town),
        found=[FoundTheme(prepared, service.weigh_hotspots(town, report, draws=FEW))],
    )
    again = service.pose_cameras(town, question, draws=FEW)
    assert service.suggest_cameras(case).choice == service.suggest_cameras(again).choice
    assert case.firm.tolist() == again.firm.tolist()


def test_hotspots_that_were_not_weighed_bar_nothing_and_are_called_untested(town) -> None:
    (asked,) = service.list_camera_questions(ASKED)
    prepared = service.prepare_theme(town, YOUTH)
    report = service.find_hotspots(town, asked, prepared=prepared)
    case = service.pose_cameras(town, ASKED, found=[FoundTheme(prepared, report)])
    advice = service.suggest_cameras(case)
    assert len(advice.sites) == 1
    assert not advice.themes[0].testable


def test_dwellings_schools_and_facades_in_view_are_counted_where_loaded(walled, tmp_path) -> None:
    north = ((float(WEST[0]), WEST[1] + 50.0),)
    before = advise(walled, sites=north).sites[0].in_view
    assert (before.dwellings, before.schools, before.facades) == (None, None, 0)
    # One in sight, one behind the wall, one out of range.
    for layer, x in (("addresses", WEST[0]), ("schools", WEST[0] + 5)):
        path = tmp_path / f"{layer}.csv"
        ys = (WEST[1] + 20, WEST[1] - 5, WEST[1] + 300)
        path.write_text("x,y\n" + "".join(f"{x},{y}\n" for y in ys), encoding="utf-8")
        service.import_opportunities(walled, path, PointLayer(layer))
    after = advise(walled, sites=north).sites[0].in_view
    assert (after.dwellings, after.schools) == (2, 2)


def test_without_buildings_it_is_said_that_they_are_ignored(town) -> None:
    advice = advise(town)
    assert not advice.sees_buildings
    assert not advice.sites[0].sight.loaded
    assert advice.sites[0].in_view.facades is None
