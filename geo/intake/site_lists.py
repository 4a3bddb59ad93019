"""Lists of places where a camera unit could stand, with what each has: power, hard standing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import CRS

from geo.errors import IntakeError
from geo.intake.camera_files import METRES, read_source_places
from geo.intake.formats import GEOMETRY_X, GEOMETRY_Y, SourceFile, open_source, read_columns
from geo.intake.mapping import fold
from geo.intake.places import find_way

Flags = NDArray[np.bool_]
Values = NDArray[np.float64]

_YES: Final = frozenset({"ja", "j", "yes", "y", "true", "waar", "1", "x"})
_NO: Final = frozenset({"nee", "n", "no", "false", "onwaar", "0", ""})


@dataclass(frozen=True, eq=False)
class SiteList:
    """Places of one's own.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``, in the workspace's coordinate system.
    properties
        Of each column that says yes or no: shape ``(n,)``, whether a place has it.
    """

    xy: Values
    properties: Mapping[str, Flags]

    def keep(self, having: Sequence[str]) -> Values:
        """Return the places that have all of some properties, shape ``(m, 2)``.

        Raises
        ------
        IntakeError
            If a property is none of the list.
        """
        known = {fold(name): flags for name, flags in self.properties.items()}
        missing = [name for name in having if fold(name) not in known]
        if missing:
            raise IntakeError(
                "sites-property-unknown",
                expected=f"a column that says yes or no: {', '.join(self.properties) or 'none'}",
                got=missing[0],
                remedy="choose one of these, or add the column to the list",
                name=missing[0],
                known=", ".join(self.properties) or "geen",
            )
        has_all = np.ones(len(self.xy), np.bool_)
        for name in having:
            has_all &= known[fold(name)]
        kept: Values = self.xy[has_all]
        return kept


def read_site_list(path: Path, *, crs: CRS) -> SiteList:
    """Read every place of a list, or none.

    Parameters
    ----------
    path
        CSV or another table with ``x`` and ``y`` in the workspace's coordinate system, or a file of
        points (GeoPackage, GeoJSON, GeoParquet) that states its own.
    crs
        That of the workspace.

    Raises
    ------
    IntakeError
        If it cannot be read, has no places, or one that is none.
    """
    source = open_source(path)
    columns = METRES if source.crs is None else (GEOMETRY_X, GEOMETRY_Y)
    xy = read_source_places(source, columns=columns).xy
    if source.crs is not None:
        xy = np.column_stack(find_way(source.crs, crs).transform(*xy.T))
    return SiteList(xy, _read_properties(source, columns))


def _read_properties(source: SourceFile, places: tuple[str, str]) -> dict[str, Flags]:
    others = [name for name in source.columns if fold(name) not in map(fold, places)]
    if not others:
        return {}
    table = read_columns(source, others).table
    said = {name: _read_answers(table.column(name)) for name in others}
    return {name: flags for name, flags in said.items() if flags is not None}


def _read_answers(texts: pa.ChunkedArray) -> Flags | None:
    """Read yes and no; None where anything else stands, or nothing at all."""
    words = [(text or "").strip().casefold() for text in texts.to_pylist()]
    if not any(words) or not {*words} <= _YES | _NO:
        return None
    return np.array([word in _YES for word in words], np.bool_)
