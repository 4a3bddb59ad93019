"""Back-tests in words: what each method would have caught, beside the plain count."""

from typing import Any, Final

from geo import schema
from geo.analysis.backtest import METHOD
from geo.analysis.forecasting import PRIOR_COUNTS
from geo.analysis.scores import HIT_RATE, HITS, SHARE
from geo.analysis.trends import SMALL_COUNT
from geo.analysis.verdicts import JUDGED_SHARE
from geo.params import BacktestParams
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

_QUARTER_WEEKS: Final = 13
_LEAST_PART: Final = 0.05
# The interval of a gain leaves out a fortieth above it.
_CHANCE_AMONG: Final = 40


def say_headline(report: BacktestReport, method: str, *, share: float = JUDGED_SHARE) -> str:
    """Say what a method caught in so much of the area, beside the plain count; past tense."""
    found, prior = _row(report, method, share), _row(report, PRIOR_COUNTS, share)
    whole, after = report.found.incidents, say_after(report.params)
    about = f"van {report.title.lower()}, {after},"
    in_area = f"in {say_share(share)} van het gebied"
    caught, counted = (_say_on_average(row[HITS]) for row in (found, prior))
    if min(found[HITS], prior[HITS]) < SMALL_COUNT:
        meaning = "een verschil zegt dan niets" if whole < SMALL_COUNT else "daarom geen percentage"
        return (
            f"Van de {say_count(whole, 'melding', 'meldingen')} {about} "
            f"{'viel' if found[HITS] == 1 else 'vielen'} er {caught} {in_area}; het tellen van "
            f"oude meldingen gaf er {counted}. Een klein aantal: {meaning}."
        )
    return (
        f"Van de meldingen {about} viel {_say_rate(found[HIT_RATE])} {in_area} "
        f"({caught} van {say_number(whole)}); het tellen van oude meldingen gaf "
        f"{_say_rate(prior[HIT_RATE])} ({counted})."
    )


def say_judgement(report: BacktestReport, method: str) -> str:
    """Say whether a method beat the plain count."""
    subject = HOTSPOT_WORDS if method == HOTSPOTS else METHOD_SUBJECT
    return say_verdict(report.judge(method), subject)


def say_proof(report: BacktestReport, method: str) -> str:
    """Say what a method caught and whether that beat the plain count, or that nobody can tell."""
    if too_few := say_too_few(report):
        return too_few
    # What was caught on periods that were seen before is no proof, and would read as one.
    caught = "" if method in report.unfair else f"{say_headline(report, method)} "
    return f"{caught}{say_judgement(report, method)}"


def say_after(params: BacktestParams) -> str:
    """Say how long after was counted: ``telkens in de week erna (4 perioden samen)``."""
    after = {_QUARTER_WEEKS: "in het kwartaal erna", 1: "in de week erna"}.get(
        params.weeks, f"in de {params.weeks} weken erna"
    )
    return after if params.periods == 1 else f"telkens {after} ({params.periods} perioden samen)"


def say_comparisons(report: BacktestReport) -> str:
    """Say how many comparisons stand beside each other, and what that does to the highest."""
    methods, shares = (report.found.scores[name].nunique() for name in (METHOD, SHARE))
    others = say_count(methods - 1, "methode", "methoden")
    return (
        f"Hier staan {say_number(report.comparisons)} vergelijkingen met tellen bij elkaar: "
        f"{others}, elk in {say_count(shares, 'deel', 'delen')} van het gebied. Van "
        f"{_CHANCE_AMONG} vergelijkingen waarin een methode in werkelijkheid even goed is als "
        "tellen, lijkt er gemiddeld één toch beter; het hoogste getal van de tabel is dus nog geen "
        "bewijs."
    )


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
        ("Hoeveel vergelijkingen", say_comparisons(report)),
    ]


def describe_data(data: DataStatus, quality: DataQuality, theme: str) -> Facts:
    """State on which data a test rests: days, source, precision of the place."""
    return [
        *say_origin(data),
        ("Precisie van de plaats", say_tally(_count_precisions(quality, theme), {})),
    ]


def say_hits(hits: float) -> str:
    """Say how much was caught: a part of a report where cells tie, as ``262,5``."""
    return say_number(hits, decimals=0 if _is_whole(hits) else 1)


def say_chart_caption(report: BacktestReport, data: DataStatus, quality: DataQuality) -> str:
    """Say in one line what every picture must say: period, data as of, source and precision."""
    about = [report.title, say_period(report.period)]
    said = say_picture(about, data, _count_precisions(quality, report.theme))
    return f"{said}, geteld in vakken van {say_number(report.params.cell_m)} meter"


def _count_precisions(quality: DataQuality, theme: str) -> dict[str, int]:
    kinds = quality.kinds[(quality.kinds[schema.THEME] == theme).to_numpy()]
    counts = kinds.groupby(schema.PLACE_PRECISION, observed=True)[schema.INCIDENTS].sum()
    return {str(precision): int(count) for precision, count in counts.items() if count}


def say_share(share: float) -> str:
    """Say how much of the area is flagged: ``3%``."""
    return f"{say_number(100 * share)}%"


def _is_whole(hits: float) -> bool:
    """Say whether no cells tied, as far as a tenth of a report shows."""
    return abs(hits - round(hits)) < _LEAST_PART


def _say_on_average(hits: float) -> str:
    return say_hits(hits) if _is_whole(hits) else f"gemiddeld {say_hits(hits)}"


def _row(report: BacktestReport, method: str, share: float) -> dict[str, Any]:
    scores = report.found.scores
    (row,) = scores[(scores[METHOD] == method) & (scores[SHARE] == share)].to_dict("records")
    return {str(name): value for name, value in row.items()}


def _say_rate(rate: float) -> str:
    return f"{say_number(100 * rate)}%"
