"""Weak spots of the data in Dutch: what each means, what to do about it, and tables of counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo import schema
from geo.analysis.quality import (
    CROWDED_INCIDENTS,
    CROWDED_TIMES,
    DEFAULT_THEMES,
    MOST_EXAMPLES,
    QualityFinding,
)
from geo.analysis.recording import EARLIER_MONTHS, KIND, LAST_MONTH, LEAST_EXPECTED
from geo.analysis.trends import SMALL_COUNT
from geo.present.wording import say_month, say_number
from geo.schema import PlacePrecision, Reporter, TimePrecision, Weakness
from geo.service.answers import DataQuality
from geo.themes import Themes

THEME: Final = "Thema"
_INCIDENTS: Final = "Meldingen"
_CHANGES: Final = (Weakness.CODE_STOPS, Weakness.CODE_DOUBLES)
_ALL_THEMES: Final = "Alle thema's samen"
_NO_CARD: Final = "Overig (op geen kaart)"


@dataclass(frozen=True)
class WeaknessText:
    """What people read of a kind of weakness: its name, what it means, and what to do."""

    title: str
    meaning: str
    remedy: str


WEAKNESSES: Final[Mapping[Weakness, WeaknessText]] = {
    Weakness.WITHOUT_PLACE: WeaknessText(
        "Meldingen zonder plaats",
        "Deze meldingen tellen mee in de aantallen, maar staan niet op de kaart. Ze liggen in geen "
        "hotspot en in geen wijk.",
        "Lever het bestand opnieuw aan met coördinaten of een adres.",
    ),
    Weakness.SNAP_POINT: WeaknessText(
        "Veel meldingen op precies één punt",
        f"Op deze punten liggen ten minste {CROWDED_INCIDENTS} meldingen van het thema, en ten "
        f"minste {CROWDED_TIMES} keer zo veel als gemiddeld op een ander punt. Soms is dat één "
        "adres waar veel gebeurt, zoals een winkel. Soms is het de plek die een systeem invult als "
        "het adres niet bekend is. Zo'n punt kan in zijn eentje een hotspot zijn.",
        "Ga na wat er op dit punt is. Is het geen echt adres, lever deze meldingen dan aan zonder "
        "coördinaten.",
    ),
    Weakness.DEFAULT_PLACE: WeaknessText(
        "Eén punt voor van alles",
        f"Op deze punten liggen meldingen van ten minste {DEFAULT_THEMES} thema's door elkaar, "
        "veel meer dan op een gewoon punt. Dat past bij een vaste plek die een systeem invult, "
        "zoals het midden van de gemeente of het politiebureau.",
        "Zoek de echte plaats van deze meldingen op, of lever ze aan zonder coördinaten.",
    ),
    Weakness.SHARED_PLACE: WeaknessText(
        "Plaatsen die op elkaar zijn gelegd",
        "Van de meldingen van het laatste jaar ligt meer dan een derde op precies hetzelfde punt "
        "als een andere. Meestal zijn plaatsen dan verschoven naar een vast punt, zoals het midden "
        "van de straat. Bij een thema met weinig adressen, zoals winkeldiefstal, is het gewoon.",
        "Lees zo'n hotspot als een stuk straat, niet als een adres. Laat de beheerder in de "
        "indeling van het bestand zetten hoe precies de plaats is: straat, postcode of raster.",
    ),
    Weakness.DAY_ONLY: WeaknessText(
        "Alleen de dag is bekend",
        "In de weekgrafiek zijn deze meldingen over de hele dag verdeeld. Wie op een deel van de "
        "dag filtert, telt ze niet mee.",
        "Lever ook de tijd aan, als de bron die heeft.",
    ),
    Weakness.MONTH_ONLY: WeaknessText(
        "Alleen de maand is bekend",
        "Deze meldingen staan wel op de kaart, maar niet in de weekgrafiek. Wie op dagen of uren "
        "filtert, telt ze niet mee.",
        "Lever ook de dag en de tijd aan, als de bron die heeft.",
    ),
    Weakness.CODE_STOPS: WeaknessText(
        "Een code die ineens stopt",
        "Van deze code komt ineens bijna niets meer binnen, terwijl het er in de "
        f"{EARLIER_MONTHS} maanden ervoor gemiddeld ten minste {say_number(LEAST_EXPECTED)} per "
        "maand waren. Toeval of een seizoen verklaart dat niet. Vaak is de registratie veranderd "
        "of ontbreekt er een bestand; een daling op de kaart zegt dan niets over wat er gebeurt.",
        "Ga na of de code of het systeem is veranderd, en of er nog een bestand moet worden "
        "ingelezen.",
    ),
    Weakness.CODE_DOUBLES: WeaknessText(
        "Een code die ineens veel vaker voorkomt",
        f"Van deze code komt ineens veel meer binnen dan in de {EARLIER_MONTHS} maanden ervoor. "
        "Toeval of een seizoen verklaart dat niet. Het kan echt zijn, maar ook een nieuwe bron, "
        "een andere code of een campagne om meer te melden.",
        "Ga na wat er in die maand veranderde voordat u van een stijging spreekt.",
    ),
    Weakness.POLICE_RECORDS: WeaknessText(
        "Meldingen die de politie zelf maakte",
        "De politie ziet meer waar zij meer komt. Wie mensen stuurt naar een hotspot van zulke "
        "meldingen, krijgt er daar vanzelf meer. Ze tellen mee in de aantallen van Overzicht en "
        "Wijk, maar niet in hotspots, herhaling, warme vakken en verwachtingen.",
        "Er hoeft niets te gebeuren. Onder een hotspotkaart staat hoeveel er niet meetellen; de "
        "tabel 'Wie maakte de melding?' op Verantwoording laat het per thema zien.",
    ),
}

_PLACES: Final[Mapping[str, str]] = {
    PlacePrecision.ADDRESS: "Adres",
    PlacePrecision.STREET: "Straat",
    PlacePrecision.POSTCODE: "Postcode",
    PlacePrecision.GRID: "Raster",
    PlacePrecision.UNKNOWN: "Niet opgegeven",
}
_TIMES: Final[Mapping[str, str]] = {
    TimePrecision.MINUTE: "Op de minuut",
    TimePrecision.DAY: "Alleen de dag",
    TimePrecision.MONTH: "Alleen de maand",
}
_REPORTERS: Final[Mapping[str, str]] = {
    Reporter.CITIZEN: "Burger",
    Reporter.POLICE: "Politie zelf",
    Reporter.MUNICIPALITY: "Gemeente",
    Reporter.UNKNOWN: "Niet opgegeven",
}


def name_theme(theme: str | None, themes: Themes) -> str:
    """Name a theme; a theme of which the card is gone goes by its key."""
    if theme is None or pd.isna(theme):
        return _ALL_THEMES
    if theme == schema.OTHER_THEME:
        return _NO_CARD
    return themes.cards[theme].title if theme in themes.cards else theme


def say_part(count: int, total: int) -> str:
    """Write a part as a percentage; of a handful it gives no text."""
    if total < SMALL_COUNT:
        return ""
    text = f"{round(100 * count / total)}%"
    # Neither none nor all may be said of what is only nearly so.
    nearly = {"0%": "minder dan 1%", "100%": "meer dan 99%"}
    return nearly.get(text, text) if 0 < count < total else text


def list_weaknesses(quality: DataQuality) -> list[Weakness]:
    """Return the kinds of weakness that the data have, in their order."""
    found = {finding.kind for finding in quality.findings}
    return [kind for kind in Weakness if kind in found]


def describe_weakness(
    quality: DataQuality, kind: Weakness, themes: Themes
) -> list[tuple[str, str]]:
    """Say how often a kind of weakness occurs, theme by theme, with where it occurs most.

    Returns
    -------
    list of (str, str)
        Name of the theme, and text.
    """
    return [
        (name_theme(finding.theme, themes), _say_finding(finding, quality, themes))
        for finding in quality.findings
        if finding.kind is kind
    ]


def tabulate_quality(quality: DataQuality, themes: Themes) -> pd.DataFrame:
    """Table of every weakness, to take along: what, where, how much, and what to do."""
    rows = [
        (
            WEAKNESSES[finding.kind].title,
            name_theme(finding.theme, themes),
            finding.count,
            finding.total,
            say_part(finding.count, finding.total or 0),
            _say_examples(finding, quality, themes),
            WEAKNESSES[finding.kind].remedy,
        )
        for finding in quality.findings
    ]
    names = ["Bevinding", THEME, "Aantal", "Van", "Deel", "Bijvoorbeeld", "Wat te doen"]
    return pd.DataFrame(rows, columns=names).astype({"Aantal": "int64", "Van": "Int64"})


def tabulate_places(quality: DataQuality, themes: Themes) -> pd.DataFrame:
    """Table of how precisely places are known, a row a theme, and how many share a point."""
    kinds = quality.kinds
    located = kinds[kinds[schema.HAS_PLACE].astype(bool)]
    table = _spread(located, schema.PLACE_PRECISION, _PLACES, kinds, themes)
    spots = quality.spots.dropna(subset=schema.THEME).set_index(schema.THEME)
    known = spots.reindex(sorted(kinds[schema.THEME].unique())).fillna(0)
    totals = kinds.groupby(schema.THEME)[schema.INCIDENTS].sum()
    without = totals - known[schema.LOCATED]
    table.insert(2, "Zonder plaats", _with_shares(without, totals))
    shared = _with_shares(known[schema.SHARED], known[schema.RECENT])
    return table.assign(**{"Op een gedeeld punt, laatste jaar": shared})


def tabulate_times(quality: DataQuality, themes: Themes) -> pd.DataFrame:
    """Table of how precisely times are known, a row a theme."""
    return _spread(quality.kinds, schema.TIME_PRECISION, _TIMES, quality.kinds, themes)


def tabulate_reporters(quality: DataQuality, themes: Themes) -> pd.DataFrame:
    """Table of who made the records, a row a theme."""
    return _spread(quality.kinds, schema.REPORTER, _REPORTERS, quality.kinds, themes)


def _say_finding(finding: QualityFinding, quality: DataQuality, themes: Themes) -> str:
    examples = _say_examples(finding, quality, themes)
    if finding.total is None:
        return examples
    part = say_part(finding.count, finding.total)
    counted = f"{say_number(finding.count)} van {say_number(finding.total)}"
    share = f" ({part})" if part else ""
    return f"{counted}{share}" + (f"; bijvoorbeeld {examples}" if examples else "")


def _say_examples(finding: QualityFinding, quality: DataQuality, themes: Themes) -> str:
    if finding.kind not in _CHANGES:
        return "; ".join(finding.examples)
    changes = quality.changes
    own = (changes[KIND] == finding.kind) & (changes[schema.THEME] == finding.theme)
    rows = changes[own.to_numpy()].head(MOST_EXAMPLES)
    columns = (schema.CODE, schema.MONTH, LAST_MONTH, schema.INCIDENTS, schema.EXPECTED)
    return "; ".join(
        f"{_name_code(code, themes)} in {_say_months(first, last)}: {say_number(count)} in de "
        f"eerste maand, verwacht {say_number(expected)}"
        for code, first, last, count, expected in zip(
            *(rows[name] for name in columns), strict=True
        )
    )


def _name_code(code: str, themes: Themes) -> str:
    return f"{themes.titles[code]} ({code})" if code in themes.titles else code or "zonder code"


def _say_months(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if first == last:
        return say_month(first)
    return f"{say_month(first)} tot en met {say_month(last)}"


def _spread(
    rows: pd.DataFrame,
    column: str,
    words: Mapping[str, str],
    kinds: pd.DataFrame,
    themes: Themes,
) -> pd.DataFrame:
    """Count incidents by theme and by what a column says, each with its share of the theme."""
    totals = kinds.groupby(schema.THEME)[schema.INCIDENTS].sum()
    counts = rows.pivot_table(
        index=schema.THEME,
        columns=column,
        values=schema.INCIDENTS,
        aggfunc="sum",
        fill_value=0,
    ).reindex(index=totals.index, fill_value=0)
    shown = {
        word: _with_shares(counts[value], totals)
        for value, word in words.items()
        if value in counts
    }
    names = [name_theme(str(theme), themes) for theme in totals.index]
    return pd.DataFrame({THEME: names, _INCIDENTS: totals.to_numpy(), **shown})


def _with_shares(counts: pd.Series, totals: pd.Series) -> list[str]:
    pairs = zip(counts.to_numpy(np.int64), totals.to_numpy(np.int64), strict=True)
    return [_with_share(int(count), int(total)) for count, total in pairs]


def _with_share(count: int, total: int) -> str:
    part = say_part(count, total) if count else ""
    return f"{say_number(count)} ({part})" if part else say_number(count)
