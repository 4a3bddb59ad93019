"""What a municipality sets for patrols: the hours of its shifts, and its bases."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from geo.settings.parts import Named, Strict, check_names_apart

_SHIFT: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d")


def _shift(value: str) -> str:
    if _SHIFT.fullmatch(value) is None or value[:5] == value[6:]:
        message = f"hours such as 15:00-23:00, not {value!r}"
        raise ValueError(message)
    return value


_Shift = Annotated[str, AfterValidator(_shift)]


class BaseSettings(Named):
    """A place from which patrol teams leave, x and y in metres."""

    x: float = Field(allow_inf_nan=False)
    y: float = Field(allow_inf_nan=False)


class PatrolSettings(Strict):
    """Local hours of the shifts, and where teams leave from; a shift may end on the next day."""

    early: _Shift = "07:00-15:00"
    late: _Shift = "15:00-23:00"
    night: _Shift = "23:00-07:00"
    bases: Annotated[tuple[BaseSettings, ...], AfterValidator(check_names_apart)] = ()
