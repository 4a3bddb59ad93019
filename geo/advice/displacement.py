"""Weighted displacement: what changed in and around a place beyond what changed elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats

from geo.errors import ParamsError


@dataclass(frozen=True)
class BeforeAfter:
    """Incidents in one area: in a period before, and in one of equal length with the camera.

    Raises
    ------
    ParamsError
        If a count is negative.
    """

    before: int
    after: int

    def __post_init__(self) -> None:
        """Refuse what is no count."""
        for name in ("before", "after"):
            value = getattr(self, name)
            if value < 0:
                raise ParamsError(
                    "param-negative",
                    expected=f"{name} >= 0",
                    got=f"{value}",
                    remedy="give zero or a positive number",
                    name=name,
                    value=value,
                )

    @property
    def change(self) -> int:
        """What there is more after than before."""
        return self.after - self.before

    def __add__(self, other: "BeforeAfter") -> "BeforeAfter":
        """Return the counts of both areas together."""
        return BeforeAfter(self.before + other.before, self.after + other.after)


@dataclass(frozen=True, kw_only=True)
class Placement:
    """The counts of one placement.

    Parameters
    ----------
    target, control
        Where the camera stood, and where none did.
    buffer, buffer_control
        Around the target, where incidents may have gone, and a control for it; both or neither.

    Raises
    ------
    ParamsError
        If there is a buffer without a control for it, or the reverse.
    """

    target: BeforeAfter
    control: BeforeAfter
    buffer: BeforeAfter | None = None
    buffer_control: BeforeAfter | None = None

    def __post_init__(self) -> None:
        """Refuse half a pair."""
        if (self.buffer is None) != (self.buffer_control is None):
            raise ParamsError(
                "buffer-without-control",
                expected="a buffer and a control area for it, or neither",
                got="one of the two",
                remedy="add the other one",
            )


@dataclass(frozen=True)
class Wdd:
    """A weighted displacement difference.

    Parameters
    ----------
    estimate
        Incidents more than without the camera; below 0 there were fewer.
    variance
        Of the estimate.
    low, high
        The two-sided interval.
    z, p_value
        Estimate in standard errors, and the chance of one so low without any effect (one-sided);
        None where there were no incidents at all.
    """

    estimate: int
    variance: int
    low: float
    high: float
    z: float | None
    p_value: float | None


class Spread(StrEnum):
    """What happened around the target, by the weighted displacement quotient."""

    DIFFUSION = "diffusion"
    NEITHER = "neither"
    PARTIAL = "partial displacement"
    TOTAL = "displacement beyond the gain"


class Undefined(StrEnum):
    """Why a quotient says nothing."""

    NO_BUFFER = "no-buffer"
    EMPTY_CONTROL = "empty-control"
    NO_REDUCTION = "no-reduction"


@dataclass(frozen=True)
class Quotient:
    """The weighted displacement quotient and the total net effect.

    Parameters
    ----------
    wdq
        Change around the target as a share of that within it; None where undefined.
    undefined
        Why it is None.
    net_effect
        Incidents prevented in target and buffer together; None without buffer or where the control
        had none before.
    """

    wdq: float | None
    undefined: Undefined | None
    net_effect: float | None

    @property
    def spread(self) -> Spread | None:
        """What the quotient means; None where undefined."""
        if self.wdq is None:
            return None
        if self.wdq == 0:
            return Spread.NEITHER
        if self.wdq > 0:
            return Spread.DIFFUSION
        return Spread.PARTIAL if self.wdq >= -1 else Spread.TOTAL


def measure_wdd(placements: Sequence[Placement], *, confidence: float = 0.95) -> Wdd:
    """Measure the weighted displacement difference, pooled over placements.

    ``(target after - before) - (control after - before)``, and the same for the buffer where there
    is one; the variance is the sum of all counts. Periods are of equal length, and controls are
    alike in number: the difference takes it that all areas would have changed by as many.

    Parameters
    ----------
    placements
        One or more; estimates and variances are added up.
    confidence
        Of the interval, between 0 and 1.

    References
    ----------
    Wheeler & Ratcliffe (2018), A simple weighted displacement difference test to evaluate place
    based crime interventions. Crime Science 7.
    """
    estimate = sum(_net_change(one) for one in placements)
    variance = sum(area.before + area.after for one in placements for area in _areas(one))
    reach = float(stats.norm.ppf((1 + confidence) / 2)) * float(np.sqrt(variance))
    z = estimate / float(np.sqrt(variance)) if variance else None
    p_value = None if z is None else float(stats.norm.cdf(z))
    return Wdd(estimate, variance, estimate - reach, estimate + reach, z, p_value)


def measure_quotient(placements: Sequence[Placement]) -> Quotient:
    """Measure the weighted displacement quotient and the total net effect.

    With target R, buffer D and control C, before b and after a:
    ``WDQ = (Da/Ca - Db/Cb) / (Ra/Ca - Rb/Cb)``, only where the denominator is negative, and
    ``TNE = (Rb Ca/Cb - Ra) + (Db Ca/Cb - Da)``. Both hold the buffer against the first control.

    Parameters
    ----------
    placements
        Counts are added up; a placement without a buffer leaves both undefined.

    References
    ----------
    Bowers & Johnson (2003), Measuring the geographical displacement and diffusion of benefit
    effects of crime prevention activity. Journal of Quantitative Criminology 19.
    """
    buffers = [one.buffer for one in placements if one.buffer is not None]
    if not placements or len(buffers) < len(placements):
        return Quotient(None, Undefined.NO_BUFFER, None)
    target = add_areas([one.target for one in placements])
    control = add_areas([one.control for one in placements])
    buffer = add_areas(buffers)
    if not control.before:
        return Quotient(None, Undefined.EMPTY_CONTROL, None)
    rise = control.after / control.before
    net = (target.before + buffer.before) * rise - target.after - buffer.after
    if not control.after:
        return Quotient(None, Undefined.EMPTY_CONTROL, net)
    # Whole numbers tell better than shares whether there is a reduction at all.
    reduced, moved = (
        area.after * control.before - area.before * control.after for area in (target, buffer)
    )
    if reduced >= 0:
        return Quotient(None, Undefined.NO_REDUCTION, net)
    return Quotient(moved / reduced, None, net)


def measure_around(placements: Sequence[Placement], *, confidence: float = 0.95) -> Wdd | None:
    """Measure what changed in the buffers alone; None where no placement has one.

    Parameters
    ----------
    placements, confidence
        As of `measure_wdd`.
    """
    pairs = [
        Placement(target=one.buffer, control=one.buffer_control)
        for one in placements
        if one.buffer is not None and one.buffer_control is not None
    ]
    return measure_wdd(pairs, confidence=confidence) if pairs else None


def _areas(placement: Placement) -> list[BeforeAfter]:
    areas = (placement.target, placement.control, placement.buffer, placement.buffer_control)
    return [area for area in areas if area is not None]


def _net_change(placement: Placement) -> int:
    signs = (1, -1, 1, -1)
    return sum(sign * area.change for sign, area in zip(signs, _areas(placement), strict=False))


def add_areas(areas: Sequence[BeforeAfter]) -> BeforeAfter:
    """Return the counts of areas together."""
    return sum(areas, start=BeforeAfter(0, 0))
