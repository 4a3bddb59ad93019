"""Incidents on a grid that lie in several parts: each is asked, and the answers are added up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.analysis.forecasting import NEAR_DAYS
from geo.analysis.grid import Counts, Grid
from geo.analysis.stacking import FOLDS
from geo.analysis.surfaces import HALF_LIVES_DAYS, YEAR_DAYS, History, Known, Record


class Question(Protocol):
    """A question of which the answers of parts add up: a number per cell."""

    def ask(self, record: History) -> Counts:
        """Return the answer, shape ``(record.grid.size,)``."""


@dataclass(frozen=True)
class CountKnown:
    """What was known at a day, faded: see `surfaces.count_cells`."""

    day: float
    half_life_days: float = np.inf
    last_days: float = np.inf

    def ask(self, record: History) -> Counts:
        """Return the answer of a record."""
        return record.count_known(
            self.day, half_life_days=self.half_life_days, last_days=self.last_days
        )


@dataclass(frozen=True)
class Observe:
    """What started in so many days from a day on, as far as it was over ``by`` a later day."""

    day: float
    days: float
    by: float | None = None

    def ask(self, record: History) -> Counts:
        """Return the answer of a record."""
        if self.by is None:
            return record.observe(self.day, self.days)
        return record.observe_known(self.day, self.days, self.by)


# Puts a function to the record of every part, wherever it lies; the answers in order of the parts.
AskParts = Callable[[Callable[[Record], Any]], Iterator[Any]]


@dataclass(frozen=True, eq=False)
class PartedRecord:
    """The same as a `Record` of all parts together, without ever holding more than their counts.

    What was asked before is known by heart: `prepare` asks many questions in one round. Only the
    places of incidents themselves (`list_known`) come over whole.

    Parameters
    ----------
    grid
        The cells, the same for all parts.
    ask_parts
        Puts a function to each part.
    """

    grid: Grid
    ask_parts: AskParts
    _counts: dict[Question, Counts] = field(default_factory=dict, repr=False)
    _firsts: dict[float, float] = field(default_factory=dict, repr=False)

    def prepare(self, asked: Iterable[Question], days: Iterable[float] = ()) -> None:
        """Ask all parts many questions at once, and for the first incident known at each day."""
        questions = [each for each in dict.fromkeys(asked) if each not in self._counts]
        moments = [day for day in dict.fromkeys(days) if day not in self._firsts]
        counts = {question: np.zeros(self.grid.size) for question in questions}
        firsts = np.full(len(moments), np.inf)
        for found in self.ask_parts(partial(_answer, questions=questions, days=moments)):
            for question, values in zip(questions, found.values, strict=True):
                counts[question][found.cells] += values
            firsts = np.minimum(firsts, found.firsts)
        self._counts.update(counts)
        self._firsts.update(zip(moments, firsts.tolist(), strict=True))

    def count_known(self, day: float, *, half_life_days: float, last_days: float) -> Counts:
        """Count as `Record.count_known`."""
        return self._find(CountKnown(day, half_life_days, last_days))

    def observe(self, day: float, days: float) -> Counts:
        """Count as `Record.observe`."""
        return self._find(Observe(day, days))

    def observe_known(self, day: float, days: float, by: float) -> Counts:
        """Count as `Record.observe_known`."""
        return self._find(Observe(day, days, by))

    def find_first(self, day: float) -> float:
        """Find as `Record.find_first`."""
        if day not in self._firsts:
            self.prepare((), [day])
        return self._firsts[day]

    def list_known(self, day: float, last_days: float) -> Known:
        """List as `Record.list_known`, part after part."""
        listed = list(self.ask_parts(partial(_list_known, day=day, last_days=last_days)))
        columns = zip(*listed, strict=True) if listed else [()] * len(Known._fields)
        return Known(*(np.concatenate([np.zeros(0), *column]) for column in columns))

    def _find(self, question: Question) -> Counts:
        if question not in self._counts:
            self.prepare([question])
        # Whoever changed an answer would change it for all who ask after.
        return self._counts[question].copy()


def foresee_questions(origins: Sequence[float], days: float) -> tuple[list[Question], list[float]]:
    """List what the methods will ask that stand at these days and look so many days ahead.

    What is missing here is asked when it is needed, in a round of its own; nothing is wrong then.

    Returns
    -------
    tuple
        For `PartedRecord.prepare`: the questions, and the days.
    """
    back = range(FOLDS + 1)
    views = dict.fromkeys(origin - days * step for origin in origins for step in back)
    questions: list[Question] = [CountKnown(*view) for view in product(views, HALF_LIVES_DAYS)]
    for origin in origins:
        before = origin - days
        questions += [CountKnown(origin, last_days=YEAR_DAYS), Observe(origin, days)]
        questions += [CountKnown(day, last_days=NEAR_DAYS) for day in (origin, before)]
        questions += [Observe(origin - days * step, days, origin) for step in back[1:]]
        questions.append(Observe(before - days, days, before))
    return questions, list(origins)


class _Answers(NamedTuple):
    """What a part answers.

    ``values`` has shape ``(questions, n)`` for the ``cells`` (n,) in which the part has incidents:
    a part of a country touches few of its cells.
    """

    cells: NDArray[np.int64]
    values: Counts
    firsts: Counts


def _answer(record: Record, *, questions: Sequence[Question], days: Sequence[float]) -> _Answers:
    cells = np.unique(record.cells[record.cells >= 0])
    values = np.empty((len(questions), len(cells)))
    for row, question in enumerate(questions):
        values[row] = question.ask(record)[cells]
    return _Answers(cells, values, np.array([record.find_first(day) for day in days]))


def _list_known(record: Record, *, day: float, last_days: float) -> Known:
    return record.list_known(day, last_days)
