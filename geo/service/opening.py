"""The store opened, with the rows in it that the question at hand may be answered from."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import pandas as pd

from geo import schema
from geo.analysis.areas import find_codes
from geo.intake.boundaries import load_layer
from geo.schema import Layer
from geo.store import Store
from geo.workspace import Workspace


@dataclass
class Reading:
    """What a question has read so far: the versions of the data, and whether it wrote."""

    versions: set[int] = field(default_factory=set)
    has_written: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all that was read is of one moment, or cannot be read again."""
        return self.has_written or len(self.versions) <= 1


_READING: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def follow_reading() -> Iterator[Reading]:
    """Follow what is read from the store within the block."""
    reading = Reading()
    token = _READING.set(reading)
    try:
        yield reading
    finally:
        _READING.reset(token)


def open_store(workspace: Workspace, *, to_write: bool = False) -> Store:
    """Open the workspace's store; every question of incidents comes through here.

    What is out of sight is not there, for whatever is asked of the store until it is closed. What
    is read is of one moment, whatever others write meanwhile.

    Parameters
    ----------
    workspace
        As the question at hand sees it.
    to_write
        Whether something is to be written: what is read beside it may be of several moments.

    Raises
    ------
    StoreError
        If it cannot be opened.
    """
    store = Store(workspace.store_path)
    try:
        if not to_write:
            store.hold()
        _note(store, to_write=to_write)
        if not workspace.sight.is_everything:
            store.narrow(sources=workspace.sight.sources, rows=_find_rows(store, workspace))
    except BaseException:
        store.close()
        raise
    return store


def _note(store: Store, *, to_write: bool) -> None:
    reading = _READING.get()
    if reading is not None:
        reading.versions.add(store.version())
        reading.has_written |= to_write


def _find_rows(store: Store, workspace: Workspace) -> pd.DataFrame:
    """Find the incidents of the wijken in sight: ``source`` and ``incident_id``."""
    wijken = workspace.sight.wijken
    none = pd.DataFrame({schema.SOURCE: [], schema.INCIDENT_ID: []}, dtype=str)
    layer = load_layer(workspace, Layer.WIJKEN) if wijken else None
    # Without the layer nobody can say where a wijk ends: nothing lies in it.
    if layer is None:
        return none
    own = layer.areas[layer.areas[schema.AREA_CODE].isin(wijken)]
    if own.empty:
        return none
    west, south, east, north = own.total_bounds.tolist()
    near = store.read_keys((west, south, east, north))
    # Among all wijken: a place on a shared edge belongs to one of them.
    inside = find_codes(near, layer.areas).isin(wijken)
    return near.loc[inside.to_numpy(), [schema.SOURCE, schema.INCIDENT_ID]]
