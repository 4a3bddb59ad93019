"""The message of each page for a meeting, written from its figures by rules.

A message claims a rise or a fall only where the test carries it. A theme is judged by its own test;
an area that is picked out of many because it stands out is judged by Holm's, which allows for the
picking (Holm 1979, Scandinavian Journal of Statistics 6).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from geo.advice.evaluation import Verdict
from geo.analysis.trends import SMALL_COUNT, Difference
from geo.disclosure import Count, Held
from geo.params import Period
from geo.present.changes import CHANCE, SMALL
from geo.present.placement.evaluations import VERDICTS
from geo.present.wording import say_count, say_list, say_number
from geo.service.driehoek.answers import (
    CameraPart,
    Figure,
    Meeting,
    ParkPart,
    PolicyTable,
    PriorityPart,
    ThemePart,
)

MAY_BE_CHANCE: Final = "het verschil kan toeval zijn"

_REPORTS: Final = ("melding", "meldingen")
_FALLS, _RISES = "daalt", "stijgt"

# Days of a period and of the one before it.
Lengths = tuple[int, int]


def measure_lengths(meeting: Meeting) -> Lengths:
    """Return how many days both periods have."""
    return _measure(meeting.period, meeting.previous)


def find_direction(found: Difference, lengths: Lengths) -> str | None:
    """Return the verb that a difference carries; None where chance alone can explain it.

    A count that falls while there is more of it a day, because its period is shorter, carries none.
    """
    a_day = found.now * lengths[1] - found.before * lengths[0]
    if found.p_value >= CHANCE or found.difference * a_day <= 0:
        return None
    return _RISES if found.difference > 0 else _FALLS


def carry_many(
    differences: Sequence[Difference], lengths: Lengths, *, tested: int | None = None
) -> list[bool]:
    """Say which of many differences are carried although the most striking are picked out.

    Parameters
    ----------
    differences
        That are told.
    lengths
        Days of both periods.
    tested
        How many there are with those that are held back; else as many as are told. What an
        audience may not see makes the rest no surer.
    """
    many = len(differences) if tested is None else tested
    order = sorted(range(len(differences)), key=lambda place: differences[place].p_value)
    carried = [False] * len(differences)
    for step, place in enumerate(order):
        if differences[place].p_value * (many - step) >= CHANCE:
            break
        carried[place] = find_direction(differences[place], lengths) is not None
    return carried


def say_figure(name: str, figure: Figure, lengths: Lengths) -> str:
    """Say how a count does: ``Woninginbraak daalt met 30 (van 118 naar 88)``."""
    if figure.change is not None:
        return _say_change(name, figure.change, lengths)
    if figure.before is None:
        return f"{name}: {say_told(figure.now)}, met niets te vergelijken"
    if figure.now == figure.before == Held.FEW:
        return f"{name}: {say_told(figure.now)}, ook ervoor"
    return f"{name}: {say_told(figure.now)}, ervoor {_say_alone(figure.before)}"


def say_told(count: Count) -> str:
    """Say a count with its noun, also one that is held back."""
    if count is Held.FEW:
        return "te weinig meldingen om te noemen"
    if isinstance(count, Held):
        return "niet getoond"
    return say_count(count, *_REPORTS)


def say_theme(part: ThemePart, lengths: Lengths) -> str:
    """Say how a theme does, and the wijk that stands out against that if there is one."""
    text = say_figure(part.title, part.figure, lengths)
    own = part.figure.change
    general = None if own is None else find_direction(own, lengths)
    clause = next(
        (
            f"; in {name} {verb} het aantal ({_say_counts(change)})"
            for name, change, verb in _list_carried(_list_figures(part), lengths)
            if verb != general
        ),
        "",
    )
    return text + clause


def say_total(meeting: Meeting) -> str:
    """Say how all themes together do, and which of them move more than chance explains."""
    lengths = measure_lengths(meeting)
    text = say_figure("Het totaal", meeting.total, lengths)
    verbs = {
        part.title.lower(): find_direction(part.figure.change, lengths)
        for part in meeting.themes
        if part.figure.change is not None
    }
    clauses = [
        f"{say_list(names)} {verb if len(names) == 1 else several}"
        for verb, several in ((_FALLS, "dalen"), (_RISES, "stijgen"))
        if (names := [name for name, found in verbs.items() if found == verb])
    ]
    return "; ".join([text, *clauses])


def say_wijken(themes: Sequence[ThemePart], lengths: Lengths) -> str:
    """Say which wijk stands out, in which of these themes: as the pages of the themes do."""
    figures = {
        f"{part.title.lower()} in {name}": figure
        for part in themes
        for name, figure in _list_figures(part)
    }
    carried = {
        f"{part.title.lower()} in {name}"
        for part in themes
        for name, _, _ in _list_carried(_list_figures(part), lengths)
    }
    return _say_many("Per wijk", figures, carried, lengths)


def say_parks(parks: Iterable[ParkPart], lengths: Lengths) -> str:
    """Say which business park stands out among all."""
    figures = [(park.name, park.total) for park in parks]
    carried = {name for name, _, _ in _list_carried(figures, lengths)}
    return _say_many("Bedrijventerreinen", dict(figures), carried, lengths)


def say_cameras(cameras: Sequence[CameraPart]) -> str:
    """Say how many placements there are, and what was found of them."""
    if not cameras:
        return "Camera's: er is nog geen plaatsing vastgelegd"
    found = [part.verdict for part in cameras if part.verdict is not None]
    told = [
        f"{say_number(found.count(verdict))} {VERDICTS[verdict]}"
        for verdict in Verdict
        if verdict in found
    ]
    if len(found) < len(cameras):
        told.append(f"{say_number(len(cameras) - len(found))} nog niet te meten")
    return f"Camera's: {say_count(len(cameras), 'plaatsing', 'plaatsingen')}, {say_list(told)}"


def say_policy(table: PolicyTable) -> str:
    """Say how many rows of the policy's table moved more than chance explains."""
    changes = [row.change for row in table.rows if row.change is not None and row.code]
    span = f"{table.years[-2]} en {table.years[-1]}"
    if not changes:
        return f"{table.title}: {span} zijn niet te vergelijken"
    # Whole years: a day more or less says nothing here.
    verbs = [find_direction(change, (1, 1)) for change in changes]
    falls, rises = verbs.count(_FALLS), verbs.count(_RISES)
    return (
        f"{table.title}: van {say_count(len(changes), 'soort', 'soorten')} tussen {span} "
        f"{_say_moving(falls, 'daalt', 'dalen')} en {_say_moving(rises, 'stijgt', 'stijgen')}; "
        "de rest kan toeval zijn"
    )


