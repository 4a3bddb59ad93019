import pytest
from reading import facts, said

from geo.present import camera_words

CAMERA = "geo/views/camera.py"
YOUTH = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden"}


@pytest.fixture
def open_app(open_app):
    """Open the app at the page Camera, and look again once the choice has been proven."""

    def open_at(root, **query):
        app = open_app(root, CAMERA, **query)
        for _ in range(60):
            if "wordt" not in facts(app):
                break
            app.run()
        return app

    return open_at


def sites(app):
    """The table of suggested sites."""
    return next(element.value for element in app.dataframe if camera_words.CHOSEN in element.value)


def test_full_page_suggests_a_site_with_its_reasons(full, open_app):
    app = open_app(full, **YOUTH)
    assert not app.exception
    assert "Synthetische gegevens:" in said(app.warning)
    assert "De kaart stelt 1 plek voor" in said(app.markdown)
    assert len(sites(app)) == 1
    assert "Waarom plek 1 hier" in said(app.subheader)
    shown = facts(app)
    for words in ("Binnen bereik", "De komende weken", "Terugkijkend", "van 500 steekproeven"):
        assert words in shown
