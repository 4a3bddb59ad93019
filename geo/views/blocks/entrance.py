"""The entrance of the app: who is there, or a page that says why nobody gets in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from geo import service
from geo.access import LOCAL, Viewer
from geo.audit import Act
from geo.errors import AccessError
from geo.params import Question
from geo.present import access_pages
from geo.present.markup import escape
from geo.views.blocks.parts import show_problem
from geo.views.context import Context
from geo.views.locality import is_local_address, is_local_visit
from geo.views.serving import asks_sign_in
from geo.workspace import Workspace

_NOTED: Final = "genoteerd"
_SIGNED_IN: Final = "aangemeld-als"


def receive_visitor(workspace: Workspace) -> Viewer | None:
    """Return who is there; None where a page is shown in place of the app.

    Raises
    ------
    HotspotkaartError
        If the audit trail cannot be written.
    """
    if not asks_sign_in():
        if _is_local():
            return LOCAL
        _show_outside()
        return None
    if not st.user.is_logged_in:
        _ask_to_sign_in()
        return None
    return _receive(workspace)


def refuse_page(workspace: Workspace, title: str) -> None:
    """Say that a page is not for who opened it, and write down that they tried.

    Raises
    ------
    AccessError
        If it cannot be written.
    """
    note_once(workspace, service.Deed(Act.REFUSED, title))
    show_viewer(workspace.viewer, {})
    st.title(escape(title))
    st.error(escape(access_pages.say_refused(title, workspace.viewer)), icon=":material/block:")
    st.write("Kies hierboven een andere pagina. " + escape(_say_contact(workspace)))


def note_page(context: Context, title: str) -> None:
    """Write down which page is opened, and what is asked of it.

    Raises
    ------
    AccessError
        If it cannot be written.
    """
    question = context.question
    filters = {} if question is None else _tell_filters(question)
    note_once(context.workspace, service.Deed(Act.PAGE, title, filters))


def show_viewer(viewer: Viewer, names: Mapping[str, str], *, hidden: Sequence[str] = ()) -> None:
    """Show as whom somebody signed in, and the way out; nothing for the local operator.

    Parameters
    ----------
    viewer
        Who.
    names
        Names of wijken by their codes.
    hidden
        Sources of which they see figures alone.
    """
    if not viewer.likeness:
        return
    with st.container(
        horizontal=True,
        horizontal_alignment="right",
        vertical_alignment="center",
        key="aanmelding",
    ):
        st.caption(escape(access_pages.say_viewer(viewer, names)), width="content")
        _offer_way_out()
    if said := access_pages.say_hidden(hidden):
        st.caption(escape(said))


def note_once(workspace: Workspace, deed: service.Deed) -> None:
    """Write a use down, unless it is the one that this visit wrote down last.

    A page runs again at each click on it; what is looked at stays the same until it changes.

    Raises
    ------
    AccessError
        If it cannot be written.
    """
    if st.session_state.get(_NOTED) != deed:
        _note(workspace, deed)
        st.session_state[_NOTED] = deed


def _note(workspace: Workspace, deed: service.Deed) -> None:
    service.note_use(workspace, deed, now=datetime.now(tz=UTC))


def _receive(workspace: Workspace) -> Viewer | None:
    try:
        viewer = service.recognise_viewer(workspace, st.user.to_dict(), now=datetime.now(tz=UTC))
    except AccessError as problem:
        st.title("Hotspotkaart")
        show_problem(problem)
        _offer_sign_in("Opnieuw aanmelden")
        return None
    if not viewer.roles:
        note_once(replace(workspace, viewer=viewer), service.Deed(Act.REFUSED, "app"))
        _show_no_role(workspace)
        return None
    if st.session_state.get(_SIGNED_IN) != viewer:
        _note(replace(workspace, viewer=viewer), service.Deed(Act.SIGN_IN, "app"))
        st.session_state[_SIGNED_IN] = viewer
    return viewer


def _is_local() -> bool:
    headers = st.context.headers.to_dict()
    if not headers:
        # No browser at all: somebody runs the script itself, who holds the files anyway.
        return True
    bound = st.get_option("server.address") or ""
    return is_local_address(bound) and is_local_visit(headers, st.context.ip_address)


def _show_outside() -> None:
    st.title(access_pages.OUTSIDE_TITLE)
    st.error(access_pages.OUTSIDE, icon=":material/block:")
    st.write(access_pages.OUTSIDE_REMEDY)


def _ask_to_sign_in() -> None:
    st.title("Hotspotkaart")
    st.write("Meld u aan om verder te gaan. Wat u ziet, hangt af van uw rol.")
    _offer_sign_in("Aanmelden")


def _show_no_role(workspace: Workspace) -> None:
    st.title("Geen toegang")
    st.error(access_pages.say_no_role(), icon=":material/block:")
    st.write(escape(_say_contact(workspace)))
    _offer_way_out()


def _say_contact(workspace: Workspace) -> str:
    return access_pages.say_contact(workspace.settings.access.contact)


def _tell_filters(question: Question) -> dict[str, str]:
    hours = question.hours
    told = {
        "thema": question.theme,
        "van": question.period.first.isoformat(),
        "tot": question.period.last.isoformat(),
        "gebied": question.area or "",
        "dagdeel": ",".join(hours.day_parts),
        "weekdag": ",".join(map(str, hours.weekdays)),
    }
    return {name: text for name, text in told.items() if text}


def _offer_sign_in(label: str) -> None:
    st.button(label, icon=":material/login:", type="primary", on_click=st.login)


def _offer_way_out() -> None:
    st.button("Afmelden", icon=":material/logout:", type="tertiary", on_click=st.logout)
