"""Where the places of a patrol lie: in which wijk and park, and what a wijk holds."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.areas import find_codes
from geo.schema import Layer
from geo.service.answers import HotspotReport
from geo.service.areas import Layers, find_layer, index_of
from geo.service.patrol.answers import CONTACT, PARK_NAME, WIJK_NAME
from geo.service.patrol.places import Candidates
from geo.workspace import Workspace

WIJK_COLUMNS: Final = (WIJK_NAME, schema.INCIDENTS, schema.INHABITANTS)


def stay_within(
    candidates: Candidates, areas: Sequence[str], layers: Layers, workspace: Workspace
) -> Candidates:
    """Keep the places that lie in one of some areas; no area keeps all.

    Raises
    ------
    ParamsError
        If no layer has an area.
    """
    inside = np.zeros(len(candidates.places), np.bool_)
    for area in areas:
        layer = find_layer(area, layers, workspace)
        if layer is None:
            return candidates
        inside |= (find_codes(candidates.places, index_of(layers[layer])) == area).to_numpy()
    return candidates.select(inside) if areas else candidates


def describe_surroundings(places: pd.DataFrame, layers: Layers) -> pd.DataFrame:
    """Say of each place in which wijk and park it lies, and whom to turn to: columns beside it.

    The contact point is that of the park, else that of the wijk; empty where no layer gives one.
    """
    wijk, wijk_name, wijk_contact = _look_up(places, layers, Layer.WIJKEN)
    _, park_name, park_contact = _look_up(places, layers, Layer.PARKS)
    return pd.DataFrame(
        {
            schema.WIJK_CODE: wijk,
            WIJK_NAME: wijk_name,
            PARK_NAME: park_name,
            CONTACT: park_contact.where(park_contact != "", wijk_contact),
        }
    )


def count_wijken(reports: Sequence[HotspotReport], layers: Layers) -> pd.DataFrame:
    """Count incidents of all reports, and inhabitants, per wijk.

    Returns
    -------
    DataFrame
        ``WIJK_COLUMNS`` by code of the wijk, in order; empty without wijken.
    """
    if Layer.WIJKEN not in layers:
        return pd.DataFrame(columns=list(WIJK_COLUMNS))
    areas = layers[Layer.WIJKEN].areas.drop_duplicates(schema.AREA_CODE)
    areas = areas.set_index(schema.AREA_CODE).sort_index()
    codes = pd.concat([report.incidents[schema.WIJK_CODE] for report in reports])
    return pd.DataFrame(
        {
            WIJK_NAME: areas[schema.AREA_NAME].fillna(areas.index.to_series()),
            schema.INCIDENTS: codes.value_counts().reindex(areas.index, fill_value=0),
            schema.INHABITANTS: areas[schema.INHABITANTS],
        }
    )


def _look_up(
    places: pd.DataFrame, layers: Layers, layer: Layer
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Code, name and contact of the area of each place; missing, and empty, where in none."""
    if layer not in layers:
        nowhere = pd.Series(None, places.index, dtype="str")
        return nowhere, nowhere.fillna(""), nowhere.fillna("")
    areas = layers[layer].areas.drop_duplicates(schema.AREA_CODE).set_index(schema.AREA_CODE)
    codes = find_codes(places, index_of(layers[layer]))
    names = codes.map(areas[schema.AREA_NAME].fillna(areas.index.to_series()))
    contacts = codes.map(areas[schema.CONTACT])
    return codes, names.fillna("").astype("str"), contacts.fillna("").astype("str")
