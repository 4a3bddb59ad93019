"""What a municipality sets: the content of ``gemeente.toml``, checked."""

import re
from datetime import date
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

from geo.access import Role
from geo.schema import DEMO_SOURCE

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
    contact: tuple[str, ...] = (
        "contact", "contactpunt", "parkmanager", "parkmanagement", "beheerder",
    )  # fmt: skip


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


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class RoleSettings(_Strict):
    """Which groups of the sign-in have a role, and in which wijken."""

    role: Role
    groups: Annotated[tuple[_Text, ...], Field(min_length=1)]
    wijken: tuple[_Text, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.role is Role.LOCAL:
            message = "a role of the sign-in; who works on the machine itself needs none"
            raise ValueError(message)
        if (self.role is Role.WIJKAGENT) != bool(self.wijken):
            message = "wijken for a wijkagent, and for no other role"
            raise ValueError(message)
        return self


class SourceSettings(_Named):
    """Whose records a source holds, and on which ground the municipality sees those of police."""

    origin: Literal["gemeente", "politie"]
    ground: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""

    @property
    def is_open(self) -> bool:
        """Whether municipal roles may see where its incidents were."""
        return self.origin == "gemeente" or bool(self.ground)


class AccessSettings(_Strict):
    """Who gets in, for how long, and whom to ask who does not.

    A source that is not named is held to be of the police: forgotten is not the same as open.
    """

    session_hours: float = Field(default=10.0, gt=0, le=24, allow_inf_nan=False)
    groups_claim: _Text = "groups"
    contact: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    roles: tuple[RoleSettings, ...] = ()
    sources: Annotated[tuple[SourceSettings, ...], AfterValidator(_named_apart)] = ()

    @property
    def open_sources(self) -> frozenset[str]:
        """Sources of which municipal roles may see where an incident was."""
        # What was made up happened to nobody.
        return frozenset({DEMO_SOURCE, *(each.name for each in self.sources if each.is_open)})


_Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
_Link = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^(https?://\S+)?$")
]


class Reference(_Strict):
    """Something that an entry in a register points to, and where it is found; a link may lack."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    link: _Link = ""


class Assessment(Reference):
    """A test of the impact on people, such as a DPIA, and when it was done."""

    on: date | None = None


class RegisterSettings(_Strict):
    """What only the municipality can say in its entry of the algorithm register; empty: asked.

    Parameters
    ----------
    department, contact_email, website
        Who answers for it.
    status, begin, publication_category
        Words and months (``2026-11``) of the register.
    legal_basis, legal_links, processing_register
        On what it rests.
    assessments
        What was tested beforehand.
    data_links, retention
        About the data: where they are described, and how long they are kept.
    supplier, source_code
        Who made it, and where its code is.
    """

    department: _Prose = ""
    contact_email: Annotated[
        str, StringConstraints(max_length=200, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")
    ] = ""
    website: _Link = ""
    status: Literal["", "In ontwikkeling", "In gebruik", "Buiten gebruik"] = ""
    begin: Annotated[str, StringConstraints(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")] = ""
    publication_category: Literal[
        "", "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"
    ] = ""
    legal_basis: _Prose = ""
    legal_links: tuple[Reference, ...] = ()
    processing_register: _Link = ""
    assessments: tuple[Assessment, ...] = ()
    data_links: tuple[Reference, ...] = ()
    retention: _Prose = ""
    supplier: _Prose = ""
    source_code: _Link = ""


class RetentionRule(_Strict):
    """How long incidents of a source are kept, counted from the day they began, and on what ground.

    Either ``months`` or ``days``.
    """

    source: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    days: Annotated[int, Field(ge=1, le=36500)] | None = None
    ground: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

    @model_validator(mode="after")
    def _has_one_term(self) -> Self:
        if (self.months is None) == (self.days is None):
            message = f"months or days for {self.source}, one of the two"
            raise ValueError(message)
        return self

    @property
    def term(self) -> str:
        """The term in words that a log keeps."""
        return f"{self.days} days" if self.months is None else f"{self.months} months"


def _one_rule_a_source(rules: tuple[RetentionRule, ...]) -> tuple[RetentionRule, ...]:
    sources = [rule.source for rule in rules]
    if twice := [source for source in sources if sources.count(source) > 1]:
        message = f"one term for each source, not two for {twice[0]}"
        raise ValueError(message)
    return rules


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
    access: AccessSettings = AccessSettings()
    register_entry: RegisterSettings = Field(default=RegisterSettings(), alias="register")
    retention: Annotated[tuple[RetentionRule, ...], AfterValidator(_one_rule_a_source)] = ()
    services: Services = Services()
    opendata: OpenDataSettings = OpenDataSettings()

    @model_validator(mode="after")
    def _is_no_neighbour_of_itself(self) -> Self:
        if self.code in self.opendata.neighbours:
            message = f"neighbours other than the municipality itself, not {self.code}"
            raise ValueError(message)
        return self
