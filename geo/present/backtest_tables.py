"""Back-tests as tables: the figures of each method with their intervals, small ones called so."""

from typing import Any, Final

import pandas as pd

from geo.analysis.backtest import GAIN, METHOD, name_limits
from geo.analysis.forecasting import PRIOR_COUNTS
from geo.analysis.scores import HIT_RATE, HITS, PAI, PEI, RRI, SER, SHARE
from geo.analysis.trends import SMALL_COUNT
from geo.analysis.verdicts import JUDGED_SHARE
from geo.present.backtests import say_hits, say_judgement, say_share
from geo.present.changes import SMALL, say_signed
from geo.present.methods import METHOD_WORDS, name_method
from geo.present.wording import say_number
from geo.service.answers import BacktestReport

NAME: Final = "Methode"
AREA: Final = "Deel van het gebied"
CAUGHT: Final = "Gevangen"
RATE: Final = "Aandeel"
MORE: Final = "Meer dan tellen"
NOTE: Final = "Let op"
JUDGED: Final = "Oordeel"
COMPARED: Final = "Vergelijkingen in deze tabel"

# Measure, heading, and decimals with which it is of use.
_MEASURES: Final = (
    (PAI, "PAI", 1),
    (PEI, "PEI", 2),
    (RRI, "RRI", 2),
    (SER, "SER", 1),
)
# Whether a percentage would be one of a handful, and whether no gain can be told.
_SMALL, _NO_GAIN = "is_small", "has_no_gain"
_RATES: Final = (
    (HIT_RATE, "Aandeel (%)", _SMALL),
    (GAIN, "Meer dan tellen (procentpunt)", _NO_GAIN),
)
_NONE: Final = "-"
_UNFAIR: Final = "niet eerlijk te toetsen"

# What stands in the fold below the table.
MEASURES_TEXT: Final = (
    "- **Gevangen**: hoeveel van de meldingen die later kwamen, vielen in de vakken die de methode "
    "het hoogst zette. Waar vakken gelijk staan, telt elk voor een deel mee.\n"
    "- **Meer dan tellen**: het verschil met het tellen van oude meldingen, in procentpunten. Ligt "
    "het hele interval boven nul, dan is het meer dan toeval verklaart.\n"
    "- **PAI**: hoeveel keer meer dan wie blindelings evenveel gebied aanwijst. 1 is niets beter.\n"
    "- **PEI**: welk deel van het hoogst haalbare, met de kennis van achteraf. 1 is volmaakt.\n"
    "- **RRI**: verwacht aantal gedeeld door wat er kwam, in de aangewezen vakken. Tussen 0,8 en "
    "1,25 kloppen de aantallen redelijk. Bij de hotspots zegt dit weinig: die verwachten alles "
    "binnen hun omtrek.\n"
    "- **SER**: meldingen per vierkante kilometer aangewezen gebied, per periode.\n\n"
    "Tussen haakjes staat het interval van 95%, uit 500 herhaalde trekkingen van de vakken waarin "
    "iets gebeurde (bootstrap); een vak wordt met al zijn perioden tegelijk getrokken. Hoe minder "
    "meldingen, hoe wijder. Onder de 10 gevangen meldingen staat er geen percentage, en zeggen ook "
    'PAI, PEI, RRI en SER weinig: daar staat "klein aantal" bij.'
)


def tabulate_backtest(report: BacktestReport, *, share: float | None = None) -> pd.DataFrame:
    """Table to read: each figure with its interval; no percentage of a handful.

    Parameters
    ----------
    report
        What was found.
    share
        Keep to this share of the area; None for all.
    """
    scores = _mark(report)
    rows = (scores if share is None else scores[scores[SHARE] == share]).to_dict("records")
    whole = say_number(report.found.incidents)
    columns: dict[str, list[str]] = {
        NAME: [name_method(row[METHOD]) for row in rows],
        AREA: [say_share(row[SHARE]) for row in rows],
        CAUGHT: [f"{say_hits(row[HITS])} van {whole}" for row in rows],
        RATE: [
            _NONE if row[_SMALL] else _say_figure(row, HIT_RATE, 0, percent=True) for row in rows
        ],
        MORE: [_NONE if row[_NO_GAIN] else _say_gain(row) for row in rows],
    }
    for measure, name, decimals in _MEASURES:
        columns[name] = [_say_figure(row, measure, decimals) for row in rows]
    notes = [_say_note(row, report) for row in rows]
    return pd.DataFrame(columns | ({NOTE: notes} if any(notes) else {}))


def export_backtest(report: BacktestReport) -> pd.DataFrame:
    """Table to take along: the same figures as numbers, and what each method does.

    The verdict stands at the share that is judged.
    """
    scores = _mark(report)
    table = pd.DataFrame(
        {
            NAME: scores[METHOD].map(name_method),
            "Naam op de opdrachtregel": scores[METHOD],
            "Deel van het gebied (%)": 100 * scores[SHARE],
            CAUGHT: scores[HITS].round(2),
            "Van": report.found.incidents,
        }
    )
    for measure, name, small in _RATES:
        for column, heading in _name_columns(measure, name).items():
            table[heading] = (100 * scores[column]).round(2).mask(scores[small])
    for measure, name, _ in _MEASURES:
        for column, heading in _name_columns(measure, name).items():
            table[heading] = scores[column].round(4)
    rows = scores.to_dict("records")
    table[NOTE] = [_say_note(row, report) for row in rows]
    table[JUDGED] = [
        say_judgement(report, row[METHOD])
        if row[SHARE] == JUDGED_SHARE and row[METHOD] != PRIOR_COUNTS
        else ""
        for row in rows
    ]
    table[COMPARED] = report.comparisons
    table["Wat de methode doet"] = scores[METHOD].map(
        {name: words.does for name, words in METHOD_WORDS.items()}
    )
    return table


def _mark(report: BacktestReport) -> pd.DataFrame:
    scores = report.found.scores
    prior = scores[scores[METHOD] == PRIOR_COUNTS].set_index(SHARE)[HITS]
    small = scores[HITS] < SMALL_COUNT
    without_gain = small | (scores[SHARE].map(prior) < SMALL_COUNT)
    without_gain |= scores[METHOD].isin(report.unfair)
    return scores.assign(**{_SMALL: small, _NO_GAIN: without_gain})


def _say_note(row: Any, report: BacktestReport) -> str:
    notes = {SMALL: row[_SMALL], _UNFAIR: row[METHOD] in report.unfair}
    return ", ".join(note for note, holds in notes.items() if holds)


def _name_columns(measure: str, name: str) -> dict[str, str]:
    low, high = name_limits(measure)
    return {measure: name, low: f"{name}, laagste", high: f"{name}, hoogste"}


def _say_figure(row: Any, measure: str, decimals: int, *, percent: bool = False) -> str:
    scale, sign = (100, "%") if percent else (1, "")
    value, *limits = (row[name] for name in (measure, *name_limits(measure)))
    if pd.isna(value):
        return _NONE
    ends = [
        _NONE if pd.isna(limit) else say_number(scale * limit, decimals=decimals)
        for limit in limits
    ]
    return f"{say_number(scale * value, decimals=decimals)}{sign} ({ends[0]} tot {ends[1]})"


def _say_gain(row: Any) -> str:
    if row[METHOD] == PRIOR_COUNTS:
        return "de meetlat"
    value, low, high = (
        say_signed(100 * row[name], decimals=1) for name in (GAIN, *name_limits(GAIN))
    )
    return f"{value} ({low} tot {high})"
