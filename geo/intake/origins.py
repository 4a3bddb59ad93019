"""Who made each record, and how precisely its place is known."""

from collections.abc import Mapping

import pandas as pd

from geo import schema
from geo.intake.mapping import ColumnMapping, fold
from geo.schema import PlacePrecision, Reporter


def read_origins(
    reporters: pd.Series, precisions: pd.Series, mapping: ColumnMapping
) -> dict[str, pd.Series]:
    """Find reporter and place precision of each row.

    Only words of the two lists get in: what else stands there may be a name or a remark.

    Parameters
    ----------
    reporters, precisions
        As written, text, missing where empty; shape ``(n,)``.
    mapping
        The source's own words for reporters, and what holds where nothing known is written.

    Returns
    -------
    dict
        ``place_precision`` and ``reporter``, each of shape ``(n,)`` without missing values.
    """
    own_words = {fold(word): reporter.value for word, reporter in mapping.reporters.items()}
    known_reporters = {value.value: value.value for value in Reporter} | own_words
    known_precisions = {value.value: value.value for value in PlacePrecision}
    return {
        schema.PLACE_PRECISION: _known_words(
            precisions, known_precisions, mapping.place_precision.value
        ),
        schema.REPORTER: _known_words(reporters, known_reporters, mapping.reporter.value),
    }


def _known_words(texts: pd.Series, words: Mapping[str, str], otherwise: str) -> pd.Series:
    known = {text: words.get(fold(text), otherwise) for text in texts.dropna().unique()}
    return texts.map(known).astype("str").fillna(otherwise)
