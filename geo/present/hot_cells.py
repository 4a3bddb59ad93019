"""Cells that stand out: on the map, in words, in a table and in a file."""

from pathlib import Path
from typing import Any

from geo import schema
from geo.present.cell_files import render_cells
from geo.present.exports import write_file
from geo.service.answers import CellReport


def write_hot_cells(report: CellReport, path: Path) -> None:
    """Write every cell to a file: ``.csv`` in the workspace's own grid, or ``.geojson``.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_hot_cells(report, path.suffix.lower()))


def render_hot_cells(report: CellReport, suffix: str) -> bytes:
    """Return the bytes of such a file; see `render_cells`."""
    cells = report.cells.round({schema.G_STAR: 6, schema.P_VALUE: 9, schema.ADJUSTED: 9})
    facts: dict[str, Any] = {
        "theme": report.theme,
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "cell_m": report.params.cell_m,
        "band_m": report.params.band_m,
        "incidents": report.incidents,
        "without_place": report.without_place,
        "police_made": report.police_made,
        "synthetic": report.data.synthetic,
    }
    return render_cells(cells, suffix, cell_m=report.params.cell_m, crs=report.crs, facts=facts)
