"""Wijken and hotspots of a whole country as files, as plain data and as lines for the terminal."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.analysis.ranking import (
    HOTSPOTS,
    RANK_BEST,
    RANK_WORST,
    RATE_RANK,
    SHARE_IN_HOTSPOTS,
    SHARE_IN_WIJK,
)
from geo.analysis.rates import IS_ROUGH, RATE, RATE_HIGH, RATE_LOW
from geo.present.files import check_ending, write_file
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.present.spreadsheets import render_csv
from geo.service.country_answers import CountryRanking

_CSV, _PARQUET = ".csv", ".parquet"
_TOLD: Final = 20
_ROUNDED: Final = {
    SHARE_IN_HOTSPOTS: 4,
    SHARE_IN_WIJK: 4,
    RATE: 3,
    RATE_LOW: 3,
    RATE_HIGH: 3,
}


def check_table(path: Path | None) -> None:
    """Refuse the ending of a table that is not made, before any work is done for it.

    Raises
    ------
    ParamsError
        If it is neither ``.csv`` nor ``.parquet``.
    """
    if path is not None:
        check_ending(path.suffix.lower(), (_CSV, _PARQUET))


def write_table(table: pd.DataFrame, path: Path | None) -> None:
    """Write a table of a ranking whole, of the kind that its suffix names; nothing without a path.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    WorkspaceError
        If the file cannot be written.
    """
    if path is not None:
        check_table(path)
        is_csv = path.suffix.lower() == _CSV
        write_file(path, render_csv(table.round(_ROUNDED)) if is_csv else _render_parquet(table))


def tell_ranking(ranking: CountryRanking) -> Plain:
    """Tell how many there are, and the highest of them."""
    question = ranking.question
    params = question.params
    return {
        "theme": question.theme,
        **({} if question.period is None else tell_period(question.period)),
        "parameters": {"eps_m": params.eps_m, "min_samples": params.min_samples},
        "areas": ranking.source,
        "incidents": ranking.incidents,
        "in_hotspots": ranking.in_hotspots,
        "outside": ranking.outside,
        "without_place": ranking.without_place,
        "police_made": ranking.police_made,
        "wijken": len(ranking.wijken),
        "hotspots": len(ranking.hotspots),
        "held_against_chance": False,
        "highest_wijken": _tell_rows(ranking.wijken.head(_TOLD)),
        "highest_hotspots": _tell_rows(ranking.hotspots.head(_TOLD)),
    }


def print_ranking(answer: Plain) -> Iterator[str]:
    """Say what was found, the highest wijken and the highest hotspots."""
    settings = answer["parameters"]
    yield (
        f"{answer['theme'] or 'all themes'}: {answer['incidents']} incidents in "
        f"{answer['wijken']} wijken, {answer['hotspots']} hotspots with {answer['in_hotspots']} "
        f"of them (eps {settings['eps_m']:g} m, at least {settings['min_samples']})"
    )
    yield f"{answer['outside']} outside every wijk, {answer['without_place']} without a place"
    if answer["police_made"]:
        yield f"{answer['police_made']} records that police made themselves left out"
    yield (
        "rank  wijk      incidents  hotspots  in hotspots  per 1,000 (95%)             rank by rate"
    )
    yield from map(_say_wijk, answer["highest_wijken"])
    yield "rank  incidents  wijk      centre"
    for row in answer["highest_hotspots"]:
        yield (
            f"{row[schema.RANK]:>4}  {row[schema.INCIDENTS]:>9}  {row[schema.WIJK_CODE] or '-':<8}"
            f"  {row[schema.X]:.0f}, {row[schema.Y]:.0f}"
        )
    yield "not held against chance: where more is reported there are more hotspots by chance too"


def _render_parquet(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_parquet(stream, index=False)
    return stream.getvalue()


def _tell_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.round(_ROUNDED).astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _say_wijk(row: dict[str, Any]) -> str:
    share = row[SHARE_IN_HOTSPOTS]
    return (
        f"{row[schema.RANK]:>4}  {row[schema.AREA_CODE]:<8}  {row[schema.INCIDENTS]:>9}  "
        f"{row[HOTSPOTS]:>8}  {'-' if share is None else f'{share:.0%}':>11}  "
        f"{_say_rate(row):<26}  {_say_rank(row)}"
    )


def _say_rate(row: dict[str, Any]) -> str:
    if row[RATE] is None:
        return "inhabitants unknown"
    return f"{row[RATE]:.1f} ({row[RATE_LOW]:.1f} to {row[RATE_HIGH]:.1f})"


def _say_rank(row: dict[str, Any]) -> str:
    if row[RATE_RANK] is None:
        return "small number" if row[IS_ROUGH] else "-"
    return f"{row[RATE_RANK]} ({row[RANK_BEST]} to {row[RANK_WORST]})"
