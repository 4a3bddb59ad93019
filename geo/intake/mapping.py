"""Which column of a file means what."""

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import MappingError
from geo.intake.formats import GEOMETRY_X, GEOMETRY_Y
from geo.schema import PlacePrecision, Reporter
from geo.workspace import read_toml

# Enough to recognise a header by.
_SHOWN_COLUMNS, _SHOWN_LETTERS = 12, 40

SHIPPED_DIR = Path(__file__).parent / "mappings"

_Columns = tuple[str, ...]

# Names by which a file that nobody described is understood; the first match wins.
_GENERIC: MappingType[str, _Columns] = {
    "id": ("incident_id", "id", "uid", "incident_no", "incidentnummer", "meldingsnummer"),
    "start": (
        "start", "started_at", "date_start", "begin", "datum begin", "datum", "date", "pleegdatum",
    ),
    "start_time": ("start_time", "time_start", "tijd begin", "tijd", "time", "pleegtijd"),
    "end": ("end", "ended_at", "date_end", "einde", "eind", "datum eind"),
    "end_time": ("end_time", "time_end", "tijd eind"),
    "lon": ("lon", "lng", "long", "longitude", "lengtegraad"),
    "lat": ("lat", "latitude", "breedtegraad"),
    "x": ("x", "x_rd", "rd_x", "x-coordinaat", "x_coordinaat", GEOMETRY_X),
    "y": ("y", "y_rd", "rd_y", "y-coordinaat", "y_coordinaat", GEOMETRY_Y),
    "code": ("code", "misdrijfcode", "maatschappelijke klasse", "klasse"),
    "theme": ("theme", "thema"),
    "reporter": ("reporter", "melder_soort"),
    "place_precision": ("place_precision", "plaatsnauwkeurigheid"),
}  # fmt: skip


def _known_epsg(value: int) -> int:
    try:
        CRS.from_epsg(value)
    except CRSError as error:
        message = f"an EPSG code that exists, or workspace, not {value}"
        raise ValueError(message) from error
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Columns(_Strict):
    """Column of the file for each thing that an incident knows.

    ``start`` and ``end`` take one column, or a date and a time column. The place is ``x`` and
    ``y``, or ``lon`` and ``lat``.
    """

    start: _Columns = Field(min_length=1, max_length=2)
    end: _Columns = Field(default=(), max_length=2)
    id: str | None = None
    x: str | None = None
    y: str | None = None
    lon: str | None = None
    lat: str | None = None
    code: str | None = None
    theme: str | None = None
    reporter: str | None = None
    place_precision: str | None = None

    def named(self) -> list[str]:
        """Return every column that is named, in order."""
        values = self.model_dump(exclude_none=True).values()
        return [
            name for value in values for name in ((value,) if isinstance(value, str) else value)
        ]

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        given = [name for name in ("x", "y", "lon", "lat") if getattr(self, name) is not None]
        if given not in (["x", "y"], ["lon", "lat"]):
            message = f"a place as x and y, or as lon and lat, not as {given or 'nothing'}"
            raise ValueError(message)
        return self


class Join(_Strict):
    """A second table that lies beside the file.

    Its columns become available under ``name.column``.
    """

    name: str
    file: str = Field(pattern=r"^[^/\\]+$")
    column: str
    key: str


class ColumnMapping(_Strict):
    """How one kind of file is read.

    Parameters
    ----------
    title
        Name that people know this kind of file by.
    source
        Name under which its incidents are kept; ids are unique within a source.
    recognise
        Columns by which a file is known to be of this kind.
    crs
        EPSG code of x and y, or the workspace's own.
    time_precision
        What the times are worth; ``auto`` finds out.
    day_first
        Whether 3/4 is the third of April; found out where not set.
    keep_without_place
        Whether a row without coordinates is kept, without a place.
    codes
        The file's own words to codes.
    reporters
        The file's own words to reporters.
    """

    columns: Columns
    title: str = Field(default="Own mapping", max_length=100)
    source: str = Field(default="generic", pattern=r"^[a-z0-9_-]{1,40}$")
    recognise: _Columns = ()
    crs: Annotated[int, AfterValidator(_known_epsg)] | Literal["workspace"] = "workspace"
    time_precision: Literal["auto", "minute", "day", "month"] = "auto"
    day_first: bool | None = None
    keep_without_place: bool = False
    reporter: Reporter = Reporter.UNKNOWN
    place_precision: PlacePrecision = PlacePrecision.UNKNOWN
    codes: MappingType[str, str] = Field(default_factory=dict)
    reporters: MappingType[str, Reporter] = Field(default_factory=dict)
    joins: tuple[Join, ...] = ()


