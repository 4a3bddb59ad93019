"""Page Driehoek: the pages for a meeting on safety, looked at first and then made into files."""

import streamlit as st

from geo.errors import HotspotkaartError
from geo.params import Question
from geo.present import wording
from geo.present.driehoek.preview import previews_html
from geo.present.driehoek.words import say_meeting
from geo.present.markup import escape
from geo.views.blocks.driehoek.files import offer_meeting
from geo.views.blocks.driehoek.making import Prepared, prepare_pages
from geo.views.blocks.driehoek.question import choose_meeting
from geo.views.blocks.driehoek.status import show_status
from geo.views.blocks.driehoek.style import show_style
from geo.views.blocks.parts import lead_to_gegevens, show_notices, show_problem
from geo.views.context import Context, page_context


def show_driehoek() -> None:
    """Show what a meeting would be told, and offer it as files."""
    context = page_context()
    st.title("Driehoek")
    show_notices(context.data, context.layers)
    if context.question is None:
        lead_to_gegevens("daarna maakt u hier het deck en het verslag voor de driehoek.")
        return
    _ask(context, context.question)
    st.caption(wording.REPORTED_NOTICE)


def _ask(context: Context, question: Question) -> None:
    try:
        asked = choose_meeting(context, question.period)
    except HotspotkaartError as problem:
        show_problem(problem)
        return
    made = prepare_pages(context, asked)
    if made is None:
        return
    _show_pages(made)
    with st.container(key="driehoek-bestanden"):
        offer_meeting(context, asked, made)
    st.header("De bladen")
    st.html(previews_html(made.previews))
    show_status(context, made.meeting)
    show_style(context, made.meeting)


def _show_pages(made: Prepared) -> None:
    for line in say_meeting(made.meeting, made.briefing):
        st.write(escape(line))
    if not any(made.meeting.total):
        st.info(
            "In deze periode zijn er geen meldingen. Kies een andere periode; het deck hieronder "
            "zegt alleen dat er niets was.",
            icon=":material/event_busy:",
        )


show_driehoek()
