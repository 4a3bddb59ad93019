"""Theme cards in words: which codes, what counts as a hotspot, and what is left out."""

from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.trends import SMALL_COUNT
from geo.params import Period
from geo.present.changes import SMALL
from geo.present.verdicts import say_verdict
from geo.present.wording import say_count, say_date, say_list, say_number, say_period
from geo.schema import TimePrecision
from geo.service.answers import DataQuality
from geo.service.judging import judge_evidence
from geo.themes import Evidence, ThemeCard, Themes

SHIPPED: Final = "meegeleverd met Hotspotkaart"
OWN: Final = "eigen kaart van de gemeente"
UNTESTED: Final = "nog niet getoetst"
OWN_WORD: Final = "overlastcode of woord van een meldsysteem (niet op de lijst van misdrijven)"

_NO_CODE: Final = "zonder code"
_DAYS_PER_YEAR: Final = 365.25
_MONTHS_PER_YEAR: Final = 12
_HALF_YEAR: Final = _MONTHS_PER_YEAR // 2
_MOST_NAMED: Final = 3


def say_rule(card: ThemeCard) -> str:
    """Say in plain words what counts as a hotspot of a theme."""
    settings = card.hotspots
    return (
        f"Rond een melding liggen binnen {say_number(settings.eps_m)} meter ten minste "
        f"{settings.min_samples} meldingen, die melding zelf meegeteld, over de laatste "
        f"{settings.window_months} maanden. Wat zo aan elkaar vastzit, is samen één hotspot."
    )


def describe_card(theme: str, themes: Themes, *, is_ours: bool = True) -> list[tuple[str, str]]:
    """Say what a theme's card settles, and whether that was tested.

    Parameters
    ----------
    theme
        Name of the card.
    themes
        Every card.
    is_ours
        Whether the card's evidence, where it has any, belongs to the workspace's own data.

    Returns
    -------
    list of (str, str)
        Label and text.
    """
    card = themes.card(theme)
    return [
        ("Wat telt als hotspot", say_rule(card)),
        ("Hoe snel het vervaagt", _say_fading(card.hotspots.half_life_days)),
        ("Gewicht", _say_weight(card.harm_weight)),
        ("Prioriteit in het veiligheidsbeleid", card.ivb_priority or "geen"),
        ("Waar een patrouille op let", "; ".join(card.look_for) or "niet ingevuld"),
        ("Herkomst van de kaart", _say_origin(theme, themes)),
        ("Getoetst", _say_evidence(theme, themes, is_ours=is_ours)),
    ]


def describe_left_out(theme: str, quality: DataQuality, themes: Themes) -> list[tuple[str, str]]:
    """Say what a theme leaves out and why, in the figures of the workspace's own data.

    Parameters
    ----------
    theme
        Name of the card.
    quality
        Counts of all incidents.
    themes
        Every card.

    Returns
    -------
    list of (str, str)
        Label and text.
    """
    kinds = quality.kinds
    own = kinds[(kinds[schema.THEME] == theme).to_numpy()]
    placeless = own[~own[schema.HAS_PLACE].astype(bool).to_numpy()]
    monthly = own[(own[schema.TIME_PRECISION] == TimePrecision.MONTH).to_numpy()]
    total = _sum(own)
    return [
        ("Zonder plaats", _say_placeless(_sum(placeless), total)),
        ("Alleen de maand bekend", _say_monthly(_sum(monthly), total)),
        ("Codes die op geen kaart staan", _say_others(kinds, themes)),
    ]


def describe_codes(theme: str, quality: DataQuality, themes: Themes) -> list[tuple[str, str]]:
    """Say which codes make a theme, what each is, and how often it occurs.

    A code that is not on the card occurs where a file was taken in as one theme altogether.

    Parameters
    ----------
    theme
        Name of the card.
    quality
        Counts of all incidents.
    themes
        Every card.

    Returns
    -------
    list of (str, str)
        Code and text.
    """
    card = themes.card(theme)
    rows = quality.kinds[(quality.kinds[schema.THEME] == theme).to_numpy()]
    counts = rows.groupby(rows[schema.CODE].fillna(""))[schema.INCIDENTS].sum()
    codes = [*card.codes, *(str(code) for code in counts.index if code not in card.codes)]
    return [
        (code or _NO_CODE, f"{_say_code(code, themes)}{_say_count(counts.get(code, 0), quality)}")
        for code in codes
    ]


def tabulate_cards(themes: Themes) -> pd.DataFrame:
    """Table of every card, to take along."""
    return pd.DataFrame(
        [
            {
                "Thema": card.title,
                "Uitleg": card.explanation,
                "Codes": ", ".join(card.codes),
                "Ten minste (meldingen)": card.hotspots.min_samples,
                "Binnen (meter)": card.hotspots.eps_m,
                "Over (maanden)": card.hotspots.window_months,
                "Telt half na (dagen)": card.hotspots.half_life_days,
                "Gewicht": card.harm_weight,
                "Prioriteit": card.ivb_priority,
                "Waar een patrouille op let": "; ".join(card.look_for),
                "Kleur": card.colour,
                "Kaart": OWN if theme in themes.own else SHIPPED,
                "Getoetst": _say_test(card),
            }
            for theme, card in themes.cards.items()
        ]
    )


def _say_fading(half_life_days: float) -> str:
    once, twice = _say_span(half_life_days), _say_span(2 * half_life_days)
    return (
        f"Een melding van {once} geleden telt voor de helft, een van {twice} geleden voor een "
        "kwart. Zo staat een plek waar het nu speelt hoger dan een plek waar het "
        "vroeger speelde."
    )


