"""Parts of a fact sheet on what a camera would be for: purpose, counts, ground, proportion."""

from collections.abc import Iterator
from typing import Final

from geo.analysis.trends import SMALL_COUNT
from geo.placements import Safeguards
from geo.present import wording
from geo.present.changes import SMALL
from geo.present.paper.document import Block, Section, Table, Text, Tone
from geo.present.peak_windows import say_peaks
from geo.present.placement.factsheet_lighter import list_lighter
from geo.present.placement.factsheet_map import picture_ground
from geo.present.placement.factsheet_words import (
    NOT_LOADED,
    answer,
    ask,
    facts_table,
    say_hours_of_use,
    say_theme,
    say_wijken,
)
from geo.present.week_chart import tabulate_week
from geo.service.placement.factsheets import Factsheet

_DAYS_PER_WEEK: Final = 7


def tell_purpose(sheet: Factsheet) -> Section:
    """Tell what the camera is for, and what the police asked, or ask for it."""
    return Section(
        "Doel en aanleiding",
        (
            Text(sheet.placement.purpose),
            Text(_say_themes(sheet)),
            *_tell_request(sheet.placement.safeguards),
        ),
    )


def tell_counts(sheet: Factsheet) -> Section:
    """Tell how many incidents there were, of what kind, and when."""
    placement = sheet.placement
    period = placement.learned_from
    intro = (
        f"Geteld zijn meldingen en aangiften van {wording.say_period(period)} "
        f"({wording.say_count(period.days, 'dag', 'dagen')}), binnen "
        f"{wording.say_number(placement.goal.target_m)} meter van de plek, op de uren van gebruik: "
        f"{say_hours_of_use(placement.hours)}. Wat de politie zelf vastlegde, telt niet mee: dat "
        "laat zien waar de politie was."
    )
    return Section(
        "Wat er is gemeld",
        (Text(intro), _tabulate_themes(sheet), *_tell_hours(sheet), Text(wording.REPORTED_NOTICE)),
    )


def tell_ground(sheet: Factsheet) -> Section:
    """Tell which ground is meant, on a map and in words."""
    placement = sheet.placement
    target_m, buffer_m = placement.goal.target_m, placement.goal.buffer_m
    return Section(
        "Het gebied",
        (
            Text(
                f"Voorstel voor het aan te wijzen gebied: de openbare plaatsen binnen "
                f"{wording.say_number(target_m)} meter van de plek van de camera, en niet meer dan "
                "nodig is."
            ),
            picture_ground(sheet),
            facts_table(
                ("Wijk", say_wijken(sheet)),
                ("Straten in het gebied", _say_streets(sheet)),
                ("Plek van de camera", _say_place(sheet)),
                ("Bereik van de camera", f"{wording.say_number(placement.range_m)} meter"),
                ("Gebied eromheen", f"tot {wording.say_number(buffer_m)} meter, voor verplaatsing"),
            ),
        ),
    )


def tell_proportion(sheet: Factsheet) -> Section:
    """Tell what the camera would touch, as far as it is known."""
    placement, found = sheet.placement, sheet.dwellings
    dwellings = Text(f"{NOT_LOADED}: lees adressen in om ze te tellen", Tone.NOTE)
    if found is not None:
        source = "verzonnen" if found.synthetic else f"bron: {found.source}"
        dwellings = Text(f"{wording.say_number(found.count)} ({source})")
    return Section(
        "Evenredigheid",
        (
            Text(
                "Wie er woont, werkt of langskomt, komt in beeld. Deze cijfers helpen bij de vraag "
                "of dat in verhouding staat tot het doel; het antwoord is aan de burgemeester."
            ),
            facts_table(
                ("Adressen in het gebied", dwellings),
                ("Woningen in beeld", _say_seen(sheet.in_view.dwellings)),
                ("Scholen in beeld", _say_seen(sheet.in_view.schools)),
                ("Gevels in beeld", _say_seen(sheet.in_view.facades)),
                ("Duur", _say_duration(placement.used.days)),
                ("Uren van gebruik", say_hours_of_use(placement.hours)),
                ("Oppervlakte", f"{wording.say_number(_hectares(sheet), decimals=1)} hectare"),
            ),
        ),
    )


