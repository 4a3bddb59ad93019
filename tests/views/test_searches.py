import threading

import pytest
from patrol_kits import make_kit

from geo.errors import ParamsError
from geo.views.searches import Found, SearchDesk, stop_in_time

OURS = ParamsError("patrol-shift", expected="a", got="b", remedy="c")


@pytest.fixture
def desk():
    return SearchDesk()


@pytest.fixture
def plans():
    """Three plans, told apart by who they are."""
    return [make_kit(count).advice for count in (1, 2, 3)]


def begin(made, *, began=None, problem=None):
    """A search that makes these plans, one a step."""

    def search():
        if began is not None:
            began.append(1)
        yield from made
        if problem is not None:
            raise problem

    return search


def test_a_search_ends_with_the_last_plan_that_it_made(desk, plans):
    assert desk.find("a") == Found()
    desk.ask("venster", "a", begin(plans))
    assert desk.settle(timeout_seconds=60)
    found = desk.find("a")
    assert found.best is plans[-1]
    assert (found.steps, found.has_ended, found.problem) == (3, True, None)


def take(plans, took):
    """Plans that each took so many seconds, as far as they come in time."""
    moments = iter([moment for seconds in took for moment in (0, seconds)])
    told = stop_in_time(iter(plans), seconds=10, growth=5, clock=lambda: next(moments))
    return list(told)


@pytest.mark.parametrize(
    ("took", "kept"), [([0.1, 0.4, 2], 3), ([0.5, 2, 9], 2), ([2, 9, 45], 1), ([30, 1, 1], 1)]
)
def test_a_plan_that_would_come_too_late_is_not_begun(plans, took, kept):
    assert take(plans, [*took, 0]) == plans[:kept]


def test_what_was_found_is_not_looked_for_again(desk, plans):
    began = []
    for visitor in ("een", "ander"):
        desk.ask(visitor, "a", begin(plans, began=began))
        assert desk.settle(timeout_seconds=60)
    assert began == [1]


def test_what_nobody_wants_any_more_waits_and_goes_on_where_it_was(desk, plans):
    at_it, go_on = threading.Event(), threading.Event()

    def slow():
        yield plans[0]
        at_it.set()
        assert go_on.wait(60)
        yield plans[1]
        yield plans[2]

    desk.ask("venster", "a", slow)
    assert at_it.wait(60)
    desk.drop("venster")
    go_on.set()
    assert desk.settle(timeout_seconds=60)
    # The step that was at hand is done first.
    assert desk.find("a") == Found(plans[1], 2)
    desk.ask("ander", "a", slow)
    assert desk.settle(timeout_seconds=60)
    assert desk.find("a") == Found(plans[2], 3, has_ended=True)


def test_another_question_of_a_window_takes_the_place_of_the_first(desk, plans):
    at_it, go_on = threading.Event(), threading.Event()

    def slow():
        at_it.set()
        assert go_on.wait(60)
        yield from plans

    desk.ask("venster", "a", slow)
    assert at_it.wait(60)
    desk.ask("venster", "b", begin(plans))
    go_on.set()
    assert desk.settle(timeout_seconds=60)
    assert desk.find("b").has_ended
    assert not desk.find("a").has_ended


@pytest.mark.parametrize("problem", [OURS, ZeroDivisionError()])
def test_what_stops_a_search_is_kept_with_the_best_plan_so_far(desk, plans, problem):
    desk.ask("venster", "a", begin(plans, problem=problem))
    assert desk.settle(timeout_seconds=60)
    found = desk.find("a")
    assert found.best is plans[-1]
    assert found.has_ended
    assert found.problem is problem
    assert problem.__traceback__ is None


def test_the_oldest_answers_go_first(desk, plans):
    for number in range(60):
        desk.ask("venster", number, begin(plans))
        assert desk.settle(timeout_seconds=60)
    assert desk.find(0) == Found()
    assert desk.find(59).has_ended
