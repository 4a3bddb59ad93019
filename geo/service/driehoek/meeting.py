"""What a deck and a report for the driehoek are made of: one answer for both."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from geo import schema
from geo.access import Right, see
from geo.analysis.day_counts import IS_WHOLE, MONTH
from geo.analysis.timing import WeekHours, weigh_week_hours
from geo.analysis.trends import BEFORE, NOW, list_differences
from geo.analysis.tuning import Progress
from geo.disclosure import Audience, Rules
from geo.errors import ParamsError
from geo.intake.house_style import find_letters, read_house_style
from geo.intake.policy import read_policy
from geo.params import Question
from geo.schema import Layer
from geo.service.answers import HotspotReport, ThemeComparison, ThemeSummary
from geo.service.areas import Layers, list_layers
from geo.service.disclosing import read_rules
from geo.service.driehoek.agreements import gather_agreements
from geo.service.driehoek.answers import (
    AreaFigure,
    Figure,
    Meeting,
    MeetingQuestion,
    MonthFigure,
    ParkPart,
    PolicyTable,
    PriorityPart,
    ThemePart,
)
from geo.service.driehoek.cameras import gather_cameras
from geo.service.driehoek.disclosing import disclose_meeting
from geo.service.driehoek.patrols import gather_patrols
from geo.service.driehoek.policy import fill_table, follow_priorities
from geo.service.driehoek.tables import Gathered
from geo.service.finding import find_hotspots, list_themes
from geo.service.open_figures import report_open_figures
from geo.service.overview import compare_against, summarise_theme
from geo.service.quality import check_data
from geo.service.surveying import time_hotspots
from geo.service.weighing import weigh_hotspots
from geo.themes import Themes
from geo.workspace import Workspace


@dataclass(frozen=True, eq=False)
class _Asked:
    """Where to look and what for, with what is read once for all parts."""

    workspace: Workspace
    question: MeetingQuestion
    layers: Layers
    cards: Themes

    @property
    def audience(self) -> Audience:
        """Who will see it."""
        return self.question.audience

    @property
    def themes(self) -> tuple[str, ...]:
        """Names of the cards, in the order of the pages."""
        return self.question.themes or tuple(self.cards.by_harm)

    @property
    def gathered(self) -> tuple[str, ...]:
        """Those of which counts are gathered: of all where some are held back, chosen or not.

        What is held back must not depend on what somebody chose to see beside it.
        """
        if self.audience.may_see_places:
            return self.themes
        return tuple(dict.fromkeys([*self.themes, *self.cards.by_harm]))


def prepare_meeting(
    workspace: Workspace, question: MeetingQuestion, *, progress: Progress | None = None
) -> Meeting:
    """Gather what a meeting is told; what its audience may not see is not in it.

    Parameters
    ----------
    workspace
        The municipality.
    question
        Period, themes, wijken and audience.
    progress
        Hears which share of the themes has been gathered.

    Raises
    ------
    AccessError
        If the audience may see places and the viewer may not.
    ThemeError, ParamsError
        If a theme or a wijk is unknown.
    WorkspaceError
        If the policy or the house style of the workspace cannot be used.
    """
    workspace = _narrow(workspace, question.audience)
    asked = _Asked(workspace, question, list_layers(workspace), list_themes(workspace))
    _check_names(asked)
    comparison = compare_against(workspace, question.period, question.against, layers=asked.layers)
    figures = _by_theme(comparison)
    rules = read_rules(workspace, question.audience)
    themes = []
    for place, name in enumerate(asked.gathered):
        themes.append(_gather_theme(asked, name, figures[name]))
        if progress is not None:
            progress((place + 1) / len(asked.gathered))
    meeting = _put_together(asked, comparison, tuple(themes), rules)
    codes = {name: frozenset(card.codes) for name, card in asked.cards.cards.items()}
    return disclose_meeting(Gathered(meeting, comparison, codes))


def _narrow(workspace: Workspace, audience: Audience) -> Workspace:
    """Leave rows out of which the viewer may see no places, where the audience is to see them."""
    if not audience.may_see_places:
        return workspace
    shown = workspace.settings.access.open_sources
    return replace(workspace, sight=see(workspace.viewer, Right.POINTS, open_sources=shown))


def _check_names(asked: _Asked) -> None:
    for name in asked.themes:
        asked.cards.card(name)
    layer = asked.layers.get(Layer.WIJKEN)
    known = set() if layer is None else set(layer.areas[schema.AREA_CODE])
    unknown = sorted(set(asked.question.wijken) - known)
    if unknown:
        raise ParamsError(
            "area-unknown",
            expected="codes of wijken of this workspace",
            got=", ".join(unknown),
            remedy="choose among those that `hotspotkaart areas check` lists",
            area=", ".join(unknown),
        )


def _by_theme(comparison: ThemeComparison) -> dict[str, Figure]:
    return dict(zip(comparison.themes.index, _list_figures(comparison.themes), strict=True))


def _list_figures(compared: pd.DataFrame) -> list[Figure]:
    if BEFORE not in compared:
        return [Figure(int(count)) for count in compared[NOW]]
    return [Figure(one.now, one.before, one) for one in list_differences(compared)]


def _put_together(
    asked: _Asked, comparison: ThemeComparison, themes: tuple[ThemePart, ...], rules: Rules
) -> Meeting:
    workspace = asked.workspace
    (total,) = _list_figures(comparison.total)
    agreements = gather_agreements(workspace, asked.question, asked.layers, asked.cards.cards)
    policy = read_policy(workspace)
    style, logo = read_house_style(workspace)
    table: PolicyTable | None = None
    priorities: tuple[PriorityPart, ...] = ()
    if policy is not None:
        last = asked.question.period.last
        table = fill_table(workspace, policy, comparison.data, last=last)
        priorities = follow_priorities(policy, asked.cards.cards, comparison)
    return Meeting(
        question=asked.question,
        municipality=workspace.settings.name,
        crs=workspace.crs,
        previous=comparison.previous,
        total=total,
        themes=themes,
        parks=_gather_parks(asked),
        cameras=gather_cameras(
            workspace,
            asked.question.period.last,
            asked.audience,
            layers=asked.layers,
            cards=asked.cards,
        ),
        patrols=gather_patrols(workspace, asked.question, asked.layers, last=comparison.data.last),
        policy=table,
        priorities=priorities,
        weaknesses=frozenset(one.kind for one in check_data(workspace).findings),
        data=comparison.data,
        layers=asked.layers,
        style=style,
        logo=logo,
        letters=find_letters(workspace, style),
        rules=rules,
        agreements=agreements.answer,
        open_figures=report_open_figures(workspace, until=asked.question.period.last.year),
        held=agreements.held,
    )


def _gather_theme(asked: _Asked, theme: str, figure: Figure) -> ThemePart:
    workspace, question = asked.workspace, Question(theme=theme, period=asked.question.period)
    summary = summarise_theme(
        workspace, question, layers=asked.layers, against=asked.question.against
    )
    card, week = asked.cards.card(theme), WeekHours(np.zeros((7, 24)), 0, 0)
    report = None
    if theme in asked.themes:
        report = find_hotspots(workspace, question)
        week = weigh_week_hours(report.incidents, timezone=workspace.timezone)
    return ThemePart(
        theme=theme,
        title=card.title,
        colour=card.colour,
        figure=figure,
        months=_list_months(summary),
        wijken=_list_wijken(summary, asked),
        week=week,
        hotspots=_weigh(report, asked) if report and asked.audience.may_see_places else None,
        without_place=summary.without_place or 0,
        place_precisions=tuple(summary.place_precisions),
        time_precisions=tuple(summary.time_precisions),
    )


def _weigh(report: HotspotReport, asked: _Asked) -> HotspotReport:
    # All are weighed, and then those of other wijken are left out: a p-value is that of the search.
    weighed = time_hotspots(asked.workspace, weigh_hotspots(asked.workspace, report))
    wijken = list(asked.question.wijken)
    if not wijken:
        return weighed
    inside = weighed.hotspots[schema.WIJK_CODE].isin(wijken)
    return replace(weighed, hotspots=weighed.hotspots[inside])


def _list_months(summary: ThemeSummary) -> tuple[MonthFigure, ...]:
    months = summary.months
    rows = zip(months[MONTH], months[schema.INCIDENTS], months[IS_WHOLE], strict=True)
    return tuple(
        MonthFigure(month.date(), int(count), bool(is_whole)) for month, count, is_whole in rows
    )


def _list_wijken(summary: ThemeSummary, asked: _Asked) -> tuple[AreaFigure, ...]:
    if summary.wijken is None:
        return ()
    ordered = summary.wijken.sort_values([NOW, schema.AREA_CODE], ascending=[False, True])
    areas = asked.layers[Layer.WIJKEN].areas
    names = areas.set_index(schema.AREA_CODE)[schema.AREA_NAME].to_dict()
    found = zip(ordered[schema.AREA_CODE], _list_figures(ordered), strict=True)
    return tuple(
        AreaFigure(None, "", figure) if pd.isna(code) else AreaFigure(code, names[code], figure)
        for code, figure in found
    )


def _gather_parks(asked: _Asked) -> tuple[ParkPart, ...]:
    if Layer.PARKS not in asked.layers:
        return ()
    areas = asked.layers[Layer.PARKS].areas.drop_duplicates(schema.AREA_CODE)
    names = zip(areas[schema.AREA_CODE], areas[schema.AREA_NAME], strict=True)
    return tuple(_gather_park(asked, code, name) for code, name in names)


def _gather_park(asked: _Asked, code: str, name: str) -> ParkPart:
    question = asked.question
    found = compare_against(
        asked.workspace, question.period, question.against, area=code, layers=asked.layers
    )
    figures = _by_theme(found)
    (total,) = _list_figures(found.total)
    return ParkPart(code, name, total, {theme: figures[theme] for theme in asked.gathered})
