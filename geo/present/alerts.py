"""Where to look after recent reports, in Dutch: a list for a phone, its ground, its reasons."""

from collections.abc import Mapping, Sequence
from typing import Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.alerts import BETWEEN, STREETS, UNTIL, Basis, last_day
from geo.analysis.landmarks import DISTANCE_M
from geo.analysis.repeats import EXPECTED, PAIRS, RATIO, TO_DAYS, TO_M
from geo.present.degrees import list_features
from geo.present.marks import Item, Mark
from geo.present.placement.surveys import say_landmarks
from geo.present.steps import Steps, step
from geo.present.wording import say_count, say_date, say_list, say_number, say_short_date
from geo.service.answers import AlertReport

# How the ground of an alert looks in a legend, and what it means.
LEGEND: Final = ("border:2px dotted #d55e00;border-radius:50%", "waar nu op te letten")
_MOST_STREETS: Final = 6
_NEAR_M: Final = 300.0
_LOOK: Final = {"color": "#d55e00", "weight": 3, "dashArray": "2 6", "fill": False}


def list_alerts(
    alerts: gpd.GeoDataFrame, landmarks: pd.DataFrame, marks: Mapping[str, Mark]
) -> list[Item]:
    """List where to look, until which day, and after what.

    Parameters
    ----------
    alerts
        Those of one or more `AlertReport`.
    landmarks
        On the same index: what `geo.service.name_landmarks` names, for where no street is known.
    marks
        Mark of each theme.
    """
    columns = (alerts[schema.THEME], alerts[schema.STARTED_AT], alerts[UNTIL], alerts[TO_M])
    # One that lies far away helps nobody to find the place.
    near = landmarks[DISTANCE_M] <= _NEAR_M
    said = pd.Series(say_landmarks(landmarks), landmarks.index).where(near, "")
    places = zip(alerts[STREETS], said, strict=True)
    return [
        Item(
            f"{_say_place(streets, landmark, reach_m)}: tot en met {say_date(last_day(until))}",
            f"na {marks[theme].title.lower()} op {say_short_date(started)}",
            marks[theme],
        )
        for theme, started, until, reach_m, (streets, landmark) in zip(
            *columns, places, strict=True
        )
    ]


def plan_alerts(alerts: gpd.GeoDataFrame) -> Steps:
    """Plan the edge of the ground of each alert, dotted: what lies beneath stays in sight."""
    if alerts.empty:
        return ()
    return (step("drawEdges", shapes=list_features(alerts.geometry), style=_LOOK),)


def say_grounds(reports: Sequence[AlertReport]) -> list[str]:
    """Say why there are alerts of some themes and none of others, a line a ground."""
    held = [_say_held(report) for report in reports if report.basis in _HELD]
    names = {
        basis: [report.title.lower() for report in reports if report.basis is basis]
        for basis in (Basis.NONE, Basis.TOO_FEW)
    }
    if none := names[Basis.NONE]:
        held.append(
            f"Geen lijst voor {say_list(none)}: daar is niet te zien dat meldingen elkaar vaker "
            "opvolgen dan bij toeval."
        )
    if few := names[Basis.TOO_FEW]:
        held.append(f"Geen lijst voor {say_list(few)}: te weinig meldingen om het te zien.")
    if len(reports) > 1:
        held.append(
            f"Elk van de {say_number(len(reports))} thema's is apart getoetst: van twintig thema's "
            "zonder herhaling krijgt er gemiddeld hooguit één door toeval toch een lijst."
        )
    return held


def _say_held(report: AlertReport) -> str:
    band = report.repeats.table.iloc[0]
    pairs, expected = int(band[PAIRS]), say_number(band[EXPECTED], decimals=1)
    where = f"binnen {say_number(band[TO_M])} meter en {say_number(band[TO_DAYS])} dagen"
    if report.basis is Basis.FOUND:
        times = say_number(band[RATIO], decimals=1)
        return (
            f"{report.title}: {where} na een melding kwamen er sinds {say_date(report.first)} "
            f"{times} keer zo veel andere als zonder verband te verwachten is ({pairs} paren, "
            f"verwacht {expected}){_say_earlier(report)}."
        )
    return (
        f"{report.title}: hier zijn te weinig meldingen om herhaling te zien "
        f"({say_count(pairs, 'paar', 'paren')}, verwacht {expected}). Onderzoek elders vond na een "
        f"woninginbraak {where} meer inbraken (Johnson e.a. 2007); daar rust deze lijst op."
    )


def _say_earlier(report: AlertReport) -> str:
    if not report.earlier:
        return ""
    left = say_count(report.earlier, "melding", "meldingen")
    return f"; {left} van daarvoor {'telt' if report.earlier == 1 else 'tellen'} niet mee"


def _say_place(streets: str, landmark: str, reach_m: float) -> str:
    names = streets.split(BETWEEN) if streets else []
    if names:
        more = len(names) - _MOST_STREETS
        return say_list(names) if more <= 0 else f"{', '.join(names[:_MOST_STREETS])} en nog {more}"
    around = f"Binnen {say_number(reach_m)} meter van de melding"
    return f"{around} (stippels op de kaart){landmark and f', {landmark}'}"


_HELD: Final = (Basis.FOUND, Basis.PRIOR)
