"""Page Patrouille: where and when teams are on patrol in a shift, in which order, and why there."""

from dataclasses import replace

import streamlit as st

from geo.errors import HotspotkaartError
from geo.present import patrol_tables, wording
from geo.present.markup import escape
from geo.present.patrol_cautions import list_cautions
from geo.present.patrol_words import name_place
from geo.service.patrol_answers import KEY, PatrolAdvice
from geo.service.patrol_kits import PatrolKit
from geo.views import cached
from geo.views.blocks.parts import lead_to_gegevens, show_notices, show_problem
from geo.views.blocks.patrol_changes import change_plan, list_changes
from geo.views.blocks.patrol_choice import keep_stop, offer_stops, show_map, show_stops
from geo.views.blocks.patrol_files import offer_plan
from geo.views.blocks.patrol_grounds import show_grounds
from geo.views.blocks.patrol_making import MadePlan, make_plan
from geo.views.blocks.patrol_question import Asked, choose_patrol
from geo.views.blocks.patrol_reasons import show_stop
from geo.views.blocks.patrol_search import look_for_better, take_best
from geo.views.context import Context, page_context


def show_patrouille() -> None:
    """Ask the question, show a plan at once, and a better one when it comes."""
    context = page_context()
    st.title("Patrouille")
    if context.question is None:
        lead_to_gegevens("daarna ziet u hier waar en wanneer een team het best kan zijn.")
        return
    show_notices(context.data, context.layers)
    try:
        asked = choose_patrol(context, context.question)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    if asked is None:
        _say_no_base()
        return
    made = make_plan(context, asked.question)
    if made is None:
        list_changes(asked.question, asked.changes, {})
    else:
        _show(context, asked, made)


def _say_no_base() -> None:
    st.info(
        "Er is geen plek bekend om te beginnen. Lees de grenzen van wijken in, of laat de "
        "beheerder een bureau in `gemeente.toml` zetten.",
        icon=":material/wrong_location:",
    )
    st.page_link("geo/views/gegevens.py", label="Naar Gegevens", icon=":material/arrow_forward:")


def _show(context: Context, asked: Asked, made: MadePlan) -> None:
    advice = take_best(context, made)
    kit = _pack(context, advice)
    _show_answer(advice)
    choice = offer_stops(kit)
    chosen = keep_stop(choice)
    on_map, beside = st.columns([5, 4], gap="medium")
    with on_map:
        show_map(context, kit, choice, chosen)
        st.caption(escape(_say_picture(kit, made)))
    with beside:
        if choice.ids:
            show_stops(kit, choice)
        look_for_better(context, made)
        names = {str(key): name_place(advice, row) for row, key in enumerate(advice.places[KEY])}
        list_changes(asked.question, asked.changes, names)
    if chosen is not None:
        show_stop(kit, chosen)
    change_plan(context, advice)
    offer_plan(context, kit)
    show_grounds(kit)
    st.caption(wording.REPORTED_NOTICE)


def _pack(context: Context, advice: PatrolAdvice) -> PatrolKit:
    workspace, themes = context.workspace, context.themes.cards
    return PatrolKit(
        advice=advice,
        municipality=workspace.settings.name,
        crs=workspace.crs,
        timezone=workspace.timezone,
        cards={theme: themes[theme] for theme in advice.question.themes if theme in themes},
        layers=context.layers,
        streets=cached.load_streets(workspace, context.stamp),
        data=replace(context.data, synthetic=advice.synthetic),
    )


def _say_picture(kit: PatrolKit, made: MadePlan) -> str:
    return wording.say_picture(
        [wording.say_period(kit.advice.question.period)], kit.data, made.precisions
    )


def _show_answer(advice: PatrolAdvice) -> None:
    said = escape(patrol_tables.say_plan(advice))
    if any(advice.visits):
        st.markdown(f"**{said}**")
        _show_cautions(advice)
        return
    st.info(
        f"**{said}** Dat is een gewoon antwoord: er is geen plek die eruit springt of op tijd te "
        "bereiken is. Kies een langere periode, een ander thema of een langere dienst, of wijs "
        "hieronder zelf een plek aan.",
        icon=":material/check_circle:",
    )


def _show_cautions(advice: PatrolAdvice) -> None:
    told = list_cautions(advice)
    if told:
        st.warning("  \n".join(map(escape, told)), icon=":material/info:")


show_patrouille()