def tell_lighter_measures(sheet: Factsheet) -> Section:
    """Tell what was agreed and written down of what was tried before, or ask for it."""
    tried = sheet.placement.safeguards.lighter_measures
    question = "welke lichtere maatregelen zijn geprobeerd?"
    if not sheet.lighter:
        return Section("Lichtere maatregelen", (answer(tried, question),))
    written = [Text(f"Met de hand toegevoegd: {tried}")] if tried.strip() else []
    return Section("Lichtere maatregelen", (*list_lighter(sheet), *written))


def _say_seen(count: int | None) -> Text:
    return Text(NOT_LOADED, Tone.NOTE) if count is None else Text(wording.say_number(count))


def _tell_request(stated: Safeguards) -> Iterator[Block]:
    if stated.requested is None:
        yield ask("vroeg de politie om deze camera, en zo ja: wanneer en met welke redenen?")
    elif not stated.requested:
        yield Text("De politie heeft niet om deze camera gevraagd.")
    else:
        day, reference = stated.requested_on, stated.request_reference.strip()
        on = "" if day is None else f" op {wording.say_date(day)}"
        kept = f" (kenmerk: {reference})" if reference else ""
        yield Text(f"De politie vroeg{on} om deze camera{kept}. De redenen staan in dat verzoek.")
        asked = (("op welke dag", day), ("onder welk kenmerk", reference))
        if missing := [question for question, known in asked if not known]:
            yield ask(f"{wording.say_list(missing)} vroeg de politie om deze camera?")


def _say_themes(sheet: Factsheet) -> str:
    titles = [say_theme(sheet, theme).lower() for theme in sheet.placement.theme_names]
    cards = sheet.cards.values()
    priorities = list(dict.fromkeys(card.ivb_priority for card in cards if card.ivb_priority))
    text = f"Het gaat om meldingen en aangiften van {wording.say_list(titles)}."
    if not priorities:
        return text
    return f"{text} In het veiligheidsbeleid hoort dat bij: {wording.say_list(priorities)}."


def _tabulate_themes(sheet: Factsheet) -> Table:
    themes = sheet.placement.themes
    rows = [(say_theme(sheet, goal.theme), goal.incidents) for goal in themes]
    if len(rows) > 1:
        rows.append(("Samen", sum(goal.incidents for goal in themes)))
    return Table(
        ("Thema", "Meldingen", "Opmerking"),
        tuple(
            (
                Text(title),
                Text(wording.say_number(count)),
                Text(SMALL if count < SMALL_COUNT else ""),
            )
            for title, count in rows
        ),
        (2.4, 1.0, 1.4),
        numeric=(1,),
    )


def _tell_hours(sheet: Factsheet) -> Iterator[Block]:
    week = sheet.week_hours
    if not week.weights.sum():
        return
    table = tabulate_week(week)
    yield Text(
        "Per dag en deel van de dag, ook buiten de uren van gebruik. Een melding met een begin en "
        "een einde is over die tijd verdeeld; de getallen zijn dus schattingen. "
        f"{say_peaks(sheet.peaks, week)}"
    )
    yield Table(
        tuple(str(name) for name in table),
        tuple(
            (Text(day), *(Text(_say_estimate(value)) for value in values))
            for day, *values in table.itertuples(index=False, name=None)
        ),
        (1.4, 1.0, 1.0, 1.0, 1.0),
        numeric=(1, 2, 3, 4),
    )


def _say_duration(days: int) -> str:
    weeks, rest = divmod(days, _DAYS_PER_WEEK)
    said = wording.say_count(days, "dag", "dagen")
    return said if rest or not weeks else f"{wording.say_count(weeks, 'week', 'weken')} ({said})"


def _say_estimate(count: float) -> str:
    return wording.say_number(count, decimals=1).removesuffix(",0")


def _say_streets(sheet: Factsheet) -> Text:
    if sheet.street_names is None:
        return Text(f"namen {NOT_LOADED}", Tone.NOTE)
    return Text(wording.say_list(sheet.street_names))


def _say_place(sheet: Factsheet) -> str:
    x, y = sheet.placement.place
    return f"x {x:.0f}, y {y:.0f} meter ({sheet.crs})"


def _hectares(sheet: Factsheet) -> float:
    return float(sheet.ground.target.area) / 10_000
