"""One function a question: the table of contents of what the house can tell and do."""

from geo.analysis.tuning import Progress
from geo.service.admitting import admit_all
from geo.service.agreement.grounds import find_hotspot_id, freeze_area, freeze_hotspot
from geo.service.agreement.keeping import (
    list_agreements,
    narrow_agreements,
    read_agreement,
    record_agreement,
    revise_agreement,
)
from geo.service.agreement.planning import plan_agreement
from geo.service.agreement.results import measure_agreement, measure_agreements
from geo.service.areas import (
    FIRST_OFFICIAL_YEAR,
    check_areas,
    drop_areas,
    import_areas,
    list_layers,
    locate_incidents,
    outline_area,
    preview_areas,
    update_areas,
)
from geo.service.auditing import Deed, check_audit, list_uses, note_use
from geo.service.camera.advising import (
    advise_cameras,
    pose_cameras,
    prove_cameras,
    suggest_cameras,
)
from geo.service.camera.demand import list_questions as list_camera_questions
from geo.service.camera.ground import lay_camera_ground, narrow_camera_ground
from geo.service.camera.reasons import explain_place
from geo.service.camera.site_lists import read_site_list
from geo.service.cells import find_hot_cells
from geo.service.contents import (
    describe_data,
    export_quarantine,
    list_imports,
    list_sources,
    read_quarantine,
    store_state,
    store_version,
)
from geo.service.counting import SummaryKey, summarise_incidents
from geo.service.country import rank_country
from geo.service.disclosing import (
    Inside,
    check_inside,
    disclose_comparison,
    disclose_summary,
    disclose_theme,
    keep_inside,
    read_rules,
)
from geo.service.disclosing_places import disclose_cells, disclose_hotspots, disclose_points
from geo.service.driehoek.meeting import prepare_meeting
from geo.service.driehoek.writing import (
    keep_status,
    keep_style,
    list_priorities,
    read_status,
    read_style,
)
from geo.service.explaining import (
    compare_hotspots,
    explain_hotspot,
    find_previous_period,
    find_year_earlier,
)
from geo.service.exporting import export_points
from geo.service.finding import find_hotspots, list_themes, prepare_theme
from geo.service.forecasting import (
    backtest_theme,
    forecast_cells,
    list_methods,
    locate_cells,
    square_cells,
)
from geo.service.health import check_health
from geo.service.importing import (
    import_incidents,
    list_mappings,
    part_tables,
    preview_import,
    show_mapping,
)
from geo.service.judging import check_evidence
from geo.service.keeping import (
    back_up_store,
    check_backup,
    measure_store,
    preview_undo,
    restore_store,
    undo_import,
)
from geo.service.news import find_area_news, find_hotspot_news
from geo.service.open_figures import report_open_figures
from geo.service.open_imports import import_open_figures, update_open_figures
from geo.service.opportunities import import_opportunities, load_opportunities
from geo.service.outlines import (
    import_outlines,
    load_footprints,
    load_water,
)
from geo.service.overview import (
    compare_themes,
    find_fair_previous,
    list_newest_hotspots,
    summarise_theme,
)
from geo.service.patrol.bases import list_bases, list_known_places
from geo.service.patrol.case import gather_patrol
from geo.service.patrol.dosage import evaluate_visits, find_planned_days, report_dosage
from geo.service.patrol.keeping import (
    count_patrols,
    freeze_patrol,
    keep_patrol,
    list_patrols,
    read_patrol,
    revise_patrol,
    tick_patrol,
)
from geo.service.patrol.kits import gather_patrol_kits, pack_patrol_kit
from geo.service.patrol.planning import (
    improve_patrol,
    plan_patrol,
    plan_patrol_at_once,
    search_patrol,
)
from geo.service.patrol.shifts import ShiftHours, read_shift_hours, span_hours
from geo.service.patrol.ways import lay_patrol_ground
from geo.service.patrol.weeks import gather_week, plan_week, search_week
from geo.service.placement.evaluating import evaluate_all, evaluate_placement, list_changes
from geo.service.placement.factsheets import gather_factsheet
from geo.service.placement.keeping import (
    list_placements,
    plan_placement,
    read_placement,
    record_placement,
    record_survey,
    revise_placement,
)
from geo.service.point_hotspots import find_point_hotspots
from geo.service.preparing import DEMO_PERIOD, setup_workspace, write_demo
from geo.service.quality import check_data
from geo.service.recognising import list_hidden_sources, recognise_viewer
from geo.service.register import gather_register
from geo.service.repeats import count_repeats, find_alerts_near, list_alerts
from geo.service.retaining import (
    apply_retention,
    list_whole_copies,
    preview_retention,
    read_removals,
)
from geo.service.streets import has_streets, import_streets, load_streets
from geo.service.surveying import find_near, name_landmarks, survey_area, time_hotspots
from geo.service.travel import build_graphs
from geo.service.tuning import tune_theme, write_card
from geo.service.weighing import (
    count_simulated,
    find_significance,
    lay_chance_ground,
    leave_out_chance,
    weigh_hotspots,
)

