"""The fact sheet on a placement, to take along."""

from functools import partial
from typing import Final

import streamlit as st

from geo import service
from geo.disclosure import Disclosed
from geo.present.placement.factsheet import render_factsheet
from geo.service.disclosing import Inside
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import TakeAway
from geo.views.context import Context
from geo.workspace import Workspace

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS: Final = {".pdf": ("PDF", "application/pdf"), ".docx": ("Word", _WORD)}


def offer_factsheet(context: Context, placement_id: int, *, version: int) -> None:
    """Offer the fact sheet on a placement as PDF and as Word file, made once somebody asks.

    Parameters
    ----------
    context
        Of this run.
    placement_id, version
        Number of the placement, and of its last version.
    """
    st.subheader("Informatieblad")
    st.markdown(
        "Een concept voor het besluit van de burgemeester, ter beoordeling door de jurist. Wat "
        "niet is ingevuld, staat er als vraag in."
    )
    workspace = context.workspace
    offer_inside(
        context,
        Inside.FACTSHEET,
        placement_id,
        lambda told: list_files(workspace, told, version=version),
    )


def list_files(workspace: Workspace, told: Disclosed[int], *, version: int) -> list[TakeAway]:
    """List the files of the fact sheet on a placement, which are not yet made."""
    placement_id = told.answer
    name = f"informatieblad_plaatsing_{placement_id}_versie_{version}"
    return [
        TakeAway(
            f"Informatieblad ({kind})",
            f"{name}{suffix}",
            mime,
            partial(_render, workspace, told, suffix),
        )
        for suffix, (kind, mime) in _KINDS.items()
    ]


def _render(workspace: Workspace, told: Disclosed[int], suffix: str) -> bytes:
    sheet = service.gather_factsheet(workspace, told.answer)
    return render_factsheet(Disclosed(sheet, told.audience, told.rules, told.held), suffix)
