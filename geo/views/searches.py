"""Patrol plans made better while people look at the first one: the newest question first."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from threading import Condition, Thread
from time import monotonic
from typing import Final

from geo.errors import HotspotkaartError, forget_frames
from geo.service.patrol.answers import PatrolAdvice

# One after the other: each plan that can be done.
Begin = Callable[[], Iterator[PatrolAdvice]]

# An answer holds its places and ways: a few hundred kB.
_KEPT: Final = 48

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """How far a search is.

    Parameters
    ----------
    best
        The last plan that it made; None before the first.
    steps
        How many plans it has made.
    has_ended
        Whether there are no more to come.
    problem
        What stopped it, if anything did.
    """

    best: PatrolAdvice | None = None
    steps: int = 0
    has_ended: bool = False
    problem: Exception | None = None


def stop_in_time(
    search: Iterator[PatrolAdvice],
    *,
    seconds: float,
    growth: float,
    clock: Callable[[], float] = monotonic,
) -> Iterator[PatrolAdvice]:
    """Take plans from a search until the next one would come too late.

    No step is broken off: each plan is that of its own number of steps, which it tells, and the
    clock only settles how many plans there are.

    Parameters
    ----------
    search
        Plans, each sought longer than the one before.
    seconds
        How long all of them may take together.
    growth
        How many times longer a plan takes than the one before.
    clock
        Seconds from any moment; the time between two plans in which nobody searches counts not.
    """
    spent = 0.0
    while True:
        begun = clock()
        plan = next(search, None)
        if plan is None:
            return
        took = clock() - begun
        spent += took
        yield plan
        if spent + growth * took > seconds:
            return


class SearchDesk:
    """Where plans are made better away from the pages, a step at a time.

    It belongs to the program and not to a visitor: what one of them asked, all others find, and a
    search goes on where it was left. What a window asked is dropped when it asks something else or
    stops, unless others want it too; the step that is at hand is done first.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._found: OrderedDict[Hashable, Found] = OrderedDict()
        self._searches: dict[Hashable, Iterator[PatrolAdvice]] = {}
        self._wishes: OrderedDict[str, Hashable] = OrderedDict()
        self._worker: Thread | None = None

    def find(self, key: Hashable) -> Found:
        """Return how far the search for a question is."""
        with self._changed:
            return self._found.get(key, Found())

    def ask(self, visitor: str, key: Hashable, begin: Begin) -> None:
        """Have a better plan looked for, in place of what this visitor asked before.

        Parameters
        ----------
        visitor
            Name of a window.
        key
            The question, with the state of all that its answer depends on.
        begin
            Begins the search where nobody has asked it before; the same each time.
        """
        with self._changed:
            self._wishes[visitor] = key
            self._wishes.move_to_end(visitor)
            if key not in self._found:
                self._found[key] = Found()
                self._searches[key] = begin()
                self._tidy()
            if self._worker is None and self._next() is not None:
                self._worker = Thread(target=self._work, name="searches", daemon=True)
                self._worker.start()

    def drop(self, visitor: str) -> None:
        """Forget what a visitor asked; what was found of it stays."""
        with self._changed:
            self._wishes.pop(visitor, None)

    def settle(self, *, timeout_seconds: float) -> bool:
        """Wait until nothing is left to do; return whether that came to be."""
        with self._changed:
            return self._changed.wait_for(lambda: self._worker is None, timeout_seconds)

    def _work(self) -> None:
        while (key := self._take()) is not None:
            told = self._step(key)
            with self._changed:
                if key in self._found:
                    self._found[key] = told
                if told.has_ended:
                    self._searches.pop(key, None)

    def _take(self) -> Hashable | None:
        with self._changed:
            key = self._next()
            if key is None:
                self._worker = None
                self._changed.notify_all()
            return key

    def _next(self) -> Hashable | None:
        wanted = reversed(self._wishes.values())
        return next((key for key in wanted if key in self._searches), None)

    def _step(self, key: Hashable) -> Found:
        before = self.find(key)
        search = self._searches[key]
        try:
            better = next(search, None)
        except Exception as problem:  # noqa: BLE001
            if not isinstance(problem, HotspotkaartError):
                _LOG.error("a search stopped on something unforeseen", exc_info=problem)
            forget_frames(problem)
            return Found(before.best, before.steps, has_ended=True, problem=problem)
        if better is None:
            return Found(before.best, before.steps, has_ended=True)
        return Found(better, before.steps + 1)

    def _tidy(self) -> None:
        wanted = set(self._wishes.values())
        old = [key for key in self._found if key not in wanted]
        for key in old[: max(len(self._found) - _KEPT, 0)]:
            del self._found[key]
            self._searches.pop(key, None)
