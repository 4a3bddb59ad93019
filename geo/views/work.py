"""Work that goes on while people leave the page, one piece at a time."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from geo.errors import HotspotkaartError, forget_frames

Tell = Callable[[float, str], None]
Work = Callable[[Tell], object]

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


def _settle(future: Future[object]) -> None:
    problem = future.exception()
    # What people can mend is told to them; the rest is for whoever mends the program.
    if problem is not None and not isinstance(problem, HotspotkaartError):
        _LOG.error("work stopped on something unforeseen", exc_info=problem)
    forget_frames(problem)
