"""How themes are doing: tables, key figures and facts."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.analysis.trends import BEFORE, NOW, SMALL_COUNT, Difference, list_differences
from geo.intake.boundaries import AreaLayer
from geo.params import Period
from geo.present import changes, wording
from geo.present.wording import say_count, say_date, say_number, say_period, say_short_date
from geo.schema import Layer
from geo.service.answers import DataStatus, ThemeComparison, ThemeSummary

THEME: Final = "Thema"
COUNT: Final = "Meldingen"
EARLIER: Final = "Ervoor"
CHANGE: Final = "Verschil"
SHARE: Final = "In procenten"
MARGIN: Final = "Marge (95%)"
VERDICT: Final = "Oordeel"
NOTE: Final = "Opmerking"
HELD_BACK: Final = "achtergehouden"
TOTAL: Final = "Alle thema's samen"
OTHER: Final = "Overig"

_OTHERS: Final = {schema.OTHER_THEME: OTHER}

_METHOD: Final = (
    "E-toets voor twee Poisson-aantallen; marge volgens Garwood en MOVER. Beide gaan ervan uit dat "
    "meldingen los van elkaar komen: komen ze in golven, dan is er meer toeval dan hier staat. Op "
    "de grens kunnen de twee van elkaar verschillen."
)

# From here on both periods hold every season once.
_SEASONS_DAYS: Final = 365
_SEASON: Final = (
    "De periodes zijn korter dan een jaar: een verschil kan ook van het seizoen komen. "
)

# Columns of words in a table of figures.
WORDS: Final = (VERDICT, NOTE)


def tabulate_themes(comparison: ThemeComparison) -> pd.DataFrame:
    """Table of themes to read, the total last; without a period before only the counts.

    Returns
    -------
    DataFrame
        Thema, Meldingen, and where compared Ervoor, Verschil, In procenten, Marge (95%),
        Oordeel and, where there is any, Opmerking.
    """
    rows = _with_total(comparison)
    table = _start_table(rows).assign(**{COUNT: say_told(rows[NOW])})
    if comparison.previous is None:
        return table
    notes = _note_beginnings(rows, comparison.previous)
    table = table.assign(**say_changes(rows))
    return table.assign(**{NOTE: notes}) if any(notes) else table


def tabulate_theme_figures(comparison: ThemeComparison) -> pd.DataFrame:
    """Table of themes to calculate with: figures as figures, in the rows of `tabulate_themes`."""
    rows = _with_total(comparison)
    table = _start_table(rows)
    if comparison.previous is None:
        return table
    notes = _note_beginnings(rows, comparison.previous)
    return table.assign(**list_changes(rows, notes))


def say_changes(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """Say of each row how it changed, a column for each thing said.

    Parameters
    ----------
    rows
        Of `geo.analysis.trends.compare_counts`; where a count is held back, nothing follows from
        it.
    """
    found = _list_told(rows)
    return {
        EARLIER: say_told(rows[BEFORE]),
        CHANGE: _say(found, lambda one: changes.say_signed(one.difference)),
        SHARE: _say(found, changes.say_percent),
        MARGIN: _say(found, changes.say_interval),
        VERDICT: _say(found, changes.say_verdict),
    }


def say_told(counts: pd.Series) -> list[int | str]:
    """List counts to read; where one is held back, it says so."""
    return [HELD_BACK if pd.isna(count) else int(count) for count in counts]


def list_changes(rows: pd.DataFrame, notes: Sequence[str]) -> dict[str, list[Any]]:
    """List how each row changed in figures; where a count is held back, nothing follows from it.

    A percentage on a small number stands among the notes, in brackets and called small: alone in
    its column it would be quoted as if it meant something.
    """
    found = _list_told(rows)
    small = [HELD_BACK if one is None else _say_small(one) for one in found]
    return {
        EARLIER: rows[BEFORE].tolist(),
        CHANGE: _ask(found, lambda one: one.difference),
        "Ondergrens (95%)": _ask(found, lambda one: math.floor(one.low)),
        "Bovengrens (95%)": _ask(found, lambda one: math.ceil(one.high)),
        "Verschil (%)": _ask(found, _round_percent),
        VERDICT: _ask(found, changes.say_verdict),
        NOTE: ["; ".join(filter(None, both)) for both in zip(small, notes, strict=True)],
    }


def _list_told(rows: pd.DataFrame) -> list[Difference | None]:
    told = rows[[NOW, BEFORE]].notna().all(axis=1)
    known = iter(list_differences(rows[told]))
    return [next(known) if is_told else None for is_told in told]


def _say(found: Sequence[Difference | None], say: Callable[[Difference], str]) -> list[str]:
    return ["" if one is None else say(one) for one in found]


def _say_small(found: Difference) -> str:
    return changes.say_percent(found) if found.is_small else ""


def _round_percent(found: Difference) -> float | None:
    return None if found.is_small or found.percent is None else round(found.percent, 2)


def _ask(found: Sequence[Difference | None], ask: Callable[[Difference], Any]) -> list[Any]:
    return [None if one is None else ask(one) for one in found]


def find_theme(comparison: ThemeComparison, theme: str) -> int:
    """Find the row of a theme in the tables."""
    return comparison.themes.index.tolist().index(theme)


def say_key_figures(
    comparison: ThemeComparison, summary: ThemeSummary
) -> list[tuple[str, str, str]]:
    """Say the four figures that matter most: label, value and a word about it."""
    total = say_number(int(comparison.total[NOW].iloc[0]))
    data = summary.data
    as_of = "" if data.as_of is None else f"ingelezen op {say_date(data.as_of)}"
    return [
        (summary.title, say_number(summary.incidents), f"van {total} meldingen in alle thema's"),
        ("Verandering", *_say_change(comparison, summary.question.theme)),
        ("Zonder plaats", *_say_without_place(summary)),
        ("Gegevens tot en met", say_short_date(data.last) if data.last else "-", as_of),
    ]


def say_told_figures(
    comparison: ThemeComparison, summary: ThemeSummary
) -> list[tuple[str, str, str]]:
    """Say the same to who may see no counts of a few, as far as the table of themes tells it."""
    theme = comparison.themes.loc[[summary.question.theme]]
    (count,), (total,) = say_told(theme[NOW]), say_told(comparison.total[NOW])
    whole = total if isinstance(total, str) else say_number(total)
    data = summary.data
    change = ("-", "niet te zeggen: geen hele periode ervoor")
    if comparison.previous is not None:
        (found,) = _list_told(theme)
        change = ("-", HELD_BACK) if found is None else _say_found(found)
    return [
        (
            summary.title,
            count if isinstance(count, str) else say_number(count),
            f"alle thema's samen: {whole}",
        ),
        ("Verandering", *change),
        ("Gegevens tot en met", say_short_date(data.last) if data.last else "-", ""),
    ]


def say_nothing(summary: ThemeSummary) -> str:
    """Say that a theme has no incidents in the period, and what to do."""
    return (
        f"In deze periode zijn er geen meldingen van {summary.title.lower()}. De gegevens lopen "
        f"van {wording.say_data(summary.data)}. Kies een andere periode of een ander thema."
    )


def say_not_compared(period: Period, data: DataStatus) -> str:
    """Say why a period is not held against the one before."""
    if data.first is None or data.last is None:
        return "Er zijn nog geen gegevens."
    if period.last > data.last:
        why = f"De gekozen periode loopt verder dan de gegevens ({say_date(data.last)})"
    else:
        why = (
            f"De periode ervoor valt niet helemaal binnen de gegevens, die beginnen op "
            f"{say_date(data.first)}"
        )
    return f"{why}. Daarom staan hier aantallen zonder verschil."


def say_compared(comparison: ThemeComparison) -> str:
    """Say which periods stand beside each other, and what margin and verdict mean."""
    period, previous = comparison.period, comparison.previous
    if previous is None:
        return ""
    season = _SEASON if period.days < _SEASONS_DAYS else ""
    return (
        f"Vergeleken met de periode ervoor: {changes.say_before(period, previous)}. "
        f"{changes.say_unequal(period, previous)}De marge zegt waar het werkelijke "
        "verschil met 95% zekerheid ligt. Bij minder dan "
        f"{SMALL_COUNT} meldingen zegt een percentage weinig: het staat dan tussen haakjes. "
        f"{season}"
        f"{changes.say_many(len(comparison.themes))}{_say_others(comparison)}"
    )


def say_heading(summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]) -> str:
    """Say over which days, area and hours the page speaks."""
    narrowed = [text for _, text in wording.say_narrowing(summary.question, layers)]
    return " · ".join([say_period(summary.question.period), *narrowed])


def say_overview_facts(
    comparison: ThemeComparison, summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]
) -> list[tuple[str, str]]:
    """State what the page and each of its files must state about themselves."""
    return [
        ("Thema", summary.title),
        ("Periode", say_period(comparison.period)),
        *_say_compared_facts(comparison, summary.question.theme),
        *wording.say_narrowing(summary.question, layers),
        ("Meldingen en aangiften", _say_counts(summary)),
        *wording.say_origin(summary.data),
        ("Precisie van de plaats", wording.say_tally(summary.place_precisions, {})),
        ("Precisie van de tijd", _say_times(summary)),
        *_say_grounds(layers),
    ]


def say_outside_facts(
    comparison: ThemeComparison, summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]
) -> list[tuple[str, str]]:
    """State the same to who may not see every count: no figure stands beside the tables."""
    previous = comparison.previous
    against = "niets" if previous is None else changes.say_before(comparison.period, previous)
    return [
        ("Thema", summary.title),
        ("Periode", say_period(comparison.period)),
        ("Vergeleken met", against),
        *wording.say_narrowing(summary.question, layers),
        *wording.say_origin(summary.data),
        *_say_grounds(layers),
    ]


def _say_grounds(layers: Mapping[Layer, AreaLayer]) -> list[tuple[str, str]]:
    return [("Vergelijking", _METHOD), ("Grenzen", wording.say_attribution(layers))]


def _with_total(comparison: ThemeComparison) -> pd.DataFrame:
    total = comparison.total.assign(**{schema.TITLE: TOTAL})
    return pd.concat([comparison.themes, total])


def _start_table(rows: pd.DataFrame) -> pd.DataFrame:
    names = [
        _OTHERS.get(str(theme), str(theme)) if pd.isna(title) else title
        for theme, title in zip(rows.index, rows[schema.TITLE], strict=True)
    ]
    return pd.DataFrame({THEME: names, COUNT: rows[NOW].tolist()})


def _note_beginnings(rows: pd.DataFrame, previous: Period) -> list[str]:
    """Say of which themes the data begin too late for a fair comparison."""
    firsts = pd.to_datetime(rows[schema.FIRST_DAY])
    late = firsts > pd.Timestamp(previous.first)
    return [
        f"in de gegevens vanaf {say_date(first)}" if is_late else ""
        for first, is_late in zip(firsts, late, strict=True)
    ]


def _say_others(comparison: ThemeComparison) -> str:
    if schema.OTHER_THEME not in comparison.themes.index:
        return ""
    return f" {OTHER} telt de codes zonder themakaart."


def _say_change(comparison: ThemeComparison, theme: str) -> tuple[str, str]:
    if comparison.previous is None:
        return "-", "niet te zeggen: geen hele periode ervoor"
    return _say_found(_find_difference(comparison, theme))


def _say_found(found: Difference) -> tuple[str, str]:
    counts = f"van {say_number(found.before)} naar {say_number(found.now)}"
    words = (counts, changes.say_percent(found), changes.say_verdict(found))
    return changes.say_signed(found.difference), ", ".join(word for word in words if word)


def _say_compared_facts(comparison: ThemeComparison, theme: str) -> list[tuple[str, str]]:
    previous = comparison.previous
    if previous is None:
        return [("Vergeleken met", "niets: de gegevens beslaan niet beide periodes")]
    found = _find_difference(comparison, theme)
    said = (changes.say_change(found), changes.say_interval(found), changes.say_verdict(found))
    against = changes.say_before(comparison.period, previous)
    return [("Vergeleken met", against), ("Verschil met ervoor", "; ".join(said))]


def _find_difference(comparison: ThemeComparison, theme: str) -> Difference:
    return list_differences(comparison.themes)[find_theme(comparison, theme)]


def _say_without_place(summary: ThemeSummary) -> tuple[str, str]:
    missing, whole = summary.without_place, summary.incidents
    if missing is None:
        return "-", "binnen een gebied niet te zeggen"
    if not whole:
        return "-", "geen meldingen in deze periode"
    counted = f"{say_number(missing)} van {say_count(whole, 'melding', 'meldingen')}"
    if whole < SMALL_COUNT:
        return say_number(missing), f"{counted}; {changes.SMALL}"
    percent = 100 * missing / whole
    return f"{say_number(percent, decimals=int(0 < percent < 1))}%", counted


def _say_counts(summary: ThemeSummary) -> str:
    text = say_number(summary.incidents)
    if summary.without_place:
        text += f", waarvan {say_number(summary.without_place)} zonder plaats"
    if summary.without_hour:
        text += f"; {say_number(summary.without_hour)} niet meegeteld, omdat het uur niet bekend is"
    return text


def _say_times(summary: ThemeSummary) -> str:
    return wording.say_tally(summary.time_precisions, wording.TIME_PRECISIONS)
