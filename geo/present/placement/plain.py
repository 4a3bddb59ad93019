"""Placements of a camera unit in words and tables: what was agreed, and what changed since."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from geo.placements import FrozenGoal, Place, Placement, PlacementVersion, Safeguards, Siting
from geo.present.wording import (
    say_count,
    say_date,
    say_hours,
    say_list,
    say_number,
    say_period,
)
from geo.service.placement.answers import PlacementRecord

NUMBER: Final = "Nummer"
PURPOSE: Final = "Doel"
USED: Final = "Periode van gebruik"
PLACE: Final = "Plek"
EVALUATED: Final = "Evaluatie op"
VERSION: Final = "Versie"

NONE_YET: Final = (
    "Er is nog geen plaatsing vastgelegd. Kies hierboven een plek en leg vast wat u ervan "
    "verwacht; daarna ziet u hier of het werkte."
)
NOT_FILLED_IN: Final = "nog niet ingevuld"

_ALL_HOURS: Final = "alle uren van de week"
_PARTS: Final[Mapping[str, str]] = {
    "purpose": "het doel in woorden",
    "themes": "de thema's",
    "learned_from": "de periode waaruit geleerd is",
    "used": "de periode van gebruik",
    "hours": "de uren van gebruik",
    "range_m": "het bereik",
    "goal.target_m": "de straal van het doelgebied",
    "goal.buffer_m": "de straal van het gebied rondom",
    "goal.control": "het vergelijkingsgebied",
    "goal.control_distance": "hoezeer het vergelijkingsgebied lijkt",
    "goal.reduction": "de verwachte daling",
    "goal.expected": "het verwachte aantal meldingen",
    "goal.smallest_reduction": "de kleinste daling die te zien is",
    "goal.power": "de kans om de daling te zien",
    "goal.evaluated_on": "de dag van de evaluatie",
    "safeguards.requested": "of de politie erom vroeg",
    "safeguards.requested_on": "de dag van het verzoek",
    "safeguards.request_reference": "het kenmerk van het verzoek",
    "safeguards.lighter_measures": "de lichtere maatregelen",
    "safeguards.consulted_on": "de dag waarop de driehoek is geraadpleegd",
    "safeguards.viewing_hours": "de uitkijktijden",
    "safeguards.signs": "de kenbaarheid",
    "safeguards.retention_days": "de bewaartermijn",
}


def tabulate_placements(records: Sequence[PlacementRecord]) -> pd.DataFrame:
    """Table of placements as they are now, in their order."""
    return pd.DataFrame(
        [
            (
                record.placement_id,
                record.last.purpose,
                say_period(record.last.used),
                say_place(record.last.place),
                say_date(record.last.goal.evaluated_on),
                len(record.versions),
            )
            for record in records
        ],
        columns=[NUMBER, PURPOSE, USED, PLACE, EVALUATED, VERSION],
    )


def label_placement(record: PlacementRecord) -> str:
    """Name a placement in a list to choose from."""
    return f"{record.placement_id}. {record.last.purpose} ({say_period(record.last.used)})"


def describe_placement(placement: Placement, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """State what was agreed: what for, where, when, and how it will be judged.

    Parameters
    ----------
    placement
        What was written down.
    titles
        Of themes, by the names of their cards.
    """
    return [
        (PURPOSE, placement.purpose),
        ("Thema's", _say_themes(placement, titles)),
        (USED, say_period(placement.used)),
        ("Uren van gebruik", say_hours(placement.hours) or _ALL_HOURS),
        (PLACE, say_place(placement.place)),
        ("Bereik", f"{say_number(placement.range_m)} meter"),
        ("Voorgesteld", say_override(placement.siting)),
        *_describe_goal(placement.goal),
        *_describe_safeguards(placement),
        ("Geleerd van", say_period(placement.learned_from)),
        ("Gegevens", _say_until(placement.data_as_of)),
    ]


def say_override(siting: Siting) -> str:
    """Say whether the unit stands where the advice put it, and else what that costs and why."""
    if siting.suggested is None:
        return f"geen verantwoorde plek; toch gekozen: {siting.reason}"
    if not siting.is_override:
        return "deze plek"
    lost = siting.incidents_lost
    points = say_number(siting.points_lost, decimals=1)
    if lost > 0:
        cost = f"de gekozen plek dekt {say_count(lost, 'melding', 'meldingen')} minder"
    elif lost < 0:
        cost = f"de gekozen plek dekt {say_count(-lost, 'melding', 'meldingen')} meer"
    else:
        cost = "de gekozen plek dekt evenveel meldingen"
    return (
        f"{say_place(siting.suggested.place)}; {cost} (verschil in punten: {points}). "
        f"Reden: {siting.reason}"
    )


def say_seen(goal: FrozenGoal) -> str:
    """Say what the planned period could show at all: the smallest reduction, and the chance."""
    smallest, expected = goal.smallest_reduction, goal.expected
    if smallest >= expected:
        return (
            f"Er worden {say_number(expected)} meldingen verwacht. Zelfs als er geen enkele meer "
            "komt, is dat van toeval niet te onderscheiden: kies een langere periode, of voeg "
            "plaatsingen samen."
        )
    return (
        f"Van {say_number(expected)} verwachte meldingen is een daling van "
        f"{say_number(smallest)} nog net van toeval te onderscheiden. De kans om de verwachte "
        f"daling van {say_number(100 * goal.reduction)}% te zien is "
        f"{say_number(100 * goal.power)}%."
    )


def say_changes(changes: Sequence[str]) -> str:
    """Say what later versions changed, and that the goal of the first one stays the measure."""
    if not changes:
        return ""
    return (
        f"Sinds de eerste versie is gewijzigd: {say_list([_PARTS[name] for name in changes])}. "
        "Geoordeeld wordt naar het doel van de eerste versie, over de dagen waarop de camera er "
        "volgens de laatste versie stond."
    )


def list_versions(record: PlacementRecord) -> list[tuple[str, str]]:
    """List the versions with the day on which, and the reason why they were written down."""
    return [(_name_version(version), version.why or "vastgelegd") for version in record.versions]


def say_place(place: Place) -> str:
    """Write a place to the metre, in the workspace's coordinate system."""
    return f"x {place[0]:.0f}, y {place[1]:.0f}"


