"""The state of things: themes, months and wijken, held against the period before."""

from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.area_index import AreaIndex
from geo.analysis.areas import count_inside
from geo.analysis.day_counts import count_days, sum_by_month, sum_by_theme
from geo.analysis.persistence import order_by_news
from geo.analysis.rates import POPULATION, rate_per_thousand
from geo.analysis.summary import count_values
from geo.analysis.trends import BEFORE, NOW, compare_counts
from geo.intake.boundaries import AreaLayer
from geo.params import HourSelection, Period, Question
from geo.schema import Against, Layer
from geo.service.answers import (
    DataStatus,
    HotspotComparison,
    ThemeComparison,
    ThemeSummary,
)
from geo.service.areas import Layers, index_of, list_layers
from geo.service.contents import read_status
from geo.service.explaining import find_previous_period, find_year_earlier
from geo.service.narrowing import Narrowing, Rows, plan_narrowing, read_narrowed
from geo.service.opening import open_store
from geo.store import Store, Stretch
from geo.themes import ThemeCard, Themes, read_themes
from geo.workspace import Workspace

# Burglary of a dwelling, and of what goes with one, is counted by dwelling; all else by inhabitant.
_DWELLING_CODES: Final = frozenset({"1.1.1", "1.1.2"})
_DETAILS: Final = (schema.THEME, schema.PLACE_PRECISION, schema.TIME_PRECISION, "x", "y")
_NOWHERE: Final = ""
_EVERY_HOUR: Final = HourSelection()

# Days of a period and of the one before it.
_Lengths = tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Halves:
    """Rows of a period, those of the one before where there is one, and how long both are."""

    now: pd.DataFrame
    before: pd.DataFrame | None
    lengths: _Lengths


def find_fair_previous(
    period: Period, data: DataStatus, *, against: Against = Against.BEFORE
) -> Period | None:
    """Return the period before, or None where the data do not cover both of them whole.

    A year earlier is the period before where a period is as long as that.
    """
    if data.last is None or period.last > data.last:
        return None
    earlier = find_year_earlier(period, data) if against is Against.YEAR_EARLIER else None
    return earlier or find_previous_period(period, data)


def compare_themes(
    workspace: Workspace,
    period: Period,
    *,
    area: str | None = None,
    hours: HourSelection = _EVERY_HOUR,
    layers: Layers | None = None,
) -> ThemeComparison:
    """Count every theme in a period and in the one before it.

    Parameters
    ----------
    workspace
        The municipality.
    period
        Local days, both ends included.
    area
        Code of a wijk, buurt or business park; None or the municipality's own means all.
    hours
        Hours of the week.
    layers
        Its area layers, where they have been read already.

    Raises
    ------
    ParamsError
        If no layer has the area.
    """
    layers = list_layers(workspace) if layers is None else layers
    narrowing = plan_narrowing(area, hours, layers, workspace)
    return replace(_compare_narrowed(workspace, period, narrowing, Against.BEFORE), area=area)


def compare_against(
    workspace: Workspace,
    period: Period,
    against: Against,
    *,
    area: str | None = None,
    layers: Layers | None = None,
) -> ThemeComparison:
    """Count every theme in a period and in the one that is chosen to hold it against.

    Parameters
    ----------
    workspace, period, area, layers
        As `compare_themes` takes them.
    against
        The period with which to compare.

    Raises
    ------
    ParamsError
        If no layer has the area.
    """
    layers = list_layers(workspace) if layers is None else layers
    narrowing = plan_narrowing(area, _EVERY_HOUR, layers, workspace)
    return replace(_compare_narrowed(workspace, period, narrowing, against), area=area)


def summarise_theme(
    workspace: Workspace,
    question: Question,
    *,
    layers: Layers | None = None,
    against: Against = Against.BEFORE,
) -> ThemeSummary:
    """Count a theme by month over all data, and by wijk against the period before.

    Parameters
    ----------
    workspace
        The municipality.
    question
        Theme, period, area and hours of the week.
    layers
        Its area layers, where they have been read already.
    against
        The period with which to compare.

    Raises
    ------
    ThemeError, ParamsError
        If the theme or the area is unknown.
    """
    card = read_themes(workspace).card(question.theme)
    layers = list_layers(workspace) if layers is None else layers
    narrowing = plan_narrowing(question.area, question.hours, layers, workspace)
    with open_store(workspace) as store:
        data = read_status(store, workspace)
        previous = find_fair_previous(question.period, data, against=against)
        rows, days = _read_theme(store, question, previous, narrowing)
    now = _rows_in(rows.kept, question.period)
    before = None if previous is None else _rows_in(rows.kept, previous)
    halves = _Halves(now, before, _measure(question.period, previous))
    basis = _choose_basis(card, narrowing)
    return ThemeSummary(
        question=question,
        title=card.title,
        previous=previous,
        incidents=len(now),
        months=sum_by_month(days, first=data.first, last=data.last),
        wijken=_list_wijken(halves, layers.get(Layer.WIJKEN), narrowing, basis),
        basis=basis,
        without_place=int(now["x"].isna().sum()) if narrowing.layer is None else None,
        without_hour=int(_starts_in(rows.unknown, question.period).sum()),
        place_precisions=count_values(now[schema.PLACE_PRECISION]),
        time_precisions=count_values(now[schema.TIME_PRECISION]),
        data=data,
        before=None if before is None else len(before),
    )


def list_newest_hotspots(comparison: HotspotComparison, *, most: int = 5) -> gpd.GeoDataFrame:
    """Pick the hotspots that changed most lately: new ones first, then those that grew."""
    return order_by_news(comparison.current).head(most)


