"""Repeats, alerts and cells as plain data, and as lines of English for the terminal."""

import math
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.analysis.alerts import SINCE, STREETS, UNTIL, last_day
from geo.analysis.repeats import (
    EXPECTED,
    FROM_DAYS,
    FROM_M,
    IS_RAISED,
    P_VALUE,
    PAIRS,
    RATIO,
    TO_DAYS,
    TO_M,
    NearRepeats,
)
from geo.present.degrees import in_degrees
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.present.terminal import SYNTHETIC
from geo.schema import Warmth
from geo.service.answers import AlertReport, CellReport, RepeatReport

_DECIMALS: Final = 4
_DEGREES: Final = 6
# Cells that are told; a file holds all of them.
_MOST_CELLS: Final = 20
_GROUNDS: Final = {
    "found": "these data show that others follow",
    "prior": "too few here to tell; the literature saw others follow (Johnson et al. 2007)",
    "too-few": "no alert: too few here to tell, and the literature is about another theme",
    "none": "no alert: nothing shows that others follow more often than by chance",
}


def tell_repeats(report: RepeatReport) -> Plain:
    """Tell how often incidents are followed by others, by band."""
    return {
        "theme": report.theme,
        **tell_period(report.period),
        **_tell_taking_part(report.bands),
        "police_made": report.police_made,
        "earlier_left_out": report.earlier,
        "synthetic": report.data.synthetic,
        "permutations": report.bands.draws.repeats,
        "seed": report.bands.draws.seed,
        "close": _tell_bands(report.close)[0],
        "bands": _tell_bands(report.bands),
    }


def tell_alerts(report: AlertReport) -> Plain:
    """Tell where and until when to look, and why; or why there is no alert."""
    return {
        "theme": report.theme,
        "as_of": report.as_of.isoformat(),
        "basis": report.basis.value,
        "asked": report.asked,
        "evidence": {
            **tell_period(report.period),
            "first": report.first.isoformat(),
            "earlier_left_out": report.earlier,
            **_tell_taking_part(report.repeats),
            **_tell_bands(report.repeats)[0],
        },
        "police_made": report.police_made,
        "synthetic": report.data.synthetic,
        "alerts": _tell_alert_rows(report),
    }


def tell_cells(report: CellReport) -> Plain:
    """Tell which cells stand out, the hottest first."""
    kinds = report.cells[schema.WARMTH].value_counts()
    return {
        "theme": report.theme,
        **tell_period(report.period),
        "cell_m": report.params.cell_m,
        "band_m": report.params.band_m,
        "incidents": report.incidents,
        "without_place": report.without_place,
        "police_made": report.police_made,
        "synthetic": report.data.synthetic,
        "cells": len(report.cells),
        **{kind.value: int(kinds.get(kind.value, 0)) for kind in (Warmth.HOT, Warmth.COLD)},
        "hottest": _tell_cell_rows(report),
    }


def print_repeats(answer: Plain) -> Iterator[str]:
    """Say how often incidents are followed by others, a line a band."""
    yield (
        f"{answer['theme']} {answer['from']} to {answer['to']}: {answer['incidents']} incidents "
        f"with a place and a day, {answer['left_out']} without, "
        f"{answer['police_made']} made by police left out"
    )
    if answer["synthetic"]:
        yield SYNTHETIC
    if answer["earlier_left_out"]:
        yield f"only the latest were taken: {answer['earlier_left_out']} earlier ones left out"
    yield "metres        days      pairs   expected   ratio        p"
    for row in (answer["close"], *answer["bands"]):
        ratio = "-" if row["ratio"] is None else f"{row['ratio']:.2f}"
        raised = "  raised" if row["is_raised"] else ""
        yield (
            f"{row['from_m']:>4g} to {row['to_m']:<4g}  {row['from_days']:>2g} to "
            f"{row['to_days']:<2g}  {row['pairs']:>6}  {row['expected']:>9.1f}  {ratio:>6}  "
            f"{row['p_value']:>7.3f}{raised}"
        )
    yield f"chance: {answer['permutations']} permutations of the days, seed {answer['seed']}"


