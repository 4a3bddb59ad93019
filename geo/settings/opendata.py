"""Beside whom a municipality is held in the police's open figures."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from geo.settings.parts import MUNICIPALITY, Strict

_Neighbour = Annotated[str, StringConstraints(pattern=rf"^{MUNICIPALITY}$")]
# Of any table: a municipality, or a unit as the tables by region write it.
_Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2}(?:[0-9]{2})?$")]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]


def _once_each(codes: tuple[str, ...]) -> tuple[str, ...]:
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        message = f"each code once, not {twice[0]} twice"
        raise ValueError(message)
    return codes


class OpenDataSettings(Strict):
    """Beside whom the municipality is shown in the police's open figures.

    ``police_unit`` is the region of the unit, or all municipalities that make it up. Names are for
    what people read: the tables hold codes alone.
    """

    neighbours: Annotated[tuple[_Neighbour, ...], AfterValidator(_once_each)] = ()
    police_unit: Annotated[tuple[_Region, ...], AfterValidator(_once_each)] = ()
    names: dict[_Region, _Name] = Field(default_factory=dict)