def _compare_narrowed(
    workspace: Workspace, period: Period, narrowing: Narrowing, against: Against
) -> ThemeComparison:
    with open_store(workspace) as store:
        data = read_status(store, workspace)
        previous = find_fair_previous(period, data, against=against)
        days, unknown = _count_by_day(store, _span(period, previous), narrowing)
        firsts = store.find_first_days()
    now = sum_by_theme(days, period)
    before = None if previous is None else sum_by_theme(days, previous)
    lengths = _measure(period, previous)
    return ThemeComparison(
        period=period,
        previous=previous,
        area=narrowing.area,
        hours=narrowing.hours,
        themes=_list_themes(
            read_themes(workspace), now, before, pd.Series(firsts, dtype=object), lengths
        ),
        total=_compare(_sum(now), None if before is None else _sum(before), lengths),
        without_hour=int(_starts_in(unknown, period).sum()),
        data=data,
    )


def _span(period: Period, previous: Period | None) -> Period:
    return period if previous is None else Period(first=previous.first, last=period.last)


def _count_by_day(
    store: Store, span: Period, narrowing: Narrowing
) -> tuple[pd.DataFrame, pd.Series]:
    """Count all themes by day, with the days of rows whose hours are not known."""
    stretch = Stretch(period=span)
    if narrowing.is_everything:
        return store.count_by_day(stretch), pd.Series(dtype="datetime64[us]")
    rows = read_narrowed(store, (schema.THEME,), stretch, narrowing)
    return count_days(rows.kept), rows.unknown


def _list_themes(
    themes: Themes,
    now: pd.Series,
    before: pd.Series | None,
    firsts: pd.Series,
    lengths: _Lengths,
) -> pd.DataFrame:
    cards = themes.cards
    known = themes.by_harm
    seen = now.index if before is None else now.index.union(before.index)
    names = [*known, *sorted(set(seen) - set(known))]
    titles = [cards[name].title if name in cards else None for name in names]
    compared = _compare(
        now.reindex(names, fill_value=0),
        None if before is None else before.reindex(names, fill_value=0),
        lengths,
    )
    compared.insert(0, schema.TITLE, pd.Series(titles, index=compared.index, dtype="str"))
    compared.insert(1, schema.FIRST_DAY, pd.to_datetime(firsts.reindex(names)))
    return compared


def _read_theme(
    store: Store, question: Question, previous: Period | None, narrowing: Narrowing
) -> tuple[Rows, pd.DataFrame]:
    """Read a theme's rows, and count it by day over all data."""
    always = Stretch(theme=question.theme)
    if narrowing.is_everything:
        stretch = replace(always, period=_span(question.period, previous))
        return read_narrowed(store, _DETAILS, stretch, narrowing), store.count_by_day(always)
    rows = read_narrowed(store, _DETAILS, always, narrowing)
    return rows, count_days(rows.kept)


def _list_wijken(
    halves: _Halves,
    wijken: AreaLayer | None,
    narrowing: Narrowing,
    basis: str | None,
) -> pd.DataFrame | None:
    if wijken is None:
        return None
    index = index_of(wijken)
    earlier = None if halves.before is None else _count_by_area(halves.before, index)
    compared = _compare(_count_by_area(halves.now, index), earlier, halves.lengths)
    population = _population(wijken, basis).reindex(compared.index)
    rates = rate_per_thousand(compared[NOW], population)
    table = pd.concat([population.rename(POPULATION), compared, rates], axis="columns")
    shown = table[_is_shown(table, narrowing)].reset_index(names=schema.AREA_CODE)
    shown[schema.AREA_CODE] = shown[schema.AREA_CODE].replace(_NOWHERE, None)
    return shown


def _count_by_area(rows: pd.DataFrame, index: AreaIndex) -> pd.Series:
    """Count rows in each area, and last those in none."""
    counts = count_inside(rows, index)
    return counts.set_axis(counts.index.fillna(_NOWHERE))


def _population(wijken: AreaLayer, basis: str | None) -> pd.Series:
    """What the rate of each wijk is by; missing where one code bears several figures."""
    if basis is None:
        return pd.Series(dtype="Int64")
    figures = wijken.areas.groupby(schema.AREA_CODE)[basis]
    most: pd.Series = figures.max()
    return most.where(most == figures.min()).astype("Int64")


def _is_shown(table: pd.DataFrame, narrowing: Narrowing) -> pd.Series:
    counted = table[[name for name in (NOW, BEFORE) if name in table]].any(axis="columns")
    if narrowing.layer is None:
        return counted | (table.index != _NOWHERE)
    return counted | (table.index == narrowing.area)


def _choose_basis(card: ThemeCard, narrowing: Narrowing) -> str | None:
    # Within a park or buurt, what is counted lies in a part of the wijk, and its people in all.
    if narrowing.layer is not None and narrowing.layer.layer is not Layer.WIJKEN:
        return None
    return schema.DWELLINGS if _DWELLING_CODES.issuperset(card.codes) else schema.INHABITANTS


def _compare(now: pd.Series, before: pd.Series | None, lengths: _Lengths) -> pd.DataFrame:
    if before is None:
        return pd.DataFrame({NOW: now})
    return compare_counts(now, before, days=lengths)


def _measure(period: Period, previous: Period | None) -> _Lengths:
    return period.days, (previous or period).days


def _sum(counts: pd.Series) -> pd.Series:
    return pd.Series([counts.sum()], dtype="int64")


def _rows_in(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    return rows[_starts_in(rows[schema.STARTED_ON], period)]


def _starts_in(days: pd.Series, period: Period) -> pd.Series:
    return days.between(pd.Timestamp(period.first), pd.Timestamp(period.last))
