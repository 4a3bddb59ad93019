"""Kept patrol plans, ticks and presence as plain data and as lines for the terminal."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from geo.advice.dosage import (
    DONE_MINUTES,
    DONE_VISITS,
    LAST_VISIT,
    PLANNED_MINUTES,
    PLANNED_VISITS,
    ROTATION,
    SPOT,
    UNTIMED,
    WEEK,
)
from geo.patrol_records import PlanVersion, SavedStop
from geo.patrol_ticks import Tick
from geo.present.periods import tell_period
from geo.present.placement.results import tell_counts, tell_found
from geo.present.plain import Plain
from geo.service.patrol.visit_answers import (
    DosageReport,
    PatrolRecord,
    TickReceipt,
    VisitEvaluation,
)

_DECIMALS = 2

_Row = Mapping[Hashable, Any]


def tell_patrols(records: Sequence[PatrolRecord], timezone: ZoneInfo) -> Plain:
    """Tell all kept plans as they are now, how they came about, and what was ticked off.

    Parameters
    ----------
    records
        The plans.
    timezone
        In which hours are told.
    """
    return {"plans": [_tell_record(record, timezone) for record in records]}


def print_patrols(answer: Plain) -> Iterator[str]:
    """Say of each kept plan when its shift is, and how far it got."""
    if not answer["plans"]:
        yield "no plan was kept yet; keep one with patrol save"
    for plan in answer["plans"]:
        yield from _print_record(plan)


def tell_receipt(receipt: TickReceipt) -> Plain:
    """Tell which ticks are in the store, and which no stop belongs to."""
    return {"kept": list(receipt.kept), "refused": list(receipt.refused)}


def print_receipt(answer: Plain) -> Iterator[str]:
    """Say what became of the ticks."""
    for name in answer["kept"]:
        yield f"kept: {name}"
    for name in answer["refused"]:
        yield f"refused, there is no such stop: {name}"


def tell_dosage(report: DosageReport, found: VisitEvaluation) -> Plain:
    """Tell presence by place and week, and what changed around visited places."""
    planned, done = report.others
    weeks = report.dosage.weeks
    return {
        **tell_period(report.period),
        "plans": report.plans,
        "synthetic": report.synthetic,
        "rules": vars(report.rules),
        "places": [
            _tell_spot(spot) | {"weeks": _tell_weeks(weeks[weeks[SPOT] == number])}
            for number, spot in enumerate(report.dosage.spots.to_dict("records"))
        ],
        "other_stops": {"planned": planned, "done": done},
        "evaluation": _tell_evaluation(found),
    }


def print_dosage(answer: Plain) -> Iterator[str]:
    """Say place by place what was planned and done, and what changed around it."""
    if answer["synthetic"]:
        yield "invented data"
    if not answer["places"]:
        yield "no kept plan has a hotspot in these days"
    for place in answer["places"]:
        yield (
            f"{place['label']}, {place['area']}: {place['done_visits']} of "
            f"{place['planned_visits']} visits, {place['done_minutes']:.0f} of "
            f"{place['planned_minutes']:.0f} minutes, last {place['last_visit'] or 'never'}, "
            f"{place['rotation']}"
        )
    evaluation = answer["evaluation"]
    if "verdict" not in evaluation:
        yield f"not judged: {evaluation['why']}"
        return
    net = evaluation["net"]
    yield (
        f"incidents at {evaluation['places']} visited places: {evaluation['verdict']} (net "
        f"{net['estimate']:+d}, {net['low']:+.1f} to {net['high']:+.1f})"
    )
    if evaluation["better_in_number_only"]:
        yield "better in number only, not in proportion"
    yield "no trial: places were chosen for what happened there, and calm down by themselves"


def _tell_record(record: PatrolRecord, timezone: ZoneInfo) -> Plain:
    terms = record.plan.terms
    return {
        "plan": record.plan_id,
        "begins": terms.begins.astimezone(timezone).isoformat(),
        "minutes": terms.minutes,
        "seed": terms.seed,
        "themes": list(terms.themes),
        "data_as_of": None if terms.data_as_of is None else terms.data_as_of.isoformat(),
        "synthetic": terms.synthetic,
        "versions": [_tell_version(version) for version in record.versions],
        "teams": [
            {
                "team": number,
                "mode": team.mode.value,
                "organisation": team.organisation.value,
                "stops": [_tell_stop(stop, timezone) for stop in record.plan.list_stops(number)],
            }
            for number, team in enumerate(terms.teams, start=1)
        ],
        "ticks": [_tell_tick(tick, timezone) for tick in record.ticks],
    }


def _print_record(answer: Plain) -> Iterator[str]:
    last = answer["versions"][-1]["version"]
    visited = {(tick["team"], tick["stop"]) for tick in answer["ticks"] if tick["version"] == last}
    stops = sum(len(team["stops"]) for team in answer["teams"])
    invented = " (invented data)" if answer["synthetic"] else ""
    yield (
        f"plan {answer['plan']}, version {last}: {answer['begins']}, {answer['minutes']} minutes, "
        f"{len(visited)} of {stops} stops visited{invented}"
    )
    for team in answer["teams"]:
        yield f"  team {team['team']}: {team['organisation']}, {team['mode']}"
        for stop in team["stops"]:
            yield (
                f"    {stop['stop']}. {stop['starts'][11:16]}-{stop['leaves'][11:16]} "
                f"{stop['label']}, {stop['area']}"
            )


def _tell_version(version: PlanVersion) -> Plain:
    return {
        "version": version.version,
        "recorded_at": version.recorded_at.isoformat(timespec="seconds"),
        "why": version.why,
    }


def _tell_stop(stop: SavedStop, timezone: ZoneInfo) -> Plain:
    return {
        "stop": stop.stop,
        "place": stop.place,
        "kind": stop.kind.value,
        "label": stop.label,
        "area": stop.area,
        "x": stop.x,
        "y": stop.y,
        "arrives": stop.arrives.astimezone(timezone).isoformat(),
        "starts": stop.starts.astimezone(timezone).isoformat(),
        "leaves": stop.leaves.astimezone(timezone).isoformat(),
        "why": stop.why,
    }


def _tell_tick(tick: Tick, timezone: ZoneInfo) -> Plain:
    return {
        "tick": tick.tick_id,
        "version": tick.version,
        "team": tick.team,
        "stop": tick.stop,
        "organisation": tick.organisation.value,
        "kind": tick.kind.value,
        "finding": None if tick.finding is None else tick.finding.value,
        "at": tick.ticked_at.astimezone(timezone).isoformat(timespec="seconds"),
    }


def _tell_spot(spot: _Row) -> Plain:
    last = spot[LAST_VISIT]
    return {
        "label": spot["label"],
        "area": spot["area"],
        "x": round(spot["x"], _DECIMALS),
        "y": round(spot["y"], _DECIMALS),
        **_tell_measures(spot),
        "last_visit": None if pd.isna(last) else last.date().isoformat(),
        "rotation": str(spot[ROTATION]),
    }


def _tell_weeks(weeks: pd.DataFrame) -> list[Plain]:
    return [
        {"week": week[WEEK].date().isoformat(), **_tell_measures(week)}
        for week in weeks.to_dict("records")
    ]


def _tell_measures(row: _Row) -> Plain:
    return {
        "planned_visits": int(row[PLANNED_VISITS]),
        "planned_minutes": round(float(row[PLANNED_MINUTES]), _DECIMALS),
        "done_visits": int(row[DONE_VISITS]),
        "done_minutes": round(float(row[DONE_MINUTES]), _DECIMALS),
        "untimed": int(row[UNTIMED]),
    }


def _tell_evaluation(found: VisitEvaluation) -> Plain:
    if found.evaluation is None or found.windows is None or found.counts is None:
        return {"why": "" if found.why is None else found.why.value}
    before, after = found.windows.before, found.windows.after
    return {
        "places": len(found.pairs),
        **tell_period(before, of="before"),
        **tell_period(after, of="after"),
        "target_m": found.terms.target_m,
        "buffer_m": found.terms.buffer_m,
        "reduction_expected": found.terms.reduction,
        "too_near": found.met,
        "without_control": found.lonely,
        "counts": tell_counts(found.counts),
        **tell_found(found.evaluation),
        "ratio": None if found.ratio is None else vars(found.ratio),
        "better_in_number_only": found.is_uneven,
        "police_made": found.police_made,
        "without_place": found.without_place,
    }
