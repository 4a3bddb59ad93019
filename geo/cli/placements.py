"""Commands for placements of camera units: agreed before, changed with a reason, judged after."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Final

import typer

from geo import service
from geo.cli.camera_options import (
    DayParts,
    HalfLife,
    Having,
    InUse,
    KeepOut,
    RangeM,
    Sites,
    StayIn,
    Units,
    read_question,
)
from geo.cli.session import From, Json, Themes, To, now, open_session, period_of
from geo.params import Period
from geo.placement_plan import PlacementPlan
from geo.placements import MOST_RETENTION_DAYS, Moment, Place, Placement, Safeguards, SafetySurvey
from geo.present.placement import records as placement_records
from geo.present.placement import results as placement_results

_DAY: Final = ["%Y-%m-%d"]
_USE_FROM: Final = typer.Option("--use-from", formats=_DAY, help="First local day of use.")
_USE_TO: Final = typer.Option("--use-to", formats=_DAY, help="Last local day of use, included.")
_EVALUATE_ON: Final = typer.Option(
    "--evaluate-on", formats=_DAY, help="Day of the evaluation; four weeks after the last day."
)
_CONSULTED_ON: Final = typer.Option(
    "--consulted-on", formats=_DAY, help="Day on which the driehoek was consulted."
)
_REQUESTED_ON: Final = typer.Option(
    "--requested-on", formats=_DAY, help="Day on which the police asked for it."
)
_PLACE: Final = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")

Number = Annotated[int, typer.Argument(help="Number of the placement.")]
LighterMeasures = Annotated[
    str | None, typer.Option(help="Lighter measures that were tried before, in words.")
]
Requested = Annotated[
    bool | None,
    typer.Option("--requested/--not-requested", help="Whether the police asked for the camera."),
]
RequestReference = Annotated[
    str | None, typer.Option(help="Reference under which their request is kept; no names.")
]
Signs = Annotated[
    str | None, typer.Option(help="How and where people are told of the camera, in words.")
]
ViewingHours = Annotated[str | None, typer.Option(help="When somebody watches, in words.")]


def place(
    context: typer.Context,
    *,
    theme: Themes,
    first: From,
    last: To,
    range_m: RangeM,
    purpose: Annotated[str, typer.Option(help="What the placement is for, in words.")],
    use_from: Annotated[datetime, _USE_FROM],
    use_to: Annotated[datetime, _USE_TO],
    reduction: Annotated[float, typer.Option(help="Expected reduction as a share, such as 0.25.")],
    units: Units = 1,
    half_life_days: HalfLife = None,
    day_part: DayParts = None,
    area: StayIn = None,
    keep_out: KeepOut = None,
    sites: Sites = None,
    having: Having = None,
    in_use: InUse = None,
    site: Annotated[int, typer.Option(help="Number of the suggested site, from 1.")] = 1,
    at: Annotated[
        str | None, typer.Option(help="X,Y of another place, in metres; say --reason too.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why another place than suggested.")] = "",
    target_m: Annotated[
        float | None, typer.Option(help="Radius of the target; the range unless told.")
    ] = None,
    buffer_m: Annotated[
        float | None, typer.Option(help="Up to where the buffer reaches; twice the target.")
    ] = None,
    evaluate_on: Annotated[datetime | None, _EVALUATE_ON] = None,
    requested: Requested = None,
    requested_on: Annotated[datetime | None, _REQUESTED_ON] = None,
    request_reference: RequestReference = None,
    lighter_measures: LighterMeasures = None,
    consulted_on: Annotated[datetime | None, _CONSULTED_ON] = None,
    viewing_hours: ViewingHours = None,
    signs: Signs = None,
    retention_days: Annotated[
        int, typer.Option(help="Days for which images are kept, at most 28.")
    ] = MOST_RETENTION_DAYS,
    as_json: Json = False,
) -> None:
    """Agree on a placement before it begins, with its goal, and write it down."""
    session = open_session(context)
    workspace = session.workspace()
    used = period_of(use_from, use_to)
    question = read_question(
        workspace,
        theme=theme,
        period=period_of(first, last),
        range_m=range_m,
        units=units,
        half_life_days=half_life_days,
        day_part=day_part,
        area=area,
        keep_out=keep_out,
        sites=sites,
        having=having,
        in_use=in_use,
        weeks=max(1, round(used.days / 7)),
    )
    plan = PlacementPlan(
        purpose=purpose,
        used=used,
        reduction=reduction,
        site=site,
        place=_read_place(at),
        reason=reason,
        target_m=target_m,
        buffer_m=buffer_m,
        evaluated_on=_day(evaluate_on),
        safeguards=Safeguards(
            requested=requested,
            requested_on=_day(requested_on),
            request_reference=request_reference or "",
            lighter_measures=lighter_measures or "",
            consulted_on=_day(consulted_on),
            viewing_hours=viewing_hours or "",
            signs=signs or "",
            retention_days=retention_days,
        ),
    )
    advice = service.advise_cameras(workspace, question)
    planned = service.plan_placement(workspace, advice, plan)
    version = service.record_placement(workspace, planned, now=now())
    session.answer(
        placement_records.tell_version(version), placement_records.print_version, as_json=as_json
    )


def list_placements(context: typer.Context, *, as_json: Json = False) -> None:
    """List all placements with their versions, the latest number first."""
    session = open_session(context)
    found = service.list_placements(session.workspace())
    session.answer(
        placement_records.tell_records(found), placement_records.print_records, as_json=as_json
    )


def revise(
    context: typer.Context,
    placement: Number,
    *,
    why: Annotated[str, typer.Option(help="Why it changes, in words.")],
    purpose: Annotated[str | None, typer.Option(help="What it is for now, in words.")] = None,
    use_from: Annotated[datetime | None, _USE_FROM] = None,
    use_to: Annotated[datetime | None, _USE_TO] = None,
    reduction: Annotated[
        float | None, typer.Option(help="Expected reduction; the first one stays the measure.")
    ] = None,
    evaluate_on: Annotated[datetime | None, _EVALUATE_ON] = None,
    requested: Requested = None,
    requested_on: Annotated[datetime | None, _REQUESTED_ON] = None,
    request_reference: RequestReference = None,
    lighter_measures: LighterMeasures = None,
    consulted_on: Annotated[datetime | None, _CONSULTED_ON] = None,
    viewing_hours: ViewingHours = None,
    signs: Signs = None,
    retention_days: Annotated[
        int | None, typer.Option(help="Days for which images are kept, at most 28.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write down a later version of a placement, beside the earlier ones."""
    session = open_session(context)
    workspace = session.workspace()
    seen = service.read_placement(workspace, placement).versions[-1]
    changed = _change(
        seen.placement,
        whole={"purpose": purpose},
        days=(_day(use_from), _day(use_to)),
        goal={"reduction": reduction, "evaluated_on": _day(evaluate_on)},
        safeguards={
            "requested": requested,
            "requested_on": _day(requested_on),
            "request_reference": request_reference,
            "lighter_measures": lighter_measures,
            "consulted_on": _day(consulted_on),
            "viewing_hours": viewing_hours,
            "signs": signs,
            "retention_days": retention_days,
        },
    )
    version = service.revise_placement(workspace, seen, changed, why=why, now=now())
    session.answer(
        placement_records.tell_version(version), placement_records.print_version, as_json=as_json
    )


