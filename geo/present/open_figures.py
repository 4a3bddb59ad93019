"""Dutch words and tables for the open figures of the police."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from geo.analysis.shared_trends import LEAST_YEARS, Shared
from geo.present import changes
from geo.present.wording import say_count, say_list, say_moment, say_number
from geo.schema import OpenTable
from geo.service.open_answers import CheckRow, OpenReport, OpenTheme, Side
from geo.store import OpenImport

TABLES: Final[Mapping[OpenTable, str]] = {
    OpenTable.CRIMES_BY_REGION: "misdrijven per gemeente en regio",
    OpenTable.CRIMES_BY_YEAR: "misdrijven per wijk en jaar",
    OpenTable.CRIMES_BY_MONTH: "misdrijven per wijk en maand",
    OpenTable.NUISANCE: "overlast per wijk",
}
SIDES: Final[Mapping[Side, str]] = {
    Side.NEIGHBOURS: "Buurgemeenten",
    Side.UNIT: "Politie-eenheid",
}
SOURCE: Final = "Bron: open cijfers van de politie (data.politie.nl), geregistreerde misdrijven."
METHOD: Final = (
    "Een oordeel staat er alleen waar het verschil groter is dan toeval en dan de schommeling van "
    f"de jaren ervoor; met minder dan {LEAST_YEARS} jaren ervoor staat er geen. Het gaat over het "
    "verloop tussen de twee jaren, niet over waar meer gebeurt."
)
CAUTION: Final = (
    "Daalt het hier en stijgt het elders, of andersom, dan kan dat op verplaatsing wijzen; "
    "bewijzen kan dit het niet."
)
# Columns of words.
BESIDE: Final[Mapping[Side, str]] = {
    Side.NEIGHBOURS: "Naast de buurgemeenten",
    Side.UNIT: "Naast de eenheid",
}
EXPECTED: Final = "Verwacht naar eerdere jaren"
EXPLAINED: Final = "Wat het verschil kan verklaren"
DIFFERENCE: Final = "Verschil"
THEME: Final = "Thema"

_VERDICTS: Final[Mapping[Shared, str]] = {
    Shared.COMMON: "daar ook, dezelfde kant op",
    Shared.BETTER: "verloop hier gunstiger dan daar",
    Shared.WORSE: "verloop hier minder gunstig dan daar",
    Shared.AWAY: "hier daalt het en daar stijgt het; let op verplaatsing",
    Shared.HITHER: "hier stijgt het en daar daalt het; let op verplaatsing",
    Shared.UNSETTLED: "niet te zeggen of dat daar ook zo is",
    Shared.NO_CHANGE: "geen verschil dat meer is dan toeval",
    Shared.TOO_FEW: "klein aantal: geen oordeel",
    Shared.TOO_SHORT: "te weinig jaren ervoor: geen oordeel",
}
_UNKNOWN: Final = "niet bekend"


def say_shared(shared: Shared | None) -> str:
    """Say how the change here relates to that elsewhere; None where nothing compares."""
    return _UNKNOWN if shared is None else _VERDICTS[shared]


def list_sides(report: OpenReport) -> list[Side]:
    """Return the others beside which there is anything to show."""
    return [side for side in SIDES if any(side in theme.years for theme in report.themes)]


def tabulate_shared(report: OpenReport) -> pd.DataFrame:
    """Table of themes beside others: the last two years, changes in percent, and what they say.

    Themes of which the tables have no two years in a row are left out; `say_left_out` names them.
    """
    return pd.DataFrame(
        [
            _write_theme(theme, list_sides(report))
            for theme in report.themes
            if theme.now is not None
        ]
    )


def say_unknown(table: pd.DataFrame) -> str:
    """Say why a table of themes beside others has cells without a figure; empty without such."""
    if not (table == _UNKNOWN).to_numpy().any():
        return ""
    return "Niet bekend staat er waar de politie van een van de gemeenten een cijfer achterhoudt."


def say_left_out(report: OpenReport) -> str:
    """Name the themes of which the tables say nothing, and why; empty where there are none."""
    lacking = [theme.title for theme in report.themes if theme.theme and not theme.years]
    if not lacking:
        return ""
    return (
        f"Zonder cijfers in de ingelezen tabellen: {say_list(lacking)}. Hun codes staan er niet "
        "in, of de politie houdt het aantal achter."
    )


def say_regions(report: OpenReport) -> str:
    """Name the regions that are added up, and those that no table has."""
    told = []
    if report.neighbours:
        told.append(f"Buurgemeenten: {say_list(report.neighbours)}.")
    if report.unit:
        told.append(f"Politie-eenheid, zonder de eigen gemeente: {say_list(report.unit)}.")
    if report.absent:
        told.append(f"Niet in de ingelezen tabellen: {say_list(report.absent)}.")
    if not report.neighbours and not report.unit:
        told.append(
            "Er zijn geen andere gemeenten ingelezen. Lees een tabel in waarin zij ook staan, en "
            "noem de buurgemeenten in gemeente.toml."
        )
    return " ".join(told)


def tabulate_checks(report: OpenReport) -> pd.DataFrame:
    """Table of what we count beside what the police published, for each theme and year."""
    return pd.DataFrame(
        {
            THEME: [row.title for row in report.checks],
            "Jaar": [str(row.year) for row in report.checks],
            "Onze gegevens": [
                _UNKNOWN if row.ours is None else say_number(row.ours) for row in report.checks
            ],
            "politie.nl": [row.official for row in report.checks],
            DIFFERENCE: [
                "" if row.difference is None else changes.say_signed(row.difference)
                for row in report.checks
            ],
            EXPLAINED: [say_reasons(row) for row in report.checks],
        }
    )


def say_checks(report: OpenReport) -> str:
    """Say in one line how far our data and the published figures agree."""
    compared = [row for row in report.checks if row.difference is not None]
    if not compared:
        return (
            "Er is geen jaar dat zowel heel in onze gegevens zit als in de cijfers van de politie; "
            "er is dus nog niets te vergelijken."
        )
    differing = [row for row in compared if row.difference]
    counted = say_count(len(compared), "aantal", "aantallen")
    if not differing:
        return f"{counted} vergeleken: overal tellen onze gegevens wat de politie publiceert."
    most = max(differing, key=lambda row: (abs(row.difference or 0), row.year))
    return (
        f"{counted} vergeleken, {len(differing)} verschillen. Het grootste verschil: "
        f"{most.title} in {most.year}, onze gegevens tellen {say_number(most.ours or 0)}, "
        f"politie.nl {say_number(most.official)}."
    )


def say_reasons(row: CheckRow) -> str:
    """Say what may explain a difference; empty where there is none."""
    if row.ours is None:
        return "onze gegevens beslaan niet het hele jaar"
    if not row.difference:
        return ""
    return "; ".join(_list_reasons(row)) or "niets in de gegevens wijst op een oorzaak"


def tabulate_imports(imports: Sequence[OpenImport]) -> pd.DataFrame:
    """Table of which file or service said what, and when."""
    return pd.DataFrame(
        {
            "Ingelezen": [say_moment(one.imported_at) for one in imports],
            "Bestand of adres": [one.file for one in imports],
            "Tabel": [f"{one.table}: {TABLES[one.table]}" for one in imports],
            "Nieuw": [one.added for one in imports],
            "Herzien": [one.revised for one in imports],
            "Gelijk": [one.same for one in imports],
        }
    )


def say_imported(imports: Sequence[OpenImport]) -> str:
    """Say what taking figures in brought."""
    added, revised, same = (
        sum(getattr(one, name) for one in imports) for name in ("added", "revised", "same")
    )
    names = say_list([f"{TABLES[one.table]} ({one.file})" for one in imports])
    return (
        f"Ingelezen: {names}. {say_count(added, 'cijfer is', 'cijfers zijn')} nieuw, "
        f"{say_number(revised)} herzien en {say_number(same)} gelijk aan wat er stond."
    )


def _write_theme(theme: OpenTheme, sides: Sequence[Side]) -> dict[str, str]:
    own = theme.changes[Side.OWN]
    cells = {
        THEME: theme.title,
        str(theme.before): say_number(own.before),
        str(theme.now): say_number(own.now),
        "Gemeente": changes.say_development(own.now, own.before),
    }
    for side in sides:
        found = theme.changes.get(side)
        cells[SIDES[side]] = (
            _UNKNOWN if found is None else changes.say_development(found.now, found.before)
        )
    cells |= {BESIDE[side]: say_shared(theme.shared.get(side)) for side in sides}
    return {**cells, EXPECTED: say_expected(theme)}


def say_expected(theme: OpenTheme) -> str:
    """Say what the last year was to count if it had gone on as before, and whether it did."""
    found = theme.expected
    if found is None or theme.now is None:
        return "te weinig jaren"
    now = theme.changes[Side.OWN].now
    outside = "lager" if now < found.low else "hoger" if now > found.high else ""
    limits = f"{say_number(found.low)} tot {say_number(found.high)}"
    return f"{limits}; {f'was {outside}' if outside else 'past daarbij'}"


def _list_reasons(row: CheckRow) -> Iterator[str]:
    if row.other_codes:
        counted = say_count(row.other_codes, "melding heeft", "meldingen hebben")
        yield f"{counted} een code die niet in de tabel staat en telt hier niet mee"
    if row.without_place:
        yield f"bij ons {say_count(row.without_place, 'melding', 'meldingen')} zonder plaats"
    if row.without_wijk:
        yield f"de politie telt er {say_number(row.without_wijk)} zonder wijk"
    if row.is_last:
        yield "laatste jaar van de tabel: het cijfer kan nog wijzigen"
    if row.revised:
        yield "het gepubliceerde cijfer is later herzien"
