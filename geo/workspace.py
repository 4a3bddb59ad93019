"""One municipality's folder: its settings, paths, coordinate system and time zone."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import HotspotkaartError, ParamsError, WorkspaceError

PROJECT_DIR = Path(__file__).resolve().parent.parent
BUNDLED_DIR = PROJECT_DIR / "data"
SETTINGS_FILE = "gemeente.toml"
WORKSPACE_VARIABLE = "HOTSPOTKAART_WORKSPACE"

_DUTCH_CODE = re.compile(r"GM[0-9]{4}")
_LOOKS_DUTCH = re.compile(r"(GM|WK|BU)\d+", re.IGNORECASE)

# No range is right of itself, so that a workspace begins without any.
_PURPOSES_EXAMPLE: Final = """
# What your cameras are for, and how far they reach for it. No range is right of itself: measure it
# or ask the supplier, and say where the number comes from. For instance:
# [[camera_purposes]]
# name = "personen herkennen"
# range_m = 25.0
# source = "proefopstelling van de leverancier, 12 maart 2026"
"""

Model = TypeVar("Model", bound=BaseModel)


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
    if _LOOKS_DUTCH.fullmatch(value) and not _DUTCH_CODE.fullmatch(value):
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


class CameraPurpose(_Strict):
    """What cameras are for, how far they reach for that, and who says so."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    range_m: float = Field(ge=1, le=1000, allow_inf_nan=False)
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]

    @property
    def told(self) -> str:
        """What the range is for, and who says so, as an answer states it."""
        return f"{self.name}; bron: {self.source}"


def _named_apart(purposes: tuple[CameraPurpose, ...]) -> tuple[CameraPurpose, ...]:
    names = [purpose.name.casefold() for purpose in purposes]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        message = f"purposes with names of their own, not {twice[0]!r} twice"
        raise ValueError(message)
    return purposes


class Services(_Strict):
    """Addresses of public services, so that a mirror can take their place."""

    pdok_areas: str = "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1"
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
    services: Services = Services()

    def camera_purpose(self, name: str) -> CameraPurpose:
        """Return a purpose by its name, in whatever case.

        Raises
        ------
        ParamsError
            If there is none of this name.
        """
        known = {purpose.name.casefold(): purpose for purpose in self.camera_purposes}
        if name.casefold() not in known:
            names = ", ".join(purpose.name for purpose in self.camera_purposes)
            raise ParamsError(
                "camera-purpose-unknown",
                expected=f"a purpose of {SETTINGS_FILE}: {names or 'none stands there'}",
                got=repr(name),
                remedy="name one of these, add it to the settings, or give a range in metres",
                name=name,
                known=names or "geen",
            )
        return known[name.casefold()]


@dataclass(frozen=True)
class Workspace:
    """One municipality: where its files lie and how its settings read."""

    root: Path
    settings: Settings

    @cached_property
    def crs(self) -> CRS:
        """Projected coordinate system, in metres."""
        return CRS.from_epsg(self.settings.crs)

    @cached_property
    def timezone(self) -> ZoneInfo:
        """Zone in which all local dates and times are read."""
        return ZoneInfo(self.settings.timezone)

    @property
    def boundaries_dir(self) -> Path:
        """Folder of the area layers."""
        return self.root / self.settings.paths.boundaries

    @property
    def incidents_dir(self) -> Path:
        """Folder where people drop incident files."""
        return self.root / self.settings.paths.incidents

    @property
    def models_dir(self) -> Path:
        """Folder of theme cards that override the shipped ones."""
        return self.root / self.settings.paths.models

    @property
    def store_path(self) -> Path:
        """The DuckDB file."""
        return self.root / self.settings.paths.store

    @property
    def is_dutch(self) -> bool:
        """Whether CBS codes and PDOK apply."""
        return _DUTCH_CODE.fullmatch(self.settings.code) is not None


def default_workspace_dir() -> Path:
    """Folder named by the environment, else ``data`` below the working directory."""
    return Path(os.environ.get(WORKSPACE_VARIABLE) or "data")


