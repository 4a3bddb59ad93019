"""What holds for each part of each page: what its pictures say, and which files it offers."""

import re

import pytest
from reading import in_order

pytestmark = pytest.mark.usefixtures("settled")

ALL = {"thema": "Woninginbraak", "periode": "Alle gegevens"}
SLIKKERVEER = "Slikkerveer (wijk)"
TABLES = {"CSV", "Excel"}
OUTLINES = {"GeoJSON", "GeoPackage"}
EVERYTHING = TABLES | OUTLINES | {"HTML"}

# Page, what its link says, how many pictures of data it shows, and which files it offers.
PARTS = [
    (None, ALL, 1, TABLES | OUTLINES),
    ("hotspots", ALL, 1, EVERYTHING),
    ("hotspots", ALL | {"kaartbeeld": "Per maand"}, 1, EVERYTHING),
    (
        "hotspots",
        {"thema": "Woninginbraak", "periode": "Laatste 12 maanden", "kaartbeeld": "Twee periodes"},
        2,
        EVERYTHING,
    ),
    ("wijk", {"gebied": SLIKKERVEER, "periode": "Laatste 12 maanden"}, 2, EVERYTHING),
    (
        "camera",
        {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "bereik": "60"},
        2,
        EVERYTHING,
    ),
    (
        "patrouille",
        {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "dag": "2019-01-04"},
        1,
        {"CSV", "GeoJSON", "HTML"},
    ),
    (
        "patrouille",
        {
            "thema": "Jeugdoverlast",
            "periode": "Laatste 12 maanden",
            "dag": "2019-01-04",
            "onderdeel": "Een week",
        },
        1,
        {"CSV", "Excel", "GeoJSON", "HTML"},
    ),
    ("patrouille", {"onderdeel": "Terugkijken"}, 0, set()),
    ("ronde", {}, 0, set()),
    ("bewijs", ALL, 1, TABLES),
    ("bewijs", ALL | {"onderdeel": "De komende weken"}, 1, EVERYTHING),
    ("bewijs", ALL | {"onderdeel": "Herhaling"}, 1, TABLES),
    ("bewijs", ALL | {"onderdeel": "Warme vakken"}, 1, EVERYTHING),
    ("bewijs", ALL | {"onderdeel": "De themakaart"}, 0, set()),
    ("driehoek", {"themas": ["Woninginbraak"]}, 0, set()),
    ("gegevens", {}, 0, set()),
    ("gegevens", {"onderdeel": "Geschiedenis"}, 0, TABLES),
    ("gegevens", {"onderdeel": "Zwakke plekken"}, 0, TABLES),
    ("gegevens", {"onderdeel": "Grenzen"}, 0, TABLES | OUTLINES),
    ("gegevens", {"onderdeel": "Bewaren en terugzetten"}, 0, set()),
    ("verantwoording", {}, 0, TABLES),
    ("verantwoording", {"onderdeel": "gegevens"}, 0, TABLES),
    ("verantwoording", {"onderdeel": "lezen"}, 0, set()),
    ("verantwoording", {"onderdeel": "register"}, 0, set()),
]
DAY = r"\d{1,2} [a-z]+ \d{4}"
MONTH = r"[a-z]+ \d{4}"
SAID = re.compile(
    rf"({DAY} tot en met {DAY}|{MONTH}).* · gegevens tot en met {DAY} · bron: .+ · plaats: \w+"
)


def named(part):
    page, query, *_ = part
    chosen = [query[key] for key in ("onderdeel", "kaartbeeld") if key in query]
    return " ".join([page or "overzicht", *chosen])


def is_picture(element):
    """Whether an element is a map or a chart of data."""
    if element.type == "html":
        body = element.proto.body
        return "<style" not in body and any(f'{name}"' in body for name in ("hk-week", "hk-bands"))
    return element.type in ("component_instance", "vega_lite_chart", "arrow_vega_lite_chart")


def kinds(app):
    """The kinds of files that are offered, whatever they hold."""
    labels = [button.proto.label for button in app.get("download_button")]
    return {kind for kind in EVERYTHING if any(kind in label for label in labels)}


@pytest.mark.parametrize("part", PARTS, ids=named)
def test_every_picture_says_its_period_the_day_of_the_data_their_source_and_precision(
    full, open_app, part
):
    page, query, count, _ = part
    app = open_app(full, page and f"geo/views/{page}.py", **query)
    assert not app.exception
    shown = list(in_order(app.main))
    pictures = [place for place, element in enumerate(shown) if is_picture(element)]
    assert len(pictures) == count
    for place in pictures:
        below = next(element for element in shown[place:] if element.type == "caption")
        assert SAID.search(below.value), below.value


def test_the_hours_of_a_hotspot_say_so_too(full, open_app):
    app = open_app(full, "geo/views/hotspots.py", **ALL)
    app.selectbox(key="hotspot").select_index(0).run()
    shown = list(in_order(app.main))
    (place,) = [
        place
        for place, element in enumerate(shown)
        if element.type == "html" and 'class="hk-week"' in element.proto.body
    ]
    below = next(element for element in shown[place:] if element.type == "caption")
    assert SAID.search(below.value)
    assert "tijd: " in below.value


@pytest.mark.parametrize("part", PARTS, ids=named)
def test_every_page_offers_its_tables_outlines_and_map_as_files(full, open_app, part):
    page, query, _, offered = part
    app = open_app(full, page and f"geo/views/{page}.py", **query)
    assert kinds(app) == offered
