"""Whether a way to expect incidents beats the plain count of earlier ones, as far as is known."""

from enum import StrEnum
from typing import Final

from geo.analysis.backtest import GAIN_HIGH, GAIN_LOW, METHOD, Backtest
from geo.analysis.scores import SHARE
from geo.analysis.trends import SMALL_COUNT

# A verdict is over this share of the area, and names it: settled beforehand, so that nobody picks
# the share at which a method happens to do well.
JUDGED_SHARE: Final = 0.03


class Verdict(StrEnum):
    """What is known of a method or set of hotspots beside the plain count."""

    BEATS = "beats"
    NOT_BETTER = "not-better"
    WORSE = "worse"
    TOO_FEW = "too-few"
    UNTESTED = "untested"
    OTHER_DATA = "other-data"
    UNFAIR = "unfair"


def judge_gain(low: float, high: float, *, incidents: int) -> Verdict:
    """Judge by the interval of the gain in hit rate over the plain count.

    Parameters
    ----------
    low, high
        Limits of the gain (95%), parts of all incidents.
    incidents
        How many were scored; of a handful nothing can be said.
    """
    if incidents < SMALL_COUNT:
        return Verdict.TOO_FEW
    if low > 0:
        return Verdict.BEATS
    return Verdict.WORSE if high < 0 else Verdict.NOT_BETTER


def judge_method(found: Backtest, method: str, *, share: float = JUDGED_SHARE) -> Verdict:
    """Judge a method of a back-test at a share of the area; untested where it took no part."""
    rows = found.scores[(found.scores[METHOD] == method) & (found.scores[SHARE] == share)]
    if rows.empty:
        return Verdict.UNTESTED
    # Where nothing was known yet there was nothing to count, and nothing to beat.
    judged = min(found.incidents, found.earlier)
    return judge_gain(rows[GAIN_LOW].iloc[0], rows[GAIN_HIGH].iloc[0], incidents=judged)
