from dataclasses import replace
from datetime import timedelta

import pytest
from open_drawings import MOMENT

from geo.analysis.shared_trends import Change, Expected, Shared
from geo.present import index_chart, open_figures
from geo.present.changes import say_development
from geo.schema import OpenTable
from geo.service.open_answers import CheckRow, OpenReport, OpenTheme, Side
from geo.store import OpenImport

THEME = OpenTheme(
    theme="woninginbraak",
    title="Woninginbraak",
    codes=("1.1.1",),
    without_figures=(),
    years={
        Side.OWN: {2023: 100, 2024: 120, 2025: 60},
        Side.NEIGHBOURS: {2022: 900, 2023: 1000, 2024: 1100, 2025: 1050},
        Side.UNIT: {2023: 4, 2024: 5, 2025: 6},
    },
    before=2024,
    now=2025,
    changes={Side.OWN: Change(60, 120), Side.NEIGHBOURS: Change(1050, 1100)},
    shared={Side.NEIGHBOURS: Shared.BETTER},
    expected=Expected(110.0, 90, 131, 1.0, has_trend=False),
)
YOUTH = replace(
    THEME,
    theme="jeugdoverlast",
    title="Jeugdoverlast",
    codes=(),
    years={},
    before=None,
    now=None,
    changes={},
    shared={},
    expected=None,
)
ROW = CheckRow(
    title="Woninginbraak",
    year=2025,
    ours=88,
    official=91,
    other_codes=1,
    without_place=2,
    without_wijk=3,
    revised=0,
    is_last=True,
)
IMPORT = OpenImport(OpenTable.CRIMES_BY_YEAR, "a.json", MOMENT, 9, 0, 5, 1, 3)
REPORT = OpenReport(
    municipality="Testdam",
    neighbours=("Buurstede", "GM9903"),
    unit=("RE99",),
    absent=("GM9904",),
    themes=(replace(THEME, theme="", title="Alle misdrijven"), THEME, YOUTH),
    checks=(ROW,),
    imports=(IMPORT,),
    synthetic=False,
)


def test_our_count_stands_beside_the_published_one() -> None:
    (row,) = open_figures.tabulate_checks(REPORT).to_dict("records")
    assert (row["Onze gegevens"], row["politie.nl"], row["Verschil"]) == ("88", 91, "-3")
    assert row[open_figures.EXPLAINED] == (
        "1 melding heeft een code die niet in de tabel staat en telt hier niet mee; bij ons "
        "2 meldingen zonder plaats; de politie telt er 3 zonder wijk; laatste jaar van de tabel: "
        "het cijfer kan nog wijzigen"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ours": 91}, ""),
        ({"ours": None}, "onze gegevens beslaan niet het hele jaar"),
        (
            {"other_codes": 0, "without_place": 0, "without_wijk": 0, "is_last": False},
            "niets in de gegevens wijst op een oorzaak",
        ),
        (
            {"other_codes": 0, "without_place": 0, "without_wijk": None, "is_last": False}
            | {"revised": 2},
            "het gepubliceerde cijfer is later herzien",
        ),
    ],
)
def test_a_difference_is_explained_by_what_is_known(change, said) -> None:
    assert open_figures.say_reasons(replace(ROW, **change)) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "nog niets te vergelijken"),
        ((replace(ROW, ours=None),), "nog niets te vergelijken"),
        ((replace(ROW, ours=91),), "overal tellen onze gegevens wat de politie publiceert"),
        ((ROW, replace(ROW, ours=91)), "onze gegevens tellen 88, politie.nl 91"),
    ],
)
def test_the_check_is_summed_up_in_a_sentence(rows, said) -> None:
    assert said in open_figures.say_checks(replace(REPORT, checks=rows))


