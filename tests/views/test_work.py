import gc
import subprocess
import sys
import threading
import weakref
from concurrent.futures import wait
from datetime import UTC, datetime

import pytest

from geo.errors import StoreError
from geo.views.work import Desk, Job, Shelf

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OURS = StoreError("store-locked", expected="a", got="b", remedy="c")


@pytest.fixture
def desk():
    return Desk()


def job(title="werk"):
    return Job("Inlezen", title, NOW)


def fail(problem):
    raise problem


def test_work_tells_how_far_it_is_and_keeps_what_came_of_it(desk):
    told, looked = threading.Event(), threading.Event()

    def work(tell):
        tell(0.5, "half.csv")
        told.set()
        assert looked.wait(60)
        return 42

    assert desk.start(job(), work)
    assert told.wait(60)
    running = desk.job
    assert (running.running, running.share, running.step) == (True, 0.5, "half.csv")
    looked.set()
    assert running.outcome == 42
    assert (running.running, running.problem) == (False, None)


def test_one_piece_of_work_at_a_time(desk):
    go_on = threading.Event()
    first, second = job("eerste"), job("tweede")
    assert desk.start(first, lambda _: go_on.wait(60))
    assert not desk.start(second, lambda _: pytest.fail("ran beside the first"))
    assert desk.job is first
    desk.clear(first)
    assert desk.job is first
    go_on.set()
    wait([first.future], timeout=60)
    assert desk.start(second, lambda _: "tweede")
    assert desk.job.outcome == "tweede"


def test_what_stopped_the_work_is_kept_and_the_next_goes_on(desk, caplog):
    first = job()
    desk.start(first, lambda _: fail(OURS))
    assert (first.problem, first.outcome) == (OURS, None)
    assert "unforeseen" not in caplog.text
    second = job()
    assert desk.start(second, lambda _: fail(ZeroDivisionError()))
    assert isinstance(second.problem, ZeroDivisionError)
    assert desk.job is second


def test_work_that_was_replaced_is_not_cleared_away(desk):
    first, second = job(), job()
    desk.start(first, lambda _: 1)
    wait([first.future], timeout=60)
    desk.start(second, lambda _: 2)
    wait([second.future], timeout=60)
    desk.clear(first)
    assert desk.job is second
    desk.clear(second)
    assert desk.job is None


def test_a_problem_that_is_kept_keeps_nothing_else_in_memory(desk):
    class Large:
        pass

    kept = []

    def work(_):
        large = Large()
        kept.append(weakref.ref(large))
        try:
            fail(KeyError("inner"))
        except KeyError as problem:
            raise OURS from problem

    first = job()
    desk.start(first, work)
    assert first.problem is OURS
    # The worker takes its next work once it has let go of the last.
    desk.start(job(), lambda _: None)
    wait([desk.job.future], timeout=60)
    gc.collect()
    assert kept[0]() is None


def test_a_question_is_worked_out_once_for_all_who_ask():
    shelf, runs = Shelf(), []

    def work(_):
        runs.append(1)
        return 42

    first = shelf.ask("vraag", job(), work)
    wait([first.future], timeout=60)
    again = shelf.ask("vraag", job("nog eens"), work)
    assert again is first
    assert (again.outcome, len(runs)) == (42, 1)
    assert shelf.find("vraag") is first
    assert shelf.find("andere vraag") is None


def test_a_second_question_waits_its_turn_and_is_not_turned_away():
    shelf, go_on = Shelf(), threading.Event()
    shelf.ask("eerste", job(), lambda _: go_on.wait(60))
    second = shelf.ask("tweede", job(), lambda _: "tweede")
    assert second.running
    go_on.set()
    assert second.outcome == "tweede"


