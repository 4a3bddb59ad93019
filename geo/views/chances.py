"""Hotspots weighed while people look at the page already: the newest question first."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from functools import partial
from threading import Condition, Thread
from typing import Final, Protocol

from geo.analysis.significance import Tell
from geo.errors import HotspotkaartError, forget_frames
from geo.params import Question
from geo.service.answers import HotspotSignificance

# State of the workspace, and what was asked in it.
Key = tuple[object, Question]
# What came of it: chances, or what stopped the work.
Outcome = HotspotSignificance | Exception

# Answers are small: one number a hotspot.
_KEPT: Final = 512

_LOG = logging.getLogger(__name__)


class Weigh(Protocol):
    """Weighs the hotspots that answer a question."""

    def __call__(self, *, tell: Tell | None = None) -> HotspotSignificance:
        """Tell now and then how far it is; what ``tell`` raises stops it."""


class ChanceDesk:
    """Where hotspots are weighed away from the pages, one question at a time.

    It belongs to the program and not to a visitor: what one of them asked, all others find. What a
    window asked is dropped when it asks something else, unless others want it too; of a window that
    is closed it does not hear. The newest question goes first. It is done in a thread, which can be
    stopped between two blocks of simulations and ends with the program; NumPy lets the pages go on
    meanwhile.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._found: OrderedDict[Key, Outcome] = OrderedDict()
        self._orders: dict[Key, Weigh] = {}
        self._wishes: dict[str, frozenset[Key]] = {}
        self._worker: Thread | None = None

    def find(self, key: Key) -> Outcome | None:
        """Return what is known of a question; None as long as nothing is."""
        with self._changed:
            return self._found.get(key)

    def keep(self, key: Key, outcome: Outcome) -> None:
        """Keep an answer for whoever asks the same."""
        with self._changed:
            self._found[key] = outcome
            self._found.move_to_end(key)
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
            self._changed.notify_all()

    def weigh(self, key: Key, find: Callable[[], HotspotSignificance]) -> None:
        """Answer a question here and now, and keep what comes of it.

        Whatever stops it is kept in place of an answer: the page goes on, and tells of it.
        """
        try:
            self.keep(key, find())
        except _UnwantedError:
            raise
        except Exception as problem:  # noqa: BLE001
            if not isinstance(problem, HotspotkaartError):
                _LOG.error("weighing stopped on something unforeseen", exc_info=problem)
            forget_frames(problem)
            self.keep(key, problem)

    def ask(self, visitor: str, orders: Mapping[Key, Weigh]) -> None:
        """Have questions answered, in place of those that this visitor asked before.

        Parameters
        ----------
        visitor
            Name of a window: what it looked at before is dropped, unless others look at it.
        orders
            How to answer each question; none of them to look at nothing any more.
        """
        with self._changed:
            self._wishes[visitor] = frozenset(orders)
            if not orders:
                del self._wishes[visitor]
            # What is at the end goes first: the newest, and of a page what it asked first.
            for key, weigh in reversed(tuple(orders.items())):
                self._orders.pop(key, None)
                self._orders[key] = weigh
            if self._orders and self._worker is None:
                self._worker = Thread(target=self._work, name="chances", daemon=True)
                self._worker.start()

    def knows(self, keys: Collection[Key]) -> bool:
        """Whether all of these questions have been answered."""
        with self._changed:
            return all(key in self._found for key in keys)

    def settle(self, *, timeout_seconds: float) -> bool:
        """Wait until nothing is left to do; return whether that came to be."""
        with self._changed:
            return self._changed.wait_for(lambda: self._worker is None, timeout_seconds)

    def _work(self) -> None:
        while (order := self._take()) is not None:
            key, weigh = order
            try:
                self.weigh(key, partial(weigh, tell=partial(self._check, key)))
            except _UnwantedError:
                continue

    def _take(self) -> tuple[Key, Weigh] | None:
        with self._changed:
            while self._orders:
                key, weigh = self._orders.popitem()
                if key not in self._found and self._is_wanted(key):
                    return key, weigh
            self._worker = None
            self._changed.notify_all()
            return None

    def _check(self, key: Key, _: float) -> None:
        with self._changed:
            if not self._is_wanted(key):
                raise _UnwantedError

    def _is_wanted(self, key: Key) -> bool:
        return any(key in wish for wish in self._wishes.values())


class _UnwantedError(Exception):
    """Nobody looks at the question any more."""
