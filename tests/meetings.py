"""A made town with a busy theme, and what a meeting is told of it."""

from datetime import date

from towns import OOST, WEST, make_town

from geo.disclosure import Audience
from geo.params import Period
from geo.service.driehoek.answers import MeetingQuestion

YEAR = Period(first=date(2025, 1, 1), last=date(2025, 12, 31))
HOME, YOUTH = "woninginbraak", "jeugdoverlast"
PARK = (500500, 5700500)
POLICY = """
title = "Veiligheidsplan"
table_title = "Misdrijven - Politie"
table = "tabel.csv"
priorities = ["woning- en voertuigcriminaliteit", "jeugd", "senioren"]
without_figures = ["senioren"]

[rows]
"Inbraak woning" = "1.1.1"
"Straatroof" = "1.4.6"

[status]
senioren = "Voorlichting gehouden in het dorpshuis."
"""
TABLE = """misdrijf,2023,2024,2025,gemeente_2024_2025,eenheid_2024_2025
Totaal aantal misdrijven,100,90,80,-11%,-9%
Inbraak woning,50,40,30,-25%,-16%
Straatroof,9,9,9,=,-8%
"""


def draw_rows(*, homes=(40, 30), youths=(24, 26)):
    """Incidents in 2024 and 2025: homes on one place in the west, youth in the park and east."""
    rows = []
    for year, homes_in_year, youths_in_year in zip((2024, 2025), homes, youths, strict=True):
        rows += [_row("1.1.1", year, n, homes_in_year, WEST) for n in range(homes_in_year)]
        rows += [
            _row("E35", year, n, youths_in_year, PARK if n % 3 else OOST)
            for n in range(youths_in_year)
        ]
    # The data have both years whole.
    return [*rows, ("1.2.3", "2024-01-01T10:00", None), ("1.2.3", "2025-12-31T10:00", None)]


def build_town(folder, rows=None, *, policy=True):
    town = make_town(folder, draw_rows() if rows is None else rows)
    if policy:
        (town.root / "beleid.toml").write_text(POLICY, encoding="utf-8")
        (town.root / "tabel.csv").write_text(TABLE, encoding="utf-8")
    return town


def ask(audience=Audience.DRIEHOEK, period=YEAR, themes=(HOME, YOUTH), **more):
    return MeetingQuestion(period=period, audience=audience, themes=themes, **more)


def _row(code, year, number, of, place):
    month = 1 + 12 * number // of
    return (code, f"{year}-{month:02}-{1 + number % 28:02}T{18 + number % 5}:00", place)
