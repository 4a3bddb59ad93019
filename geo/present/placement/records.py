"""Placements of camera units as plain data and as lines for the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from geo.placements import Place, PlacementVersion, Safeguards, SafetySurvey, Site
from geo.present.periods import tell_period
from geo.present.plain import Plain
from geo.service.placement.answers import PlacementRecord

_DECIMALS: Final = 3
_REQUESTED: Final = {None: "not filled in", True: "yes", False: "no"}
# What rests on counts, beside those of themes and of the site.
_COUNTED: Final = (
    "suggested",
    "override",
    "points_lost",
    "incidents_lost",
    "reason",
    "control",
    "control_distance",
    "expected",
    "smallest_reduction",
    "power",
    "weighed",
)
_ASKED: Final = (
    "requested_on",
    "request_reference",
    "lighter_measures",
    "consulted_on",
    "viewing_hours",
    "signs",
)


def tell_version(version: PlacementVersion) -> Plain:
    """Tell one version of a placement, with all that was agreed."""
    placement = version.placement
    goal, safeguards = placement.goal, placement.safeguards
    return {
        "placement": version.placement_id,
        "version": version.version,
        "recorded_at": version.recorded_at.isoformat(timespec="seconds"),
        "set_late": placement.is_set_late(version.recorded_at.date()),
        "why": version.why,
        "purpose": placement.purpose,
        "themes": [
            {"theme": theme.theme, "weight": theme.weight, "incidents": theme.incidents}
            for theme in placement.themes
        ],
        **tell_period(placement.learned_from, of="learned"),
        **tell_period(placement.used, of="use"),
        "weekdays": list(placement.hours.weekdays),
        "day_parts": list(placement.hours.day_parts),
        "range_m": placement.range_m,
        "site": _tell_site(placement.siting.chosen),
        "suggested": _tell_site(placement.siting.suggested),
        "override": placement.siting.is_override,
        "points_lost": round(placement.siting.points_lost, _DECIMALS),
        "incidents_lost": placement.siting.incidents_lost,
        "reason": placement.siting.reason,
        "target_m": goal.target_m,
        "buffer_m": goal.buffer_m,
        "control": None if goal.control is None else list(goal.control),
        "control_distance": goal.control_distance,
        "reduction": goal.reduction,
        "expected": round(goal.expected, _DECIMALS),
        "smallest_reduction": round(goal.smallest_reduction, _DECIMALS),
        "power": round(goal.power, _DECIMALS),
        "evaluate_on": goal.evaluated_on.isoformat(),
        **_tell_safeguards(safeguards),
        "weighed": None if placement.weighed is None else asdict(placement.weighed),
        "data_as_of": None if placement.data_as_of is None else placement.data_as_of.isoformat(),
        "synthetic": placement.synthetic,
    }


def print_version(answer: Plain) -> Iterator[str]:
    """Say what was agreed, where it differs from the advice, and what could be seen."""
    if answer["synthetic"]:
        yield "invented data"
    yield f"placement {answer['placement']}, version {answer['version']}: {answer['purpose']}"
    if answer["why"]:
        yield f"changed because: {answer['why']}"
    yield (
        f"{answer['use_from']} to {answer['use_to']} at {_say_place(answer['site']['place'])}, "
        f"range {answer['range_m']:g} m; evaluation on {answer['evaluate_on']}"
    )
    if answer["set_late"]:
        yield "written down after its first day: a goal that is chosen afterwards proves little"
    if answer["override"]:
        yield from _print_override(answer)
    yield (
        f"goal: {answer['reduction']:.0%} fewer of {answer['expected']:.1f} expected within "
        f"{answer['target_m']:g} m, buffer up to {answer['buffer_m']:g} m"
    )
    control = answer["control"]
    yield "control: " + ("none left to compare with" if control is None else _say_place(control))
    yield (
        f"what could just be seen: {answer['smallest_reduction']:.1f} fewer; chance of seeing the "
        f"goal: {answer['power']:.0%}"
    )
    yield f"requested by the police: {_REQUESTED[answer['requested']]}"
    for name in _ASKED:
        yield f"{name.replace('_', ' ')}: {answer[name] or 'not filled in'}"
    yield f"images kept for {answer['retention_days']} days"


def tell_records(records: Sequence[PlacementRecord]) -> Plain:
    """Tell all placements, each with all its versions and surveys."""
    return {
        "placements": [
            {
                "placement": record.placement_id,
                "versions": [_tell_seen(record, version) for version in record.versions],
                "surveys": [tell_survey(survey) for survey in record.surveys.values()],
            }
            for record in records
        ]
    }


def print_records(answer: Plain) -> Iterator[str]:
    """List placements, a line each, with the reasons of their later versions."""
    if not answer["placements"]:
        yield "no placements yet; agree on one with: hotspotkaart camera place"
    for record in answer["placements"]:
        last = record["versions"][-1]
        yield (
            f"{record['placement']}. {last['use_from']} to {last['use_to']} at "
            f"{_say_place(last['site']['place'])}: {last['purpose']}; evaluation on "
            f"{last['evaluate_on']}"
        )
        for version in record["versions"][1:]:
            yield f"   version {version['version']}: {version['why']}"


def _tell_seen(record: PlacementRecord, version: PlacementVersion) -> Plain:
    """Tell a version; what is not for the reader is none, and no zero."""
    told = tell_version(version)
    if record.has_counts:
        return told
    themes = [theme | {"incidents": None} for theme in told["themes"]]
    site = told["site"] | {"points": None, "incidents": None}
    return told | dict.fromkeys(_COUNTED) | {"themes": themes, "site": site}


def tell_survey(survey: SafetySurvey) -> Plain:
    """Tell how safe people feel."""
    return {
        "placement": survey.placement_id,
        "moment": survey.moment.value,
        "asked": survey.asked,
        "safe": survey.safe,
        "recorded_at": survey.recorded_at.isoformat(timespec="seconds"),
    }


def print_survey(answer: Plain) -> Iterator[str]:
    """Say what was written down."""
    yield (
        f"placement {answer['placement']}, {answer['moment']}: {answer['safe']} of "
        f"{answer['asked']} feel safe"
    )


def _tell_safeguards(stated: Safeguards) -> Plain:
    days = {"requested_on": stated.requested_on, "consulted_on": stated.consulted_on}
    return asdict(stated) | {
        name: None if day is None else day.isoformat() for name, day in days.items()
    }


def _tell_site(site: Site | None) -> Plain | None:
    if site is None:
        return None
    return {
        "place": list(site.place),
        "points": round(site.points, _DECIMALS),
        "incidents": site.incidents,
    }


def _print_override(answer: Plain) -> Iterator[str]:
    if answer["suggested"] is None:
        yield f"no site was suggested; placed because: {answer['reason']}"
        return
    yield (
        f"instead of {_say_place(answer['suggested']['place'])} ({answer['incidents_lost']:+d} "
        f"incidents, {answer['points_lost']:+g} points lost) because: {answer['reason']}"
    )


def _say_place(place: Place) -> str:
    return f"{place[0]:.0f}, {place[1]:.0f}"