def test_the_newest_question_goes_first():
    shelf, go_on, begun, order = Shelf(), threading.Event(), threading.Event(), []

    def hold(_):
        begun.set()
        return go_on.wait(60)

    shelf.ask("bezig", job(), hold)
    assert begun.wait(60)
    asked = [shelf.ask(name, job(), lambda _, name=name: order.append(name)) for name in "abc"]
    assert shelf.ask("a", job(), lambda _: pytest.fail("was asked before")) is asked[0]
    go_on.set()
    wait([one.future for one in asked], timeout=60)
    assert order == ["a", "c", "b"]


def test_a_program_that_stops_leaves_questions_unanswered():
    script = """
from datetime import UTC, datetime
from threading import Event
from geo.views.work import Job, Shelf
shelf, begun = Shelf(), Event()
for name in "ab":
    shelf.ask(name, Job("", name, datetime.now(UTC)), lambda _: begun.set() or Event().wait())
print(begun.wait(60), flush=True)
"""
    run = [sys.executable, "-c", script]
    assert subprocess.run(run, capture_output=True, timeout=60, check=True).stdout == b"True\n"


def test_the_answer_asked_for_longest_ago_goes_first_and_none_that_is_on_its_way():
    shelf, go_on = Shelf(most=2), threading.Event()
    waiting = shelf.ask("bezig", job(), lambda _: go_on.wait(60))
    later = [shelf.ask(name, job(), lambda _: 1) for name in ("a", "b")]
    assert shelf.find("bezig") is waiting
    go_on.set()
    wait([waiting.future, *(one.future for one in later)], timeout=60)
    shelf.ask("a", job(), lambda _: pytest.fail("was known"))
    shelf.ask("c", job(), lambda _: "c")
    assert [shelf.find(name) is not None for name in ("bezig", "b", "a", "c")] == [
        False, True, True, True,
    ]  # fmt: skip


def test_where_many_wait_the_one_that_was_asked_longest_ago_is_dropped_and_can_be_asked_again():
    shelf, go_on, begun = Shelf(most=8, most_waiting=2), threading.Event(), threading.Event()
    first = shelf.ask("bezig", job(), lambda _: (begun.set(), go_on.wait(60)))
    assert begun.wait(60)
    waiting = {name: shelf.ask(name, job(), lambda _, name=name: name) for name in "abc"}
    shelf.ask("b", job(), lambda _: pytest.fail("was asked before"))
    waiting["d"] = shelf.ask("d", job(), lambda _: "d")
    assert not first.future.cancelled()
    assert [name for name in "abcd" if waiting[name].future.cancelled()] == ["a", "c"]
    assert shelf.find("a") is shelf.find("c") is None
    again = shelf.ask("a", job(), lambda _: "again")
    go_on.set()
    assert again.outcome == "again"


def test_answers_are_kept_however_many_wait():
    """Else whoever waits for one finds it gone, and asks again without end."""
    shelf, go_on = Shelf(most=2, most_waiting=20), threading.Event()
    assert shelf.ask("klaar", job(), lambda _: 1).outcome == 1
    shelf.ask("bezig", job(), lambda _: go_on.wait(60))
    for name in range(10):
        shelf.ask(name, job(), lambda _: 2)
    assert shelf.find("klaar").outcome == 1
    go_on.set()


def test_a_failure_is_kept_until_it_is_forgotten():
    shelf = Shelf()
    failed = shelf.ask("vraag", job(), lambda _: fail(OURS))
    assert failed.problem is OURS
    assert failed.outcome is None
    assert shelf.ask("vraag", job(), lambda _: 1) is failed
    shelf.forget("vraag")
    assert shelf.ask("vraag", job(), lambda _: 1).outcome == 1


def test_what_is_forgotten_before_its_turn_is_never_begun():
    shelf, go_on = Shelf(), threading.Event()
    shelf.ask("eerste", job(), lambda _: go_on.wait(60))
    second = shelf.ask("tweede", job(), lambda _: pytest.fail("was forgotten"))
    shelf.forget("tweede")
    go_on.set()
    assert second.future.cancelled()
    assert shelf.find("tweede") is None
