"""Every role before every command, and what comes out of it and of the files of each page."""

import ast
from pathlib import Path

import pandas as pd
import pytest
import typer.main
from placement_drawings import draw_placement
from towns import NOW, OOST, WEST, make_town
from visit_drawings import draw_plan, draw_stop

from geo import service
from geo.access import RIGHTS, Right, Role, Viewer
from geo.agreements import ActionKind, AgreementPlan, Measure, Party
from geo.cli import app
from geo.params import Period
from geo.placements import Site, Siting
from geo.service.opening import open_store
from geo.views.pages import PAGES
from geo.views.reception import list_open

VIEWS = Path(__file__).resolve().parents[1] / "geo" / "views"
ROLES = ("wijkagent", "openbare_orde", "beleid", "beheer")
SPAN = ("--from", "2018-01-01", "--to", "2018-12-31")
THEME = ("--theme", "jeugdoverlast")
FILE = "{folder}/file.csv"
SET = "{folder}/points.parquet"
RANKED = ("--out", "{folder}/wijken.csv", "--hotspots-out", "{folder}/hotspots.csv")
TEAM = ("--team", "foot", "--base", "500400,5700400")
RANGE = ("--range-m", 60)

# Command, who may give it (wijkagent, openbare orde, beleid, beheer), and words that it takes.
# A command that asks nothing of a workspace is for everybody.
TABLE = [
    ("setup", "...x", ()),
    ("import", "...x", (FILE,)),
    ("hotspots", "xx..", (*THEME, *SPAN)),
    ("forecast", "xx.x", (*THEME, "--as-of", "2018-12-01", "--out", FILE)),
    ("backtest", "xx.x", THEME),
    ("repeats", "xx.x", (*THEME, *SPAN)),
    ("alerts", "xx..", (*THEME, "--as-of", "2018-05-20")),
    ("cells", "xx.x", (*THEME, *SPAN)),
    ("overview", "xxxx", SPAN),
    ("report", ".xx.", (*THEME, *SPAN, "--audience", "council", "--out", "{folder}/file.pptx")),
    ("register", "xxxx", ("{folder}/register.json",)),
    ("demo", "...x", (FILE, *SPAN)),
    ("backup", "...x", (FILE,)),
    ("restore", "...x", (FILE,)),
    ("health", "...x", ()),
    ("retention", "...x", ("--dry-run",)),
    ("serve", "xxxx", ()),
    (
        "action agree",
        "xx..",
        (
            *("--kind", "patrol", "--who", "boa", "--begin", "2019-02-01", "--end", "2019-03-01"),
            *(*THEME, "--area", "P1", "--times", 8),
        ),
    ),
    ("action list", "xx..", ()),
    ("action revise", "xx..", (1, "--why", "Klaar", "--status", "busy")),
    ("action result", "xx..", (1, "--as-of", "2018-12-31")),
    ("areas import", "...x", (FILE, "--layer", "wijken")),
    ("areas drop", "...x", ("--layer", "parks")),
    ("areas check", "xxxx", ()),
    ("areas update", "...x", ("--year", 2024)),
    ("audit show", "...x", ()),
    ("audit verify", "...x", ()),
    ("audit export", "...x", (FILE,)),
    ("camera advise", ".x..", (*THEME, *SPAN, *RANGE)),
    ("camera solve", "xxxx", (FILE, FILE, *RANGE, "--units", 1)),
    (
        "camera place",
        ".x..",
        (
            *(*THEME, *SPAN, *RANGE, "--purpose", "Rust", "--use-from", "2019-02-01"),
            *("--use-to", "2019-03-01", "--reduction", 0.3),
        ),
    ),
    ("camera placements", "xx..", ()),
    ("camera revise", ".x..", (1, "--why", "Anders", "--purpose", "Anders")),
    ("camera survey", ".x..", (1, "--moment", "before", "--asked", 9, "--safe", 4)),
    ("camera evaluate", ".x..", ("--all",)),
    ("camera factsheet", ".x..", (1, "--out", "{folder}/sheet.pdf")),
    ("data check", "xx.x", ()),
    ("imports list", "...x", ()),
    ("imports undo", "...x", ("--dry-run",)),
    ("country rank", "....", ("--points", SET, "--eps-m", 100, "--min-samples", 5, *RANKED)),
    ("incidents export", "xx..", ("--out", "{folder}/points")),
    ("incidents sources", "xx.x", ()),
    ("incidents summary", "xxxx", ()),
    ("mappings list", "xxxx", ()),
    ("mappings show", "xxxx", ("generic",)),
    ("models tune", "...x", THEME),
    ("opendata import", "...x", (FILE,)),
    ("opendata update", "...x", ()),
    ("opendata check", "xxxx", ()),
    ("patrol plan", "x...", (*THEME, *SPAN, *TEAM, "--begins", "2019-01-04T18:00")),
    ("patrol plans", "x...", ()),
    ("patrol visit", "x...", ("{plan}", "--team", 1, "--stop", 1, "--kind", "arrived")),
    ("patrol dosage", "x...", ("--from", "2019-01-01", "--to", "2019-01-31")),
    ("patrol week", "x...", (*THEME, *SPAN, *TEAM, "--week", "2019-01-07", "--days", 2)),
    ("quarantine export", "...x", (FILE,)),
    ("streets import", "...x", (FILE,)),
    ("workspace init", "xxxx", ()),
]
# They tell what they read, of the own wijken alone: nothing else may make a difference to them.
READING = [
    *("hotspots", "forecast", "repeats", "alerts", "cells", "overview", "action list"),
    *("action result", "camera placements", "data check", "incidents sources"),
    *("incidents summary", "patrol plans", "patrol dosage"),
]


