"""The files of an advice on camera sites."""

from collections.abc import Collection, Sequence

import streamlit as st

from geo import service
from geo.disclosure import Disclosed
from geo.present.audience_words import state_audience
from geo.present.camera import facts as camera_facts
from geo.present.camera import sites as camera_sites
from geo.present.camera.files import render_camera_page, render_sites
from geo.present.camera.map import CameraPart
from geo.service.camera.answers import CameraAdvice
from geo.service.disclosing import Inside
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import TakeAway, page_file, shape_files, table_files
from geo.views.context import Context


def offer_advice(
    context: Context, advice: CameraAdvice, names: Sequence[str], parts: Collection[CameraPart]
) -> None:
    """Offer every file of an advice; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    layers, period = context.layers, advice.question.period
    name = f"camera_{'_'.join(advice.question.themes)}_{period.first}_{period.last}"
    table = camera_sites.tabulate_sites(advice, names)

    def list_files(told: Disclosed[CameraAdvice]) -> list[TakeAway]:
        facts = [*camera_facts.state_advice(advice, layers), *state_audience(told)]
        return [
            *table_files(table, name, facts),
            *shape_files(
                lambda suffix: render_sites(told, suffix, names=names, layers=layers), name
            ),
            page_file(
                lambda: render_camera_page(
                    told,
                    names=names,
                    layers=layers,
                    streets=service.load_streets(context.workspace),
                    parts=parts,
                ),
                name,
            ),
        ]

    offer_inside(context, Inside.CAMERA_ADVICE, advice, list_files)
