"""Answers as plain data, the same for JSON and for the terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from geo import schema
from geo.analysis.significance import NotTestable, Significance
from geo.analysis.trends import NOW, Difference, list_differences
from geo.analysis.verdicts import JUDGED_SHARE
from geo.intake.opportunities import OpportunityLayer
from geo.intake.outlines import Outlines
from geo.intake.streets import StreetLayer
from geo.params import Period
from geo.present.exports import tabulate_facts
from geo.present.periods import tell_period
from geo.schema import LineLayer
from geo.service.answers import DataQuality, HotspotReport, ThemeComparison
from geo.service.upkeep_answers import (
    BackupReport,
    FileReport,
    ImportReport,
    LayerCheck,
    SetupReport,
    UndoReport,
)

Plain = dict[str, Any]

_AREA_DECIMALS = 4
_SCORE_DECIMALS = 6
_METRES_PER_KM = 1000
_SHARE_DECIMALS = 4


def tell_hotspots(report: HotspotReport) -> Plain:
    """Tell what a hotspot search found."""
    return {
        "theme": report.theme,
        **tell_period(report.period),
        "area": report.question.area,
        "weekdays": list(report.question.hours.weekdays),
        "day_parts": list(report.question.hours.day_parts),
        "without_hour": report.without_hour,
        "police_made": report.police_made,
        "incidents": len(report.incidents),
        "parameters": {
            "eps_m": report.params.eps_m,
            "min_samples": report.params.min_samples,
            "half_life_days": report.params.half_life_days,
        },
        "noise": report.noise,
        "without_place": report.without_place,
        "synthetic": report.data.synthetic,
        "significance": _tell_significance(report),
        "verdict": report.verdict.value,
        "judged_share": JUDGED_SHARE,
        "hotspots": _tell_rows(report),
    }


def tell_overview(comparison: ThemeComparison) -> Plain:
    """Tell how often each theme was reported, and before; no difference where nothing compares."""
    previous = comparison.previous
    themes, total = comparison.themes, comparison.total
    rows = zip(themes.index, themes[schema.TITLE], _tell_counts(themes, previous), strict=True)
    return {
        **tell_period(comparison.period),
        "previous": None if previous is None else tell_period(previous),
        "area": comparison.area,
        "themes": [
            {"theme": theme, "title": None if pd.isna(title) else title, **counts}
            for theme, title, counts in rows
        ],
        "total": _tell_counts(total, previous)[0],
        "without_hour": comparison.without_hour,
        "synthetic": comparison.data.synthetic,
    }


def tell_import(report: ImportReport) -> Plain:
    """Tell what became of the rows of each file."""
    return {
        "files": [_tell_file(file) for file in report.files],
        "incidents": report.incidents,
        "outside_checked": report.outside_checked,
        "failed": [{"file": file, "error": str(error)} for file, error in report.failed],
    }


def tell_imports(imports: pd.DataFrame) -> Plain:
    """Tell which files were imported, newest first."""
    counts = ("read", "accepted", "duplicate", "replaced", "refused")
    rows = [
        {
            "import_id": int(row["import_id"]),
            "file": row["file"],
            "source": row["source"],
            "imported_at": row["imported_at"].isoformat(timespec="seconds") + "Z",
            **{name: int(row[name]) for name in counts},
            "undoable": bool(row["undoable"]),
            "waiting": int(row["waiting"]),
        }
        for row in imports.to_dict("records")
    ]
    return {"imports": rows}


def tell_sources(sources: pd.DataFrame) -> Plain:
    """Tell how many incidents came from each source."""
    days = sources.assign(**{name: sources[name].astype(str) for name in ("first", "last")})
    return {"sources": days.to_dict("records")}


def tell_mappings(mappings: Mapping[str, str]) -> Plain:
    """Tell which mappings ship."""
    return {"mappings": [{"name": name, "title": title} for name, title in mappings.items()]}


def tell_undo(report: UndoReport) -> Plain:
    """Tell what undoing an import did."""
    return asdict(report)


def tell_backup(report: BackupReport) -> Plain:
    """Tell what a backup holds."""
    as_of = report.imported_at
    return {
        "file": str(report.file),
        "bytes": report.size_bytes,
        "incidents": report.incidents,
        "first": report.first.isoformat() if report.first else None,
        "last": report.last.isoformat() if report.last else None,
        "imported_at": as_of.isoformat(timespec="seconds") if as_of else None,
        "set_aside": str(report.set_aside) if report.set_aside else None,
    }


def tell_checks(checks: Sequence[LayerCheck]) -> Plain:
    """Tell which area layers there are and what is wrong with them."""
    return {"layers": [_tell_layer(check) for check in checks]}


def tell_opportunities(layer: OpportunityLayer) -> Plain:
    """Tell how many places were taken in, and how many rows were not."""
    return {
        "layer": layer.layer.value,
        "places": layer.places,
        "left_out": layer.left_out,
        "source": layer.source,
    }


def tell_outlines(outlines: Outlines) -> Plain:
    """Tell how many buildings or stretches of water were taken in, and how many rows were not."""
    return {
        "layer": outlines.layer.value,
        "places": len(outlines.shapes),
        "left_out": outlines.left_out,
        "source": outlines.source,
    }


def tell_streets(streets: StreetLayer) -> Plain:
    """Tell which streets there are."""
    return {
        "layer": LineLayer.STREETS.value,
        "lines": len(streets.lines),
        "length_km": round(float(streets.lines.length.sum()) / _METRES_PER_KM, 1),
        "source": streets.source,
    }


def tell_quality(quality: DataQuality, *, synthetic: bool) -> Plain:
    """Tell what is weak in the data."""
    findings = [
        {
            "kind": finding.kind.value,
            "theme": finding.theme,
            "count": finding.count,
            "total": finding.total,
            "share": None if finding.share is None else round(finding.share, _SHARE_DECIMALS),
            "examples": list(finding.examples),
            "remedy": finding.remedy,
        }
        for finding in quality.findings
    ]
    return {"incidents": quality.incidents, "synthetic": synthetic, "findings": findings}


def tell_setup(report: SetupReport) -> Plain:
    """Tell what setting up did."""
    imported = tell_import(report.imported)["files"] if report.imported else []
    return {
        "areas": list(report.copied),
        "invented": [layer.value for layer in report.invented],
        "files": imported,
        "incidents": report.incidents,
    }


def tell_summary(rows: pd.DataFrame) -> Plain:
    """Tell counts and their total; None where a count is held back, and then for the total too."""
    by, counts = rows.columns[0], rows[schema.INCIDENTS]
    plain = [
        {
            by: None if pd.isna(name) else name,
            schema.INCIDENTS: None if pd.isna(count) else int(count),
        }
        for name, count in zip(rows[by], counts, strict=True)
    ]
    return {"rows": plain, "total": None if counts.isna().any() else int(counts.sum())}


def _tell_significance(report: HotspotReport) -> Plain | None:
    """Tell on what the p-values rest, or why there are none."""
    weighed = report.significance
    if weighed is None:
        return None
    found = weighed.found
    facts: Plain = {
        "opportunities": weighed.kind.value if weighed.kind else None,
        "synthetic_opportunities": weighed.synthetic,
        "reason": found.reason.value if isinstance(found, NotTestable) else None,
    }
    if isinstance(found, Significance):
        facts |= {
            "simulations": found.draws.repeats,
            "seed": found.draws.seed,
            "off_ground": found.off_ground,
            "coarse": found.coarse,
        }
    return facts


def _tell_rows(report: HotspotReport) -> list[Plain]:
    rounded = (
        tabulate_facts(report)
        .assign(**{schema.P_VALUE: report.p_values, "testable": report.p_values.notna()})
        .round({schema.AREA_HA: _AREA_DECIMALS, schema.SCORE: _SCORE_DECIMALS})
    )
    plain = rounded.astype(object).where(rounded.notna(), None)
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.to_numpy()]


def _tell_counts(compared: pd.DataFrame, previous: Period | None) -> list[Plain]:
    if previous is None:
        return [{NOW: int(count)} for count in compared[NOW]]
    return [_tell_difference(found) for found in list_differences(compared)]


def _tell_difference(found: Difference) -> Plain:
    return {
        "now": found.now,
        "before": found.before,
        "difference": found.difference,
        "low": round(found.low, _SCORE_DECIMALS),
        "high": round(found.high, _SCORE_DECIMALS),
        "p_value": round(found.p_value, _SCORE_DECIMALS),
        "percent": None if found.percent is None else round(found.percent, _SCORE_DECIMALS),
        "is_small": found.is_small,
    }


def _tell_file(file: FileReport) -> Plain:
    return {
        "file": file.file,
        "source": file.source,
        "read": file.read,
        "accepted": file.accepted,
        "duplicate": file.duplicate,
        "replaced": file.replaced,
        "refused": file.refused,
        "reasons": dict(file.reasons),
        "columns": {field: list(names) for field, names in file.fields.items()},
        "left_behind": list(file.left_behind),
        "facts": dict(file.facts),
        "import_id": file.import_id,
        "mended": file.mended,
    }


def _tell_layer(check: LayerCheck) -> Plain:
    layer = check.layer
    findings = [
        {
            "kind": finding.kind,
            "count": finding.count,
            "examples": list(finding.examples),
            "remedy": finding.remedy,
        }
        for finding in check.findings
    ]
    return {
        "layer": layer.layer.value,
        "areas": len(layer.areas),
        "source": layer.source,
        "year": layer.year,
        "schematic": layer.schematic,
        "official": layer.official,
        "imported": layer.imported,
        "findings": findings,
    }
