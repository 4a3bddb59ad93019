"""Agreements written down, changed with a reason, and read back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from geo import schema
from geo.access import Right, Role, refuse
from geo.agreements import Agreement, AgreementVersion
from geo.analysis.overlaps import share_ground
from geo.errors import ParamsError
from geo.schema import Layer
from geo.service.agreement.answers import AgreementFilter, AgreementRecord
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
        If it is on a place outside the wijken of a wijkagent.
    """
    if not _is_in_sight(workspace, agreement, list_layers(workspace)):
        raise refuse(workspace.viewer, Right.POINTS)
    with open_store(workspace) as store:
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
    """
    read_agreement(workspace, seen.agreement_id)
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
    with open_store(workspace) as store:
        store.agreements.add_version(version)
    return version


def list_agreements(
    workspace: Workspace, wanted: AgreementFilter | None = None, *, layers: Layers | None = None
) -> list[AgreementRecord]:
    """Read the agreements that somebody wants to see with their versions, the latest number first.

    A wijkagent sees those on ground of their own wijken.

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
    records = [
        record
        for record in read_agreements(workspace)
        if _is_in_sight(workspace, record.first, layers)
    ]
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
    """Read one agreement with its versions.

    Raises
    ------
    ParamsError
        If there is no such agreement for the viewer.
    """
    with open_store(workspace) as store:
        record = AgreementRecord(tuple(store.agreements.read_versions(agreement_id)))
    layers = list_layers(workspace)
    if not record.versions or not _is_in_sight(workspace, record.first, layers):
        raise unknown_agreement(agreement_id)
    return record


def _is_in_sight(workspace: Workspace, agreement: Agreement, layers: Layers) -> bool:
    """Say whether a place is the viewer's: that of a wijkagent shares ground with their wijken."""
    sight = workspace.sight
    if sight.is_everything or Role.OPENBARE_ORDE in workspace.viewer.roles:
        return True
    if Layer.WIJKEN not in layers:
        return False
    areas = layers[Layer.WIJKEN].areas
    own = areas.geometry[areas[schema.AREA_CODE].isin(sight.wijken)].union_all()
    return share_ground(agreement.ground.shape, own)


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
