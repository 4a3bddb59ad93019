import pytest
from reading import facts, said

GEGEVENS = "geo/views/gegevens.py"
HOTSPOTS = "geo/views/hotspots.py"


@pytest.fixture
def open_app(open_app):
    """Open the app at the page Hotspots."""
    return lambda root, page=HOTSPOTS, **query: open_app(root, page, **query)


def shown(app):
    return {box.key: box.value for box in app.selectbox}


def test_a_link_with_every_filter_is_followed(full, open_app):
    app = open_app(
        full,
        thema="Jeugdoverlast",
        periode="Laatste 24 maanden",
        gebied="Slikkerveer (wijk)",
        dagdeel=["Avond", "Nacht"],
        weekdag=["Vrijdag", "Zaterdag"],
    )
    assert not app.exception
    assert not app.sidebar.warning
    assert shown(app)["thema"] == "jeugdoverlast"
    assert shown(app)["gebied"] == "WK059706"
    assert facts(app).count("Slikkerveer") >= 1
    assert "vrijdag en zaterdag" in facts(app)
    assert "nacht en avond" in facts(app)


def test_an_area_and_hours_leave_fewer_incidents(full, open_app):
    def count(**filters):
        app = open_app(full, thema="Jeugdoverlast", **filters)
        assert not app.exception
        text = facts(app).split("Meldingen en aangiften</dt><dd>")[1]
        return int(text.split(",")[0].replace(".", ""))

    everything = count()
    in_wijk = count(gebied="Slikkerveer (wijk)")
    in_evening = count(gebied="Slikkerveer (wijk)", dagdeel="Avond")
    assert everything > in_wijk > in_evening > 0


def test_filters_are_kept_from_page_to_page(full, open_app):
    app = open_app(full, thema="Jeugdoverlast", gebied="Slikkerveer (wijk)")
    app.switch_page(GEGEVENS).run()
    assert not app.exception
    app.switch_page(HOTSPOTS).run()
    assert not app.exception
    assert shown(app)["thema"] == "jeugdoverlast"
    assert shown(app)["gebied"] == "WK059706"


def test_one_click_puts_every_filter_back(full, open_app):
    app = open_app(full, thema="Jeugdoverlast", gebied="Bolnes (wijk)", weekdag="Maandag")
    next(button for button in app.button if button.label == "Filters wissen").click().run()
    assert not app.exception
    assert shown(app) | {"hotspot": None} == {
        "thema": "woninginbraak",
        "periode": "Aanbevolen",
        "gebied": None,
        "hotspot": None,
    }
    assert not {"thema", "gebied", "weekdag"} & set(app.query_params)


@pytest.mark.parametrize(
    ("name", "value"),
    [("thema", "Moord"), ("gebied", "Atlantis"), ("periode", "Ooit"), ("weekdag", "Zondax")],
)
def test_a_link_that_names_what_is_not_there_says_so(full, open_app, name, value):
    app = open_app(full, **{name: value})
    assert not app.exception
    assert name in said(app.sidebar.warning)
    assert value not in said(app.sidebar.warning)


def test_nobody_gets_a_traceback_from_a_mad_link(full, open_app):
    app = open_app(full, van="gisteren", tot="<b>", periode="Eigen periode", dagdeel="")
    assert not app.exception


def test_this_year_and_weeks_end_at_the_last_day_of_the_data(full, open_app):
    for preset, first in (
        ("Dit kalenderjaar", "1 januari 2018"),
        ("Laatste 4 weken", "4 december 2018"),
    ):
        app = open_app(full, thema="Jeugdoverlast", periode=preset)
        assert f"{first} tot en met 31 december 2018" in said(app.sidebar.caption)
