"""Evaluations of placements as plain data and as lines for the terminal."""

from collections.abc import Iterator

from geo.advice.displacement import BeforeAfter, Wdd
from geo.advice.displacement import Placement as Counts
from geo.advice.evaluation import Evaluation
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.service.placement.answers import Outcome, PlacementEvaluation, PooledEvaluation

_DECIMALS = 4


def tell_evaluation(found: PlacementEvaluation) -> Plain:
    """Tell whether a placement worked, whether it is still needed, and what to do next."""
    standing = found.standing
    return tell_outcome(found.outcome) | {
        "still_hotspot": standing.is_hotspot,
        "better_place": None if standing.better is None else list(standing.better),
        "points": round(standing.points, _DECIMALS),
        "better_points": round(standing.better_points, _DECIMALS),
        "advice": found.advice.value,
    }


def tell_outcome(outcome: Outcome) -> Plain:
    """Tell what was measured of one placement."""
    before, after = outcome.windows.before, outcome.windows.after
    return {
        "placement": outcome.record.placement_id,
        "versions": len(outcome.record.versions),
        "changed_since_first": list(outcome.changes),
        **tell_period(before, of="before"),
        **tell_period(after, of="after"),
        "cut_short": [cut.value for cut in outcome.windows.cuts],
        "counts": tell_counts(outcome.counts),
        "reduction_expected": outcome.record.first.goal.reduction,
        **tell_found(outcome.evaluation),
        "safety": _tell_safety(outcome),
        "place_precisions": dict(outcome.precisions),
        "police_made": outcome.police_made,
        "without_place": outcome.without_place,
        "without_hour": outcome.without_hour,
        "synthetic": outcome.synthetic,
    }


def tell_pooled(pooled: PooledEvaluation) -> Plain:
    """Tell what placements show together."""
    found = pooled.evaluation
    return {
        "placements": [tell_outcome(outcome) for outcome in pooled.outcomes],
        "left_out": [
            {"placement": number, "reason": reason.value}
            for number, reason in pooled.left_out.items()
        ],
        "reduction_expected": pooled.reduction,
        "pooled": None if found is None else tell_found(found),
        "synthetic": pooled.synthetic,
    }


def print_evaluation(answer: Plain) -> Iterator[str]:
    """Say what came out of one placement, and what to do next."""
    yield from _print_outcome(answer)
    yield "still a hotspot: " + ("yes" if answer["still_hotspot"] else "no")
    if answer["better_place"] is not None:
        x, y = answer["better_place"]
        yield f"more would be covered at {x:.0f}, {y:.0f}"
    yield f"advice: {answer['advice']}"


def print_pooled(answer: Plain) -> Iterator[str]:
    """Say what placements show together, and which could not be taken along."""
    if answer["pooled"] is None:
        yield "no placement can be measured yet"
    for outcome in answer["placements"]:
        net = outcome["net"]
        yield f"placement {outcome['placement']}: {outcome['verdict']} ({_say_wdd(net)})"
    if answer["pooled"] is not None:
        if answer["synthetic"]:
            yield "invented data"
        yield f"together: {answer['pooled']['verdict']} ({_say_wdd(answer['pooled']['net'])})"
    for left in answer["left_out"]:
        yield f"placement {left['placement']} left out: {left['reason']}"


def _print_outcome(answer: Plain) -> Iterator[str]:
    if answer["synthetic"]:
        yield "invented data"
    yield f"placement {answer['placement']}: {answer['verdict']}"
    yield (
        f"{answer['before_from']} to {answer['before_to']} against {answer['after_from']} to "
        f"{answer['after_to']}{_say_cuts(answer)}"
    )
    for name, pair in answer["counts"].items():
        yield f"{name.replace('_', ' ')}: {pair['before']} before, {pair['after']} after"
    yield f"difference with the control: {_say_wdd(answer['net'])}"
    yield f"target alone, E-test: p = {answer['target_p_value']:.3f}"
    yield f"chance that the expected reduction would have been found: {answer['power']:.0%}"
    if answer["wdq"] is None:
        yield f"displacement quotient: undefined ({answer['wdq_undefined']})"
    else:
        yield f"displacement quotient: {answer['wdq']:.2f} ({answer['spread']})"
    if answer["net_effect"] is not None:
        yield f"net effect: {answer['net_effect']:.1f} incidents prevented"
    yield _say_safety(answer["safety"])
    yield (
        f"left out in the whole municipality: {answer['police_made']} made by police, "
        f"{answer['without_place']} without a place, {answer['without_hour']} without an hour"
    )
    if answer["changed_since_first"]:
        yield f"changed since the first version: {', '.join(answer['changed_since_first'])}"


def _say_cuts(answer: Plain) -> str:
    return f" ({', '.join(answer['cut_short'])})" if answer["cut_short"] else ""


def _say_wdd(wdd: Plain) -> str:
    return f"{wdd['estimate']:+d}, between {wdd['low']:.0f} and {wdd['high']:.0f}"


def _say_safety(safety: Plain | None) -> str:
    if safety is None:
        return "feeling of safety: not measured"
    before, after = (
        f"{safety[moment]['safe']} of {safety[moment]['asked']} {moment}"
        for moment in ("before", "after")
    )
    return (
        f"feeling of safety: {before}, {after}; difference between "
        f"{100 * safety['low']:+.0f} and {100 * safety['high']:+.0f} percentage points"
    )


def tell_counts(counts: Counts) -> Plain:
    """Tell the counts before and after of each area."""
    areas = {
        "target": counts.target,
        "control": counts.control,
        "buffer": counts.buffer or BeforeAfter(0, 0),
        "buffer_control": counts.buffer_control or BeforeAfter(0, 0),
    }
    return {name: {"before": area.before, "after": area.after} for name, area in areas.items()}


def tell_found(found: Evaluation) -> Plain:
    """Tell the verdict with its intervals and chances."""
    quotient = found.quotient
    return {
        "verdict": found.verdict.value,
        "net": _tell_wdd(found.net),
        "target": _tell_wdd(found.target),
        "around": None if found.around is None else _tell_wdd(found.around),
        "displaced": found.displaced,
        "target_p_value": round(found.target_change.p_value, _DECIMALS),
        "power": round(found.power, _DECIMALS),
        "wdq": None if quotient.wdq is None else round(quotient.wdq, _DECIMALS),
        "wdq_undefined": None if quotient.undefined is None else quotient.undefined.value,
        "spread": None if quotient.spread is None else quotient.spread.value,
        "net_effect": (
            None if quotient.net_effect is None else round(quotient.net_effect, _DECIMALS)
        ),
    }


def _tell_wdd(wdd: Wdd) -> Plain:
    return {
        "estimate": wdd.estimate,
        "variance": wdd.variance,
        "low": round(wdd.low, _DECIMALS),
        "high": round(wdd.high, _DECIMALS),
        "z": None if wdd.z is None else round(wdd.z, _DECIMALS),
        "p_value": None if wdd.p_value is None else round(wdd.p_value, _DECIMALS),
    }


def _tell_safety(outcome: Outcome) -> Plain | None:
    safety = outcome.safety
    if safety is None:
        return None
    asked = {
        moment.value: {"asked": survey.asked, "safe": survey.safe}
        for moment, survey in outcome.record.surveys.items()
    }
    return asked | {
        "low": round(safety.low, _DECIMALS),
        "high": round(safety.high, _DECIMALS),
    }
