"""A house style in words: how well its colours can be told from one another."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo.intake.house_style import ACCENT, INK, LEAST_CONTRAST, ON_ACCENT, measure_contrasts
from geo.present.wording import say_number

_PAIRS: Final[Mapping[str, str]] = {
    ON_ACCENT: "Letters in een kop, op de hoofdkleur",
    INK: "Letters op wit",
    ACCENT: "Hoofdkleur op wit",
}
RULE: Final = (
    f"Letters zijn voor iedereen te lezen vanaf {say_number(LEAST_CONTRAST, decimals=1)} op 1 "
    "(WCAG 2.1)."
)


def tabulate_contrasts(accent: str, on_accent: str, ink: str) -> pd.DataFrame:
    """Table of the contrast of each pair of colours, and whether it is enough."""
    found = measure_contrasts(accent, on_accent, ink)
    return pd.DataFrame(
        {
            "Kleuren": [_PAIRS[name] for name in found],
            "Contrast": [f"{say_number(value, decimals=1)} op 1" for value in found.values()],
            "Oordeel": [
                "voldoende" if value >= LEAST_CONTRAST else "te laag" for value in found.values()
            ],
        }
    )


def is_readable(accent: str, on_accent: str, ink: str) -> bool:
    """Say whether every pair of colours can be told apart by everybody."""
    return min(measure_contrasts(accent, on_accent, ink).values()) >= LEAST_CONTRAST
