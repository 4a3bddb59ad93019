"""The files of an advice on camera sites."""

from collections.abc import Collection, Sequence

import streamlit as st

from geo import service
from geo.present.camera import facts as camera_facts
from geo.present.camera import sites as camera_sites
from geo.present.camera.files import render_camera_page, render_sites
from geo.present.camera.map import CameraPart
from geo.service.camera.answers import CameraAdvice
from geo.views.blocks.downloads import offer_files, page_file, shape_files, table_files
from geo.views.context import Context


def offer_advice(
    context: Context, advice: CameraAdvice, names: Sequence[str], parts: Collection[CameraPart]
) -> None:
    """Offer every file of an advice; each is made once somebody asks for it."""
    st.subheader("Meenemen")
    layers, period = context.layers, advice.question.period
    name = f"camera_{'_'.join(advice.question.themes)}_{period.first}_{period.last}"
    table = camera_sites.tabulate_sites(advice, names)

    def draw() -> str:
        streets = service.load_streets(context.workspace)
        return render_camera_page(advice, names=names, layers=layers, streets=streets, parts=parts)

    offer_files(
        [
            *table_files(table, name, camera_facts.state_advice(advice, layers)),
            *shape_files(
                lambda suffix: render_sites(advice, suffix, names=names, layers=layers), name
            ),
            page_file(draw, name),
        ]
    )
