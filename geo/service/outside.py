"""What is told to who may see no counts of a few: as a council or the public may see it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from geo import schema
from geo.access import sees_few
from geo.disclosure import Audience
from geo.disclosure.frames import withhold_counts
from geo.service.answers import ThemeComparison, ThemeSummary
from geo.service.disclosing import disclose_comparison, disclose_theme, read_rules
from geo.service.open_answers import OpenReport
from geo.workspace import Workspace


def lessen(name: str, workspace: Workspace, answer: Any) -> Any:
    """Return the answer to a question as far as the viewer may see it.

    Parameters
    ----------
    name
        Of the question.
    workspace
        With the viewer.
    answer
        What was found.

    Raises
    ------
    ParamsError
        If they asked for a part of the municipality, of which nothing can be told.
    """
    hold = _HOLD.get(name)
    return answer if hold is None or sees_few(workspace.viewer) else hold(workspace, answer)


def _hold_comparison(workspace: Workspace, answer: ThemeComparison) -> ThemeComparison:
    told = disclose_comparison(workspace, answer, _find_strictest(workspace))
    return replace(told.answer, held=told.held)


def _hold_theme(workspace: Workspace, answer: ThemeSummary) -> ThemeSummary:
    told = disclose_theme(workspace, answer, _find_strictest(workspace))
    return replace(
        told.answer,
        incidents=0,
        before=None,
        without_place=None,
        # How precise places are is told; of how many is not.
        place_precisions=dict.fromkeys(answer.place_precisions, 0),
        time_precisions=dict.fromkeys(answer.time_precisions, 0),
        held=told.held,
    )


def _hold_rows(workspace: Workspace, answer: pd.DataFrame) -> pd.DataFrame:
    rules = read_rules(workspace, _find_strictest(workspace))
    return withhold_counts(answer, (schema.INCIDENTS,), rules).frame


def _hold_checks(_: Workspace, answer: OpenReport | None) -> OpenReport | None:
    return None if answer is None else replace(answer, checks=())


def _find_strictest(workspace: Workspace) -> Audience:
    """Choose the rules that hold back most: who sees this may make files by either."""
    strictness = {
        audience: (rules.least_count, rules.protection)
        for audience in (Audience.PUBLIC, Audience.COUNCIL)
        for rules in (read_rules(workspace, audience),)
    }
    return max(strictness, key=strictness.__getitem__)


_HOLD: Final[Mapping[str, Callable[[Workspace, Any], Any]]] = {
    "compare_themes": _hold_comparison,
    "report_open_figures": _hold_checks,
    "summarise_incidents": _hold_rows,
    "summarise_theme": _hold_theme,
}
