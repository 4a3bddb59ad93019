"""All that ``gemeente.toml`` says, in one piece."""

import re
from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.settings.access import AccessSettings
from geo.settings.cameras import CameraPurpose, CameraSettings
from geo.settings.intake import AreaColumns, IntakeSettings
from geo.settings.opendata import OpenDataSettings
from geo.settings.parts import MUNICIPALITY, Strict, check_names_apart
from geo.settings.paths import Paths
from geo.settings.patrols import PatrolSettings
from geo.settings.register import RegisterSettings
from geo.settings.retention import RetentionRule, check_one_rule_a_source
from geo.settings.services import MapSettings, Services

DUTCH_CODE: Final = re.compile(MUNICIPALITY)
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


def _municipality_code(value: str) -> str:
    if _LOOKS_DUTCH.fullmatch(value) and not DUTCH_CODE.fullmatch(value):
        message = f"a Dutch municipality code of GM and four digits, not {value!r}"
        raise ValueError(message)
    return value


class Settings(Strict):
    """What ``gemeente.toml`` says, checked."""

    # Written out, a setting has the name that the file gives it.
    model_config = ConfigDict(serialize_by_alias=True)

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
    camera_purposes: Annotated[tuple[CameraPurpose, ...], AfterValidator(check_names_apart)] = ()
    patrol: PatrolSettings = PatrolSettings()
    access: AccessSettings = AccessSettings()
    register_entry: RegisterSettings = Field(default=RegisterSettings(), alias="register")
    retention: Annotated[tuple[RetentionRule, ...], AfterValidator(check_one_rule_a_source)] = ()
    services: Services = Services()
    opendata: OpenDataSettings = OpenDataSettings()

    @model_validator(mode="after")
    def _is_no_neighbour_of_itself(self) -> Self:
        if self.code in self.opendata.neighbours:
            message = f"neighbours other than the municipality itself, not {self.code}"
            raise ValueError(message)
        return self
