"""Who signed in: their roles and wijken by the groups that the sign-in names."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from geo.access import MUNICIPAL, Viewer
from geo.audit import make_pseudonym
from geo.errors import AccessError
from geo.service.answers import DataStatus
from geo.settings import AccessSettings
from geo.workspace import Workspace

# A clock of the sign-in may run ahead of ours by so much.
_AHEAD: Final = timedelta(minutes=5)


def recognise_viewer(workspace: Workspace, claims: Mapping[str, Any], *, now: datetime) -> Viewer:
    """Return who signed in; without a role if none of their groups has one.

    Parameters
    ----------
    workspace
        Whose settings say which group has which role.
    claims
        What the sign-in says of them (OpenID Connect): ``iss``, ``sub``, ``iat`` and the groups.
    now
        This moment.

    Raises
    ------
    AccessError
        If the sign-in is too long ago, or does not say who signed in and when.
    """
    access = workspace.settings.access
    _check_age(claims.get("iat"), access, now)
    subject, issuer = claims.get("sub"), claims.get("iss")
    if not isinstance(subject, str) or not subject or not isinstance(issuer, str):
        raise AccessError(
            "sign-in-unfit",
            expected="a sign-in that names its issuer and its subject",
            got="one without",
            remedy="check the settings of the OpenID Connect provider",
        )
    groups = _read_groups(claims.get(access.groups_claim))
    given = [each for each in access.roles if groups & set(each.groups)]
    return Viewer(
        roles=frozenset(each.role for each in given),
        wijken=frozenset(wijk for each in given for wijk in each.wijken),
        known_as=make_pseudonym(workspace.root, f"{issuer}\n{subject}"),
    )


def list_hidden_sources(workspace: Workspace, data: DataStatus) -> list[str]:
    """List the sources of which the viewer sees figures alone, in order."""
    roles, access = workspace.viewer.roles, workspace.settings.access
    return sorted(set(data.sources) - access.open_sources) if roles <= MUNICIPAL else []


def _check_age(issued: object, access: AccessSettings, now: datetime) -> None:
    known = isinstance(issued, int | float) and not isinstance(issued, bool)
    age = now - _moment(float(issued)) if known else None  # type: ignore[arg-type]
    if age is None or not -_AHEAD <= age <= timedelta(hours=access.session_hours):
        raise AccessError(
            "session-expired",
            expected=f"a sign-in of the last {access.session_hours:g} hours",
            got="one of longer ago, or of no known moment",
            remedy="sign in again",
        )


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return datetime.min.replace(tzinfo=UTC)


def _read_groups(told: object) -> set[str]:
    if isinstance(told, str):
        return {told}
    return {each for each in told if isinstance(each, str)} if isinstance(told, Iterable) else set()