def read_mapping(path: Path) -> ColumnMapping:
    """Read a mapping file.

    Raises
    ------
    MappingError
        If it is missing or not valid.
    """
    return read_toml(path, ColumnMapping, error=MappingError)


def shipped_mappings() -> dict[str, ColumnMapping]:
    """Return every mapping that ships with the project, by name."""
    return {path.stem: read_mapping(path) for path in sorted(SHIPPED_DIR.glob("*.toml"))}


def shipped_mapping(name: str) -> ColumnMapping:
    """Return a mapping that ships with the project.

    Raises
    ------
    MappingError
        If there is none of this name.
    """
    known = shipped_mappings()
    if name not in known:
        raise MappingError(
            "source-unknown",
            expected=f"a source out of {', '.join(known)}, generic",
            got=repr(name),
            remedy="choose one of these, or describe the file in a mapping of your own",
            source=name,
            sources=", ".join(known),
        )
    return known[name]


def joined_files() -> set[str]:
    """Name the tables that shipped mappings expect beside a file."""
    return {join.file for mapping in shipped_mappings().values() for join in mapping.joins}


def guess_mapping(columns: Sequence[str], *, path: Path) -> ColumnMapping:
    """Find out from the header alone what each column means.

    A shipped mapping whose ``recognise`` columns are all there is taken; else the columns are
    known by their usual names.

    Raises
    ------
    MappingError
        If no column holds the time, or none holds the place.
    """
    folded = {fold(name) for name in columns}
    for mapping in shipped_mappings().values():
        if mapping.recognise and all(fold(name) in folded for name in mapping.recognise):
            return mapping
    found = find_fields(columns)
    _check_found(found, columns, path)
    return ColumnMapping(columns=_generic_columns(found), title="Generic")


def find_fields(columns: Sequence[str]) -> dict[str, str | None]:
    """Find what each field is called in a header by its usual names; None where it has none."""
    folded = {fold(name): name for name in reversed(columns)}
    return {
        field: next((folded[fold(name)] for name in names if fold(name) in folded), None)
        for field, names in _GENERIC.items()
    }


def resolve_columns(
    mapping: ColumnMapping, columns: Sequence[str], *, path: Path
) -> dict[str, _Columns]:
    """Find a mapping's columns in a header, whatever their case and spacing.

    Returns
    -------
    dict
        Field to columns as the file spells them.

    Raises
    ------
    MappingError
        If columns that the mapping names are not there.
    """
    wanted = {
        field: (value,) if isinstance(value, str) else value
        for field, value in mapping.columns.model_dump(exclude_none=True).items()
        if value
    }
    there = {fold(name): name for name in reversed(columns)}
    missing = [name for names in wanted.values() for name in names if fold(name) not in there]
    if missing:
        raise MappingError(
            "columns-missing",
            expected=f"the columns {', '.join(missing)} in {path.name}",
            got=f"a header of {list_columns(columns)}",
            remedy="choose the mapping that belongs to this file, or correct it",
            file=path.name,
            missing=", ".join(missing),
        )
    return {field: tuple(there[fold(name)] for name in names) for field, names in wanted.items()}


def fold(name: str) -> str:
    """Fold what people write differently in one column name: case, spaces, underscores."""
    return re.sub(r"[\s_]+", " ", name).strip().casefold()


def list_columns(columns: Sequence[str]) -> str:
    """Write so much of a header that people recognise it."""
    shown = ", ".join(name[:_SHOWN_LETTERS] for name in columns[:_SHOWN_COLUMNS])
    return f"{shown}, ..." if len(columns) > _SHOWN_COLUMNS else shown


def _check_found(found: MappingType[str, str | None], columns: Sequence[str], path: Path) -> None:
    placed = (found["lon"] and found["lat"]) or (found["x"] and found["y"])
    if found["start"] and placed:
        return
    what = "a place (lon and lat, or x and y)" if found["start"] else "a time (start or date)"
    raise MappingError(
        "mapping-not-guessed",
        expected=f"columns that tell {what} in {path.name}",
        got=f"a header of {list_columns(columns)}",
        remedy="rename the columns, or describe them in a mapping file (--mapping)",
        file=path.name,
        columns=list_columns(columns),
    )


def _generic_columns(found: MappingType[str, str | None]) -> Columns:
    by_degrees = found["lon"] and found["lat"]
    place = ("lon", "lat") if by_degrees else ("x", "y")
    single = ("id", *place, "code", "theme", "reporter", "place_precision")
    return Columns(
        start=_parts(found["start"], found["start_time"]),
        end=_parts(found["end"], found["end_time"]),
        **{field: found[field] for field in single},
    )


def _parts(day: str | None, time: str | None) -> _Columns:
    if day is None:
        return ()
    return (day,) if time is None else (day, time)
