from dataclasses import replace

import pandas as pd
import pytest
from drawings import draw_report

from geo.analysis.significance import NotTestable, Significance, Untestable
from geo.params import MonteCarlo
from geo.present.significance import (
    KINDS,
    say_basis,
    say_briefly,
    say_chance,
    say_how_many,
    say_in_list,
    say_left_aside,
    say_left_in,
    say_p_value,
    say_untestable,
)
from geo.schema import LineLayer, PointLayer
from geo.service.answers import HotspotSignificance


def weighed(p_values=(0.004, 0.34), *, off_ground=0, synthetic=False, **more):
    found = Significance(pd.Series(p_values), MonteCarlo(), off_ground, **more)
    return HotspotSignificance(PointLayer.ADDRESSES, found, synthetic)


def untestable(reason, kind=PointLayer.ADDRESSES):
    return HotspotSignificance(kind, NotTestable(reason))


@pytest.mark.parametrize(
    ("p_value", "said"),
    [
        (0.001, "kans dat dit toeval is: minder dan 1 op 100 (p = 0,001)"),
        (0.004, "kans dat dit toeval is: minder dan 1 op 100 (p = 0,004)"),
        (0.01, "kans dat dit toeval is: hooguit 1 op 20 (p = 0,010)"),
        (0.05, "kans dat dit toeval is: hooguit 1 op 20 (p = 0,050)"),
        (0.051, "kan toeval zijn (p = 0,051)"),
        (0.34, "kan toeval zijn (p = 0,34)"),
        (1.0, "kan toeval zijn (p = 1,00)"),
    ],
)
def test_a_p_value_is_said_in_words_and_as_a_number(p_value, said) -> None:
    assert say_p_value(p_value) == said


def test_what_is_missing_is_said_with_what_to_load() -> None:
    assert say_untestable(untestable(Untestable.NO_OPPORTUNITIES)) == (
        "niet toetsbaar: laad adressen (`areas import --layer addresses`)"
    )


@pytest.mark.parametrize("reason", list(Untestable))
@pytest.mark.parametrize("kind", list(KINDS))
def test_every_reason_has_words_for_every_layer(reason, kind) -> None:
    said = say_untestable(untestable(reason, kind))
    assert said.startswith("niet toetsbaar: ")
    assert "{" not in said
    names_layer = reason is not Untestable.NO_KIND
    assert (KINDS[kind] in said) == names_layer


def test_a_card_without_a_layer_says_so() -> None:
    assert "themakaart" in say_untestable(untestable(Untestable.NO_KIND, None))


def test_each_hotspot_has_its_own_words() -> None:
    report = replace(draw_report(), significance=weighed())
    assert say_chance(report).tolist() == [say_p_value(0.004), say_p_value(0.34)]
    assert report.significant.tolist() == [True, False]


def test_hotspots_that_cannot_be_tested_all_say_why() -> None:
    report = replace(draw_report(), significance=untestable(Untestable.NO_OPPORTUNITIES))
    assert set(say_chance(report)) == {say_untestable(report.significance)}
    assert set(say_chance(draw_report())) == {""}


def test_the_basis_names_simulations_places_and_what_lies_away() -> None:
    assert say_basis(weighed()) == "999 willekeurige patronen over alle adressen"
    assert say_basis(weighed(off_ground=1, synthetic=True)) == (
        "999 willekeurige patronen over alle adressen (verzonnen, zoals de meldingen); "
        "1 melding ligt ver van alle adressen"
    )
    refused = untestable(Untestable.NONE_HERE, LineLayer.STREETS)
    assert say_basis(refused) == say_untestable(refused)
    assert say_untestable(weighed()) == ""


def test_in_few_words_it_is_said_without_the_number() -> None:
    report = replace(draw_report(), significance=weighed((0.02, 0.34)))
    assert say_briefly(report).tolist() == ["≤ 1 op 20", "kan toeval zijn"]
    assert say_in_list(report) == ["kans op toeval hooguit 1 op 20", "kan toeval zijn"]
    refused = replace(draw_report(), significance=untestable(Untestable.NO_KIND, None))
    assert set(say_briefly(refused)) == set(say_in_list(refused)) == {"niet toetsbaar"}
    assert set(say_briefly(draw_report())) == set(say_in_list(draw_report())) == {""}


@pytest.mark.parametrize(
    ("p_values", "said"),
    [
        ((0.001, 0.02), ""),
        ((0.001, 0.34), "1 van de 2 hotspots kan toeval zijn: grijs"),
        ((0.2, 0.34), "2 van de 2 hotspots kunnen toeval zijn: grijs"),
    ],
)
def test_it_is_said_how_many_may_be_chance(p_values, said) -> None:
    report = replace(draw_report(), significance=weighed(p_values))
    assert say_how_many(report).startswith(said)
    assert bool(say_how_many(report)) == bool(said)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Untestable.OFF_GROUND, "de meeste meldingen ervan liggen ver van alle geladen adressen"),
        (Untestable.COARSE, "de plaats van de meeste meldingen ervan is te grof"),
    ],
)
def test_one_hotspot_may_not_be_testable_where_others_are(reason, said) -> None:
    found = weighed((0.004, float("nan")), reasons={1: reason})
    report = replace(draw_report(), significance=found)
    first, second = say_chance(report)
    assert first == say_p_value(0.004)
    assert second.startswith(f"niet toetsbaar: {said}")
    assert say_briefly(report).tolist() == ["< 1 op 100", "niet toetsbaar"]
    assert say_in_list(report)[1] == "niet toetsbaar"
    assert report.not_testable.tolist() == [False, True]
    assert report.may_be_chance.tolist() == [False, False]
    assert say_how_many(report) == (
        "1 van de 2 hotspots is niet toetsbaar: of dat toeval is, is niet bekend."
    )


def test_it_is_said_how_many_that_cannot_be_tested_stay() -> None:
    assert say_left_in(0) == ""
    assert say_left_in(1) == (
        "1 hotspot in deze lijst is niet toetsbaar: of die toeval is, is niet bekend."
    )
    assert say_left_in(3).startswith("3 hotspots in deze lijst zijn niet toetsbaar: of ze toeval")
    refused = replace(draw_report(), significance=untestable(Untestable.COARSE))
    assert refused.not_testable.all()
    assert not draw_report().not_testable.any()


def test_coarse_places_are_said_with_a_remedy() -> None:
    assert say_untestable(untestable(Untestable.COARSE)) == (
        "niet toetsbaar: de plaats van deze meldingen is te grof (postcode of raster) om naast "
        "adressen te leggen; lees ze opnieuw in met het adres of de straat"
    )
    assert say_basis(weighed(coarse=2)).endswith(
        "; van 2 meldingen is alleen de postcode of het raster bekend"
    )


def test_it_is_said_how_many_are_left_out() -> None:
    assert say_left_aside(0) == ""
    assert say_left_aside(1) == "1 hotspot die toeval kan zijn, is hier weggelaten."
    assert say_left_aside(3) == "3 hotspots die toeval kunnen zijn, zijn hier weggelaten."


def test_some_of_the_hotspots_keep_their_own_chance() -> None:
    report = replace(draw_report(), significance=weighed())
    second = replace(report, hotspots=report.hotspots.iloc[1:])
    assert second.p_values.tolist() == [0.34]
    assert second.may_be_chance.tolist() == [True]
