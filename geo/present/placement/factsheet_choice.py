"""Part of a fact sheet on why a camera would stand there, and what else was weighed."""

import math
from collections.abc import Iterator

from geo.placement_choice import RunnerUp, Weighed
from geo.placements import Placement, Siting
from geo.present import wording
from geo.present.paper.document import Block, Section, Table, Text, Tone
from geo.present.placement.choice_words import say_gap, say_moved, say_setting, say_share
from geo.present.placement.factsheet_words import facts_table, say_incidents, say_theme
from geo.service.placement.factsheets import Factsheet


def tell_choice(sheet: Factsheet) -> Section:
    """Tell why it is that place, what it was held against, and what would change it."""
    placement = sheet.placement
    chosen = placement.siting.chosen
    return Section(
        "Waarom deze plek",
        (
            Text(
                f"Deze plek dekt {say_incidents(chosen.incidents)} van de thema's hierboven, samen "
                f"{_say_points(chosen.points)}: een recente of zwaardere melding telt meer. Het "
                f"gewicht per melding: {_say_weights(sheet)}. Het is een terugblik en geen belofte "
                "over de weken die komen."
            ),
            _say_siting(placement.siting),
            *_tell_weighed(placement),
        ),
    )


def _say_siting(siting: Siting) -> Text:
    suggested = siting.suggested
    if suggested is None:
        told = "Hotspotkaart stelde hier geen plek voor."
    elif siting.is_override:
        apart = wording.say_distance(math.dist(siting.chosen.place, suggested.place))
        told = (
            f"Hotspotkaart stelde een andere plek voor, {apart} verderop, met "
            f"{say_incidents(suggested.incidents)} en {_say_points(suggested.points)}"
            f"{_say_lost(siting.incidents_lost)}."
        )
    else:
        return Text("Dit is de plek die Hotspotkaart voorstelde.")
    return Text(f"{told} Deze plek is zelf gekozen. Reden: {siting.reason}", Tone.WARNING)


def _say_lost(incidents: int) -> str:
    if incidents == 0:
        return "; dat zijn er evenveel als hier"
    count = wording.say_count(abs(incidents), "melding", "meldingen")
    return f"; dat is {count} {'meer' if incidents > 0 else 'minder'} dan hier"


def _tell_weighed(placement: Placement) -> Iterator[Block]:
    if placement.siting.suggested is None:
        return
    weighed = placement.weighed
    if weighed is None:
        yield Text(
            "Waar het voorstel tegen is afgewogen, is bij deze plaatsing niet bewaard.", Tone.NOTE
        )
        return
    if placement.siting.is_override:
        yield Text("Wat hieronder staat, gaat over de voorgestelde plek.")
    yield facts_table(
        ("Op een na beste plek", _say_runner_up(weighed.runner_up, placement.siting)),
        ("Hoe vaak gekozen", _say_chosen(weighed)),
        ("Bewijs", say_gap(weighed.gap)),
        ("Vooruit gemeten", _say_ahead(weighed)),
        *_list_in_use(weighed),
    )
    if weighed.settings:
        yield _introduce_settings(weighed)
        yield _tabulate_settings(weighed)


def _say_runner_up(second: RunnerUp | None, siting: Siting) -> str:
    if second is None or siting.suggested is None:
        return "geen: geen andere plek bestrijkt ander gebied"
    apart = wording.say_distance(math.dist(second.place, siting.suggested.place))
    named = f"{second.street}, {apart} verderop" if second.street else f"{apart} verderop"
    return f"{named}; die dekt {_say_points(second.lost)} minder"


def _say_chosen(weighed: Weighed) -> str:
    if not weighed.samples:
        return "niet berekend"
    return (
        f"in {wording.say_number(weighed.chosen)} van {wording.say_number(weighed.samples)} "
        "steekproeven uit de meldingen"
    )


def _say_ahead(weighed: Weighed) -> str:
    ahead = weighed.ahead
    if ahead is None:
        return "niet te zeggen: te weinig eerdere perioden of meldingen"
    sites = "de voorgestelde plek" if weighed.sites == 1 else "de voorgestelde plekken samen"
    return (
        f"zo'n keuze bestreek eerder, in de weken erna, {say_share(ahead.share)} van de "
        f"meldingen (marge {say_share(ahead.low)} tot {say_share(ahead.high)}), voor {sites}"
    )


def _list_in_use(weighed: Weighed) -> Iterator[tuple[str, str]]:
    if weighed.in_use:
        units = wording.say_count(len(weighed.in_use), "camera", "camera's")
        yield ("Bleef staan", f"{units}; wat daar al bestreken werd, telde niet mee")


def _introduce_settings(weighed: Weighed) -> Text:
    moving = sum(setting.moving > 0 for setting in weighed.settings)
    tried = wording.say_count(len(weighed.settings), "andere instelling", "andere instellingen")
    verb = "verschuiven" if moving > 1 else "verschuift"
    count = wording.say_number(moving) if moving else "geen"
    return Text(f"Wat de keuze zou veranderen: van {tried} {verb} er {count} een plek.")


def _tabulate_settings(weighed: Weighed) -> Table:
    return Table(
        ("Als", "Verschuift", "Hoe ver"),
        tuple(
            (
                Text(say_setting(setting.name)),
                Text(f"{setting.moving} van {weighed.sites}"),
                Text(say_moved(setting.farthest_m)),
            )
            for setting in weighed.settings
        ),
        (2.2, 0.8, 1.4),
    )


def _say_points(points: float) -> str:
    return f"{wording.say_number(points, decimals=1)} punten"


def _say_weights(sheet: Factsheet) -> str:
    return wording.say_list(
        [
            f"{say_theme(sheet, goal.theme).lower()} {_say_weight(goal.weight)}"
            for goal in sheet.placement.themes
        ]
    )


def _say_weight(weight: float) -> str:
    return wording.say_number(weight, decimals=2).rstrip("0").rstrip(",")
