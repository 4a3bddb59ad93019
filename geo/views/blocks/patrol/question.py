"""What is asked of a patrol: when, by whom, from where, and what weighs how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo.params import Question
from geo.patrol_params import PatrolQuestion, PatrolTeam, VisitRules, settle_seed
from geo.present.markup import escape
from geo.present.patrol.asked import say_question, say_rules, say_shift
from geo.present.patrol.words import ORGANISATIONS, say_day
from geo.schema import Organisation
from geo.themes import Themes
from geo.views import cached
from geo.views.blocks.link import linked, linked_many, linked_number
from geo.views.blocks.patrol.base import choose_bases
from geo.views.blocks.patrol.link import Changes, read_changes
from geo.views.blocks.patrol.teams import choose_teams
from geo.views.blocks.patrol.when import DAY, choose_shift, choose_week
from geo.views.blocks.theme_choice import choose_themes
from geo.views.context import Context

SEED: Final = "toevalsgetal"

_ANYBODY: Final = ""
_MOST_SEED: Final = 99_999_999
_USUAL: Final = VisitRules()


@dataclass(frozen=True)
class Asked:
    """The question of the page, and what of it came out of the link by hand."""

    question: PatrolQuestion
    changes: Changes
    base: str


@dataclass(frozen=True)
class _Wishes:
    """What of a `PatrolQuestion` is neither when, who nor from where, by its names."""

    themes: tuple[str, ...]
    harm: Mapping[str, float]
    areas: tuple[str, ...]
    rules: VisitRules
    doubles_cameras: bool
    preferred: Mapping[str, Organisation]
    shares_places: bool
    seed: int


def choose_patrol(context: Context, question: Question, *, weekly: bool = False) -> Asked | None:
    """Let people choose what is asked; theme, period and area come from the filters.

    Parameters
    ----------
    context, question
        The workspace, and what the filters ask.
    weekly
        Whether a week is asked, of which the shifts are chosen elsewhere.

    Returns
    -------
    Asked or None
        None where no place is known to begin at.

    Raises
    ------
    ParamsError
        If what was chosen cannot be asked.
    """
    begins, minutes = choose_week(context) if weekly else choose_shift(context)
    said = st.container()
    with st.expander("Teams en beginpunt", icon=":material/groups:"):
        teams = choose_teams()
        place_of_bases = st.container()
    with st.expander("Thema's, wijken en bezoeken", icon=":material/tune:"):
        wishes = _choose_wishes(context, question, teams, seed=settle_seed(begins))
    with place_of_bases:
        bases = choose_bases(context, wishes.areas)
    if bases is None:
        return None
    changes = read_changes(begins, teams=len(teams))
    asked = PatrolQuestion(
        period=question.period,
        begins=begins,
        minutes=minutes,
        teams=teams,
        base=bases.begin,
        end_base=bases.end,
        appointments=changes.appointments,
        left_out=changes.left_out,
        added=changes.added,
        **vars(wishes),
    )
    when = f"week van {say_day(asked)}" if weekly else say_shift(asked)
    said.markdown(f"**U vraagt:** {escape(f'{when}, {say_question(asked, bases.name)}')}.")
    return Asked(asked, changes, bases.name)


def pin_patrol(question: PatrolQuestion) -> dict[str, str]:
    """Return what a link says to ask for a day and a draw that stay the same tomorrow."""
    return {DAY: question.begins.date().isoformat(), SEED: str(question.seed)}


def _choose_wishes(
    context: Context, question: Question, teams: tuple[PatrolTeam, ...], *, seed: int
) -> _Wishes:
    themes, harm = choose_themes(context.themes, question.theme)
    areas = _choose_areas(context, question.area)
    rules = _choose_rules()
    preferred, shares_places = _choose_together(context.themes, themes, teams)
    doubles_cameras: bool = st.toggle(
        "Ook langs plekken waar een camera staat",
        help="Anders slaat het plan over wat een camera in die dienst al in beeld heeft.",
        **linked("camera", {True: "ja", False: "nee"}, default=False),
    )
    return _Wishes(
        themes=themes,
        harm=harm,
        areas=areas,
        rules=rules,
        doubles_cameras=doubles_cameras,
        preferred=preferred,
        shares_places=shares_places,
        seed=_choose_seed(default=seed),
    )


def _choose_areas(context: Context, area: str | None) -> tuple[str, ...]:
    """Let people add areas to that of the filter."""
    names = cached.name_areas(context.workspace, context.stamp)
    options = {code: name for code, name in names.items() if code != area}
    if not options:
        return () if area is None else (area,)
    chosen: list[str] = st.multiselect(
        "Alleen in deze wijken" if area is None else "Ook in",
        list(options),
        format_func=options.__getitem__,
        placeholder="Kies wijken of bedrijventerreinen",
        **linked_many("ook-in", options, default=()),
    )
    return tuple(chosen) if area is None else (area, *chosen)


def _choose_together(
    themes: Themes, chosen: tuple[str, ...], teams: tuple[PatrolTeam, ...]
) -> tuple[dict[str, Organisation], bool]:
    """Let people say who goes where; where one organisation goes it makes no difference."""
    going = [name for name in Organisation if any(team.organisation is name for team in teams)]
    if len(going) == 1:
        return {}, False
    shares_places: bool = st.toggle(
        "Meer dan één organisatie langs dezelfde plek",
        help="Anders gaat in een dienst één organisatie naar een plek, zodat bezoeken elkaar "
        "aanvullen en niet stapelen.",
        **linked("samen", {True: "ja", False: "nee"}, default=False),
    )
    if shares_places:
        return {}, True
    options = {_ANYBODY: "maakt niet uit"} | {
        name.value: ORGANISATIONS[name].capitalize() for name in going
    }
    with st.container(horizontal=True, gap="medium"):
        asked = {theme: _choose_first(themes, theme, options) for theme in chosen}
    return {theme: Organisation(name) for theme, name in asked.items() if name != _ANYBODY}, False


def _choose_first(themes: Themes, theme: str, options: Mapping[str, str]) -> str:
    chosen: str = st.selectbox(
        f"Liefst naar {themes.cards[theme].title.lower()}",
        list(options),
        format_func=options.__getitem__,
        width=260,
        **linked(f"liefst-{theme}", options, default=_ANYBODY),
    )
    return chosen


def _choose_rules() -> VisitRules:
    with st.container(horizontal=True, gap="medium"):
        dwell, least, most = (
            st.number_input(
                label, step=5, width=200, **linked_number(name, default=usual, least=low, most=high)
            )
            for label, name, usual, low, high in (
                ("Minuten per bezoek", "bezoekduur", round(_USUAL.dwell_minutes), 5, 120),
                ("Minuten ertussen, minst", "minst", round(_USUAL.least_gap_minutes), 0, 480),
                ("Minuten ertussen, meest", "meest", round(_USUAL.most_gap_minutes), 0, 720),
            )
        )
    rules = VisitRules(
        dwell_minutes=float(dwell),
        least_gap_minutes=float(least),
        most_gap_minutes=float(most),
    )
    st.caption(say_rules(rules))
    return rules


def _choose_seed(*, default: int) -> int:
    seed: int = st.number_input(
        "Toevalsgetal",
        step=1,
        width=200,
        help="Het toeval schudt tijden en volgorde, zodat niemand het plan kan raden. Hetzelfde "
        "getal geeft hetzelfde plan, een ander getal een ander plan.",
        **linked_number(SEED, default=default, least=0, most=_MOST_SEED),
    )
    return seed
