"""Whether a placement worked: what changed beyond what changed elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from geo.advice.displacement import (
    Placement,
    Quotient,
    Wdd,
    add_areas,
    measure_around,
    measure_quotient,
    measure_wdd,
)
from geo.advice.power import ONE_SIDED, share_found
from geo.analysis.trends import SMALL_COUNT, Difference, compare_counts, list_differences
from geo.errors import ParamsError
from geo.params import check_share


class Verdict(StrEnum):
    """What may be said of one or more placements."""

    EFFECTIVE = "effective"
    NO_EFFECT_SHOWN = "no effect shown"
    INSUFFICIENT = "insufficient data"
    DISPLACEMENT = "displacement likely"


class Advice(StrEnum):
    """What to do next."""

    EXTEND = "extend"
    MOVE = "move"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What was agreed before the placement.

    Parameters
    ----------
    share
        Expected reduction in the target, as a share of what there would have been: over 0, up to 1.
    one_sided
        Chance of calling a camera effective that is not.
    least_power
        Chance of finding the expected reduction from which on finding none says something.

    Raises
    ------
    ParamsError
        If a value is out of range.
    """

    share: float
    one_sided: float = ONE_SIDED
    least_power: float = 0.8

    def __post_init__(self) -> None:
        """Refuse what is no share or chance."""
        check_share("share", self.share)
        check_share("one_sided", self.one_sided, whole=False)
        check_share("least_power", self.least_power, whole=False)


@dataclass(frozen=True)
class Evaluation:
    """What came out of one or more placements.

    Parameters
    ----------
    net
        The WDD of target and buffer, each against its control.
    target
        The WDD of the target alone.
    around
        That of the buffer alone, where there is one: above 0 there was more around the target.
    target_change
        The two counts of the target, with the E-test.
    quotient
        The WDQ and the total net effect.
    power
        Chance that the expected reduction would have been found with so many incidents.
    displaced
        Whether there was more around the target than chance explains; None without a buffer.
    verdict
        By the rule of `evaluate_placements`.
    """

    net: Wdd
    target: Wdd
    around: Wdd | None
    target_change: Difference
    quotient: Quotient
    power: float
    displaced: bool | None
    verdict: Verdict


def evaluate_placements(
    placements: Sequence[Placement], goal: Goal, *, confidence: float = 0.95
) -> Evaluation:
    """Say whether placements, taken together, worked.

    The rule, in this order:

    1. Fewer than 10 incidents in the targets before, or a control without any: insufficient.
    2. The target did better than its control, and the net WDD is so low that chance gives it in
       less than ``goal.one_sided``: effective. What went to the buffer is already taken off.
    3. The target did better than its control, and there was more in the buffer than chance gives
       in ``goal.one_sided``: displacement likely.
    4. The chance of finding the expected reduction was below ``goal.least_power``: insufficient.
    5. Else: no effect shown.

    Parameters
    ----------
    placements
        One or more; their counts are added up, so that several that prove nothing alone may do so
        together.
    goal
        What was agreed before.
    confidence
        Of the intervals, between 0 and 1.

    Raises
    ------
    ParamsError
        If there is no placement at all.
    """
    if not placements:
        raise ParamsError(
            "evaluation-no-placements",
            expected="at least one placement",
            got="none",
            remedy="choose a placement that has ended",
        )
    net = measure_wdd(placements, confidence=confidence)
    target = measure_wdd([_without_buffer(one) for one in placements], confidence=confidence)
    around = measure_around(placements, confidence=confidence)
    counts = add_areas([one.target for one in placements])
    power = share_found(goal.share * counts.before, net.variance, one_sided=goal.one_sided)
    displaced = None if around is None else _is_more(around, goal.one_sided)
    verdict = _judge(placements, (net, target), goal, power=power, displaced=bool(displaced))
    change = compare_counts(pd.Series([counts.after]), pd.Series([counts.before]))
    return Evaluation(
        net,
        target,
        around,
        list_differences(change)[0],
        measure_quotient(placements),
        power,
        displaced,
        verdict,
    )


def advise(verdict: Verdict, *, is_still_hotspot: bool, is_better_elsewhere: bool) -> Advice:
    """Say what to do next; a camera that is no longer needed leaves, whatever it did.

    Parameters
    ----------
    verdict
        What came out.
    is_still_hotspot
        Whether the place still is a hotspot.
    is_better_elsewhere
        Whether the same unit would cover more on another site.

    Returns
    -------
    Advice
        At a hotspot, extend what is effective, and what has too few data, to measure on. In all
        other cases move to the better site, or withdraw where there is none.
    """
    if not is_still_hotspot:
        return Advice.MOVE if is_better_elsewhere else Advice.WITHDRAW
    if verdict in {Verdict.EFFECTIVE, Verdict.INSUFFICIENT}:
        return Advice.EXTEND
    return Advice.MOVE if is_better_elsewhere else Advice.WITHDRAW


def _judge(
    placements: Sequence[Placement],
    measured: tuple[Wdd, Wdd],
    goal: Goal,
    *,
    power: float,
    displaced: bool,
) -> Verdict:
    net, target = measured
    if _are_few(placements) or net.p_value is None:
        return Verdict.INSUFFICIENT
    if target.estimate < 0 and net.p_value < goal.one_sided:
        return Verdict.EFFECTIVE
    if target.estimate < 0 and displaced:
        return Verdict.DISPLACEMENT
    return Verdict.INSUFFICIENT if power < goal.least_power else Verdict.NO_EFFECT_SHOWN


def _are_few(placements: Sequence[Placement]) -> bool:
    before = sum(one.target.before for one in placements)
    return before < SMALL_COUNT or not any(one.control.before for one in placements)


def _is_more(measured: Wdd, one_sided: float) -> bool:
    return measured.p_value is not None and measured.p_value > 1 - one_sided


def _without_buffer(placement: Placement) -> Placement:
    return Placement(target=placement.target, control=placement.control)
