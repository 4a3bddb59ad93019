"""The harness of the benchmarks: its tables, its sums, and when it keeps its figures to itself."""

import json

import drawn_areas
import harness
import pytest
import results
import scripts
import shapely
from engine_work import hold
from harness import Goal, Scale, Section, Timing, Trial, Way
from hypothesis import given
from hypothesis import strategies as st
from scripts import Aim, Paper, Script

QUICK = Scale(is_quick=True)
SIZES = st.lists(st.integers(1, 10**7), min_size=2, max_size=6, unique=True)


def add_up(size, seed):
    """A way that answers with a sum."""
    return lambda: size + seed


def add_one_more(size, seed):
    """A way that answers otherwise."""
    return lambda: size + seed + 1


def differ(ours, theirs):
    return ours != theirs


def measured(seed=1, goals=(), lines=("| a | b |",)):
    section = Section("Sums", lines, goals)
    return results.Measured(seed, "2026-11-30 12:00 UTC", "load 0.1", "a machine", section)


@given(SIZES, st.floats(0.2, 3), st.floats(1e-6, 1e-3))
def test_growth_is_the_power_of_the_size(sizes, power, each):
    seconds = [each * size**power for size in sizes]
    assert harness.fit_growth(sizes, seconds) == pytest.approx(power, abs=1e-6)


def test_one_size_has_no_growth():
    assert harness.fit_growth([1_000, 1_000], [1.0, 2.0]) is None


def test_no_time_is_told_where_answers_differ():
    ways = (Way("ours", add_up), Way("theirs", add_one_more))
    with pytest.raises(harness.UnequalAnswersError, match="theirs does not answer as ours does"):
        harness.race(ways, [10], scale=Scale(), rounds=1, differ=differ)


def test_ways_are_held_against_the_first_and_left_out_where_too_much_is_asked():
    ways = (Way("ours", add_up), Way("theirs", add_up, most=10, is_slow=True))
    found = harness.race(ways, [10, 20], scale=QUICK, rounds=3, differ=differ)
    assert [(each.size, each.way) for each in found] == [
        (10, "ours"),
        (10, "theirs"),
        (20, "ours"),
    ]
    ours, theirs = found[:2]
    assert ours.ratio == 1
    assert theirs.ratio == theirs.seconds / ours.seconds


def test_a_limit_holds_at_its_own_size_only(monkeypatch):
    monkeypatch.setattr(harness, "weigh", lambda *_: 12.0)
    trials = (Trial("sums", add_up, 100, 10, 4, 60, 1), Trial("whole", add_up, 10, 10, 4, 60))
    lines, goals = harness.try_each(trials, QUICK)
    assert len(lines) == 4
    assert [(goal.what, goal.is_met) for goal in goals] == [("whole, 10", True)]
    _, goals = harness.try_each(trials, Scale())
    assert [goal.is_met for goal in goals if goal.unit == "MB"] == [False]


def test_figures_stand_to_the_right_below_their_names():
    assert list(harness.tabulate(("way", "s"), [("ours", 1), ("theirs", "10.5")])) == [
        "| way    |    s |",
        "| ------ | ---: |",
        "| ours   |    1 |",
        "| theirs | 10.5 |",
    ]


def test_timings_are_set_out_with_their_growth():
    timings = [
        Timing(100, "ours", 0.01, 1.0, 5.0),
        Timing(1_000, "ours", 0.1, 1.0, None),
        Timing(1_000, "theirs", 250.0, 2_500.0, 6_000.0),
    ]
    lines = list(harness.set_out(timings, of="points"))
    assert lines[2:5] == [
        "| ours   |    100 |     0.01 |    1.0 |       5 |",
        "| ours   |  1,000 |      0.1 |    1.0 |       - |",
        "| theirs |  1,000 |      250 | 2500.0 |   6,000 |",
    ]
    assert lines[5:] == ["\nGrowth of ours: points to the power 1.00."]
    assert harness.pick(timings, "theirs", 100) is None
    assert harness.pick(timings, "theirs", 1_000) == timings[2]


@pytest.mark.parametrize(
    ("measured_now", "is_least", "told"),
    [
        (1.9, False, ("at most 2 s", "1.9 s", "yes")),
        (2.1, False, ("at most 2 s", "2.1 s", "NO")),
        (2.1, True, ("at least 2 s", "2.1 s", "yes")),
        (None, False, ("at most 2 s", "-", "")),
    ],
)
def test_a_goal_says_whether_it_is_met(measured_now, is_least, told):
    goal = Goal(9, "sums", 2, "s", measured_now, is_least=is_least)
    assert harness.say_goal(goal) == told


