"""Commands for agreements on places: agreed on, listed, changed with a reason, and followed up."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Final

import typer

from geo import service
from geo.agreements import (
    ActionKind,
    AgreedGround,
    Agreement,
    AgreementPlan,
    Measure,
    Party,
    Status,
)
from geo.cli.session import Area, Json, now, open_session, period_of
from geo.errors import ParamsError
from geo.params import Period, Question
from geo.present.agreement import plain as actions
from geo.service.agreement.answers import AgreementFilter
from geo.workspace import Workspace

_DAY: Final = ["%Y-%m-%d"]
_BEGIN: Final = typer.Option("--begin", formats=_DAY, help="First local day, YYYY-MM-DD.")
_END: Final = typer.Option("--end", formats=_DAY, help="Last local day, included.")
_BY: Final = typer.Option(
    "--by", formats=_DAY, help="Day on which the goal is to be reached; the last day unless told."
)
_FROM: Final = typer.Option("--from", formats=_DAY, help="First local day of the hotspot search.")
_TO: Final = typer.Option("--to", formats=_DAY, help="Last local day of it, included.")
_LIST_FROM: Final = typer.Option("--from", formats=_DAY, help="Done on this local day or later.")
_LIST_TO: Final = typer.Option("--to", formats=_DAY, help="Done on this local day or earlier.")
_SINCE: Final = typer.Option(
    "--since", formats=_DAY, help="Only those written down or changed since this local day."
)
_AS_OF: Final = typer.Option(
    "--as-of", formats=_DAY, help="Last local day that counts; today unless told."
)

Number = Annotated[int, typer.Argument(help="Number of the agreement.")]
Who = Annotated[list[Party], typer.Option("--who", help="Who does it; may be repeated.")]
Note = Annotated[str, typer.Option(help="A line on it; no names or addresses.")]


def agree(
    context: typer.Context,
    *,
    kind: Annotated[ActionKind, typer.Option(help="What is done.")],
    who: Who,
    begin: Annotated[datetime, _BEGIN],
    end: Annotated[datetime, _END],
    theme: Annotated[
        list[str], typer.Option("--theme", help="Theme card; the goal counts the first.")
    ],
    area: Annotated[str | None, typer.Option(help="Code of a wijk or business park.")] = None,
    hotspot: Annotated[
        int | None, typer.Option(help="Rank of a hotspot of the first theme; say --from, --to.")
    ] = None,
    first: Annotated[datetime | None, _FROM] = None,
    last: Annotated[datetime | None, _TO] = None,
    reduction: Annotated[
        float | None, typer.Option(help="Goal: incidents fewer, as a share such as 0.25.")
    ] = None,
    at_most: Annotated[int | None, typer.Option(help="Goal: no more incidents than this.")] = None,
    times: Annotated[
        int | None, typer.Option(help="Goal: done so many times, such as visits.")
    ] = None,
    by: Annotated[datetime | None, _BY] = None,
    note: Note = "",
    as_json: Json = False,
) -> None:
    """Agree on what is done on a place, with its goal in figures, and write it down."""
    session = open_session(context)
    workspace = session.workspace()
    ground = _find_ground(workspace, theme[0], area=area, hotspot=hotspot, days=(first, last))
    plan = AgreementPlan(
        kind=kind,
        parties=tuple(who),
        used=period_of(begin, end),
        themes=tuple(theme),
        by=_day(by),
        note=note,
        **_choose_goal(reduction=reduction, at_most=at_most, times=times),
    )
    agreement = service.plan_agreement(workspace, ground, plan)
    version = service.record_agreement(workspace, agreement, now=now())
    told = actions.tell_version(version, _titles(workspace), now().date())
    session.answer(told, actions.print_version, as_json=as_json)


def list_actions(
    context: typer.Context,
    *,
    area: Area = None,
    first: Annotated[datetime | None, _LIST_FROM] = None,
    last: Annotated[datetime | None, _LIST_TO] = None,
    status: Annotated[
        list[Status] | None, typer.Option("--status", help="How far; may be repeated.")
    ] = None,
    who: Annotated[
        list[Party] | None, typer.Option("--who", help="Who does it; may be repeated.")
    ] = None,
    since: Annotated[datetime | None, _SINCE] = None,
    as_json: Json = False,
) -> None:
    """List agreements with all their versions, what is late first."""
    session = open_session(context)
    workspace = session.workspace()
    period = None
    if first is not None or last is not None:
        period = Period(
            first=_day(first) or date(1900, 1, 1), last=_day(last) or date(2200, 12, 31)
        )
    wanted = AgreementFilter(
        area=area,
        period=period,
        statuses=tuple(status or ()),
        parties=tuple(who or ()),
        since=_day(since),
    )
    records = service.list_agreements(workspace, wanted)
    told = actions.tell_records(records, _titles(workspace), now().date())
    session.answer(told, actions.print_records, as_json=as_json)


def revise(
    context: typer.Context,
    agreement: Number,
    *,
    why: Annotated[str, typer.Option(help="Why it changes; no names or addresses.")],
    status: Annotated[Status | None, typer.Option(help="How far it is.")] = None,
    begin: Annotated[datetime | None, _BEGIN] = None,
    end: Annotated[datetime | None, _END] = None,
    by: Annotated[datetime | None, _BY] = None,
    done: Annotated[int | None, typer.Option(help="How often it was done by now.")] = None,
    note: Annotated[str | None, typer.Option(help="A line on it; no names.")] = None,
    as_json: Json = False,
) -> None:
    """Write a later version of an agreement down, with the reason; the first goal stays."""
    session = open_session(context)
    workspace = session.workspace()
    seen = service.read_agreement(workspace, agreement).versions[-1]
    changed = _change(
        seen.agreement,
        days=(_day(begin), _day(end), _day(by)),
        whole={"status": status, "times_done": done, "note": note},
    )
    version = service.revise_agreement(workspace, seen, changed, why=why, now=now())
    told = actions.tell_version(version, _titles(workspace), now().date())
    session.answer(told, actions.print_version, as_json=as_json)


def result(
    context: typer.Context,
    agreement: Number,
    *,
    as_of: Annotated[datetime | None, _AS_OF] = None,
    as_json: Json = False,
) -> None:
    """Say how the goal of an agreement stands and what its effect was, or why nobody can say."""
    session = open_session(context)
    found = service.measure_agreement(session.workspace(), agreement, _day(as_of) or now().date())
    session.answer(actions.tell_result(found), actions.print_result, as_json=as_json)


def _find_ground(
    workspace: Workspace,
    theme: str,
    *,
    area: str | None,
    hotspot: int | None,
    days: tuple[datetime | None, datetime | None],
) -> AgreedGround:
    layers = service.list_layers(workspace)
    if area is not None and hotspot is None:
        return service.freeze_area(workspace, area, layers)
    first, last = days
    if hotspot is None or area is not None or first is None or last is None:
        raise ParamsError(
            "agreement-place",
            expected="--area CODE, or --hotspot RANK with --from and --to",
            got="neither, or both",
            remedy="name one place",
        )
    report = service.find_hotspots(workspace, Question(theme=theme, period=period_of(first, last)))
    return service.freeze_hotspot(report, service.find_hotspot_id(report, hotspot), layers)


def _choose_goal(
    *, reduction: float | None, at_most: int | None, times: int | None
) -> dict[str, Any]:
    """Return what the goal counts, and its figure; two figures are refused with the plan."""
    if times is not None and at_most is None:
        return {"measure": Measure.ACTIONS, "to": times, "reduction": reduction}
    if times is not None:
        raise ParamsError(
            "agreement-goal-figures",
            expected="one of --reduction, --at-most and --times",
            got="two of them",
            remedy="give one of them",
        )
    return {"measure": Measure.INCIDENTS, "to": at_most, "reduction": reduction}


def _change(
    agreement: Agreement,
    *,
    days: tuple[date | None, date | None, date | None],
    whole: dict[str, Any],
) -> Agreement:
    """Return an agreement with what was given in place of what it said."""
    first, last, by = days
    given = {name: value for name, value in whole.items() if value is not None}
    return replace(
        agreement,
        **given,
        used=Period(first=first or agreement.used.first, last=last or agreement.used.last),
        goal=replace(agreement.goal, by=by or agreement.goal.by),
    )


def _titles(workspace: Workspace) -> dict[str, str]:
    return {name: card.title for name, card in service.list_themes(workspace).cards.items()}


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