def open_workspace(root: Path) -> Workspace:
    """Read a workspace's settings.

    Parameters
    ----------
    root
        Folder that holds ``gemeente.toml``.

    Raises
    ------
    WorkspaceError
        If the folder or its settings cannot be used.
    """
    path = root / SETTINGS_FILE
    if not _is_there(path):
        raise WorkspaceError(
            "workspace-missing",
            expected=f"a workspace with {SETTINGS_FILE}",
            got=f"none in {root}",
            remedy="make one with `hotspotkaart workspace init`, or name another with -w",
            folder=root,
        )
    return Workspace(root, read_toml(path, Settings, error=WorkspaceError))


def create_workspace(root: Path, settings: Mapping[str, object]) -> Workspace:
    """Make a folder for another municipality.

    Parameters
    ----------
    root
        Folder to make; may exist, but not hold a workspace yet.
    settings
        ``name``, ``code``, ``crs`` (EPSG number) and ``timezone``.

    Raises
    ------
    WorkspaceError
        If a workspace is already there or a setting cannot be used.
    """
    path = root / SETTINGS_FILE
    if _is_there(path):
        raise WorkspaceError(
            "workspace-exists",
            expected="a folder without a workspace",
            got=f"{path}, which exists already",
            remedy=f"edit {SETTINGS_FILE} there, or choose another folder",
            folder=root,
        )
    checked = check_model(settings, Settings, origin="settings", error=WorkspaceError)
    workspace = Workspace(root, checked)
    try:
        for folder in (root, workspace.boundaries_dir, workspace.incidents_dir):
            folder.mkdir(parents=True, exist_ok=True)
        path.write_text(_settings_text(checked), encoding="utf-8")
    except OSError as problem:
        raise WorkspaceError(
            "folder-not-writable",
            expected=f"a folder at {root} that can be written",
            got=str(problem),
            remedy="choose another folder or change its permissions",
            folder=root,
        ) from problem
    return workspace


def read_toml(path: Path, model: type[Model], *, error: type[HotspotkaartError]) -> Model:
    """Read and check a settings file, card or mapping.

    Raises
    ------
    HotspotkaartError
        Of the type ``error``, with every fault of the file in one sentence.
    """
    try:
        # Some editors begin a text file with a byte order mark.
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as problem:
        raise error(
            "file-unreadable",
            expected=f"a TOML file at {path}",
            got="no such file",
            remedy="check the name and the folder",
            file=path.name,
        ) from problem
    except (OSError, ValueError, RecursionError) as problem:
        raise error(
            "toml-unreadable",
            expected=f"a readable TOML file at {path}",
            got=str(problem),
            remedy="correct the file or put the original back",
            file=path,
        ) from problem
    return check_model(content, model, origin=str(path), error=error)


def check_model(
    content: Mapping[str, object],
    model: type[Model],
    *,
    origin: str,
    error: type[HotspotkaartError],
) -> Model:
    """Check parsed content against a model, all faults at once.

    Raises
    ------
    HotspotkaartError
        Of the type ``error``.
    """
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        faults = "; ".join(_fault(fault) for fault in problem.errors(include_url=False))
        raise error(
            "settings-invalid",
            expected=f"valid values in {origin}",
            got=faults,
            remedy="correct the named values",
            file=Path(origin),
            names=", ".join(_location(fault) for fault in problem.errors()),
        ) from problem


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A name too long or a folder that may not be entered: not there for us.
        return False


def _fault(fault: Mapping[str, object]) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{_location(fault)}: {message}"


def _location(fault: Mapping[str, object]) -> str:
    parts: tuple[object, ...] = tuple(fault["loc"])  # type: ignore[arg-type]
    return ".".join(str(part) for part in parts) or "the file as a whole"


def _settings_text(settings: Settings) -> str:
    return (
        f"name = {_quote(settings.name)}\n"
        f"code = {_quote(settings.code)}\n"
        f"crs = {settings.crs}\n"
        f"timezone = {_quote(settings.timezone)}\n"
        f"{_PURPOSES_EXAMPLE}"
    )


def _quote(text: str) -> str:
    # A JSON string is a TOML basic string, but for characters beyond 16 bits and for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
