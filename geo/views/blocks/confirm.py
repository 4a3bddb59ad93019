"""A step that cannot be taken by accident."""

import streamlit as st

from geo.present.markup import escape


def confirmed(agreement: str, label: str, *, key: str, busy: bool) -> bool:
    """Return whether somebody agreed and then pressed the button.

    Parameters
    ----------
    agreement
        What one agrees to, in full.
    label
        Words on the button.
    key
        Of what the agreement is about: another thing needs another agreement.
    busy
        Whether other work has to end first.
    """
    agreed = st.checkbox(escape(agreement), key=f"akkoord-{key}")
    return st.button(label, key=f"doen-{key}", type="primary", disabled=busy or not agreed)
