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
    store_state,
    store_version,
)
from geo.service.counting import SummaryKey, summarise_incidents
from geo.service.explaining import (
    compare_hotspots,
    explain_hotspot,
    find_previous_period,
    find_year_earlier,
)
from geo.service.finding import find_hotspots, list_themes, prepare_theme
from geo.service.importing import import_incidents, preview_import
from geo.service.keeping import (
    back_up_store,
    check_backup,
    measure_store,
    restore_store,
    undo_import,
)
from geo.service.preparing import DEMO_PERIOD, setup_workspace, write_demo

__all__ = [
    "DEMO_PERIOD",
    "SummaryKey",
    "back_up_store",
    "check_areas",
    "check_backup",
    "compare_hotspots",
    "describe_data",
    "explain_hotspot",
    "export_quarantine",
    "find_hotspots",
    "find_previous_period",
    "find_year_earlier",
    "import_areas",
    "import_incidents",
    "list_imports",
    "list_layers",
    "list_themes",
    "locate_incidents",
    "measure_store",
    "prepare_theme",
    "preview_import",
    "read_quarantine",
    "restore_store",
    "setup_workspace",
    "store_state",
    "store_version",
    "summarise_incidents",
    "undo_import",
    "update_areas",
    "write_demo",
]
