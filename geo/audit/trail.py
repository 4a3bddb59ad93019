"""The trail itself: lines that are added and never changed, each holding on to the one before."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from geo.audit.folder import FOLDER, hold, open_private
from geo.audit.records import Act, Fault, Seal, TrailCheck, Use

_TRAIL: Final = "trail.jsonl"
_SEAL: Final = "seal.json"
_BEGIN: Final = "0" * 64

_Content = dict[str, Any]


def append_use(root: Path, use: Use) -> None:
    """Write a line at the end of the trail, and have it on the disk before anything goes on.

    Parameters
    ----------
    root
        Folder of the workspace.
    use
        What was done.

    Raises
    ------
    AccessError
        If it cannot be written.
    """
    with hold(root) as folder:
        seal = _catch_up(folder, _read_seal(folder))
        content = _write_use(use) | {"number": seal.lines + 1, "before": seal.head}
        head = _hash(content)
        line = _encode(content | {"hash": head}) + b"\n"
        with open(folder / _TRAIL, "ab", opener=open_private) as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        _write_seal(folder, Seal(seal.lines + 1, head, seal.size_bytes + len(line)))


def read_uses(root: Path, *, most: int | None = None) -> list[Use]:
    """Read what was done, the latest first; lines that cannot be read are passed over.

    Parameters
    ----------
    root
        Folder of the workspace.
    most
        How many to read; None for all.
    """
    found = (_read_use(content) for _, content in _read_lines(root / FOLDER / _TRAIL))
    uses = [use for use in found if use is not None]
    return list(islice(reversed(uses), most))


def check_trail(root: Path, *, noted: tuple[int, str] | None = None) -> TrailCheck:
    """Check that no line was changed, taken away, put in or moved, and that none is cut off.

    Parameters
    ----------
    root
        Folder of the workspace.
    noted
        Number of a line and its hash, as somebody noted them elsewhere: who can write in the
        folder can write a whole trail anew, but not what was noted elsewhere.

    Raises
    ------
    AccessError
        If the folder cannot be entered.
    """
    with hold(root) as folder:
        faults: list[tuple[int, Fault]] = []
        hashes = [_BEGIN]
        for number, content in _read_lines(folder / _TRAIL):
            faults += [(number, fault) for fault in _find_faults(content, number, hashes[-1])]
            hashes.append(str(content.get("hash", "")) if content else "")
        lines, head = len(hashes) - 1, hashes[-1]
        faults += _find_faults_at_end(_read_seal(folder), lines, head)
        size_bytes = _size_of(folder / _TRAIL)
    if noted is not None and not (0 <= noted[0] <= lines and hashes[noted[0]] == noted[1]):
        faults.append((noted[0], Fault.NOT_AS_NOTED))
    return TrailCheck(Seal(lines, head, size_bytes), tuple(faults))


def _catch_up(folder: Path, seal: Seal) -> Seal:
    """Take up the line that was written when the machine stopped before it was sealed.

    What is left of a line that was not written whole is cut off. Anything else that stands behind
    the seal was not written by us: the trail goes on from the seal, and shows where it is broken.
    """
    trail = folder / _TRAIL
    size_bytes = _size_of(trail)
    if size_bytes <= seal.size_bytes:
        return Seal(seal.lines, seal.head, size_bytes)
    with trail.open("r+b") as file:
        file.seek(seal.size_bytes)
        whole, end, _ = file.read().rpartition(b"\n")
        size_bytes = seal.size_bytes + len(whole) + len(end)
        file.truncate(size_bytes)
    content = _decode(whole)
    if content is not None and not list(_find_faults(content, seal.lines + 1, seal.head)):
        return Seal(seal.lines + 1, str(content["hash"]), size_bytes)
    return Seal(seal.lines, seal.head, size_bytes)


def _read_lines(trail: Path) -> Iterator[tuple[int, _Content | None]]:
    if not trail.exists():
        return
    with trail.open("rb") as file:
        for number, line in enumerate(file, start=1):
            yield number, _decode(line.rstrip(b"\n"))


def _find_faults(content: _Content | None, number: int, before: str) -> Iterator[Fault]:
    if content is None:
        yield Fault.UNREADABLE
        return
    said = {name: value for name, value in content.items() if name != "hash"}
    if content.get("hash") != _hash(said):
        yield Fault.CHANGED
    if content.get("number") != number or content.get("before") != before:
        yield Fault.NOT_NEXT


def _find_faults_at_end(seal: Seal, lines: int, head: str) -> list[tuple[int, Fault]]:
    if lines < seal.lines:
        return [(lines + 1, Fault.CUT_OFF)]
    # One line may wait for its seal after a power cut; the next use takes it up.
    return [] if (lines, head) == (seal.lines, seal.head) else [(lines, Fault.UNSEALED)]


def _write_use(use: Use) -> _Content:
    return {
        "at": use.at.isoformat(timespec="seconds"),
        "who": use.who,
        "roles": list(use.roles),
        "act": use.act.value,
        "what": use.what,
        "filters": dict(sorted(use.filters.items())),
        "rows": use.rows,
    }


def _read_use(content: _Content | None) -> Use | None:
    if content is None:
        return None
    try:
        return Use(
            at=datetime.fromisoformat(content["at"]),
            who=str(content["who"]),
            roles=tuple(map(str, content["roles"])),
            act=Act(content["act"]),
            what=str(content["what"]),
            filters={str(name): str(value) for name, value in content["filters"].items()},
            rows=content["rows"],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _read_seal(folder: Path) -> Seal:
    path = folder / _SEAL
    content = _decode(path.read_bytes()) if path.exists() else None
    try:
        return Seal(**content) if content else Seal(0, _BEGIN, 0)
    except TypeError:
        return Seal(0, _BEGIN, 0)


def _write_seal(folder: Path, seal: Seal) -> None:
    beside = folder / f"{_SEAL}.new"
    with open(beside, "wb", opener=open_private) as file:
        file.write(_encode(vars(seal)))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _SEAL)


def _size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(_encode(content)).hexdigest()


def _encode(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode("ascii")


def _decode(line: bytes) -> _Content | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None
