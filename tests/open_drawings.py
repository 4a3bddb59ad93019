"""Open tables of the police as they are published, with made figures."""

import json
from datetime import UTC, datetime

import pandas as pd

from geo import schema
from geo.intake.opendata import OpenFigures
from geo.schema import OpenTable
from geo.settings import OpenDataSettings, Services, Settings
from geo.workspace import Workspace

MOMENT = datetime(2026, 2, 1, 9, 30, tzinfo=UTC)
OWN, NEXT, UNIT = "GM9901", "GM9902", "RE99"


def draw_row(topic="1.1.1", area=OWN, period="2025JJ00", figure=91, *, number=0):
    """A row of OData 3: keys filled with spaces to a fixed width."""
    return {
        "ID": number,
        "SoortMisdrijf": topic.ljust(6),
        "WijkenEnBuurten": area.ljust(10),
        "Perioden": period,
        "GeregistreerdeMisdrijven_1": figure,
    }


def draw_page(*rows, table=OpenTable.CRIMES_BY_YEAR, following=None):
    address = f"https://example.org/ODataApi/OData/{table}"
    link = {} if following is None else {"odata.nextLink": following}
    return {"odata.metadata": f"{address}/$metadata#Cbs.TypedDataSet", "value": list(rows), **link}


def write_page(path, *rows, **more):
    path.write_text(json.dumps(draw_page(*rows, **more)), encoding="utf-8")
    return path


def draw_figures(cells, table=OpenTable.CRIMES_BY_YEAR, origin="tabel.json", digest="d1"):
    """Figures as intake hands them on, of ``(topic, area, year, month_number, figure)``."""
    columns = [name for name in schema.FIGURE_KEY if name != schema.TABLE]
    frame = pd.DataFrame(cells, columns=[*columns, schema.FIGURE])
    frame[schema.FIGURE] = frame[schema.FIGURE].astype("Int64")
    return OpenFigures(table, origin, digest, frame, len(frame), 0)


def draw_workspace(root, address="http://127.0.0.1:9", code=OWN, unit=(UNIT,)):
    services = Services(police_figures=f"{address}/OData/{{table}}/TypedDataSet")
    opendata = OpenDataSettings(neighbours=(NEXT,), police_unit=unit, names={NEXT: "Buurstede"})
    return Workspace(
        root,
        Settings(
            name="Testdam",
            code=code,
            crs=28992,
            timezone="Europe/Brussels",
            services=services,
            opendata=opendata,
        ),
    )
