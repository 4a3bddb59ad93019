"""What the service hands on: one frozen class an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.analysis.alerts import Basis
from geo.analysis.backtest import Backtest
from geo.analysis.news import News
from geo.analysis.opportunities import Opportunities
from geo.analysis.peak_windows import PeakWindow
from geo.analysis.quality import QualityFinding
from geo.analysis.reasons import NearestArea, Recency, WijkShare
from geo.analysis.repeats import NearRepeats
from geo.analysis.significance import MOST_CHANCE, NotTestable, Significance
from geo.analysis.timing import WeekHours
from geo.analysis.tuning import Setting
from geo.analysis.verdicts import Verdict, judge_method
from geo.disclosure import Reason
from geo.intake.boundaries import AreaLayer
from geo.params import (
    BacktestParams,
    CellParams,
    ForecastParams,
    HotspotParams,
    HourSelection,
    Period,
    PointQuestion,
    Question,
)
from geo.schema import Layer, OpportunityKind
from geo.themes import Evidence, ThemeCard


@dataclass(frozen=True)
class DataStatus:
    """What the store holds."""

    incidents: int
    without_place: int
    first: date | None
    last: date | None
    as_of: datetime | None
    synthetic: bool
    sources: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class HotspotSignificance:
    """How likely chance alone makes hotspots like these, or why nobody can say.

    ``kind`` is the layer that the theme's card names, None where it names none; ``synthetic``
    whether that layer was made up, as the incidents then are.
    """

    kind: OpportunityKind | None
    found: Significance | NotTestable
    synthetic: bool = False


@dataclass(frozen=True, eq=False)
class ChanceGround:
    """Where incidents of a theme could have happened, or why nobody can say.

    ``kind`` is the layer that the theme's card names, None where it names none; ``synthetic``
    whether that layer was made up.
    """

    kind: OpportunityKind | None
    places: Opportunities | NotTestable
    synthetic: bool = False


@dataclass(frozen=True)
class PreparedTheme:
    """What questions about a theme have in common.

    ``incidents`` are those of the theme in order of start, each with the codes of its areas;
    ``municipality`` is the ground to which outlines are clipped, None without wijken or buurten.
    ``verdict`` is what the card's own evidence tells of its hotspots.
    """

    card: ThemeCard
    incidents: gpd.GeoDataFrame
    layers: Mapping[Layer, AreaLayer]
    municipality: BaseGeometry | None
    data: DataStatus
    verdict: Verdict


@dataclass(frozen=True)
class PointHotspotReport:
    """Where the hotspots of a set of points are.

    ``hotspots`` is in order of rank: ``rank``, ``incidents``, ``core_points``, ``score``,
    ``area_ha``, ``centre`` and the outline; the last three of them are those of
    `HotspotReport` for ranks that are drawn, else the middle is the mean and the others are
    missing. The labelled points are in ``incidents_address``, with ``cluster`` (rank - 1, or -1).
    ``noise`` counts those in no hotspot, those ``without_place`` included.
    """

    question: PointQuestion
    params: HotspotParams
    hotspots: gpd.GeoDataFrame
    incidents_address: str
    hotspots_address: str
    read: int
    incidents: int
    noise: int
    without_place: int
    police_made: int
    tiles: int


@dataclass(frozen=True)
class HotspotReport:
    """Where the hotspots of a theme are in a period.

    ``incidents`` carries ``cluster`` (rank - 1, or -1) and ``hotspots`` is in order of rank, both
    in the workspace's coordinate system. ``noise`` counts the incidents in no hotspot, those
    without a place included; ``without_hour`` those left out because their hour is not known.
    ``police_made`` those left out because the police recorded them on their own. ``significance``
    is None until the hotspots are weighed. ``peaks`` says of each ``id`` in which hours of the week
    it stands out (None where in none), as far as that was asked; it is None itself until then.
    ``verdict`` is what the card's own evidence tells of them; with settings that are not those of
    the card they are untested.
    """

    question: Question
    title: str
    params: HotspotParams
    incidents: gpd.GeoDataFrame
    hotspots: gpd.GeoDataFrame
    noise: int
    without_place: int
    without_hour: int
    data: DataStatus
    police_made: int = 0
    significance: HotspotSignificance | None = None
    peaks: Mapping[str, PeakWindow | None] | None = None
    verdict: Verdict = Verdict.UNTESTED

    @property
    def p_values(self) -> pd.Series:
        """Chance of each hotspot, on their index; missing where it was not or cannot be said."""
        found = self.significance.found if self.significance else None
        if isinstance(found, Significance):
            return found.p_values.reindex(self.hotspots.index).astype("Float64")
        return pd.Series(pd.NA, self.hotspots.index, dtype="Float64")

    @property
    def significant(self) -> pd.Series:
        """Whether each hotspot is more than chance makes; missing where that cannot be said."""
        verdicts: pd.Series = self.p_values <= MOST_CHANCE
        return verdicts

    @property
    def may_be_chance(self) -> pd.Series:
        """Whether each hotspot was weighed and found no more than chance makes.

        Such a hotspot is drawn grey and leaves no advice. One that was not or cannot be weighed
        is neither.
        """
        found: pd.Series = (self.p_values > MOST_CHANCE).fillna(value=False).astype(bool)
        return found

    @property
    def not_testable(self) -> pd.Series:
        """Whether each hotspot was to be weighed and cannot be: nobody knows whether it is chance.

        Such a hotspot stays wherever those that may be chance are left out.
        """
        return self.p_values.isna() & (self.significance is not None)

    @property
    def theme(self) -> str:
        """Name of the theme's card."""
        return self.question.theme

    @property
    def period(self) -> Period:
        """Local days, both ends included."""
        return self.question.period


