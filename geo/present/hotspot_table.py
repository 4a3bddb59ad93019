"""The hotspots of a report as a table and one by one: how many, by chance or not, and when."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.disclosure import Disclosed
from geo.intake.boundaries import AreaLayer
from geo.present import significance, wording
from geo.present.audience_words import state_audience
from geo.present.explanations import say_changes
from geo.present.marks import Item
from geo.present.peak_windows import NO_PEAK, say_peak
from geo.present.tables import (
    HECTARES,
    INCIDENTS,
    PLACE,
    RANK,
    SCORE,
    label_hotspots,
    tabulate_hotspots,
)
from geo.schema import Layer, TimePrecision
from geo.service.answers import HotspotComparison, HotspotReport

CHANCE: Final = "Kans op toeval"
P_VALUE: Final = "p-waarde"
PEAK: Final = "Piek"
BEFORE: Final = "Vorige periode"

_P_DECIMALS: Final = 4
# Of these the figures come from the incidents themselves.
_COUNTED: Final = ("Meldingen en aangiften", "Precisie van de plaats", "Precisie van de tijd")


def state_report(report: HotspotReport, layers: Mapping[Layer, AreaLayer]) -> list[tuple[str, str]]:
    """State what `geo.present.wording.say_facts` does, and on what the chances rest."""
    facts = wording.say_facts(report, layers)
    if report.significance is not None:
        facts.append(("Toets op toeval", significance.say_basis(report.significance)))
    held = len(report.hotspots)
    if report.peaks is not None and len(report.peaks) < held:
        facts.append(("Piek", f"bepaald voor de eerste {len(report.peaks)} van de {held} hotspots"))
    return facts


def state_told(
    told: Disclosed[HotspotReport], layers: Mapping[Layer, AreaLayer]
) -> list[tuple[str, str]]:
    """State the same of a report as its audience may see it: counts only where they may be told."""
    facts = state_report(told.answer, layers)
    if not told.audience.may_see_places:
        facts = [fact for fact in facts if fact[0] not in _COUNTED]
    return [*facts, *state_audience(told)]


def tabulate_report(
    report: HotspotReport,
    layers: Mapping[Layer, AreaLayer],
    *,
    comparison: HotspotComparison | None = None,
) -> pd.DataFrame:
    """Table of the hotspots of a report, with what else is known of them.

    Parameters
    ----------
    report
        Answer of the hotspot search.
    layers
        Area layers, for the names.
    comparison
        Of this report with the period before.

    Returns
    -------
    DataFrame
        As `geo.present.tables.tabulate_hotspots`, then Kans op toeval once weighed, Piek once
        timed and Vorige periode once compared.
    """
    table = tabulate_hotspots(report.hotspots, layers)
    if len(table) and report.hotspots[schema.SCORE].isna().all():
        # Held back from who may not see it.
        table = table.drop(columns=SCORE)
    if report.significance is not None:
        table[CHANCE] = significance.say_briefly(report)
    if report.peaks is not None:
        table[PEAK] = [
            say_peak(report.peaks[name]) if name in report.peaks else ""
            for name in report.hotspots[schema.HOTSPOT_ID]
        ]
    if comparison is not None:
        table[BEFORE] = say_changes(comparison)
    return table


def tabulate_page(report: HotspotReport, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table as `tabulate_report` makes it for a page that has room: the chance as a number too."""
    table = tabulate_report(report, layers)
    if report.p_values.notna().any():
        table[CHANCE] = significance.say_chance(report)
    return table


def label_report(table: pd.DataFrame) -> list[str]:
    """Name each row of such a table in one line, and say so where it may be chance."""
    labels = label_hotspots(table)
    if CHANCE not in table:
        return labels
    marks = ["" if said != significance.MAY_BE_CHANCE else f" · {said}" for said in table[CHANCE]]
    return [label + mark for label, mark in zip(labels, marks, strict=True)]


