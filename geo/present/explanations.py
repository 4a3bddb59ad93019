"""Why a hotspot is there and what became of it, in words and tables."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.analysis.reasons import RECENT_DAYS, NearestArea, Recency, WijkShare
from geo.analysis.trends import P_VALUE, SMALL_COUNT
from geo.intake.boundaries import AreaLayer
from geo.params import Period, Question
from geo.present import changes, tables, wording
from geo.present.changes import say_chance
from geo.present.wording import say_count, say_date, say_number
from geo.schema import Change, Layer
from geo.service.answers import (
    DataStatus,
    HotspotComparison,
    HotspotExplanation,
    HotspotReport,
)

CHANGE: Final = "Verandering"
NOW: Final = "Nu"
EARLIER: Final = "Ervoor"
RANK_NOW: Final = "Rang nu"
RANK_EARLIER: Final = "Rang ervoor"

CHANGES: Final[Mapping[str, str]] = {
    Change.NEW: "nieuw",
    Change.GROWN: "blijvend, gegroeid",
    Change.SHRUNK: "blijvend, gekrompen",
    Change.EQUAL: "blijvend, gelijk",
    Change.MOVED: "verplaatst",
    Change.VANISHED: "verdwenen",
}

_METRES_PER_KM: Final = 1000


def say_reasons(
    report: HotspotReport, explanation: HotspotExplanation, layers: Mapping[Layer, AreaLayer]
) -> list[tuple[str, str]]:
    """State why a hotspot is where it is.

    Parameters
    ----------
    report
        Answer of the hotspot search.
    explanation
        Of one of its hotspots.
    layers
        Area layers, for the names.

    Returns
    -------
    list of (str, str)
        Label and value: area and hours where chosen, kinds, latest, share of the wijk, nearest
        business park, search.
    """
    facts = [
        *wording.say_narrowing(report.question, layers),
        ("Soort meldingen", _say_codes(explanation.codes, report.title)),
        ("Hoe recent", _say_recency(explanation.recency)),
    ]
    if explanation.wijk is not None:
        facts.append(("Aandeel van de wijk", _say_share(explanation.wijk, report, layers)))
    if explanation.park is not None:
        facts.append(("Bedrijventerrein", _say_park(explanation.park)))
    return [*facts, ("Zoekwijze", wording.say_params(report.params))]


def say_change(comparison: HotspotComparison, hotspot_id: str) -> str:
    """Say whether a hotspot was there in the period before, and whether chance can explain it."""
    row = comparison.current.set_index(schema.HOTSPOT_ID).loc[hotspot_id]
    before = wording.say_period(comparison.before.period)
    if row[schema.CHANGE] == Change.NEW:
        return f"Nieuw: van {before} lag hier geen hotspot."
    now, earlier = int(row[schema.INCIDENTS]), int(row[schema.EARLIER_INCIDENTS])
    counts = f"van {before} {say_count(earlier, 'melding', 'meldingen')}, nu {say_number(now)}"
    if row[schema.CHANGE] == Change.MOVED:
        away = say_number(round(row[schema.MOVED_M], -1))
        return f"Verplaatst: {counts}, met het midden {away} meter verder."
    if row[schema.CHANGE] == Change.EQUAL:
        return f"Blijvend en gelijk gebleven: {counts}."
    by_chance = say_chance(row[P_VALUE])
    grew = "gegroeid" if row[schema.CHANGE] == Change.GROWN else "gekrompen"
    return f"Blijvend en {grew}: {counts}. Het verschil {by_chance}."


def say_not_comparable(data: DataStatus) -> str:
    """Say why there is no period before."""
    start = "" if data.first is None else f" ({say_date(data.first)})"
    return (
        f"De periode ervoor valt voor het begin van de gegevens{start}. Of een hotspot "
        "nieuw is, is dan niet te zeggen; kies een kortere periode."
    )


def say_window(window: Period, previous: Period | None) -> str:
    """Say over which days hotspots were sought, and against which they are held."""
    sought = f"Gezocht over {wording.say_period(window)}, zoals de themakaart zegt"
    if previous is None:
        return (
            f"{sought}. De periode ervoor valt niet helemaal binnen de gegevens: of een "
            "hotspot nieuw is, is dan niet te zeggen."
        )
    return f"{sought}, vergeleken met {changes.say_before(window, previous)}."


def label_newest(hotspots: gpd.GeoDataFrame, layers: Mapping[Layer, AreaLayer]) -> list[str]:
    """Name each hotspot in one line, with what became of it: ``2 · Oost · 12 meldingen · nieuw``.

    Parameters
    ----------
    hotspots
        Hotspot frame with ``change`` and ``earlier_incidents``.
    layers
        Area layers, for the names.
    """
    labels = tables.label_hotspots(tables.tabulate_hotspots(hotspots, layers))
    columns = (hotspots[schema.CHANGE], hotspots[schema.EARLIER_INCIDENTS])
    return [
        f"{label} · {CHANGES[change]}" + ("" if pd.isna(earlier) else f" (eerst {earlier})")
        for label, change, earlier in zip(labels, *columns, strict=True)
    ]


def say_changes(comparison: HotspotComparison) -> pd.Series:
    """Say in a word or two what became of each hotspot, on the index of those of now."""
    said: pd.Series = comparison.current[schema.CHANGE].map(CHANGES).astype("str")
    return said


def say_vanished(comparison: HotspotComparison, layers: Mapping[Layer, AreaLayer]) -> str:
    """Name the hotspots of the period before that are no more; empty where there are none."""
    gone = comparison.vanished
    if gone.empty:
        return ""
    table = tables.tabulate_hotspots(gone, layers)
    named = [
        f"{place} ({say_count(count, 'melding', 'meldingen')})"
        for place, count in zip(table[tables.PLACE], table[tables.INCIDENTS], strict=True)
    ]
    before = wording.say_period(comparison.before.period)
    return f"Verdwenen sinds de vorige periode ({before}): {wording.say_list(named)}."


def tabulate_changes(
    comparison: HotspotComparison, layers: Mapping[Layer, AreaLayer]
) -> pd.DataFrame:
    """Table of the hotspots now, held against the period before.

    Returns
    -------
    DataFrame
        Rang, Plek, Verandering, Nu and Ervoor (missing where new), the last two in incidents.
    """
    current = comparison.current
    table = tables.tabulate_hotspots(current, layers)[[tables.RANK, tables.PLACE]]
    return table.assign(
        **{
            CHANGE: say_changes(comparison),
            NOW: current[schema.INCIDENTS],
            EARLIER: current[schema.EARLIER_INCIDENTS],
        }
    )


def tabulate_vanished(
    comparison: HotspotComparison, layers: Mapping[Layer, AreaLayer]
) -> pd.DataFrame:
    """Table of the hotspots that are no more: Rang, Plek and Meldingen of the period before."""
    table = tables.tabulate_hotspots(comparison.vanished, layers)
    return table[[tables.RANK, tables.PLACE, tables.INCIDENTS]]


def tabulate_comparison(
    comparison: HotspotComparison, layers: Mapping[Layer, AreaLayer]
) -> pd.DataFrame:
    """Table of the hotspots of both periods, as a file takes it along.

    Returns
    -------
    DataFrame
        Rang and Rang ervoor (missing where there is none), Plek, Verandering, Nu and Ervoor
        (0 where gone or new), the hotspots now first.
    """
    current = tabulate_changes(comparison, layers).rename(columns={tables.RANK: RANK_NOW})
    gone = tabulate_vanished(comparison, layers).rename(
        columns={tables.RANK: RANK_EARLIER, tables.INCIDENTS: EARLIER}
    )
    gone[CHANGE], gone[NOW] = CHANGES[Change.VANISHED], 0
    ranks = comparison.before.hotspots.set_index(schema.HOTSPOT_ID)[schema.RANK]
    current[RANK_EARLIER] = comparison.current[schema.EARLIER_ID].map(ranks)
    columns = [RANK_NOW, RANK_EARLIER, tables.PLACE, CHANGE, NOW, EARLIER]
    both = pd.concat([current, gone], ignore_index=True)[columns]
    whole = {RANK_NOW: "Int64", RANK_EARLIER: "Int64", NOW: "Int64", EARLIER: "Int64"}
    return both.astype(whole).fillna({EARLIER: 0})


def _say_codes(codes: pd.DataFrame, theme_title: str) -> str:
    texts = codes[[schema.CODE, schema.TITLE]].fillna("")
    columns = (texts[schema.CODE], texts[schema.TITLE], codes[schema.INCIDENTS])
    return "; ".join(
        f"{_say_code(code, title, theme_title)}: {say_number(count)}"
        for code, title, count in zip(*columns, strict=True)
    )


def _say_code(code: str, title: str, theme_title: str) -> str:
    if not code:
        return f"{theme_title} (zonder code)"
    return f"{title or theme_title} ({code})"


def _say_recency(recency: Recency) -> str:
    days = say_count(recency.quiet_days, "dag", "dagen")
    return (
        f"{say_number(recency.recent)} in de laatste {RECENT_DAYS} dagen van de periode; de "
        f"laatste {days} voor het einde"
    )


def _say_share(share: WijkShare, report: HotspotReport, layers: Mapping[Layer, AreaLayer]) -> str:
    (wijk,) = tables.name_areas(pd.Series([share.wijk_code]), layers.get(Layer.WIJKEN))
    counted = say_count(share.whole, "melding", "meldingen")
    text = f"{say_number(share.part)} van de {counted} van {report.title.lower()} in {wijk}"
    text += _say_bounds(report.question, share.wijk_code, layers)
    # A percentage of a handful says more about chance than about the place.
    if share.whole < SMALL_COUNT:
        return text
    return f"{text} ({say_number(100 * share.part / share.whole)}%)"


def _say_bounds(question: Question, wijk_code: str, layers: Mapping[Layer, AreaLayer]) -> str:
    # The whole of which this is a share knows no more than the question lets through.
    area = "" if question.area == wijk_code else wording.say_area(question.area, layers)
    hours = "" if question.hours.is_all else "in de gekozen uren"
    bounds = [text for text in (f"binnen {area}" if area else "", hours) if text]
    return "".join(f", {text}" for text in bounds)


def _say_park(park: NearestArea) -> str:
    if park.distance_m == 0:
        return f"raakt {park.name}"
    return f"{park.name}, op {wording.say_distance(park.distance_m)}"
