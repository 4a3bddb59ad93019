"""How many planted hotspots a search finds again, and how many it finds that nobody planted.

A planted hotspot is found when its centre lies in an outline that holds at least half of its
incidents of the window; only those with at least twelve count. An outline that holds the centre
of no planted hotspot is a false one. Counted are all outlines, and apart from them those that are
more than chance makes (``sure``: p <= 0.05 over the demo's own addresses, premises and streets).
Run: ``python benchmarks/demo_recall.py [SEEDS]``.
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
from geo.analysis.opportunities import Opportunities, spread_opportunities
from geo.analysis.significance import MOST_CHANCE, Chance, NotTestable, weigh_chance
from geo.intake.demo import load_areas, load_town
from geo.intake.demo_draw import DEMO_ID, END, START, Demo, DemoTown, X, Y, make_demo
from geo.intake.demo_opportunities import make_opportunities
from geo.params import MonteCarlo, Period
from geo.schema import OpportunityKind
from geo.themes import ThemeCard, Themes, read_themes
from geo.workspace import BUNDLED_DIR, open_workspace

WHOLE = Period(first=date(2016, 1, 1), last=date(2018, 12, 31))
LEAST_INCIDENTS = 12
DEFAULT_SEEDS = 10
DRAWS = MonteCarlo(repeats=199)

Ground = dict[OpportunityKind, Opportunities]


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
    sure_found: int
    sure_hotspots: int
    sure_false: int


def main() -> None:
    """Print the scores of each theme and window, added up over the seeds."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SEEDS
    workspace = open_workspace(BUNDLED_DIR)
    town, themes = load_town(workspace), read_themes(workspace)
    made = make_opportunities(town.plan, load_areas(), town.places)
    ground = {kind: spread_opportunities(made[kind].set_crs(town.crs)) for kind in made}
    scores = pd.DataFrame(
        [score for seed in range(seeds) for score in measure(town, themes, ground, seed)]
    )
    table = scores.groupby(["window", "theme"]).sum(numeric_only=True)
    print(f"seeds 0-{seeds - 1}, added up\n{with_rates(table).to_string()}")
    print(f"\n{with_rates(scores.groupby('window').sum(numeric_only=True)).to_string()}")


def measure(town: DemoTown, themes: Themes, ground: Ground, seed: int) -> Iterator[Score]:
    """Score every theme over all years and over the last months of its card."""
    demo = make_demo(town, period=WHOLE, seed=seed)
    for theme, card in themes.cards.items():
        incidents = frame_theme(demo, card.codes, town)
        after = pd.Timestamp(WHOLE.last, tz=town.timezone) + pd.Timedelta(days=1)
        begin = after - pd.DateOffset(months=card.hotspots.window_months)
        recent = incidents[incidents[schema.STARTED_AT] >= begin]
        for window, chosen in (("whole", incidents), ("card", recent)):
            found = find_hotspots(chosen, card.params(), as_of=after)
            counts = score_search(found, demo, theme)
            sure = score_search(keep_sure(found, card, after, ground), demo, theme)
            yield Score(theme, window, len(chosen), *counts, *sure[1:])


def keep_sure(search: Hotspots, card: ThemeCard, after: pd.Timestamp, ground: Ground) -> Hotspots:
    """Keep the hotspots that are more than chance makes."""
    opportunities = ground[card.opportunities] if card.opportunities else None
    weighed = weigh_chance(search, card.params(), as_of=after, chance=Chance(opportunities, DRAWS))
    if isinstance(weighed, NotTestable):
        return Hotspots(search.incidents, search.hotspots.iloc[:0])
    return Hotspots(search.incidents, search.hotspots[weighed.p_values <= MOST_CHANCE])


def frame_theme(demo: Demo, codes: tuple[str, ...], town: DemoTown) -> gpd.GeoDataFrame:
    """Put a theme's incidents in the house's frame."""
    rows = demo.incidents[demo.incidents[schema.CODE].isin(codes)]
    return gpd.GeoDataFrame(
        {
            schema.INCIDENT_ID: rows[DEMO_ID],
            schema.STARTED_AT: rows[START].dt.tz_localize(town.timezone),
            schema.ENDED_AT: rows[END].dt.tz_localize(town.timezone),
            schema.PLACE_PRECISION: rows[schema.PLACE_PRECISION],
        },
        geometry=gpd.points_from_xy(rows[X], rows[Y]),
        crs=town.crs,
    )


def score_search(search: Hotspots, demo: Demo, theme: str) -> tuple[int, int, int, int]:
    """Count what was planted, what of it was found, all outlines, and the false ones."""
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
    return planted, found, len(outlines), int((~holds_one).sum())


def with_rates(table: pd.DataFrame) -> pd.DataFrame:
    """Add recall and the share of false hotspots, in percent."""
    return table.assign(
        recall_pct=(100 * table["found"] / table["planted"]).round(1),
        false_pct=(100 * table["false"] / table["hotspots"]).round(1),
        sure_recall_pct=(100 * table["sure_found"] / table["planted"]).round(1),
        sure_false_pct=(100 * table["sure_false"] / table["sure_hotspots"]).round(1),
    )


if __name__ == "__main__":
    main()
