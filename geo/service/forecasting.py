"""Where incidents are expected, and whether that would have held before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import schema
from geo.analysis.backtest import Plan, list_origins, run_backtest
from geo.analysis.forecasting import DEFAULT, METHODS, Method, expect_by_hotspots
from geo.analysis.grid import Counts, Grid, draw_squares, lay_grid
from geo.analysis.reporters import leave_out_police
from geo.analysis.scores import count_flagged
from geo.analysis.sides import find_sides
from geo.analysis.summary import count_values
from geo.analysis.surfaces import Record
from geo.analysis.tuning import Progress, Setting
from geo.errors import ParamsError
from geo.intake.boundaries import AreaLayer
from geo.params import BacktestParams, ForecastParams, Period
from geo.schema import Layer
from geo.service.answers import BacktestReport, Forecast
from geo.service.areas import list_layers, locate_incidents
from geo.service.contents import describe_data, label_synthetic
from geo.service.importing import find_outline
from geo.service.opening import open_store
from geo.themes import ThemeCard, read_themes
from geo.workspace import Workspace

HOTSPOTS: Final = "hotspots"
SIDE: Final = "side"

_DAY: Final = pd.Timedelta(days=1)


def forecast_cells(workspace: Workspace, theme: str, params: ForecastParams) -> Forecast:
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

    Raises
    ------
    ParamsError
        If the method is unknown, cells cannot have that size, or there is nothing to lay a grid
        on.
    """
    card = read_themes(workspace).card(theme)
    method = params.method or DEFAULT
    expect = _choose_method(method, card)
    used = _read_used(workspace, theme)
    record = _lay_record(workspace, used, cell_m=params.cell_m)
    expected = expect(record, day_number(params.as_of), params.days)
    x, y = record.grid.centres()
    rank = np.empty(len(expected), np.int64)
    # Cells are numbered from the south-west: a stable sort leaves ties to the lowest.
    rank[np.argsort(-expected, kind="stable")] = np.arange(1, len(expected) + 1)
    cells = pd.DataFrame({"x": x, "y": y, schema.EXPECTED: expected, schema.RANK: rank})
    known = used[record.known_at(day_number(params.as_of))]
    return Forecast(
        theme=theme,
        title=card.title,
        params=replace(params, method=method),
        cells=cells,
        crs=workspace.crs,
        known=len(known),
        place_precisions=count_values(known[schema.PLACE_PRECISION]),
        tested=_test_before(record, (theme, card), {method: expect}, params),
        data=label_synthetic(describe_data(workspace), used),
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

    Returns
    -------
    BacktestReport
        The hotspots are not judged where the card's settings were chosen on one of the periods.

    Raises
    ------
    ParamsError
        If cells cannot have that size, or nothing came in the periods.
    """
    settings = params or BacktestParams()
    card = read_themes(workspace).card(theme)
    if settings.last is None:
        with open_store(workspace) as store:
            settings = replace(settings, last=store.contents().last or date.min)
    record = read_record(workspace, theme, cell_m=settings.cell_m)
    methods = {name: _choose_method(name, card) for name in list_methods()}
    if progress is not None:
        methods = _count_steps(methods, settings.periods * len(methods), progress)
    return _test(record, (theme, card), methods, settings)


def list_methods() -> tuple[str, ...]:
    """Name the ways to expect incidents, the plain count first."""
    return (*METHODS, HOTSPOTS)


def _find_sides(located: gpd.GeoDataFrame, wijken: AreaLayer | None) -> pd.Series:
    if wijken is None:
        return pd.Series(index=located.index, dtype="str")
    shapes = wijken.areas.dropna(subset=[schema.AREA_CODE]).dissolve(by=schema.AREA_CODE).geometry
    return find_sides(located.geometry, located[schema.WIJK_CODE], shapes)


def _test_before(
    record: Record,
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
    record: Record,
    named: tuple[str, ThemeCard],
    methods: Mapping[str, Method],
    settings: BacktestParams,
) -> BacktestReport:
    theme, card = named
    last = settings.last or date.min
    origins = list_origins(day_number(last) + 1, days=settings.days, periods=settings.periods)
    found = run_backtest(record, methods, Plan(origins=origins, days=settings.days))
    first = last - timedelta(days=settings.days * settings.periods - 1)
    return BacktestReport(
        theme,
        card.title,
        Period(first=first, last=last),
        settings,
        found,
        unfair=_find_unfair(card, first),
    )


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
        def expect(record: Record, day: float, days: float) -> Counts:
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


def read_record(workspace: Workspace, theme: str, *, cell_m: float) -> Record:
    """Lay a theme's incidents on a grid; those without a place or made by police take no part.

    Raises
    ------
    ParamsError
        If cells cannot have that size, or there is nothing to lay a grid on.
    """
    return _lay_record(workspace, _read_used(workspace, theme), cell_m=cell_m)


def _read_used(workspace: Workspace, theme: str) -> gpd.GeoDataFrame:
    with open_store(workspace) as store:
        incidents = store.read_incidents(
            theme=theme, period=None, crs=workspace.crs, timezone=workspace.timezone
        )
    return leave_out_police(incidents[incidents.geometry.notna()]).incidents


def _lay_record(workspace: Workspace, used: gpd.GeoDataFrame, *, cell_m: float) -> Record:
    grid = lay_over_ground(workspace, used, cell_m=cell_m)
    if not grid.size:
        raise ParamsError(
            "forecast-nowhere",
            expected="incidents with a place, or areas",
            got="neither",
            remedy="import incidents of this theme, or areas",
        )
    points = used.geometry.to_numpy()
    return Record(
        grid,
        shapely.get_x(points),
        shapely.get_y(points),
        day_numbers(used[schema.STARTED_AT]),
        day_numbers(used[schema.ENDED_AT]),
    )


def lay_over_ground(workspace: Workspace, incidents: gpd.GeoDataFrame, *, cell_m: float) -> Grid:
    """Lay a grid over the municipality, or, where no areas are loaded, over the incidents.

    Without either it has no cells.

    Raises
    ------
    ParamsError
        If cells cannot have that size.
    """
    ground = find_outline(list_layers(workspace))
    bounds = incidents.total_bounds if ground is None else np.array(shapely.bounds(ground))
    west, south, east, north = bounds.tolist()
    return lay_grid((west, south, east, north), cell_m=cell_m, within=ground)


def day_numbers(moments: pd.Series) -> Counts:
    """Count local days since 1970: midnight is a whole number in summer and in winter."""
    local = moments.dt.tz_localize(None)
    days: Counts = ((local - pd.Timestamp(0)) / _DAY).to_numpy(np.float64)
    return days


def day_number(day: date) -> float:
    """Return a day as records count it."""
    return float((pd.Timestamp(day) - pd.Timestamp(0)) / _DAY)
