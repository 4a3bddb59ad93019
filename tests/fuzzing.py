"""Readers under fire: what comes of each case, in processes that may take no more than they need.

A case is the content of one file. It is read, or refused with a failure that has a Dutch sentence;
anything else is a fault, and the case is kept so that it can be read again.
"""

import gc
import hashlib
import multiprocessing
import os
import resource
import shutil
import signal
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy, text

from geo.errors import HotspotkaartError
from geo.present.sentences import SENTENCES, say_error
from geo.workspace import Workspace, create_workspace

MOST_SECONDS = 5
MOST_BYTES = 1 << 30
# Of a worker that waits for something and takes no time of a processor meanwhile.
_MOST_WAITING = 120
_BATCH = 250
TOWN = {"name": "Testdam", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}


@dataclass(frozen=True)
class Reader:
    """A door for files.

    Parameters
    ----------
    name
        What the report calls it.
    lies
        Where its file lies, from the folder of the workspace.
    cases
        Makes the strategy that draws contents; called in the worker.
    read
        Takes a case in.
    share
        How many cases it gets, beside a usual reader, which gets 1.
    """

    name: str
    lies: str
    cases: Callable[[], SearchStrategy[bytes]]
    read: Callable[[Path, Workspace], object]
    share: float = 1.0


@dataclass
class Outcome:
    """What came of the cases of one reader.

    Parameters
    ----------
    cases, refused
        How many there were, and how many of them were refused as they should.
    seconds, slowest
        Of the processor: for all cases, and for the one that took longest.
    largest
        Bytes of the largest file.
    grown
        Bytes by which the memory of a worker grew at most.
    faults
        Each fault once, with the file that shows it.
    """

    cases: int = 0
    refused: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    largest: int = 0
    grown: int = 0
    faults: dict[str, Path] = field(default_factory=dict)

    def add(self, other: "Outcome") -> None:
        """Put another batch of the same reader to this one."""
        self.cases += other.cases
        self.refused += other.refused
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.largest = max(self.largest, other.largest)
        self.grown = max(self.grown, other.grown)
        self.faults = other.faults | self.faults


def attack(reader: Reader, cases: int, *, start: int, kept: Path) -> Outcome:
    """Let a reader take in so many cases, the same ones for the same ``start``.

    Parameters
    ----------
    reader
        Who reads.
    cases
        How many; hypothesis may find a few less where it has tried all that there is.
    start
        Seed of the first batch; each further batch has the next one.
    kept
        Folder for the cases that show a fault; made where there is one.
    """
    _prepare()
    total = Outcome()
    for number, done in enumerate(range(0, cases, _BATCH)):
        size = min(_BATCH, cases - done)
        total.add(_run_batch(reader, size, start=start + number, kept=kept))
    return total


@cache
def _prepare() -> None:
    """Have ready here what every worker would make anew, and keep them from copying all of it."""
    given(text())(settings(max_examples=1, database=None)(lambda _: None))()
    gc.collect()
    gc.freeze()


