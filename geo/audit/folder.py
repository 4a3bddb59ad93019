"""The folder of the audit trail: its owner's alone, and one process in it at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from geo.errors import AccessError

FOLDER: Final = "audit"
_LOCK: Final = "lock"
_LOCK_WAIT_SECONDS: Final = 10.0
_OWNER_ONLY: Final = 0o600


@contextmanager
def hold(root: Path) -> Iterator[Path]:
    """Yield the folder of a workspace's trail, while nobody else is in it.

    Raises
    ------
    AccessError
        If it cannot be written, or another process stays in it: what is not written down does
        not happen.
    """
    folder = root / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=_LOCK_WAIT_SECONDS, mode=_OWNER_ONLY):
            yield folder
    except (OSError, Timeout) as problem:
        raise AccessError(
            "audit-not-written",
            expected=f"an audit trail in {folder} that can be written",
            got=str(problem),
            remedy="free disk space or change its permissions",
        ) from problem


def open_private(path: str, flags: int) -> int:
    """Open a file that nobody but its owner may read; for ``open(..., opener=...)``."""
    return os.open(path, flags, _OWNER_ONLY)
