"""How long the server takes: one session, and many side by side."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Final

from geo.views.pages import PAGES, PageEntry
from speed.figures import Series
from speed.serving import Server
from speed.session import Run, Session, open_session
from speed.sizes import Crowd, Size
from speed.walks import Walk, address_of, start_of

_LONGEST_PAUSE_SECONDS: Final = 2.0


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
    async with open_session(server.address, meter=server.cpu_seconds) as session:
        first = await session.open(address_of(page), start_of(page))
        told = [("opened first", [first], None)]
        if page.recommend is None:
            told += [("opened again", await _reopen(session, page, changes), size.server_seconds)]
        else:
            new, known = await _walk(session, page, changes, seed)
            told += [("new question", new, size.server_seconds), ("known question", known, None)]
    return [
        Series(f"{page.title}: {what}", size.incidents, runs, target) for what, runs, target in told
    ]


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
    share = (server.cpu_seconds() - busy) / max(1, len(runs))
    shared = [replace(run, cpu_seconds=share) for run in runs]
    what = f"{crowd.sessions} sessions side by side"
    return Series(what, size.incidents, shared, crowd.target_seconds)


async def _walk(
    session: Session, page: PageEntry, changes: int, seed: int
) -> tuple[list[Run], list[Run]]:
    """Ask what nobody asked before, and then the same again."""
    start = {name: known.chosen for name, known in session.filters.items()}
    steps = list(islice(Walk(page, session.filters, seed=seed).steps(), changes))
    new = [await session.choose(step) for step in steps]
    await session.choose(start)
    return new, [await session.choose(step) for step in steps]


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
        first = await session.open(address_of(page), start_of(page))
        runs = []
        await opened.wait()
        until = time.perf_counter() + seconds
        for step in Walk(page, session.filters, seed=seed).steps():
            await asyncio.sleep(rng.uniform(0, _LONGEST_PAUSE_SECONDS))
            if time.perf_counter() > until:
                break
            runs.append(await session.choose(step))
    # The first view is no changed filter, but an error in it counts.
    return [first, *runs] if first.failure else runs
