"""A few hundred files that lie; `make fuzz` brings a hundred thousand."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import fuzzing
import pytest
from fuzz_readers import READERS
from fuzzing import Reader, attack
from hypothesis import strategies as some

from geo.errors import IntakeError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what it holds")
ROOT = Path(__file__).resolve().parents[1]
CASES = 300


def test_no_reader_gives_way_to_files_that_lie(tmp_path):
    told = subprocess.run(
        [sys.executable, ROOT / "setup" / "fuzz.py", "--cases", str(CASES), "--kept", tmp_path],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert [line.split()[0] for line in told.stdout.splitlines()[1:-1]] == [
        reader.name for reader in READERS
    ]


def refuse_in_no_language(path, town):
    raise IntakeError("no-such-key", expected="a", got="b", remedy="c")


def fill_memory(path, town):
    bytearray(2 * fuzzing.MOST_BYTES)


def wait_for_ever(path, town):
    while True:
        pass


@pytest.mark.parametrize(
    ("read", "fault"),
    [
        (lambda path, town: {}["a"], "KeyError through test_fuzz.py"),
        (lambda path, town: os.kill(os.getpid(), signal.SIGKILL), "ends the process (-9)"),
        (wait_for_ever, "takes more than 1 seconds"),
        (fill_memory, "MemoryError through test_fuzz.py"),
        (refuse_in_no_language, "no Dutch sentence for no-such-key"),
    ],
)
def test_each_way_of_giving_way_is_found_out_and_kept(tmp_path, monkeypatch, read, fault):
    monkeypatch.setattr(fuzzing, "MOST_SECONDS", 1)
    reader = Reader("proef", "proef.txt", lambda: some.just(b"a"), read)
    outcome = attack(reader, 1, start=1, kept=tmp_path / "bewaard")
    ((told, path),) = outcome.faults.items()
    assert told.startswith(fault)
    assert path.read_bytes() == b"a"
    assert fuzzing.replay(reader, path) == f"fault: {told}"


def test_what_comes_after_a_case_that_ends_the_process_is_read_as_well(tmp_path):
    def read(path, town):
        if path.read_bytes() == b"1":
            os.kill(os.getpid(), signal.SIGKILL)

    reader = Reader("proef", "proef.txt", lambda: some.sampled_from([b"0", b"1", b"2"]), read)
    outcome = attack(reader, 3, start=1, kept=tmp_path)
    assert outcome.cases == 3
    assert list(outcome.faults) == ["ends the process (-9)"]


def test_the_same_seed_brings_the_same_cases(tmp_path):
    def list_cases(start):
        seen = tmp_path / f"{len(list(tmp_path.iterdir()))}"

        def read(path, town):
            with seen.open("ab") as stream:
                stream.write(path.read_bytes() + b"\n")

        attack(Reader("proef", "a", some.binary, read), 20, start=start, kept=tmp_path / "x")
        return seen.read_bytes()

    assert list_cases(1) == list_cases(1) != list_cases(2)
