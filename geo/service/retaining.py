"""Incidents removed once their term is over."""

from contextlib import suppress
from datetime import date, datetime
from glob import escape
from pathlib import Path

import numpy as np
import pandas as pd

from geo.intake.mapping import ColumnMapping
from geo.intake.refused import read_refused_days
from geo.service.importing import known_files
from geo.service.keeping import DAMAGED
from geo.service.opening import open_store
from geo.service.upkeep_answers import RetentionReport
from geo.settings import RetentionRule
from geo.store import Cutoff, Removal, list_copies, remove_past
from geo.store.removal import Remover
from geo.workspace import Workspace


def preview_retention(workspace: Workspace, *, now: datetime) -> RetentionReport:
    """Say what is past its term; nothing changes.

    Parameters
    ----------
    workspace
        Whose store, and whose settings say how long each source is kept.
    now
        Zone-aware moment at which the terms are counted back.
    """
    cutoffs = _find_cutoffs(workspace, now)
    with open_store(workspace) as store:
        removals = store.remover.count(cutoffs)
    return _report(workspace, [each for each in removals if each.rows])


def apply_retention(
    workspace: Workspace, *, now: datetime, drop_copies: bool = False
) -> RetentionReport:
    """Remove what is past its term from the store's file, and write down how much that was.

    Incidents, the earlier records that imports replaced, and refused rows go; placements, patrol
    plans and ticks hold no incidents and stay. For a process of its own: the app must not have
    the store open in the same one.

    Parameters
    ----------
    workspace
        Whose store, and whose settings say how long each source is kept.
    now
        Zone-aware moment at which the terms are counted back.
    drop_copies
        Whether copies that this program made of the whole store go too: those of before it was
        brought up to date, and damaged ones that a backup took the place of.

    Raises
    ------
    StoreError
        If the store is in use or cannot be written; it is then as it was.
    """
    cutoffs = _find_cutoffs(workspace, now)
    moment = pd.Timestamp(now).tz_convert("UTC").tz_localize(None).to_pydatetime()
    removals = remove_past(workspace.store_path, cutoffs, removed_at=moment)
    if drop_copies:
        for copy in list_whole_copies(workspace):
            copy.unlink()
    return _report(workspace, removals)


def read_removals(workspace: Workspace) -> list[Removal]:
    """Read what was removed so far because its term was over, the newest first."""
    with open_store(workspace) as store:
        return store.remover.read_log()


def list_whole_copies(workspace: Workspace) -> list[Path]:
    """List the copies of the whole store that this program made beside it, by name."""
    path = workspace.store_path
    return [*list_copies(path), *sorted(path.parent.glob(f"{escape(path.name)}{DAMAGED}*"))]


def _find_cutoffs(workspace: Workspace, now: datetime) -> list[Cutoff]:
    today = pd.Timestamp(now).tz_convert(workspace.timezone).date()
    rules = workspace.settings.retention
    with open_store(workspace) as store:
        remover = store.remover
        return [_find_cutoff(rule, today, remover) for rule in rules]


def _find_cutoff(rule: RetentionRule, today: date, remover: Remover) -> Cutoff:
    term = pd.DateOffset(months=rule.months or 0, days=rule.days or 0)
    before = (pd.Timestamp(today) - term).date()
    refused = _find_refused(remover.read_refused(rule.source), before)
    return Cutoff(rule.source, before, rule.term, rule.ground, refused)


def _find_refused(rows: pd.DataFrame, before: date) -> tuple[tuple[int, int], ...]:
    """Find the refused rows that are past their term.

    A row whose day cannot be read, or lies after its import, is as old as its import at least.
    """
    goes: list[tuple[int, int]] = []
    for text, some in rows.groupby("mapping", sort=True):
        days = np.full(len(some), np.datetime64("NaT"), dtype="datetime64[D]")
        # An import of long ago may say what mappings no longer know.
        with suppress(ValueError):
            mapping = ColumnMapping.model_validate_json(str(text))
            days = read_refused_days(some["cells"], mapping)
        imported = some["imported_at"].to_numpy().astype("datetime64[D]")
        is_past = np.fmin(days, imported) < np.datetime64(before)
        pairs = some.loc[is_past, ["import_id", "row"]].itertuples(index=False, name=None)
        goes += [(int(import_id), int(row)) for import_id, row in pairs]
    return tuple(sorted(set(goes)))


def _report(workspace: Workspace, removals: list[Removal]) -> RetentionReport:
    with open_store(workspace) as store:
        held = store.contents()
    ruled = {rule.source for rule in workspace.settings.retention}
    return RetentionReport(
        removals=tuple(removals),
        incidents=held.incidents,
        without_term=tuple(source for source in held.sources if source not in ruled),
        copies=tuple(list_whole_copies(workspace)),
        files=tuple(known_files(workspace)),
    )
