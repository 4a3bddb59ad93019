"""Commands for patrols."""

import typer

from geo import service
from geo.cli import patrol_options as options
from geo.cli.session import (
    ForWhom,
    From,
    Json,
    Themes,
    To,
    now,
    open_session,
    period_of,
    read_harm,
    read_names,
)
from geo.disclosure import Audience
from geo.patrol_params import PatrolQuestion
from geo.patrol_week_params import SpreadRules, WeekQuestion
from geo.present.patrol import plain as patrols
from geo.present.patrol import weeks as patrol_weeks
from geo.present.patrol.files import check_patrol_suffix, write_patrol
from geo.present.patrol.sheet import Paper
from geo.service.disclosing import Inside


def plan(
    context: typer.Context,
    *,
    theme: Themes,
    first: From,
    last: To,
    team: options.Teams,
    base: options.Base,
    begins: options.Begins = None,
    minutes: options.Minutes = 480,
    day: options.Day = None,
    shift: options.ShiftOption = None,
    hours: options.Hours = None,
    end_base: options.EndBase = None,
    dwell_minutes: options.DwellMinutes = 15.0,
    least_gap_minutes: options.GapMinutes = 30.0,
    most_gap_minutes: options.GapMinutes = 120.0,
    area: options.Areas = None,
    appointment: options.Appointments = None,
    leave_out: options.LeaveOut = None,
    add: options.Add = None,
    double_cameras: options.DoubleCameras = False,
    prefer: options.Preferred = None,
    share_places: options.SharePlaces = False,
    seed: options.Seed = 1,
    out: options.Out = None,
    audience: ForWhom = Audience.INTERNAL,
    paper: options.PaperSize = Paper.A4,
    save: options.Save = False,
    as_json: Json = False,
) -> None:
    """Plan which places each team visits in a shift, when, and why there."""
    session = open_session(context)
    workspace = session.workspace()
    when = options.read_hours(
        workspace, begins=begins, minutes=minutes, day=day, shift=shift, hours=hours
    )
    question = PatrolQuestion(
        themes=read_names(theme),
        period=period_of(first, last),
        begins=when.begins,
        minutes=when.minutes,
        teams=tuple(options.read_team(each) for each in team),
        base=options.read_base(workspace, base),
        end_base=None if end_base is None else options.read_base(workspace, end_base),
        harm=read_harm(theme),
        rules=options.read_rules(dwell_minutes, least_gap_minutes, most_gap_minutes),
        areas=tuple(area or ()),
        appointments=tuple(options.read_appointment(each, when) for each in appointment or ()),
        left_out=tuple(options.read_left_out(each) for each in leave_out or ()),
        added=tuple(options.read_added(each, when) for each in add or ()),
        doubles_cameras=double_cameras,
        preferred=options.read_preferred(prefer),
        shares_places=share_places,
        seed=seed,
    )
    files = out or []
    for path in files:
        check_patrol_suffix(path.suffix.lower())
    advice = service.plan_patrol(workspace, question)
    if files:
        kit = service.gather_patrol_kit(workspace, advice)
        handed = service.keep_inside(workspace, kit, audience, Inside.PATROL)
        for path in files:
            write_patrol(handed.answer, path, paper=paper)
    told = patrols.tell_patrol(advice, files)
    if save:
        told |= {"plan": service.keep_patrol(workspace, advice, now=now())}
    session.answer(told, patrols.print_patrol, as_json=as_json)


def week(
    context: typer.Context,
    *,
    theme: Themes,
    first: From,
    last: To,
    team: options.Teams,
    base: options.Base,
    begins: options.Week,
    days: options.Days = 7,
    shift: options.Shifts = None,
    end_base: options.EndBase = None,
    dwell_minutes: options.DwellMinutes = 15.0,
    least_gap_minutes: options.GapMinutes = 30.0,
    most_gap_minutes: options.GapMinutes = 120.0,
    least_visits: options.LeastVisits = 1,
    wijk_share: options.WijkShare = 0.5,
    area: options.Areas = None,
    leave_out: options.LeaveOut = None,
    double_cameras: options.DoubleCameras = False,
    prefer: options.Preferred = None,
    share_places: options.SharePlaces = False,
    seed: options.Seed = 1,
    as_json: Json = False,
) -> None:
    """Spread visits over the shifts of a week, so that all get some, and plan each shift."""
    session = open_session(context)
    workspace = session.workspace()
    hours = options.read_week(workspace, begins, days, shift)
    question = WeekQuestion(
        shift=PatrolQuestion(
            themes=read_names(theme),
            period=period_of(first, last),
            begins=hours[0].begins,
            minutes=hours[0].minutes,
            teams=tuple(options.read_team(each) for each in team),
            base=options.read_base(workspace, base),
            end_base=None if end_base is None else options.read_base(workspace, end_base),
            harm=read_harm(theme),
            rules=options.read_rules(dwell_minutes, least_gap_minutes, most_gap_minutes),
            areas=tuple(area or ()),
            left_out=tuple(options.read_left_out(each) for each in leave_out or ()),
            doubles_cameras=double_cameras,
            preferred=options.read_preferred(prefer),
            shares_places=share_places,
            seed=seed,
        ),
        hours=hours,
        spread=SpreadRules(least_visits=least_visits, wijk_share=wijk_share),
    )
    advice = service.plan_week(workspace, question)
    session.answer(patrol_weeks.tell_week(advice), patrol_weeks.print_week, as_json=as_json)