def list_commands(group, above=()):
    for name, command in group.commands.items():
        words = (*above, name)
        if hasattr(command, "commands"):
            yield from list_commands(command, words)
        else:
            yield " ".join(words)


def put_down(town, place, *, area):
    """Keep a plan, a placement and an agreement at a place."""
    x, y = (float(value) for value in place)
    plan = draw_plan(stops=(draw_stop(1, 1, "hotspot:1", x=x, y=y),))
    site = Site(place=(x, y), points=12.5, incidents=20)
    service.record_placement(
        town, draw_placement(siting=Siting(chosen=site, suggested=site)), now=NOW
    )
    ground = service.freeze_area(town, area, service.list_layers(town))
    agreed = AgreementPlan(
        kind=ActionKind.PATROL,
        parties=(Party.BOA,),
        used=Period(first=NOW.date(), last=NOW.date()),
        themes=("jeugdoverlast",),
        measure=Measure.ACTIONS,
        to=4,
    )
    service.record_agreement(town, service.plan_agreement(town, ground, agreed), now=NOW)
    with open_store(town, to_write=True) as store:
        return store.patrols.add_plan(plan, recorded_at=NOW).plan_id


def draw_rows(place):
    return [
        (code, f"2018-{month:02}-{day:02} 2{day % 3}:30", place)
        for code in ("E35", "1.1.1")
        for month in (4, 5, 9)
        for day in range(1, 13)
    ]


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    """Two towns that are alike in one wijk; in the other one the second has nothing."""
    made = []
    for name, rows in (("both", [*draw_rows(WEST), *draw_rows(OOST)]), ("west", draw_rows(WEST))):
        town = make_town(tmp_path_factory.mktemp(name), rows)
        plan = put_down(town, WEST, area="W1")
        if name == "both":
            put_down(town, OOST, area="W2")
        made.append((town.root, plan))
    return made


def fill_in(words, folder, plan):
    return [str(word).format(folder=folder, plan=plan) for word in words]


def test_every_command_has_a_row():
    assert sorted(list_commands(typer.main.get_command(app))) == sorted(row[0] for row in TABLE)


@pytest.mark.parametrize("number", range(len(ROLES)), ids=ROLES)
def test_a_command_that_is_not_for_a_role_says_so_and_writes_nothing(towns, run, tmp_path, number):
    root, plan = towns[0]
    (tmp_path / "file.csv").write_text("id,start,x,y,code\n", encoding="utf-8")
    pd.DataFrame({"x": [500_100.0], "y": [5_700_100.0]}).to_parquet(tmp_path / "points.parquet")
    before = sorted(tmp_path.iterdir())
    for command, marks, words in TABLE:
        if marks[number] == "x":
            continue
        wijk = ("--wijk", "W1") if ROLES[number] == "wijkagent" else ()
        asked = ("-w", root, "--role", ROLES[number], *wijk, "--json")
        code, out, problem = run(*asked, *command.split(), *fill_in(words, tmp_path, plan))
        assert code == 1, (command, out, problem)
        assert '"access-refused"' in out, (command, out)
        assert sorted(tmp_path.iterdir()) == before, command


