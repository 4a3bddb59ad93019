"""One function a question: the table of contents of what the house can tell and do."""

from geo.service.areas import (
    check_areas,
    import_areas,
    list_layers,
    locate_incidents,
    update_areas,
)
from geo.service.contents import (
    describe_data,
    export_quarantine,
    list_imports,
    read_quarantine,
    store_version,
)
from geo.service.counting import SummaryKey, summarise_incidents
from geo.service.explaining import (
    compare_hotspots,
    explain_hotspot,
    find_previous_period,
    find_year_earlier,
)
from geo.service.finding import find_hotspots, list_themes
from geo.service.forecasting import backtest_theme, forecast_cells, list_methods
from geo.service.importing import import_incidents, preview_import
from geo.service.keeping import (
    back_up_store,
    check_backup,
    measure_store,
    restore_store,
    undo_import,
)
from geo.service.opportunities import import_opportunities
from geo.service.preparing import DEMO_PERIOD, setup_workspace, write_demo
from geo.service.tuning import check_evidence, tune_theme, write_card
from geo.service.weighing import weigh_hotspots

__all__ = [
    "DEMO_PERIOD",
    "SummaryKey",
    "back_up_store",
    "backtest_theme",
    "check_areas",
    "check_backup",
    "check_evidence",
    "compare_hotspots",
    "describe_data",
    "explain_hotspot",
    "export_quarantine",
    "find_hotspots",
    "find_previous_period",
    "find_year_earlier",
    "forecast_cells",
    "import_areas",
    "import_incidents",
    "import_opportunities",
    "list_imports",
    "list_layers",
    "list_methods",
    "list_themes",
    "locate_incidents",
    "measure_store",
    "preview_import",
    "read_quarantine",
    "restore_store",
    "setup_workspace",
    "store_version",
    "summarise_incidents",
    "tune_theme",
    "undo_import",
    "update_areas",
    "weigh_hotspots",
    "write_card",
    "write_demo",
]
