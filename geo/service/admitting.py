"""The one door of the service: who may ask a question, and from which rows it is answered."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial, wraps
from typing import Any, Final

from geo.access import Right, Sight, refuse, see
from geo.errors import StoreError
from geo.service.opening import follow_reading
from geo.service.outside import lessen
from geo.workspace import Workspace

# At the door itself, before anybody is let in.
BEFORE_THE_DOOR: Final = frozenset({"note_use", "recognise_viewer"})

# More imports than ever come in while one question is answered.
_MOST_TURNS: Final = 5

# Whoever manages changes what is there: done twice it would be another thing.
_ASKED_ONCE: Final = (None, Right.MANAGE)

# A question about a workspace that is not listed here is for the local operator alone.
RIGHTS: Final[Mapping[str, Right]] = {
    **dict.fromkeys(
        (
            "check_areas",
            "check_evidence",
            "check_inside",
            "describe_data",
            "gather_register",
            "has_streets",
            "keep_inside",
            "list_hidden_sources",
            "list_layers",
            "list_themes",
            "load_footprints",
            "load_opportunities",
            "load_streets",
            "load_water",
            "read_rules",
            "read_shift_hours",
            "span_hours",
            "store_state",
            "store_version",
        ),
        Right.ENTER,
    ),
    **dict.fromkeys(
        (
            "compare_themes",
            "disclose_comparison",
            "disclose_summary",
            "disclose_theme",
            "report_open_figures",
            "summarise_incidents",
            "summarise_theme",
        ),
        Right.COUNT,
    ),
    "list_sources": Right.FEW,
    **dict.fromkeys(
        (
            "disclose_hotspots",
            "disclose_points",
            "explain_hotspot",
            "export_points",
            "find_area_news",
            "find_hotspot_news",
            "find_hotspots",
            "find_significance",
            "freeze_area",
            "lay_chance_ground",
            "list_agreements",
            "list_alerts",
            "list_placements",
            "measure_agreement",
            "measure_agreements",
            "narrow_agreements",
            "plan_agreement",
            "prepare_theme",
            "read_agreement",
            "read_placement",
            "record_agreement",
            "revise_agreement",
            "survey_area",
            "time_hotspots",
            "weigh_hotspots",
        ),
        Right.POINTS,
    ),
    **dict.fromkeys(
        (
            "backtest_theme",
            "check_data",
            "count_repeats",
            "disclose_cells",
            "find_hot_cells",
            "forecast_cells",
        ),
        Right.EVIDENCE,
    ),
    **dict.fromkeys(
        (
            "advise_cameras",
            "evaluate_all",
            "evaluate_placement",
            "gather_factsheet",
            "lay_camera_ground",
            "plan_placement",
            "pose_cameras",
            "prove_cameras",
            "read_site_list",
            "record_placement",
            "record_survey",
            "revise_placement",
        ),
        Right.CAMERA,
    ),
    **dict.fromkeys(
        (
            "count_patrols",
            "evaluate_visits",
            "find_planned_days",
            "freeze_patrol",
            "gather_patrol",
            "gather_patrol_kits",
            "gather_week",
            "keep_patrol",
            "lay_patrol_ground",
            "list_bases",
            "list_known_places",
            "list_patrols",
            "pack_patrol_kit",
            "plan_patrol",
            "plan_week",
            "read_patrol",
            "report_dosage",
            "revise_patrol",
            "tick_patrol",
        ),
        Right.PATROL,
    ),
    **dict.fromkeys(
        (
            "keep_status",
            "keep_style",
            "list_priorities",
            "prepare_meeting",
            "read_status",
            "read_style",
        ),
        Right.MEETING,
    ),
    **dict.fromkeys(
        (
            "apply_retention",
            "back_up_store",
            "check_audit",
            "check_backup",
            "check_health",
            "drop_areas",
            "export_quarantine",
            "import_areas",
            "import_incidents",
            "import_open_figures",
            "import_opportunities",
            "import_outlines",
            "import_streets",
            "list_imports",
            "list_uses",
            "list_whole_copies",
            "measure_store",
            "preview_areas",
            "preview_import",
            "preview_retention",
            "preview_undo",
            "read_quarantine",
            "read_removals",
            "restore_store",
            "setup_workspace",
            "tune_theme",
            "undo_import",
            "update_areas",
            "update_open_figures",
            "write_card",
            "write_demo",
        ),
        Right.MANAGE,
    ),
}


def admit_all(names: Mapping[str, Any]) -> dict[str, Any]:
    """Put the door before every question that is asked of a workspace.

    What works on an answer that somebody was given already has no door of its own.

    Parameters
    ----------
    names
        What the table of contents holds.

    Returns
    -------
    dict
        The questions of them that have a door now.
    """
    return {
        name: _admit(question, RIGHTS.get(name))
        for name, question in names.items()
        if asks_workspace(question) and name not in BEFORE_THE_DOOR
    }


def asks_workspace(question: object) -> bool:
    """Say whether this is a question, and asked of a workspace."""
    if not inspect.isfunction(question):
        return False
    first = next(iter(inspect.signature(question).parameters.values()), None)
    return first is not None and first.annotation is Workspace


def admit(workspace: Workspace, right: Right | None) -> Workspace:
    """Return the workspace as a question with this right sees it.

    Raises
    ------
    AccessError
        If the viewer may not ask it.
    """
    viewer = workspace.viewer
    if right is None:
        if viewer.likeness:
            raise refuse(viewer, right)
        return workspace
    sight: Sight = see(viewer, right, open_sources=workspace.settings.access.open_sources)
    return workspace if sight == workspace.sight else replace(workspace, sight=sight)


def _admit(question: Callable[..., Any], right: Right | None) -> Callable[..., Any]:
    @wraps(question)
    def ask(workspace: Workspace, *args: Any, **options: Any) -> Any:
        admitted = admit(workspace, right)
        ask_once = partial(question, admitted, *args, **options)
        answer = ask_once() if right in _ASKED_ONCE else _answer_whole(ask_once)
        return lessen(question.__name__, admitted, answer)

    return ask


def _answer_whole(ask: Callable[[], Any]) -> Any:
    """Ask until all that the answer rests on is of one moment: an import may come in between."""
    for _ in range(_MOST_TURNS):
        with follow_reading() as reading:
            answer = ask()
        if reading.is_whole:
            return answer
    raise StoreError(
        "store-changing",
        expected="data that stay as they are while a question is answered",
        got=f"other data each of {_MOST_TURNS} times",
        remedy="ask again when the imports are done",
    )
