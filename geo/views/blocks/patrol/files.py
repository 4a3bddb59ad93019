"""A patrol plan to take along: on paper, in files, and kept for the phone."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Final, TypedDict
from urllib.parse import urlencode, urlsplit

import streamlit as st

from geo import service
from geo.disclosure import Disclosed
from geo.placement_parts import MOST_TEXT
from geo.present.html_parts import links_html
from geo.present.markup import escape
from geo.present.patrol.asked import label_teams
from geo.present.patrol.codes import code_html
from geo.present.patrol.files import render_patrol
from geo.present.patrol.sheet import Paper
from geo.present.patrol.words import list_labels, say_why
from geo.service.disclosing import Inside
from geo.service.patrol.answers import PatrolAdvice
from geo.service.patrol.kits import PatrolKit
from geo.views.blocks.audience import offer_inside
from geo.views.blocks.downloads import TakeAway
from geo.views.blocks.filters import pin_filters
from geo.views.blocks.patrol.link import link_exactly
from geo.views.blocks.patrol.making import STEPS
from geo.views.blocks.patrol.question import pin_patrol
from geo.views.context import Context
from geo.written import is_blank

_SAVED: Final = "patrouille-bewaard"
_FOR_TEAM: Final = "meenemen-voor"
_ALL: Final = 0
_FILES: Final[Mapping[str, tuple[str, str]]] = {
    ".gpx": ("Route (GPX)", "application/gpx+xml"),
    ".ics": ("Agenda (iCal)", "text/calendar"),
    ".csv": ("Tabel (CSV)", "text/csv"),
    ".geojson": ("Kaartlaag (GeoJSON)", "application/geo+json"),
    ".html": ("Kaart om te mailen (HTML)", "text/html"),
}
_PAPERS: Final = {
    Paper.A4: "Patrouilleblad A4 (PDF)",
    Paper.A5: "Patrouilleblad A5 (PDF)",
}
_PDF: Final = "application/pdf"
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class _Told(TypedDict):
    whys: list[list[str]]
    labels: list[str]


def offer_plan(context: Context, kit: PatrolKit) -> None:
    """Offer the plan as paper and files, and let people keep it for the phone of each team."""
    if not any(kit.advice.visits):
        return
    st.subheader("Meenemen")
    _keep(context, kit)
    team = _choose_team(kit)
    offer_inside(
        context,
        Inside.PATROL,
        kit,
        lambda told: [*_list_papers(told, team), *_list_files(told, team)],
    )


def offer_link(context: Context, advice: PatrolAdvice) -> None:
    """Offer a link that gives precisely this plan, also when days have passed or data come in."""
    if context.question is not None:
        fixed = pin_filters(context, context.question) | pin_patrol(advice.question)
        fixed[STEPS] = str(advice.iterations)
        st.html(links_html([("Link naar precies dit plan", link_exactly(fixed))]))


def _keep(context: Context, kit: PatrolKit) -> None:
    held = st.session_state.get(_SAVED)
    # Another plan, or one that has become better since, is kept on its own, or in its place.
    if held is None or held[0] != _mark(context, kit):
        st.button(
            "Bewaar en neem mee",
            type="primary",
            icon=":material/phone_android:",
            help="Bewaart dit plan en geeft elk team een link en een code voor op de telefoon.",
            on_click=_save,
            args=(context, kit),
        )
        if held is not None and held[2] == _name_shift(context, kit):
            _offer_version(context, kit, held[1])
        return
    plan_id = held[1]
    st.success(
        f"Bewaard als plan {escape(plan_id)}. Elk team opent zijn ronde op de telefoon en tikt "
        "daar aan wat gedaan is.",
        icon=":material/task_alt:",
    )
    _show_codes(kit, plan_id)


def _offer_version(context: Context, kit: PatrolKit, plan_id: str) -> None:
    """Let people put a plan in the place of the one of its shift: links and ticks stay."""
    with st.form("plan-vervangen"):
        why = st.text_input("Waarom is het plan anders?", max_chars=MOST_TEXT, key="plan-waarom")
        st.caption(
            f"Telefoons die plan {escape(plan_id)} openen, zien dan dit plan. Wat al is aangetikt, "
            "blijft bewaard bij het plan van toen. Schrijf geen namen van personen."
        )
        sent = st.form_submit_button(
            "Vervang het bewaarde plan", icon=":material/published_with_changes:"
        )
    if not sent:
        return
    if is_blank(why):
        st.warning("Zeg waarom het plan anders is.", icon=":material/edit:")
        return
    seen = service.read_patrol(context.workspace, plan_id).last
    plan = service.freeze_patrol(context.workspace, kit.advice, **_tell(kit))
    now = datetime.now(tz=context.workspace.timezone)
    service.revise_patrol(context.workspace, seen, plan, why=why.strip(), now=now)
    _hold(context, kit, plan_id)
    st.rerun()


def _show_codes(kit: PatrolKit, plan_id: str) -> None:
    address = urlsplit(st.context.url or "")
    base = f"{address.scheme}://{address.netloc}{address.path.rsplit('/', 1)[0]}"
    teams = [number for number, visits in enumerate(kit.advice.visits, start=1) if visits]
    labels = label_teams(kit.advice.question)
    with st.container(horizontal=True, gap="large"):
        for number in teams:
            page = f"ronde?{urlencode({'plan': plan_id, 'team': number})}"
            with st.container(width=240):
                label = labels[number - 1]
                st.html(links_html([(f"Ronde van {label[0].lower()}{label[1:]}", page)]))
                st.html(code_html(f"{base}/{page}", label=f"Code voor de ronde van team {number}"))
    if address.hostname in _THIS_MACHINE:
        st.caption(
            "Het adres in de code werkt alleen op deze computer. Open de app met het adres dat de "
            "beheerder gaf, dan werkt de code op elke telefoon."
        )


def _save(context: Context, kit: PatrolKit) -> None:
    now = datetime.now(tz=context.workspace.timezone)
    plan_id = service.keep_patrol(context.workspace, kit.advice, now=now, **_tell(kit))
    _hold(context, kit, plan_id)


def _tell(kit: PatrolKit) -> _Told:
    """Tell what is kept in words: why at each visit, and what each place is called."""
    whys = [[" ".join(say_why(kit, visit)) for visit in visits] for visits in kit.advice.visits]
    return {"whys": whys, "labels": list_labels(kit.advice)}


def _hold(context: Context, kit: PatrolKit, plan_id: str) -> None:
    """Remember which plan of this window is kept, and of which shift and teams it is."""
    st.session_state[_SAVED] = (_mark(context, kit), plan_id, _name_shift(context, kit))


def _name_shift(context: Context, kit: PatrolKit) -> tuple[str, str]:
    question = kit.advice.question
    return context.stamp[0], repr((question.begins, question.minutes, question.teams))


def _mark(context: Context, kit: PatrolKit) -> tuple[str, str, str]:
    return context.stamp[0], repr(kit.advice.question), repr(kit.advice.visits)


def _choose_team(kit: PatrolKit) -> int | None:
    labels = {_ALL: "alle teams"} | dict(enumerate(label_teams(kit.advice.question), start=1))
    if len(kit.advice.visits) == 1:
        return None
    chosen: int = st.selectbox(
        "Bestanden voor", list(labels), format_func=labels.__getitem__, key=_FOR_TEAM, width=320
    )
    return None if chosen == _ALL else chosen


def _list_papers(told: Disclosed[PatrolKit], team: int | None) -> list[TakeAway]:
    return [
        TakeAway(
            label,
            f"{_name(told.answer, team)}_{paper.value}.pdf",
            _PDF,
            partial(render_patrol, told, ".pdf", paper=paper, team=team),
        )
        for paper, label in _PAPERS.items()
    ]


def _list_files(told: Disclosed[PatrolKit], team: int | None) -> list[TakeAway]:
    return [
        TakeAway(
            label,
            f"{_name(told.answer, team)}{suffix}",
            mime,
            partial(render_patrol, told, suffix, team=team),
        )
        for suffix, (label, mime) in _FILES.items()
    ]


def _name(kit: PatrolKit, team: int | None) -> str:
    begins = f"{kit.advice.question.begins:%Y-%m-%d_%H%M}"
    return f"patrouille_{begins}" + ("" if team is None else f"_team_{team}")
