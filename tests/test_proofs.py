import os
import shutil
import subprocess
import sysconfig
from collections import Counter
from hashlib import sha256
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from killing import open_worker
from numpy.typing import NDArray
from proving import Proof
from sklearn.cluster import DBSCAN

from geo.analysis.dbscan import cluster_points
from geo.store import Store
from geo.workspace import BUNDLED_DIR, open_workspace

COMMAND = Path(sysconfig.get_path("scripts"), "hotspotkaart")


def run_command(*arguments: object, **variables: str) -> str:
    result = subprocess.run(
        [COMMAND, *map(str, arguments)],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def make_workspace(folder: Path) -> None:
    run_command(
        *("workspace", "init", folder, "--name", "Proef", "--code", "PROEF"),
        *("--crs", 25831, "--timezone", "Europe/Brussels"),
    )


def write_incidents(path: Path, *, first_id: int, rows: int, seed: int) -> None:
    """Write rows of which one in fifty is refused for its code."""
    random = np.random.default_rng(seed)
    days = pd.Timestamp("2017-01-01") + pd.to_timedelta(random.integers(0, 700, rows), unit="D")
    columns = {
        "id": np.arange(first_id, first_id + rows),
        "start": days.strftime("%Y-%m-%d 12:00"),
        "x": random.uniform(500_000, 510_000, rows).round(1),
        "y": random.uniform(5_700_000, 5_710_000, rows).round(1),
        "code": np.where(np.arange(rows) % 50 == 0, "unheard-of", "1.1.1"),
    }
    pd.DataFrame(columns).to_csv(path, index=False)


def read_state(folder: Path) -> tuple[str, str]:
    """Return a digest of the incidents, and one of the imports and the refused rows."""
    workspace = open_workspace(folder)
    with Store(workspace.store_path) as store:
        incidents = store.read_incidents(
            theme=None, period=None, crs=workspace.crs, timezone=workspace.timezone
        )
        imports = store.list_imports().drop(columns="imported_at")
        refused = store.read_quarantine(None)
    ledger = imports.to_csv() + refused.to_csv()
    return digest_of(encode(incidents)), digest_of(ledger.encode())


def encode(incidents: gpd.GeoDataFrame) -> bytes:
    """Write every value of a frame; as text it takes longer than the work that is killed."""
    table = pa.Table.from_pandas(pd.DataFrame(incidents.to_wkb()), preserve_index=False)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def write_demo(folder: Path, seed: int, *, hash_seed: int) -> list[bytes]:
    """Write three years of demo incidents and return the bytes of all that was written."""
    folder = folder / f"{seed}"
    folder.mkdir(parents=True)
    period = ("--from", "2016-01-01", "--to", "2018-12-31")
    run_command(
        *("-w", BUNDLED_DIR, "demo", folder / "demo.csv", *period, "--seed", seed),
        PYTHONHASHSEED=str(hash_seed),
    )
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def draw_pattern(random: np.random.Generator) -> NDArray[np.float64]:
    """Clumps over noise; a grid makes repeated places and distances of exactly eps common."""
    spread = random.uniform(5, 300)
    centres = random.uniform(0, 3_000, (random.integers(1, 12), 2))
    clumps = [random.normal(c, spread, (random.integers(1, 60), 2)) for c in centres]
    noise = random.uniform(0, 3_000, (random.integers(0, 300), 2))
    points = np.concatenate([*clumps, noise])
    grid = random.choice([0, 1, 25, 100])
    return np.round(points / grid) * grid if grid else points


@pytest.mark.prove
def test_clusters_equal_those_of_scikit_learn(proof: Proof) -> None:
    random = np.random.default_rng(proof.seed)
    patterns = proof.runs(25, 500)
    points, clusters, borders = 0, 0, 0
    for _ in range(patterns):
        places = draw_pattern(random)
        eps_m, min_samples = float(random.choice([25, 50, 100, 150])), int(random.integers(2, 15))
        ours = cluster_points(places[:, 0], places[:, 1], eps_m=eps_m, min_samples=min_samples)
        theirs = DBSCAN(eps=eps_m, min_samples=min_samples, algorithm="kd_tree").fit(places)
        is_core = np.zeros(len(places), bool)
        is_core[theirs.core_sample_indices_] = True
        pairs = np.unique(np.column_stack([ours.labels, theirs.labels_])[is_core], axis=0)
        found = len(np.unique(theirs.labels_[is_core]))

        assert np.array_equal(ours.is_core, is_core)
        assert np.array_equal(ours.labels == -1, theirs.labels_ == -1)
        assert len(pairs) == len(np.unique(pairs[:, 0])) == found
        points += len(places)
        clusters += found
        borders += int((~is_core & (ours.labels != -1)).sum())
    proof.note(patterns=patterns, points=points, clusters=clusters, border_points=borders)


@pytest.mark.prove
def test_killed_import_leaves_the_store_as_before_or_as_after(proof: Proof, tmp_path: Path) -> None:
    random = np.random.default_rng(proof.seed)
    rows = proof.runs(2_000, 20_000)
    before, after, killed = (tmp_path / name for name in ("before", "after", "killed"))
    file = tmp_path / "second.csv"
    make_workspace(before)
    write_incidents(tmp_path / "first.csv", first_id=0, rows=rows, seed=1)
    # The second file corrects half of the first one's records and adds as many.
    write_incidents(file, first_id=rows // 2, rows=rows, seed=2)
    moments = proof.runs(10, 200)
    seen = Counter[str]()
    with open_worker() as worker:
        worker.finish("import", before, tmp_path / "first.csv")
        shutil.copytree(before, after)
        whole = worker.finish("import", after, file)
        complete = read_state(after)
        states = {read_state(before): "before", complete: "after"}
        assert len(states) == 2
        for _ in range(moments):
            shutil.copytree(before, killed)
            was_killed = worker.kill(
                *("import", killed, file), after_seconds=whole * random.uniform(0, 1.05)
            )
            # What was settled in the log alone goes into the store when that is opened.
            log = "with a log" if (killed / "incidents.duckdb.wal").exists() else "without a log"
            state = read_state(killed)
            assert state in states
            seen[f"{'killed' if was_killed else 'finished'} {log}, store as {states[state]}"] += 1
            worker.finish("import", killed, file)
            assert read_state(killed)[0] == complete[0]
            shutil.rmtree(killed)
    proof.note(moments=moments, rows_in_file=rows, seconds_of_an_import=round(whole, 1), **seen)


RULE = '\n[[retention]]\nsource = "generic"\nmonths = 72\nground = "proef"\n'


@pytest.mark.prove
@pytest.mark.parametrize("name", ["restore", "undo", "retention"])
def test_killed_work_on_the_store_leaves_it_as_before_or_as_after(
    proof: Proof, tmp_path: Path, name: str
) -> None:
    random = np.random.default_rng(proof.seed)
    before, after, killed = (tmp_path / folder for folder in ("before", "after", "killed"))
    kept, files = tmp_path / "kept.duckdb", [tmp_path / "first.csv", tmp_path / "second.csv"]
    rows = proof.runs(2_000, 20_000)
    make_workspace(before)
    with (before / "gemeente.toml").open("a", encoding="utf-8") as settings:
        settings.write(RULE)
    seen = Counter[str]()
    with open_worker() as worker:
        for turn, file in enumerate(files):
            write_incidents(file, first_id=turn * rows // 2, rows=rows, seed=turn)
            worker.finish("import", before, file)
            if not turn:
                run_command("-w", before, "backup", kept)
        shutil.copytree(before, after)
        whole = worker.finish(name, after, kept)
        complete = read_state(after)
        states = {read_state(before): "before", complete: "after"}
        assert len(states) == 2
        for _ in range(proof.runs(3, 60)):
            shutil.copytree(before, killed)
            worker.kill(name, killed, kept, after_seconds=whole * random.uniform(0, 1.05))
            state = read_state(killed)
            assert state in states
            seen[states[state]] += 1
            # Undone once more would be the import before it.
            if name != "undo" or state != complete:
                worker.finish(name, killed, kept)
            assert read_state(killed) == complete
            shutil.rmtree(killed)
    proof.note(moments=seen.total(), rows_in_file=rows, **seen)


@pytest.mark.prove
def test_demo_is_the_same_bytes_for_the_same_seed(proof: Proof, tmp_path: Path) -> None:
    seeds = [proof.seed + step for step in range(proof.runs(1, 3))]
    digests = set()
    for seed in seeds:
        contents = [write_demo(tmp_path / f"{run}", seed, hash_seed=run) for run in (1, 2)]
        assert contents[0] == contents[1]
        digests.add(sha256(b"".join(contents[0])).hexdigest())
        proof.note(**{f"sha256 of seed {seed}": sha256(contents[0][0]).hexdigest()})
    assert len(digests) == len(seeds)
