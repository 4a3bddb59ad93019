"""Whether visited places did better than others: in number and also in proportion."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import stats

from geo.advice.displacement import BeforeAfter, Placement, add_areas
from geo.advice.evaluation import Evaluation, Goal, Verdict, evaluate_placements

# Added to each count, so that none of them is nothing.
_HALF: Final = 0.5


@dataclass(frozen=True)
class RateRatio:
    """How the places went in proportion, over how their controls went.

    Below 1 they did better; ``low`` to ``high`` is the two-sided interval, and ``p_value`` the
    chance of a ratio so low without any effect (one-sided).
    """

    estimate: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class VisitJudgement:
    """What came out, and whether only the numbers speak for it.

    ``evaluation`` has the verdict, ``is_uneven`` says that it would have been that visited places
    did better, were proportions not looked at.
    """

    evaluation: Evaluation
    ratio: RateRatio
    is_uneven: bool


def judge_visits(
    counts: Sequence[Placement], goal: Goal, *, confidence: float = 0.95
) -> VisitJudgement:
    """Judge visited places by the rule for placements, and in proportion besides.

    Places are visited because much happens there; what is left to hold them against has less. If
    everything falls by a third, they then lose more in number than their controls, without any
    effect: in simulated towns that fell by two fifths the WDD alone called that effective in up to
    nine of ten. So they did better only where they did so in proportion too; else it is
    insufficient. Neither helps against a place that was visited at its peak and calms down by
    itself.

    Parameters
    ----------
    counts
        One or more places, each with its control.
    goal
        What is expected, and how sure one has to be.
    confidence
        Of the intervals, between 0 and 1.

    Raises
    ------
    ParamsError
        If there is no place at all.
    """
    evaluation = evaluate_placements(counts, goal, confidence=confidence)
    ratio = measure_ratio(counts, confidence=confidence)
    is_uneven = evaluation.verdict is Verdict.EFFECTIVE and ratio.p_value >= goal.one_sided
    if is_uneven:
        evaluation = replace(evaluation, verdict=Verdict.INSUFFICIENT)
    return VisitJudgement(evaluation, ratio, is_uneven)


def measure_ratio(counts: Sequence[Placement], *, confidence: float = 0.95) -> RateRatio:
    """Measure the ratio of rate ratios of places and what is around them, pooled.

    ``(after / before) / (control after / control before)`` with a half added to each count; its
    logarithm is taken to be normal, with the sum of one over each count as its variance.

    Parameters
    ----------
    counts
        One or more; counts are added up.
    confidence
        Of the interval, between 0 and 1.

    References
    ----------
    Wilson (2022), The relative incident rate ratio effect size for count-based impact evaluations.
    Journal of Quantitative Criminology 38.
    """
    own = _add(counts, ("target", "buffer"))
    other = _add(counts, ("control", "buffer_control"))
    four = np.array([own.after, own.before, other.before, other.after]) + _HALF
    logarithm = float(np.log(four[0] / four[1] * four[2] / four[3]))
    error = float(np.sqrt((1 / four).sum()))
    reach = float(stats.norm.ppf((1 + confidence) / 2)) * error
    low, estimate, high = np.exp([logarithm - reach, logarithm, logarithm + reach]).tolist()
    return RateRatio(estimate, low, high, float(stats.norm.cdf(logarithm / error)))


def _add(counts: Sequence[Placement], names: tuple[str, str]) -> BeforeAfter:
    areas = [getattr(one, name) for one in counts for name in names]
    return add_areas([area for area in areas if area is not None])
