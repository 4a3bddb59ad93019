"""Where work on many parts is done: in this process, or on the workers of a cluster.

An engine knows no incident: it takes a plain function and the parts, and hands on what came of
each, in the order of the parts.
"""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
# Told how far a piece of work is, from 0 to 1, and which piece that is.
Tell = Callable[[float, str], None]


class Engine(Protocol):
    """Does work part by part, and is closed when all is done."""

    def run(
        self, function: Callable[[Part], Result], parts: Sequence[Part], *, what: str
    ) -> Iterator[Result]:
        """Do a piece of work for each part.

        Parameters
        ----------
        function
            Of a module, or a ``functools.partial`` of one; may run again for a part of which the
            worker was lost, so that doing it twice must leave what doing it once leaves.
        parts
            What it is done for; picklable and small, as are the results.
        what
            Name of the piece of work, for who watches it.

        Returns
        -------
        iterator
            One result a part, in the order of the parts.
        """

    def __enter__(self) -> Self:
        """Open it for the block."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of what it holds."""


def tell_nobody(_share: float, _what: str) -> None:
    """Tell nobody how far a piece of work is."""
