"""What a table answers for beside its figures: how was reckoned, after whom, and its limits."""

from typing import Final

from geo.present.guidance import METHOD, Paragraph, read_limits
from geo.present.spreadsheets import Section

LITERATURE: Final = (
    ("Hotspots (DBSCAN)", "Ester, Kriegel, Sander en Xu (1996)"),
    ("Toets op toeval", "Xie en Shekhar (2019)"),
    ("Verdelen over uren", "Ratcliffe (2002)"),
    ("Herhaling", "Knox (1964); Johnson e.a. (2007)"),
    ("Warme vakken (Gi*)", "Ord en Getis (1995); Benjamini en Hochberg (1995)"),
    ("Had het geholpen", "Chainey, Tompson en Uhlig (2008)"),
    ("Plekken voor camera's", "Church en ReVelle (1974)"),
    ("Werkte een plaatsing", "Wheeler en Ratcliffe (2018); Bowers en Johnson (2003)"),
    ("Bezoektijd van een patrouille", "Koper (1995)"),
)


def list_account() -> list[Section]:
    """List what every table answers for: the method, its sources, and what it does not say."""
    return [
        Section("Hoe wordt gerekend", _list_facts(METHOD)),
        Section("Bronnen van de methode", list(LITERATURE)),
        Section("Wat hier niet uit volgt", _list_facts(read_limits())),
    ]


def _list_facts(paragraphs: tuple[Paragraph, ...]) -> list[tuple[str, str]]:
    return [(paragraph.heading, paragraph.text) for paragraph in paragraphs]
