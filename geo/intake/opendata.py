"""Open tables of the police: files in any of the documented shapes become one clean frame."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.errors import IntakeError
from geo.intake.csv_files import find_dialect, read_csv
from geo.intake.files import check_file
from geo.schema import OpenTable
from geo.workspace import Workspace

Row = Mapping[str, Any]

_MOST_BYTES: Final = 1 << 28
_TOPICS: Final = ("SoortMisdrijf", "Overlast")
_AREAS: Final = ("WijkenEnBuurten", "RegioS")
_PERIOD: Final = "Perioden"
_FIGURES: Final = ("GeregistreerdeMisdrijven_1", "GeregistreerdeOverlast_1", "Value")
# Of OData 4, which has a row a measure.
_MEASURE: Final = "Measure"
_KNOWN: Final = frozenset({*_TOPICS, *_AREAS, *_FIGURES, _PERIOD, _MEASURE})
# A year, a month, or a span of another kind such as a quarter, of this century.
_WRITTEN_PERIOD: Final = r"^(?P<year>20[0-9]{2})(?P<kind>[A-Z]{2})(?P<number>[0-9]{2})$"
_WHOLE_YEAR: Final = "JJ"
_MONTH: Final = "MM"
_WRITTEN_AREA: Final = r"(?:NL|LD|PV|CR|RE|GM|WK|BU)[0-9]{2,8}"
_PARTS: Final = ("WK", "BU")
_TABLE: Final = re.compile("|".join(OpenTable))
# Where OData 3 and OData 4 say which table a page is of.
_SAYS_TABLE: Final = ("odata.metadata", "@odata.context")
# How the tables write a figure that they do not give.
_WITHHELD: Final = ("", ".", "-", "x", "null")
_MONTHS: Final = 12
_MOST_COUNT: Final = 10_000_000


@dataclass(frozen=True, eq=False)
class OpenFigures:
    """What a file or service holds of one table.

    Parameters
    ----------
    table
        Which one.
    origin
        Name of the file, or host of the service.
    digest
        Of what was read.
    figures
        ``topic``, ``area``, ``year``, ``month_number`` (0 for a whole year) and ``figure``
        (missing where withheld), each cell once.
    read
        Rows of the file.
    left_out
        Rows of wijken elsewhere, and of other spans than months and years.
    """

    table: OpenTable
    origin: str
    digest: str
    figures: pd.DataFrame
    read: int
    left_out: int


def read_open_figures(
    workspace: Workspace, path: Path, *, table: OpenTable | None = None
) -> OpenFigures:
    """Read a downloaded table: pages of OData 3 or 4 as JSON, or CSV with keys.

    Parameters
    ----------
    workspace
        Whose wijken and buurten count; of municipalities and larger regions all are kept.
    path
        The file.
    table
        Which table it is, where neither the file nor its name says so.

    Raises
    ------
    IntakeError
        If it is too large, cannot be read, or is no such table.
    """
    content = _read_bytes(path)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))
    named, rows = _read_json(content, path) if is_json else _read_csv(path)
    return clean_figures(
        workspace,
        rows,
        table=_find_table(path, table, named),
        origin=path.name,
        digest=hashlib.sha256(content).hexdigest(),
    )


def clean_figures(
    workspace: Workspace, rows: Sequence[Row], *, table: OpenTable, origin: str, digest: str
) -> OpenFigures:
    """Check the rows of a table and make one frame of them.

    Parameters
    ----------
    workspace
        Whose wijken and buurten count.
    rows
        As the table publishes them: keys with trailing spaces, figures as numbers or text.
    table
        Which one.
    origin, digest
        Where they come from, and of what.

    Raises
    ------
    IntakeError
        If columns are missing, a key or figure is none, or two rows of one cell disagree.
    """
    frame = _choose_columns(rows, origin)
    times = frame[_PERIOD].str.extract(_WRITTEN_PERIOD)
    _check_keys(frame, times, origin)
    kept = _is_month_or_year(times) & _is_wanted(frame[schema.AREA], workspace.settings.code)
    spans = times[kept]
    figures = frame.loc[kept, [schema.TOPIC, schema.AREA]].assign(
        **{
            schema.YEAR: spans["year"].astype("int64"),
            schema.MONTH_NUMBER: spans["number"].astype("int64"),
            schema.FIGURE: _read_counts(frame.loc[kept, schema.FIGURE], origin),
        }
    )
    left_out = int((~kept).sum())
    return OpenFigures(table, origin, digest, _keep_once(figures, origin), len(frame), left_out)


def _read_bytes(path: Path) -> bytes:
    check_file(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise IntakeError(
                "opendata-too-large",
                expected=f"a table of at most {_MOST_BYTES} bytes in {path.name}",
                got=f"{path.stat().st_size} bytes",
                remedy="download the rows of your own region only",
                file=path.name,
            )
        return path.read_bytes()
    except OSError as problem:
        raise IntakeError(
            "file-unreadable",
            expected=f"a file at {path}",
            got=str(problem),
            remedy="check the name and the folder",
            file=path.name,
        ) from problem


def _read_json(content: bytes, path: Path) -> tuple[str, list[Row]]:
    """Return what the content says of its table, and its rows."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise _unlike(path.name, "JSON that cannot be read") from problem
    # Pages that somebody saved one after the other, one page, or bare rows.
    pages = found if isinstance(found, list) else [found]
    if not all(isinstance(page, dict) for page in pages):
        raise _unlike(path.name, "JSON without rows")
    if not all("value" in page for page in pages):
        return "", pages
    parts = [find_rows(page) for page in pages]
    if any(part is None for part in parts):
        raise _unlike(path.name, "pages without rows")
    said = " ".join(str(page.get(name, "")) for page in pages for name in _SAYS_TABLE)
    return said, [row for part in parts for row in part or ()]


