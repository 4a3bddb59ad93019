"""A small made town: two wijken, a park, and incidents told in a table."""

import json
from datetime import UTC, datetime
from pathlib import Path

from geo import service
from geo.service.upkeep_answers import ImportOptions
from geo.workspace import Workspace, create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}
# A square kilometre each; Oost has nobody in it.
WEST, OOST = (500500, 5700500), (501500, 5700500)
OUTSIDE = (500500, 5701500)
MAPPING = """
source = "meldsysteem"
keep_without_place = true

[columns]
id = "id"
start = ["start"]
x = "x"
y = "y"
code = "code"
"""


def make_town(
    folder: Path, rows: list[tuple[str, str, tuple[int, int] | None]], *, areas: bool = True
) -> Workspace:
    """Make a town of incidents as (code, local start, place)."""
    workspace = create_workspace(folder / "town", TOWN)
    if areas:
        _write_layer(workspace, "wijken", [("W1", "West", 0, 200, 80), ("W2", "Oost", 1000, 0, 0)])
        _write_layer(workspace, "parks", [("P1", "De Kade", 400, None, None)], size=200)
    lines = [
        f"{number},{start},{'' if place is None else place[0]},"
        f"{'' if place is None else place[1]},{code}"
        for number, (code, start, place) in enumerate(rows)
    ]
    path = folder / "rows.csv"
    path.write_text("id,start,x,y,code\n" + "\n".join(lines) + "\n", encoding="utf-8")
    mapping = folder / "rows.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    if rows:
        service.import_incidents(workspace, [path], ImportOptions(mapping=mapping), now=NOW)
    return workspace


def _write_layer(workspace, layer, areas, size=1000):
    features = [
        {
            "type": "Feature",
            "properties": {
                "area_code": code,
                "name": name,
                "inhabitants": inhabitants,
                "dwellings": dwellings,
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    _square(500000 + east, 5700000 + (400 if size < 1000 else 0), size)
                ],
            },
        }
        for code, name, east, inhabitants, dwellings in areas
    ]
    content = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32631"}},
        "schematic": True,
        "source": "eigen tekening",
        "year": 2022,
        "features": features,
    }
    workspace.boundaries_dir.mkdir(exist_ok=True)
    path = workspace.boundaries_dir / f"{layer}.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")


def _square(west, south, size):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