def list_times(table: pd.DataFrame, *, most: int = 10) -> list[Item]:
    """List when the first hotspots of such a table stand out, and what they were before.

    Those of which there is nothing to say are left out.
    """
    said = [name for name in (PEAK, BEFORE) if name in table]
    return [
        Item(f"{rank} · {place}", ", ".join(texts))
        for rank, place, *cells in table[[RANK, PLACE, *said]].head(most).to_numpy().tolist()
        if (texts := [text for text in cells if text not in ("", NO_PEAK)])
    ]


def tabulate_export(report: HotspotReport, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table of hotspots as a file takes it along: each row says itself what it is part of.

    Returns
    -------
    DataFrame
        As `tabulate_report`, the chance in full and as a number too; then theme, period, area,
        hours, source, whether synthetic.
    """
    question = report.question
    known: dict[str, Any] = {
        "Thema": report.title,
        "Van": question.period.first,
        "Tot en met": question.period.last,
        "Gebied": wording.say_area(question.area, layers) or "hele gemeente",
        "Uren": wording.say_hours(question.hours) or "alle uren",
        "Bron": wording.say_sources(report.data),
        "Gegevens tot en met": report.data.last,
        "Synthetisch": "ja" if report.data.synthetic else "nee",
    }
    table = tabulate_report(report, layers)
    if report.significance is not None:
        table[CHANCE] = significance.say_chance(report)
        table[P_VALUE] = report.p_values.round(_P_DECIMALS)
    return table.assign(**known)


def describe_hotspot(
    report: HotspotReport, hotspot_id: str, layers: Mapping[Layer, AreaLayer]
) -> list[tuple[str, str]]:
    """Say what is known of one hotspot.

    Parameters
    ----------
    report
        Answer of the hotspot search.
    hotspot_id
        ``id`` of one of its hotspots.
    layers
        Area layers, for the names.

    Returns
    -------
    list of (str, str)
        Label and value.
    """
    chosen = report.hotspots[report.hotspots[schema.HOTSPOT_ID] == hotspot_id]
    row = tabulate_hotspots(chosen, layers).iloc[0]
    chance = significance.say_chance(report)[chosen.index[0]]
    inside = report.incidents[report.incidents[schema.CLUSTER] == row[RANK] - 1]
    ordered = inside.sort_values(schema.STARTED_AT)
    return [
        ("Rang", f"{row[RANK]} van {len(report.hotspots)}"),
        ("Plek", row[PLACE]),
        ("Meldingen en aangiften", wording.say_number(row[INCIDENTS])),
        *([("Toeval?", chance)] if chance else []),
        *_say_peak(report, hotspot_id),
        ("Per jaar", _say_years(ordered[schema.STARTED_AT])),
        ("Eerste en laatste", _say_span(ordered)),
        ("Oppervlakte", f"{wording.say_number(row[HECTARES], decimals=1)} hectare"),
        (
            "Score",
            f"{wording.say_number(row[SCORE], decimals=1)} (recente meldingen tellen zwaarder)",
        ),
    ]


def _say_peak(report: HotspotReport, hotspot_id: str) -> list[tuple[str, str]]:
    if report.peaks is None or hotspot_id not in report.peaks:
        return []
    return [("Piek", say_peak(report.peaks[hotspot_id]))]


def _say_span(ordered: pd.DataFrame) -> str:
    days = [
        # A month stays a month; a time of day says nothing here.
        wording.say_time(moment, known if known == TimePrecision.MONTH else TimePrecision.DAY)
        for moment, known in zip(
            ordered[schema.STARTED_AT].iloc[[0, -1]],
            ordered[schema.TIME_PRECISION].iloc[[0, -1]],
            strict=True,
        )
    ]
    return " en ".join(dict.fromkeys(days))


def _say_years(moments: pd.Series) -> str:
    counts = moments.dt.year.value_counts().sort_index()
    return ", ".join(f"{year}: {wording.say_number(count)}" for year, count in counts.items())
