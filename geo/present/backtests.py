"""Back-tests in words and as a table: what each method would have caught, beside the count."""

from typing import Any, Final

import pandas as pd

from geo import schema
from geo.analysis.backtest import GAIN, METHOD, name_limits
from geo.analysis.forecasting import PRIOR_COUNTS
from geo.analysis.scores import HIT_RATE, HITS, PAI, PEI, RRI, SER, SHARE
from geo.analysis.trends import SMALL_COUNT
from geo.analysis.verdicts import JUDGED_SHARE, judge_method
from geo.params import BacktestParams
from geo.present.methods import METHOD_WORDS, name_method
from geo.present.verdicts import HOTSPOTS as HOTSPOT_WORDS
from geo.present.verdicts import METHOD as METHOD_SUBJECT
from geo.present.verdicts import say_verdict
from geo.present.wording import (
    say_count,
    say_number,
    say_origin,
    say_period,
    say_picture,
    say_tally,
)
from geo.service.answers import BacktestReport, DataQuality, DataStatus
from geo.service.forecasting import HOTSPOTS

Facts = list[tuple[str, str]]

NAME: Final = "Methode"
AREA: Final = "Deel van het gebied"
CAUGHT: Final = "Gevangen"
RATE: Final = "Aandeel"
MORE: Final = "Meer dan tellen"

_QUARTER_WEEKS: Final = 13
# Measure, heading, and decimals with which it is of use.
_MEASURES: Final = (
    (PAI, "PAI", 1),
    (PEI, "PEI", 2),
    (RRI, "RRI", 2),
    (SER, "SER", 1),
)
_RATES: Final = ((HIT_RATE, "Aandeel (%)"), (GAIN, "Meer dan tellen (procentpunt)"))
_NONE: Final = "-"

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
    "iets gebeurde (bootstrap). Hoe minder meldingen, hoe wijder."
)


def say_headline(report: BacktestReport, method: str, *, share: float = JUDGED_SHARE) -> str:
    """Say what a method caught in so much of the area, beside the plain count; past tense."""
    found, prior = _row(report, method, share), _row(report, PRIOR_COUNTS, share)
    whole, after = report.found.incidents, say_after(report.params)
    about = f"van {report.title.lower()} {after}"
    in_area = f"in {_say_share(share)} van het gebied"
    caught, counted = round(found[HITS]), round(prior[HITS])
    if whole < SMALL_COUNT:
        return (
            f"Van de {say_count(whole, 'melding', 'meldingen')} {about} "
            f"{'viel' if caught == 1 else 'vielen'} er {caught} {in_area}; het tellen van oude "
            f"meldingen gaf er {counted}. Een klein aantal: een verschil zegt dan niets."
        )
    small = ", klein aantal" if caught < SMALL_COUNT else ""
    return (
        f"Van de meldingen {about} viel {_say_rate(found[HIT_RATE])} {in_area} "
        f"({say_number(caught)} van {say_number(whole)}{small}); het tellen van oude meldingen gaf "
        f"{_say_rate(prior[HIT_RATE])} ({say_number(counted)})."
    )


def say_judgement(report: BacktestReport, method: str) -> str:
    """Say whether a method beat the plain count."""
    subject = HOTSPOT_WORDS if method == HOTSPOTS else METHOD_SUBJECT
    return say_verdict(judge_method(report.found, method), subject)


def say_proof(report: BacktestReport, method: str) -> str:
    """Say what a method caught and whether that beat the plain count, or that nobody can tell."""
    too_few = say_too_few(report)
    return too_few or f"{say_headline(report, method)} {say_judgement(report, method)}"


def say_after(params: BacktestParams) -> str:
    """Say how long after the search incidents were counted: ``in het kwartaal erna``."""
    if params.weeks == _QUARTER_WEEKS:
        return "in het kwartaal erna"
    return "in de week erna" if params.weeks == 1 else f"in de {params.weeks} weken erna"


def say_too_few(report: BacktestReport) -> str:
    """Say how much is needed where there is too little to compare; empty where there is enough."""
    found = report.found
    if min(found.incidents, found.earlier) >= SMALL_COUNT:
        return ""
    return (
        "Te weinig meldingen om methoden te vergelijken: vóór de eerste periode waren er "
        f"{say_number(found.earlier)}, in de perioden zelf {say_number(found.incidents)}. Van "
        f"allebei zijn er ten minste {SMALL_COUNT} nodig. Kies langere perioden of een thema met "
        "meer meldingen, of lees oudere meldingen in."
    )


