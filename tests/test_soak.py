"""The soak, on a store so small and for so short that it only shows that it works."""

import importlib.util
from pathlib import Path

import pytest
from speed.figures import Series
from speed.session import Run
from speed.sizes import Crowd, Size

FILE = Path(__file__).resolve().parents[1] / "benchmarks" / "soak.py"


def load_soak():
    spec = importlib.util.spec_from_file_location("soak", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


soak = load_soak()


def came_of(*, memory=(100.0,) * 9, seconds=(0.5, 1.0, 1.5), failure=""):
    runs = [Run(each, 1000, failure) for each in seconds]
    return soak.Soak(Crowd(20, 600.0), Series("crowd", 60_000, runs), memory)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, [True, True, True]),
        # What is taken while the app warms up is no growth.
        ({"memory": (10, 20, 30, 100, 100, 100, 109, 109, 109)}, [True, True, True]),
        ({"memory": (100, 100, 100, 100, 100, 100, 111, 111, 111)}, [True, False, True]),
        ({"seconds": (0.5, 2.5, 3.0)}, [True, True, False]),
        ({"failure": "Er ging iets mis"}, [False, True, True]),
    ],
)
def test_errors_growth_and_slow_answers_are_each_found(changes, holds):
    assert list(came_of(**changes).verdicts.values()) == holds


def test_the_paper_says_what_does_not_hold_with_command_and_machine():
    text = soak.write_paper(
        came_of(memory=(1, 1, 1, 100, 100, 100, 150, 150, 150), failure="Mis"),
        machine="a machine",
        day="2026-11-30",
    )
    assert "| memory grows by less than 10% | NO |" in text
    assert "| growth after the warm-up | 50.0% |" in text
    assert "Failed 3 times: Mis" in text
    assert "- Machine: a machine" in text
    assert "`python benchmarks/soak.py --sessions 20 --seconds 600 --incidents 60000`" in text


def test_sessions_are_let_loose_and_memory_is_looked_at():
    found = soak.run_soak(Size(300, 3, 60.0, 60.0), Crowd(2, 6.0), seed=1)
    assert found.asked.failures.total() == 0
    assert len(found.memory_mb) >= 3
    assert min(found.memory_mb) > 10
