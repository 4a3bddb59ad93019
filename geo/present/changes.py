"""Dutch words for how two counts differ, and how sure that is."""

import math
from typing import Final

from geo.analysis.trends import SMALL_COUNT, Difference
from geo.params import Period
from geo.present.wording import say_number, say_period

SMALL: Final = "klein aantal"

# A difference that chance alone would make less often than this is called more than chance.
CHANCE: Final = 0.05


def say_signed(value: float, *, decimals: int = 0) -> str:
    """Write a difference with its sign: ``+3``, ``-1.045`` and ``0``."""
    # Else what rounds to nothing keeps its sign.
    rounded = round(value, decimals) or 0.0
    text = say_number(rounded, decimals=decimals)
    return text if rounded <= 0 else f"+{text}"


def say_change(found: Difference) -> str:
    """Say how a count changed: ``-21 (van 118 naar 97, -18%)``.

    Fewer than 10 in either period puts the percentage in brackets of its own, and calls the
    number small: ``+11 (van 5 naar 16) (+220%) klein aantal``.
    """
    counts = f"van {say_number(found.before)} naar {say_number(found.now)}"
    percent = say_percent(found)
    if found.is_small:
        return f"{say_signed(found.difference)} ({counts}) {percent}"
    return f"{say_signed(found.difference)} ({counts}, {percent})"


def say_percent(found: Difference) -> str:
    """Say a change in percent; a small number is called one, and none is made out of nothing."""
    return _write_percent(found.percent, found.now, is_small=found.is_small)


def say_development(now: int, before: int) -> str:
    """Say in percent how a count differs from an earlier one, as `say_percent` does."""
    percent = 100 * (now - before) / before if before else None
    return _write_percent(percent, now, is_small=min(now, before) < SMALL_COUNT)


def say_interval(found: Difference) -> str:
    """Say between which limits the difference lies, rounded outwards: ``tussen -45 en +3``."""
    low, high = math.floor(found.low), math.ceil(found.high)
    return f"tussen {say_signed(low)} en {say_signed(high)}"


def say_verdict(found: Difference) -> str:
    """Say in a word or two whether chance alone can explain a difference."""
    if found.difference == 0:
        return "geen verschil"
    return say_chance(found.p_value).removeprefix("is ")


def say_chance(p_value: float) -> str:
    """End the sentence that begins with "Het verschil"."""
    return "kan toeval zijn" if p_value >= CHANCE else "is meer dan toeval verklaart"


def say_before(period: Period, previous: Period) -> str:
    """Name the days of the period before, and how long both are where that differs."""
    days = say_period(previous)
    if period.days == previous.days:
        return days
    return f"{days} ({previous.days} dagen, tegen {period.days} nu)"


def say_unequal(period: Period, previous: Period) -> str:
    """Say what differing lengths do to a comparison; empty where both are as long."""
    if period.days == previous.days:
        return ""
    return (
        "De twee zijn niet even lang: het oordeel houdt daar rekening mee, aantallen, procenten en "
        "marge niet. "
    )


def say_many(comparisons: int) -> str:
    """Say what it means to look at so many comparisons at once."""
    return (
        f"U ziet hier {say_number(comparisons)} vergelijkingen tegelijk. Van 20 vergelijkingen "
        "waarin niets veranderd is, lijkt er gemiddeld één toch meer dan toeval."
    )


def _write_percent(percent: float | None, now: int, *, is_small: bool) -> str:
    if percent is None:
        return SMALL if now else ""
    # Halves away from zero, as people round.
    whole = math.copysign(math.floor(abs(percent) + 0.5), percent)
    text = f"{say_signed(int(whole))}%"
    return f"({text}) {SMALL}" if is_small else text
