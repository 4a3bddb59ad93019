"""The rules of a municipality on who may see how much: ``afscherming.toml``, checked."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from geo.disclosure_params import (
    DEFAULT_RULES,
    Audience,
    OutlineRule,
    PlaceDetail,
    Rules,
    find_weaknesses,
)
from geo.errors import WorkspaceError
from geo.workspace import Workspace, read_toml

RULES_FILE: Final = "afscherming.toml"
_MOST_COUNT: Final = 1000

_Number = Annotated[int, Field(ge=0, le=_MOST_COUNT)]


class _Table(BaseModel):
    """The rules of one audience; what is left out stays as it is by default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    least_count: _Number | None = None
    protection: _Number | None = None
    least_outline: _Number | None = None
    least_addresses: _Number | None = None
    least_hour: _Number | None = None
    rounding_base: Annotated[int, Field(ge=1, le=100)] | None = None
    place: PlaceDetail | None = None
    grid_m: Annotated[float, Field(ge=1, le=10_000, allow_inf_nan=False)] | None = None
    outlines: OutlineRule | None = None


class _File(BaseModel):
    """``afscherming.toml``: a table an audience. What is internal is not held back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    driehoek: _Table = _Table()
    council: _Table = _Table()
    public: _Table = _Table()


def read_disclosure_rules(workspace: Workspace) -> Mapping[Audience, Rules]:
    """Read the rules of a workspace on every audience; those of the house where it has none.

    Raises
    ------
    WorkspaceError
        If the file cannot be read, or lets council or public see more than anyone outside may.
    ParamsError
        If rules cannot go together.
    """
    path = workspace.root / RULES_FILE
    if not path.exists():
        return DEFAULT_RULES
    tables = read_toml(path, _File, error=WorkspaceError).model_dump(exclude_none=True)
    rules = dict(DEFAULT_RULES)
    for audience in Audience:
        rules[audience] = _lay_over(rules[audience], tables.get(audience.value, {}))
    weak = [f"{one}.{name}" for one in Audience for name in find_weaknesses(rules[one], one)]
    if weak:
        raise WorkspaceError(
            "disclosure-too-weak",
            expected=f"rules in {RULES_FILE} that keep council and public from points and few",
            got=", ".join(weak),
            remedy="make these rules stricter, or leave them out",
            file=path,
            names=", ".join(weak),
        )
    return rules


def _lay_over(rules: Rules, table: Mapping[str, object]) -> Rules:
    """Change what a file says; a protection that it leaves out goes with its least count."""
    changed = {name: getattr(rules, name) for name in Rules.__dataclass_fields__} | dict(table)
    if "least_count" in table and "protection" not in table:
        changed["protection"] = max(int(changed["least_count"]) - 2, 0)
    return Rules(**changed)
