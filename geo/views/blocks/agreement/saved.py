"""What is said once after something was written down, and fields that begin anew."""

from typing import Final

import streamlit as st

from geo.views.blocks.agreement.link import KIND, NEW, PLACE

# Name in the link.
CHOSEN: Final = "actie"

SAVED: Final = "actie-bewaard"
_NUMBER: Final = "actie-formulier"


def number_of_form() -> int:
    """Return the number of the form: after each agreement the fields are those of a new one."""
    number: int = st.session_state.setdefault(_NUMBER, 1)
    return number


def begin_again(saved: str, *, chosen: int) -> None:
    """Say that it is kept on a page that shows it, with empty fields."""
    st.session_state[SAVED] = saved
    st.session_state[_NUMBER] = number_of_form() + 1
    for name in (PLACE, KIND, NEW):
        st.query_params.pop(name, None)
    st.query_params[CHOSEN] = str(chosen)
    st.rerun()
