"""A week of patrols: visits spread over places and wijken, and a plan of each shift."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.patrol_params import PatrolParams, PatrolQuestion
from geo.patrol_week_params import ShiftChanges, SpreadRules, WeekQuestion
from geo.present import wording
from geo.present.audience_words import state_audience
from geo.present.html_parts import table_html
from geo.present.markup import escape
from geo.present.patrol import tables as patrol_tables
from geo.present.patrol.asked import SHIFTS, say_shift
from geo.present.patrol.week_tables import (
    label_shifts,
    say_spread,
    say_week,
    tabulate_week,
)
from geo.present.patrol.words import name_place
from geo.schema import ShiftName
from geo.service.answers import HotspotReport
from geo.service.disclosing import Inside
from geo.service.patrol.answers import KEY
from geo.service.patrol.weeks import WeekAdvice
from geo.views import patrol_cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.link import linked, linked_many, linked_number
from geo.views.blocks.parts import show_problem
from geo.views.blocks.patrol.changes import ByHand, change_plan, list_changes
from geo.views.blocks.patrol.files import offer_plan
from geo.views.blocks.patrol.link import Changes, name_shift, read_changes
from geo.views.blocks.patrol.making import list_precisions, name_question, weigh_themes
from geo.views.blocks.patrol.plan import pack_plan, show_plan
from geo.views.blocks.waiting import Ask, work_out
from geo.views.context import Context

_DAYS: Final = dict(enumerate(wording.WEEKDAYS))
_SHIFT: Final = "weekdienst"
_USUAL: Final = SpreadRules()
_PERCENT: Final = 100
# A week holds up to 21 plans: each is looked for shortly.
_QUICK: Final = PatrolParams(iterations=60)


def show_week(context: Context, question: PatrolQuestion) -> None:
    """Ask which shifts, spread the visits over them, and show the plan of the chosen shift."""
    try:
        asked = _choose_week(context, question)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    if question.appointments or question.added:
        st.caption(
            "Afspraken en stops die u bij Een dienst toevoegde, tellen hier niet mee. Pas "
            "hieronder een dienst van de week aan."
        )
    if question.left_out:
        st.caption("Plekken die u bij Een dienst wegliet, blijven de hele week weg.")
    reports = weigh_themes(context, question)
    if reports is None:
        return
    week = work_out(
        context,
        Ask(("patrouilleweek", name_question(context, asked)), "Week verdelen", slow=True),
        lambda _: _make(context, asked, reports),
    )
    if isinstance(week, WeekAdvice):
        _show(context, week, list_precisions(reports.values()))
    else:
        # What cannot be planned must be undone somewhere.
        for shift in asked.list_shifts():
            _list_changes(shift, {})


def _choose_week(context: Context, question: PatrolQuestion) -> WeekQuestion:
    monday = question.begins.date()
    shifts = {name: SHIFTS[name] for name in ShiftName}
    names: list[ShiftName] = st.pills(
        "Diensten",
        list(shifts),
        selection_mode="multi",
        format_func=shifts.__getitem__,
        **linked_many("diensten", shifts, default=(ShiftName.LATE,)),
    )
    days: list[int] = st.pills(
        "Dagen",
        list(_DAYS),
        selection_mode="multi",
        format_func=lambda day: _DAYS[day][:2],
        **linked_many("dagen", _DAYS, default=tuple(_DAYS)),
    )
    with st.container(horizontal=True, gap="medium"):
        least, share = _choose_spread()
    hours = [
        service.read_shift_hours(context.workspace, name, day)
        for day in (monday + timedelta(days=number) for number in sorted(days))
        for name in sorted(names, key=list(ShiftName).index)
    ]
    shift = replace(question, appointments=(), added=())
    return WeekQuestion(
        shift=shift,
        hours=tuple((each.begins, each.minutes) for each in hours),
        spread=SpreadRules(least_visits=least, wijk_share=share / _PERCENT),
        changes=tuple(
            ShiftChanges(
                begins=begins,
                appointments=changes.appointments,
                added=changes.added,
                left_out=changes.left_out,
            )
            for begins in dict.fromkeys(each.begins for each in hours)
            if (changes := _read_changes(replace(shift, begins=begins))).count
        ),
    )


def _read_changes(shift: PatrolQuestion) -> Changes:
    """Read what the link says of one shift of the week."""
    return read_changes(shift.begins, teams=len(shift.teams), shift=name_shift(shift.begins))


def _choose_spread() -> tuple[int, int]:
    least: int = st.number_input(
        "Minst per hotspot",
        step=1,
        width=150,
        help="Zo vaak komt elke hotspot in de week ten minste aan de beurt.",
        **linked_number("minst-per-plek", default=_USUAL.least_visits, least=0, most=21),
    )
    share: int = st.number_input(
        "Meest per wijk (%)",
        step=5,
        width=150,
        help="Zo veel van alle bezoeken gaat ten hoogste naar één wijk.",
        **linked_number(
            "meest-per-wijk", default=round(_PERCENT * _USUAL.wijk_share), least=5, most=_PERCENT
        ),
    )
    return least, share


def _make(
    context: Context, question: WeekQuestion, reports: Mapping[str, HotspotReport]
) -> WeekAdvice:
    modes = frozenset(team.mode for team in question.shift.teams)
    ground = patrol_cached.lay_patrol_ground(context.workspace, context.stamp, modes)
    cases = service.gather_week(context.workspace, question, reports=reports, ground=ground)
    return service.search_week(question, cases, _QUICK)


def _show(context: Context, week: WeekAdvice, precisions: tuple[str, ...]) -> None:
    said = escape(say_week(week))
    if not week.planned.any():
        st.info(
            f"**{said}** Kies een langere periode, een ander thema of meer diensten.",
            icon=":material/check_circle:",
        )
        return
    st.markdown(f"**{said}**")
    table = tabulate_week(week)
    st.html(table_html(table, label="Bezoeken per plek en per dienst"))
    for line in say_spread(week):
        st.caption(escape(line))
    st.subheader("Verdeling over de wijken")
    fairness = patrol_tables.tabulate_fairness(week.fairness)
    st.html(table_html(fairness, label="Verdeling over de wijken", left=(patrol_tables.VERDICT,)))
    st.caption(patrol_tables.SMALL_SHARES)
    first = week.shifts[0].question
    name = f"patrouilleweek_{first.begins:%Y-%m-%d}"
    facts = [("Geleerd van", wording.say_period(first.period)), *wording.say_origin(context.data)]
    offer_inside(
        context,
        Inside.PATROL,
        week,
        lambda told: [
            *table_files(table, name, [*facts, *state_audience(told)], what="Bezoeken"),
            *table_files(
                fairness, f"{name}_wijken", [*facts, *state_audience(told)], what="Wijken"
            ),
        ],
    )
    _show_shift(context, week, precisions)


def _show_shift(context: Context, week: WeekAdvice, precisions: tuple[str, ...]) -> None:
    st.header("Eén dienst van de week")
    labels = dict(enumerate(label_shifts(week)))
    written = {
        number: f"{advice.question.begins:%Y-%m-%d %H:%M}"
        for number, advice in enumerate(week.shifts)
    }
    number: int = st.selectbox(
        "Dienst bekijken",
        list(labels),
        format_func=labels.__getitem__,
        **linked(_SHIFT, written, default=0),
    )
    advice = week.shifts[number]
    kit, name = pack_plan(context, advice), name_shift(advice.question.begins)
    names = {str(key): name_place(advice, row) for row, key in enumerate(advice.places[KEY])}
    by_hand = ByHand(lambda: _list_changes(advice.question, names), name)
    show_plan(context, kit, precisions, by_hand=by_hand)
    change_plan(context, advice, shift=name)
    offer_plan(context, kit)


def _list_changes(shift: PatrolQuestion, names: dict[str, str]) -> None:
    """List what was changed in one shift only, each with a way back."""
    changes = _read_changes(shift)
    if changes.count:
        st.caption(escape(say_shift(shift)))
    list_changes(replace(shift, left_out=changes.left_out), changes, names)
