"""Open figures for the command line: as one JSON document and as lines of English."""

from collections.abc import Iterator, Sequence

from geo.present.plain import Plain
from geo.present.terminal import SYNTHETIC
from geo.service.open_answers import CheckRow, OpenReport, OpenTheme
from geo.store import OpenImport


def tell_open_imports(imports: Sequence[OpenImport]) -> Plain:
    """Tell what was taken in, table by table."""
    return {
        "tables": [
            {
                "table": one.table.value,
                "file": one.file,
                "imported_at": one.imported_at.isoformat(),
                "read": one.read,
                "left_out": one.left_out,
                "added": one.added,
                "revised": one.revised,
                "same": one.same,
            }
            for one in imports
        ]
    }


def print_open_imports(answer: Plain) -> Iterator[str]:
    """Say what was taken in, a line a table."""
    for one in answer["tables"]:
        yield (
            f"{one['table']} from {one['file']}: read {one['read']}, left out {one['left_out']}, "
            f"new {one['added']}, revised {one['revised']}, same {one['same']}"
        )


def tell_open_report(report: OpenReport | None) -> Plain:
    """Tell how the open figures stand beside others and beside our own data."""
    if report is None:
        return {"themes": [], "checks": [], "synthetic": False}
    return {
        "municipality": report.municipality,
        "neighbours": list(report.neighbours),
        "police_unit": list(report.unit),
        "absent": list(report.absent),
        "synthetic": report.synthetic,
        "themes": [_tell_theme(theme) for theme in report.themes],
        "checks": [_tell_check(row) for row in report.checks],
    }


def print_open_report(answer: Plain) -> Iterator[str]:
    """Say what we count beside what was published, and how changes here relate to those there."""
    if not answer["themes"]:
        yield "no open figures of this municipality: take them in with `opendata import`"
        return
    if answer["synthetic"]:
        yield SYNTHETIC
    yield f"{'theme':<36} {'year':>4} {'ours':>7} {'police':>7} {'differs':>8}"
    for row in answer["checks"]:
        ours = "-" if row["ours"] is None else row["ours"]
        differs = "-" if row["difference"] is None else f"{row['difference']:+d}"
        notes = _list_notes(row)
        note = f"  {'; '.join(notes)}" if notes else ""
        yield (
            f"{row['title']:<36} {row['year']:>4} {ours:>7} {row['official']:>7} {differs:>8}{note}"
        )
    for theme in answer["themes"]:
        for side, shared in theme["shared"].items():
            yield f"{theme['title']} {theme['before']}-{theme['now']}, beside {side}: {shared}"


def _tell_theme(theme: OpenTheme) -> Plain:
    found = theme.expected
    return {
        "theme": theme.theme or "total",
        "title": theme.title,
        "codes": list(theme.codes),
        "without_figures": list(theme.without_figures),
        "years": {side.value: dict(counts) for side, counts in theme.years.items()},
        "before": theme.before,
        "now": theme.now,
        "shared": {side.value: shared.value for side, shared in theme.shared.items()},
        "expected": None
        if found is None
        else {"mean": found.mean, "low": found.low, "high": found.high},
    }


def _tell_check(row: CheckRow) -> Plain:
    return {
        "title": row.title,
        "year": row.year,
        "ours": row.ours,
        "official": row.official,
        "difference": row.difference,
        "other_codes": row.other_codes,
        "without_place": row.without_place,
        "without_wijk": row.without_wijk,
        "revised": row.revised,
        "is_last": row.is_last,
    }


def _list_notes(row: Plain) -> list[str]:
    if row["ours"] is None:
        return ["our data do not hold the whole year"]
    if not row["difference"]:
        return []
    notes = {
        "{} of ours with codes that were not published": row["other_codes"],
        "{} of ours without a place": row["without_place"],
        "police have {} in no wijk": row["without_wijk"],
        "{} published figures were revised": row["revised"],
        "last year of the table, may still change": row["is_last"],
    }
    return [text.format(count) for text, count in notes.items() if count]
