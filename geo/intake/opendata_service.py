"""Open tables of the police, fetched from the address under which they are published."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from geo.errors import PublicServiceError
from geo.intake.opendata import OpenFigures, clean_figures, find_rows
from geo.intake.web_pages import Content, DownloadLimits, PageShape, fetch_json_pages
from geo.schema import OpenTable
from geo.workspace import Workspace

DEFAULT_TABLES: Final = (
    OpenTable.CRIMES_BY_YEAR,
    OpenTable.CRIMES_BY_MONTH,
    OpenTable.NUISANCE,
)
DEFAULT_LIMITS: Final = DownloadLimits(total_seconds=120.0, total_bytes=1 << 26)

# The tables write keys in a fixed width, filled with spaces, and filters must do the same.
_TOPIC_WIDTH: Final = 6
_AREA_WIDTH: Final = {"RegioS": 6, "WijkenEnBuurten": 10}
_MUNICIPALITY: Final = "GM"
# All kinds together, which is published beside them.
_TOTAL: Final = "0.0.0"


def download_open_figures(
    workspace: Workspace,
    topics: Sequence[str],
    *,
    tables: Sequence[OpenTable] = DEFAULT_TABLES,
    limits: DownloadLimits = DEFAULT_LIMITS,
) -> list[OpenFigures]:
    """Fetch tables for a municipality and those beside which it is shown.

    Parameters
    ----------
    workspace
        Whose code, neighbours, police unit and service address apply.
    topics
        Codes of crimes to ask for; of nuisance, which has few kinds, all are fetched.
    tables
        Which ones; only the table by region knows regions larger than a municipality.
    limits
        When to give up, for each table and region.

    Raises
    ------
    PublicServiceError
        If the workspace is not Dutch, the service does not answer as documented, or it has no
        figures of the municipality.
    IntakeError
        If what it answers is no such table.
    """
    if not workspace.is_dutch:
        raise PublicServiceError(
            "workspace-not-dutch",
            expected="a workspace with a Dutch municipality code",
            got=workspace.settings.code,
            remedy="import a file instead",
            code=workspace.settings.code,
        )
    return [_download(workspace, table, topics, limits) for table in tables]


def _download(
    workspace: Workspace, table: OpenTable, topics: Sequence[str], limits: DownloadLimits
) -> OpenFigures:
    settings = workspace.settings
    address = settings.services.police_figures.replace("{table}", table)
    rows: list[Content] = []
    for region in _list_regions(workspace, table):
        own = region == settings.code
        found = list(_fetch(address, _filter(table, region, topics, own=own), limits))
        if own and not found:
            raise _nothing(address, table, region)
        rows += found
    content = json.dumps(rows, sort_keys=True).encode()
    return clean_figures(
        workspace,
        rows,
        table=table,
        origin=urlsplit(address).netloc,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _list_regions(workspace: Workspace, table: OpenTable) -> Iterator[str]:
    settings = workspace.settings
    others = dict.fromkeys((*settings.opendata.neighbours, *settings.opendata.police_unit))
    yield settings.code
    for region in others:
        by_region = table is OpenTable.CRIMES_BY_REGION
        if region != settings.code and (by_region or region.startswith(_MUNICIPALITY)):
            yield region


def _filter(table: OpenTable, region: str, topics: Sequence[str], *, own: bool) -> str:
    column = "RegioS" if table is OpenTable.CRIMES_BY_REGION else "WijkenEnBuurten"
    where = f"{column} eq '{region.ljust(_AREA_WIDTH[column])}'"
    if own and table is OpenTable.CRIMES_BY_YEAR:
        # With its wijken, which tell how many have none.
        where = f"substring({column},2,4) eq '{region.removeprefix(_MUNICIPALITY)}'"
    if table is OpenTable.NUISANCE:
        return where
    # Without the kinds a service that answers ten thousand rows at most would refuse the months.
    kinds = sorted({_TOTAL, *topics})
    chosen = " or ".join(f"SoortMisdrijf eq '{_quote(kind)}'" for kind in kinds)
    return f"{where} and ({chosen})"


def _quote(key: str) -> str:
    return key.ljust(_TOPIC_WIDTH).replace("'", "''")


def _fetch(address: str, where: str, limits: DownloadLimits) -> Iterator[Content]:
    query = urlencode({"$filter": where, "$format": "json"}, quote_via=quote)
    for page in fetch_json_pages(f"{address}?{query}", _FIGURES, limits=limits):
        yield from page.rows


def _find_link(page: dict[str, Any]) -> str | None:
    for name in ("odata.nextLink", "@odata.nextLink"):
        if isinstance(page.get(name), str):
            return str(page[name])
    return None


def _nothing(address: str, table: OpenTable, code: str) -> PublicServiceError:
    host = urlsplit(address).netloc
    return PublicServiceError(
        "service-no-figures",
        expected=f"figures of {code} in {table} from {host}",
        got="none",
        remedy="check the code of the municipality, or import a file of figures instead",
        host=host,
        table=table.value,
        code=code,
    )


_FIGURES: Final = PageShape("rows", "figures", find_rows, _find_link)
