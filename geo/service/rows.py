"""Incidents as rows to count in: those of the store at once, those of a set part by part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

import pandas as pd

from geo import schema
from geo.access import refuse
from geo.analysis.points import check_same_crs
from geo.engines import Engine
from geo.intake.point_rows import Wanted, check_wanted
from geo.intake.point_sets import PointSet
from geo.params import Period
from geo.parts.rows import add_counts, ask_part, count_months, count_themes, span_rows
from geo.service.answers import DataStatus
from geo.service.contents import describe_data
from geo.service.opening import open_store
from geo.store import Stretch
from geo.workspace import Workspace

Result = TypeVar("Result")


@dataclass(frozen=True)
class PointSource:
    """A set of points in place of the store, and where its parts are worked on."""

    points: PointSet
    engine: Engine


class Rows(Protocol):
    """Incidents that are counted part by part; what comes of the parts is for the caller to add."""

    @property
    def zone(self) -> ZoneInfo:
        """Zone in which days are local."""

    @property
    def is_whole(self) -> bool:
        """Whether all rows are one part, which lies in this process."""

    def each(
        self,
        ask: Callable[[pd.DataFrame], Result],
        columns: tuple[str, ...],
        *,
        theme: str | None = None,
        period: Period | None = None,
    ) -> Iterator[Result]:
        """Put a function to the rows of each part, and return what it answers, part by part.

        Parameters
        ----------
        ask
            Of a module, or a ``functools.partial`` of one: it may run elsewhere.
        columns
            What the rows are to have; see `geo.store.Store.read_rows`.
        theme, period
            Which rows; None leaves none out.
        """

    def count_by_theme(self, *, period: Period | None) -> dict[str, int]:
        """Count incidents by theme, in alphabetical order."""

    def count_by_month(self, *, period: Period | None) -> dict[str, int]:
        """Count incidents by local month, written ``YYYY-MM``, in order."""

    def describe(self) -> DataStatus:
        """Say what there is."""


def open_rows(workspace: Workspace, source: PointSource | None = None) -> Rows:
    """Return the rows of the store as far as they are in sight, or those of a set of points.

    Raises
    ------
    AccessError
        If a set is asked for by anybody but the local operator: nobody can say which of its rows
        are in sight of whom.
    CrsMismatchError
        If the set is in another coordinate system than the workspace.
    """
    if source is None:
        return _StoreRows(workspace)
    if workspace.viewer.likeness:
        raise refuse(workspace.viewer, None)
    if source.points.crs is not None:
        check_same_crs(source.points.crs, workspace.crs)
    return _PointRows(source, workspace.timezone)


@dataclass(frozen=True)
class _StoreRows:
    """All rows of the store in one part."""

    workspace: Workspace
    is_whole: bool = True
    # Read once: what is asked of them one after the other is then asked of the same rows.
    _read: dict[object, pd.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def zone(self) -> ZoneInfo:
        return self.workspace.timezone

    def each(
        self,
        ask: Callable[[pd.DataFrame], Result],
        columns: tuple[str, ...],
        *,
        theme: str | None = None,
        period: Period | None = None,
    ) -> Iterator[Result]:
        asked = columns, theme, period
        if asked not in self._read:
            with open_store(self.workspace) as store:
                self._read[asked] = store.read_rows(columns, Stretch(theme=theme, period=period))
        yield ask(self._read[asked])

    def count_by_theme(self, *, period: Period | None) -> dict[str, int]:
        with open_store(self.workspace) as store:
            return store.count_by_theme(period=period)

    def count_by_month(self, *, period: Period | None) -> dict[str, int]:
        with open_store(self.workspace) as store:
            return store.count_by_month(period=period)

    def describe(self) -> DataStatus:
        return describe_data(self.workspace)


@dataclass(frozen=True)
class _PointRows:
    """The rows of a set of points, read where they are worked on."""

    source: PointSource
    zone: ZoneInfo
    is_whole: bool = False

    def each(
        self,
        ask: Callable[[pd.DataFrame], Result],
        columns: tuple[str, ...],
        *,
        theme: str | None = None,
        period: Period | None = None,
    ) -> Iterator[Result]:
        points = self.source.points
        wanted = Wanted(columns, self.zone, theme, period)
        check_wanted(points, wanted)
        work = partial(ask_part, ask=ask, wanted=wanted, held=points.columns)
        return self.source.engine.run(work, points.parts, what="counting")

    def count_by_theme(self, *, period: Period | None) -> dict[str, int]:
        return add_counts(self.each(count_themes, (schema.THEME,), period=period))

    def count_by_month(self, *, period: Period | None) -> dict[str, int]:
        return add_counts(self.each(count_months, (schema.STARTED_ON,), period=period))

    def describe(self) -> DataStatus:
        points = self.source.points
        timed = schema.STARTED_AT in points.columns
        columns = (schema.SOURCE, *((schema.STARTED_ON,) if timed else ()))
        parts = list(self.each(span_rows, columns))
        days = [day for part in parts for day in (part.first, part.last) if day is not None]
        sources = sorted({source for part in parts for source in part.sources})
        return DataStatus(
            incidents=points.rows,
            without_place=sum(part.without_place for part in parts),
            first=min(days, default=None),
            last=max(days, default=None),
            as_of=None,
            synthetic=schema.DEMO_SOURCE in sources,
            sources=tuple(sources),
            version=0,
        )
