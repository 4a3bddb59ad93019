"""How many planted hotspots a search finds again, and how many it finds that nobody planted.

A planted hotspot is found when its centre lies in an outline that holds at least half of its
incidents of the window; only those with at least twelve count. An outline that holds the centre
of no planted hotspot is a false one. Run: ``python benchmarks/demo_recall.py [SEEDS]``.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.analysis.hotspots import Hotspots, find_hotspots
from geo.intake.demo import load_town
from geo.intake.demo_draw import DEMO_ID, END, START, Demo, DemoTown, X, Y, make_demo
from geo.params import Period
from geo.themes import Themes, read_themes
from geo.workspace import BUNDLED_DIR, open_workspace

WHOLE = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
LEAST_INCIDENTS = 12
DEFAULT_SEEDS = 10


@dataclass(frozen=True)
class Score:
    """One theme, one window, one seed."""

    theme: str
    window: str
    incidents: int
    planted: int
    found: int
    hotspots: int
    false: int


def main() -> None:
    """Print the scores of each theme and window, added up over the seeds."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SEEDS
    workspace = open_workspace(BUNDLED_DIR)
    town, themes = load_town(workspace), read_themes(workspace)
    scores = pd.DataFrame([score for seed in range(seeds) for score in measure(town, themes, seed)])
    table = scores.groupby(["window", "theme"]).sum(numeric_only=True)
    print(f"seeds 0-{seeds - 1}, added up\n{with_rates(table).to_string()}")
    print(f"\n{with_rates(scores.groupby('window').sum(numeric_only=True)).to_string()}")


def measure(town: DemoTown, themes: Themes, seed: int) -> Iterator[Score]:
    """Score every theme over all years and over the last months of its card."""
    demo = make_demo(town, period=WHOLE, seed=seed)
    for theme, card in themes.cards.items():
        incidents = frame_theme(demo, card.codes, town)
        after = pd.Timestamp(WHOLE.last, tz=town.timezone) + pd.Timedelta(days=1)
        begin = after - pd.DateOffset(months=card.hotspots.window_months)
        recent = incidents[incidents[schema.STARTED_AT] >= begin]
        for window, chosen in (("whole", incidents), ("card", recent)):
            found = find_hotspots(chosen, card.params(), as_of=after)
            yield score_search(found, demo, theme, window)


def frame_theme(demo: Demo, codes: tuple[str, ...], town: DemoTown) -> gpd.GeoDataFrame:
    """Put a theme's incidents in the house's frame."""
    rows = demo.incidents[demo.incidents[schema.CODE].isin(codes)]
    return gpd.GeoDataFrame(
        {
            schema.INCIDENT_ID: rows[DEMO_ID],
            schema.STARTED_AT: rows[START].dt.tz_localize(town.timezone),
            schema.ENDED_AT: rows[END].dt.tz_localize(town.timezone),
        },
        geometry=gpd.points_from_xy(rows[X], rows[Y]),
        crs=town.crs,
    )


def score_search(search: Hotspots, demo: Demo, theme: str, window: str) -> Score:
    """Compare what a search found with what was planted."""
    outlines = search.hotspots.geometry.to_numpy()
    points = search.incidents.set_index(schema.INCIDENT_ID).geometry
    planted = found = 0
    holds_one = np.zeros(len(outlines), np.bool_)
    for spot in (spot for spot in demo.truth if spot["theme"] == theme):
        members = points[points.index.isin(spot["incident_ids"])].to_numpy()
        holding = shapely.contains_xy(outlines, spot["x"], spot["y"])
        holds_one |= holding & bool(len(members))
        if len(members) >= LEAST_INCIDENTS:
            shares = [shapely.covers(outline, members).mean() for outline in outlines[holding]]
            planted, found = planted + 1, found + (max(shares, default=0) >= 1 / 2)
    false = int((~holds_one).sum())
    return Score(theme, window, len(points), planted, found, len(outlines), false)


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add recall and the share of false hotspots, in percent."""
    return table.assign(
        recall_pct=(100 * table["found"] / table["planted"]).round(1),
        false_pct=(100 * table["false"] / table["hotspots"]).round(1),
    )


if __name__ == "__main__":
    main()
