"""The parts Herhaling and Warme vakken of page Bewijs."""

import pytest
from reading import facts, said

pytestmark = pytest.mark.usefixtures("settled")

PAGE = "geo/views/bewijs.py"
ALL = "Alle gegevens"


def labels(app):
    return [one.proto.label for one in app.get("download_button")]


def test_repeats_are_told_in_a_sentence_a_picture_and_files(full, open_app):
    app = open_app(full, PAGE, onderdeel="Herhaling", thema="Woninginbraak", periode=ALL)

    assert not app.exception
    assert "Herhaling: woninginbraak" in said(app.header)
    assert (
        "Binnen 200 meter en 14 dagen na een melding van woninginbraak kwamen er 1,4 keer zo veel "
        "andere als zonder verband te verwachten is: 56 paren, waar er zonder verband 40,7 te "
        "verwachten zijn; kans dat dit toeval is: hooguit 1 op 20 (p = 0,012)."
    ) in said(app.markdown)
    shown = facts(app)
    assert shown.count("<td") == 20
    assert "▲" in shown
    assert "meer dan toeval verklaart" in shown
    assert "999 keer geschud" in shown
    assert labels(app) == ["CSV", "Excel"]


@pytest.mark.parametrize(
    ("theme", "said_of_it"),
    [
        ("Fietsdiefstal", "kwamen er niet duidelijk meer andere"),
        ("Box en schuur", "Dat is een klein aantal"),
    ],
)
def test_no_repeats_and_too_few_to_tell_are_said_as_such(full, open_app, theme, said_of_it):
    app = open_app(full, PAGE, onderdeel="Herhaling", thema=theme, periode=ALL)
    assert said_of_it in said(app.markdown)


def test_records_of_police_are_said_to_be_left_out(full, open_app):
    app = open_app(full, PAGE, onderdeel="Herhaling", thema="Jeugdoverlast", periode=ALL)
    assert "292 niet meegeteld, omdat de politie ze zelf vastlegde" in facts(app)


def test_hot_cells_are_mapped_and_listed(full, open_app):
    app = open_app(full, PAGE, onderdeel="Warme vakken", thema="Woninginbraak", periode=ALL)

    assert not app.exception
    assert "van de 2.667 vakken van 100 meter zijn warm" in said(app.markdown)
    assert "Klein aantal: gemiddeld liggen er" in said(app.warning)
    assert "warm: van deze vakken is gemiddeld hooguit 1 op 1.000 toeval" in facts(app)
    assert "Warme vakken per wijk" in facts(app)
    assert app.dataframe[0].value["Sterkte (z)"].is_monotonic_decreasing
    assert labels(app) == [
        *("CSV", "Excel", "Alle vakken (GeoJSON)", "Alle vakken (GeoPackage)"),
        "Kaart om te mailen (HTML)",
    ]


def test_a_warm_cell_is_chosen_with_the_keys_and_stays_in_the_link(full, open_app):
    app = open_app(full, PAGE, onderdeel="Warme vakken", thema="Woninginbraak", periode=ALL)
    app.selectbox(key="vakje").select_index(1).run()
    name = app.query_params["vakje"]
    assert "<dt>Nummer</dt><dd>2</dd>" in facts(app)
    again = open_app(
        full, PAGE, onderdeel="Warme vakken", thema="Woninginbraak", periode=ALL, vakje=name
    )
    assert "<dt>Nummer</dt><dd>2</dd>" in facts(again)
    assert not again.exception


def test_size_of_the_cells_is_kept_in_the_link(full, open_app):
    app = open_app(full, PAGE, onderdeel="Warme vakken", periode=ALL, vak="150")
    assert "vakken van 150 meter" in said(app.markdown)
    assert "alles binnen 375 meter telt mee" in facts(app)
    odd = open_app(full, PAGE, onderdeel="Warme vakken", periode=ALL, vak="7")
    assert "vakken van 100 meter" in said(odd.markdown)


@pytest.mark.parametrize("part", ["Herhaling", "Warme vakken"])
def test_a_period_without_reports_gives_advice(sparse, open_app, part):
    app = open_app(sparse, PAGE, onderdeel=part, thema="Fietsdiefstal")
    assert not app.exception
    assert "Kies bij de filters een langere periode of een ander thema" in said(app.info)


def test_without_areas_the_cells_lie_where_the_reports_are(sparse, open_app):
    app = open_app(sparse, PAGE, onderdeel="Warme vakken", thema="Woninginbraak", periode=ALL)
    assert not app.exception
    assert "vakken van 100 meter" in said(app.markdown)