def _name_version(version: PlacementVersion) -> str:
    return f"Versie {version.version}, {say_date(version.recorded_at.date())}"


def _say_themes(placement: Placement, titles: Mapping[str, str]) -> str:
    return say_list(
        [
            f"{titles.get(goal.theme, goal.theme)} (gewicht "
            f"{say_number(goal.weight, decimals=1)}; {say_number(goal.incidents)} in het "
            "doelgebied)"
            for goal in placement.themes
        ]
    )


def _describe_goal(goal: FrozenGoal) -> list[tuple[str, str]]:
    control = "geen plek over om mee te vergelijken"
    if goal.control is not None:
        control = say_place(goal.control)
    return [
        ("Doelgebied", f"tot {say_number(goal.target_m)} meter van de camera"),
        ("Rondom", f"daarbuiten, tot {say_number(goal.buffer_m)} meter"),
        ("Vergelijkingsgebied", control),
        ("Verwachte daling", f"{say_number(100 * goal.reduction)}%"),
        ("Wat te zien zou zijn", say_seen(goal)),
        (EVALUATED, say_date(goal.evaluated_on)),
    ]


def _describe_safeguards(placement: Placement) -> list[tuple[str, str]]:
    stated = placement.safeguards
    heard = NOT_FILLED_IN if stated.consulted_on is None else say_date(stated.consulted_on)
    return [
        ("Verzoek van de politie", _say_request(stated)),
        ("Lichtere maatregelen", stated.lighter_measures or NOT_FILLED_IN),
        ("Driehoek geraadpleegd", heard),
        ("Uitkijktijden", stated.viewing_hours or NOT_FILLED_IN),
        ("Kenbaarheid", stated.signs or NOT_FILLED_IN),
        ("Beelden bewaard", say_count(stated.retention_days, "dag", "dagen")),
    ]


def _say_request(stated: Safeguards) -> str:
    if stated.requested is None:
        return NOT_FILLED_IN
    if not stated.requested:
        return "nee"
    day = NOT_FILLED_IN if stated.requested_on is None else say_date(stated.requested_on)
    return f"ja; dag: {day}; kenmerk: {stated.request_reference or NOT_FILLED_IN}"


def _say_until(day: date | None) -> str:
    return "geen" if day is None else f"tot en met {say_date(day)}"
