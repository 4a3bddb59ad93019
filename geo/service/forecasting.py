"""Where incidents are expected, and whether that would have held before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.backtest import Plan, list_origins, run_backtest
from geo.analysis.forecasting import DEFAULT, METHODS, Method, expect_by_hotspots
from geo.analysis.grid import Counts, Grid, draw_squares
from geo.analysis.scores import count_flagged
from geo.analysis.sides import find_sides
from geo.analysis.surfaces import History
from geo.analysis.tuning import Progress, Setting
from geo.errors import ParamsError
from geo.intake.boundaries import AreaLayer
from geo.params import BacktestParams, ForecastParams, Period
from geo.schema import Layer
from geo.service.answers import BacktestReport, Forecast
from geo.service.areas import locate_incidents
from geo.service.histories import day_number, describe_known, foresee, lay_history
from geo.service.rows import PointSource, open_rows
from geo.themes import ThemeCard, read_themes
from geo.workspace import Workspace

HOTSPOTS: Final = "hotspots"
SIDE: Final = "side"


def forecast_cells(
    workspace: Workspace, theme: str, params: ForecastParams, *, source: PointSource | None = None
) -> Forecast:
    """Say how many incidents are expected in each cell of a grid in the weeks from a day on.

    Only what was over before the day is used. Records that police made themselves are left out:
    they show where police were, and would send them there again. Beside it stands what the same
    method would have caught in the periods before the day.

    Parameters
    ----------
    workspace, theme
        Where, and of what.
    params
        From when on, how long, in which cells and in which way.
    source
        Points to use in place of the store's.

    Raises
    ------
    ParamsError
        If the method is unknown, cells cannot have that size, or there is nothing to lay a grid
        on.
    AccessError
        If a source is given and whoever asks may not see all of it.
    """
    card = read_themes(workspace).card(theme)
    method = params.method or DEFAULT
    expect = _choose_method(method, card)
    rows = open_rows(workspace, source)
    record = lay_history(workspace, rows, theme, cell_m=params.cell_m)
    day = day_number(params.as_of)
    before = list_origins(day, days=params.days, periods=BacktestParams.periods)
    foresee(record, (*before, day), params.days)
    expected = expect(record, day, params.days)
    known = describe_known(rows, theme, record, day)
    return Forecast(
        theme=theme,
        title=card.title,
        params=replace(params, method=method),
        cells=_rank_cells(record.grid, expected),
        crs=workspace.crs,
        known=known.incidents,
        place_precisions=known.place_precisions,
        tested=_test_before(record, (theme, card), {method: expect}, params),
        data=known.data,
    )


def square_cells(forecast: Forecast, *, share: float = 1.0) -> gpd.GeoDataFrame:
    """Return the highest cells of a forecast as squares, the highest first.

    Parameters
    ----------
    forecast
        What is expected.
    share
        Part of the area to keep: whole cells, at least one.
    """
    wanted = count_flagged(share, len(forecast.cells))
    cells = forecast.cells.nsmallest(wanted, schema.RANK)
    x, y = cells["x"].to_numpy(), cells["y"].to_numpy()
    squares = draw_squares(x, y, side_m=forecast.params.cell_m)
    return gpd.GeoDataFrame(cells, geometry=squares, crs=forecast.crs)


def locate_cells(
    forecast: Forecast, layers: Mapping[Layer, AreaLayer], *, share: float
) -> gpd.GeoDataFrame:
    """Return the highest cells as `square_cells` does, each with the areas of its middle.

    ``side`` says on which side of its wijk it lies; missing outside all of them.
    """
    squares = square_cells(forecast, share=share)
    middles = squares.set_geometry(gpd.points_from_xy(squares["x"], squares["y"], crs=squares.crs))
    located = locate_incidents(middles, layers)
    codes = {name: located[name] for name in schema.LAYER_COLUMN.values()}
    return squares.assign(**codes, **{SIDE: _find_sides(located, layers.get(Layer.WIJKEN))})


def backtest_theme(
    workspace: Workspace,
    theme: str,
    params: BacktestParams | None = None,
    *,
    progress: Progress | None = None,
    source: PointSource | None = None,
) -> BacktestReport:
    """Hold every method, and the hotspots of the card, against what came afterwards.

    Parameters
    ----------
    workspace, theme
        Where, and of what.
    params
        Which periods to score, in which cells.
    progress
        Told the share that is done.
    source
        Points to use in place of the store's.

    Returns
    -------
    BacktestReport
        The hotspots are not judged where the card's settings were chosen on one of the periods.

    Raises
    ------
    ParamsError
        If cells cannot have that size, or nothing came in the periods.
    AccessError
        If a source is given and whoever asks may not see all of it.
    """
    settings = params or BacktestParams()
    card = read_themes(workspace).card(theme)
    rows = open_rows(workspace, source)
    if settings.last is None:
        settings = replace(settings, last=rows.describe().last or date.min)
    record = lay_history(workspace, rows, theme, cell_m=settings.cell_m)
    foresee(record, _list_origins(settings), settings.days)
    methods = {name: _choose_method(name, card) for name in list_methods()}
    if progress is not None:
        methods = _count_steps(methods, settings.periods * len(methods), progress)
    return _test(record, (theme, card), methods, settings)


def list_methods() -> tuple[str, ...]:
    """Name the ways to expect incidents, the plain count first."""
    return (*METHODS, HOTSPOTS)


def _rank_cells(grid: Grid, expected: Counts) -> pd.DataFrame:
    x, y = grid.centres()
    rank = np.empty(len(expected), np.int64)
    # Cells are numbered from the south-west: a stable sort leaves ties to the lowest.
    rank[np.argsort(-expected, kind="stable")] = np.arange(1, len(expected) + 1)
    return pd.DataFrame({"x": x, "y": y, schema.EXPECTED: expected, schema.RANK: rank})


def _find_sides(located: gpd.GeoDataFrame, wijken: AreaLayer | None) -> pd.Series:
    if wijken is None:
        return pd.Series(index=located.index, dtype="str")
    shapes = wijken.areas.dropna(subset=[schema.AREA_CODE]).dissolve(by=schema.AREA_CODE).geometry
    return find_sides(located.geometry, located[schema.WIJK_CODE], shapes)


def _test_before(
    record: History,
    named: tuple[str, ThemeCard],
    methods: Mapping[str, Method],
    params: ForecastParams,
) -> BacktestReport | None:
    try:
        last = params.as_of - timedelta(days=1)
        settings = BacktestParams(weeks=params.weeks, cell_m=params.cell_m, last=last)
        return _test(record, named, methods, settings)
    except (ParamsError, OverflowError):
        # Nothing came before the day, or not within the reach of a calendar.
        return None


def _test(
    record: History,
    named: tuple[str, ThemeCard],
    methods: Mapping[str, Method],
    settings: BacktestParams,
) -> BacktestReport:
    theme, card = named
    plan = Plan(origins=_list_origins(settings), days=settings.days)
    found = run_backtest(record, methods, plan)
    last = settings.last or date.min
    first = last - timedelta(days=settings.days * settings.periods - 1)
    return BacktestReport(
        theme,
        card.title,
        Period(first=first, last=last),
        settings,
        found,
        unfair=_find_unfair(card, first),
    )


def _list_origins(settings: BacktestParams) -> tuple[float, ...]:
    after = day_number(settings.last or date.min) + 1
    return list_origins(after, days=settings.days, periods=settings.periods)


def _find_unfair(card: ThemeCard, first: date) -> frozenset[str]:
    """Name what cannot be scored from a day on: what was chosen on that day or later.

    The settings of a tuned card were chosen on the periods until its evidence begins.
    """
    is_seen = card.evidence is not None and first < card.evidence.first
    return frozenset({HOTSPOTS}) if is_seen else frozenset()


def _count_steps(
    methods: Mapping[str, Method], steps: int, progress: Progress
) -> dict[str, Method]:
    """Let each method tell of every time that it was asked."""
    done = count(1)

    def tell(method: Method) -> Method:
        def expect(record: History, day: float, days: float) -> Counts:
            expected = method(record, day, days)
            progress(next(done) / steps)
            return expected

        return expect

    return {name: tell(method) for name, method in methods.items()}


def _choose_method(name: str, card: ThemeCard) -> Method:
    if name == HOTSPOTS:
        setting = Setting(card.params(), card.hotspots.window_months)
        return expect_by_hotspots(setting.params, window_days=setting.window_days)
    if name not in METHODS:
        raise ParamsError(
            "method-unknown",
            expected=f"a method out of {', '.join(list_methods())}",
            got=repr(name),
            remedy="choose one of these",
            method=name,
            methods=", ".join(list_methods()),
        )
    return METHODS[name]
