"""What a municipality sets: the content of ``gemeente.toml``, checked."""

import re
from typing import Annotated, Final, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pyproj import CRS
from pyproj.exceptions import CRSError

DUTCH_CODE: Final = re.compile(r"GM[0-9]{4}")
_SHIFT: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d")
_LOOKS_DUTCH: Final = re.compile(r"(GM|WK|BU)\d+", re.IGNORECASE)


def _projected_epsg(value: int) -> int:
    try:
        crs = CRS.from_epsg(value)
    except CRSError as error:
        message = f"an EPSG code that exists, such as that of the national grid, not {value}"
        raise ValueError(message) from error
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        message = f"a projected coordinate system in metres, not EPSG:{value} ({crs.name})"
        raise ValueError(message)
    return value


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"an IANA time zone such as Europe/Brussels, not {value!r}"
        raise ValueError(message) from error
    return value


def _tile_address(value: str) -> str:
    wanted = ("{z}", "{x}", "{y}")
    if not value.startswith(("https://", "http://")) or any(mark not in value for mark in wanted):
        message = f"an address that starts with https:// and holds {', '.join(wanted)}"
        raise ValueError(message)
    return value


def _municipality_code(value: str) -> str:
    if _LOOKS_DUTCH.fullmatch(value) and not DUTCH_CODE.fullmatch(value):
        message = f"a Dutch municipality code of GM and four digits, not {value!r}"
        raise ValueError(message)
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# A path may not be empty, nor hold the one character that no file system takes.
_Path = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$")]


class Paths(_Strict):
    """Where things lie, relative to the workspace."""

    boundaries: _Path = "boundaries"
    incidents: _Path = "incidents"
    models: _Path = "models"
    store: _Path = "incidents.duckdb"


class AreaColumns(_Strict):
    """Names under which an area file may hold each column, first match wins."""

    code: tuple[str, ...] = (
        "area_code", "buurtcode", "wijkcode", "park_id", "statcode", "code", "id",
    )  # fmt: skip
    name: tuple[str, ...] = ("name", "buurtnaam", "wijknaam", "statnaam", "naam")
    inhabitants: tuple[str, ...] = (
        "inhabitants", "aantal_inwoners", "aantalinwoners", "population",
    )  # fmt: skip
    dwellings: tuple[str, ...] = ("dwellings", "woningvoorraad", "dwelling_total")


class IntakeSettings(_Strict):
    """How strict the door is."""

    outside_margin_m: float = Field(default=1000.0, ge=0, allow_inf_nan=False)


class MapSettings(_Strict):
    """What lies beneath the map.

    ``background`` is off unless somebody turns it on: who serves the tiles can see from the
    requests where people look.
    """

    background: Literal["geen", "pdok-standaard", "pdok-grijs", "pdok-pastel", "pdok-water"] = (
        "geen"
    )


class CameraSettings(_Strict):
    """What the municipality itself decided on cameras, as a fact sheet names it; empty: asked."""

    local_rules: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class _Named(_Strict):
    """A part that people choose by its name."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class CameraPurpose(_Named):
    """What cameras are for, how far they reach for that, and who says so."""

    range_m: float = Field(ge=1, le=1000, allow_inf_nan=False)
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

    @property
    def told(self) -> str:
        """What the range is for, and who says so, as an answer states it."""
        return f"{self.name}; bron: {self.source}"


_Part = TypeVar("_Part", bound=_Named)


def _named_apart(named: tuple[_Part, ...]) -> tuple[_Part, ...]:
    names = [one.name.casefold() for one in named]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        message = f"parts with names of their own, not {twice[0]!r} twice"
        raise ValueError(message)
    return named


def _shift(value: str) -> str:
    if _SHIFT.fullmatch(value) is None or value[:5] == value[6:]:
        message = f"hours such as 15:00-23:00, not {value!r}"
        raise ValueError(message)
    return value


_Shift = Annotated[str, AfterValidator(_shift)]


class BaseSettings(_Named):
    """A place from which patrol teams leave, x and y in metres."""

    x: float = Field(allow_inf_nan=False)
    y: float = Field(allow_inf_nan=False)


class PatrolSettings(_Strict):
    """Local hours of the shifts, and where teams leave from; a shift may end on the next day."""

    early: _Shift = "07:00-15:00"
    late: _Shift = "15:00-23:00"
    night: _Shift = "23:00-07:00"
    bases: Annotated[tuple[BaseSettings, ...], AfterValidator(_named_apart)] = ()


_Neighbour = Annotated[str, StringConstraints(pattern=r"^GM[0-9]{4}$")]
# Of any table: a municipality, or a unit as the tables by region write it.
_Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2}(?:[0-9]{2})?$")]


def _once_each(codes: tuple[str, ...]) -> tuple[str, ...]:
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        message = f"each code once, not {twice[0]} twice"
        raise ValueError(message)
    return codes


class OpenDataSettings(_Strict):
    """Beside whom the municipality is shown in the police's open figures.

    ``police_unit`` is the region of the unit, or all municipalities that make it up. Names are for
    what people read: the tables hold codes alone.
    """

    neighbours: Annotated[tuple[_Neighbour, ...], AfterValidator(_once_each)] = ()
    police_unit: Annotated[tuple[_Region, ...], AfterValidator(_once_each)] = ()
    names: dict[_Region, Annotated[str, StringConstraints(min_length=1, max_length=60)]] = {}


def _open_data_address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or "{table}" not in value:
        message = "an address that starts with https:// and holds {table}"
        raise ValueError(message)
    return value


class Services(_Strict):
    """Addresses of public services, so that a mirror can take their place."""

    pdok_areas: str = "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1"
    police_figures: Annotated[str, AfterValidator(_open_data_address)] = (
        "https://dataderden.cbs.nl/ODataApi/OData/{table}/TypedDataSet"
    )
    pdok_tiles: Annotated[str, AfterValidator(_tile_address)] = (
        "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/{style}/EPSG:3857/{z}/{x}/{y}.png"
    )


class Settings(_Strict):
    """What ``gemeente.toml`` says, checked."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    code: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
        AfterValidator(_municipality_code),
    ]
    crs: Annotated[int, AfterValidator(_projected_epsg)]
    timezone: Annotated[str, AfterValidator(_time_zone)]
    paths: Paths = Paths()
    area_columns: AreaColumns = AreaColumns()
    intake: IntakeSettings = IntakeSettings()
    map: MapSettings = MapSettings()
    cameras: CameraSettings = CameraSettings()
    camera_purposes: Annotated[tuple[CameraPurpose, ...], AfterValidator(_named_apart)] = ()
    patrol: PatrolSettings = PatrolSettings()
    services: Services = Services()
    opendata: OpenDataSettings = OpenDataSettings()

    @model_validator(mode="after")
    def _is_no_neighbour_of_itself(self) -> Self:
        if self.code in self.opendata.neighbours:
            message = f"neighbours other than the municipality itself, not {self.code}"
            raise ValueError(message)
        return self
