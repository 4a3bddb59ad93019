"""Agreements written down, changed with a reason, and read back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from geo.access import Right, refuse
from geo.agreements import Agreement, AgreementVersion, CountableGoal
from geo.analysis.overlaps import share_ground
from geo.errors import ParamsError
from geo.service.agreement.answers import AgreementFilter, AgreementRecord
from geo.service.agreement.sight import find_agreement_sight, leave_count_out
from geo.service.areas import Layers, find_layer, list_layers, outline_area
from geo.service.opening import open_store
from geo.store import unknown_agreement
from geo.workspace import Workspace


def record_agreement(
    workspace: Workspace, agreement: Agreement, *, now: datetime
) -> AgreementVersion:
    """Write an agreement down; what is written stays as it is.

    Parameters
    ----------
    workspace
        The municipality.
    agreement
        What was agreed.
    now
        This moment, with its time zone.

    Raises
    ------
    AccessError
        If it is on a place outside the wijken of a wijkagent, or its goal begins with a count that
        is out of their sight.
    """
    sight = find_agreement_sight(workspace)
    if not sight.reaches(agreement) or agreement.goal.start is None:
        raise refuse(workspace.viewer, Right.POINTS)
    with open_store(workspace, to_write=True) as store:
        return store.agreements.add(agreement, recorded_at=now)


def revise_agreement(
    workspace: Workspace, seen: AgreementVersion, agreement: Agreement, *, why: str, now: datetime
) -> AgreementVersion:
    """Write down a later version of an agreement, beside the earlier ones.

    Parameters
    ----------
    workspace
        The municipality.
    seen
        The version that is changed, which must be the last one.
    agreement
        What is agreed now.
    why
        Why it changed.
    now
        This moment, with its time zone.

    Raises
    ------
    ParamsError
        If it is not there for the viewer, it is not said why, it would be on another place (that
        is another agreement), nothing changes, or somebody else made a version in between.
    AccessError
        If it would change a count that is out of their sight.
    """
    told = read_agreement(workspace, seen.agreement_id)
    if not agreement.ground.is_same_place(seen.agreement.ground):
        raise ParamsError(
            "agreement-moved",
            expected="the place of the earlier version",
            got=agreement.ground.name,
            remedy="write another agreement down: its goal belongs to the place",
        )
    if agreement == seen.agreement:
        raise ParamsError(
            "agreement-same",
            expected="a change",
            got="the same agreement",
            remedy="change something, or leave it as it is",
        )
    version = replace(seen, version=seen.version + 1, recorded_at=now, why=why, agreement=agreement)
    with open_store(workspace, to_write=True) as store:
        if told.has_counts:
            store.agreements.add_version(version)
            return version
        stored = store.agreements.read_versions(seen.agreement_id)[-1].agreement
        whole = replace(agreement, goal=_fill_in_goal(workspace, agreement.goal, stored.goal))
        store.agreements.add_version(replace(version, agreement=whole))
    return leave_count_out(replace(version, agreement=whole))


def list_agreements(
    workspace: Workspace, wanted: AgreementFilter | None = None, *, layers: Layers | None = None
) -> list[AgreementRecord]:
    """Read the agreements that somebody wants to see with their versions, the latest number first.

    A wijkagent sees those on ground of their own wijken. Where an agreement rests on incidents that
    the viewer may not see, its count is left out.

    Parameters
    ----------
    workspace
        The municipality.
    wanted
        None takes all.
    layers
        Its area layers, where they have been read already.

    Raises
    ------
    ParamsError
        If the area is unknown.
    """
    layers = list_layers(workspace) if layers is None else layers
    records = find_agreement_sight(workspace, layers=layers).narrow(read_agreements(workspace))
    if wanted is None:
        return records
    return narrow_agreements(workspace, records, wanted, layers=layers)


def read_agreements(workspace: Workspace) -> list[AgreementRecord]:
    """Read all agreements, also those that the viewer does not see: they bear on the results."""
    with open_store(workspace) as store:
        return _gather(store.agreements.read_versions())


def narrow_agreements(
    workspace: Workspace,
    records: Sequence[AgreementRecord],
    wanted: AgreementFilter,
    *,
    layers: Layers,
) -> list[AgreementRecord]:
    """Keep the agreements that somebody wants to see, in their order.

    Raises
    ------
    ParamsError
        If the area is unknown.
    """
    kept = [record for record in records if _is_wanted(record, wanted, workspace)]
    if wanted.area is None or find_layer(wanted.area, layers, workspace) is None:
        return kept
    area = outline_area(wanted.area, layers)
    return [record for record in kept if share_ground(record.last.ground.shape, area)]


def read_agreement(workspace: Workspace, agreement_id: int) -> AgreementRecord:
    """Read one agreement with its versions, as far as the viewer sees it.

    Raises
    ------
    ParamsError
        If there is no such agreement for the viewer.
    """
    with open_store(workspace) as store:
        record = AgreementRecord(tuple(store.agreements.read_versions(agreement_id)))
    found = find_agreement_sight(workspace).narrow([record] if record.versions else [])
    if not found:
        raise unknown_agreement(agreement_id)
    return found[0]


def _fill_in_goal(
    workspace: Workspace, told: CountableGoal, stored: CountableGoal
) -> CountableGoal:
    """Put the count back into a goal of which only the day may be another."""
    if replace(told, start=stored.start, by=stored.by) != stored:
        # Whether another figure fits would tell where the goal begins.
        raise refuse(workspace.viewer, Right.POINTS)
    return replace(stored, by=told.by)


def _gather(versions: Sequence[AgreementVersion]) -> list[AgreementRecord]:
    found: dict[int, list[AgreementVersion]] = {}
    for version in versions:
        found.setdefault(version.agreement_id, []).append(version)
    return [AgreementRecord(tuple(found[number])) for number in sorted(found, reverse=True)]


def _is_wanted(record: AgreementRecord, wanted: AgreementFilter, workspace: Workspace) -> bool:
    last, period = record.last, wanted.period
    changed = record.versions[-1].recorded_at.astimezone(workspace.timezone).date()
    return (
        (not wanted.statuses or last.status in wanted.statuses)
        and (not wanted.parties or not set(wanted.parties).isdisjoint(last.parties))
        and (period is None or (period.first <= last.used.last and last.used.first <= period.last))
        and (wanted.since is None or changed >= wanted.since)
    )
