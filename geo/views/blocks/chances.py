"""Whether hotspots may be chance: weighed at once, or while people look at the page already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from uuid import uuid4

import streamlit as st

from geo import service
from geo.errors import HotspotkaartError
from geo.present.markup import escape
from geo.present.sentences import say_problem
from geo.present.significance import WAITING, say_left_aside, say_left_in
from geo.service.answers import HotspotReport, HotspotSignificance
from geo.views import cached
from geo.views.blocks.link import linked
from geo.views.cached import Stamp
from geo.views.chances import ChanceDesk, Key, Weigh
from geo.workspace import Workspace

# So many simulated incidents take a quarter to half a second, the longer the denser they lie.
AT_ONCE: Final = 600_000

_POLL_SECONDS: Final = 0.5
_CHANCE: Final = "toeval"
_VISITOR: Final = "toets-venster"


@dataclass(frozen=True)
class Weighed:
    """Reports with their chances, as far as these are known.

    Parameters
    ----------
    reports
        In the order in which they were handed in.
    waiting
        Questions of which the chances are still to come.
    problem
        What stopped one of them, if anything did.
    """

    reports: tuple[HotspotReport, ...]
    desk: ChanceDesk
    waiting: tuple[Key, ...] = ()
    problem: Exception | None = None


def weigh(
    workspace: Workspace,
    stamp: Stamp,
    reports: Sequence[HotspotReport],
    *,
    at_once: int | None = None,
) -> Weighed:
    """Weigh the hotspots of a page: at once where that is quick, else away from it.

    To be called once a run, with all that the page shows: what it asked before is dropped. Of a
    report that was cut down to some of its hotspots the whole is weighed.

    Parameters
    ----------
    workspace, stamp
        The municipality's folder, and the state in which it is.
    reports
        What the page shows.
    at_once
        Up to so many simulated incidents the page waits for it; `AT_ONCE` unless told.
    """
    desk = cached.chance_desk(stamp[0])
    keys: list[Key] = [(stamp, report.question) for report in reports]
    whole = [
        cached.find_hotspots(workspace, stamp, report.question)
        for key, report in zip(keys, reports, strict=True)
        if desk.find(key) is None
    ]
    work = _plan_work(workspace, stamp, whole, desk)
    most = AT_ONCE if at_once is None else at_once
    if sum(map(service.count_simulated, whole)) <= most:
        for key, find in work.items():
            desk.weigh(key, find)
        work = {}
    desk.ask(_visitor(), work)
    outcomes = [desk.find(key) for key in keys]
    return Weighed(
        tuple(
            replace(report, significance=found if isinstance(found, HotspotSignificance) else None)
            for report, found in zip(reports, outcomes, strict=True)
        ),
        desk,
        # What is quick may have come while it was being asked.
        tuple(key for key, found in zip(keys, outcomes, strict=True) if found is None),
        next((found for found in outcomes if isinstance(found, Exception)), None),
    )


def show_waiting(weighed: Weighed) -> None:
    """Say that chances are still to come, and take them in once they are there."""
    # A place of its own, also when it is empty: what lies below it then never moves.
    with st.container():
        if weighed.problem is not None:
            st.warning(
                f"De toets op toeval is niet gelukt. {escape(say_problem(weighed.problem))}",
                icon=":material/warning:",
            )
        if weighed.waiting:
            _follow(weighed.desk, weighed.waiting)


def leave_aside(reports: Sequence[HotspotReport]) -> list[HotspotReport]:
    """Leave out what may be chance unless people ask for it; say how many, and let them ask.

    What cannot be tested stays, and it is said how many those are.
    """
    count = sum(int(report.may_be_chance.sum()) for report in reports)
    if left_in := say_left_in(sum(int(report.not_testable.sum()) for report in reports)):
        st.caption(left_in)
    if not count:
        return list(reports)
    shown: bool = st.toggle(
        "Toon ook hotspots die toeval kunnen zijn",
        **linked(_CHANCE, {True: "tonen", False: "weglaten"}, default=False),
    )
    if shown:
        return list(reports)
    st.caption(say_left_aside(count))
    return [service.leave_out_chance(report) for report in reports]


@st.fragment(run_every=_POLL_SECONDS)
def _follow(desk: ChanceDesk, keys: tuple[Key, ...]) -> None:
    if desk.knows(keys):
        st.rerun()
    st.caption(f":material/hourglass_top: {WAITING}")


def _plan_work(
    workspace: Workspace, stamp: Stamp, reports: Sequence[HotspotReport], desk: ChanceDesk
) -> dict[Key, Weigh]:
    work: dict[Key, Weigh] = {}
    for report in reports:
        key: Key = (stamp, report.question)
        try:
            ground = cached.lay_chance_ground(workspace, stamp, report.theme, report.question.area)
        except HotspotkaartError as problem:
            # The page goes on without, and says why.
            desk.keep(key, problem)
        else:
            work[key] = partial(service.find_significance, workspace, report, ground=ground)
    return work


def _visitor() -> str:
    name: str = st.session_state.setdefault(_VISITOR, uuid4().hex)
    return name
