import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.trends import compare_counts, list_differences
from geo.disclosure import Held
from geo.present.driehoek.messages import (
    carry_many,
    find_direction,
    say_figure,
    say_parks,
    say_policy,
    say_priorities,
    say_theme,
)
from geo.service.driehoek.answers import (
    AreaFigure,
    Figure,
    ParkPart,
    PolicyRow,
    PolicyTable,
    PriorityPart,
    ThemePart,
)

YEAR = (365, 365)
COUNTS = st.integers(0, 400)


def differ(before, now, lengths=YEAR):
    return list_differences(compare_counts(pd.Series([now]), pd.Series([before]), days=lengths))[0]


def figure(before, now, lengths=YEAR):
    return Figure(now, before, differ(before, now, lengths))


def theme(own, **wijken):
    part = ThemePart(
        theme="woninginbraak",
        title="Woninginbraak",
        colour="#D55E00",
        figure=figure(*own),
        months=(),
        wijken=(),
        week=None,
        hotspots=None,
        without_place=0,
        place_precisions=(),
        time_precisions=(),
    )
    areas = tuple(AreaFigure(name, name, figure(*pair)) for name, pair in wijken.items())
    return replace(part, wijken=areas)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (figure(118, 80), "Woninginbraak daalt met 38 (van 118 naar 80)"),
        (figure(80, 118), "Woninginbraak stijgt met 38 (van 80 naar 118)"),
        (figure(118, 97), "Woninginbraak: van 118 naar 97; het verschil kan toeval zijn"),
        (figure(2, 16), "Woninginbraak stijgt met 14 (van 2 naar 16, klein aantal)"),
        (figure(5, 3), "Woninginbraak: van 5 naar 3, klein aantal; het verschil kan toeval zijn"),
        (figure(40, 40), "Woninginbraak blijft gelijk: 40 meldingen in beide periodes"),
        (
            figure(1, 1),
            "Woninginbraak blijft gelijk: 1 melding in beide periodes, klein aantal",
        ),
        (figure(0, 0), "Woninginbraak: geen meldingen, ook ervoor niet"),
        (Figure(88), "Woninginbraak: 88 meldingen, met niets te vergelijken"),
        (
            Figure(Held.FEW, Held.FEW),
            "Woninginbraak: te weinig meldingen om te noemen, ook ervoor",
        ),
        (Figure(Held.FEW, 12), "Woninginbraak: te weinig meldingen om te noemen, ervoor 12"),
        (Figure(12, Held.PARTNER), "Woninginbraak: 12 meldingen, ervoor niet getoond"),
    ],
)
def test_the_message_of_a_figure(told, sentence) -> None:
    assert say_figure("Woninginbraak", told, YEAR) == sentence


@given(COUNTS, COUNTS)
def test_numbers_in_a_message_are_those_of_the_figure(before, now) -> None:
    told = figure(before, now)
    text = say_figure("Totaal", told, YEAR)
    numbers = {int(found) for found in re.findall(r"\d+", text)}
    assert numbers <= {before, now, abs(now - before)}
    if before != now:
        assert f"van {before} naar {now}" in text
    assert ("klein aantal" in text) == (min(before, now) < 10 and max(before, now) > 0)


@given(COUNTS, COUNTS, st.integers(28, 366), st.integers(28, 366))
def test_nothing_rises_or_falls_that_the_test_does_not_carry(before, now, days, earlier) -> None:
    lengths = (days, earlier)
    told = figure(before, now, lengths)
    text = say_figure("Totaal", told, lengths)
    carried = told.change.p_value < 0.05
    assert carried or not re.search("daalt|stijgt", text)
    if "daalt" in text:
        assert now < before
        assert now / days < before / earlier
    if "stijgt" in text:
        assert now > before
        assert now / days > before / earlier


def test_a_shorter_month_alone_is_no_fall() -> None:
    # A thousand fewer, yet more a day, and so sure that chance does not make it.
    found = differ(31_000, 30_000, (28, 31))
    assert found.p_value < 0.05
    assert find_direction(found, (28, 31)) is None


def test_the_wijk_that_goes_against_it_is_named() -> None:
    part = theme((118, 80), Oost=(60, 20), West=(20, 52))
    assert say_theme(part, YEAR) == (
        "Woninginbraak daalt met 38 (van 118 naar 80); in West stijgt het aantal (van 20 naar 52)"
    )


def test_a_wijk_picked_out_of_many_has_to_be_surer_than_one() -> None:
    alone = theme((600, 600), Oost=(20, 36))
    many = theme((600, 600), Oost=(20, 36), **{f"Wijk{n}": (20, 20) for n in range(11)})
    assert "in Oost stijgt" in say_theme(alone, YEAR)
    assert "Oost" not in say_theme(many, YEAR)


def test_what_is_held_back_makes_the_rest_no_surer() -> None:
    told = ParkPart("P1", "De Kade", figure(40, 65), {})
    hidden = [ParkPart(f"P{n}", f"Park {n}", Figure(Held.FEW, Held.FEW), {}) for n in range(2, 6)]
    assert say_parks([told], YEAR) == "Bedrijventerreinen: De Kade stijgt (van 40 naar 65)"
    assert say_parks([told, *hidden], YEAR) == (
        "Bedrijventerreinen: 1 verschil valt op, maar tussen 5 tegelijk kan dat toeval zijn"
    )


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=8))
def test_what_is_carried_among_many_is_carried_alone(pairs) -> None:
    found = [differ(*pair) for pair in pairs]
    for difference, carried in zip(found, carry_many(found, YEAR), strict=True):
        assert not carried or difference.p_value < 0.05


def test_parks_without_a_carried_difference_say_so() -> None:
    parks = [ParkPart("P1", "De Kade", figure(10, 12), {})]
    assert say_parks(parks, YEAR) == (
        "Bedrijventerreinen: geen verschil dat meer is dan toeval verklaart"
    )
    parks.append(ParkPart("P2", "De Haven", figure(10, 40), {}))
    assert say_parks(parks, YEAR) == "Bedrijventerreinen: De Haven stijgt (van 10 naar 40)"


def test_the_table_of_the_policy_counts_what_moved() -> None:
    def row(code, *counts):
        return PolicyRow("r", code, {}, frozenset(), differ(*counts), None, {})

    table = PolicyTable(
        "Misdrijven", (2016, 2017, 2018), (row(None, 900, 500), row("1", 90, 30)), "Beleid"
    )
    assert say_policy(table) == (
        "Misdrijven: van 1 soort tussen 2017 en 2018 daalt er 1 en stijgt er geen; de rest kan "
        "toeval zijn"
    )


def test_priorities_that_wait_for_a_word_are_counted() -> None:
    parts = [
        PriorityPart("jeugd", ("Jeugdoverlast",), {}, figure(1, 2), ""),
        PriorityPart("senioren", (), {}, None, ""),
    ]
    assert say_priorities(parts) == "Prioriteiten: 1 van de 2 in cijfers; 1 nog niet ingevuld"
