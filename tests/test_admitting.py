"""Every role before every question of the service, and what is left of the rows behind the door."""

import ast
import importlib
import inspect
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from towns import NOW, OOST, OUTSIDE, TOWN, WEST, make_town

from geo import service
from geo.access import LOCAL, Role, Viewer
from geo.errors import AccessError, HotspotkaartError
from geo.params import Period, Question
from geo.service.admitting import BEFORE_THE_DOOR, admit_all, asks_workspace
from geo.service.upkeep_answers import ImportOptions
from geo.settings import AccessSettings
from geo.workspace import Workspace, create_workspace

CODE = Path(__file__).resolve().parents[1] / "geo"
YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W1"}), known_as="a")
ORDER = Viewer(frozenset({Role.OPENBARE_ORDE}), known_as="o")
POLICY = Viewer(frozenset({Role.BELEID}), known_as="b")
KEEPER = Viewer(frozenset({Role.BEHEER}), known_as="k")
VIEWERS = {"wijkagent": AGENT, "openbare_orde": ORDER, "beleid": POLICY, "beheer": KEEPER}

# Who may ask what, written down by hand beside what the service says: wijkagent, openbare orde,
# beleid, beheer.
TABLE = """
check_areas           x x x x
check_evidence        x x x x
describe_data         x x x x
has_streets           x x x x
list_layers           x x x x
list_themes           x x x x
load_footprints       x x x x
load_opportunities    x x x x
load_streets          x x x x
load_water            x x x x
read_shift_hours      x x x x
span_hours            x x x x
store_state           x x x x
store_version         x x x x
compare_themes        x x x x
list_sources          x x . x
summarise_incidents   x x x x
summarise_theme       x x x x
explain_hotspot       x x . .
export_points         x x . .
find_area_news        x x . .
find_hotspot_news     x x . .
find_hotspots         x x . .
find_point_hotspots   . . . .
find_significance     x x . .
lay_chance_ground     x x . .
list_alerts           x x . .
prepare_theme         x x . .
survey_area           x x . .
time_hotspots         x x . .
weigh_hotspots        x x . .
backtest_theme        x x . x
count_repeats         x x . x
find_hot_cells        x x . x
forecast_cells        x x . x
advise_cameras        . x . .
evaluate_all          . x . .
evaluate_placement    . x . .
gather_factsheet      . x . .
lay_camera_ground     . x . .
list_placements       x x . .
plan_placement        . x . .
pose_cameras          . x . .
prove_cameras         . x . .
read_placement        x x . .
read_site_list        . x . .
record_placement      . x . .
record_survey         . x . .
revise_placement      . x . .
count_patrols         x . . .
evaluate_visits       x . . .
find_planned_days     x . . .
freeze_patrol         x . . .
gather_patrol         x . . .
gather_patrol_kits    x . . .
gather_week           x . . .
keep_patrol           x . . .
lay_patrol_ground     x . . .
list_bases            x . . .
list_known_places     x . . .
list_patrols          x . . .
pack_patrol_kit       x . . .
plan_patrol           x . . .
plan_week             x . . .
read_patrol           x . . .
report_dosage         x . . .
revise_patrol         x . . .
tick_patrol           x . . .
prepare_meeting       . x x .
back_up_store         . . . x
check_audit           . . . x
check_backup          . . . x
check_data            x x . x
drop_areas            . . . x
export_quarantine     . . . x
import_areas          . . . x
import_incidents      . . . x
import_opportunities  . . . x
import_outlines       . . . x
import_streets        . . . x
list_hidden_sources   x x x x
list_imports          . . . x
list_uses             . . . x
measure_store         . . . x
preview_areas         . . . x
preview_import        . . . x
preview_undo          . . . x
read_quarantine       . . . x
restore_store         . . . x
setup_workspace       . . . x
tune_theme            . . . x
undo_import           . . . x
update_areas          . . . x
write_card            . . . x
write_demo            . . . x
apply_retention       . . . x
check_health          . . . x
check_inside          x x x x
disclose_cells        x x . x
disclose_comparison   x x x x
disclose_hotspots     x x . .
disclose_points       x x . .
disclose_summary      x x x x
disclose_theme        x x x x
freeze_area           x x . .
gather_register       x x x x
import_open_figures   . . . x
keep_inside           x x x x
keep_status           . x x .
keep_style            . x x .
list_agreements       x x . .
list_priorities       . x x .
list_whole_copies     . . . x
measure_agreement     x x . .
measure_agreements    x x . .
narrow_agreements     x x . .
plan_agreement        x x . .
preview_retention     . . . x
read_agreement        x x . .
read_removals         . . . x
rank_country          . . . .
read_rules            x x x x
read_status           . x x .
read_style            . x x .
record_agreement      x x . .
report_open_figures   x x x x
revise_agreement      x x . .
update_open_figures   . . . x
"""
ALLOWED = {
    name: frozenset(role for role, mark in zip(VIEWERS, marks, strict=True) if mark == "x")
    for name, *marks in map(str.split, TABLE.strip().splitlines())
}
QUESTIONS = sorted(
    name
    for name in service.__all__
    if asks_workspace(getattr(service, name)) and name not in BEFORE_THE_DOOR
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Neither areas nor incidents."""
    return create_workspace(tmp_path_factory.mktemp("bare") / "town", TOWN)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Two sources: police rows in both wijken and outside, rows of the municipality in both."""
    tmp_path = tmp_path_factory.mktemp("town")
    day = "2018-05-{:02d} 21:30"
    police = [
        ("1.1.1", day.format(number + 1), place)
        for number, place in enumerate([WEST, WEST, OOST, OUTSIDE])
    ]
    workspace = make_town(tmp_path, [*police, ("1.1.1", day.format(9), None)])
    own = tmp_path / "own.csv"
    own.write_text(
        "id,start,x,y,code\n"
        f"g1,2018-06-01 08:00,{WEST[0] + 9},{WEST[1]},1.1.1\n"
        f"g2,2018-06-02 08:00,{OOST[0] + 9},{OOST[1]},1.1.1\n",
        encoding="utf-8",
    )
    mapping = tmp_path / "own.toml"
    text = (tmp_path / "rows.toml").read_text(encoding="utf-8")
    mapping.write_text(text.replace("meldsysteem", "buiten"), encoding="utf-8")
    service.import_incidents(workspace, [own], ImportOptions(mapping=mapping), now=NOW)
    return workspace


def seen_by(workspace, viewer, **sources):
    named = [{"name": name, **facts} for name, facts in sources.items()]
    access = AccessSettings.model_validate({"sources": named})
    settings = workspace.settings.model_copy(update={"access": access})
    return replace(workspace, viewer=viewer, settings=settings)


def test_before_the_door_nothing_is_asked_of_the_store():
    assert frozenset({"note_use", "recognise_viewer"}) == BEFORE_THE_DOOR


def test_every_question_is_in_the_table():
    assert set(QUESTIONS) == set(ALLOWED)


@pytest.mark.parametrize("role", VIEWERS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_role_before_every_question(bare, role, name):
    question = getattr(service, name)
    asked = replace(bare, viewer=VIEWERS[role])
    # Without its further arguments a question gets no farther than the door.
    refused = False
    try:
        question(asked)
    except AccessError as problem:
        refused = problem.key == "access-refused"
    except (TypeError, HotspotkaartError):
        pass
    assert refused is (role not in ALLOWED[name])


@pytest.mark.parametrize("name", QUESTIONS)
def test_nobody_without_a_role_gets_past_the_door(bare, name):
    with pytest.raises(AccessError):
        getattr(service, name)(replace(bare, viewer=Viewer(frozenset())))


def test_a_question_that_nobody_listed_is_for_the_local_operator_alone(town):
    def newest(workspace: Workspace) -> str:
        return workspace.viewer.known_as

    ask = admit_all({"newest": newest})["newest"]
    assert ask(town) == LOCAL.known_as
    for viewer in VIEWERS.values():
        with pytest.raises(AccessError):
            ask(replace(town, viewer=viewer))


def test_no_room_above_the_service_goes_round_the_door():
    """Neither a view nor a command calls what asks a workspace but by the table of contents."""
    round_it = []
    for room in ("views", "cli", "present"):
        for path in (CODE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                    "geo.service."
                ):
                    inner = importlib.import_module(node.module)
                    round_it += [
                        f"{path.name}: {alias.name}"
                        for alias in node.names
                        if asks_workspace(getattr(inner, alias.name))
                    ]
    assert round_it == []


def test_no_question_takes_a_workspace_in_another_place():
    """A workspace that is not the first argument would come in unseen."""
    for name in service.__all__:
        question = getattr(service, name)
        if inspect.isfunction(question) and not asks_workspace(question):
            kinds = [each.annotation for each in inspect.signature(question).parameters.values()]
            assert Workspace not in kinds, name


def test_the_store_is_opened_in_one_place():
    """Whoever opens it elsewhere reads rows that are out of sight."""
    nodes = [
        (path.name, node)
        for path in (CODE / "service").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    opened = [
        (name, ast.unparse(node))
        for name, node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Store"
    ]
    assert sorted(opened) == [
        ("keeping.py", "Store(Path(folder, 'trial.duckdb'))"),
        ("keeping.py", "Store(path)"),
        ("opening.py", "Store(workspace.store_path)"),
    ]


@pytest.mark.parametrize(
    ("viewer", "counted"),
    [(LOCAL, 7), (AGENT, 3), (ORDER, 7), (KEEPER, 7)],
)
def test_a_role_counts_what_is_in_its_sight(town, viewer, counted):
    asked = seen_by(town, viewer)
    assert service.summarise_incidents(asked, by="theme")["incidents"].sum() == counted
    assert service.summarise_incidents(asked, by="month")["incidents"].sum() == counted
    assert service.list_sources(asked)["incidents"].sum() == counted
    assert service.describe_data(asked).incidents == counted


POLICE = {"origin": "politie"}
GROUND = {"origin": "politie", "ground": "artikel 16 van de Wpg"}
OWN = {"origin": "gemeente"}


@pytest.mark.parametrize(
    ("viewer", "sources", "ids"),
    [
        (LOCAL, {}, {"0", "1", "2", "3", "4", "g1", "g2"}),
        (AGENT, {}, {"0", "1", "g1"}),
        # A source that is not named is held to be of the police.
        (ORDER, {}, set()),
        (ORDER, {"buiten": OWN}, {"g1", "g2"}),
        (ORDER, {"buiten": OWN, "meldsysteem": POLICE}, {"g1", "g2"}),
        (ORDER, {"meldsysteem": GROUND}, {"0", "1", "2", "3", "4"}),
        (
            ORDER,
            {"buiten": OWN, "meldsysteem": GROUND},
            {"0", "1", "2", "3", "4", "g1", "g2"},
        ),
    ],
)
def test_points_reach_a_role_by_wijk_and_by_source(town, viewer, sources, ids):
    asked = seen_by(town, viewer, **sources)
    found = service.prepare_theme(asked, "woninginbraak").incidents
    assert set(found["incident_id"]) == ids
    report = service.find_hotspots(asked, Question(theme="woninginbraak", period=YEAR))
    assert set(report.incidents["incident_id"]) == ids
    survey = service.survey_area(asked, Question(theme="woninginbraak", period=YEAR))
    assert set(survey.incidents["incident_id"]) <= ids


@pytest.mark.parametrize(
    ("viewer", "hidden"),
    [(LOCAL, []), (AGENT, []), (ORDER, ["meldsysteem"]), (POLICY, ["meldsysteem"])],
)
def test_a_role_is_told_of_which_sources_it_sees_no_places(town, viewer, hidden):
    asked = seen_by(town, viewer, buiten=OWN)
    assert service.list_hidden_sources(asked, service.describe_data(asked)) == hidden


def test_without_wijken_on_the_map_a_wijkagent_sees_nothing(tmp_path):
    plain = make_town(tmp_path, [("1.1.1", "2018-05-01 21:30", WEST)], areas=False)
    assert service.describe_data(replace(plain, viewer=AGENT)).incidents == 0


def test_a_wijk_that_is_not_there_shows_nothing(town):
    lost = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W9"}))
    assert service.describe_data(replace(town, viewer=lost)).incidents == 0
