"""The house style of a municipality: its colours, letters and logo, checked for contrast."""

import io
from pathlib import Path
from typing import Annotated, Final, Self

import tomlkit
from matplotlib.ft2font import FT2Font
from matplotlib.image import imread
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from geo.errors import WorkspaceError
from geo.intake.boundaries import replace_file
from geo.workspace import Workspace, read_toml

STYLE_FILE: Final = "huisstijl.toml"

# WCAG 2.1, criterion 1.4.3: text beside its ground.
LEAST_CONTRAST: Final = 4.5
ON_ACCENT: Final = "accent and on_accent"
INK: Final = "ink and white"
ACCENT: Final = "accent and white"
_WHITE: Final = "#ffffff"
_FONTS: Final = (".ttf", ".otf")
_MOST_LOGO_BYTES: Final = 2_000_000
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

_FileName = Annotated[str, StringConstraints(pattern=r"^([\w-][\w. -]*)?$")]
_Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]


class HouseStyle(BaseModel):
    """``huisstijl.toml``, checked.

    Parameters
    ----------
    accent
        Ground of headings in tables, and of lines.
    on_accent
        Text on that.
    ink
        Text on white.
    font
        Letters; whoever opens the file needs them.
    logo
        Name of a PNG or JPEG file beside this one; empty for none.
    font_folder
        Name of a folder beside this file that holds the letters, so that a PDF can be set in them;
        empty leaves a PDF the letters that every paper has.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    accent: _Colour = "#154273"
    on_accent: _Colour = _WHITE
    ink: _Colour = "#1c2b39"
    font: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        default="Arial", pattern=r"^[A-Za-z0-9 -]{1,40}$"
    )
    logo: _FileName = ""
    font_folder: _FileName = ""

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        contrasts = measure_contrasts(self.accent, self.on_accent, self.ink)
        faint = {name: found for name, found in contrasts.items() if found < LEAST_CONTRAST}
        if faint:
            told = ", ".join(f"{name} {found:.1f}" for name, found in faint.items())
            message = f"colours with a contrast of at least {LEAST_CONTRAST}, not {told}"
            raise ValueError(message)
        return self


def read_house_style(workspace: Workspace) -> tuple[HouseStyle, bytes | None]:
    """Read the house style of a workspace, and its logo.

    Returns
    -------
    tuple of HouseStyle and bytes
        A quiet style of the house's own where the workspace has none; the logo as a picture, None
        without one.

    Raises
    ------
    WorkspaceError
        If the file cannot be read, its colours lack contrast, or the logo is no picture.
    """
    path = workspace.root / STYLE_FILE
    if not path.exists():
        return HouseStyle(), None
    style = read_toml(path, HouseStyle, error=WorkspaceError)
    return style, _read_logo(workspace.root / style.logo) if style.logo else None


def write_house_style(workspace: Workspace, style: HouseStyle) -> None:
    """Write a house style into a workspace; what somebody wrote beside it in the file stays.

    Raises
    ------
    BoundaryError
        If it cannot be written; the style that was there stays.
    """
    path = workspace.root / STYLE_FILE
    text = (
        tomlkit.parse(path.read_text(encoding="utf-8-sig"))
        if path.exists()
        else tomlkit.TOMLDocument()
    )
    text.update(style.model_dump())
    replace_file(path, tomlkit.dumps(text))


def find_letters(workspace: Workspace, style: HouseStyle) -> Path | None:
    """Find the folder with the letters of a house style; None where it names none.

    Raises
    ------
    WorkspaceError
        If no file in it is of the font that the style names.
    """
    if not style.font_folder:
        return None
    folder = workspace.root / style.font_folder
    files = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in _FONTS]
    if style.font not in {_name_family(path) for path in files}:
        raise WorkspaceError(
            "style-letters",
            expected=f"a .ttf or .otf file of {style.font} in {folder}",
            got=", ".join(path.name for path in files) or "none",
            remedy="put the files of the font there, or leave font_folder out",
            folder=folder,
            font=style.font,
        )
    return folder


def measure_contrasts(accent: str, on_accent: str, ink: str) -> dict[str, float]:
    """Return the contrast of each pair of colours that stand on one another, by its name."""
    pairs = {
        ON_ACCENT: (accent, on_accent),
        INK: (ink, _WHITE),
        ACCENT: (accent, _WHITE),
    }
    return {name: measure_contrast(*pair) for name, pair in pairs.items()}


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21.

    References
    ----------
    W3C (2018), Web Content Accessibility Guidelines 2.1, definition of contrast ratio.
    """
    light, dark = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _measure_luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _name_family(path: Path) -> str:
    try:
        return FT2Font(str(path)).family_name
    except (OSError, RuntimeError):
        return ""


def _read_logo(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if not content.startswith(_PICTURES) or len(content) > _MOST_LOGO_BYTES or _is_torn(content):
        raise WorkspaceError(
            "style-logo",
            expected=f"a PNG or JPEG of up to {_MOST_LOGO_BYTES} bytes beside {STYLE_FILE}",
            got=path.name,
            remedy="put the picture there, or leave logo out",
            file=path,
        )
    return content


def _is_torn(content: bytes) -> bool:
    try:
        imread(io.BytesIO(content))
    except (OSError, ValueError, SyntaxError):
        return True
    return False
