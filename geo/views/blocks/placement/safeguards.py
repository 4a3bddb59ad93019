"""What a decision on cameras has to state: asked for, and left visibly empty where unknown."""

from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from geo.placements import MOST_RETENTION_DAYS, MOST_TEXT, Safeguards

_DAY: Final = "DD-MM-YYYY"
_REQUESTED: Final = {True: "ja", False: "nee"}


def fill_in_safeguards(stated: Safeguards, *, key: str) -> partial[Safeguards]:
    """Show a field for each, with what is stated already; to be called within a form.

    Parameters
    ----------
    stated
        What stands in the fields.
    key
        Of the fields, so that two forms do not share them.

    Returns
    -------
    partial
        Makes them, and refuses what contradicts itself; to be called once the form is handed in.
    """
    st.caption(
        "Voor het besluit van de burgemeester. Wat u nu niet weet, blijft zichtbaar leeg. Schrijf "
        "hier geen namen van personen."
    )
    requested, requested_on, reference = _ask_request(stated, key)
    measures: str = st.text_area(
        "Welke lichtere maatregelen zijn geprobeerd?",
        stated.lighter_measures,
        max_chars=MOST_TEXT,
        key=f"maatregelen{key}",
    )
    signs: str = st.text_input(
        "Kenbaarheid: hoe en waar wordt de camera aangekondigd?",
        stated.signs,
        max_chars=MOST_TEXT,
        key=f"kenbaarheid{key}",
    )
    consulted_on, viewing, retention = _ask_terms(stated, key)
    return partial(
        Safeguards,
        requested=requested,
        requested_on=requested_on,
        request_reference=reference,
        lighter_measures=measures,
        consulted_on=consulted_on,
        viewing_hours=viewing,
        signs=signs,
        retention_days=retention,
    )


def _ask_request(stated: Safeguards, key: str) -> tuple[bool | None, date | None, str]:
    with st.container(horizontal=True, gap="medium"):
        requested: bool | None = st.selectbox(
            "Vroeg de politie erom?",
            list(_REQUESTED),
            index=None if stated.requested is None else list(_REQUESTED).index(stated.requested),
            format_func=_REQUESTED.__getitem__,
            placeholder="niet ingevuld",
            key=f"verzoek{key}",
        )
        requested_on: date | None = st.date_input(
            "Dag van het verzoek", stated.requested_on, format=_DAY, key=f"verzoekdag{key}"
        )
        reference: str = st.text_input(
            "Kenmerk van het verzoek",
            stated.request_reference,
            max_chars=MOST_TEXT,
            key=f"kenmerk{key}",
        )
    return requested, requested_on, reference


def _ask_terms(stated: Safeguards, key: str) -> tuple[date | None, str, int]:
    with st.container(horizontal=True, gap="medium"):
        consulted_on: date | None = st.date_input(
            "Driehoek geraadpleegd op", stated.consulted_on, format=_DAY, key=f"driehoek{key}"
        )
        viewing: str = st.text_input(
            "Uitkijktijden: wanneer kijkt iemand mee?",
            stated.viewing_hours,
            max_chars=MOST_TEXT,
            key=f"uitkijken{key}",
        )
        retention: int = st.number_input(
            "Beelden bewaren (dagen)",
            min_value=1,
            max_value=MOST_RETENTION_DAYS,
            value=stated.retention_days,
            key=f"bewaren{key}",
            help="Ten hoogste vier weken.",
        )
    return consulted_on, viewing, retention
