"""Uploaded files laid in a folder of their own, until the work with them is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class Staged:
    """Files in a folder that nobody else looks into; it goes with the last who holds it.

    Parameters
    ----------
    folder
        Where they lie.
    ids
        Of the uploads: another content has another id.
    paths
        The files, under the names that they were uploaded by.
    """

    folder: TemporaryDirectory[str]
    ids: tuple[str, ...]
    paths: tuple[Path, ...]


def stage(name: str, uploads: Sequence[UploadedFile]) -> Staged:
    """Lay uploads in a folder, once for all runs of the page.

    Parameters
    ----------
    name
        Of the place in the session where the files are remembered.
    uploads
        What somebody chose.
    """
    ids = tuple(upload.file_id for upload in uploads)
    known: Staged | None = st.session_state.get(name)
    if known is not None and known.ids == ids:
        return known
    if known is not None:
        known.folder.cleanup()
    folder = TemporaryDirectory(prefix="hotspotkaart-")
    paths = _name_files(Path(folder.name), [upload.name for upload in uploads])
    for path, upload in zip(paths, uploads, strict=True):
        path.write_bytes(upload.getbuffer())
    staged = Staged(folder, ids, paths)
    st.session_state[name] = staged
    return staged


def hand_over(name: str) -> None:
    """Forget staged files, which now belong to the work that was begun with them."""
    st.session_state.pop(name, None)


def _name_files(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Name the files as they were, but two of one name apart."""
    paths: list[Path] = []
    for name in names:
        # A browser sends what it is told to: no folder, and no name that is none.
        last = Path(name.replace("\\", "/")).name[-_LONGEST_NAME:]
        wanted = folder / (last if last.strip(". ") else "bestand")
        others = (wanted.with_name(f"{wanted.stem} ({n}){wanted.suffix}") for n in count(2))
        paths.append(next(path for path in chain([wanted], others) if path not in paths))
    return tuple(paths)
