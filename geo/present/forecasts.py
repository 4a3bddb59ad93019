"""Expected incidents per cell as files, and what back-tests found as plain data."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from geo import schema
from geo.analysis.backtest import METHOD
from geo.analysis.scores import HITS
from geo.analysis.trends import SMALL_COUNT
from geo.analysis.verdicts import JUDGED_SHARE, Verdict
from geo.disclosure import Disclosed
from geo.present.audience_words import tell_audience
from geo.present.cell_files import layer_cells, render_cells
from geo.present.files import write_file
from geo.present.layer_looks import look_of_expected
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.present.shape_files import tell_origin
from geo.service.answers import BacktestReport, Forecast, TunedCard
from geo.service.judging import judge_evidence

_DECIMALS: Final = 6


def write_forecast(told: Disclosed[Forecast], path: Path) -> None:
    """Write every cell to a file, of the kind that its suffix names; see `render_forecast`.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_forecast(told, path.suffix.lower()))


def render_forecast(told: Disclosed[Forecast], suffix: str) -> bytes:
    """Return the bytes of such a file: ``x, y, expected, rank`` of each cell.

    Raises
    ------
    ParamsError
        If the suffix is not ``.csv``, ``.geojson`` or ``.gpkg``.
    """
    forecast = told.answer
    cells = forecast.cells.round({schema.EXPECTED: 9})
    facts = _tell_settings(forecast) | tell_origin(forecast.data) | tell_audience(told)
    look = look_of_expected(len(cells))
    layer = layer_cells(cells, look, cell_m=forecast.params.cell_m, crs=forecast.crs)
    return render_cells(layer, suffix, facts=facts)


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
        "verdict": Verdict.UNTESTED if tested is None else tested.judge(method),
        "judged_share": JUDGED_SHARE,
        "tested": None if tested is None else tell_backtest(tested),
    }


def tell_backtest(report: BacktestReport) -> Plain:
    """Tell what each method would have caught."""
    scores = report.found.scores
    marked = scores.assign(is_small=scores[HITS] < SMALL_COUNT).round(_DECIMALS)
    methods = scores[METHOD].unique()
    return {
        "theme": report.theme,
        **tell_period(report.period),
        "weeks": report.params.weeks,
        "periods": report.params.periods,
        "cell_m": report.params.cell_m,
        "cells": report.found.cells,
        "incidents": report.found.incidents,
        "earlier": report.found.earlier,
        "verdicts": {method: report.judge(method) for method in methods},
        "judged_share": JUDGED_SHARE,
        "comparisons": report.comparisons,
        "scores": json.loads(marked.to_json(orient="records")),
    }


def tell_card(tuned: TunedCard, path: Path) -> Plain:
    """Tell which settings were chosen, what they caught afterwards, and where that is written."""
    verdict = judge_evidence(tuned.evidence)
    return {
        "theme": tuned.theme,
        "file": str(path),
        **asdict(tuned.setting.params),
        "window_months": tuned.setting.window_months,
        "evidence": tuned.evidence.model_dump(mode="json"),
        "verdict": verdict,
        "beats_prior_counts": verdict is Verdict.BEATS,
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
