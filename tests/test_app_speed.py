"""The benchmark of the app, on a store so small that it only shows that the benchmark works."""

import asyncio
from itertools import islice

import pandas as pd
import pytest
from speed.figures import Series, tabulate
from speed.server_side import measure_crowd, measure_page
from speed.serving import serve
from speed.session import Filter, Run
from speed.sizes import Crowd, Size
from speed.stores import copy_store, draw_incidents, make_store
from speed.walks import Walk, address_of, start_of

from geo import schema
from geo.store import Store
from geo.views.pages import PAGES
from geo.workspace import open_workspace

SIZE = Size(300, 3, server_seconds=60.0, browser_seconds=60.0)
PAGE = {page.title: page for page in PAGES}
WHOLE = "Hele gemeente"
FILTERS = {
    "thema": Filter("1", ("Inbraak", "Jeugd", "Fiets"), "Inbraak", "Inbraak"),
    "periode": Filter("2", ("Aanbevolen", "Laatste 12 maanden", "Alles"), "Aanbevolen", "Alles"),
    "gebied": Filter("3", (WHOLE, "Centrum (wijk)", "Oost (wijk)"), WHOLE, WHOLE),
    "dagdeel": Filter("4", ("Nacht", "Avond"), (), ()),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(
        SIZE.incidents, years=SIZE.years, seed=1, cache=tmp_path_factory.mktemp("made")
    )


@pytest.fixture
def root(store):
    with copy_store(store) as root:
        yield root


def run(what):
    return asyncio.run(asyncio.wait_for(what, 120))


def series(*runs, target=None):
    return Series("Hotspots: new question", 300, runs, target)


def test_a_made_store_holds_what_was_asked_for_and_is_made_once(store):
    workspace = open_workspace(store.root)
    with Store(workspace.store_path) as opened:
        incidents = opened.read_incidents(
            theme=None, period=None, crs=workspace.crs, timezone=workspace.timezone
        )
    assert len(incidents) == SIZE.incidents
    assert incidents[schema.STARTED_AT].dt.year.unique().tolist() == [2016, 2017, 2018]
    assert 10 < (incidents[schema.TIME_PRECISION] == "day").sum() < 60
    assert 0 < incidents.geometry.isna().sum() < 15
    again = make_store(SIZE.incidents, years=SIZE.years, seed=1, cache=store.root.parent)
    assert (again.root, again.seconds) == (store.root, 0.0)


def test_the_same_seed_draws_the_same_incidents_and_another_does_not():
    drawn = [draw_incidents(300, years=2, seed=seed) for seed in (1, 1, 2)]
    pd.testing.assert_frame_equal(drawn[0], drawn[1])
    assert not drawn[0].equals(drawn[2])


def test_more_incidents_than_the_demo_has_pile_up_on_the_same_places():
    few, many = (draw_incidents(count, years=1, seed=1) for count in (1_000, 20_000))
    places = [len(rows.drop_duplicates(["x", "y"])) / len(rows) for rows in (few, many)]
    assert places[1] < places[0] / 1.2
    assert len(many) == 20_000


def test_a_walk_changes_one_filter_a_step_and_never_asks_the_same_twice():
    steps = list(islice(Walk(PAGE["Hotspots"], FILTERS, seed=1).steps(), 12))
    chosen, asked = {name: known.chosen for name, known in FILTERS.items()}, set()
    for step in steps:
        assert len(step) == 1
        assert step.items() - chosen.items()
        chosen |= step
        assert "Aanbevolen" not in chosen.values()
        asked.add(tuple(chosen.items()))
    assert len(asked) == len(steps) == 12
    assert {name for step in steps for name in step} == set(FILTERS)


def test_a_walk_ends_when_all_has_been_asked():
    few = {"thema": FILTERS["thema"]}
    assert len(list(Walk(PAGE["Hotspots"], few, seed=1).steps())) == 2


def test_a_page_of_one_area_keeps_to_areas_and_leaves_hidden_filters_alone():
    assert start_of(PAGE["Wijk"])["gebied"] == "Centrum (wijk)"
    steps = list(islice(Walk(PAGE["Wijk"], FILTERS, seed=1).steps(), 8))
    assert {"gebied": WHOLE} not in steps
    assert not any("thema" in step for step in steps)


def test_the_first_page_has_no_address_of_its_own():
    assert [address_of(page) for page in PAGES][:2] == ["", "hotspots"]


def test_each_page_is_measured_without_a_failure(root):
    with serve(root) as server:
        told = [
            each
            for page in (PAGE["Hotspots"], PAGE["Gegevens"])
            for each in run(measure_page(server, page, size=SIZE, changes=2, seed=1))
        ]
        crowd = run(measure_crowd(server, Crowd(2, seconds=3.0), size=SIZE, seed=1))
        assert server.memory_mb()["peak"] >= server.memory_mb()["now"] > 50
    assert [len(each.runs) for each in told] == [1, 2, 2, 1, 2]
    assert len(crowd.runs) >= 2
    for each in (*told, crowd):
        assert not each.failures
        assert all(run.received_bytes > 1_000 for run in each.runs)
        assert each.is_met is not False
    # A question that was asked before is not sought again.
    assert told[2].cpu_seconds < told[1].cpu_seconds


def test_a_page_that_fails_is_told_as_failing(root):
    with serve(root) as server:
        cards = open_workspace(root).models_dir
        cards.mkdir(exist_ok=True)
        (cards / "fietsdiefstal.toml").write_text("title = 3", encoding="utf-8")
        (first, *_) = run(measure_page(server, PAGE["Gegevens"], size=SIZE, changes=1, seed=1))
    (failure,) = first.failures
    assert "fietsdiefstal.toml" in failure
    assert failure in tabulate([first])


def test_a_server_that_is_gone_is_a_failure_and_no_end(root):
    with serve(root) as server:
        page = PAGE["Gegevens"]
        told = run(measure_page(server, page, size=SIZE, changes=1, seed=1))
    assert not any(each.failures for each in told)
    with pytest.raises(OSError, match="Connect"):
        run(measure_page(server, page, size=SIZE, changes=1, seed=1))


def test_the_table_holds_medians_against_targets():
    quick = series(Run(0.1, 2_000), Run(0.2, 4_000), Run(0.9, 9_000), target=0.5)
    slow = series(Run(1.0, 2_000), target=0.5)
    broken = series(Run(0.1, 2_000, "stuk"), target=0.5)
    assert (quick.is_met, slow.is_met, broken.is_met, series(Run(1, 1)).is_met) == (
        *(True, False, False, None),
    )
    lines = tabulate([quick, slow, broken]).splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[:5]]
    assert cells[0][3:7] == ["median s", "p95 s", "target s", "met"]
    assert cells[2][2:7] == ["3", "0.20", "0.90", "0.5", "yes"]
    assert cells[3][2:7] == ["1", "1.00", "1.00", "0.5", "NO"]
    assert lines[-1] == "failed 1 times: stuk"
