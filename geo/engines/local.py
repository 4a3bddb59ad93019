"""The engine that needs nothing: this process, one part at a time."""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

from geo.engines import Part, Result, Tell, tell_nobody


class LocalEngine:
    """Does the parts one after the other, each when its result is asked for.

    Parameters
    ----------
    tell
        Told after each part how far the piece of work is.
    """

    def __init__(self, *, tell: Tell = tell_nobody) -> None:
        self._tell = tell

    def run(
        self, function: Callable[[Part], Result], parts: Sequence[Part], *, what: str
    ) -> Iterator[Result]:
        """Do a piece of work for each part; see `geo.engines.Engine`."""
        for done, part in enumerate(parts, 1):
            result = function(part)
            self._tell(done / len(parts), what)
            yield result

    def __enter__(self) -> Self:
        """Hold nothing open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Have nothing to let go of."""