def describe_backtest(report: BacktestReport) -> Facts:
    """State what was tested: periods, incidents, cells and what was left out."""
    params, found = report.params, report.found
    weeks = say_count(params.weeks, "week", "weken")
    return [
        ("Thema", report.title),
        (
            "Getoetst op",
            (
                f"{say_count(params.periods, 'periode', 'perioden')} van {weeks}: "
                f"{say_period(report.period)}"
            ),
        ),
        ("Meldingen in die perioden", say_number(found.incidents)),
        ("Meldingen ervoor", f"{say_number(found.earlier)} bij het begin van de eerste periode"),
        (
            "Vakken",
            (
                f"{say_number(found.cells)} van {say_number(params.cell_m)} bij "
                f"{say_number(params.cell_m)} meter"
            ),
        ),
        (
            "Hoe eerlijk",
            "Aan het begin van elke periode kende een methode alleen wat toen al was afgelopen.",
        ),
        (
            "Wat niet meetelt",
            ("meldingen zonder plaats, en wat de politie zelf vastlegde: dat zegt waar zij was"),
        ),
    ]


def describe_data(data: DataStatus, quality: DataQuality, theme: str) -> Facts:
    """State on which data a test rests: days, source, precision of the place."""
    return [
        *say_origin(data),
        ("Precisie van de plaats", say_tally(_count_precisions(quality, theme), {})),
    ]


def say_chart_caption(report: BacktestReport, data: DataStatus, quality: DataQuality) -> str:
    """Say in one line what every picture must say: period, data as of, source and precision."""
    about = [report.title, say_period(report.period)]
    said = say_picture(about, data, _count_precisions(quality, report.theme))
    return f"{said}, geteld in vakken van {say_number(report.params.cell_m)} meter"


def _count_precisions(quality: DataQuality, theme: str) -> dict[str, int]:
    kinds = quality.kinds[(quality.kinds[schema.THEME] == theme).to_numpy()]
    counts = kinds.groupby(schema.PLACE_PRECISION, observed=True)[schema.INCIDENTS].sum()
    return {str(precision): int(count) for precision, count in counts.items() if count}


def tabulate_backtest(report: BacktestReport, *, share: float | None = None) -> pd.DataFrame:
    """Table to read: each figure with its interval; no percentage of a handful.

    Parameters
    ----------
    report
        What was found.
    share
        Keep to this share of the area; None for all.
    """
    scores = report.found.scores
    rows = (scores if share is None else scores[scores[SHARE] == share]).to_dict("records")
    whole = report.found.incidents
    few = whole < SMALL_COUNT
    columns: dict[str, list[str]] = {
        NAME: [name_method(row[METHOD]) for row in rows],
        AREA: [_say_share(row[SHARE]) for row in rows],
        CAUGHT: [f"{round(row[HITS])} van {say_number(whole)}" for row in rows],
        RATE: [_NONE if few else _say_figure(row, HIT_RATE, 0, percent=True) for row in rows],
        MORE: [_NONE if few else _say_gain(row) for row in rows],
    }
    for measure, name, decimals in _MEASURES:
        columns[name] = [_say_figure(row, measure, decimals) for row in rows]
    return pd.DataFrame(columns)


def export_backtest(report: BacktestReport) -> pd.DataFrame:
    """Table to take along: the same figures as numbers, and what each method does."""
    scores = report.found.scores
    table = pd.DataFrame(
        {
            NAME: scores[METHOD].map(name_method),
            "Naam op de opdrachtregel": scores[METHOD],
            "Deel van het gebied (%)": 100 * scores[SHARE],
            CAUGHT: scores[HITS].round(2),
            "Van": report.found.incidents,
        }
    )
    for measure, name in _RATES:
        for column, heading in _name_columns(measure, name).items():
            table[heading] = (100 * scores[column]).round(2)
    for measure, name, _ in _MEASURES:
        for column, heading in _name_columns(measure, name).items():
            table[heading] = scores[column].round(4)
    table["Wat de methode doet"] = scores[METHOD].map(
        {name: words.does for name, words in METHOD_WORDS.items()}
    )
    return table


def _name_columns(measure: str, name: str) -> dict[str, str]:
    low, high = name_limits(measure)
    return {measure: name, low: f"{name}, laagste", high: f"{name}, hoogste"}


def _row(report: BacktestReport, method: str, share: float) -> dict[str, Any]:
    scores = report.found.scores
    (row,) = scores[(scores[METHOD] == method) & (scores[SHARE] == share)].to_dict("records")
    return {str(name): value for name, value in row.items()}


def _say_share(share: float) -> str:
    return f"{say_number(100 * share)}%"


def _say_rate(rate: float) -> str:
    return f"{say_number(100 * rate)}%"


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
    value, low, high = (round(100 * row[name]) for name in (GAIN, *name_limits(GAIN)))
    return f"{value:+d} ({low:+d} tot {high:+d})"
