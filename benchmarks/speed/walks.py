"""Filters changed one after the other, by lot: each time another question."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from speed.session import Choice, Filter

# Where a walk begins; a filter goes by its name in the link.
START: Final = {"periode": "Laatste 12 maanden"}
# Days of one's own choice bring two more fields. The others are, on a store that ends with the
# year, the same days as a period beside them: what was asked before would count as new.
_LEFT_OUT: Final = frozenset({"Eigen periode", "Aanbevolen", "Dit kalenderjaar"})
# The rest is chosen one time and taken off the next: half of the questions are about everything.
_NEVER_OFF: Final = frozenset({"thema", "periode"})

Changes = dict[str, Choice]


class Walk:
    """A way through the questions that a page can be asked.

    Parameters
    ----------
    filters
        The filters of a page as it was opened.
    seed
        Same seed, same walk.
    """

    def __init__(self, filters: Mapping[str, Filter], *, seed: int) -> None:
        self._filters = filters
        self._rng = Random(seed)  # noqa: S311 - no secret
        self._chosen = {name: known.chosen for name, known in filters.items()}
        self._asked = {self._question({})}

    def steps(self) -> Iterator[Changes]:
        """Change one filter after the other, in turn, and never ask the same twice."""
        stuck = False
        while not stuck:
            stuck = True
            for name in self._filters:
                for value in self._other_values(name):
                    if self._question({name: value}) not in self._asked:
                        stuck = False
                        self._chosen[name] = value
                        self._asked.add(self._question({}))
                        yield {name: value}
                        break

    def _question(self, changes: Changes) -> tuple[tuple[str, Choice], ...]:
        return tuple((self._chosen | changes).items())

    def _other_values(self, name: str) -> list[Choice]:
        known, now = self._filters[name], self._chosen[name]
        options = [option for option in known.options if option not in _LEFT_OUT]
        self._rng.shuffle(options)
        several = isinstance(known.default, tuple)
        values: list[Choice] = [(option,) if several else option for option in options]
        off = [] if name in _NEVER_OFF else [known.default]
        return [value for value in (*off, *values) if value != now]
