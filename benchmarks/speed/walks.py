"""Filters of a page changed one after the other, by lot: each time another question."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final

from geo.views.blocks.filters import Filter as PagePart
from geo.views.pages import PAGES, PageEntry
from speed.session import Choice, Filter

# Where a walk begins; a filter goes by its name in the link.
_START: Final = {"periode": "Laatste 12 maanden"}
# Without these the pages answer nothing: a list of areas, or a question back.
_NEEDED: Final = {"wijk.py": {"gebied": "Centrum (wijk)"}, "camera.py": {"bereik": "60"}}
_NAMES: Final = {
    PagePart.THEME: ("thema",),
    PagePart.PERIOD: ("periode",),
    PagePart.AREA: ("gebied",),
    PagePart.HOURS: ("dagdeel", "weekdag"),
}
# Days of one's own choice bring two more fields. The others are, on a store that ends with the
# year, the same days as a period beside them: what was asked before would count as new.
_LEFT_OUT: Final = frozenset({"Eigen periode", "Aanbevolen", "Dit kalenderjaar"})
# Always on some value. The rest is chosen one time and taken off the next, but for what the page
# was opened with, so that half of the questions are about everything.
_NEVER_OFF: Final = frozenset({"thema", "periode"})

Changes = dict[str, Choice]


def address_of(page: PageEntry) -> str:
    """Return the address that Streamlit gives to a page: the first has none."""
    return "" if page is PAGES[0] else Path(page.file).stem


def start_of(page: PageEntry) -> dict[str, str]:
    """Return what the link says with which a page is opened."""
    return _START | _NEEDED.get(page.file, {})


class Walk:
    """A way through the questions that a page can be asked.

    Parameters
    ----------
    page
        Page of the app; only the filters that it shows are changed.
    filters
        Its filters as it was opened.
    seed
        Same seed, same walk.
    """

    def __init__(self, page: PageEntry, filters: Mapping[str, Filter], *, seed: int) -> None:
        shown = {name for part in page.filters for name in _NAMES[part]}
        self._filters = {name: known for name, known in filters.items() if name in shown}
        self._needed = start_of(page).keys() - _NEVER_OFF
        self._rng = Random(seed)  # noqa: S311 - no secret
        self._chosen = {name: known.chosen for name, known in self._filters.items()}
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
        options = [
            option
            for option in known.options
            if option not in _LEFT_OUT and not (name in self._needed and option == known.default)
        ]
        self._rng.shuffle(options)
        several = isinstance(known.default, tuple)
        values: list[Choice] = [(option,) if several else option for option in options]
        off = [] if name in _NEVER_OFF | self._needed else [known.default]
        return [value for value in (*off, *values) if value != now]
