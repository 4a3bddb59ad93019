"""Frames of the intake as tables that the store can take in, and the other way round."""

from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from pyproj import CRS

from geo import schema
from geo.intake.incidents import REASON, ROW
from geo.intake.zones import find_days

_MOMENTS = (schema.STARTED_AT, schema.ENDED_AT, schema.ARRIVED_AT)


def accepted_table(accepted: gpd.GeoDataFrame) -> pa.Table:
    """Return clean incidents with UTC times and x and y, null without a place."""
    points = accepted.geometry.to_numpy()
    frame = pd.DataFrame(accepted.drop(columns=schema.GEOMETRY))
    utc = {
        name: frame[name].dt.tz_convert("UTC").dt.tz_localize(None)
        for name in (schema.STARTED_AT, schema.ENDED_AT)
    }
    days = find_days(utc[schema.STARTED_AT].to_numpy(), frame[schema.STARTED_AT].dt.tz)
    columns = {
        "x": _ordinates(shapely.get_x(points)),
        "y": _ordinates(shapely.get_y(points)),
        schema.STARTED_ON: pa.array(days),
        "row": pa.array(accepted.index.to_numpy()),
    }
    table = pa.Table.from_pandas(frame.assign(**utc), preserve_index=False)
    for name, values in columns.items():
        table = table.append_column(name, values)
    return table


def _ordinates(values: np.ndarray[Any, np.dtype[np.float64]]) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))


def refused_table(refused: pd.DataFrame) -> pa.Table:
    """Return refused rows with their cells as JSON."""
    cells = refused.drop(columns=[ROW, REASON])
    # Not splitlines: a cell may hold other characters that it takes for the end of a line.
    lines = (
        cells.to_json(orient="records", lines=True, force_ascii=False).strip("\n").split("\n")
        if len(cells.columns)
        else ["{}"] * len(refused)
    )
    return pa.table({"row": refused[ROW], "reason": refused[REASON].astype("str"), "cells": lines})


def incident_frame(rows: pd.DataFrame, *, crs: CRS, timezone: ZoneInfo) -> gpd.GeoDataFrame:
    """Return stored incidents as the house knows them: local times, and points for x and y."""
    moments = [name for name in _MOMENTS if name in rows]
    local = {name: rows[name].dt.tz_localize("UTC").dt.tz_convert(timezone) for name in moments}
    points = gpd.points_from_xy(rows["x"], rows["y"])
    points[rows["x"].isna().to_numpy()] = None
    known = rows.drop(columns=["x", "y"]).assign(**local)
    return gpd.GeoDataFrame(known, geometry=points, crs=crs)
