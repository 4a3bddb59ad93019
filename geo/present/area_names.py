"""Areas by the names that people choose from."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.present import wording
from geo.schema import Layer

_CHOSEN_FROM: Final = (Layer.WIJKEN, Layer.PARKS)


def name_areas(layers: Mapping[Layer, AreaLayer]) -> dict[str, str]:
    """Name the areas that can be chosen, on their code: wijken, then business parks."""
    named = {
        code: f"{name or code} ({wording.AREA_KINDS[layer]})"
        for layer in _CHOSEN_FROM
        if layer in layers
        for code, name in _codes_with_names(layers[layer])
    }
    # Two areas may bear one name, and a link must tell them apart.
    times = Counter(named.values())
    return {code: f"{name} {code}" if times[name] > 1 else name for code, name in named.items()}


def name_wijken(layers: Mapping[Layer, AreaLayer]) -> dict[str, str]:
    """Name the wijken on their code, as they are called without saying that they are wijken."""
    if Layer.WIJKEN not in layers:
        return {}
    return {code: name or code for code, name in _codes_with_names(layers[Layer.WIJKEN])}


def _codes_with_names(layer: AreaLayer) -> list[tuple[str, str]]:
    areas = layer.areas.dropna(subset=[schema.AREA_CODE]).sort_values(schema.AREA_CODE)
    names = areas[schema.AREA_NAME].fillna("")
    return list(zip(areas[schema.AREA_CODE].astype(str), names.astype(str), strict=True))
