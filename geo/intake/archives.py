"""Workbooks before they are opened: a zip may hold other things than it should, or too much."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from geo.errors import IntakeError
from geo.intake.files import check_file, damaged_file, unreadable_file

_MOST_ENTRIES = 2_000
_MOST_UNPACKED_BYTES = 1 << 31
_MOST_RATIO = 100
# Sheets are read row by row; all else lies in memory as a whole, the texts of all cells with it.
_SHEETS = "xl/worksheets/"
_TEXTS = "xl/sharedStrings.xml"
_MOST_TEXT_BYTES = 1 << 28
_MOST_PART_BYTES = 1 << 26
_WORKBOOK_PARTS = {"[Content_Types].xml", "xl/workbook.xml"}
_WORKBOOK_SUFFIXES = {
    ".bin", ".emf", ".gif", ".jpeg", ".jpg", ".png", ".rels", ".vml", ".wmf", ".xml",
}  # fmt: skip


def check_archive(path: Path) -> None:
    """Refuse a zip that is no workbook or unpacks to more than a workbook would.

    Raises
    ------
    IntakeError
        If the file is damaged, encrypted, no XLSX, holds foreign entries or is a zip bomb.
    """
    check_file(path)
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
    except OSError as problem:
        raise unreadable_file(path, problem) from problem
    except (BadZipFile, ValueError, NotImplementedError) as problem:
        raise damaged_file(path, problem) from problem
    fault = _find_archive_fault(entries)
    if fault:
        raise IntakeError(
            "archive-refused",
            expected=f"an ordinary XLSX workbook in {path.name}",
            got=fault,
            remedy="save the workbook again without macros and attachments, or export it as CSV",
            file=path.name,
        )


def _find_archive_fault(entries: list[ZipInfo]) -> str | None:
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    foreign = sorted(name for name in names if not name.endswith("/") and _is_foreign(name))
    faults = {
        "a zip that is no workbook": not names >= _WORKBOOK_PARTS,
        f"{len(entries)} entries": len(entries) > _MOST_ENTRIES,
        f"{unpacked} bytes unpacked": unpacked > _MOST_UNPACKED_BYTES,
        f"{packed} bytes that grow to {unpacked}": unpacked > _MOST_RATIO * max(packed, 1),
        "a part that is too large": any(map(_is_too_large, entries)),
        "a password": any(entry.flag_bits & 1 for entry in entries),
        f"the entry {', '.join(foreign[:1])!r}": bool(foreign),
    }
    return next((fault for fault, applies in faults.items() if applies), None)


def _is_foreign(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or Path(f"x{parts[-1]}").suffix not in _WORKBOOK_SUFFIXES


def _is_too_large(entry: ZipInfo) -> bool:
    most = _MOST_TEXT_BYTES if entry.filename == _TEXTS else _MOST_PART_BYTES
    return entry.file_size > most and not entry.filename.startswith(_SHEETS)
