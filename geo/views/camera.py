"""Page Camera: where a mobile camera unit would cover most, why there, and how firm that is."""

import streamlit as st

from geo import schema
from geo.agreements import ActionKind
from geo.present import wording
from geo.present.camera import facts as camera_facts
from geo.present.camera import words as camera_words
from geo.present.markup import escape
from geo.service.camera.answers import CameraAdvice
from geo.views.blocks.agreement.link import lead_to_agreement, name_area
from geo.views.blocks.camera.answer import CameraAnswer, answer_cameras, prove_answer
from geo.views.blocks.camera.choice import offer_choice, show_list, show_map, show_table
from geo.views.blocks.camera.files import offer_advice
from geo.views.blocks.camera.override import show_override, weigh_own
from geo.views.blocks.camera.plan import plan_unit
from geo.views.blocks.camera.question import choose_cameras
from geo.views.blocks.camera.reasons import show_site
from geo.views.blocks.chances import show_waiting
from geo.views.blocks.parts import lead_to_gegevens, show_facts, show_notices
from geo.views.blocks.pictures import lay_ground
from geo.views.blocks.placement.factsheet import offer_factsheet
from geo.views.blocks.placement.overview import show_placements
from geo.views.context import Context, page_context


def show_camera() -> None:
    """Ask the question, show the answer at once, and the proof when it comes."""
    context = page_context()
    st.title("Camera")
    if context.question is None:
        lead_to_gegevens("daarna ziet u hier waar een mobiele camera het meest zou bestrijken.")
        return
    show_notices(context.data, context.layers)
    asked = choose_cameras(context, context.question)
    answer = None if asked is None else answer_cameras(context, asked)
    if answer is not None:
        _show(context, answer)
    record = show_placements(context)
    if record is not None:
        last = record.versions[-1]
        offer_factsheet(context, record.placement_id, version=last.version)


def _show(context: Context, answer: CameraAnswer) -> None:
    names = camera_words.name_candidates(answer.advice, context.layers)
    _show_answer(answer, names)
    show_waiting(answer.weighed)
    progress = st.container()
    _show_sites(context, answer, names)
    with progress:
        prove_answer(context, answer)


def _show_answer(answer: CameraAnswer, names: list[str]) -> None:
    advice = answer.advice
    said = escape(camera_words.say_answer(advice, names))
    if advice.sites:
        st.markdown(f"**{said}**")
    else:
        st.info(
            f"**{said}** Dat is een gewoon antwoord. Kies een langere periode, een ander thema of "
            "een groter bereik als u toch een plek zoekt.",
            icon=":material/check_circle:",
        )
    # Whether chance can be tried on them is not known before it has been.
    untested = camera_words.WAITING if answer.is_waiting else camera_words.say_untested(advice)
    for text in (untested, camera_words.say_left_out(advice)):
        if text:
            st.caption(escape(text))


def _show_sites(context: Context, answer: CameraAnswer, names: list[str]) -> None:
    advice = answer.advice
    choice = offer_choice(advice)
    kept = choice.keep()
    number = None if kept is None else int(kept)
    own = weigh_own(answer.case, advice, number)
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
        _lead_on(advice, number)
    # What may yet be withdrawn is neither written down nor taken along.
    if not answer.is_waiting and (number is not None or own is not None):
        plan_unit(context, advice, number, own)
    show_facts(camera_facts.state_advice(advice, context.layers))
    st.caption(wording.REPORTED_NOTICE)
    if not answer.is_waiting:
        offer_advice(context, advice, names, parts)


def _lead_on(advice: CameraAdvice, number: int) -> None:
    """Lead to an agreement on the wijk in which the site lies, where it lies in one."""
    wijk = advice.candidates[schema.WIJK_CODE].iloc[advice.sites[number - 1].site]
    if isinstance(wijk, str):
        lead_to_agreement(name_area(wijk), kind=ActionKind.CAMERA, key="camera-actie")


show_camera()