def say_priorities(priorities: Sequence[PriorityPart]) -> str:
    """Say of how many priorities there are figures, and how many wait for a word."""
    counted = sum(part.figure is not None for part in priorities)
    asked = sum(part.figure is None and not part.status for part in priorities)
    text = f"Prioriteiten: {say_number(counted)} van de {say_number(len(priorities))} in cijfers"
    return f"{text}; {say_number(asked)} nog niet ingevuld" if asked else text


def _measure(period: Period, previous: Period | None) -> Lengths:
    return period.days, (previous or period).days


def _say_change(name: str, found: Difference, lengths: Lengths) -> str:
    if found.now == found.before:
        if found.now == 0:
            return f"{name}: geen meldingen, ook ervoor niet"
        small = f", {SMALL}" if found.is_small else ""
        return f"{name} blijft gelijk: {say_told(found.now)} in beide periodes{small}"
    verb = find_direction(found, lengths)
    if verb is None:
        return f"{name}: {_say_counts(found)}; {MAY_BE_CHANCE}"
    return f"{name} {verb} met {say_number(abs(found.difference))} ({_say_counts(found)})"


def _say_counts(found: Difference) -> str:
    text = f"van {say_number(found.before)} naar {say_number(found.now)}"
    return f"{text}, {SMALL}" if min(found.before, found.now) < SMALL_COUNT else text


def _say_alone(count: Count) -> str:
    return say_number(count) if isinstance(count, int) else say_told(count)


def _list_figures(part: ThemePart) -> list[tuple[str, Figure]]:
    return [(area.name, area.figure) for area in part.wijken if area.code]


def _list_carried(
    figures: Sequence[tuple[str, Figure]], lengths: Lengths
) -> list[tuple[str, Difference, str]]:
    """List what is carried among many with its verb, the surest first."""
    told = [(name, figure.change) for name, figure in figures if figure.change is not None]
    sure = carry_many([change for _, change in told], lengths, tested=len(figures))
    carried = [
        (name, change, verb)
        for (name, change), is_sure in zip(told, sure, strict=True)
        if is_sure and (verb := find_direction(change, lengths)) is not None
    ]
    return sorted(carried, key=lambda one: one[1].p_value)


def _say_many(
    about: str, figures: Mapping[str, Figure], carried: Collection[str], lengths: Lengths
) -> str:
    changes = {name: figure.change for name, figure in figures.items() if figure.change}
    if not changes:
        return f"{about}: er is niets te vergelijken"
    alone = [name for name, change in changes.items() if find_direction(change, lengths)]
    if not alone:
        return f"{about}: geen verschil dat meer is dan toeval verklaart"
    if not carried:
        count = say_count(len(alone), "verschil valt", "verschillen vallen")
        return f"{about}: {count} op, maar tussen {len(figures)} tegelijk kan dat toeval zijn"
    name = min(carried, key=lambda one: (changes[one].p_value, one))
    verb = find_direction(changes[name], lengths)
    text = f"{about}: {name} {verb} ({_say_counts(changes[name])})"
    others = say_count(len(carried) - 1, "ander verschil is", "andere verschillen zijn")
    return f"{text}; {others} ook meer dan toeval" if len(carried) > 1 else text


def _say_moving(count: int, one: str, several: str) -> str:
    if not count:
        return f"{one} er geen"
    return f"{one if count == 1 else several} er {say_number(count)}"
