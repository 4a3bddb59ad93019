"""The safety policy for a meeting: its priorities, and its table in its own form."""

from typing import Final

from geo.intake.status_lines import StatusLine
from geo.present import changes, wording
from geo.present.driehoek.briefing import Page
from geo.present.driehoek.figure_table import NOTHING, say_cell, text_rows
from geo.present.driehoek.messages import say_policy, say_priorities
from geo.present.paper.document import Table, Text, Tone
from geo.service.driehoek.answers import Meeting, PolicyRow, PolicyTable, PriorityPart

_PUBLISHED: Final = " °"
_EQUAL: Final = "="
_SIGNS: Final = (
    "° Gepubliceerd cijfer van de politie, hier niet geteld. Klein aantal: minder dan 10 in een "
    "van de twee jaren. = Geen verschil."
)
_YEAR_DAYS: Final = 365


def build_policy_page(table: PolicyTable) -> Page:
    """Put the policy's table on a page: counted where a row has a code, else as published."""
    *_, before, now = table.years
    span = f"{before}-{now}"
    header = ("Misdrijf", *map(str, table.years), f"{span} gemeente", f"{span} eenheid")
    rows = [_write_row(row, table.years) for row in table.rows]
    if all(count is None for row in table.rows for count in row.years.values()):
        return Page(
            title=say_policy(table),
            left=(Text(f"Van {wording.say_list(list(map(str, table.years)))} is niets bekend."),),
            notes=(f"De tabel uit {table.source} komt hier zodra er een heel jaar gegevens is.",),
        )
    told = [Text(_SIGNS, Tone.NOTE)]
    if differing := _say_differing(table):
        told.append(Text(differing))
    return Page(
        title=say_policy(table),
        left=(
            Table(
                header,
                text_rows(rows),
                (3.0, *(0.8,) * len(table.years), 1.7, 1.6),
                numeric=tuple(range(1, len(header))),
            ),
            *told,
        ),
        notes=(
            f"Dit is de tabel uit {table.source}, in dezelfde vorm.",
            "Geen percentage op een klein aantal: één zaak meer of minder maakt dan het verschil.",
            (
                "Soorten zonder eigen code (het totaal, huiselijk geweld) zijn niet in onze "
                "meldingen te tellen."
            ),
        ),
    )


def build_priority_page(meeting: Meeting) -> Page:
    """Put the priorities on a page: the baseline, the figure of now, or what somebody wrote."""
    years = sorted({year for part in meeting.priorities for year in part.baseline})
    compared = ("Ervoor", "Verschil") if meeting.previous is not None else ()
    header = ("Prioriteit", *map(str, years), "Nu", *compared, "Stand van zaken")
    rows = [_write_priority(part, years, meeting) for part in meeting.priorities]
    table = Table(
        header,
        tuple(rows),
        (2.3, *(0.75,) * len(years), 0.8, *(1.0, 1.2)[: len(compared)], 4.3),
        numeric=tuple(range(1, len(header) - 1)),
    )
    return Page(
        title=say_priorities(meeting.priorities),
        left=(
            table,
            Text(_say_columns(years, meeting), Tone.NOTE),
        ),
        notes=(
            (
                "De beginstand telt de gepubliceerde soorten; de kolom Nu telt de meldingen van de "
                "thema's. Waar een thema meer telt dan de tabel, staan de kolommen niet naast "
                "elkaar om van elkaar af te trekken."
            ),
            (
                "Een prioriteit zonder cijfers is niet minder belangrijk: er is hier niets dat "
                "haar meet."
            ),
        ),
    )


def say_status(line: StatusLine) -> str:
    """Say what was written about a priority, and by whom and when where that is known."""
    known = [line.by, "" if line.on is None else wording.say_date(line.on)]
    source = ", ".join(word for word in known if word)
    return f"{line.text} ({source})" if source else line.text


def _say_columns(years: list[int], meeting: Meeting) -> str:
    if not years:
        return "Van deze prioriteiten is geen beginstand gepubliceerd."
    named = wording.say_list([str(year) for year in years])
    whole = ""
    if meeting.period.days < _YEAR_DAYS:
        days = wording.say_count(meeting.period.days, "dag", "dagen")
        whole = f" De jaren zijn hele jaren, en de gekozen periode is {days}: vergelijk ze niet."
    return (
        f"Jaren: {named} zoals gepubliceerd, opgeteld over de soorten van de prioriteit. Nu: "
        f"meldingen in de gekozen periode.{whole}"
    )


def _write_row(row: PolicyRow, years: tuple[int, ...]) -> tuple[str, ...]:
    counts = [
        say_cell(row.years[year])
        + (_PUBLISHED if year in row.published and row.years[year] is not None else "")
        for year in years
    ]
    return row.title, *counts, _say_development(row), row.unit or "niet gepubliceerd"


def _say_development(row: PolicyRow) -> str:
    if row.change is None:
        return NOTHING
    return changes.say_percent(row.change) if row.change.difference else _EQUAL


def _say_differing(table: PolicyTable) -> str:
    told = [
        f"{row.title} {year}: {say_cell(row.years[year])}, gepubliceerd {wording.say_number(count)}"
        for row in table.rows
        for year, count in row.differing.items()
    ]
    if not told:
        return ""
    most = 4
    more = f"; en nog {len(told) - most}" if len(told) > most else ""
    return f"Onze gegevens tellen anders dan gepubliceerd. {'; '.join(told[:most])}{more}."


def _write_priority(part: PriorityPart, years: list[int], meeting: Meeting) -> tuple[Text, ...]:
    figure = part.figure
    counts = [say_cell(part.baseline.get(year)) for year in years]
    cells = [NOTHING if figure is None else say_cell(figure.now)]
    if meeting.previous is not None:
        found = None if figure is None else figure.change
        cells += [
            NOTHING if figure is None else say_cell(figure.before),
            NOTHING if found is None else changes.say_signed(found.difference),
        ]
    name = part.name[:1].upper() + part.name[1:]
    return (*(Text(cell) for cell in (name, *counts, *cells)), _say_state(part))


def _say_state(part: PriorityPart) -> Text:
    if part.figure is None:
        if part.status is not None:
            return Text(say_status(part.status))
        return Text("Niet ingevuld: wie geeft de stand van zaken?", Tone.MISSING)
    found = part.figure.change
    told = [f"Thema's: {wording.say_list(part.titles).lower()}"]
    if found is not None:
        told.append(f"verschil: {changes.say_verdict(found)}")
    if part.baseline and not part.is_covered:
        told.append(f"de jaren tellen alleen {wording.say_list(part.published).lower()}")
    status = "" if part.status is None else say_status(part.status)
    return Text(f"{'; '.join(told)}. {status}".strip())