def survey(
    context: typer.Context,
    placement: Number,
    *,
    moment: Annotated[Moment, typer.Option(help="Before the placement, or after it.")],
    asked: Annotated[int, typer.Option(help="How many people answered.")],
    safe: Annotated[int, typer.Option(help="How many of them feel safe.")],
    as_json: Json = False,
) -> None:
    """Write down how safe people feel; of each moment the last figure counts."""
    session = open_session(context)
    figure = SafetySurvey(
        placement_id=placement, moment=moment, asked=asked, safe=safe, recorded_at=now()
    )
    service.record_survey(session.workspace(), figure)
    session.answer(
        placement_records.tell_survey(figure), placement_records.print_survey, as_json=as_json
    )


def evaluate(
    context: typer.Context,
    placement: Annotated[int | None, typer.Argument(help="Number of the placement.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All placements together.")] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=_DAY, help="Last local day that counts; today."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether a placement, or all of them together, worked, by the goal that was set before."""
    if everything == (placement is not None):
        raise typer.BadParameter("give the number of a placement, or --all")
    session = open_session(context)
    workspace, day = session.workspace(), _day(as_of) or now().date()
    if placement is None:
        pooled = service.evaluate_all(workspace, day)
        session.answer(
            placement_results.tell_pooled(pooled), placement_results.print_pooled, as_json=as_json
        )
        return
    found = service.evaluate_placement(workspace, placement, day)
    session.answer(
        placement_results.tell_evaluation(found),
        placement_results.print_evaluation,
        as_json=as_json,
    )


def _change(
    placement: Placement,
    *,
    whole: dict[str, Any],
    days: tuple[date | None, date | None],
    goal: dict[str, Any],
    safeguards: dict[str, Any],
) -> Placement:
    """Return a placement with what was given in place of what it said."""
    used = Period(first=days[0] or placement.used.first, last=days[1] or placement.used.last)
    return replace(
        placement,
        **_given(whole),
        used=used,
        goal=replace(placement.goal, **_given(goal)),
        safeguards=replace(placement.safeguards, **_given(safeguards)),
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _read_place(text: str | None) -> Place | None:
    if text is None:
        return None
    found = _PLACE.fullmatch(text.replace(" ", ""))
    if found is None:
        raise typer.BadParameter("write a place as X,Y in metres, such as 98650.5,431200")
    return float(found[1]), float(found[2])
