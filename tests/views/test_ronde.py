import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from reading import said
from streamlit.testing.v1 import AppTest
from visit_drawings import BEGINS, draw_plan, draw_stop, draw_terms, draw_tick

from geo import service
from geo.params import Period
from geo.patrol_records import SavedPlan
from geo.patrol_ticks import TickKind
from geo.store import Store, connection
from geo.views.blocks.patrol.rounds import keep_ticks
from geo.workspace import WORKSPACE_VARIABLE, open_workspace

RONDE = "geo/views/ronde.py"
BLOCK = """
from geo.views.blocks.patrol.dosage import show_dosage
from geo.views.context import keep_context, read_context
from geo.workspace import default_workspace_dir, open_workspace

context = read_context(open_workspace(default_workspace_dir()), open_pages=())
keep_context(context)
show_dosage(context)
"""
HOLD = """
import sys

import duckdb

store = duckdb.connect(sys.argv[1])
print("here", flush=True)
sys.stdin.read()
"""
HOSTILE = "<img src=x onerror=alert(1)> **vet** `x`"


@pytest.fixture
def own(full, tmp_path):
    """A copy of the municipality that ships, for a test that changes it."""
    return shutil.copytree(full, tmp_path / "eigen")


def keep(root, plan=None, *, at=BEGINS):
    with Store(open_workspace(root).store_path) as store:
        return store.patrols.add_plan(plan or draw_plan(), recorded_at=at)


def tick(root, *ticks):
    with Store(open_workspace(root).store_path) as store:
        store.patrols.add_ticks(ticks)


def links(app):
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def told(app):
    """What the phone is told."""
    (component,) = app.get("bidi_component")
    return json.loads(component.proto.json)