@dataclass(frozen=True)
class HotspotExplanation:
    """Why a hotspot is where it is.

    ``codes`` has ``code``, ``title`` (missing where no list knows the code) and ``incidents``, the
    most frequent first; ``peaks`` are the hours that stand out, the highest first. ``wijk`` is
    None for a hotspot in no wijk, ``park`` where there are none.
    """

    hotspot_id: str
    codes: pd.DataFrame
    week_hours: WeekHours
    peaks: tuple[PeakWindow, ...]
    recency: Recency
    wijk: WijkShare | None
    park: NearestArea | None


@dataclass(frozen=True)
class HotspotComparison:
    """Hotspots of a theme in two periods, of which one comes before the other.

    ``current`` are the hotspots of ``now`` with ``change``, ``earlier_id``, ``earlier_incidents``,
    ``moved_m`` (missing where not moved) and ``p_value`` (that chance alone makes so much
    difference; missing where new); ``vanished`` are those of ``before`` that are no more.
    """

    now: HotspotReport
    before: HotspotReport
    current: gpd.GeoDataFrame
    vanished: gpd.GeoDataFrame


@dataclass(frozen=True)
class DataQuality:
    """How far the incidents of the store can be trusted.

    ``kinds`` counts them by ``theme``, ``code``, ``reporter``, ``time_precision``,
    ``place_precision`` and ``has_place``; ``spots`` says of each theme (missing for all of them)
    how many are ``located``, in how many different ``places``, and how many of the ``recent`` ones
    of the last 365 days are on a ``shared`` place. ``changes`` are those of
    `geo.analysis.recording`, which are among the ``findings`` too.
    """

    incidents: int
    kinds: pd.DataFrame
    spots: pd.DataFrame
    changes: pd.DataFrame
    findings: tuple[QualityFinding, ...]


@dataclass(frozen=True)
class RepeatReport:
    """Whether incidents of a theme are followed by others nearby.

    ``close`` holds the one band that the literature names, and that alerts rest on; ``bands``
    finer ones. ``police_made`` counts those left out because the police recorded them on their
    own, ``earlier`` those left out because there were too many: the latest were taken.
    ``place_precisions`` counts those that took part by how precisely their place is known.
    """

    theme: str
    title: str
    period: Period
    close: NearRepeats
    bands: NearRepeats
    place_precisions: Mapping[str, int]
    police_made: int
    earlier: int
    data: DataStatus


@dataclass(frozen=True)
class AlertReport:
    """Where and until when to look after recent incidents of a theme, and why.

    ``alerts`` has the columns of `geo.analysis.alerts.ALERT_COLUMNS`` and ``theme``, ``wijk_code``,
    ``buurt_code`` and ``park_id`` of the incident, the latest first; none where ``basis`` gives no
    ground. ``repeats`` is what was found in ``period``, which ends before ``as_of``: in the
    incidents from the day ``first`` on. ``earlier`` counts those of the period left out
    because there were too many: the latest were taken.
    """

    theme: str
    title: str
    as_of: date
    period: Period
    first: date
    earlier: int
    basis: Basis
    asked: bool
    repeats: NearRepeats
    alerts: gpd.GeoDataFrame
    police_made: int
    data: DataStatus


@dataclass(frozen=True)
class CellReport:
    """Cells in which more, or less, was reported than chance puts together.

    ``cells`` is every cell of the ground: ``x`` and ``y`` (centre, in ``crs``), ``incidents`` in
    it, ``nearby`` (in it and around), ``g``, ``p_value`` and ``adjusted`` (for the false discovery
    rate, of the side to which ``g`` points), ``kind``, and ``wijk_code`` and ``park_id`` of the
    centre; the hottest first. ``without_place`` and ``police_made`` count those left out,
    ``place_precisions`` those that took part by how precisely their place is known.
    """

    theme: str
    title: str
    period: Period
    params: CellParams
    cells: pd.DataFrame
    crs: CRS
    incidents: int
    place_precisions: Mapping[str, int]
    without_place: int
    police_made: int
    data: DataStatus


