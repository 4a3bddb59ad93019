"""How files of areas and incidents are read."""

from pydantic import Field

from geo.settings.parts import Strict


class AreaColumns(Strict):
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


class IntakeSettings(Strict):
    """How strict the door is."""

    outside_margin_m: float = Field(default=1000.0, ge=0, allow_inf_nan=False)