def find_rows(page: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """Return the rows of a page of OData; None where it is not as documented."""
    rows = page.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    return rows


def _read_csv(path: Path) -> tuple[str, list[Row]]:
    dialect = find_dialect(path)
    wanted = [name for name in dialect.columns if name in _KNOWN]
    if not wanted or len(set(wanted)) < len(wanted):
        raise _unlike(path.name, f"the columns {', '.join(dialect.columns)[:200]}")
    table, _, broken = read_csv(path, dialect, wanted)
    if len(broken):
        raise _unlike(path.name, f"a broken row, number {broken[0]}")
    rows: list[Row] = table.unpack().to_pylist()
    return "", rows


def _find_table(path: Path, told: OpenTable | None, said: str) -> OpenTable:
    named = {OpenTable(found) for found in _TABLE.findall(said)}
    named = named or {OpenTable(found) for found in _TABLE.findall(path.name.upper())}
    if len(named) == 1 and told in (None, *named):
        return named.pop()
    if told is not None and not named:
        return told
    got = ", ".join(sorted(named)) or "none in the file or its name"
    raise IntakeError(
        "opendata-table-unknown",
        expected=f"one table out of {', '.join(OpenTable)} in {path.name}",
        got=got if told is None else f"{got}, where {told} was asked for",
        remedy="say which table it is, or put its number in the name of the file",
        file=path.name,
        tables=", ".join(OpenTable),
    )


def _choose_columns(rows: Sequence[Row], origin: str) -> pd.DataFrame:
    """Return topic, area, period and figure as text without the spaces that keys end on."""
    if not rows:
        raise _unlike(origin, "no rows")
    found = pd.DataFrame.from_records(
        [{name: row.get(name) for name in _KNOWN if name in row} for row in rows]
    )
    wanted = {schema.TOPIC: _TOPICS, schema.AREA: _AREAS, _PERIOD: (_PERIOD,)}
    names = {
        ours: next((name for name in theirs if name in found), None)
        for ours, theirs in {**wanted, schema.FIGURE: _FIGURES}.items()
    }
    missing = [ours for ours, theirs in names.items() if theirs is None]
    if missing:
        raise _unlike(origin, f"no column for {', '.join(missing)}")
    if _MEASURE in found and (found[_MEASURE] != found[_MEASURE].iloc[0]).any():
        raise _unlike(origin, "more than one measure")
    return pd.DataFrame(
        {
            ours: found[theirs].where(found[theirs].notna(), "").astype("str").str.strip()
            for ours, theirs in names.items()
        }
    )


def _check_keys(frame: pd.DataFrame, times: pd.DataFrame, origin: str) -> None:
    months = times["number"][times["kind"] == _MONTH].astype("float")
    wrong = {
        "a kind": frame[schema.TOPIC][frame[schema.TOPIC] == ""],
        "an area": frame[schema.AREA][~frame[schema.AREA].str.fullmatch(_WRITTEN_AREA)],
        "a period": frame[_PERIOD][times["kind"].isna()],
        "a month": frame[_PERIOD][months.index[~months.between(1, _MONTHS)]],
    }
    for what, found in wrong.items():
        if len(found):
            raise _unlike(origin, f"{str(found.iloc[0])[:60]!r} for {what}")


def _is_month_or_year(times: pd.DataFrame) -> pd.Series:
    is_year = (times["kind"] == _WHOLE_YEAR) & (times["number"] == "00")
    return is_year | (times["kind"] == _MONTH)


def _is_wanted(areas: pd.Series, municipality: str) -> pd.Series:
    own = tuple(f"{part}{municipality.removeprefix('GM')}" for part in _PARTS)
    return ~areas.str.startswith(_PARTS) | areas.str.startswith(own)


def _read_counts(texts: pd.Series, origin: str) -> pd.Series:
    """Return whole numbers of zero or more; missing where withheld, which is not zero."""
    is_known = ~texts.str.casefold().isin(_WITHHELD)
    numbers = pd.to_numeric(texts.where(is_known), errors="coerce")
    wrong = is_known & ~(numbers.ge(0) & numbers.mod(1).eq(0) & numbers.lt(_MOST_COUNT))
    if wrong.any():
        raise _unlike(origin, f"{texts[wrong].iloc[0][:60]!r} for a figure")
    return numbers.astype("Int64")


def _keep_once(figures: pd.DataFrame, origin: str) -> pd.DataFrame:
    cells = figures.drop_duplicates().reset_index(drop=True)
    key = [name for name in schema.FIGURE_KEY if name != schema.TABLE]
    double = cells[cells.duplicated(key)]
    if len(double):
        first = ", ".join(str(double[name].iloc[0]) for name in key)
        raise _unlike(origin, f"two figures for {first}")
    return cells.sort_values(key, ignore_index=True)


def _unlike(origin: str, got: str) -> IntakeError:
    return IntakeError(
        "opendata-unlike",
        expected=f"a table of the police with kind, area, period and figure in {origin}",
        got=got,
        remedy="download the table again with its keys, as OData (JSON) or CSV",
        file=origin,
    )
