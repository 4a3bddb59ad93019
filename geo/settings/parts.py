"""What the settings are put together from: parts that are checked, and the words in them."""

from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints

MUNICIPALITY: Final = r"GM[0-9]{4}"

# What somebody has to write on one line, such as a source or the name of a group.
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
# On what the municipality rests something; empty: it did not say.
Ground = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class Strict(BaseModel):
    """A part that cannot be changed, and in which no key is known that it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Strict):
    """A part that people choose by its name."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


NamedPart = TypeVar("NamedPart", bound=Named)


def check_names_apart(named: tuple[NamedPart, ...]) -> tuple[NamedPart, ...]:
    """Return the parts.

    Raises
    ------
    ValueError
        If two have one name; upper and lower case are the same.
    """
    names = [one.name.casefold() for one in named]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        message = f"parts with names of their own, not {twice[0]!r} twice"
        raise ValueError(message)
    return named
