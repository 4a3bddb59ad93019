"""Who may see what: roles, the rights that each of them has, and what is left of the rows."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.errors import AccessError


class Role(StrEnum):
    """What somebody comes to do; the values are how ``gemeente.toml`` writes them."""

    WIJKAGENT = "wijkagent"
    OPENBARE_ORDE = "openbare_orde"
    BELEID = "beleid"
    BEHEER = "beheer"
    # Whoever holds the files: the command line, and the app of one person on one machine.
    LOCAL = "lokaal"


class Right(StrEnum):
    """What a question asks of who brings it."""

    ENTER = "enter"
    COUNT = "count"
    FEW = "few"
    POINTS = "points"
    EVIDENCE = "evidence"
    CAMERA = "camera"
    PATROL = "patrol"
    MEETING = "meeting"
    MANAGE = "manage"


RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.WIJKAGENT: frozenset(
        {Right.ENTER, Right.COUNT, Right.FEW, Right.POINTS, Right.EVIDENCE, Right.PATROL}
    ),
    Role.OPENBARE_ORDE: frozenset(
        {
            Right.ENTER,
            Right.COUNT,
            Right.FEW,
            Right.POINTS,
            Right.EVIDENCE,
            Right.CAMERA,
            Right.MEETING,
        }
    ),
    Role.BELEID: frozenset({Right.ENTER, Right.COUNT, Right.MEETING}),
    Role.BEHEER: frozenset({Right.ENTER, Right.COUNT, Right.FEW, Right.EVIDENCE, Right.MANAGE}),
    Role.LOCAL: frozenset(Right),
}

# Police records fall under the Wpg: to these they go where a ground is named, else in figures only.
MUNICIPAL: Final = frozenset({Role.OPENBARE_ORDE, Role.BELEID, Role.BEHEER})

# What shows, or leads back to, the places of single incidents.
_PLACED: Final = frozenset({Right.POINTS, Right.EVIDENCE, Right.CAMERA, Right.PATROL})


@dataclass(frozen=True)
class Sight:
    """Which rows are left to read: those of a wijk, and those of a source.

    Parameters
    ----------
    wijken
        Codes of the wijken of which all rows are in sight.
    sources
        Sources of which all rows are in sight, those without a place included.
    is_everything
        Whether no row is left out.
    """

    wijken: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    is_everything: bool = False


EVERYTHING: Final = Sight(is_everything=True)


@dataclass(frozen=True)
class Viewer:
    """Who asks.

    Parameters
    ----------
    roles
        One or more; none of them lets nobody in.
    wijken
        Codes of the wijken of a wijkagent.
    known_as
        Under which the audit trail knows them: no name, and nothing that leads to one.
    """

    roles: frozenset[Role]
    wijken: frozenset[str] = frozenset()
    known_as: str = Role.LOCAL.value

    @property
    def rights(self) -> frozenset[Right]:
        """All rights of their roles together."""
        return frozenset(right for role in self.roles for right in RIGHTS[role])

    @property
    def likeness(self) -> str:
        """The same for two viewers who may see the same, another for any other two.

        Empty for the local operator.
        """
        if Role.LOCAL in self.roles:
            return ""
        words = "|".join((*sorted(self.roles), "", *sorted(self.wijken)))
        return hashlib.sha256(words.encode()).hexdigest()


LOCAL: Final = Viewer(frozenset({Role.LOCAL}))


def see(viewer: Viewer, right: Right, *, open_sources: Collection[str]) -> Sight:
    """Say which rows a question may be answered from, or refuse it.

    Parameters
    ----------
    viewer
        Who asks.
    right
        What the question asks of them.
    open_sources
        Sources of which municipal roles may see where an incident was.

    Raises
    ------
    AccessError
        If none of the roles has the right.
    """
    roles = [role for role in sorted(viewer.roles) if right in RIGHTS[role]]
    if not roles:
        raise refuse(viewer, right)
    sources = [role for role in roles if role in MUNICIPAL and right in _PLACED]
    wijken = [role for role in roles if role is Role.WIJKAGENT]
    if len(sources) + len(wijken) < len(roles):
        return EVERYTHING
    return Sight(
        wijken=viewer.wijken if wijken else frozenset(),
        sources=frozenset(open_sources) if sources else frozenset(),
    )


def sees_few(viewer: Viewer) -> bool:
    """Say whether whoever counts may see counts of a few in all that they count.

    Who is a wijkagent and makes policy counts in all wijken, and may see few in their own alone.
    """
    if Right.FEW not in viewer.rights:
        return False
    whole, few = (see(viewer, right, open_sources=()) for right in (Right.COUNT, Right.FEW))
    return whole == few


def keeps_to_wijken(viewer: Viewer, right: Right) -> bool:
    """Say whether somebody has a right in their own wijken alone: by the role of wijkagent only."""
    return {role for role in viewer.roles if right in RIGHTS[role]} == {Role.WIJKAGENT}


def refuse(viewer: Viewer, right: Right | None) -> AccessError:
    """Make the error for a question that somebody may not ask."""
    roles = ", ".join(sorted(viewer.roles)) or "no role"
    return AccessError(
        "access-refused",
        expected=f"a role with the right {right!r}" if right else "the local operator",
        got=roles,
        remedy="ask who manages the roles in gemeente.toml",
        roles=", ".join(sorted(viewer.roles)) or "geen",
    )