def test_a_theme_stands_beside_others_with_what_that_says() -> None:
    table = open_figures.tabulate_shared(REPORT)
    assert table["Thema"].tolist() == ["Alle misdrijven", "Woninginbraak"]
    row = table.iloc[1]
    assert (row["2024"], row["2025"], row["Gemeente"]) == ("120", "60", "-50%")
    assert row["Buurgemeenten"] == "-5%"
    assert row[open_figures.BESIDE[Side.NEIGHBOURS]] == "verloop hier gunstiger dan daar"
    assert row["Politie-eenheid"] == row[open_figures.BESIDE[Side.UNIT]] == "niet bekend"
    assert row[open_figures.EXPECTED] == "90 tot 131; was lager"
    assert "achterhoudt" in open_figures.say_unknown(table)
    assert open_figures.say_unknown(table[["Thema", "Gemeente"]]) == ""


@pytest.mark.parametrize(
    ("now", "said"), [(60, "was lager"), (131, "past daarbij"), (132, "was hoger")]
)
def test_what_was_expected_is_said_with_whether_it_came(now, said) -> None:
    theme = replace(THEME, changes={Side.OWN: Change(now, 120)})
    assert open_figures.say_expected(theme) == f"90 tot 131; {said}"


def test_every_verdict_has_words() -> None:
    assert len({open_figures.say_shared(shared) for shared in Shared}) == len(Shared)


def test_regions_and_what_lacks_are_named() -> None:
    assert open_figures.say_regions(REPORT) == (
        "Buurgemeenten: Buurstede en GM9903. Politie-eenheid, zonder de eigen gemeente: RE99. "
        "Niet in de ingelezen tabellen: GM9904."
    )
    alone = replace(REPORT, neighbours=(), unit=(), absent=())
    assert "Lees een tabel in" in open_figures.say_regions(alone)
    assert "Jeugdoverlast" in open_figures.say_left_out(REPORT)
    assert open_figures.say_left_out(replace(REPORT, themes=(THEME,))) == ""


def test_what_was_taken_in_is_counted_and_kept_with_its_moment() -> None:
    later = replace(IMPORT, imported_at=MOMENT + timedelta(days=1))
    assert "10 cijfers zijn nieuw, 2 herzien en 6 gelijk" in open_figures.say_imported(
        [IMPORT, later]
    )
    (row,) = open_figures.tabulate_imports([IMPORT]).to_dict("records")
    assert row["Tabel"] == "47018NED: misdrijven per wijk en jaar"
    assert row["Ingelezen"].startswith("1 februari 2026")


def test_lines_begin_at_a_hundred_and_few_make_no_line() -> None:
    indexed = index_chart.index_years(THEME)
    assert indexed == {
        Side.OWN: {2023: 100, 2024: 120, 2025: 60},
        Side.NEIGHBOURS: {2023: 100, 2024: pytest.approx(110), 2025: pytest.approx(105)},
    }
    assert index_chart.index_years(YOUTH) == {}
    assert index_chart.index_years(replace(THEME, years={Side.OWN: {2025: 60}})) == {}


def test_the_chart_says_in_words_and_in_a_table_what_it_draws() -> None:
    drawn = index_chart.draw_index(THEME, "Testdam")
    points = drawn["data"]["values"]
    assert {point["side"] for point in points} == {"Testdam", "Buurgemeenten"}
    assert points[2]["words"] == "Testdam, 2025: 60 (index 60)"
    assert index_chart.say_index(THEME, "Testdam") == (
        "Woninginbraak van 2023 tot en met 2025, met 2023 op 100. In 2025: Testdam 60, "
        "Buurgemeenten 105."
    )
    withheld = replace(THEME, years={**THEME.years, Side.NEIGHBOURS: {2023: 1000, 2025: 1050}})
    assert index_chart.say_index(withheld, "Testdam").endswith(
        "105. 2024 ontbreekt: daarvan is niet van iedereen een cijfer."
    )
    table = index_chart.tabulate_index(THEME, "Testdam")
    assert table["Testdam"].tolist() == [100, 120, 60]
    assert table["Politie-eenheid"].tolist() == [4, 5, 6]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (60, 120, "-50%"),
        (16, 5, "(+220%) klein aantal"),
        (5, 0, "klein aantal"),
        (0, 0, ""),
        (20, 20, "0%"),
    ],
)
def test_a_development_is_a_percentage_but_for_small_numbers(now, before, said) -> None:
    assert say_development(now, before) == said
