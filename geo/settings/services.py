"""What is asked of public services: areas, figures, and what lies beneath the map."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from geo.settings.parts import Strict


class MapSettings(Strict):
    """What lies beneath the map.

    ``background`` is off unless somebody turns it on: who serves the tiles can see from the
    requests where people look.
    """

    background: Literal["geen", "pdok-standaard", "pdok-grijs", "pdok-pastel", "pdok-water"] = (
        "geen"
    )


def _check_tiles(value: str) -> str:
    return _check_address(value, "{z}", "{x}", "{y}")


def _check_figures(value: str) -> str:
    return _check_address(value, "{table}")


def _check_address(value: str, *marks: str) -> str:
    if not value.startswith(("https://", "http://")) or any(mark not in value for mark in marks):
        message = f"an address that starts with https:// and holds {', '.join(marks)}"
        raise ValueError(message)
    return value


class Services(Strict):
    """Addresses of public services, so that a mirror can take their place."""

    pdok_areas: str = "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1"
    police_figures: Annotated[str, AfterValidator(_check_figures)] = (
        "https://dataderden.cbs.nl/ODataApi/OData/{table}/TypedDataSet"
    )
    pdok_tiles: Annotated[str, AfterValidator(_check_tiles)] = (
        "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/{style}/EPSG:3857/{z}/{x}/{y}.png"
    )