def replay(reader: Reader, path: Path) -> str:
    """Read one file, within the same limits.

    Returns
    -------
    str
        ``read``, ``refused`` with the key of the failure, or ``fault`` with what is wrong.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    with TemporaryDirectory(prefix="hotspotkaart-fuzz-") as folder:
        worker = context.Process(target=_work_file, args=(reader, path, Path(folder), theirs))
        worker.start()
        theirs.close()
        with suppress(EOFError):
            return ours.recv()
        worker.join()
    return f"fault: {_say_death(worker.exitcode)}"


def _work_file(reader: Reader, path: Path, folder: Path, report) -> None:
    _silence()
    town = create_workspace(folder / "werkmap", TOWN)
    case = town.root / reader.lies
    case.parent.mkdir(parents=True, exist_ok=True)
    # A link, for a file may be larger than memory.
    case.unlink(missing_ok=True)
    case.symlink_to(path.resolve())
    _limit_memory()
    _limit_time(MOST_SECONDS)
    key, fault = _judge(reader, case, town)
    report.send(f"fault: {fault}" if fault else f"refused: {key}" if key else "read")
    report.close()


@dataclass(frozen=True)
class _Batch:
    """Cases that one worker runs: so many from a seed, but for the first ``skip``."""

    reader: Reader
    size: int
    seed: int
    skip: int
    folder: Path
    kept: Path

    @property
    def case(self) -> Path:
        """The file of the case at hand."""
        return self.folder / "werkmap" / self.reader.lies


def _run_batch(reader: Reader, size: int, *, start: int, kept: Path) -> Outcome:
    """Run a batch in workers: after a case that kills one, the next goes on behind it."""
    total, skip = Outcome(), 0
    while skip < size:
        with TemporaryDirectory(prefix="hotspotkaart-fuzz-") as folder:
            batch = _Batch(reader, size, start, skip, Path(folder), kept)
            outcome, skip = _run_worker(batch)
        total.add(outcome)
    return total


def _run_worker(batch: _Batch) -> tuple[Outcome, int]:
    """Return what a worker found, and how many cases of the batch are behind it."""
    # The worker has all that was imported here, and nothing that was used: no other thread.
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    begun = context.Value("l", batch.skip, lock=False)
    worker = context.Process(target=_work, args=(batch, begun, theirs))
    worker.start()
    theirs.close()
    try:
        outcome = ours.recv()
    except EOFError:
        worker.join()
        return _tell_death(batch, worker.exitcode, begun.value), max(begun.value, batch.skip + 1)
    worker.join()
    return outcome, batch.size


def _tell_death(batch: _Batch, code: int | None, begun: int) -> Outcome:
    outcome = Outcome(begun - batch.skip)
    died = _say_death(code)
    if outcome.cases and batch.case.exists():
        outcome.faults[died] = _keep(batch.reader, batch.case.read_bytes(), batch.kept)
    else:
        outcome.faults[f"no case, but the worker: {died}"] = batch.kept
    return outcome


def _say_death(code: int | None) -> str:
    if code is not None and -code in (signal.SIGPROF, signal.SIGALRM):
        return f"takes more than {MOST_SECONDS} seconds"
    return f"ends the process ({code})"


def _work(batch: _Batch, begun, report) -> None:
    """Run a batch in this process, and send what came of it."""
    warnings.simplefilter("ignore")
    _silence()
    town = create_workspace(batch.folder / "werkmap", TOWN)
    outcome, number = Outcome(), 0
    before = _limit_memory()

    @seed(batch.seed)
    @settings(
        max_examples=batch.size,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(batch.reader.cases())
    def run(content: bytes) -> None:
        nonlocal number
        number += 1
        if number <= batch.skip:
            return
        begun.value = number
        outcome.add(_run_case(batch, content, town, outcome.faults))

    run()
    outcome.grown = max(_peak() - before, 0)
    report.send(outcome)
    report.close()
    # There is nothing to tidy up, and it would take longer than a small batch.
    os._exit(0)


def _run_case(batch: _Batch, content: bytes, town: Workspace, known: dict[str, Path]) -> Outcome:
    _limit_time(MOST_SECONDS)
    started = process_time()
    path = town.root / batch.reader.lies
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    key, fault = _judge(batch.reader, path, town)
    spent = process_time() - started
    _limit_time(0)
    outcome = Outcome(1, int(key is not None), spent, spent, len(content))
    if fault is not None and fault not in known:
        outcome.faults[fault] = _keep(batch.reader, content, batch.kept)
    return outcome


def _silence() -> None:
    """Leave what libraries say of damaged files unsaid."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _limit_memory() -> int:
    """Let this process grow so much and no more; return the most that it has held so far."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + MOST_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return _peak()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _limit_time(seconds: int) -> None:
    """End this process after so many seconds of a processor, also amid a library; 0 lets it be.

    Seconds on the clock would say more of the machine than of the reader.
    """
    for kind, number, most in (
        (signal.ITIMER_PROF, signal.SIGPROF, seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, _MOST_WAITING if seconds else 0),
    ):
        signal.signal(number, signal.SIG_DFL)
        signal.setitimer(kind, most)


def _judge(reader: Reader, path: Path, town: Workspace) -> tuple[str | None, str | None]:
    """Return the key by which a case was refused, and its fault if it shows one."""
    try:
        reader.read(path, town)
    except HotspotkaartError as problem:
        return problem.key, _judge_failure(problem)
    except BaseException as problem:  # noqa: BLE001 - anything else is what is sought
        return None, _name_fault(problem)
    return None, None


def _judge_failure(problem: HotspotkaartError) -> str | None:
    if problem.key not in SENTENCES:
        return f"no Dutch sentence for {problem.key}"
    if not say_error(problem).strip() or "\n" in str(problem):
        return f"a failure without one line: {problem.key}"
    return None


def _name_fault(problem: BaseException) -> str:
    """Name a fault by its kind and the place in the house that it came through, so that it is one.

    What it says would be another text for each case.
    """
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if "/geo/" in frame.filename] or frames
    last = ours[-1]
    return f"{type(problem).__name__} through {Path(last.filename).name}:{last.lineno}"


def _keep(reader: Reader, content: bytes, kept: Path) -> Path:
    kept.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(content).hexdigest()[:12]
    path = kept / f"{reader.name}--{name}{Path(reader.lies).suffix}"
    path.write_bytes(content)
    return path


def forget(kept: Path) -> None:
    """Take away the cases of an earlier run."""
    shutil.rmtree(kept, ignore_errors=True)
