"""How long a municipality keeps what its sources brought."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from geo.settings.parts import Strict


class RetentionRule(Strict):
    """How long incidents of a source are kept, counted from the day they began, and on what ground.

    Either ``months`` or ``days``.
    """

    source: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
    months: Annotated[int, Field(ge=1, le=1200)] | None = None
    days: Annotated[int, Field(ge=1, le=36500)] | None = None
    ground: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

    @model_validator(mode="after")
    def _has_one_term(self) -> Self:
        if (self.months is None) == (self.days is None):
            message = f"months or days for {self.source}, one of the two"
            raise ValueError(message)
        return self

    @property
    def term(self) -> str:
        """The term in words that a log keeps."""
        return f"{self.days} days" if self.months is None else f"{self.months} months"


def check_one_rule_a_source(rules: tuple[RetentionRule, ...]) -> tuple[RetentionRule, ...]:
    """Return the rules.

    Raises
    ------
    ValueError
        If a source has two.
    """
    sources = [rule.source for rule in rules]
    if twice := [source for source in sources if sources.count(source) > 1]:
        message = f"one term for each source, not two for {twice[0]}"
        raise ValueError(message)
    return rules
