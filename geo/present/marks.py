"""The colour and letters by which a theme is known, on a map and in a list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

import pandas as pd

from geo import schema
from geo.present.legend import chance_row_html
from geo.present.markup import escape
from geo.themes import Themes

_OTHER: Final = ("Overig", "#6b7884")
_DARK: Final = "#000000"
_LIGHT: Final = "#ffffff"
# Relative luminance of sRGB as WCAG 2.1 defines it, and that at which black and white stand out
# equally: the contrast is then 4.6 to 1.
_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)
_LINEAR_BELOW: Final = 0.04045
_MIDDLE: Final = (1.05 * 0.05) ** 0.5 - 0.05


@dataclass(frozen=True)
class Mark:
    """How a theme is marked: never by its colour alone.

    Parameters
    ----------
    title
        Name of the theme.
    letters
        One to three letters or digits, of this theme alone.
    colour, ink
        Of the ground and of the letters on it, ``#rrggbb``.
    """

    title: str
    letters: str
    colour: str
    ink: str


@dataclass(frozen=True)
class Item:
    """A line in a list: what it is about, and what there is to say of it."""

    title: str
    detail: str
    mark: Mark | None = None


def mark_themes(themes: Themes) -> dict[str, Mark]:
    """Return a mark for each theme that has a card, and for the remainder.

    Returns
    -------
    dict
        On the theme, in the order in which people see themes: the heaviest harm first.
    """
    cards = themes.cards
    ordered = sorted(cards, key=lambda name: (-cards[name].harm_weight, cards[name].title))
    looks = {name: (cards[name].title, cards[name].colour) for name in ordered}
    looks[schema.OTHER_THEME] = _OTHER
    letters = _choose_letters([title for title, _ in looks.values()])
    return {
        name: Mark(title, text, colour, ink_on(colour))
        for (name, (title, colour)), text in zip(looks.items(), letters, strict=True)
    }


def theme_marks(themes: pd.Series, marks: Mapping[str, Mark]) -> pd.Series:
    """Return the key of the mark of each theme; one without a card goes with the remainder."""
    return themes.where(themes.isin(list(marks)), schema.OTHER_THEME)


def mark_html(mark: Mark) -> str:
    """Return the mark as HTML; whoever cannot see it needs the title beside it."""
    look = f"background:{mark.colour};color:{mark.ink}"
    return f'<b class="hk-mark" style="{look}" aria-hidden="true">{escape(mark.letters)}</b>'


def marks_legend_html(
    marks: Mapping[str, Mark],
    shown: Collection[str],
    *,
    others: Iterable[tuple[str, str]] = (),
    chance: bool = False,
) -> str:
    """Return the legend of the themes that a map shows, in the order of the marks.

    Parameters
    ----------
    marks
        Mark of each theme.
    shown
        Themes on the map.
    others
        What else lies on it: CSS look and label.
    chance
        Whether it shows hotspots that may be chance.
    """
    themes = [mark for name, mark in marks.items() if name in shown]
    entries = [f"{mark_html(mark)}{escape(mark.title)}" for mark in themes]
    signs = (
        ("border:2px solid #26323c;border-radius:50%", "", "hotspot, met letters en rang"),
        ("border-radius:50%", "9", "meldingen bij elkaar"),
        ("background:#b9c6db;border-style:dashed", "", "bedrijventerrein"),
        *((look, "", label) for look, label in others),
    )
    entries += [
        f'<b style="{look}" aria-hidden="true">{text}</b>{label}' for look, text, label in signs
    ]
    rows = "".join(f"<li>{entry}</li>" for entry in entries) + (chance_row_html() if chance else "")
    return f'<ul class="hk-legend" aria-label="Legenda">{rows}</ul>'


def items_html(items: Iterable[Item]) -> str:
    """Return lines as an HTML list that a phone shows in full width; nothing for no lines."""
    rows = "".join(
        f"<li>{mark_html(item.mark) if item.mark else ''}"
        f"<div><strong>{escape(item.title)}</strong> <span>{escape(item.detail)}</span></div></li>"
        for item in items
    )
    return f'<ul class="hk-items">{rows}</ul>' if rows else ""


def ink_on(colour: str) -> str:
    """Return the ink, black or white, that stands out most on a colour ``#rrggbb``."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        share / 12.92 if share <= _LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    ]
    luminance = sum(weight * share for weight, share in zip(_WEIGHTS, linear, strict=True))
    return _DARK if luminance > _MIDDLE else _LIGHT


def _choose_letters(titles: Sequence[str]) -> list[str]:
    chosen: list[str] = []
    for title in titles:
        first, *others = [letter for letter in title if letter.isalpha()] or [""]
        pairs = (first.upper() + letter.lower() for letter in others)
        numbered = (f"{first.upper()}{number}" for number in count(1))
        chosen.append(next(text for text in chain(pairs, numbered) if text not in chosen))
    return chosen
