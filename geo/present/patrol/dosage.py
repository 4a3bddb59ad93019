"""Presence at hotspots, planned and done, in tables and words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from geo.advice.dosage import (
    DONE_MINUTES,
    DONE_VISITS,
    LAST_VISIT,
    PLANNED_MINUTES,
    PLANNED_VISITS,
    ROTATION,
    SPOT,
    UNTIMED,
    WEEK,
    Rotation,
)
from geo.analysis.trends import SMALL_COUNT
from geo.present.changes import SMALL
from geo.present.wording import (
    SYNTHETIC_NOTICE,
    say_count,
    say_number,
    say_period,
    say_short_date,
)
from geo.service.patrol.visit_answers import DosageReport

PLACE: Final = "Plek"
AREA: Final = "Wijk of terrein"
WEEK_NAME: Final = "Week"
PLANNED: Final = "Bezoeken gepland"
DONE: Final = "Bezoeken gedaan"
MINUTES_PLANNED: Final = "Minuten gepland"
MINUTES_DONE: Final = "Minuten gedaan"
LAST: Final = "Laatste bezoek"
ADVICE: Final = "Rotatie"

ROTATIONS: Final[Mapping[Rotation, str]] = {
    Rotation.LONG_UNVISITED: "lang niet bezocht",
    Rotation.OVER_DOSED: "meer dan gepland",
    Rotation.AS_PLANNED: "",
}
EMPTY: Final = (
    "In deze periode is er geen bewaard plan met een hotspot. Bewaar een plan en vink "
    "de bezoeken af op de pagina Ronde, of kies een andere periode."
)
NEVER_FADES: Final = (
    "Een plek telt niet minder zwaar omdat een bezoek niets opleverde: dat er iemand was, kan "
    "juist de reden zijn. Alleen minder meldingen maken een plek lichter."
)


def tabulate_spots(report: DosageReport) -> pd.DataFrame:
    """Table of the places, those with the most visits first."""
    spots = report.dosage.spots
    return pd.DataFrame(
        {
            PLACE: spots["label"].to_numpy(),
            AREA: spots["area"].to_numpy(),
            PLANNED: spots[PLANNED_VISITS].to_numpy(),
            DONE: spots[DONE_VISITS].to_numpy(),
            MINUTES_PLANNED: _whole(spots[PLANNED_MINUTES]),
            MINUTES_DONE: _whole(spots[DONE_MINUTES]),
            LAST: [_say_day(day) for day in spots[LAST_VISIT]],
            ADVICE: [ROTATIONS[rotation] for rotation in spots[ROTATION]],
        }
    )


def tabulate_weeks(report: DosageReport) -> pd.DataFrame:
    """Table of each place by week; weeks in which nothing was planned or done are left out."""
    weeks = report.dosage.weeks
    weeks = weeks[(weeks[PLANNED_VISITS] > 0) | (weeks[DONE_VISITS] > 0)]
    spots = report.dosage.spots.loc[weeks[SPOT]]
    return pd.DataFrame(
        {
            PLACE: spots["label"].to_numpy(),
            AREA: spots["area"].to_numpy(),
            WEEK_NAME: [say_week(monday) for monday in weeks[WEEK]],
            PLANNED: weeks[PLANNED_VISITS].to_numpy(),
            DONE: weeks[DONE_VISITS].to_numpy(),
            MINUTES_PLANNED: _whole(weeks[PLANNED_MINUTES]),
            MINUTES_DONE: _whole(weeks[DONE_MINUTES]),
        }
    )


def say_week(monday: date) -> str:
    """Name a week by its number and its Monday: ``week 45 (2 nov 2026)``."""
    return f"week {monday.isocalendar().week} ({say_short_date(monday)})"


def say_done(report: DosageReport) -> str:
    """Say how much of what was planned was done; a small number is called one."""
    spots = report.dosage.spots
    planned, done = int(spots[PLANNED_VISITS].sum()), int(spots[DONE_VISITS].sum())
    minutes = say_number(round(spots[DONE_MINUTES].sum()))
    said = (
        f"{say_count(done, 'bezoek', 'bezoeken')} gedaan van "
        f"{say_count(planned, 'gepland bezoek', 'geplande')}"
        f"{_say_share(done, planned)}, samen {minutes} minuten ter plaatse."
    )
    return f"{said} {_say_untimed(int(spots[UNTIMED].sum()))}".strip()


def say_rotation(report: DosageReport) -> list[str]:
    """Name the places where presence could go, and where it could come from."""
    rules = report.rules
    alone = _name(report, Rotation.LONG_UNVISITED)
    over = _name(report, Rotation.OVER_DOSED)
    told = []
    if alone:
        told.append(f"Lang niet bezocht ({rules.unvisited_days} dagen of meer): {alone}.")
    if over:
        told.append(f"Meer bezocht dan gepland: {over}.")
    if not told and not report.dosage.spots[DONE_VISITS].sum():
        return ["Er is in deze periode nog niets afgevinkt: over rotatie is niets te zeggen."]
    return told or ["Geen plek is lang niet bezocht, en geen plek kreeg veel meer dan gepland."]


def say_rule(report: DosageReport) -> str:
    """State by which rules places are named, and that they are rules of thumb."""
    rules = report.rules
    share = say_number(rules.over_share, decimals=1)
    return (
        "Vuistregels, geen wet: een geplande plek heet lang niet bezocht na "
        f"{rules.unvisited_days} dagen zonder bezoek. Zij heet meer bezocht dan gepland vanaf "
        f"{rules.over_visits} bezoeken boven het plan en {share} keer het plan. Stops van "
        f"verschillende plannen binnen {say_number(rules.same_place_m)} meter van elkaar tellen "
        "als één plek. Dat het effect van een bezoek uitdooft, is gemeten; na hoeveel dagen niet."
    )


def describe_dosage(report: DosageReport) -> list[tuple[str, str]]:
    """State what the tables rest on."""
    planned, done = report.others
    return [
        ("Periode", say_period(report.period)),
        ("Bewaarde plannen", say_number(report.plans)),
        ("Andere stops dan hotspots", f"{say_number(done)} gedaan van {say_number(planned)}"),
        ("Zo wordt geteld", say_rule(report)),
        ("Niets aangetroffen", NEVER_FADES),
        *([("Let op", SYNTHETIC_NOTICE)] if report.synthetic else []),
    ]


def _whole(minutes: pd.Series) -> pd.Series:
    return pd.Series(minutes.round().astype("int64").to_numpy())


def _say_day(day: pd.Timestamp) -> str:
    return "nog niet" if pd.isna(day) else say_short_date(day.date())


def _say_share(done: int, planned: int) -> str:
    if not planned:
        return ""
    if planned < SMALL_COUNT:
        return f" ({SMALL})"
    return f" ({say_number(100 * done / planned)}%)"


def _say_untimed(untimed: int) -> str:
    if not untimed:
        return ""
    visits = say_count(untimed, "bezoek", "bezoeken")
    return f"Van {visits} is niet bekend hoe lang het duurde; dat telt geen minuten mee."


def _name(report: DosageReport, rotation: Rotation) -> str:
    spots = report.dosage.spots
    found = spots[spots[ROTATION] == rotation]
    return ", ".join(
        f"{label} ({area})" if area else label
        for label, area in zip(found["label"], found["area"], strict=True)
    )