@pytest.fixture
def open_block(monkeypatch):
    def open_at(root, **query):
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(root))
        monkeypatch.setattr("geo.views.blocks.waiting._AT_ONCE_SECONDS", 60.0)
        app = AppTest.from_string(BLOCK, default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_at


def test_without_plans_people_read_where_to_begin(empty, open_app):
    app = open_app(empty, RONDE)
    assert not app.exception
    assert "Er is nog geen plan bewaard" in said(app.info)


def test_without_a_plan_in_the_link_each_team_that_goes_somewhere_can_be_chosen(own, open_app):
    kept = keep(own, draw_plan(stops=[draw_stop(2, 1)]))
    app = open_app(own, RONDE)
    assert not app.exception
    assert "vrijdag 4 januari 2019, 16:00-00:00" in said(app.subheader)
    assert "0 van 1 stop bezocht" in said(app.caption)
    assert f"?plan={kept.plan_id}&amp;team=2" in links(app)
    assert "team=1" not in links(app)


def test_the_phone_is_told_its_stops_and_what_the_store_holds(own, open_app):
    kept = keep(own)
    tick(own, draw_tick(kept), draw_tick(kept, 2, team=2))
    app = open_app(own, RONDE, plan=kept.plan_id, team="1")
    assert not app.exception
    assert said(app.title) == "Ronde van team 1"
    content = told(app)
    assert [stop["time"] for stop in content["stops"]] == [
        "16:10-16:25",
        "16:40-16:55",
        "17:30-17:45",
    ]
    assert (content["stops"][0]["label"], content["stops"][0]["minutes"]) == ("Jeugdoverlast 1", 15)
    assert content["kept"] == [str(UUID(int=1))]
    assert [found["kind"] for found in content["ticks"]] == ["arrived"]
    assert (content["refused"], content["timezone"]) == ([], "Europe/Amsterdam")
    assert "niet wie u bent" in said(app.caption)
    assert "telt later even zwaar mee" in said(app.caption)
    # The demo's shift is long ago.
    assert "Deze dienst was op vrijdag 4 januari 2019" in said(app.warning)


def test_the_last_version_is_what_the_phone_shows(own, open_app):
    first = keep(own)
    tick(own, draw_tick(first))
    plan = SavedPlan(terms=first.plan.terms, stops=first.plan.list_stops(1)[:1])
    service.revise_patrol(open_workspace(own), first, plan, why="Team 2 is ziek", now=BEGINS)
    content = told(open_app(own, RONDE, plan=first.plan_id))
    assert (content["version"], len(content["stops"])) == (2, 1)
    # A tick of the version before is kept, and belongs to no stop that is shown.
    assert (len(content["kept"]), content["ticks"]) == (1, [])


@pytest.mark.parametrize(
    "plan", ["0123456789ab", "1", "../../etc/passwd", "<script>alert(1)</script>", "x" * 5000]
)
def test_a_link_of_no_plan_says_so_and_offers_those_there_are(own, open_app, plan):
    keep(own)
    app = open_app(own, RONDE, plan=plan)
    assert not app.exception
    assert "Er is geen bewaard plan" in said(app.error)
    assert "<script>" not in said(app.error)
    assert "Team 1" in links(app)


@pytest.mark.parametrize("team", ["0", "3", "-1", "twee", "1e9", "٣"])
def test_a_team_that_is_not_there_leads_to_those_that_are(own, open_app, team):
    kept = keep(own)
    app = open_app(own, RONDE, plan=kept.plan_id, team=team)
    assert not app.exception
    assert not app.get("bidi_component")
    assert f"plan={kept.plan_id}&amp;team=1" in links(app)


def test_a_team_without_stops_is_told_so(own, open_app):
    kept = keep(own, draw_plan(stops=[draw_stop(2, 1)]))
    app = open_app(own, RONDE, plan=kept.plan_id, team="1")
    assert "heeft in dit plan geen stops" in said(app.info)


def test_what_people_wrote_reaches_the_page_as_text(own, open_app):
    kept = keep(own, draw_plan(stops=[draw_stop(label=HOSTILE, area=HOSTILE, why=HOSTILE)]))
    app = open_app(own, RONDE, plan=kept.plan_id)
    assert not app.exception
    # Set as text by the script, which a test in a real browser holds.
    assert told(app)["stops"][0]["label"] == HOSTILE


def test_a_tick_of_another_team_or_of_no_stop_is_refused_and_the_others_are_kept(own):
    workspace = open_workspace(own)
    record = service.read_patrol(workspace, keep(own).plan_id)
    sent = [
        {"id": str(UUID(int=number)), "version": 1, "team": team, "stop": stop, "kind": "arrived"}
        | {"at": round(BEGINS.timestamp() * 1000)}
        for number, (team, stop) in enumerate([(1, 1), (2, 1), (1, 9)])
    ]
    refused = {}
    assert keep_ticks(workspace, record, 1, sent, refused)
    record = service.read_patrol(workspace, record.plan_id)
    assert [(tick.team, tick.stop) for tick in record.ticks] == [(1, 1)]
    assert sorted(refused) == [str(UUID(int=1)), str(UUID(int=2))]
    # Sent once more it is nothing new: the page comes to rest.
    assert not keep_ticks(workspace, record, 1, sent, refused)


def test_a_tick_of_an_unknown_kind_is_refused_so_that_the_phone_lets_go_of_it(own):
    workspace = open_workspace(own)
    record = service.read_patrol(workspace, keep(own).plan_id)
    odd = {"id": str(UUID(int=7)), "version": 1, "team": 1, "stop": 1, "kind": "seen", "at": 1}
    refused = {}
    assert keep_ticks(workspace, record, 1, [odd], refused)
    assert list(refused) == [str(UUID(int=7))]
    assert not keep_ticks(workspace, record, 1, [odd], refused)
    assert not service.read_patrol(workspace, record.plan_id).ticks


@contextmanager
def held(root):
    """Let another process hold the store, as an import does."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(open_workspace(root).store_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "here\n"
        yield
    finally:
        process.kill()
        process.communicate()


def test_while_another_process_holds_the_store_the_round_stays_and_says_so(
    own, open_app, monkeypatch
):
    monkeypatch.setattr(connection, "_LOCK_WAIT_SECONDS", 0.1)
    kept = keep(own)
    app = open_app(own, RONDE, plan=kept.plan_id, team="1")
    shown = told(app)
    with held(own):
        app.run()
        assert not app.exception
        assert not app.error
        assert told(app) == shown
        assert "Nog niet opgeslagen" in said(app.warning)
    app.run()
    assert "Nog niet opgeslagen" not in said(app.warning)


def test_a_round_that_was_not_open_before_says_that_the_store_is_in_use(own, open_app, monkeypatch):
    monkeypatch.setattr(connection, "_LOCK_WAIT_SECONDS", 0.1)
    kept = keep(own)
    with held(own):
        app = open_app(own, RONDE, plan=kept.plan_id)
        assert not app.exception
        assert len(app.error) == 1


def test_the_round_says_beforehand_what_not_to_do_without_a_connection(own, open_app):
    app = open_app(own, RONDE, plan=keep(own).plan_id)
    assert "Vernieuw deze pagina niet zonder verbinding" in said(app.caption)


def test_presence_without_a_plan_says_where_to_begin(empty, open_block):
    app = open_block(empty)
    assert not app.exception
    assert "Er is nog geen plan bewaard" in said(app.info)


def test_presence_shows_what_was_planned_and_done_with_its_files(own, open_block):
    begins = datetime(2018, 11, 5, 16, tzinfo=BEGINS.tzinfo)
    for week in range(3):
        shift = begins + timedelta(weeks=week)
        stop = draw_stop(begins=shift, label=HOSTILE, x=102_298.3, y=430_585.6)
        kept = keep(own, SavedPlan(terms=draw_terms(shift), stops=(stop,)), at=shift)
        arrived = draw_tick(kept, 1, minutes=0)
        tick(own, arrived, draw_tick(kept, 2, TickKind.LEFT, minutes=12))
    app = open_block(own)
    assert not app.exception
    assert "3 bezoeken gedaan van 3 geplande (klein aantal)" in said(app.markdown)
    assert "36 minuten ter plaatse" in said(app.markdown)
    assert HOSTILE not in links(app)
    assert "&lt;img" in links(app)
    labels = [button.proto.label for button in app.get("download_button")]
    assert [label for label in labels if "Per" in label] == [
        "Per hotspot (CSV)",
        "Per hotspot (Excel)",
        "Per week (CSV)",
        "Per week (Excel)",
    ]
    assert "telt niet minder zwaar omdat een bezoek niets opleverde" in said(app.caption)
    assert "Vuistregels" in said(app.caption)
    assert "Dit is geen proef" in said(app.caption)
    assert "werkt" not in said(app.markdown)


def test_the_days_of_presence_stand_in_the_link(own, open_block):
    keep(own)
    app = open_block(own, **{"dosering-weken": "4", "dosering-tot": "2019-01-04"})
    assert not app.exception
    assert app.selectbox[0].value == 4
    report = service.report_dosage(
        open_workspace(own), Period(first=BEGINS.date() - timedelta(days=27), last=BEGINS.date())
    )
    assert report.dosage.spots["planned_visits"].sum() == 4
    assert "0 bezoeken gedaan van 4 geplande" in said(app.markdown)
