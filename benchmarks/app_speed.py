"""How quick the app is: from a changed filter to the answer, alone and among others.

A store of 60,000 incidents and one of 1,000,000 are made by seed (and kept for the next time);
the app runs on a copy, and each page is measured on a server that just started:

- on the server: questions that nobody asked before, then the same again, by Streamlit's own
  protocol without a browser; "cpu s" is how long a run kept a core of the server busy;
- on the screen: from the choice of a filter until page and map show the answer, in Chromium;
- side by side: 20 sessions that change filters at random, with pauses of up to 2 seconds.

A target is held against the median of new questions. What goes wrong on a page is a failure, and
ends the benchmark with an error; a target that is missed does not. Run:
``python benchmarks/app_speed.py [--incidents N ...] [--changes N] [--seconds S] [--no-browser]``.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from machine import describe_load, describe_machine
from speed.browser_side import measure_screen, open_browser
from speed.figures import PACKAGES, Series, tabulate
from speed.server_side import measure_crowd, measure_page
from speed.serving import serve
from speed.sizes import SIZES, Crowd, Size
from speed.stores import MadeStore, copy_store, make_store

from geo.views.pages import PAGES

SEED: Final = 1


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    changes: int
    crowd: Crowd
    browser: bool


def main() -> None:
    """Measure and print; end with an error where a page reported one."""
    options = _read_options()
    plan = Plan(options.changes, Crowd(options.sessions, options.seconds), options.browser)
    print(f"{describe_machine(PACKAGES)}; {describe_load()}")
    series: list[Series] = []
    for size in (size for size in SIZES if size.incidents in options.incidents):
        store = make_store(size.incidents, years=size.years, seed=SEED)
        made = f"made in {store.seconds:.0f} s" if store.seconds else "made before"
        print(f"{size.incidents:,} incidents over {size.years} years, seed {SEED}, {made}")
        for each in measure(store, size, plan):
            # What was measured is told at once: a fault further on does not take it along.
            print(f"{each.what}: {each.median_seconds:.2f} s", file=sys.stderr, flush=True)
            series.append(each)
    print(tabulate(series))
    print(describe_load())
    sys.exit(any(each.failures for each in series))


def measure(store: MadeStore, size: Size, plan: Plan) -> Iterator[Series]:
    """Measure each page and the crowd, each on a server and a workspace of its own."""
    for page in PAGES:
        with copy_store(store) as root, serve(root) as server:
            yield from asyncio.run(
                measure_page(server, page, size=size, changes=plan.changes, seed=SEED)
            )
    if plan.browser:
        for page in PAGES:
            with copy_store(store) as root, serve(root) as server, open_browser() as browser:
                yield measure_screen(server, browser, page, size=size, changes=plan.changes)
    with copy_store(store) as root, serve(root) as server:
        yield asyncio.run(measure_crowd(server, plan.crowd, size=size, seed=SEED))
        memory = server.memory_mb()
    told = ", ".join(f"{name} {megabytes:.0f} MB" for name, megabytes in memory.items())
    print(f"memory of the server after {plan.crowd.sessions} sessions: {told or 'not known here'}")


def _read_options() -> argparse.Namespace:
    known = [size.incidents for size in SIZES]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--incidents", type=int, nargs="+", choices=known, default=known)
    parser.add_argument("--changes", type=int, default=20, help="answers a page and way")
    parser.add_argument("--sessions", type=int, default=20, help="sessions side by side")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they go on")
    parser.add_argument(
        "--no-browser", dest="browser", action="store_false", help="leave the screen out"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
