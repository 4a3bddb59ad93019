"""Page Patrouille: where and when teams are on patrol in a shift, in which order, and why there."""

from typing import Final

import streamlit as st

from geo.errors import HotspotkaartError
from geo.params import Question
from geo.present import wording
from geo.present.patrol.words import name_place
from geo.service.patrol.answers import KEY
from geo.views.blocks.link import linked
from geo.views.blocks.parts import lead_to, lead_to_gegevens, show_notices, show_problem
from geo.views.blocks.patrol.changes import ByHand, change_plan, list_changes
from geo.views.blocks.patrol.dosage import show_dosage
from geo.views.blocks.patrol.files import offer_link, offer_plan
from geo.views.blocks.patrol.grounds import show_grounds
from geo.views.blocks.patrol.making import MadePlan, make_plan
from geo.views.blocks.patrol.plan import pack_plan, show_plan
from geo.views.blocks.patrol.question import Asked, choose_patrol
from geo.views.blocks.patrol.search import look_for_better, take_best
from geo.views.blocks.patrol.week import show_week
from geo.views.blocks.sections import SECTION
from geo.views.context import Context, page_context

_SHIFT: Final = "Een dienst"
_WEEK: Final = "Een week"
_DONE: Final = "Terugkijken"


def show_patrouille() -> None:
    """Show the chosen part: a plan for a shift, one for a week, or what came of plans."""
    context = page_context()
    st.title("Patrouille")
    if context.question is None:
        lead_to_gegevens("daarna ziet u hier waar en wanneer een team het best kan zijn.")
        return
    options = {name: name for name in (_SHIFT, _WEEK, _DONE)}
    section: str = st.segmented_control(
        "Onderdeel",
        list(options),
        required=True,
        label_visibility="collapsed",
        **linked(SECTION, options, default=_SHIFT),
    )
    show_notices(context.data, context.layers)
    if section == _DONE:
        show_dosage(context)
    else:
        _ask(context, context.question, section)


def _ask(context: Context, question: Question, section: str) -> None:
    try:
        asked = choose_patrol(context, question, weekly=section == _WEEK)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    if asked is None:
        _say_no_base()
    elif section == _WEEK:
        show_week(context, asked.question)
    else:
        _plan(context, asked)
    st.caption(wording.REPORTED_NOTICE)


def _say_no_base() -> None:
    st.info(
        "Er is geen plek bekend om te beginnen. Lees de grenzen van wijken in, of laat de "
        "beheerder een bureau in `gemeente.toml` zetten.",
        icon=":material/wrong_location:",
    )
    lead_to("gegevens.py", "Naar Gegevens")


def _plan(context: Context, asked: Asked) -> None:
    made = make_plan(context, asked.question)
    if made is None:
        list_changes(asked.question, asked.changes, {})
    else:
        _show(context, asked, made)


def _show(context: Context, asked: Asked, made: MadePlan) -> None:
    advice = take_best(context, made)
    kit = pack_plan(context, advice)
    names = {str(key): name_place(advice, row) for row, key in enumerate(advice.places[KEY])}

    def show_beside() -> None:
        look_for_better(context, made)
        list_changes(asked.question, asked.changes, names)

    show_plan(context, kit, made.precisions, by_hand=ByHand(show_beside))
    change_plan(context, advice)
    offer_plan(context, kit)
    offer_link(context, advice)
    show_grounds(kit)


show_patrouille()
