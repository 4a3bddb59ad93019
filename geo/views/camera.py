"""Page Camera: where a mobile camera unit would cover most, why there, and how firm that is."""

from typing import Final

import streamlit as st

from geo import service
from geo.advice_params import CameraQuestion
from geo.present import camera_words, wording
from geo.present.markup import escape
from geo.service.camera_answers import CameraAdvice
from geo.service.camera_case import CameraCase
from geo.views.blocks.camera_choice import offer_choice, show_list, show_map, show_table
from geo.views.blocks.camera_files import offer_advice
from geo.views.blocks.camera_override import show_override, weigh_own
from geo.views.blocks.camera_plan import plan_unit
from geo.views.blocks.camera_question import choose_cameras
from geo.views.blocks.camera_reasons import show_site
from geo.views.blocks.factsheet import offer_factsheet
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices
from geo.views.blocks.pictures import lay_ground
from geo.views.blocks.placements import show_placements
from geo.views.blocks.waiting import Ask, find_answer, work_out
from geo.views.context import Context, page_context

_SEARCH: Final = "Plekken voor de camera zoeken"
_PROVE: Final = "De keuze narekenen"


def show_camera() -> None:
    """Ask the question, show the answer at once, and the proof when it comes."""
    context = page_context()
    st.title("Camera")
    if context.question is None:
        lead_to_gegevens("daarna ziet u hier waar een mobiele camera het meest zou bestrijken.")
        return
    show_notices(context.data, context.layers)
    asked = choose_cameras(context, context.question)
    found = work_out(
        context,
        _ask("camera", asked, _SEARCH),
        lambda _: _find(context, asked),
    )
    if isinstance(found, tuple):
        _show(context, *found)
    record = show_placements(context)
    if record is not None:
        last = record.versions[-1]
        offer_factsheet(context.workspace, record.placement_id, version=last.version)


def _ask(kind: str, asked: CameraQuestion, title: str) -> Ask:
    # Weights are kept in a mapping, of which nobody can make a key.
    return Ask((kind, repr(asked)), title)


def _find(context: Context, asked: CameraQuestion) -> tuple[CameraCase, CameraAdvice]:
    case = service.pose_cameras(context.workspace, asked)
    return case, service.suggest_cameras(case)


def _show(context: Context, case: CameraCase, at_once: CameraAdvice) -> None:
    proof = _ask("camera-bewijs", case.question, _PROVE)
    proven = find_answer(context, proof)
    advice = proven if isinstance(proven, CameraAdvice) else at_once
    names = camera_words.name_candidates(advice, context.layers)
    _show_answer(advice, names)
    progress = st.container()
    _show_sites(context, case, advice, names)
    if not advice.proven:
        with progress:
            proven = work_out(
                context,
                proof,
                lambda tell: service.prove_cameras(context.workspace, case, progress=tell),
            )
        # It may have come within the second that was waited for it.
        if isinstance(proven, CameraAdvice):
            st.rerun()


def _show_answer(advice: CameraAdvice, names: list[str]) -> None:
    said = escape(camera_words.say_answer(advice, names))
    if advice.sites:
        st.markdown(f"**{said}**")
    else:
        st.info(
            f"**{said}** Dat is een gewoon antwoord. Kies een langere periode, een ander thema of "
            "een groter bereik als u toch een plek zoekt.",
            icon=":material/check_circle:",
        )
    for text in (camera_words.say_untested(advice), camera_words.say_left_out(advice)):
        if text:
            st.caption(escape(text))


def _show_sites(context: Context, case: CameraCase, advice: CameraAdvice, names: list[str]) -> None:
    choice = offer_choice(advice)
    kept = choice.keep()
    number = None if kept is None else int(kept)
    own = weigh_own(case, advice, number)
    ground = lay_ground(context)
    on_map, beside = st.columns([3, 2], gap="medium")
    with on_map:
        parts = show_map(choice, advice, names, ground, own=own)
    with beside:
        if number is not None:
            show_list(choice, advice, names)
        if names:
            show_override(advice, number, names, own)
    if number is not None:
        show_table(choice, advice, names)
        show_site(advice, number, names, context.layers)
    if number is not None or own is not None:
        plan_unit(context, advice, number, own)
    show_facts(camera_words.state_advice(advice, context.layers))
    st.caption(wording.REPORTED_NOTICE)
    offer_advice(context, advice, names, parts)


show_camera()