# Whoever asks comes in by one door: below it a question calls others without knocking again.
globals().update(admit_all(globals()))

__all__ = [
    "DEMO_PERIOD",
    "FIRST_OFFICIAL_YEAR",
    "Deed",
    "Inside",
    "Progress",
    "ShiftHours",
    "SummaryKey",
    "advise_cameras",
    "apply_retention",
    "back_up_store",
    "backtest_theme",
    "build_graphs",
    "check_areas",
    "check_audit",
    "check_backup",
    "check_data",
    "check_evidence",
    "check_health",
    "check_inside",
    "compare_hotspots",
    "compare_themes",
    "count_patrols",
    "count_repeats",
    "count_simulated",
    "describe_data",
    "disclose_cells",
    "disclose_comparison",
    "disclose_hotspots",
    "disclose_points",
    "disclose_summary",
    "disclose_theme",
    "drop_areas",
    "evaluate_all",
    "evaluate_placement",
    "evaluate_visits",
    "explain_hotspot",
    "explain_place",
    "export_points",
    "export_quarantine",
    "find_alerts_near",
    "find_area_news",
    "find_fair_previous",
    "find_hot_cells",
    "find_hotspot_id",
    "find_hotspot_news",
    "find_hotspots",
    "find_near",
    "find_planned_days",
    "find_point_hotspots",
    "find_previous_period",
    "find_significance",
    "find_year_earlier",
    "forecast_cells",
    "freeze_area",
    "freeze_hotspot",
    "freeze_patrol",
    "gather_factsheet",
    "gather_patrol",
    "gather_patrol_kits",
    "gather_register",
    "gather_week",
    "has_streets",
    "import_areas",
    "import_incidents",
    "import_open_figures",
    "import_opportunities",
    "import_outlines",
    "import_streets",
    "improve_patrol",
    "keep_inside",
    "keep_patrol",
    "keep_status",
    "keep_style",
    "lay_camera_ground",
    "lay_chance_ground",
    "lay_patrol_ground",
    "leave_out_chance",
    "list_agreements",
    "list_alerts",
    "list_bases",
    "list_camera_questions",
    "list_changes",
    "list_hidden_sources",
    "list_imports",
    "list_known_places",
    "list_layers",
    "list_mappings",
    "list_methods",
    "list_newest_hotspots",
    "list_patrols",
    "list_placements",
    "list_priorities",
    "list_sources",
    "list_themes",
    "list_uses",
    "list_whole_copies",
    "load_footprints",
    "load_opportunities",
    "load_streets",
    "load_water",
    "locate_cells",
    "locate_incidents",
    "measure_agreement",
    "measure_agreements",
    "measure_store",
    "name_landmarks",
    "narrow_agreements",
    "narrow_camera_ground",
    "note_use",
    "outline_area",
    "pack_patrol_kit",
    "part_tables",
    "plan_agreement",
    "plan_patrol",
    "plan_patrol_at_once",
    "plan_placement",
    "plan_week",
    "pose_cameras",
    "prepare_meeting",
    "prepare_theme",
    "preview_areas",
    "preview_import",
    "preview_retention",
    "preview_undo",
    "prove_cameras",
    "rank_country",
    "read_agreement",
    "read_patrol",
    "read_placement",
    "read_quarantine",
    "read_removals",
    "read_rules",
    "read_shift_hours",
    "read_site_list",
    "read_status",
    "read_style",
    "recognise_viewer",
    "record_agreement",
    "record_placement",
    "record_survey",
    "report_dosage",
    "report_open_figures",
    "restore_store",
    "revise_agreement",
    "revise_patrol",
    "revise_placement",
    "search_patrol",
    "search_week",
    "setup_workspace",
    "show_mapping",
    "span_hours",
    "square_cells",
    "store_state",
    "store_version",
    "suggest_cameras",
    "summarise_incidents",
    "summarise_theme",
    "survey_area",
    "tick_patrol",
    "time_hotspots",
    "tune_theme",
    "undo_import",
    "update_areas",
    "update_open_figures",
    "weigh_hotspots",
    "write_card",
    "write_demo",
]
