"""Who signed in, by what the sign-in says of them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from towns import TOWN

from geo import service
from geo.access import Role
from geo.errors import AccessError, WorkspaceError
from geo.settings import AccessSettings
from geo.workspace import create_workspace, open_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROLES = [
    {"role": "wijkagent", "groups": ["agent-west"], "wijken": ["W1"]},
    {"role": "wijkagent", "groups": ["agent-oost"], "wijken": ["W2"]},
    {"role": "beleid", "groups": ["beleid", "secretariaat"]},
]
CLAIMS = {"iss": "https://id.example", "sub": "jan@politie.nl", "iat": NOW.timestamp()}


@pytest.fixture
def town(tmp_path):
    workspace = create_workspace(tmp_path / "town", TOWN)
    access = AccessSettings.model_validate({"roles": ROLES, "session_hours": 8})
    return replace(workspace, settings=workspace.settings.model_copy(update={"access": access}))


def recognise(town, **claims):
    return service.recognise_viewer(town, CLAIMS | claims, now=NOW)


@pytest.mark.parametrize(
    ("groups", "roles", "wijken"),
    [
        (["agent-west"], {Role.WIJKAGENT}, {"W1"}),
        (["agent-west", "agent-oost"], {Role.WIJKAGENT}, {"W1", "W2"}),
        (["agent-west", "beleid"], {Role.WIJKAGENT, Role.BELEID}, {"W1"}),
        ("secretariaat", {Role.BELEID}, set()),
        ([], set(), set()),
        (["AGENT-WEST", "agent-wes", "beheer", "lokaal"], set(), set()),
        (None, set(), set()),
        (7, set(), set()),
        ([["agent-west"], 7, None], set(), set()),
        ({"agent-west": True}, {Role.WIJKAGENT}, {"W1"}),
    ],
)
def test_groups_give_roles_and_wijken(town, groups, roles, wijken):
    viewer = recognise(town, groups=groups)
    assert viewer.roles == roles
    assert viewer.wijken == wijken


def test_nobody_is_known_by_a_name(town):
    viewer = recognise(town, groups=["beleid"])
    assert "jan" not in viewer.known_as
    assert viewer.known_as == recognise(town, groups=[]).known_as
    assert viewer.known_as != recognise(town, iss="https://other.example").known_as


@pytest.mark.parametrize(
    ("issued", "key"),
    [
        (NOW.timestamp() - 8 * 3600 - 1, "session-expired"),
        (NOW.timestamp() + 3600, "session-expired"),
        (None, "session-expired"),
        ("1790000000", "session-expired"),
        (True, "session-expired"),
        (float("inf"), "session-expired"),
        (float("nan"), "session-expired"),
        (-1e300, "session-expired"),
    ],
)
def test_a_sign_in_of_long_ago_or_no_known_moment_lets_nobody_in(town, issued, key):
    with pytest.raises(AccessError) as problem:
        recognise(town, iat=issued, groups=["beleid"])
    assert problem.value.key == key


def test_a_sign_in_lasts_as_long_as_it_is_set(town):
    assert recognise(town, iat=NOW.timestamp() - 8 * 3600, groups=["beleid"]).roles


@pytest.mark.parametrize("wrong", [{"sub": ""}, {"sub": None}, {"sub": 7}, {"iss": None}])
def test_a_sign_in_of_nobody_is_refused(town, wrong):
    with pytest.raises(AccessError) as problem:
        recognise(town, **wrong)
    assert problem.value.key == "sign-in-unfit"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[access.roles]]\nrole = "baas"\ngroups = ["a"]', "role"),
        ('[[access.roles]]\nrole = "lokaal"\ngroups = ["a"]', "access.roles"),
        ('[[access.roles]]\nrole = "beleid"\ngroups = []', "groups"),
        ('[[access.roles]]\nrole = "wijkagent"\ngroups = ["a"]', "wijken"),
        ('[[access.roles]]\nrole = "beleid"\ngroups = ["a"]\nwijken = ["W1"]', "wijken"),
        ('[[access.sources]]\nname = "p"\norigin = "elders"', "origin"),
        ("[access]\nsession_hours = 100", "session_hours"),
        ("[access]\nopen = true", "open"),
        (
            '[access]\nsources = [{name="p", origin="politie"}, {name="P", origin="gemeente"}]',
            "sources",
        ),
    ],
)
def test_settings_that_nobody_can_mean_are_refused_when_read(tmp_path, text, named):
    root = create_workspace(tmp_path / "town", TOWN).root
    path = root / "gemeente.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=named) as problem:
        open_workspace(root)
    assert problem.value.key == "settings-invalid"
