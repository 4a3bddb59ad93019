"""One area in words, lists and tables: how much, where, when and what came last."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd
from pandas.api.typing import NAType

from geo import schema
from geo.analysis.landmarks import DISTANCE_M
from geo.analysis.trends import BEFORE, NOW, P_VALUE, SMALL_COUNT
from geo.intake.boundaries import AreaLayer
from geo.present import changes, tables, wording
from geo.present.changes import CHANCE
from geo.present.intervals import say_interval
from geo.present.marks import Item, Mark, theme_marks
from geo.present.peak_windows import say_peak
from geo.present.significance import say_in_list
from geo.present.wording import say_count, say_number
from geo.schema import Layer
from geo.service.answers import AreaSurvey, HotspotReport
from geo.themes import Themes

THEME: Final = "Thema"
KIND: Final = "Soort"
WHEN: Final = "Wanneer"
WHERE: Final = "Waar"
PLACE_PRECISION: Final = "Precisie van de plaats"

NONE_NEAR: Final = "In of tegen dit gebied ligt nu geen hotspot."

_DAYS_PER_MONTH: Final = 30.4
_HOTSPOT_COLUMNS: Final = (schema.HOTSPOT_ID, schema.RANK, schema.INCIDENTS)
_TIME_COLUMNS: Final = (schema.STARTED_AT, schema.ENDED_AT, schema.TIME_PRECISION)
_LANDMARK_COLUMNS: Final = (schema.AREA_NAME, schema.RANK, DISTANCE_M)


def say_title(area: str, layers: Mapping[Layer, AreaLayer]) -> str:
    """Name an area with its kind first: ``Wijk Slikkerveer``."""
    for layer, content in layers.items():
        named = content.areas[content.areas[schema.AREA_CODE] == area]
        if len(named):
            (name,) = tables.name_areas(named[schema.AREA_CODE].iloc[:1], content)
            return f"{wording.AREA_KINDS[layer].capitalize()} {name or area}"
    return area


def say_scope(survey: AreaSurvey) -> str:
    """Say in one line which days and hours the page is about, and how many incidents."""
    days = say_count(survey.period.days, "dag", "dagen")
    hours = wording.say_hours(survey.question.hours)
    parts = [
        f"{wording.say_period(survey.period)} ({days})",
        *([f"gekozen uren: {hours}"] if hours else []),
        say_count(len(survey.incidents), "melding", "meldingen"),
    ]
    return " · ".join(parts)


def list_counts(survey: AreaSurvey, marks: Mapping[str, Mark]) -> list[Item]:
    """List each theme with its incidents, and how they differ from the period before.

    A theme with incidents in neither period has no line.
    """
    counts = survey.counts
    keys = theme_marks(counts.index.to_series(), marks)
    return [
        Item(
            f"{marks[key].title}: {say_number(now)}",
            "" if survey.before is None else _say_difference(now, before, p_value),
            marks[key],
        )
        for key, now, before, p_value in zip(
            keys, counts[NOW], counts[BEFORE], counts[P_VALUE], strict=True
        )
    ]


def say_before(survey: AreaSurvey) -> str:
    """Say with which period the counts are compared, or why with none."""
    if survey.before is not None:
        days = changes.say_before(survey.question.period, survey.before)
        return f"Ervoor is de periode {days}."
    start = "" if survey.data.first is None else f" ({wording.say_date(survey.data.first)})"
    return f"Niet vergeleken: de periode ervoor valt voor het begin van de gegevens{start}."


def list_hotspots(near: Sequence[HotspotReport], marks: Mapping[str, Mark]) -> list[Item]:
    """List hotspots with rank, incidents, the hours that stand out and whether it may be chance."""
    return [
        Item(
            f"{search.title}, hotspot {rank}",
            f"{say_count(count, 'melding', 'meldingen')} in {_say_span(search)}"
            + "".join(f"; {text}" for text in (_say_peak(search, hotspot_id), chance) if text),
            marks[search.theme],
        )
        for search in near
        for hotspot_id, rank, count, chance in zip(
            *(search.hotspots[name] for name in _HOTSPOT_COLUMNS),
            say_in_list(search),
            strict=True,
        )
    ]


def tabulate_latest(
    incidents: pd.DataFrame, landmarks: pd.DataFrame, marks: Mapping[str, Mark], themes: Themes
) -> pd.DataFrame:
    """Table of incidents in their order, without anything that points at a person.

    Parameters
    ----------
    incidents
        ``code``, ``theme``, ``started_at``, ``ended_at``, ``time_precision``,
        ``place_precision``.
    landmarks
        On the same index: what `geo.service.name_landmarks` names.
    marks, themes
        For the titles of themes and codes.

    Returns
    -------
    DataFrame
        Thema, Soort, Wanneer (as precisely as known), Waar and Precisie van de plaats.
    """
    titles = theme_marks(incidents[schema.THEME], marks).map(
        {name: mark.title for name, mark in marks.items()}
    )
    kinds = incidents[schema.CODE].map(themes.titles).fillna(titles)
    moments = zip(*(incidents[name] for name in _TIME_COLUMNS), strict=True)
    return pd.DataFrame(
        {
            THEME: titles.astype("str"),
            KIND: kinds.astype("str"),
            WHEN: [say_interval(*moment) for moment in moments],
            WHERE: say_landmarks(landmarks),
            PLACE_PRECISION: incidents[schema.PLACE_PRECISION].map(wording.PLACE_PRECISIONS),
        },
        index=incidents.index,
    )


def list_latest(
    incidents: pd.DataFrame, table: pd.DataFrame, marks: Mapping[str, Mark]
) -> list[Item]:
    """List incidents and the table that was made of them for a phone."""
    keys = theme_marks(incidents[schema.THEME], marks)
    rows = zip(table[KIND], table[WHEN], table[WHERE], keys, strict=True)
    return [
        Item(kind, " · ".join(text for text in (when, where) if text), marks[key])
        for kind, when, where, key in rows
    ]


def say_landmarks(landmarks: pd.DataFrame) -> list[str]:
    """Say by which landmark each incident lies, as `geo.service.name_landmarks` names it."""
    rows = zip(*(landmarks[name] for name in _LANDMARK_COLUMNS), strict=True)
    return [_say_landmark(*row) for row in rows]


def say_survey_facts(
    survey: AreaSurvey, layers: Mapping[Layer, AreaLayer]
) -> list[tuple[str, str]]:
    """State what the page and its files must state about themselves."""
    counted = say_number(len(survey.incidents))
    if survey.without_hour:
        counted += f"; {say_number(survey.without_hour)} niet meegeteld: het uur is niet bekend"
    return [
        ("Periode", wording.say_period(survey.period)),
        *wording.say_narrowing(survey.question, layers),
        ("Meldingen en aangiften", counted),
        *wording.say_origin(survey.data),
        *wording.say_precisions(survey.incidents),
    ]


def _say_difference(now: int, before: int, p_value: float) -> str:
    if now == before:
        return f"ervoor ook {say_number(before)}"
    if p_value < CHANCE:
        more = "meer" if now > before else "minder"
        return f"ervoor {say_number(before)}: {more} dan toeval verklaart"
    small = "klein aantal, " if max(now, before) < SMALL_COUNT else ""
    return f"ervoor {say_number(before)}: {small}kan toeval zijn"


def _say_peak(search: HotspotReport, hotspot_id: str) -> str:
    known = search.peaks or {}
    return say_peak(known[hotspot_id]) if hotspot_id in known else ""


def _say_span(search: HotspotReport) -> str:
    months = round(search.period.days / _DAYS_PER_MONTH)
    return say_count(months, "maand", "maanden")


def _say_landmark(name: str, rank: int | NAType, distance_m: float) -> str:
    if math.isnan(distance_m):
        return ""
    is_park = rank is pd.NA
    place = f"bedrijventerrein {name}" if is_park else f"hotspot {rank} ({name.lower()})"
    if distance_m == 0:
        return f"{'op' if is_park else 'in'} {place}"
    return f"op ongeveer {wording.say_distance(distance_m)} van {place}"
