"""The answer of page Camera: at once out of what is known already, the proof when it comes."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo import service
from geo.advice_params import CameraQuestion
from geo.errors import HotspotkaartError
from geo.service.camera.answers import CameraAdvice
from geo.service.camera.case import CameraCase
from geo.views import cached
from geo.views.blocks.chances import Weighed, weigh
from geo.views.blocks.parts import show_problem
from geo.views.blocks.waiting import Ask, find_answer, work_out
from geo.views.context import Context

# The answer is there already: the page does not hold still for its proof.
_HOLD_SECONDS: Final = 0.0
# So many simulated incidents are weighed before the page is shown, which takes a tenth of a second;
# what takes longer is weighed beside it.
_WEIGHED_AT_ONCE: Final = 200_000


@dataclass(frozen=True, eq=False)
class CameraAnswer:
    """What is known of a question by now.

    Parameters
    ----------
    case
        What the choice is made of.
    advice
        Proven, as soon as that has been done.
    weighed
        The hotspots that it rests on, and whether they have been held against chance.
    """

    case: CameraCase
    advice: CameraAdvice
    weighed: Weighed

    @property
    def is_waiting(self) -> bool:
        """Whether chance is still to be tried: what is suggested may yet be withdrawn."""
        return bool(self.weighed.waiting)


def answer_cameras(context: Context, asked: CameraQuestion) -> CameraAnswer | None:
    """Answer at once, out of the hotspots that other pages look at too; None on a problem."""
    workspace, stamp = context.workspace, context.stamp
    try:
        reports = [
            cached.find_hotspots(workspace, stamp, question)
            for question in service.list_camera_questions(asked)
        ]
        weighed = weigh(workspace, stamp, reports, at_once=_WEIGHED_AT_ONCE)
        case, advice = cached.suggest_cameras(
            workspace,
            stamp,
            # Weights are kept in a mapping, of which nobody can make a key.
            (repr(asked), bool(weighed.waiting)),
            _question=asked,
            _reports=weighed.reports,
        )
    except HotspotkaartError as problem:
        show_problem(problem)
        return None
    proven = None if weighed.waiting else find_answer(context, _ask_proof(asked))
    return CameraAnswer(case, proven if isinstance(proven, CameraAdvice) else advice, weighed)


def prove_answer(context: Context, answer: CameraAnswer) -> None:
    """Have the choice proven, and show how far that is; look at the page again once it is there."""
    if answer.is_waiting or answer.advice.proven:
        return
    proven = work_out(
        context,
        _ask_proof(answer.case.question),
        lambda tell: service.prove_cameras(context.workspace, answer.case, progress=tell),
        wait_seconds=_HOLD_SECONDS,
    )
    if isinstance(proven, CameraAdvice):
        st.rerun()


def _ask_proof(asked: CameraQuestion) -> Ask:
    return Ask(("camera-bewijs", repr(asked)), "De keuze narekenen")
