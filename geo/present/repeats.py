"""Repeats in Dutch: whether reports are followed by others nearby, as picture and words."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from geo.analysis.alerts import LEAST_PAIRS
from geo.analysis.repeats import (
    EXPECTED,
    FROM_DAYS,
    FROM_M,
    IS_RAISED,
    LEAST_RATIO,
    MOST_CHANCE,
    P_VALUE,
    PAIRS,
    RATIO,
    TO_DAYS,
    TO_M,
    NearRepeats,
)
from geo.present import wording
from geo.present.markup import escape
from geo.present.significance import say_p_value
from geo.present.spreadsheets import Facts
from geo.present.wording import say_count, say_number
from geo.service.answers import RepeatReport

EXPLANATION: Final = (
    "Elke twee meldingen van het thema vormen een paar. Geteld is hoeveel paren dicht bij elkaar "
    "liggen én kort na elkaar komen. Daarna zijn de datums steeds opnieuw door elkaar geschud, "
    "terwijl de plekken bleven: zo is te zien hoeveel zulke paren er ook zonder verband zijn. Een "
    "drukke plek of een drukke maand telt dus niet als herhaling."
)
# Times what is expected, from which each step holds: fixed, so that themes and periods compare.
# Cividis, dark for much; each with a colour for the words in it.
_STEPS: Final = (
    (2.0, "#00224e", "#ffffff"),
    (1.5, "#434e6c", "#ffffff"),
    (1.2, "#8f8b79", "#000000"),
    (0.8, "#fee838", "#1b2733"),
    (-math.inf, "#f1f5f8", "#1b2733"),
)
_EMPTY: Final = ("#ffffff", "#1b2733")
_MARK: Final = "▲"


def say_repeats(report: RepeatReport) -> str:
    """Say in one sentence how often a report is followed by another, and whether that is chance."""
    band = report.close.table.iloc[0]
    pairs, expected = int(band[PAIRS]), float(band[EXPECTED])
    start = (
        f"Binnen {say_number(band[TO_M])} meter en {say_number(band[TO_DAYS])} dagen na een "
        f"melding van {report.title.lower()}"
    )
    counted = (
        f"{say_count(pairs, 'paar', 'paren')}, waar er zonder verband "
        f"{say_number(expected, decimals=1)} te verwachten zijn"
    )
    if pairs < LEAST_PAIRS:
        return (
            f"{start} kwam zelden een andere: {counted}. Dat is een klein aantal, waar niets uit "
            "te lezen is."
        )
    if not band[IS_RAISED] and band[P_VALUE] <= MOST_CHANCE:
        return (
            f"{start} kwamen er iets meer andere dan zonder verband te verwachten is: {counted}; "
            f"{say_p_value(band[P_VALUE])}. Het verschil is klein, minder dan "
            f"{say_number(LEAST_RATIO, decimals=1)} keer zo veel: te weinig om straten bij aan te "
            "wijzen."
        )
    if not band[IS_RAISED]:
        return (
            f"{start} kwamen er niet duidelijk meer andere dan zonder verband te verwachten is: "
            f"{counted}; {say_p_value(band[P_VALUE])}."
        )
    times = say_number(band[RATIO], decimals=1)
    return (
        f"{start} kwamen er {times} keer zo veel andere als zonder verband te verwachten is: "
        f"{counted}; {say_p_value(band[P_VALUE])}."
    )


def repeats_chart_html(repeats: NearRepeats, *, label: str) -> str:
    """Return the bands as HTML: a row a distance, a column a stretch of days, darker for more.

    Each square bears its figure; one that stands out bears a sign too, and one of few pairs is
    called small. It is a table, so that it can be heard as well.
    """
    table = repeats.table
    days = table[[FROM_DAYS, TO_DAYS]].drop_duplicates().to_numpy()
    head = "".join(f'<th scope="col">{_say_days(*pair)}</th>' for pair in days)
    metres = table[[FROM_M, TO_M]].drop_duplicates().to_numpy()
    squares = np.reshape([_square(row) for row in _list_figures(table)], (len(metres), -1))
    rows = "".join(
        f'<tr><th scope="row">{_say_metres(*pair)}</th>{"".join(band)}</tr>'
        for pair, band in zip(metres, squares, strict=True)
    )
    return (
        f'<div class="hk-table hk-bands" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table><thead><tr><th scope="col">Afstand</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def legend_html() -> str:
    """Return what colours and signs of the picture mean."""
    words = (
        "2 keer of meer", "1,5 tot 2 keer", "1,2 tot 1,5 keer", "0,8 tot 1,2 keer",
        "minder dan 0,8 keer",
    )  # fmt: skip
    rows = "".join(
        f'<li><b class="hk-class" style="background:{ground}" aria-hidden="true"></b>{text}</li>'
        for (_, ground, _), text in zip(_STEPS, words, strict=True)
    )
    rows += (
        f'<li><b aria-hidden="true">{_MARK}</b>meer dan toeval verklaart (p ≤ 0,05), en ten minste '
        f"{say_number(LEAST_RATIO, decimals=1)} keer zo veel</li>"
    )
    return f'<ul class="hk-legend" aria-label="Legenda">{rows}</ul>'


def tabulate_repeats(report: RepeatReport) -> pd.DataFrame:
    """Table of every band: the one that is tested first, then the finer ones."""
    table = pd.concat([report.close.table, report.bands.table], ignore_index=True)
    ratio = table[RATIO].where(np.isfinite(table[RATIO]))
    return pd.DataFrame(
        {
            "Afstand": [_say_metres(*pair) for pair in table[[FROM_M, TO_M]].to_numpy()],
            "Dagen ertussen": [_say_days(*pair) for pair in table[[FROM_DAYS, TO_DAYS]].to_numpy()],
            "Paren": table[PAIRS].astype("int64"),
            "Verwacht zonder verband": table[EXPECTED].round(1),
            "Verhouding": ratio.round(2),
            "p": table[P_VALUE].round(3),
            "Valt op": table[IS_RAISED].map({True: "ja", False: "nee"}),
            "Klein aantal": (table[PAIRS] < LEAST_PAIRS).map({True: "ja", False: "nee"}),
        }
    )


def say_picture_caption(report: RepeatReport) -> str:
    """Say in one line what every picture must say: period, data as of, source and precision."""
    about = [report.title, wording.say_period(report.period)]
    return wording.say_picture(about, report.data, report.place_precisions)


def say_repeat_facts(report: RepeatReport) -> Facts:
    """State what the picture and its files must state about themselves."""
    bands = report.bands
    counted = f"{say_number(bands.incidents)} met een plaats en een dag"
    if bands.left_out:
        counted += f"; {say_number(bands.left_out)} zonder niet meegeteld"
    if told := wording.say_police_made(report.police_made):
        counted += f"; {told}"
    if report.earlier:
        counted += f"; alleen de laatste: {say_number(report.earlier)} eerdere niet meegeteld"
    return [
        ("Thema", report.title),
        ("Periode", wording.say_period(report.period)),
        ("Meldingen en aangiften", counted),
        *wording.say_origin(report.data),
        ("Precisie van de plaats", wording.say_tally(report.place_precisions, {})),
        (
            "Toets",
            f"Knox, {say_number(bands.draws.repeats)} keer geschud (startgetal {bands.draws.seed})",
        ),
    ]


def _list_figures(table: pd.DataFrame) -> Iterator[tuple[float, int, bool]]:
    # Of less than one pair expected, no number of times says anything.
    ratio = table[RATIO].where(table[EXPECTED] >= 1)
    return zip(ratio, table[PAIRS], table[IS_RAISED], strict=True)


def _square(figures: tuple[float, int, bool]) -> str:
    ratio, pairs, is_raised = figures
    known = math.isfinite(ratio)
    ground, ink = (
        next((ground, ink) for least, ground, ink in _STEPS if ratio >= least) if known else _EMPTY
    )
    figure = f"{say_number(ratio, decimals=1)} keer" if known else "-"
    sign = f" {_MARK}" if is_raised else ""
    small = ", klein aantal" if pairs < LEAST_PAIRS else ""
    return (
        f'<td style="background:{ground};color:{ink}"><b>{figure}{sign}</b>'
        f"<span>{say_count(pairs, 'paar', 'paren')}{small}</span></td>"
    )


def _say_metres(first: float, after: float) -> str:
    if (first, after) == (0, 1):
        return "zelfde plek"
    # From 1 metre on is from next door on: whoever reads it thinks of 0.
    start = 0 if first == 1 else first
    return f"{say_number(start)} tot {say_number(after)} meter"


def _say_days(first: float, after: float) -> str:
    return f"{say_number(first)} tot {say_number(after)} dagen"
