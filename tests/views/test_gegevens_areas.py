import json

import pytest
from reading import facts, press, said, settled
from test_gegevens import GEGEVENS, table_with
from test_pdok import serving, two_pages

from geo.workspace import create_workspace

AREAS = {"onderdeel": "Grenzen"}
TOWN = {"name": "Testdam", "code": "GM9901", "crs": 28992, "timezone": "Europe/Amsterdam"}


def square(west, **properties):
    corners = [(west, 0), (west + 100, 0), (west + 100, 100), (west, 100), (west, 0)]
    ring = [[120_000 + x, 480_000 + y] for x, y in corners]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return json.dumps({"type": "FeatureCollection", "crs": name, "features": features})


GOOD = collection(
    square(0, wijkcode="WK990101", wijknaam="Noord"),
    square(100, wijkcode="WK990102", wijknaam="Zuid"),
)


@pytest.fixture
def town(tmp_path):
    """A Dutch workspace without areas or incidents, whose service nobody answers for."""
    return set_service(create_workspace(tmp_path / "testdam", TOWN).root, "http://127.0.0.1:9")


def set_service(root, address):
    path = root / "gemeente.toml"
    own = path.read_text("utf-8").split("[services]")[0]
    path.write_text(f'{own}[services]\npdok_areas = "{address}/{{year}}/ogc/v1"\n', "utf-8")
    return root


def offer(app, text, name="wijken.geojson"):
    return app.file_uploader[0].set_value((name, text.encode(), "application/json")).run()


def test_shipped_layers_are_listed_and_checked(full, open_app):
    app = open_app(full, GEGEVENS, **AREAS)
    assert not app.exception
    layers = table_with(app, "Laag")
    assert layers["Laag"].tolist() == ["wijken", "bedrijventerreinen"]
    assert set(layers["Soort"]) == {"schematisch"}
    assert "niets op aan te merken" in said(app.markdown)
    assert not app.checkbox


def test_file_is_looked_at_taken_in_and_taken_away_again(town, open_app):
    app = offer(open_app(town, GEGEVENS, **AREAS), GOOD)
    assert not app.exception
    assert "Gebieden</dt><dd>2" in facts(app)
    assert "Amersfoort / RD New" in facts(app)
    assert table_with(app, "Naam")["Naam"].tolist() == ["Noord", "Zuid"]
    assert not (town / "boundaries" / "imported").exists()
    app.number_input[0].set_value(2024).run()
    settled(press(app, "Inlezen als wijken"), town)
    assert "Vanaf nu gelden: 2 wijken (wijken.geojson)." in said(app.success)
    row = table_with(app, "Laag").iloc[0]
    assert (row["Jaar"], row["Soort"]) == ("2024", "ingelezen bestand")
    app.checkbox[0].check().run()
    settled(press(app, "Ingelezen wijken weghalen"), town)
    assert "De ingelezen wijken zijn weggehaald. Er zijn nu geen wijken." in said(app.success)
    assert "Er zijn geen grenzen" in said(app.info)


def test_columns_that_nobody_knows_are_chosen(town, open_app):
    text = collection(square(0, nr="A", streek="Noord"))
    app = offer(open_app(town, GEGEVENS, **AREAS), text)
    assert "Aan de kolommen is niet te zien" in said(app.info)
    assert "Inlezen als wijken" not in [button.label for button in app.button]
    chosen = {box.label: box for box in app.selectbox}
    chosen["Kolom met de code"].select("nr")
    chosen["Kolom met de naam"].select("streek").run()
    assert table_with(app, "Naam")[["Code", "Naam"]].to_numpy().tolist() == [["A", "Noord"]]
    settled(press(app, "Inlezen als wijken"), town)
    assert "Vanaf nu gelden: 1 wijk (wijken.geojson)." in said(app.success)
    found = table_with(app, "Bevinding")["Bevinding"].tolist()
    assert "code die niet is geschreven zoals het CBS doet" in found


def test_overlap_is_shown_before_it_is_taken_in(town, open_app):
    text = collection(
        square(0, wijkcode="WK990101", wijknaam="Noord"),
        square(50, wijkcode="WK990102", wijknaam="Zuid"),
    )
    app = offer(open_app(town, GEGEVENS, **AREAS), text)
    assert "Er is iets op aan te merken" in said(app.warning)
    row = table_with(app, "Bevinding").iloc[0]
    assert row["Bevinding"] == "overlap tussen gebieden"
    assert "laat de gebieden op elkaar aansluiten" in row["Wat te doen"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("%PDF-1.7", "geen bestand dat hier gelezen wordt"),
        ("", "is leeg"),
        ("a,b\n1,2\n", "geen kaartbestand"),
        ('{"type": "FeatureCollection", "features": []}', "geen gebied zijn"),
    ],
)
def test_wrong_file_is_explained_in_place(town, open_app, text, words):
    app = offer(open_app(town, GEGEVENS, **AREAS), text)
    assert not app.exception
    assert words in said(app.error)
    assert not app.success


def test_official_areas_come_from_the_service_and_all_pages_know(town, open_app):
    with serving(two_pages) as service:
        set_service(town, service.address)
        app = open_app(town, GEGEVENS, **AREAS)
        assert "pdok.nl" in said(app.markdown)
        years = app.selectbox[0]
        assert "2022" in years.options
        years.select(2024).run()
        settled(press(app, "Grenzen van 2024 ophalen bij pdok.nl"), town)
    assert not app.exception
    assert "Vanaf nu gelden: 3 wijken" in said(app.success)
    layers = table_with(app, "Laag").set_index("Laag")
    assert layers["Soort"].to_dict() == {"wijken": "officieel", "buurten": "officieel"}
    assert set(layers["Jaar"]) == {"2024"}


def test_without_internet_there_is_a_way_out(town, open_app):
    app = open_app(town, GEGEVENS, **AREAS)
    app.selectbox[0].select(2024).run()
    settled(press(app, "Grenzen van 2024 ophalen bij pdok.nl"), town)
    assert not app.exception
    assert "niet te bereiken" in said(app.error)
    assert "lees een bestand in" in said(app.error)
    assert "Er zijn geen grenzen" in said(app.info)


def test_abroad_only_a_file_will_do(empty, open_app):
    app = open_app(empty, GEGEVENS, **AREAS)
    assert "alleen voor Nederlandse gemeenten" in said(app.info)
    assert not [button for button in app.button if "pdok" in button.label]
