"""Work on many rows, shared by threads."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Pieces that a thread takes one after the other: some take far longer than others.
_MOST_PIECES: Final = 256
# Points that are worth a piece of their own.
_LEAST_POINTS: Final = 5_000


def share_rows(work: Callable[[int, int], None], rows: int, *, least: int) -> None:
    """Let threads do a stretch of rows each; it pays where the work sets Python free meanwhile.

    Parameters
    ----------
    work
        Does the rows from a first up to a last that is not included, and nothing to any other: the
        outcome then does not depend on how the rows are shared.
    rows
        How many there are.
    least
        Rows that are worth a piece of their own, 1 or more; fewer are done at once, here.
    """
    pieces = min(_MOST_PIECES, rows // least)
    if pieces <= 1:
        work(0, rows)
        return
    bounds = [rows * piece // pieces for piece in range(pieces + 1)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for done in [threads.submit(work, *stretch) for stretch in pairwise(bounds)]:
            done.result()


def share_stretches(
    loop: Callable[..., None],
    start: NDArray[np.int64],
    *given: object,
    pieces: int = _MOST_PIECES,
) -> None:
    """Let threads run a loop over stretches of points.

    Parameters
    ----------
    loop
        Takes the first stretch to do, the last that it is not to do, ``start`` and what is given;
        see `share_rows`.
    start
        Shape ``(stretches + 1,)``: where each begins among the points.
    pieces
        How many there are at most.
    """
    rows = len(start) - 1
    least = max(_LEAST_POINTS * rows // max(int(start[-1]), 1), rows // pieces, 1)
    share_rows(lambda first, last: loop(first, last, start, *given), rows, least=least)
