"""The map's scripts and styles: served from this machine, or written into a page."""

import base64
import re
from pathlib import Path
from typing import Final

from geo.errors import HotspotkaartError
from geo.workspace import PROJECT_DIR

VENDOR_DIR: Final = PROJECT_DIR / "static" / "vendor"

SCRIPTS: Final = (
    "leaflet/leaflet.js",
    "markercluster/leaflet.markercluster.js",
    "heat/leaflet-heat.js",
)
STYLES: Final = ("leaflet/leaflet.css", "markercluster/MarkerCluster.css")

# Seen from the frame of the map component, below the app's own address.
_SERVED_FROM: Final = "../../app/static/vendor"

_STYLE_IMAGE: Final = re.compile(r"url\(([\w./-]+\.png)\)")
_SOURCE_MAP: Final = re.compile(r"\n//# sourceMappingURL=\S+\s*$")


def link_assets(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return name and address of each file, as folium wants them.

    Parameters
    ----------
    names
        ``SCRIPTS`` or ``STYLES``.
    """
    return [(name, f"{_SERVED_FROM}/{name}") for name in names]


def read_scripts() -> list[str]:
    """Read every script, without the pointer to a file that a page on its own does not have.

    Raises
    ------
    HotspotkaartError
        If the scripts are not installed.
    """
    return [_SOURCE_MAP.sub("", _read_text(name)) for name in SCRIPTS]


def read_styles() -> list[str]:
    """Read every style sheet, its images written into it.

    Raises
    ------
    HotspotkaartError
        If the style sheets are not installed.
    """
    return [_with_images(_read_text(name), (VENDOR_DIR / name).parent) for name in STYLES]


def _with_images(style: str, folder: Path) -> str:
    def inline(match: re.Match[str]) -> str:
        content = base64.b64encode((folder / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{content})"

    return _STYLE_IMAGE.sub(inline, style)


def _read_text(name: str) -> str:
    path = VENDOR_DIR / name
    if not path.is_file():
        raise HotspotkaartError(
            "assets-missing",
            expected=f"the map's scripts in {VENDOR_DIR}",
            got=f"no {name}",
            remedy="run `make install`",
            file=name,
        )
    return path.read_text(encoding="utf-8")
