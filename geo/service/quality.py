"""How far the data can be trusted: what is weak in them, with counts."""

from datetime import date

import pandas as pd

from geo import schema
from geo.analysis.quality import CROWDED_INCIDENTS, check_kinds, check_spots
from geo.analysis.recording import find_changes, report_changes
from geo.schema import Weakness
from geo.service.answers import DataQuality
from geo.service.opening import open_store
from geo.workspace import Workspace


def check_data(workspace: Workspace) -> DataQuality:
    """Look for what makes the incidents of the store less trustworthy than they look.

    Returns
    -------
    DataQuality
        Findings in order of kind and theme; none for an empty store.
    """
    with open_store(workspace) as store:
        kinds, monthly = store.tally_kinds(), store.tally_months()
        spots, crowded = store.tally_spots(crowded=CROWDED_INCIDENTS)
    first, last = _days_of(monthly)
    changes = find_changes(monthly, first=first, last=last)
    findings = [*check_kinds(kinds), *check_spots(spots, crowded), *report_changes(changes)]
    order = list(Weakness)
    # Sorting is stable: within a kind they stay in order of theme.
    findings.sort(key=lambda finding: order.index(finding.kind))
    incidents = int(kinds[schema.INCIDENTS].sum())
    return DataQuality(incidents, kinds, spots, changes, tuple(findings))


def _days_of(monthly: pd.DataFrame) -> tuple[date, date]:
    if monthly.empty:
        return date.min, date.min
    ends = pd.to_datetime(monthly[schema.FIRST_ON]), pd.to_datetime(monthly[schema.LAST_ON])
    return ends[0].min().date(), ends[1].max().date()