@pytest.mark.parametrize("command", READING)
def test_what_lies_in_another_wijk_makes_no_difference_to_a_wijkagent(
    towns, run, tmp_path, command
):
    ((marks, words),) = [row[1:] for row in TABLE if row[0] == command]
    assert marks[0] == "x"
    told = []
    for root, plan in towns:
        folder = tmp_path / root.parent.name
        folder.mkdir()
        asked = ("-w", root, "--role", "wijkagent", "--wijk", "W1", "--json")
        code, out, problem = run(*asked, *command.split(), *fill_in(words, folder, plan))
        assert code == 0, problem
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        told.append((out.replace(str(folder), ""), files))
    assert told[0] == told[1]


# Where files are put together for a page, the pages that offer them, and what is in them: "few" may
# tell a few incidents or where they are, "told" is held back from who may not see few, "none" has
# nothing of incidents.
MADE_IN = {
    "blocks/agreement/listing.py:show_list": ("acties", "few"),
    "blocks/areas.py:_offer": ("gegevens", "none"),
    "blocks/camera/files.py:offer_advice": ("camera", "few"),
    "blocks/cells.py:_offer": ("bewijs", "few"),
    "blocks/comparison.py:_offer_changes": ("hotspots", "few"),
    "blocks/driehoek/files.py:offer_meeting": ("driehoek", "told"),
    "blocks/evidence.py:_show_report": ("bewijs", "few"),
    "blocks/history.py:show_history": ("gegevens", "few"),
    "blocks/keeping.py:_offer": ("gegevens", "few"),
    "blocks/outlook.py:_offer": ("bewijs", "few"),
    "blocks/patrol/dosage.py:_show_report": ("patrouille", "few"),
    "blocks/patrol/dosage.py:_show_verdict": ("patrouille", "few"),
    "blocks/patrol/files.py:_list_files": ("patrouille", "few"),
    "blocks/patrol/files.py:_list_papers": ("patrouille", "few"),
    "blocks/patrol/week.py:_show": ("patrouille", "few"),
    "blocks/placement/evaluation.py:_show_figures": ("camera", "few"),
    "blocks/placement/factsheet.py:list_files": ("camera", "few"),
    "blocks/placement/overview.py:_show_list": ("camera", "few"),
    "blocks/quality.py:offer_findings": ("gegevens", "few"),
    "blocks/reading.py:_choose_mapping": ("gegevens", "none"),
    "blocks/refused.py:_offer_rows": ("gegevens", "few"),
    "blocks/register.py:_offer": ("verantwoording", "none"),
    "blocks/repeats.py:_show_report": ("bewijs", "few"),
    "blocks/takeaways.py:offer_area": ("wijk", "few"),
    "blocks/takeaways.py:offer_report": ("hotspots", "few"),
    "blocks/usage.py:show_usage": ("gegevens", "none"),
    "overzicht.py:_show_downloads": ("overzicht", "told"),
    "verantwoording.py:_show_themes": ("verantwoording", "none"),
}
MAKERS = {"TakeAway", "page_file", "shape_files", "table_files", "download_button"}
# What may not be seen by who sees no few, and pages that ask for one of these.
OF_FEW = {Right.POINTS, Right.EVIDENCE, Right.CAMERA, Right.PATROL, Right.MANAGE}


def find_makers():
    found = set()
    for path in VIEWS.rglob("*.py"):
        if path.name == "downloads.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            called = {
                getattr(call.func, "attr", getattr(call.func, "id", ""))
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
            }
            if called & MAKERS:
                found.add(f"{path.relative_to(VIEWS).as_posix()}:{node.name}")
    return found


def test_every_function_that_makes_a_file_for_a_page_has_a_row():
    assert find_makers() == set(MADE_IN)


@pytest.mark.parametrize("role", ROLES)
def test_a_file_of_few_is_on_no_page_of_who_may_not_see_few(role):
    opened = {
        entry.file.removesuffix(".py") for entry in list_open(Viewer(frozenset({Role(role)})))
    }
    offered = {what for page, what in MADE_IN.values() if page in opened}
    assert ("few" in offered) == (Right.FEW in RIGHTS[Role(role)])


def test_a_page_with_files_of_few_asks_for_a_right_of_who_sees_them():
    asked = {entry.file.removesuffix(".py"): entry.right for entry in PAGES}
    assert {asked[page] for page, what in MADE_IN.values() if what == "few"} <= OF_FEW
    assert all(Right.FEW in RIGHTS[role] for role in RIGHTS if RIGHTS[role] & OF_FEW)
