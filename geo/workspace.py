"""One municipality's folder: its settings, paths, coordinate system and time zone."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pyproj import CRS

from geo.access import EVERYTHING, LOCAL, Sight, Viewer
from geo.errors import HotspotkaartError, ParamsError, WorkspaceError
from geo.settings import DUTCH_CODE, CameraPurpose, Settings

PROJECT_DIR = Path(__file__).resolve().parent.parent
BUNDLED_DIR = PROJECT_DIR / "data"
SETTINGS_FILE = "gemeente.toml"
# Of the sign-in; Streamlit reads it.
SECRETS_FILE = "secrets.toml"
WORKSPACE_VARIABLE = "HOTSPOTKAART_WORKSPACE"


# No range is right of itself, so that a workspace begins without any.
_PURPOSES_EXAMPLE: Final = """
# What your cameras are for, and how far they reach for it. No range is right of itself: measure it
# or ask the supplier, and say where the number comes from. For instance:
# [[camera_purposes]]
# name = "personen herkennen"
# range_m = 25.0
# source = "proefopstelling van de leverancier, 12 maart 2026"
"""

# Far more than anybody sets, or writes on a card.
_MOST_SIGNS: Final = 5_000_000

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Workspace:
    """One municipality: where its files lie and how its settings read.

    Parameters
    ----------
    root, settings
        Its folder, and what ``gemeente.toml`` says there.
    viewer
        Who asks.
    sight
        Which rows the question at hand may be answered from; the door of the service sets it.
    """

    root: Path
    settings: Settings
    viewer: Viewer = LOCAL
    sight: Sight = EVERYTHING

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

    def camera_purpose(self, name: str) -> CameraPurpose:
        """Return a purpose by its name, in whatever case.

        Raises
        ------
        ParamsError
            If there is none of this name.
        """
        known = {purpose.name.casefold(): purpose for purpose in self.settings.camera_purposes}
        if name.casefold() not in known:
            names = ", ".join(purpose.name for purpose in self.settings.camera_purposes)
            raise ParamsError(
                "camera-purpose-unknown",
                expected=f"a purpose of {SETTINGS_FILE}: {names or 'none stands there'}",
                got=repr(name),
                remedy="name one of these, add it to the settings, or give a range in metres",
                name=name,
                known=names or "geen",
            )
        return known[name.casefold()]

    @property
    def is_dutch(self) -> bool:
        """Whether CBS codes and PDOK apply."""
        return DUTCH_CODE.fullmatch(self.settings.code) is not None


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
        _write_whole(path, _settings_text(checked))
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
        content = tomllib.loads(_read_short(path))
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


def _read_short(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as stream:
        text = stream.read(_MOST_SIGNS + 1)
    if len(text) > _MOST_SIGNS:
        message = f"more than {_MOST_SIGNS} characters"
        raise ValueError(message)
    return text


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


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


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
