"""For whom files are: asked once on each page with files, and kept to."""

import pytest
from reading import said

from geo.disclosure import Audience

pytestmark = pytest.mark.usefixtures("settled")

KEY = "voor"
ALL = {"thema": "Woninginbraak", "periode": "Alle gegevens"}
SHIFT = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "dag": "2019-01-04"}
# What shows where people will look, or what single records say.
INSIDE = [
    ("hotspots", ALL | {"kaartbeeld": "Twee periodes", "periode": "Laatste 12 maanden"}),
    ("wijk", {"gebied": "Slikkerveer (wijk)", "periode": "Laatste 12 maanden"}),
    ("camera", {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden", "bereik": "60"}),
    ("patrouille", SHIFT),
    ("patrouille", SHIFT | {"onderdeel": "Een week"}),
    ("bewijs", ALL),
    ("bewijs", ALL | {"onderdeel": "De komende weken"}),
    ("bewijs", ALL | {"onderdeel": "Herhaling"}),
    ("gegevens", {"onderdeel": "Geschiedenis"}),
    ("gegevens", {"onderdeel": "Zwakke plekken"}),
    ("verantwoording", {"onderdeel": "gegevens"}),
]
TOLD = [
    (None, ALL),
    ("hotspots", ALL),
    ("bewijs", ALL | {"onderdeel": "Warme vakken"}),
]


def named(part):
    page, query = part
    return " ".join([page or "overzicht", *(query[key] for key in ("onderdeel",) if key in query)])


def open_part(open_app, root, part, **query):
    page, known = part
    app = open_app(root, page and f"geo/views/{page}.py", **known, **query)
    assert not app.exception
    return app


def labels(app):
    return [button.proto.label for button in app.get("download_button")]


@pytest.mark.parametrize("part", [*TOLD, *INSIDE], ids=named)
def test_each_page_with_files_asks_once_for_whom_they_are(full, open_app, part):
    app = open_part(open_app, full, part)
    asked = [
        one for one in app.get("button_group") if one.proto.label == "Voor wie is dit bestand?"
    ]
    assert len(asked) == 1
    assert app.session_state[KEY] is Audience.INTERNAL
    assert labels(app)


@pytest.mark.parametrize("part", INSIDE, ids=named)
def test_what_is_not_for_the_public_is_not_offered_and_says_why(full, open_app, part):
    app = open_part(open_app, full, part, voor="openbaar")
    assert "Dit is niet voor de raad of het publiek" in said(app.info)
    # A page may offer other things too; of this there is no file.
    inside = set(labels(open_part(open_app, full, part)))
    shown = set(labels(app))
    assert shown < inside


@pytest.mark.parametrize("part", TOLD, ids=named)
@pytest.mark.parametrize("audience", ["raad", "openbaar"])
def test_what_is_held_back_is_counted_beside_the_files(full, open_app, part, audience):
    app = open_part(open_app, full, part, voor=audience)
    assert labels(app)
    assert "Achtergehouden: " in said(app.caption)


@pytest.mark.parametrize("part", TOLD, ids=named)
def test_nothing_is_held_back_from_who_works_with_the_records(full, open_app, part):
    assert "Achtergehouden" not in said(open_part(open_app, full, part, voor="driehoek").caption)


def test_a_choice_stands_in_the_link_and_a_link_that_nobody_knows_is_passed_over(full, open_app):
    app = open_part(open_app, full, ("hotspots", ALL))
    assert KEY not in app.query_params
    (group,) = [
        one for one in app.get("button_group") if one.proto.label == "Voor wie is dit bestand?"
    ]
    group.set_value(Audience.PUBLIC).run()
    assert app.query_params[KEY] == "openbaar"
    odd = open_part(open_app, full, ("hotspots", ALL), voor="<b>iedereen</b>")
    assert odd.session_state[KEY] is Audience.INTERNAL
