"""Roles and rights, without a file or a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.access import (
    EVERYTHING,
    LOCAL,
    MUNICIPAL,
    RIGHTS,
    Right,
    Role,
    Sight,
    Viewer,
    see,
    sees_few,
)
from geo.errors import AccessError

AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W1"}))
ORDER = Viewer(frozenset({Role.OPENBARE_ORDE}))
POLICY = Viewer(frozenset({Role.BELEID}))

viewers = st.builds(
    Viewer,
    st.frozensets(st.sampled_from(sorted(set(Role) - {Role.LOCAL}))),
    st.frozensets(st.sampled_from(["W1", "W2", "W3"])),
)


def test_the_local_operator_may_all_and_sees_all():
    assert LOCAL.rights == frozenset(Right)
    assert all(see(LOCAL, right, open_sources=()) == EVERYTHING for right in Right)


def test_a_wijkagent_sees_the_own_wijken_alone_and_police_rows_in_them():
    for right in RIGHTS[Role.WIJKAGENT]:
        assert see(AGENT, right, open_sources=()) == Sight(wijken=frozenset({"W1"}))


def test_municipal_roles_see_the_places_of_open_sources_alone():
    assert see(ORDER, Right.POINTS, open_sources={"buiten"}) == Sight(sources=frozenset({"buiten"}))
    assert see(ORDER, Right.CAMERA, open_sources=()) == Sight(sources=frozenset())


def test_municipal_roles_count_all_sources():
    assert see(ORDER, Right.COUNT, open_sources=()) == EVERYTHING
    assert see(POLICY, Right.MEETING, open_sources=()) == EVERYTHING


def test_policy_sees_no_point():
    with pytest.raises(AccessError, match="beleid"):
        see(POLICY, Right.POINTS, open_sources={"buiten"})


def test_who_has_no_role_may_nothing():
    for right in Right:
        with pytest.raises(AccessError, match="no role"):
            see(Viewer(frozenset()), right, open_sources=())


def test_two_roles_give_what_each_of_them_gives_for_its_own_rights():
    both = Viewer(frozenset({Role.WIJKAGENT, Role.OPENBARE_ORDE}), frozenset({"W1"}))
    assert see(both, Right.PATROL, open_sources=()) == Sight(wijken=frozenset({"W1"}))
    assert see(both, Right.CAMERA, open_sources=()) == Sight(sources=frozenset())
    # As a wijkagent they see the police rows, as a colleague of the town hall the other wijken.
    assert see(both, Right.POINTS, open_sources={"a"}) == Sight(
        wijken=frozenset({"W1"}), sources=frozenset({"a"})
    )


def test_no_role_of_the_sign_in_may_all():
    assert all(RIGHTS[role] < frozenset(Right) for role in Role if role is not Role.LOCAL)


def test_whoever_has_a_role_may_enter():
    assert all(Right.ENTER in rights for rights in RIGHTS.values())


@given(viewers, viewers)
def test_two_who_are_alike_may_the_same(one, other):
    if one.likeness == other.likeness:
        assert one.rights == other.rights
        for right in one.rights:
            assert see(one, right, open_sources={"a"}) == see(other, right, open_sources={"a"})


@given(viewers)
def test_nobody_is_taken_for_the_local_operator(viewer):
    assert viewer.likeness != LOCAL.likeness


@given(viewers, st.sampled_from(Right), st.frozensets(st.sampled_from(["a", "b"])))
def test_a_role_more_never_takes_sight_away(viewer, right, open_sources):
    for role in set(Role) - {Role.LOCAL} - viewer.roles:
        more = Viewer(viewer.roles | {role}, viewer.wijken)
        if right not in viewer.rights:
            continue
        before = see(viewer, right, open_sources=open_sources)
        after = see(more, right, open_sources=open_sources)
        assert after.is_everything or (
            not before.is_everything
            and after.wijken >= before.wijken
            and after.sources >= before.sources
        )


def test_roles_of_the_town_hall_are_named():
    assert {Role.WIJKAGENT, Role.LOCAL} == set(Role) - MUNICIPAL


def test_counts_of_a_few_are_for_who_may_see_them_wherever_they_count():
    assert sees_few(LOCAL)
    assert sees_few(AGENT)
    assert sees_few(ORDER)
    assert not sees_few(POLICY)
    assert not sees_few(Viewer(frozenset()))
    # In other wijken than their own they are of policy alone.
    assert not sees_few(Viewer(AGENT.roles | POLICY.roles, AGENT.wijken))
    assert sees_few(Viewer(ORDER.roles | POLICY.roles))
