"""Page Driehoek: what is told and for whom, looked at first and then made."""

import shutil
from pathlib import Path

import pytest
from reading import facts, press, said

from geo.views.pages import PAGES
from geo.workspace import BUNDLED_DIR

pytestmark = pytest.mark.usefixtures("settled")

PAGE = "geo/views/driehoek.py"
FEW = {"themas": ["Woninginbraak"], "periode": "Laatste 12 maanden"}


@pytest.fixture
def policed(full, tmp_path) -> Path:
    """The municipality that ships, with its policy; what is filled in stays in this copy."""
    root = tmp_path / "werkmap"
    shutil.copytree(full, root)
    shutil.copy(BUNDLED_DIR / "beleid.toml", root)
    published = BUNDLED_DIR / "incidents" / "published"
    shutil.copytree(published, root / "incidents" / "published", dirs_exist_ok=True)
    return root


def labels(app):
    return [one.proto.label for one in app.get("download_button")]


def test_the_page_stands_in_the_menu_after_bewijs() -> None:
    titles = [entry.title for entry in PAGES]
    assert titles[titles.index("Bewijs") + 1] == "Driehoek"


def test_the_pages_are_seen_before_one_press_makes_deck_and_report(full, open_app) -> None:
    app = open_app(full, PAGE, **FEW)
    assert not app.exception
    html = facts(app)
    assert "Woninginbraak daalt met 30 (van 118 naar 88)" in html
    assert html.count('<img src="data:image/png;base64,') == 1
    assert "Jeugdoverlast:" not in html
    assert "vergeleken met 1 januari 2017 tot en met 31 december 2017" in said(app.markdown)
    assert labels(app) == []

    app = press(app, "Deck en verslag maken")
    assert not app.exception
    assert labels(app) == ["Deck (PPTX)", "Verslag (PDF)"]
    assert "Deck en verslag zijn klaar." in said(app.success)
    # Whoever comes back finds them made.
    assert labels(open_app(full, PAGE, **FEW)) == ["Deck (PPTX)", "Verslag (PDF)"]


def test_the_choices_stand_in_the_link(full, open_app) -> None:
    app = open_app(full, PAGE, **FEW, voor="openbaar", tegen="een jaar eerder")
    assert "aantallen zijn niet getoond: kleiner dan 5" in said(app.markdown)
    assert app.radio(key="tegen").value == "year-earlier"
    app.multiselect(key="themas").select("jeugdoverlast").run()
    assert app.query_params["themas"] == ["Woninginbraak", "Jeugdoverlast"]
    assert "Jeugdoverlast" in facts(app)


def test_a_link_that_names_what_is_not_there_is_passed_over(full, open_app) -> None:
    app = open_app(full, PAGE, themas=["Bestaat niet", "Woninginbraak"], voor="iedereen")
    assert not app.exception
    assert "niets achtergehouden" in said(app.markdown)


def test_a_period_without_incidents_gives_advice(sparse, open_app) -> None:
    days = {"periode": "Eigen periode", "van": "2018-05-10", "tot": "2018-05-12"}
    app = open_app(sparse, PAGE, **days)
    assert not app.exception
    assert "Kies een andere periode" in said(app.info)
    assert "Laat de beheerder `beleid.toml`" in said(app.info)


def test_without_data_the_page_leads_to_gegevens(empty, open_app) -> None:
    app = open_app(empty, PAGE)
    assert "Lees eerst een bestand in" in said(app.info)


def test_a_line_on_a_priority_is_kept_with_role_and_day(policed, open_app) -> None:
    app = open_app(policed, PAGE, **FEW)
    app.text_area(key="stand-tekst-senioren").set_value("Voorlichting <b>gestart</b>.")
    app.button(key="stand-bewaar-senioren").click().run()
    # Without a role it is refused, and stays in the field.
    assert "Vul uw rol in" in said(app.error)
    assert not (policed / "stand-van-zaken.toml").exists()
    assert app.text_area(key="stand-tekst-senioren").value == "Voorlichting <b>gestart</b>."

    app.text_input(key="stand-rol-senioren").set_value("beleidsadviseur")
    app.button(key="stand-bewaar-senioren").click().run()
    assert not app.exception
    assert "De stand van zaken van senioren is bewaard." in said(app.success)
    kept = (policed / "stand-van-zaken.toml").read_text(encoding="utf-8")
    assert 'by = "beleidsadviseur"' in kept
    assert "&lt;b&gt;gestart" in said(app.caption)
    assert "Prioriteiten: 3 van de 6 in cijfers; 2 nog niet ingevuld" in facts(app)


def test_a_style_is_checked_before_it_is_kept(policed, open_app) -> None:
    app = open_app(policed, PAGE, **FEW)
    app.color_picker(key="huisstijl-hoofdkleur").pick("#ffee88").run()
    assert "te weinig van elkaar te onderscheiden" in said(app.warning)
    app = press(app, "Huisstijl bewaren")
    assert app.error
    assert not (policed / "huisstijl.toml").exists()
    app.color_picker(key="huisstijl-hoofdkleur").pick("#7a1f1f").run()
    app = press(app, "Huisstijl bewaren")
    assert "De huisstijl is bewaard." in said(app.success)
    assert "#7a1f1f" in (policed / "huisstijl.toml").read_text(encoding="utf-8")
