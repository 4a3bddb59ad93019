import json

import pytest
from open_drawings import MOMENT, OWN, draw_figures, draw_page, draw_row
from reading import facts, press, said, settled
from test_gegevens import GEGEVENS, table_with
from test_open_figures import cells, draw_incidents, keep, make, take_incidents
from test_opendata_service import two_pages
from test_overzicht import rows
from test_pdok import serving

from geo.store import Store

OFFICIAL = {"onderdeel": "Officiële cijfers"}
OVERVIEW = "geo/views/overzicht.py"


@pytest.fixture
def town(tmp_path):
    workspace = make(tmp_path)
    take_incidents(tmp_path, workspace, draw_incidents())
    return workspace


def offer(app, content, name="cijfers.json"):
    upload = (name, content.encode(), "application/json")
    return app.file_uploader[0].set_value([upload]).run()


def test_an_empty_page_says_how_to_take_figures_in(town, open_app):
    app = open_app(town.root, GEGEVENS, **OFFICIAL)
    assert not app.exception
    assert "nog geen officiële cijfers" in said(app.info)
    assert "Er gaan geen meldingen mee" in said(app.markdown)


def test_a_file_is_taken_in_and_stands_beside_our_data(town, open_app):
    app = offer(open_app(town.root, GEGEVENS, **OFFICIAL), json.dumps(draw_page(draw_row())))
    settled(press(app, "Cijfers inlezen"), town.root)
    assert not app.exception
    assert "1 cijfer is nieuw" in said(app.success)
    assert "onze gegevens tellen 88, politie.nl 91" in said(app.markdown)
    assert rows(app)["Woninginbraak"][:4] == ["2025", "88", "91", "-3"]
    assert table_with(app, "Tabel")["Bestand of adres"].tolist() == ["cijfers.json"]


def test_a_file_that_does_not_say_its_table_is_told_it(town, open_app):
    content = json.dumps([draw_row()])
    app = offer(open_app(town.root, GEGEVENS, **OFFICIAL), content)
    settled(press(app, "Cijfers inlezen"), town.root)
    assert "niet te zien welke tabel" in said(app.error)
    app = offer(open_app(town.root, GEGEVENS, **OFFICIAL), content)
    app.selectbox(key="cijfers-tabel").select_index(2).run()
    settled(press(app, "Cijfers inlezen"), town.root)
    assert "1 cijfer is nieuw" in said(app.success)


@pytest.mark.parametrize("content", ["", "{", "naam;aantal\nx;1\n", '{"value": [1]}'])
def test_a_wrong_file_is_explained_and_loses_nothing(town, open_app, content):
    keep(town, cells("1.1.1", OWN, {2025: 91}))
    app = offer(open_app(town.root, GEGEVENS, **OFFICIAL), content, "47018NED.json")
    settled(press(app, "Cijfers inlezen"), town.root)
    assert not app.exception
    assert app.error
    assert rows(app)["Woninginbraak"][:4] == ["2025", "88", "91", "-3"]


def test_a_name_that_is_markup_is_shown_as_text(town, open_app):
    table = draw_figures(cells("1.1.1", OWN, {2025: 91}), origin="<b>*x*</b>.json")
    with Store(town.store_path) as store:
        store.open_figures.add([table], imported_at=MOMENT)
    app = open_app(town.root, GEGEVENS, **OFFICIAL)
    assert not app.exception
    assert "<b>*x*" not in facts(app) + said(app.markdown) + said(app.caption)


def test_figures_are_fetched_where_they_are_published(tmp_path, open_app):
    with serving(two_pages) as server:
        workspace = make(tmp_path, server.address)
        take_incidents(tmp_path, workspace, draw_incidents())
        app = open_app(workspace.root, GEGEVENS, **OFFICIAL)
        host = server.address.removeprefix("http://")
        settled(press(app, f"Cijfers ophalen bij {host}"), workspace.root)
    assert not app.exception
    assert "12 cijfers zijn nieuw" in said(app.success)


def test_without_internet_there_is_a_way_out(town, open_app):
    app = open_app(town.root, GEGEVENS, **OFFICIAL)
    settled(press(app, "Cijfers ophalen bij 127.0.0.1:9"), town.root)
    assert not app.exception
    assert "niet te bereiken" in said(app.error)
    assert "lees een bestand in" in said(app.error)


def test_the_overview_says_where_figures_come_from_as_long_as_there_are_none(town, open_app):
    app = open_app(town.root, OVERVIEW)
    assert not app.exception
    assert "bij Gegevens, onder Officiële cijfers" in said(app.caption)


def test_the_overview_shows_the_municipality_beside_its_neighbours(town, open_app):
    years = range(2018, 2026)
    keep(
        town,
        [
            *cells("1.1.1", OWN, dict.fromkeys(years, 100) | {2025: 50}),
            *cells("1.1.1", "GM9902", dict.fromkeys(years, 500)),
        ],
    )
    app = open_app(town.root, OVERVIEW, thema="Woninginbraak")
    assert not app.exception
    assert "In 2025: Testdam 50, Buurgemeenten 100." in said(app.caption)
    assert rows(app)["Woninginbraak"][-3:-1] == ["0%", "verloop hier gunstiger dan daar"]
    assert "Buurgemeenten: Buurstede." in said(app.caption)


def test_a_theme_that_the_tables_lack_has_no_line(town, open_app):
    keep(town, cells("1.1.1", OWN, {2024: 90, 2025: 91}))
    app = open_app(town.root, OVERVIEW, thema="Jeugdoverlast")
    assert not app.exception
    assert "van dit thema is geen lijn te tekenen" in said(app.markdown)