@dataclass(frozen=True)
class BacktestReport:
    """What each method would have caught in so many periods of so many weeks.

    ``period`` holds all of them; ``found.scores`` the figures, the plain count first. ``unfair``
    names the methods whose settings were chosen on some of these periods, or on later ones.
    """

    theme: str
    title: str
    period: Period
    params: BacktestParams
    found: Backtest
    unfair: frozenset[str] = frozenset()

    @property
    def comparisons(self) -> int:
        """How many methods are held against the plain count, at all shares together."""
        return len(self.found.scores) - len(self.found.plan.shares)

    def judge(self, method: str) -> Verdict:
        """Say whether a method beats the plain count, as far as that can be said fairly."""
        return Verdict.UNFAIR if method in self.unfair else judge_method(self.found, method)


@dataclass(frozen=True)
class Forecast:
    """How many incidents are expected in each cell in the weeks from a day on.

    ``cells`` has ``x`` and ``y`` (centre, in ``crs``), ``expected`` and ``rank`` (1 = highest).
    ``known`` counts the incidents on which it rests, ``place_precisions`` the same by how precisely
    their place is known. ``tested`` says what the same method, in
    cells of the same size, would have caught in the last periods of the same length before the
    day; None where nothing came in them.
    """

    theme: str
    title: str
    params: ForecastParams
    cells: pd.DataFrame
    crs: CRS
    known: int
    place_precisions: Mapping[str, int]
    tested: BacktestReport | None
    data: DataStatus


@dataclass(frozen=True)
class TunedCard:
    """Settings that were chosen for a theme, and what they caught afterwards."""

    theme: str
    setting: Setting
    evidence: Evidence


@dataclass(frozen=True)
class ThemeComparison:
    """How often each theme was reported in a period, held against the one before.

    ``previous`` is None where the data do not cover both periods whole. ``themes`` has the theme
    as index: every card, the heaviest harm first, then what no card knows where there is any;
    columns ``title`` (missing without a card), ``first_day`` (day of the theme's first incident of
    all, missing without any) and those of `geo.analysis.trends.compare_counts`, of which only
    ``now`` without a period before. ``total`` is one row with the same figures. ``without_hour``
    counts those in the period that are left out because their hour is not known. ``held`` says how
    many counts are missing because who asked may not see them; None where nothing was held back.
    """

    period: Period
    previous: Period | None
    area: str | None
    hours: HourSelection
    themes: pd.DataFrame
    total: pd.DataFrame
    without_hour: int
    data: DataStatus
    held: Mapping[Reason, int] | None = None


@dataclass(frozen=True)
class ThemeSummary:
    """A theme by month and by wijk.

    ``months`` has ``month`` (its first day), ``incidents`` and ``is_whole``, over all data.
    ``wijken`` has ``area_code`` (missing in the last row: in no wijk, where there are any),
    ``population`` and the columns of `geo.analysis.trends.compare_counts` and
    `geo.analysis.rates.rate_per_thousand`; it is None without wijken. ``basis`` says what the
    rate is by: ``dwellings``, ``inhabitants``, or None where the area leaves it without meaning.
    ``incidents`` counts those of the period, ``before`` those of the one before (None without).
    ``without_place`` is None where an area was chosen, which leaves those out. ``held`` is as in
    `ThemeComparison`: where it is not None, ``incidents`` and the counts by precision are 0 and
    ``before`` is None, as they stand in no table.
    """

    question: Question
    title: str
    previous: Period | None
    incidents: int
    months: pd.DataFrame
    wijken: pd.DataFrame | None
    basis: str | None
    without_place: int | None
    without_hour: int
    place_precisions: Mapping[str, int]
    time_precisions: Mapping[str, int]
    data: DataStatus
    before: int | None = None
    held: Mapping[Reason, int] | None = None


@dataclass(frozen=True)
class AreaSurvey:
    """All incidents of an area in a period, whatever their theme.

    ``incidents`` carries ``wijk_code``, ``buurt_code`` and ``park_id``, the latest first.
    ``counts`` stands on the theme as `geo.analysis.trends.compare_counts` makes it, held against
    ``before``; its ``before`` and all that follows from it are missing where the data do not
    cover that period whole (None). ``without_hour`` counts those left out because their hour is
    not known.
    """

    question: Question
    before: Period | None
    incidents: gpd.GeoDataFrame
    counts: pd.DataFrame
    week_hours: WeekHours
    without_hour: int
    data: DataStatus

    @property
    def period(self) -> Period:
        """Local days, both ends included."""
        return self.question.period


@dataclass(frozen=True)
class NewsReport:
    """What is new since a day, in an area or a hotspot.

    ``without_hour`` counts the new incidents left out because their hour is not known.
    """

    since: date
    news: News
    without_hour: int
    data: DataStatus
