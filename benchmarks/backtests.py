"""What each method would have caught in real places, beside the plain count and kernel density.

Every method stands at the first day of each period, knows only what was over by then, and flags
as much of the area as the others. The settings of the DBSCAN hotspots are chosen on the four
periods before those that are scored, as `hotspotkaart models tune` does with more of them.
Intervals (95%) and comparisons come from the bootstrap of `geo.analysis.backtest`; a place without
its file is left out, with the reason. Prints Markdown. Run:
``python benchmarks/backtests.py [--data FOLDER]``.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pandas as pd
from real.places import DATA_DIR, PLACES, Place, read_record

from geo.analysis.backtest import (
    METHOD,
    Backtest,
    Plan,
    compare_methods,
    list_origins,
    name_limits,
    run_backtest,
)
from geo.analysis.forecasting import (
    DEFAULT,
    KERNEL_DENSITY,
    METHODS,
    PRIOR_COUNTS,
    expect_by_hotspots,
)
from geo.analysis.scores import HITS, PAI, RRI, SHARE, count_flagged
from geo.analysis.surfaces import Record
from geo.analysis.tuning import Setting, choose_setting
from geo.params import HotspotParams

HOTSPOTS: Final = "hotspots"
BASELINES: Final = (PRIOR_COUNTS, KERNEL_DENSITY)
_TUNING_PERIODS: Final = 4
# A few of those that `models tune` tries; all of them would take an hour in New York.
SETTINGS: Final = tuple(
    Setting(HotspotParams(eps_m=eps_m, min_samples=least, half_life_days=365.0), months)
    for eps_m in (50.0, 100.0, 200.0)
    for least in (20, 10, 5)
    for months in (36, 12)
)


def main() -> None:
    """Measure place by place, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=Path, default=DATA_DIR, help="folder of the files")
    folder = options.parse_args().data
    tested = {}
    for name, place in PLACES.items():
        print(f"\n## {name}\n")
        if not (folder / place.file).is_file():
            print(f"Skipped: there is no {place.file} in the folder of the real data.")
            continue
        start = time.perf_counter()
        record = read_record(folder, place)
        tested[name], setting = run(record, place)
        print(describe(tested[name], place, setting), end="\n\n")
        print("\n".join(tabulate(tested[name])))
        print(f"\nTook {time.perf_counter() - start:.0f} s.", flush=True)
    if tested:
        print("\n## In all\n")
        print("\n".join(conclude(tested)), end="\n\n")
        print("\n".join(sum_up(tested)))


def run(record: Record, place: Place) -> tuple[Backtest, Setting]:
    """Choose settings for the hotspots on the periods before, and score every method."""
    before = list_origins(place.origin_days[0], days=place.days, periods=_TUNING_PERIODS)
    setting = choose_setting(record, origins=before, days=place.days, among=SETTINGS)
    hotspots = expect_by_hotspots(setting.params, window_days=setting.window_days)
    plan = Plan(origins=place.origin_days, days=place.days)
    return run_backtest(record, {**METHODS, HOTSPOTS: hotspots}, plan), setting


def describe(found: Backtest, place: Place, setting: Setting) -> str:
    """Say what was scored, and with which settings the hotspots were sought."""
    return (
        f"{found.incidents:,} incidents in {len(place.origins)} periods of {place.days:g} days "
        f"from {place.origins[0]} on ({found.earlier:,} known before), in {found.cells:,} cells of "
        f"{place.cell_m:g} m. Hotspots: eps {setting.params.eps_m:g} m, at least "
        f"{setting.params.min_samples}, {setting.window_months} months, half-life "
        f"{setting.params.half_life_days:g} days."
    )


def tabulate(found: Backtest) -> Iterator[str]:
    """Set out a place, a line a share of the area and method."""
    yield "| area | method | caught | PAI | RRI | default's PAI less this |"
    yield "| ---: | --- | ---: | --- | --- | --- |"
    for row in found.scores.sort_values(SHARE, kind="stable").to_dict("records"):
        more, low, high = (
            figure * found.cells / count_flagged(row[SHARE], found.cells)
            for figure in compare_methods(found, DEFAULT, row[METHOD], share=row[SHARE])
        )
        beside = "" if row[METHOD] == DEFAULT else f"{more:+.2f} ({low:+.2f} to {high:+.2f})"
        measures = " | ".join(_say(row, name) for name in (PAI, RRI))
        caught = f"{row[HITS]:,.1f}"
        yield f"| {row[SHARE]:.0%} | {row[METHOD]} | {caught} | {measures} | {beside} |"


def conclude(tested: dict[str, Backtest]) -> Iterator[str]:
    """Say in how many places the default comes first, or is not shown to come behind."""
    yield f"The default (`{DEFAULT}`), of {len(tested)} places:\n"
    yield "| area | beside | highest PAI | highest or not shown to be lower | calibrated |"
    yield "| ---: | --- | ---: | ---: | ---: |"
    every = tuple(name for name in (*METHODS, HOTSPOTS) if name != DEFAULT)
    for share in next(iter(tested.values())).plan.shares:
        calibrated = sum(_is_calibrated(found, share) for found in tested.values())
        for words, others in (("counts and kernel density", BASELINES), ("every method", every)):
            highest = sum(_leads(found, others, share) for found in tested.values())
            equal = sum(_keeps_up(found, others, share) for found in tested.values())
            yield f"| {share:.0%} | {words} | {highest} | {equal} | {calibrated} |"


def sum_up(tested: dict[str, Backtest]) -> Iterator[str]:
    """Set out the PAI of the default beside those of the baselines, a line a place and share."""
    shown = (*BASELINES, DEFAULT)
    yield f"| place | area | {' | '.join(f'PAI {name}' for name in shown)} | RRI {DEFAULT} |"
    yield "| --- | ---: | --- | --- | --- | --- |"
    for name, found in tested.items():
        for share in found.plan.shares:
            at_share = found.scores[found.scores[SHARE] == share].set_index(METHOD)
            rows = at_share.loc[list(shown)].to_dict("records")
            figures = [*(_say(row, PAI) for row in rows), _say(rows[-1], RRI)]
            yield f"| {name} | {share:.0%} | {' | '.join(figures)} |"


def _leads(found: Backtest, others: tuple[str, ...], share: float) -> bool:
    return all(compare_methods(found, DEFAULT, name, share=share)[0] >= 0 for name in others)


def _keeps_up(found: Backtest, others: tuple[str, ...], share: float) -> bool:
    return all(compare_methods(found, DEFAULT, name, share=share)[2] >= 0 for name in others)


def _is_calibrated(found: Backtest, share: float) -> bool:
    rows = found.scores[(found.scores[METHOD] == DEFAULT) & (found.scores[SHARE] == share)]
    return bool(rows[RRI].between(0.8, 1.25).all())


def _say(row: dict[str, float], measure: str) -> str:
    value, low, high = (row[name] for name in (measure, *name_limits(measure)))
    return "-" if pd.isna(value) else f"{value:.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
