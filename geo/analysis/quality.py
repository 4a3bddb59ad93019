"""What makes incidents less trustworthy than they look: named with a count, never repaired."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import schema
from geo.schema import Reporter, TimePrecision, Weakness

# One address is seldom hit this often: below it a crowded place may be one unlucky household.
CROWDED_INCIDENTS: Final = 10
# Busy places exist. A place that holds so many times what the other places of its theme hold is
# where a system puts what it cannot place, or one shop or station: somebody has to look.
CROWDED_TIMES: Final = 10
# A shop draws one or two kinds of report, a default place draws every kind.
DEFAULT_THEMES: Final = 3
# A choice: in one year this many reports on an address that was reported before in that year is
# more than repeated victims explain, unless a theme happens at a few addresses, such as shops.
SHARED_SHARE: Final = 1 / 3
# Below this a share says more about chance than about how places were found.
LEAST_RECENT: Final = 30
MOST_EXAMPLES: Final = 3

_REMEDIES: Final[Mapping[Weakness, str]] = {
    Weakness.WITHOUT_PLACE: "export the records again with coordinates or an address",
    Weakness.DAY_ONLY: "export the time of day too, where the source has it",
    Weakness.MONTH_ONLY: "export the date itself, where the source has it",
    Weakness.SNAP_POINT: "check whether the place is one address, such as a shop, or a default",
    Weakness.DEFAULT_PLACE: "find the records' real places, or export them without coordinates",
    Weakness.SHARED_PLACE: "state the place precision in the mapping (straat, postcode or raster)",
    Weakness.POLICE_RECORDS: "nothing: they count as reports and are left out of risk",
}


@dataclass(frozen=True)
class QualityFinding:
    """One weakness of the incidents of a theme.

    Parameters
    ----------
    kind
        Which one.
    theme
        Theme that it is found in; None for all of them together.
    count
        Incidents that it touches.
    total
        Incidents that it could have touched; None where a share has no meaning.
    examples
        A few of the codes, places or months where, with their counts.
    remedy
        What to do about it, as an imperative phrase.
    """

    kind: Weakness
    theme: str | None
    count: int
    total: int | None
    examples: tuple[str, ...]
    remedy: str

    @property
    def share(self) -> float | None:
        """Part of the incidents that it touches, from 0 to 1."""
        return self.count / self.total if self.total else None


def check_kinds(kinds: pd.DataFrame) -> list[QualityFinding]:
    """Look for incidents without a place, without an hour, and made by the police themselves.

    Any number is a finding: a single hotspot may be made of them.

    Parameters
    ----------
    kinds
        ``theme``, ``code``, ``reporter``, ``time_precision``, ``has_place`` and ``incidents``, a
        row for each that occurs; codes may be missing.

    Returns
    -------
    list of QualityFinding
        In order of kind and theme.
    """
    touched = {
        Weakness.WITHOUT_PLACE: ~kinds[schema.HAS_PLACE].astype(bool),
        Weakness.DAY_ONLY: kinds[schema.TIME_PRECISION] == TimePrecision.DAY,
        Weakness.MONTH_ONLY: kinds[schema.TIME_PRECISION] == TimePrecision.MONTH,
        Weakness.POLICE_RECORDS: kinds[schema.REPORTER] == Reporter.POLICE,
    }
    totals = kinds.groupby(schema.THEME)[schema.INCIDENTS].sum()
    return [
        QualityFinding(
            kind,
            str(theme),
            int(rows[schema.INCIDENTS].sum()),
            int(totals[theme]),
            _name_codes(rows),
            _REMEDIES[kind],
        )
        for kind, mask in touched.items()
        for theme, rows in kinds[mask.to_numpy()].groupby(schema.THEME)
    ]


def check_spots(spots: pd.DataFrame, crowded: pd.DataFrame) -> list[QualityFinding]:
    """Look for coordinates that hold more different incidents than a place does.

    A place is crowded when it holds at least 10 incidents of a theme, and 10 times what the other
    places of the theme hold on average. A default place is one that is crowded when all themes are
    counted together, and holds at least 3 of them. Places are shared when of at least 30 incidents
    of the last 365 days over a third lies where another of them lies.

    Parameters
    ----------
    spots
        ``theme`` (missing in the row that counts all themes), ``located``, ``places``, ``recent``
        and ``shared``.
    crowded
        ``theme`` (missing where all are counted), ``x``, ``y``, ``incidents`` and ``themes`` of
        every place with at least `CROWDED_INCIDENTS`.

    Returns
    -------
    list of QualityFinding
        In order of kind and theme.
    """
    whole = spots[schema.THEME].isna().to_numpy()
    full = crowded[_is_crowded(crowded, spots)]
    mixed = full[schema.THEME].isna() & (full[schema.THEMES] >= DEFAULT_THEMES)
    return [
        *_report_spots(Weakness.SNAP_POINT, full, spots[~whole]),
        *_report_spots(Weakness.DEFAULT_PLACE, full[mixed.to_numpy()], spots[whole]),
        *_report_shared(spots[~whole], crowded),
    ]


def _is_crowded(crowded: pd.DataFrame, spots: pd.DataFrame) -> NDArray[np.bool_]:
    # All themes together have no name; an empty one lets the rows of both frames meet.
    known = spots.set_index(spots[schema.THEME].fillna(""))
    whole = known.loc[crowded[schema.THEME].fillna("")]
    count = crowded[schema.INCIDENTS].to_numpy(np.int64)
    others = whole[schema.LOCATED].to_numpy(np.int64) - count
    places = np.maximum(whole[schema.PLACES].to_numpy(np.int64) - 1, 1)
    enough: NDArray[np.bool_] = (count >= CROWDED_INCIDENTS) & (
        count * places >= CROWDED_TIMES * others
    )
    return enough


def _report_spots(kind: Weakness, full: pd.DataFrame, spots: pd.DataFrame) -> list[QualityFinding]:
    findings = []
    for theme, located in zip(spots[schema.THEME], spots[schema.LOCATED], strict=True):
        named = None if pd.isna(theme) else str(theme)
        own = full[schema.THEME].isna() if named is None else full[schema.THEME] == named
        places = full[own.to_numpy()]
        if len(places):
            count = int(places[schema.INCIDENTS].sum())
            examples = _name_spots(places)
            findings.append(
                QualityFinding(kind, named, count, int(located), examples, _REMEDIES[kind])
            )
    return findings


def _report_shared(spots: pd.DataFrame, crowded: pd.DataFrame) -> list[QualityFinding]:
    columns = (spots[schema.THEME], spots[schema.SHARED], spots[schema.RECENT])
    kind = Weakness.SHARED_PLACE
    return [
        QualityFinding(
            kind,
            str(theme),
            int(shared),
            int(recent),
            _name_spots(crowded[(crowded[schema.THEME] == theme).to_numpy()]),
            _REMEDIES[kind],
        )
        for theme, shared, recent in zip(*columns, strict=True)
        if recent >= LEAST_RECENT and shared > SHARED_SHARE * recent
    ]


def _name_codes(rows: pd.DataFrame) -> tuple[str, ...]:
    counts = rows.groupby(schema.CODE)[schema.INCIDENTS].sum()
    # The groups are in order of code: a stable sort leaves ties to the first.
    most = counts.sort_values(ascending=False, kind="stable").head(MOST_EXAMPLES)
    return tuple(f"{code} ({count})" for code, count in most.items())


def _name_spots(places: pd.DataFrame) -> tuple[str, ...]:
    most = places.head(MOST_EXAMPLES)
    columns = (most[schema.X].round(), most[schema.Y].round(), most[schema.INCIDENTS])
    return tuple(f"{x:.0f}, {y:.0f} ({count})" for x, y, count in zip(*columns, strict=True))
