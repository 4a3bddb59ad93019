"""Theme cards: which codes make a theme, and how its hotspots are sought."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from geo import schema
from geo.errors import ThemeError
from geo.params import HotspotParams
from geo.schema import OpportunityKind
from geo.workspace import PROJECT_DIR, Workspace, read_toml

SHIPPED_CARDS_DIR = PROJECT_DIR / "models"
CODE_LIST = SHIPPED_CARDS_DIR / "crime_codes.csv"

_Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
# Fits on one or two lines of a narrow sheet.
_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
_KIND_COLUMNS = (schema.CODE, schema.THEME)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HotspotSettings(_Strict):
    """DBSCAN parameters and the window over which they were chosen."""

    eps_m: float = Field(gt=0, le=10_000, allow_inf_nan=False)
    min_samples: int = Field(ge=2, le=10_000)
    half_life_days: float = Field(gt=0, allow_inf_nan=False)
    window_months: int = Field(ge=1, le=120)


class Evidence(_Strict):
    """What a card's settings caught in periods on which they were not chosen.

    Rates are parts of the incidents that came, in ``share`` of the area; ``prior_hit_rate`` is
    that of counting earlier incidents per cell, the gain the difference (95% interval).
    ``earlier`` counts what was known before the first period; None where nobody wrote it down.
    """

    tuned_on: date
    fingerprint: str = Field(min_length=1, max_length=100)
    first: date
    last: date
    weeks: int = Field(ge=1)
    periods: int = Field(ge=1)
    cell_m: float = Field(gt=0, allow_inf_nan=False)
    share: float = Field(gt=0, le=1)
    incidents: int = Field(ge=1)
    earlier: int | None = Field(default=None, ge=0)
    hit_rate: float = Field(ge=0, le=1)
    hit_rate_low: float = Field(ge=0, le=1)
    hit_rate_high: float = Field(ge=0, le=1)
    prior_hit_rate: float = Field(ge=0, le=1)
    gain_low: float = Field(ge=-1, le=1)
    gain_high: float = Field(ge=-1, le=1)


class ThemeCard(_Strict):
    """One theme as people know it; the file's name is the theme's key.

    ``look_for`` says what a patrol pays attention to: places and circumstances, never persons.
    """

    title: str = Field(min_length=1, max_length=80)
    codes: tuple[_Code, ...] = Field(min_length=1)
    explanation: str = Field(min_length=1)
    look_for: tuple[_Line, ...] = Field(default=(), max_length=4)
    ivb_priority: str = ""
    harm_weight: float = Field(ge=0, allow_inf_nan=False)
    opportunities: OpportunityKind | None = None
    colour: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    hotspots: HotspotSettings
    evidence: Evidence | None = None

    def params(
        self, *, eps_m: float | None = None, min_samples: int | None = None
    ) -> HotspotParams:
        """Return the card's hotspot parameters, with any that are given in their place."""
        return HotspotParams(
            eps_m=self.hotspots.eps_m if eps_m is None else eps_m,
            min_samples=self.hotspots.min_samples if min_samples is None else min_samples,
            half_life_days=self.hotspots.half_life_days,
        )


# Theft and burglary on the police list: they hurt an owner, and disturb public order only where
# more comes with them. Damage (2.2.1) and robbery (1.4.6, 1.4.7) are not among them.
PROPERTY_CODES: Final = frozenset(
    {"1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.5.2", "1.6.2"}
    | {"2.5.1", "2.5.2"}
)


def is_about_property(card: ThemeCard) -> bool:
    """Whether all that a card stands for is theft or burglary."""
    return all(code in PROPERTY_CODES for code in card.codes)


@dataclass(frozen=True)
class Themes:
    """Every card, and what each code means.

    Parameters
    ----------
    cards
        Theme key to card, in alphabetical order.
    theme_by_code
        Folded code or police class to ``(code, theme)``.
    titles
        Code to its title on the police list.
    own
        Themes whose card the workspace brought itself.
    """

    cards: Mapping[str, ThemeCard]
    theme_by_code: Mapping[str, tuple[str, str]]
    titles: Mapping[str, str]
    own: frozenset[str] = frozenset()

    @property
    def by_harm(self) -> list[str]:
        """Theme keys, the heaviest harm first (ties: in order of title)."""
        return sorted(
            self.cards, key=lambda name: (-self.cards[name].harm_weight, self.cards[name].title)
        )

    def card(self, theme: str) -> ThemeCard:
        """Return a theme's card.

        Raises
        ------
        ThemeError
            If no card has this name.
        """
        if theme not in self.cards:
            raise ThemeError(
                "theme-unknown",
                expected=f"a theme out of {', '.join(self.cards)}",
                got=repr(theme),
                remedy="choose one of these, or add a card to the workspace's models folder",
                theme=theme,
                themes=", ".join(self.cards),
            )
        return self.cards[theme]


