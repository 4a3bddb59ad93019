"""What kind of incident each row is, in a source's own words."""

from collections.abc import Mapping

import pandas as pd

from geo import schema
from geo.intake.mapping import fold
from geo.intake.times import FAULT
from geo.schema import Refusal
from geo.themes import Themes, assign_themes


def read_kinds(
    codes: pd.Series,
    names: pd.Series,
    *,
    own_words: Mapping[str, str],
    themes: Themes,
    theme: str | None,
) -> pd.DataFrame:
    """Find code and theme of each row.

    A theme that is named goes before the one that the code belongs to; a name that is not known
    lets the code decide.

    Parameters
    ----------
    codes, names
        Code and theme as written, text, missing where empty; shape ``(n,)``, index 0..n-1.
    own_words
        The source's own words to codes, whatever their case and spacing.
    themes
        What each code means.
    theme
        Theme for every row whatever its code; None lets the rows decide.

    Returns
    -------
    DataFrame
        ``code``, ``theme`` and ``fault`` (a `Refusal` or missing) on the index of ``codes``.
    """
    kinds = assign_themes(_translate(codes, own_words), themes)
    if theme is not None:
        kinds[schema.THEME] = pd.Series(theme, index=kinds.index, dtype="str")
    else:
        known = {fold(name): name for name in (*themes.cards, schema.OTHER_THEME)}
        meant = {text: known.get(fold(text)) for text in names.dropna().unique()}
        kinds[schema.THEME] = names.map(meant).astype("str").fillna(kinds[schema.THEME])
    fault = pd.Series(Refusal.NO_CODE.value, index=kinds.index, dtype="str")
    fault = fault.mask(codes.notna(), Refusal.UNKNOWN_CODE.value)
    fault = fault.mask(names.notna(), Refusal.UNKNOWN_THEME.value)
    kinds[FAULT] = fault.where(kinds[schema.THEME].isna())
    return kinds


def _translate(codes: pd.Series, own_words: Mapping[str, str]) -> pd.Series:
    meant = {fold(word): code for word, code in own_words.items()}
    translated = {text: meant.get(fold(text), text) for text in codes.dropna().unique()}
    return codes.map(translated).astype("str")