def print_alerts(answer: Plain) -> Iterator[str]:
    """Say where to look until when, a line an alert."""
    evidence = answer["evidence"]
    yield f"{answer['theme']} on {answer['as_of']}: {len(answer['alerts'])} alerts"
    if answer["synthetic"]:
        yield SYNTHETIC
    yield (
        f"{_GROUNDS[answer['basis']]} ({evidence['pairs']} pairs within {evidence['to_m']:g} m and "
        f"{evidence['to_days']:g} days where {evidence['expected']:.1f} are expected, "
        f"p {evidence['p_value']:.3f})"
    )
    if answer["asked"] and answer["basis"] in ("none", "too-few"):
        yield "listed because you asked"
    for row in answer["alerts"]:
        where = "; ".join(row["streets"]) or f"around {row['lon']}, {row['lat']}"
        yield f"until {row['last_day']}: {where} (incident of {row['incident_on']})"


def print_cells(answer: Plain) -> Iterator[str]:
    """Say which cells stand out, a line a cell."""
    yield (
        f"{answer['theme']} {answer['from']} to {answer['to']}: {answer['incidents']} incidents in "
        f"{answer['cells']} cells of {answer['cell_m']:g} m, {answer['hot']} hot and "
        f"{answer['cold']} cold (within {answer['band_m']:g} m; false discovery rate 5%)"
    )
    if answer["synthetic"]:
        yield SYNTHETIC
    if not answer["hottest"]:
        yield "no cell stands out: a normal answer for a short period or a rare theme"
        return
    yield "       x         y  incidents  nearby      g  adjusted p  wijk"
    for row in answer["hottest"]:
        yield (
            f"{row['x']:>8g}  {row['y']:>8g}  {row['incidents']:>9}  {row['nearby']:>6}  "
            f"{row['g']:>5.2f}  {row['adjusted']:>10.4f}  {row['wijk_code'] or '-'}"
        )


def _tell_taking_part(repeats: NearRepeats) -> Plain:
    return {"incidents": repeats.incidents, "left_out": repeats.left_out}


def _tell_bands(repeats: NearRepeats) -> list[Plain]:
    return [
        {
            **{name: float(row[name]) for name in (FROM_M, TO_M, FROM_DAYS, TO_DAYS)},
            PAIRS: int(row[PAIRS]),
            EXPECTED: round(float(row[EXPECTED]), _DECIMALS),
            RATIO: round(float(row[RATIO]), _DECIMALS) if math.isfinite(row[RATIO]) else None,
            P_VALUE: round(float(row[P_VALUE]), _DECIMALS),
            IS_RAISED: bool(row[IS_RAISED]),
        }
        for row in repeats.table.to_dict("records")
    ]


def _tell_alert_rows(report: AlertReport) -> list[Plain]:
    alerts = report.alerts
    centres = in_degrees(alerts.geometry.centroid)
    return [
        {
            "incident_id": row[schema.INCIDENT_ID],
            "incident_on": row[schema.STARTED_AT].date().isoformat(),
            "first_day": row[SINCE].date().isoformat(),
            "last_day": last_day(row[UNTIL]).isoformat(),
            "streets": [name for name in row[STREETS].split("; ") if name],
            "wijk_code": _or_none(row[schema.WIJK_CODE]),
            "park_id": _or_none(row[schema.PARK_ID]),
            "lon": round(place.x, _DEGREES),
            "lat": round(place.y, _DEGREES),
        }
        for row, place in zip(alerts.to_dict("records"), centres, strict=True)
    ]


def _tell_cell_rows(report: CellReport) -> list[Plain]:
    hot = report.cells[report.cells[schema.WARMTH] == Warmth.HOT].head(_MOST_CELLS)
    return [
        {
            "x": float(row[schema.X]),
            "y": float(row[schema.Y]),
            "incidents": int(row[schema.INCIDENTS]),
            "nearby": int(row[schema.NEARBY]),
            "g": round(float(row[schema.G_STAR]), _DECIMALS),
            "p_value": round(float(row[schema.P_VALUE]), _DECIMALS),
            "adjusted": round(float(row[schema.ADJUSTED]), _DECIMALS),
            "wijk_code": _or_none(row[schema.WIJK_CODE]),
            "park_id": _or_none(row[schema.PARK_ID]),
        }
        for row in hot.to_dict("records")
    ]


def _or_none(code: Any) -> str | None:
    return None if pd.isna(code) else str(code)
