"""Weak spots of the data: what was found, what it means, and what to do about it."""

import streamlit as st

from geo.present import quality as words
from geo.present.audience_words import state_audience
from geo.present.html_parts import table_html
from geo.present.spreadsheets import Facts
from geo.present.wording import say_number, say_origin
from geo.schema import Weakness
from geo.service.answers import DataQuality
from geo.service.disclosing import Inside
from geo.views import cached
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import table_files
from geo.views.blocks.parts import show_facts
from geo.views.context import Context


def show_check(context: Context) -> None:
    """Show what is the matter with the data, each kind with its counts and its remedy, and files.

    Fit to be a section of its own; without data it says where to begin.
    """
    st.header("Zwakke plekken")
    if not context.data.incidents:
        st.info(
            "Er zijn nog geen meldingen of aangiften ingelezen. Lees eerst een bestand in onder "
            "Inlezen; daarna staat hier hoe goed die gegevens zijn.",
            icon=":material/upload_file:",
        )
        return
    st.write(
        "Wat er met deze gegevens aan de hand is. Bij elke keer inlezen wordt nagekeken of "
        "plaatsen, tijden en codes te vertrouwen zijn. Er wordt niets hersteld of weggelaten "
        "zonder dat het hier staat."
    )
    show_findings(context)
    facts = [
        ("Meldingen en aangiften", say_number(context.data.incidents)),
        *say_origin(context.data),
    ]
    offer_findings(context, facts)
    show_facts(facts)


def show_findings(context: Context) -> None:
    """Show every weak spot of the data, the kinds one by one."""
    quality = cached.check_data(context.workspace, context.stamp)
    found = words.list_weaknesses(quality)
    if not found:
        st.success(
            "Geen zwakke plekken gevonden: elke melding heeft een plaats en een tijd, en nergens "
            "liggen er opvallend veel op één punt.",
            icon=":material/check_circle:",
        )
    for kind in found:
        _show_weakness(context, quality, kind)


def show_mix(context: Context) -> None:
    """Show how precisely places and times are known, and who made the records."""
    quality = cached.check_data(context.workspace, context.stamp)
    for title, table in (
        ("Hoe precies is de plaats?", words.tabulate_places(quality, context.themes)),
        ("Hoe precies is de tijd?", words.tabulate_times(quality, context.themes)),
        ("Wie maakte de melding?", words.tabulate_reporters(quality, context.themes)),
    ):
        with st.expander(title):
            st.html(table_html(table, label=title))


def offer_findings(context: Context, facts: Facts) -> None:
    """Offer the weak spots as files."""
    quality = cached.check_data(context.workspace, context.stamp)
    table = words.tabulate_quality(quality, context.themes)
    offer_inside(
        context,
        Inside.QUALITY,
        quality,
        lambda told: table_files(table, "zwakke_plekken", [*facts, *state_audience(told)]),
    )


def _show_weakness(context: Context, quality: DataQuality, kind: Weakness) -> None:
    text = words.WEAKNESSES[kind]
    with st.container(border=True):
        st.subheader(text.title)
        st.write(text.meaning)
        show_facts(words.describe_weakness(quality, kind, context.themes))
        st.markdown(f"**Wat te doen:** {text.remedy}")
