"""Commands for patrols."""

from dataclasses import replace
from pathlib import Path

import typer

from geo import service
from geo.cli import patrol_options as options
from geo.cli import patrol_wishes as wishes
from geo.cli.session import ForWhom, From, Json, Themes, To, now, open_session
from geo.disclosure import Audience
from geo.patrol_week_params import SpreadRules, WeekQuestion
from geo.present.patrol import plain as patrols
from geo.present.patrol import weeks as patrol_weeks
from geo.present.patrol.files import check_patrol_suffix, write_patrol, write_shifts
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
    seed: options.Seed = None,
    out: options.Out = None,
    audience: ForWhom = Audience.INTERNAL,
    paper: options.PaperSize = Paper.A4,
    save: options.Save = False,
    as_json: Json = False,
) -> None:
    """Plan which places each team visits in a shift, when, and why there."""
    session, files = open_session(context), _check_files(out)
    workspace = session.workspace()
    service.check_inside(workspace, audience, Inside.PATROL)
    when = wishes.read_hours(
        workspace, begins=begins, minutes=minutes, day=day, shift=shift, hours=hours
    )
    words = wishes.ShiftWords(
        theme=theme,
        first=first,
        last=last,
        team=team,
        base=base,
        end_base=end_base,
        rules=(dwell_minutes, least_gap_minutes, most_gap_minutes),
        area=area,
        leave_out=leave_out,
        double_cameras=double_cameras,
        prefer=prefer,
        share_places=share_places,
        seed=seed,
    )
    question = replace(
        words.ask(workspace, when),
        appointments=tuple(wishes.read_appointment(each, when) for each in appointment or ()),
        added=tuple(wishes.read_added(each, when) for each in add or ()),
    )
    advice = service.plan_patrol(workspace, question)
    if files:
        (kit,) = service.gather_patrol_kits(workspace, [advice])
        handed = service.keep_inside(workspace, kit, audience, Inside.PATROL)
        for path in files:
            write_patrol(handed, path, paper=paper)
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
    seed: options.Seed = None,
    out: options.OutEach = None,
    paper: options.PaperSize = Paper.A4,
    audience: ForWhom = Audience.INTERNAL,
    as_json: Json = False,
) -> None:
    """Spread visits over the shifts of a week, so that all get some, and plan each shift."""
    session, files = open_session(context), _check_files(out)
    workspace = session.workspace()
    service.check_inside(workspace, audience, Inside.PATROL)
    hours = wishes.read_week(workspace, begins, days, shift)
    words = wishes.ShiftWords(
        theme=theme,
        first=first,
        last=last,
        team=team,
        base=base,
        end_base=end_base,
        rules=(dwell_minutes, least_gap_minutes, most_gap_minutes),
        area=area,
        leave_out=leave_out,
        double_cameras=double_cameras,
        prefer=prefer,
        share_places=share_places,
        seed=seed,
    )
    question = WeekQuestion(
        shift=words.ask(workspace, hours[0]),
        hours=hours,
        spread=SpreadRules(least_visits=least_visits, wijk_share=wijk_share),
    )
    advice = service.plan_week(workspace, question)
    written: list[Path] = []
    if files:
        kits = service.gather_patrol_kits(workspace, advice.shifts)
        handed = [service.keep_inside(workspace, kit, audience, Inside.PATROL) for kit in kits]
        for path in files:
            written += write_shifts(handed, path, paper=paper)
    told = patrol_weeks.tell_week(advice) | {"files": [str(path) for path in written]}
    session.answer(told, patrol_weeks.print_week, as_json=as_json)


def _check_files(out: list[Path] | None) -> list[Path]:
    """Refuse a file of another kind before anything is planned."""
    files = out or []
    for path in files:
        check_patrol_suffix(path.suffix.lower())
    return files