def _say_span(days: float) -> str:
    """Write a span of days as people say it."""
    months = round(days / _DAYS_PER_YEAR * _MONTHS_PER_YEAR)
    if months <= 1:
        return say_count(round(days), "dag", "dagen")
    if months == _HALF_YEAR:
        return "een half jaar"
    years, rest = divmod(months, _MONTHS_PER_YEAR)
    if rest:
        return f"{months} maanden"
    return "een jaar" if years == 1 else f"{years} jaar"


def _say_weight(weight: float) -> str:
    figure = say_number(weight, decimals=0 if weight == round(weight) else 1)
    return (
        f"{figure}. Zo zwaar weegt één melding naast die van andere thema's: een keuze, geen "
        "meting. Het gewicht bepaalt de volgorde van de thema's en verandert geen hotspot."
    )


def _say_origin(theme: str, themes: Themes) -> str:
    if theme in themes.own:
        return "Een eigen kaart van deze gemeente; die gaat voor de meegeleverde."
    return (
        "Meegeleverd met Hotspotkaart. Een gemeente kan er haar eigen kaart voor in de plaats "
        "zetten."
    )


def _say_evidence(theme: str, themes: Themes, *, is_ours: bool) -> str:
    evidence = themes.card(theme).evidence
    if evidence is None:
        return _say_untested(theme, themes)
    origin = "" if is_ours else " Let op: de toets is gedaan op andere gegevens dan die hier staan."
    return f"{say_evidence(evidence)}{origin}"


def say_evidence(evidence: Evidence) -> str:
    """Say on what settings were tested, what they caught, and whether that beat counting."""
    caught, counted = _say_caught(evidence)
    verdict = say_verdict(judge_evidence(evidence))
    scored = Period(first=evidence.first, last=evidence.last)
    return (
        f"Op {say_date(evidence.tuned_on)}, met "
        f"{say_count(evidence.incidents, 'melding', 'meldingen')} van {say_period(scored)}, "
        f"telkens tot {say_count(evidence.weeks, 'week', 'weken')} na het zoeken: daarvan "
        f"{caught} in {_say_rate(evidence.share)} van het gebied. Het tellen van oude meldingen "
        f"gaf {counted}. {verdict}"
    )


def _say_caught(evidence: Evidence) -> tuple[str, str]:
    """Say what was caught, and what counting caught; no percentage of a handful."""
    rates = (evidence.hit_rate, evidence.prior_hit_rate)
    hits = [rate * evidence.incidents for rate in rates]
    if min(hits) >= SMALL_COUNT:
        return f"viel {_say_rate(rates[0])}", _say_rate(rates[1])
    # The rates were rounded, and cells that tied gave a part each.
    caught, counted = (say_number(number, decimals=1).removesuffix(",0") for number in hits)
    return f"vielen er {caught}", f"er {counted} ({SMALL})"


def _say_test(card: ThemeCard) -> str:
    return UNTESTED if card.evidence is None else f"op {say_date(card.evidence.tuned_on)}"


def _say_untested(theme: str, themes: Themes) -> str:
    basis = (
        ""
        if theme in themes.own
        else " De ondergrens is zo gekozen dat toeval alleen haar zelden haalt als de meldingen "
        "gelijk over de bebouwde kom verdeeld waren."
    )
    return (
        "Nog niet. De afstand, het aantal en de termijn zijn een startpunt: of ze ook helpen in de "
        f"weken erna, is nog niet nagerekend.{basis}"
    )


def _say_rate(rate: float) -> str:
    return f"{say_number(100 * rate)}%"


def _say_count(count: int, quality: DataQuality) -> str:
    return f": {say_count(count, 'melding', 'meldingen')}" if quality.incidents else ""


def _say_placeless(count: int, total: int) -> str:
    if not count:
        return "Geen: van elke melding is de plaats bekend."
    return (
        f"{_say_of(count, total)}: wel geteld, maar niet op de kaart en in geen hotspot, want waar "
        "het gebeurde is niet bekend."
    )


def _say_monthly(count: int, total: int) -> str:
    if not count:
        return "Geen: van elke melding is de dag bekend."
    return (
        f"{_say_of(count, total)}: wel op de kaart, maar niet in de weekgrafiek, want dag en uur "
        "zijn niet bekend."
    )


def _say_others(kinds: pd.DataFrame, themes: Themes) -> str:
    others = kinds[(kinds[schema.THEME] == schema.OTHER_THEME).to_numpy()]
    if others.empty:
        return "Geen: elke melding hoort bij een thema."
    counts = others.groupby(others[schema.CODE].fillna(""))[schema.INCIDENTS].sum()
    most = counts.sort_values(ascending=False, kind="stable").head(_MOST_NAMED)
    named = [
        f"{_say_code(str(code), themes).lower()} ({say_number(count)})"
        for code, count in most.items()
    ]
    counted = say_count(_sum(others), "melding telt", "meldingen tellen")
    return f"{counted} in geen enkel thema mee, het meest {say_list(named)}."


def _say_code(code: str, themes: Themes) -> str:
    return themes.titles.get(code, OWN_WORD if code else _NO_CODE)


def _say_of(count: int, total: int) -> str:
    return f"{say_number(count)} van {say_count(total, 'melding', 'meldingen')}"


def _sum(rows: pd.DataFrame) -> int:
    return int(rows[schema.INCIDENTS].sum())
