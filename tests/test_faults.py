"""What a disk, a limit or another process can do to a store: said, and never made worse."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from proving import Proof
from speed.server_side import measure_crowd
from speed.serving import serve
from speed.sizes import Crowd, Size
from speed.stores import copy_store, make_store
from test_store import RECORD, SECOND, accepted, add, places, refused

from geo import service
from geo.errors import StoreError
from geo.store import Store
from geo.workspace import open_workspace

FOUND = {"store-damaged", "store-unusable"}
ROWS = 3_000
MORE = [(f"n{number}", "2018-03-01", float(number)) for number in range(20_000)]
SIZE = Size(2_000, 3, server_seconds=60.0, browser_seconds=60.0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of which some incidents were corrected, and with a refused row."""
    path = tmp_path_factory.mktemp("whole") / "incidents.duckdb"
    rows = [(f"i{number}", "2018-03-01", float(number)) for number in range(ROWS)]
    add(path, accepted(rows), refused([(ROWS + 1, "no-time", "x")]))
    corrected = [(name, "2018-03-02", x) for name, _, x in rows[:50]]
    add(path, accepted(corrected), record=SECOND)
    return path


def damage(content: bytes, random: Random) -> bytes:
    """Turn a bit over, in the headers or anywhere; spoil a block; or cut the end off."""
    spoilt = bytearray(content)
    kind = random.choice(["header", "bit", "bit", "block", "cut"])
    at = random.randrange(3 * 4096 if kind == "header" else len(spoilt))
    if kind == "cut":
        del spoilt[at:]
    elif kind == "block":
        spoilt[at : at + 4096] = random.randbytes(min(4096, len(spoilt) - at))
    else:
        spoilt[at] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def read_through(path: Path) -> str:
    """Look at all that a store holds, and return the key of what stops that, if anything does."""
    try:
        with Store(path) as store:
            store.read_through()
            store.contents()
    except StoreError as problem:
        return problem.key
    return "whole"


def take_one_in(path: Path) -> str:
    try:
        add(path, accepted([("new", "2018-04-01", 3.0)]), record=replace(RECORD, digest="new"))
    except StoreError as problem:
        return problem.key
    return "whole"


@pytest.mark.prove
def test_a_damaged_store_is_said_to_be_and_stays_byte_for_byte_as_it_was(
    proof: Proof, whole: Path, tmp_path: Path
) -> None:
    random = Random(proof.seed)  # noqa: S311 - no secret
    path = tmp_path / "incidents.duckdb"
    content = whole.read_bytes()
    seen = Counter[str]()
    for _ in range(proof.runs(60, 500)):
        spoilt = damage(content, random)
        path.write_bytes(spoilt)
        key = read_through(path)
        # Nor does an import go into it, which would hide that a backup is needed.
        assert key == "whole" or take_one_in(path) == key
        assert key in FOUND | {"whole"}
        assert path.read_bytes() == spoilt
        assert [found.name for found in tmp_path.iterdir()] == [path.name]
        seen[key] += 1
    # Blocks that hold nothing may be spoilt unseen; most are seen.
    assert seen["whole"] < seen.total() / 2
    proof.note(stores=seen.total(), **seen)


LIMITED = """
import resource, sys
from pathlib import Path
from test_faults import MORE
from test_store import SECOND, accepted, add
from geo.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    add(Path(sys.argv[1]), accepted(MORE), record=SECOND)
except StoreError as problem:
    print(problem.key)
else:
    print("done")
"""


def import_with_little_room(path: Path, *, most_bytes: int) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path), str(most_bytes)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.mark.prove
def test_an_import_that_finds_no_room_says_so_and_leaves_the_store_as_it_was(
    proof: Proof, whole: Path, tmp_path: Path
) -> None:
    random = Random(proof.seed)  # noqa: S311 - no secret
    path = tmp_path / "incidents.duckdb"
    shutil.copy(whole, path)
    add(path, accepted(MORE), record=SECOND)
    needed, seen = path.stat().st_size, Counter[str]()
    for _ in range(proof.runs(2, 60)):
        shutil.copy(whole, path)
        told = import_with_little_room(path, most_bytes=random.randrange(needed))
        # The log may have room where the store has none: then all of it is in the log.
        assert told in {"done", "store-not-written"}
        assert len(places(path)) == (ROWS + len(MORE) if told == "done" else ROWS)
        add(path, accepted(MORE), record=SECOND)
        assert len(places(path)) == ROWS + len(MORE)
        seen[told] += 1
    assert seen["store-not-written"]
    proof.note(imports=seen.total(), bytes_needed=needed, **seen)


async def run_beside(root: Path, commands: list[tuple[str, Path]]) -> None:
    """Run one of the project's own commands after the other, on a file each."""
    for command, file in commands:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "geo.cli", "-w", str(root), command, str(file)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        _, problem = await process.communicate()
        assert process.returncode == 0, problem.decode()


def write_files(folder: Path, count: int) -> list[Path]:
    """Write files of burglaries within the municipality, each with other ids."""
    files = [folder / f"{number}.csv" for number in range(count)]
    for file in files:
        rows = [
            f"{file.stem}-{row},2018-05-0{1 + row % 9},{100700 + row},{431700 + row},1.1.1"
            for row in range(50)
        ]
        file.write_text("\n".join(["id,start,x,y,code", *rows]) + "\n")
    return files


@pytest.mark.prove
def test_sessions_imports_and_backups_of_other_processes_go_on_side_by_side(
    proof: Proof, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = make_store(
        SIZE.incidents, years=SIZE.years, seed=1, cache=tmp_path_factory.mktemp("made")
    )
    crowd = Crowd(proof.runs(4, 20), seconds=proof.runs(8, 120))
    files = write_files(tmp_path, proof.runs(2, 20))
    kept = tmp_path / "kept.duckdb"
    commands = [step for file in files for step in (("import", file), ("backup", kept))]
    with copy_store(store) as root:

        async def go_on() -> int:
            asked, _ = await asyncio.gather(
                measure_crowd(server, crowd, size=SIZE, seed=proof.seed), run_beside(root, commands)
            )
            assert asked.failures == Counter()
            return len(asked.runs)

        with serve(root) as server:
            runs = asyncio.run(go_on())
        workspace = open_workspace(root)
        imports = service.list_imports(workspace)
        held = service.describe_data(workspace).incidents
        backup = service.check_backup(workspace, kept)
    assert imports["file"].tolist()[::-1][1:] == [file.name for file in files]
    assert held == backup.incidents == SIZE.incidents + 50 * len(files)
    proof.note(sessions=crowd.sessions, pages_answered=runs, imports=len(files))
