"""Deck and report of a meeting: made with one press, and then to take along."""

from typing import Final

import streamlit as st

from geo.service.driehoek.answers import MeetingQuestion
from geo.views.blocks.downloads import TakeAway, offer_files
from geo.views.blocks.driehoek.making import Prepared, files_were_asked, make_files
from geo.views.context import Context

_PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_PDF: Final = "application/pdf"


def offer_meeting(context: Context, question: MeetingQuestion, made: Prepared) -> None:
    """Make both files when asked, and offer them once they are there."""
    pressed = False
    if not files_were_asked(context, question):
        pressed = st.button("Deck en verslag maken", icon=":material/slideshow:", type="primary")
        st.caption(
            "Een deck om te tonen (PPTX, te bewerken) en een verslag om te lezen (PDF, ook voor "
            "wie het laat voorlezen), uit dezelfde bladen."
        )
        if not pressed:
            return
    files = make_files(context, question, made)
    if files is None:
        return
    period = question.period
    name = f"driehoek_{question.audience}_{period.first}_{period.last}"
    st.success("Deck en verslag zijn klaar.", icon=":material/check_circle:")
    offer_files(
        [
            TakeAway("Deck (PPTX)", f"{name}.pptx", _PPTX, files.deck),
            TakeAway("Verslag (PDF)", f"{name}.pdf", _PDF, files.report),
        ]
    )
