"""How long the server takes: one session, and many side by side."""

import asyncio
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

from geo.views.pages import PAGES, PageEntry
from speed.figures import Series
from speed.serving import Server
from speed.session import Run, Session, open_session
from speed.sizes import Crowd, Size
from speed.walks import START, Walk

_LONGEST_PAUSE_SECONDS: Final = 2.0


def address_of(page: PageEntry) -> str:
    """Return the address that Streamlit gives to a page: the first has none."""
    return "" if page is PAGES[0] else Path(page.file).stem


async def measure_page(
    server: Server, page: PageEntry, *, size: Size, changes: int, seed: int
) -> list[Series]:
    """Open a page on a server that just started, then change its filters.

    A page whose filters are out of sight is left and opened again instead.

    Parameters
    ----------
    server
        Nobody asked it anything yet.
    page
        Page of the app.
    size
        Of its store.
    changes
        How many questions that nobody asked before; the same are asked again after them.
    seed
        Of the walk through the questions.
    """
    series = []

    def note(what: str, runs: Sequence[Run], target_seconds: float | None = None) -> None:
        cpu = (server.cpu_seconds() - busy) / len(runs)
        series.append(Series(f"{page.title}: {what}", size.incidents, runs, cpu, target_seconds))

    busy = server.cpu_seconds()
    async with open_session(server.address) as session:
        note("opened first", [await session.open(address_of(page), START)])
        busy = server.cpu_seconds()
        if page.recommend is None:
            note("opened again", await _reopen(session, page, changes), size.server_seconds)
            return series
        steps = list(islice(Walk(session.filters, seed=seed).steps(), changes))
        back = {name: known.chosen for name, known in session.filters.items()}
        note("new question", [await session.choose(step) for step in steps], size.server_seconds)
        await session.choose(back)
        busy = server.cpu_seconds()
        note("known question", [await session.choose(step) for step in steps])
    return series


async def measure_crowd(server: Server, crowd: Crowd, *, size: Size, seed: int) -> Series:
    """Let many sessions change filters at the same time, each with a pause of 0 to 2 seconds.

    Parameters
    ----------
    server
        Running app.
    crowd
        How many sessions, and how long they go on after all have opened their page. They are
        spread over the pages that have filters.
    size
        Of the store.
    seed
        Of their walks and pauses.
    """
    pages = [page for page in PAGES if page.recommend is not None]
    opened = asyncio.Barrier(crowd.sessions)
    members = [
        _wander(server, pages[number % len(pages)], opened, crowd.seconds, seed + number)
        for number in range(crowd.sessions)
    ]
    busy = server.cpu_seconds()
    runs = [run for walked in await asyncio.gather(*members) for run in walked]
    cpu = (server.cpu_seconds() - busy) / max(1, len(runs))
    what = f"{crowd.sessions} sessions side by side"
    return Series(what, size.incidents, runs, cpu, crowd.target_seconds)


async def _reopen(session: Session, page: PageEntry, times: int) -> list[Run]:
    elsewhere = next(other for other in PAGES if other is not page)
    runs = []
    for _ in range(times):
        await session.turn_to(address_of(elsewhere))
        runs.append(await session.turn_to(address_of(page)))
    return runs


async def _wander(
    server: Server, page: PageEntry, opened: asyncio.Barrier, seconds: float, seed: int
) -> Sequence[Run]:
    rng = Random(seed)  # noqa: S311 - no secret
    async with open_session(server.address) as session:
        first = await session.open(address_of(page), START)
        runs = []
        await opened.wait()
        until = time.perf_counter() + seconds
        for step in Walk(session.filters, seed=seed).steps():
            await asyncio.sleep(rng.uniform(0, _LONGEST_PAUSE_SECONDS))
            if time.perf_counter() > until:
                break
            runs.append(await session.choose(step))
    # The first view is no changed filter, but an error in it counts.
    return [first, *runs] if first.failure else runs
