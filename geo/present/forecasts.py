"""Expected incidents per cell as files, and what back-tests found as plain data."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import shapely

from geo import schema
from geo.analysis.backtest import METHOD
from geo.analysis.verdicts import Verdict, judge_method
from geo.errors import ParamsError
from geo.present.degrees import in_degrees
from geo.present.exports import write_file
from geo.service.answers import BacktestReport, Forecast, TunedCard
from geo.service.forecasting import square_cells

Plain = dict[str, Any]

_DECIMALS: Final = 6


def write_forecast(forecast: Forecast, path: Path) -> None:
    """Write every cell to a file: ``.csv`` in the workspace's own grid, or ``.geojson``.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_forecast(forecast, path.suffix.lower()))


def render_forecast(forecast: Forecast, suffix: str) -> bytes:
    """Return the bytes of such a file: ``x, y, expected, rank`` of each cell.

    Raises
    ------
    ParamsError
        If the suffix is not ``.csv`` or ``.geojson``.
    """
    if suffix not in _RENDERERS:
        known = ", ".join(_RENDERERS)
        raise ParamsError(
            "export-suffix-unknown",
            expected=f"a file name that ends in one of {known}",
            got=repr(suffix),
            remedy="give the file one of these endings",
            suffix=suffix,
            known=known,
        )
    return _RENDERERS[suffix](forecast)


def tell_forecast(forecast: Forecast) -> Plain:
    """Tell what is expected in all, where most, and how well the method did before."""
    tested, method = forecast.tested, str(forecast.params.method)
    top = forecast.cells.nsmallest(10, schema.RANK).round(_DECIMALS)
    return {
        **_tell_settings(forecast),
        "cells": len(forecast.cells),
        "expected": round(float(forecast.cells[schema.EXPECTED].sum()), _DECIMALS),
        "highest": json.loads(top.to_json(orient="records")),
        "known": forecast.known,
        "verdict": Verdict.UNTESTED if tested is None else judge_method(tested.found, method),
        "tested": None if tested is None else tell_backtest(tested),
    }


def tell_backtest(report: BacktestReport) -> Plain:
    """Tell what each method would have caught."""
    rows = json.loads(report.found.scores.round(_DECIMALS).to_json(orient="records"))
    return {
        "theme": report.theme,
        "from": report.period.first.isoformat(),
        "to": report.period.last.isoformat(),
        "weeks": report.params.weeks,
        "periods": report.params.periods,
        "cell_m": report.params.cell_m,
        "cells": report.found.cells,
        "incidents": report.found.incidents,
        "earlier": report.found.earlier,
        "verdicts": {
            method: judge_method(report.found, method)
            for method in report.found.scores[METHOD].unique()
        },
        "scores": rows,
    }


def tell_card(tuned: TunedCard, path: Path) -> Plain:
    """Tell which settings were chosen, what they caught afterwards, and where that is written."""
    return {
        "theme": tuned.theme,
        "file": str(path),
        **asdict(tuned.setting.params),
        "window_months": tuned.setting.window_months,
        "evidence": tuned.evidence.model_dump(mode="json"),
        "beats_prior_counts": tuned.evidence.beats_prior,
    }


def _tell_settings(forecast: Forecast) -> Plain:
    params = forecast.params
    return {
        "theme": forecast.theme,
        "as_of": params.as_of.isoformat(),
        "weeks": params.weeks,
        "cell_m": params.cell_m,
        "method": params.method,
    }


def _csv(forecast: Forecast) -> bytes:
    text: str = forecast.cells.round({schema.EXPECTED: 9}).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def _geojson(forecast: Forecast) -> bytes:
    cells = forecast.cells
    squares = square_cells(forecast).loc[cells.index]
    shapes = in_degrees(squares.geometry)
    rows = json.loads(cells.round({schema.EXPECTED: 9}).to_json(orient="records"))
    features = [
        {"type": "Feature", "properties": known, "geometry": json.loads(shape)}
        for known, shape in zip(rows, shapely.to_geojson(shapes.to_numpy()), strict=True)
    ]
    collection = {
        "type": "FeatureCollection",
        "metadata": _tell_settings(forecast),
        "features": features,
    }
    return (json.dumps(collection) + "\n").encode("utf-8")


_RENDERERS: Final[Mapping[str, Callable[[Forecast], bytes]]] = {".csv": _csv, ".geojson": _geojson}
