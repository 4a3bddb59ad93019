"""Advice on the sites of camera units as plain data and as lines for the terminal."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

import pandas as pd

from geo import schema
from geo.advice.outlook import Outlook
from geo.advice.robustness import Variant
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.service.camera.answers import CameraAdvice, RefusedSite, SiteAdvice, ThemeDemand

_DECIMALS: Final = 3
# Of fewer than this no percentage is told.
_FEWEST_FOR_SHARE: Final = 10
_WHY: Final = {
    "outside": "outside the area",
    "kept_out": "in an area to keep out",
    "twice": "on the place of another",
    "in_building": "in a building",
    "in_water": "on water",
}
_CAUTION: Final = "scores look back. Covered is not watched: one camera looks one way at a time"


def tell_advice(advice: CameraAdvice) -> Plain:
    """Tell the sites with their reasons, the units without one, and how firm the choice is.

    Parameters
    ----------
    advice
        Places are told as x and y in the workspace's coordinate system.
    """
    return _tell_question(advice) | _tell_ground(advice) | _tell_choice(advice)


def print_advice(answer: Plain) -> Iterator[str]:
    """Say where units could stand and why, one site after the other."""
    if answer["synthetic"]:
        yield "invented data"
    for theme in answer["themes"]:
        yield from _print_theme(theme)
    if left_out := {why: count for why, count in answer["left_out"].items() if count}:
        counts = ", ".join(f"{count} {_WHY[why]}" for why, count in left_out.items())
        yield f"places left out: {counts}"
    for number, site in enumerate(answer["sites"], start=1):
        yield from _print_site(number, site)
    for refused in answer["refused"]:
        yield (
            f"no site to answer for: {refused['reason']} (the best other place would add "
            f"{refused['incidents']}, {refused['in_hotspots']} of them in such hotspots)"
        )
    if answer["sites"]:
        yield from _print_firmness(answer)
    if answer["buildings_ignored"]:
        yield "buildings are not loaded and so ignored: a camera sees less than its range says"
    if answer["water_ignored"]:
        yield "water is not loaded: a site may lie on it"
    yield from _print_outlook(answer["outlook"])


def _print_theme(theme: Plain) -> Iterator[str]:
    yield (
        f"{theme['title']}: {theme['incidents']} incidents, weight {theme['harm']:g}, "
        f"half-life {theme['half_life_days']:g} days; left out: "
        f"{theme['police_made']} made by police, {theme['without_place']} without a place, "
        f"{theme['without_hour']} without an hour"
    )
    if not theme["testable"]:
        yield "  its hotspots cannot be held against chance"


def _print_firmness(answer: Plain) -> Iterator[str]:
    for setting in answer["settings"]:
        yield (
            f"{setting['name']}: {setting['moving']} of {len(answer['sites'])} sites move, "
            f"at most {setting['farthest_m']:.0f} m"
        )
    yield f"with equal weights: {'; '.join(_say_place(p) for p in answer['equal_weights'])}"
    yield f"proof: {answer['proof']}, gap {answer['gap']:.2%}"
    yield _CAUTION


def _print_outlook(outlook: Plain | None) -> Iterator[str]:
    if outlook is None or outlook["ahead"] is None:
        origins = 0 if outlook is None else len(outlook["origins"])
        yield f"in the weeks ahead: cannot be said, from {origins} earlier periods"
        return
    yield (
        f"in the weeks ahead: {outlook['ahead']:.1%} within range "
        f"({outlook['low']:.1%} to {outlook['high']:.1%}), from {len(outlook['origins'])} earlier "
        f"periods with {outlook['came']:g} incidents; looking back it was "
        f"{outlook['looking_back']:.1%}"
    )


def _print_site(number: int, site: Plain) -> Iterator[str]:
    of_all = "" if site["share"] is None else f", {site['share']:.1%} of all that weighs"
    yield f"{number}. {_say_place(site['place'])}: score {site['score']:g}{of_all}"
    for row in site["themes"]:
        yield f"   {row['theme']}: {row['incidents']} incidents, {row['points']:g} points"
    if site["runner_up"] is not None:
        yield f"   next best {_say_place(site['runner_up'])}: {site['lost']:g} less"
    yield from _print_view(site)
    yield f"   chosen in {site['chosen']} of {site['samples']} samples"


def _print_view(site: Plain) -> Iterator[str]:
    sight = site["sight"]
    if sight["loaded"] and not sight["known_here"]:
        yield "   no buildings are loaded around it: nobody knows what stands in between"
    elif sight["loaded"]:
        yield f"   {sight['hidden']} more within range, hidden by buildings"
    in_view = [
        f"{name} {'not loaded' if count is None else count}"
        for name, count in site["in_view"].items()
    ]
    yield f"   in view: {', '.join(in_view)}"


def _tell_question(advice: CameraAdvice) -> Plain:
    question = advice.question
    return {
        **tell_period(question.period),
        "units": question.units,
        "range_m": question.range_m,
        "range_source": question.range_source or None,
        "synthetic": advice.synthetic,
        "themes": [_tell_theme(theme) for theme in advice.themes],
    }


def _tell_ground(advice: CameraAdvice) -> Plain:
    return {
        "candidates": len(advice.candidates),
        "on_streets": advice.on_streets,
        "left_out": asdict(advice.left_out),
        "buildings_ignored": not advice.sees_buildings,
        "water_ignored": not advice.knows_water,
    }


def _tell_choice(advice: CameraAdvice) -> Plain:
    choice = advice.choice
    return {
        "sites": [_tell_site(site, advice) for site in advice.sites],
        "refused": [_tell_refused(refused) for refused in advice.refused],
        "proof": None if choice is None else choice.proof.value,
        "gap": None if choice is None else choice.gap,
        "equal_weights": [list(place) for place in advice.equal],
        "settings": [_tell_variant(variant) for variant in advice.variants],
        "outlook": None if advice.outlook is None else _tell_outlook(advice.outlook),
    }


def _tell_theme(theme: ThemeDemand) -> Plain:
    return {
        "theme": theme.theme,
        "title": theme.title,
        "harm": theme.harm,
        "half_life_days": theme.half_life_days,
        "incidents": theme.incidents,
        "police_made": theme.police_made,
        "without_place": theme.without_place,
        "without_hour": theme.without_hour,
        "testable": theme.testable,
    }


def _tell_refused(refused: RefusedSite) -> Plain:
    return {
        "reason": refused.reason.value,
        "incidents": refused.incidents,
        "in_hotspots": refused.firm,
    }


def _tell_variant(variant: Variant) -> Plain:
    return {
        "name": variant.name,
        "moving": variant.moving,
        "farthest_m": round(variant.farthest_m, 1),
    }


def _tell_outlook(outlook: Outlook) -> Plain:
    return {
        "ahead": outlook.ahead,
        "low": outlook.low,
        "high": outlook.high,
        "looking_back": outlook.looking_back,
        "came": round(outlook.came, _DECIMALS),
        "origins": [asdict(stand) for stand in outlook.stands],
    }


def _tell_site(site: SiteAdvice, advice: CameraAdvice) -> Plain:
    second = None if site.runner_up is None else advice.place_of(site.runner_up)
    counts: pd.Series = site.themes[schema.INCIDENTS]
    weights = site.week_hours.weights
    return {
        "place": list(site.place),
        "score": round(site.score, _DECIMALS),
        "share": site.share if counts.sum() >= _FEWEST_FOR_SHARE else None,
        "in_hotspots": site.firm,
        "sight": asdict(site.sight),
        "in_view": asdict(site.in_view),
        "added": round(site.added, _DECIMALS),
        "themes": site.themes.round(_DECIMALS).to_dict("records"),
        "by_hour": weights.sum(axis=0).round(_DECIMALS).tolist(),
        "by_weekday": weights.sum(axis=1).round(_DECIMALS).tolist(),
        "runner_up": None if second is None else list(second),
        "lost": round(site.lost, _DECIMALS),
        "chosen": site.chosen,
        "samples": site.samples,
    }


def _say_place(place: list[float]) -> str:
    return f"{place[0]:.0f}, {place[1]:.0f}"
