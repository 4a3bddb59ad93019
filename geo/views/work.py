"""Work that goes on while people leave the page, one piece at a time."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, Thread
from typing import Final

from geo.errors import HotspotkaartError, forget_frames

Tell = Callable[[float, str], None]
Work = Callable[[Tell], object]

# Answers that are kept; the one that was asked for longest ago goes first.
_MOST_ANSWERS: Final = 32
# Questions that wait; the one that was asked longest ago is dropped. Whoever still looks at it asks
# again by looking, so that it is those of windows that went on to something else that go.
_MOST_WAITING: Final = 48

_LOG = logging.getLogger(__name__)


@dataclass
class Job:
    """A piece of work, how far it is, and what came of it.

    Parameters
    ----------
    section
        Part of the page that asked for it and shows what came of it.
    title
        What is done, in Dutch.
    started_at
        When it was asked for.
    share
        Part that is done, from 0 to 1; None as long as nothing has been told.
    step
        What is at hand, such as the name of a file.
    """

    section: str
    title: str
    started_at: datetime
    share: float | None = None
    step: str = ""
    future: Future[object] = field(init=False, repr=False)

    def tell(self, share: float, step: str) -> None:
        """Take note of how far it is."""
        self.share, self.step = share, step

    @property
    def running(self) -> bool:
        """Whether it is still going on."""
        return not self.future.done()

    @property
    def problem(self) -> BaseException | None:
        """What stopped it; waits for its end."""
        return self.future.exception()

    @property
    def outcome(self) -> object:
        """What came of it, None where it was stopped; waits for its end."""
        return None if self.problem is not None else self.future.result()


class Desk:
    """Where one piece of work at a time is done, whoever asked for it.

    It belongs to the program and not to a visitor, so that work goes on when the page is left. A
    program that is stopped finishes the work first; one that is killed leaves the store whole.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._job: Job | None = None

    @property
    def job(self) -> Job | None:
        """The work that is going on, or else the last that has ended."""
        return self._job

    def start(self, job: Job, work: Work) -> bool:
        """Begin a piece of work, unless another is going on.

        Parameters
        ----------
        job
            What is known of it.
        work
            Does it, and tells how far it is.

        Returns
        -------
        bool
            Whether it was begun.
        """
        with self._lock:
            if self._job is not None and self._job.running:
                return False
            job.future = self._worker.submit(work, job.tell)
            self._job = job
        job.future.add_done_callback(_settle)
        return True

    def clear(self, job: Job) -> None:
        """Forget a piece of work that has ended, unless another has taken its place."""
        with self._lock:
            if self._job is job and not job.running:
                self._job = None


class Shelf:
    """Answers that take long to work out: each is made once, and lies ready for whoever asks.

    Unlike the desk it turns nobody away: what changes nothing may wait. Whoever asked last is most
    likely still looking, so that the newest question goes first, and those that wait longest are
    dropped where there are many. A program that is stopped leaves them unanswered.
    """

    def __init__(self, most: int = _MOST_ANSWERS, *, most_waiting: int = _MOST_WAITING) -> None:
        self._lock = Lock()
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._waiting: OrderedDict[Hashable, tuple[Job, Work]] = OrderedDict()
        self._worker: Thread | None = None
        self._most, self._most_waiting = most, most_waiting

    def ask(self, key: Hashable, job: Job, work: Work) -> Job:
        """Return the work on a question, begun now unless it was asked before.

        Parameters
        ----------
        key
            The question, with the state of all that its answer depends on.
        job
            What is known of the work, where it is begun.
        work
            Does it, and tells how far it is.
        """
        with self._lock:
            if key in self._jobs:
                self._jobs.move_to_end(key)
                if key in self._waiting:
                    self._waiting.move_to_end(key)
                return self._jobs[key]
            job.future = Future()
            job.future.add_done_callback(_settle)
            self._jobs[key] = job
            self._waiting[key] = (job, work)
            self._tidy()
            if self._worker is None:
                # It ends with the program, whatever still waits.
                self._worker = Thread(target=self._work, name="answers", daemon=True)
                self._worker.start()
        return job

    def find(self, key: Hashable) -> Job | None:
        """Return the work on a question, if it was asked and is kept."""
        return self._jobs.get(key)

    def forget(self, key: Hashable) -> None:
        """Let a question be worked out anew the next time that it is asked."""
        with self._lock:
            job = self._jobs.pop(key, None)
            self._waiting.pop(key, None)
        if job is not None:
            job.future.cancel()

    def _work(self) -> None:
        while self._answer_next():
            pass

    def _answer_next(self) -> bool:
        """Answer one question; return whether there was one."""
        with self._lock:
            if not self._waiting:
                self._worker = None
                return False
            _, (job, work) = self._waiting.popitem()
        if job.future.set_running_or_notify_cancel():
            _answer(job, work)
        return True

    def _tidy(self) -> None:
        while len(self._waiting) > self._most_waiting:
            key, (job, _) = self._waiting.popitem(last=False)
            del self._jobs[key]
            job.future.cancel()
        ended = [key for key, job in self._jobs.items() if not job.running]
        for key in ended[: max(len(ended) - self._most, 0)]:
            del self._jobs[key]


def _answer(job: Job, work: Work) -> None:
    try:
        outcome = work(job.tell)
    except BaseException as problem:  # noqa: BLE001 - whoever waits is told of it
        job.future.set_exception(problem)
    else:
        job.future.set_result(outcome)


def _settle(future: Future[object]) -> None:
    if future.cancelled():
        return
    problem = future.exception()
    # What people can mend is told to them; the rest is for whoever mends the program.
    if problem is not None and not isinstance(problem, HotspotkaartError):
        _LOG.error("work stopped on something unforeseen", exc_info=problem)
    forget_frames(problem)
