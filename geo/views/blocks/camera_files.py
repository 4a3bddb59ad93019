"""The files of an advice on camera sites."""

from collections.abc import Collection, Sequence
from functools import partial

import streamlit as st

from geo import service
from geo.present import camera_words
from geo.present.camera_files import render_camera_page, render_sites
from geo.present.camera_map import CameraPart
from geo.service.camera_answers import CameraAdvice
from geo.views.blocks.downloads import TakeAway, offer_files, table_files
from geo.views.blocks.takeaways import KINDS
from geo.views.context import Context


def offer_advice(
    context: Context, advice: CameraAdvice, names: Sequence[str], parts: Collection[CameraPart]
) -> None:
    """Offer every file of an advice; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    period = advice.question.period
    name = f"camera_{'_'.join(advice.question.themes)}_{period.first}_{period.last}"
    facts = camera_words.state_advice(advice, context.layers)
    drawn = [
        TakeAway(
            label,
            f"{name}{suffix}",
            mime,
            partial(_render, context, advice, names, suffix=suffix, parts=parts),
        )
        for suffix, (label, mime) in KINDS.items()
    ]
    table = camera_words.tabulate_sites(advice, names)
    offer_files([*table_files(table, name, facts), *drawn])


def _render(
    context: Context,
    advice: CameraAdvice,
    names: Sequence[str],
    *,
    suffix: str,
    parts: Collection[CameraPart],
) -> bytes:
    layers = context.layers
    if suffix != ".html":
        return render_sites(advice, suffix, names=names, layers=layers)
    streets = service.load_streets(context.workspace)
    page = render_camera_page(advice, names=names, layers=layers, streets=streets, parts=parts)
    return page.encode("utf-8")