def read_themes(workspace: Workspace) -> Themes:
    """Read the shipped cards and those of the workspace, which override them by name.

    Raises
    ------
    ThemeError
        If a card is not valid, or two cards claim one code.
    """
    paths = _list_cards(workspace)
    cards = {name: read_toml(paths[name], ThemeCard, error=ThemeError) for name in sorted(paths)}
    own = {name for name, path in paths.items() if path.parent != SHIPPED_CARDS_DIR}
    return replace(build_themes(cards, _read_code_list(CODE_LIST)), own=frozenset(own))


def find_card(workspace: Workspace, theme: str) -> Path:
    """Return the file of a theme's card: the workspace's own, else the shipped one.

    Raises
    ------
    ThemeError
        If no card has this name.
    """
    read_themes(workspace).card(theme)
    return _list_cards(workspace)[theme]


def build_themes(
    cards: Mapping[str, ThemeCard], code_list: Iterable[tuple[str, str, tuple[str, ...]]]
) -> Themes:
    """Settle what each code and police class means.

    Parameters
    ----------
    cards
        Theme key to card.
    code_list
        Code, title and police classes of each kind of crime.

    Raises
    ------
    ThemeError
        If two cards claim one code, or a card takes the name of the remainder.
    """
    claimed = _claimed_codes(cards)
    meaning = {_fold(code): (code, theme) for code, theme in claimed.items()}
    titles = {}
    for code, title, police_classes in code_list:
        titles[code] = title
        own = meaning.setdefault(_fold(code), (code, schema.OTHER_THEME))
        for police_class in police_classes:
            # A class under two codes keeps the first: the list runs from lowest to highest.
            meaning.setdefault(_fold(police_class), own)
    return Themes(cards, meaning, titles)


def assign_themes(codes: pd.Series, themes: Themes) -> pd.DataFrame:
    """Translate codes as a source writes them.

    A code may carry spaces, and a police class its description (``"A20 Gekwal. diefstal"``).

    Parameters
    ----------
    codes
        Text, any index.
    themes
        What each code means.

    Returns
    -------
    DataFrame
        ``code`` and ``theme`` on the index of ``codes``; both missing where neither the list nor
        a card knows the code.
    """
    known = {text: _meaning(text, themes) for text in codes.dropna().unique()}
    parts = [codes.map({text: pair[place] for text, pair in known.items()}) for place in (0, 1)]
    return pd.DataFrame(
        {name: part.astype("str") for name, part in zip(_KIND_COLUMNS, parts, strict=True)},
        index=codes.index,
    )


def _list_cards(workspace: Workspace) -> dict[str, Path]:
    shipped = {path.stem: path for path in SHIPPED_CARDS_DIR.glob("*.toml")}
    return shipped | {path.stem: path for path in workspace.models_dir.glob("*.toml")}


def _meaning(text: str, themes: Themes) -> tuple[str | None, str | None]:
    folded = _fold(text)
    first_word = folded.split(" ", 1)[0]
    by_code = themes.theme_by_code
    return by_code.get(folded) or by_code.get(first_word) or (None, None)


def _claimed_codes(cards: Mapping[str, ThemeCard]) -> dict[str, str]:
    if schema.OTHER_THEME in cards:
        raise ThemeError(
            "theme-name-reserved",
            expected="a card with a name of its own",
            got=f"a card called {schema.OTHER_THEME}, which holds all codes without a card",
            remedy="rename the card",
            theme=schema.OTHER_THEME,
        )
    owners: dict[str, str] = {}
    claimed: dict[str, str] = {}
    for theme, card in cards.items():
        for code in card.codes:
            other = owners.setdefault(_fold(code), theme)
            if other != theme:
                raise ThemeError(
                    "code-claimed-twice",
                    expected="each code on one card",
                    got=f"code {code} on {other} and on {theme}",
                    remedy="take it off one of them",
                    code=code,
                    first=other,
                    second=theme,
                )
            claimed[code] = theme
    return claimed


def _read_code_list(path: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            (row["code"], row["title"], tuple(row["police_classes"].split()))
            for row in csv.DictReader(lines)
        ]


def _fold(code: str) -> str:
    return " ".join(code.split()).casefold()
