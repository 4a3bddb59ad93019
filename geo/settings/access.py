"""Who gets in by the sign-in, and on which ground municipal roles see what police brought."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from geo.access import Role
from geo.schema import DEMO_SOURCE
from geo.settings.parts import Ground, Line, Named, Strict, check_names_apart


class RoleSettings(Strict):
    """Which groups of the sign-in have a role, and in which wijken."""

    role: Role
    groups: Annotated[tuple[Line, ...], Field(min_length=1)]
    wijken: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.role is Role.LOCAL:
            message = "a role of the sign-in; who works on the machine itself needs none"
            raise ValueError(message)
        if (self.role is Role.WIJKAGENT) != bool(self.wijken):
            message = "wijken for a wijkagent, and for no other role"
            raise ValueError(message)
        return self


class SourceSettings(Named):
    """Whose records a source holds, and on which ground the municipality sees those of police."""

    origin: Literal["gemeente", "politie"]
    ground: Ground = ""

    @property
    def is_open(self) -> bool:
        """Whether municipal roles may see where its incidents were."""
        return self.origin == "gemeente" or bool(self.ground)


class AccessSettings(Strict):
    """Who gets in, for how long, and whom to ask who does not.

    A source that is not named is held to be of the police: forgotten is not the same as open.
    """

    session_hours: float = Field(default=10.0, gt=0, le=24, allow_inf_nan=False)
    groups_claim: Line = "groups"
    contact: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    roles: tuple[RoleSettings, ...] = ()
    sources: Annotated[tuple[SourceSettings, ...], AfterValidator(check_names_apart)] = ()

    @property
    def open_sources(self) -> frozenset[str]:
        """Sources of which municipal roles may see where an incident was."""
        # What was made up happened to nobody.
        return frozenset({DEMO_SOURCE, *(each.name for each in self.sources if each.is_open)})
