"""Files that answers are written to: whole or not at all, and of a kind that is made."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from geo.errors import ParamsError, WorkspaceError


def check_ending(suffix: str, known: Iterable[str]) -> None:
    """Refuse the ending of a file that no renderer makes.

    Raises
    ------
    ParamsError
        If the suffix is not one of the known.
    """
    endings = list(known)
    if suffix not in endings:
        listed = ", ".join(endings)
        raise ParamsError(
            "export-suffix-unknown",
            expected=f"a file name that ends in one of {listed}",
            got=repr(suffix),
            remedy="give the file one of these endings",
            suffix=suffix,
            known=listed,
        )


def write_file(path: Path, content: bytes) -> None:
    """Make or replace a file; it is there whole or not at all.

    Raises
    ------
    WorkspaceError
        If it cannot be written.
    """
    try:
        _write_beside(path, content)
    except OSError as problem:
        raise WorkspaceError(
            "file-not-writable",
            expected=f"a file at {path} that can be written",
            got=str(problem),
            remedy="choose another folder or change its permissions",
            file=path,
        ) from problem


def _write_beside(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # mkstemp keeps others out; an export is made to be read.
        fresh.chmod(0o644)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
