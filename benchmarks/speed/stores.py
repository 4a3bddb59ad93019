"""Workspaces of the bundled municipality with as many synthetic incidents as asked for.

The incidents are those of the demo, each code and each planted hotspot so many times as often:
they fall on the same 21,000 addresses, streets and shops, and pile up there as they would in life.
A tenth is known to the day only, one in a hundred has no place. They go in by the project's own
import, and a made workspace is kept in the machine's folder for temporary files until the code
that makes it changes.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo import schema, service
from geo.intake.demo import load_town
from geo.intake.demo_draw import END, START, DemoTown, X, Y, make_demo
from geo.intake.demo_opportunities import write_opportunities
from geo.intake.demo_plan import DemoCounts, DemoPlan
from geo.params import Period
from geo.schema import PlacePrecision
from geo.service.upkeep_answers import ImportOptions
from geo.workspace import BUNDLED_DIR, PROJECT_DIR, create_workspace, open_workspace

LAST_YEAR: Final = 2018
DAY_SHARE: Final = 0.10
PLACELESS_SHARE: Final = 0.01

_BUNDLED: Final = {
    "name": "Ridderkerk",
    "code": "GM0597",
    "crs": 28992,
    "timezone": "Europe/Amsterdam",
}
_DEMO_MAPPING: Final = PROJECT_DIR / "geo/intake/mappings/demo.toml"
# A fixed moment: the same seed gives the same store.
_NOW: Final = datetime(2026, 11, 24, 12, tzinfo=UTC)
# What a made workspace depends on.
_MAKERS: Final = (
    "geo/intake/*.py",
    "geo/intake/mappings/demo.toml",
    "geo/store/*.py",
    "geo/service/importing.py",
    "data/*.toml",
    "data/boundaries/*.geojson",
    "models/*.toml",
    "benchmarks/speed/stores.py",
)


@dataclass(frozen=True)
class MadeStore:
    """A workspace, and how long it took to make it; 0 where it was there already."""

    root: Path
    incidents: int
    seconds: float


def make_store(incidents: int, *, years: int, seed: int, cache: Path | None = None) -> MadeStore:
    """Return a workspace with so many incidents over the years until the last of the demo.

    Parameters
    ----------
    incidents
        How many.
    years
        Over how many calendar years.
    seed
        Same seed, same store.
    cache
        Folder in which made workspaces are kept; by default one in the machine's temporary
        files.
    """
    folder = cache or Path(tempfile.gettempdir()) / "hotspotkaart-bench"
    root = folder / f"{incidents}-{years}-{seed}-{_fingerprint()}"
    if root.is_dir():
        return MadeStore(root, incidents, 0.0)
    start = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".made-") as draft:
        _fill(Path(draft) / "workspace", draw_incidents(incidents, years=years, seed=seed))
        (Path(draft) / "workspace").rename(root)
    return MadeStore(root, incidents, time.perf_counter() - start)


@contextmanager
def copy_store(store: MadeStore) -> Iterator[Path]:
    """Lend a copy of a workspace, so that what a run leaves behind does not stay."""
    with tempfile.TemporaryDirectory(prefix="hotspotkaart-bench-") as folder:
        yield Path(shutil.copytree(store.root, Path(folder) / "workspace"))


def draw_incidents(incidents: int, *, years: int, seed: int) -> pd.DataFrame:
    """Draw incidents as a demo file writes them: texts for times and places, empty without."""
    town = load_town(open_workspace(BUNDLED_DIR))
    period = Period(first=date(LAST_YEAR - years + 1, 1, 1), last=date(LAST_YEAR, 12, 31))
    counted = sum(
        town.counts.in_year(code, year)
        for code in town.counts.codes
        for year in range(period.first.year, period.last.year + 1)
    )
    # Rounded up for each code and year, and then cut to the number that is asked for.
    made = make_demo(_grow(town, max(1.0, incidents / counted)), period=period, seed=seed)
    rows = made.incidents.sample(incidents, random_state=seed).sort_index()
    return _write_out(rows, np.random.default_rng(seed))


def _fill(root: Path, rows: pd.DataFrame) -> None:
    workspace = create_workspace(root, _BUNDLED)
    shutil.copytree(
        open_workspace(BUNDLED_DIR).boundaries_dir, workspace.boundaries_dir, dirs_exist_ok=True
    )
    file, mapping = root.with_name("bench.csv"), root.with_name("bench.toml")
    rows.to_csv(file, index=False)
    mapping.write_text(f"keep_without_place = true\n{_DEMO_MAPPING.read_text(encoding='utf-8')}")
    report = service.import_incidents(workspace, [file], ImportOptions(mapping=mapping), now=_NOW)
    if report.incidents != len(rows):
        message = f"{len(rows)} incidents written, {report.incidents} taken in: {report.files}"
        raise RuntimeError(message)
    # Without these nothing of what the app weighs against chance would be measured.
    write_opportunities(workspace)


def _grow(town: DemoTown, factor: float) -> DemoTown:
    counts = DemoCounts(
        {
            code: {year: _times(count, factor) for year, count in years.items()}
            for code, years in town.counts.by_year.items()
        },
        {code: _times(count, factor) for code, count in town.counts.assumed.items()},
    )
    spots = tuple(
        spot.model_copy(
            update={"counts": {year: int(count * factor) for year, count in spot.counts.items()}}
        )
        for spot in town.plan.planted
    )
    plan: DemoPlan = town.plan.model_copy(update={"planted": spots})
    return replace(town, plan=plan, counts=counts)


def _times(count: int, factor: float) -> int:
    return int(np.ceil(count * factor))


def _write_out(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    chance = rng.random(len(rows))
    by_day = chance < DAY_SHARE
    placeless = chance > 1 - PLACELESS_SHARE
    times = {
        name: rows[name]
        .dt.strftime("%Y-%m-%dT%H:%M")
        .mask(by_day, rows[START].dt.strftime("%Y-%m-%d"))
        for name in (START, END)
    }
    places = {name: rows[name].map("{:.1f}".format).mask(placeless, "") for name in (X, Y)}
    unknown = rows[schema.PLACE_PRECISION].mask(placeless, PlacePrecision.UNKNOWN.value)
    return rows.assign(**times, **places, **{schema.PLACE_PRECISION: unknown})


def _fingerprint() -> str:
    digest = blake2b(digest_size=6)
    for pattern in _MAKERS:
        for path in sorted(PROJECT_DIR.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
