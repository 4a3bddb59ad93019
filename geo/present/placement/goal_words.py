"""The goal of a placement in Dutch, as it is set before the unit stands anywhere."""

from datetime import date

from geo.placements import Placement
from geo.present.wording import say_count, say_date, say_long, say_number, say_period

_REPORTS = ("melding", "meldingen")
# Histories that lie further apart than this differ more than chance makes them.
_ALIKE = 1.5
# As in a patrol plan: a quarter of a year later another place may be the hotspot.
_OLD_DAYS = 91


def describe_goal(placement: Placement) -> list[tuple[str, str]]:
    """State what is expected, what could be seen of it, and when that is looked at."""
    goal = placement.goal
    return [
        ("Gebruik", say_period(placement.used)),
        ("Doelgebied", f"binnen {say_number(goal.target_m)} meter van de camera"),
        (
            "Rand om verplaatsing te zien",
            f"van {say_number(goal.target_m)} tot {say_number(goal.buffer_m)} meter",
        ),
        ("Vergelijkingsgebied", _say_control(placement)),
        ("Te verwachten zonder camera", _say_expected(placement)),
        ("Afgesproken doel", f"{say_number(100 * goal.reduction)}% minder in het doelgebied"),
        ("Kleinste daling die te zien is", _say_smallest(placement)),
        ("Kans dat het doel te zien is", f"{say_number(100 * goal.power)}%"),
        ("Evaluatie", say_date(goal.evaluated_on)),
        *_describe_override(placement),
    ]


def say_worth(placement: Placement) -> str:
    """Say in a sentence whether the placement can show anything."""
    goal = placement.goal
    if goal.control is None:
        return (
            "Er is geen vergelijkbare plek over: wat er verandert, is dan niet te scheiden van wat "
            "overal verandert."
        )
    if goal.smallest_reduction >= goal.expected:
        return (
            "Zelfs als het hier helemaal stil wordt, is dat niet van toeval te onderscheiden. Kies "
            "meer weken, of beoordeel meer plaatsingen samen."
        )
    if goal.reduction * goal.expected < goal.smallest_reduction:
        return (
            "Het afgesproken doel is kleiner dan wat te zien is: blijft het uit in de cijfers, dan "
            "bewijst dat niets. Kies meer weken, of beoordeel meer plaatsingen samen."
        )
    return "Wordt het doel gehaald, dan is dat waarschijnlijk in de cijfers te zien."


def say_late(placement: Placement, day: date) -> str:
    """Say that a goal set on a day came after the placement began; empty where it did not."""
    if not placement.is_set_late(day):
        return ""
    return (
        f"De eerste dag, {say_date(placement.used.first)}, is al voorbij. U kunt de plaatsing "
        "vastleggen, maar een doel dat achteraf is gekozen, bewijst weinig; het informatieblad "
        "meldt dat."
    )


def say_old(placement: Placement) -> str:
    """Say that what a placement rests on was long ago when it begins; empty where it was not."""
    learned = placement.learned_from.last
    days = (placement.used.first - learned).days
    if days <= _OLD_DAYS:
        return ""
    return (
        f"De plek is gekozen op meldingen tot en met {say_date(learned)}; de camera komt er "
        f"{say_long(days)} later. Lees nieuwere meldingen in, of kies een latere periode."
    )


def _say_control(placement: Placement) -> str:
    goal = placement.goal
    if goal.control is None:
        return "geen"
    x, y = goal.control
    alike = (goal.control_distance or 0.0) <= _ALIKE
    how = (
        "het verloop ervoor leek op dat van het doelgebied"
        if alike
        else ("het verloop ervoor leek er het meest op, maar niet goed")
    )
    return f"rond x {x:.0f}, y {y:.0f}: {how}"


def _say_expected(placement: Placement) -> str:
    return f"{say_number(placement.goal.expected, decimals=1)} meldingen in het doelgebied"


def _say_smallest(placement: Placement) -> str:
    return f"{say_number(placement.goal.smallest_reduction, decimals=1)} meldingen minder"


def _describe_override(placement: Placement) -> list[tuple[str, str]]:
    siting = placement.siting
    if not siting.is_override:
        return []
    lost = say_count(abs(siting.incidents_lost), *_REPORTS)
    more = "minder" if siting.incidents_lost >= 0 else "meer"
    return [
        ("Andere plek dan voorgesteld", f"bestrijkt {lost} {more} dan het voorstel"),
        ("Reden", siting.reason),
    ]
