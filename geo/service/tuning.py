"""A theme's card tuned on the workspace's own data, with the evidence written on it."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pandas as pd
import tomlkit

from geo.analysis.backtest import (
    GAIN_HIGH,
    GAIN_LOW,
    HIGH,
    LOW,
    METHOD,
    Plan,
    list_origins,
    run_backtest,
)
from geo.analysis.forecasting import PRIOR_COUNTS, expect_by_hotspots
from geo.analysis.scores import HIT_RATE, SHARE
from geo.analysis.surfaces import History
from geo.analysis.tuning import Progress, Setting, choose_setting
from geo.analysis.verdicts import JUDGED_SHARE
from geo.errors import ParamsError, StoreError
from geo.intake.boundaries import replace_file
from geo.params import BacktestParams
from geo.service.answers import TunedCard
from geo.service.forecasting import HOTSPOTS
from geo.service.histories import day_number, read_record
from geo.service.opening import open_store
from geo.themes import SHIPPED_CARDS_DIR, Evidence, find_card
from geo.workspace import Workspace

_TUNING_PERIODS: Final = 4
_READINGS: Final = 3

_REMARK: Final = re.compile(r"(?:^#.*\n)+(?=\[hotspots\])", re.MULTILINE)
_TUNED_REMARK: Final = "# Chosen by `hotspotkaart models tune`; what it caught stands below.\n"


def tune_theme(
    workspace: Workspace,
    theme: str,
    params: BacktestParams | None = None,
    *,
    today: date,
    progress: Progress | None = None,
) -> TunedCard:
    """Choose the settings of a theme's hotspots on earlier periods, and score them on later ones.

    The last periods are kept apart to be scored; the settings are chosen on the four before them.

    Parameters
    ----------
    workspace, theme
        Where, and of what.
    params
        Which periods to score, in which cells.
    today
        Date that the card will bear.
    progress
        Told the share that is done.

    Raises
    ------
    ParamsError
        If there is nothing to choose on or to score.
    StoreError
        If the data keep changing while they are read.
    """
    settings = params or BacktestParams()
    record, last, fingerprint = _read_data(workspace, theme, settings)
    scored = list_origins(day_number(last) + 1, days=settings.days, periods=settings.periods)
    setting = _choose(record, scored[0], settings.days, progress)
    expect = expect_by_hotspots(setting.params, window_days=setting.window_days)
    plan = Plan(origins=scored, days=settings.days, shares=(JUDGED_SHARE,))
    found = run_backtest(record, {HOTSPOTS: expect}, plan)
    evidence = Evidence(
        tuned_on=today,
        fingerprint=fingerprint,
        first=last - timedelta(days=settings.days * settings.periods - 1),
        last=last,
        weeks=settings.weeks,
        periods=settings.periods,
        cell_m=settings.cell_m,
        share=JUDGED_SHARE,
        incidents=found.incidents,
        earlier=found.earlier,
        **_tell_scores(found.scores),
    )
    return TunedCard(theme, setting, evidence)


def write_card(workspace: Workspace, tuned: TunedCard, *, ship: bool = False) -> Path:
    """Write settings and evidence into a theme's card, and return its file.

    The card goes into the workspace, where it takes the place of the shipped one; what people
    wrote in it stays.

    Parameters
    ----------
    workspace
        Whose card it is.
    tuned
        What was chosen and scored.
    ship
        Write the project's own card instead.

    Raises
    ------
    BoundaryError
        If the folder cannot be written; the card that was there stays.
    """
    text = tomlkit.parse(find_card(workspace, tuned.theme).read_text(encoding="utf-8-sig"))
    text["hotspots"] = {
        "eps_m": tuned.setting.params.eps_m,
        "min_samples": tuned.setting.params.min_samples,
        "half_life_days": tuned.setting.params.half_life_days,
        "window_months": tuned.setting.window_months,
    }
    text["evidence"] = tuned.evidence.model_dump()
    folder = SHIPPED_CARDS_DIR if ship else workspace.models_dir
    path = folder / f"{tuned.theme}.toml"
    # What stood above the settings spoke of those that they replace.
    replace_file(path, _REMARK.sub(_TUNED_REMARK, tomlkit.dumps(text)))
    return path


def _read_data(
    workspace: Workspace, theme: str, settings: BacktestParams
) -> tuple[History, date, str]:
    """Read what to tune on, the last day to score, and the fingerprint of just these data.

    An import may land between the two readings: then both are done again.
    """
    before = _take_fingerprint(workspace, theme, settings)
    for _ in range(_READINGS):
        record = read_record(workspace, theme, cell_m=settings.cell_m)
        after = _take_fingerprint(workspace, theme, settings)
        if after == before:
            return record, *after
        before = after
    raise StoreError(
        "store-changing",
        expected="data that stay as they are while they are read",
        got="imports in between, time after time",
        remedy="wait until importing is done and try again",
    )


def _take_fingerprint(
    workspace: Workspace, theme: str, settings: BacktestParams
) -> tuple[date, str]:
    with open_store(workspace) as store:
        last = settings.last or store.contents().last or date.min
        return last, store.fingerprint(theme=theme, last=last)


def _choose(record: History, until: float, days: float, progress: Progress | None) -> Setting:
    origins = list_origins(until, days=days, periods=_TUNING_PERIODS)
    if not any(record.observe(day, days).any() for day in origins):
        raise ParamsError(
            "backtest-empty",
            expected="incidents in the periods to choose on",
            got="none",
            remedy="take fewer or shorter periods, or load older incidents",
        )
    return choose_setting(record, origins=origins, days=days, progress=progress)


def _tell_scores(scores: pd.DataFrame) -> dict[str, float]:
    rows = scores[scores[SHARE] == JUDGED_SHARE].set_index(METHOD).round(4)
    columns = {
        "hit_rate": HIT_RATE,
        "hit_rate_low": LOW,
        "hit_rate_high": HIGH,
        "gain_low": GAIN_LOW,
        "gain_high": GAIN_HIGH,
    }
    told = {name: rows[column].to_dict()[HOTSPOTS] for name, column in columns.items()}
    return told | {"prior_hit_rate": rows[HIT_RATE].to_dict()[PRIOR_COUNTS]}
