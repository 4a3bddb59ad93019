"""The store opened, with the rows in it that the question at hand may be answered from."""

import pandas as pd

from geo import schema
from geo.analysis.areas import find_codes
from geo.intake.boundaries import load_layer
from geo.schema import Layer
from geo.store import Store
from geo.workspace import Workspace


def open_store(workspace: Workspace) -> Store:
    """Open the workspace's store; every question of incidents comes through here.

    What is out of sight is not there, for whatever is asked of the store until it is closed.

    Raises
    ------
    StoreError
        If it cannot be opened.
    """
    store = Store(workspace.store_path)
    try:
        if not workspace.sight.is_everything:
            store.narrow(sources=workspace.sight.sources, rows=_find_rows(store, workspace))
    except BaseException:
        store.close()
        raise
    return store


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
