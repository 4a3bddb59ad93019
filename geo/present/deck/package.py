"""The file of a deck without anything of the moment at which it was made."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Final

_Fix = Callable[[str, bytes], bytes]

# A zip file cannot tell an earlier day.
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PROPERTIES: Final = "docProps/core.xml"
_MOMENT: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms)")
_FIXED_MOMENT: Final = rb"\g<1>1980-01-01T00:00:00Z\g<3>"


def fix_times(content: bytes) -> bytes:
    """Return a package with every entry dated alike, and so the workbooks of its charts."""
    return _pack(content, _fix_entry)


def _pack(content: bytes, fix: _Fix) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for entry in made.infolist():
            told = zipfile.ZipInfo(entry.filename, _FIXED_TIME)
            told.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(told, fix(entry.filename, made.read(entry)))
    return buffer.getvalue()


def _fix_entry(name: str, content: bytes) -> bytes:
    return _pack(content, _fix_workbook) if name.endswith(".xlsx") else content


def _fix_workbook(name: str, content: bytes) -> bytes:
    return _MOMENT.sub(_FIXED_MOMENT, content) if name == _PROPERTIES else content