def test_goals_are_read_from_what_a_program_prints_and_the_worst_counts():
    text = "first   12.5  1,300\nsecond  10.0  1,250\n"
    aims = (
        Aim(2, "seconds", 60, "s", r"^(?:first|second) +([\d.]+)"),
        Aim(2, "memory", 2_000, "MB", r"([\d,]+)$"),
        Aim(2, "least", 11, "s", r"^\w+ +([\d.]+)", is_least=True),
        Aim(2, "absent", 1, "s", r"^third +(\d+)"),
    )
    goals = list(scripts.read_goals(aims, text))
    assert [goal.measured for goal in goals] == [12.5, 1_300, 10, None]
    assert [goal.is_met for goal in goals] == [True, True, False, None]


def test_a_program_that_fails_tells_what_it_said(tmp_path, monkeypatch):
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "benchmarks" / "failing.py").write_text("raise SystemExit('no such store')")
    (tmp_path / "benchmarks" / "telling.py").write_text("print('first 3.5')")
    monkeypatch.setattr(scripts, "PROJECT_DIR", tmp_path)
    with pytest.raises(RuntimeError, match=r"failing.py ended with 1: no such store"):
        Script("Fails", "failing.py").measure(Scale())
    told = Script("Tells", "telling.py", (Aim(2, "sums", 4, "s", r"first ([\d.]+)"),))
    section = told.measure(Scale())
    assert section.lines[2:] == ("```text", "first 3.5", "```")
    assert [goal.is_met for goal in section.goals] == [True]


def test_a_paper_that_was_not_written_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(scripts, "PROJECT_DIR", tmp_path)
    paper = Paper("Long", "docs/long.md", (Aim(8, "errors", 0, "", r"errors: (\d+)"),))
    assert paper.measure(Scale()).goals[0].is_met is None
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "long.md").write_text("errors: 0\n")
    assert paper.measure(Scale()).goals[0].is_met is True


def test_what_was_kept_is_read_back_and_put_side_by_side(tmp_path):
    for seed, seconds in ((2, 3.0), (1, 1.5)):
        goals = (Goal(9, "sums of 10", 2, "s", seconds),)
        results.keep(tmp_path, "sums", measured(seed, goals))
    kept = results.read_kept(tmp_path, "sums")
    assert [each.seed for each in kept] == [1, 2]
    assert kept[0] == measured(1, (Goal(9, "sums of 10", 2, "s", 1.5),))
    paper = results.write_paper({"sums": kept, "never": []})
    row = next(line for line in paper.splitlines() if line.startswith("| sums of 10"))
    assert [cell.strip() for cell in row.split("|")[1:-1]] == [
        "sums of 10", "9", "at most 2 s", "1.5 s yes", "3 s **NO**", "sums",
    ]  # fmt: skip
    assert "## Sums (seed 2)" in paper
    assert json.loads((tmp_path / "sums.1.json").read_text())["load"] == "load 0.1"


def test_each_benchmark_of_the_list_is_there_once():
    # The list reads in the peers, which `make test` does not install.
    run = pytest.importorskip("run", exc_type=ImportError)
    names = [entry.name for entry in run.SECTIONS]
    assert len(set(names)) == len(names)
    for entry in run.SECTIONS:
        program = getattr(entry.measure, "__self__", None)
        if isinstance(program, Script):
            assert (run.PROJECT_DIR / "benchmarks" / program.file).is_file()


def test_memory_is_that_of_the_way_alone():
    weighed = harness.weigh(hold, 20_000_000, 1)
    assert weighed is None or weighed == pytest.approx(20_000_000 * 8 / 2**20, rel=0.2)


@pytest.mark.parametrize("seed", [1, 2])
def test_drawn_areas_cover_their_square_and_share_their_edges(seed):
    areas = drawn_areas.draw_areas(12, vertices=60, seed=seed)
    assert len(areas) == 12
    assert areas.area.sum() == pytest.approx(drawn_areas.WIDTH_M**2, rel=0.02)
    assert shapely.coverage_is_valid(areas.geometry.to_numpy())
    assert 30 < areas.geometry.count_coordinates().mean() < 90
    assert areas.equals(drawn_areas.draw_areas(12, vertices=60, seed=seed))
