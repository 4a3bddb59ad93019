"""Commands for kept patrol plans: what is planned, what teams ticked off, and how much it was."""

from datetime import datetime
from typing import Annotated, Final
from uuid import uuid4

import typer

from geo import service
from geo.cli.session import From, Json, To, now, open_session, period_of
from geo.patrol_ticks import Finding, SentTick, TickKind
from geo.present.patrol import records as patrol_records
from geo.visit_params import DosageRules, VisitTerms

_AT: Final = typer.Option(
    "--at", formats=["%Y-%m-%dT%H:%M"], help="Local moment, YYYY-MM-DDTHH:MM; now unless told."
)
_RULES: Final = DosageRules()
_TERMS: Final = VisitTerms()


def list_plans(context: typer.Context, *, as_json: Json = False) -> None:
    """List all kept plans with their stops and ticks, the one that was kept last first."""
    session = open_session(context)
    workspace = session.workspace()
    told = patrol_records.tell_patrols(service.list_patrols(workspace), workspace.timezone)
    session.answer(told, patrol_records.print_patrols, as_json=as_json)


def visit(
    context: typer.Context,
    plan: Annotated[str, typer.Argument(help="Id of the plan.")],
    *,
    team: Annotated[int, typer.Option(help="Number of the team, from 1.")],
    stop: Annotated[int, typer.Option(help="Number of its stop, from 1.")],
    kind: Annotated[TickKind, typer.Option(help="What is ticked off.")],
    finding: Annotated[
        Finding | None, typer.Option(help="What was particular, for that kind alone.")
    ] = None,
    at: Annotated[datetime | None, _AT] = None,
    tick: Annotated[
        str | None, typer.Option(help="A UUID: ticked off twice under one, it is kept once.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tick a stop of a kept plan off, as a phone does."""
    session = open_session(context)
    workspace = session.workspace()
    moment = now() if at is None else at.replace(tzinfo=workspace.timezone)
    version = service.read_patrol(workspace, plan).last.version
    sent = SentTick(
        tick_id=tick or str(uuid4()),
        version=version,
        team=team,
        stop=stop,
        kind=kind,
        finding=finding,
        ticked_at=moment,
    )
    receipt = service.tick_patrol(workspace, plan, [sent], now=now())
    session.answer(
        patrol_records.tell_receipt(receipt), patrol_records.print_receipt, as_json=as_json
    )


def dosage(
    context: typer.Context,
    *,
    first: From,
    last: To,
    unvisited_days: Annotated[
        int, typer.Option(help="Days after which a place was left alone for long.")
    ] = _RULES.unvisited_days,
    target_m: Annotated[
        float, typer.Option(help="Incidents so near a place are judged.")
    ] = _TERMS.target_m,
    buffer_m: Annotated[
        float, typer.Option(help="Up to where incidents may have moved.")
    ] = _TERMS.buffer_m,
    reduction: Annotated[
        float, typer.Option(help="Expected reduction as a share.")
    ] = _TERMS.reduction,
    as_json: Json = False,
) -> None:
    """Hold visits against the plans, place by place and week by week, and judge what changed."""
    session = open_session(context)
    workspace = session.workspace()
    rules = DosageRules(unvisited_days=unvisited_days)
    terms = VisitTerms(target_m=target_m, buffer_m=buffer_m, reduction=reduction)
    report = service.report_dosage(workspace, period_of(first, last), rules=rules)
    found = service.evaluate_visits(workspace, report, terms=terms)
    session.answer(
        patrol_records.tell_dosage(report, found), patrol_records.print_dosage, as_json=as_json
    )
