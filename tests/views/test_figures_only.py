"""What who makes policy is shown: figures, none of them of a few, and files for outside."""

import re

import pytest
from reading import facts, said

from geo.access import Role, Viewer
from geo.disclosure import Audience

POLICY = Viewer(frozenset({Role.BELEID}), known_as="b1")
OVERVIEW, MEETING = "geo/views/overzicht.py", "geo/views/driehoek.py"


@pytest.fixture
def come(monkeypatch, open_app):
    """Open the app as who makes policy."""
    monkeypatch.setattr("geo.views.reception.receive_visitor", lambda _: POLICY)
    return open_app


def options(app, label):
    (asked,) = (one for one in app.get("button_group") if one.proto.label == label)
    return [option.content for option in asked.proto.options]


def test_the_overview_shows_no_small_count(come, full) -> None:
    app = come(full, OVERVIEW, thema="Straatroof", periode="Laatste 3 maanden")
    assert not app.exception
    assert not app.error
    assert "Uw rol ziet cijfers" in said(app.info)
    body = facts(app)
    tables = "".join(re.findall(r"<table>.*?</table>", body, re.DOTALL))
    assert "achtergehouden" in tables
    # The first figure of a row is a count; what follows from it may be small.
    firsts = re.findall(r'<th scope="row">[^<]*</th><td class="hk-figure">([^<]*)</td>', tables)
    counts = [int(text.replace(".", "")) for text in firsts if text[:1].isdigit()]
    assert counts
    assert min(counts) >= 5
    for frame in app.dataframe:
        if "Meldingen" in frame.value:
            known = [int(text) for text in frame.value["Meldingen"] if str(text).isdigit()]
            assert all(count >= 5 for count in known)


@pytest.mark.parametrize("asked", ["intern", "driehoek"])
def test_files_are_for_the_council_or_the_public_whatever_the_link_says(come, full, asked) -> None:
    app = come(full, OVERVIEW, voor=asked)
    assert options(app, "Voor wie is dit bestand?") == ["Raad", "Openbaar"]
    assert app.session_state["voor"] is Audience.COUNCIL
    assert app.get("download_button")


def test_an_area_in_the_link_narrows_nothing(come, full) -> None:
    whole, part = (
        come(full, OVERVIEW, thema="Fietsdiefstal", **query)
        for query in ({}, {"gebied": "Slikkerveer (wijk)", "dag": "maandag"})
    )
    assert not part.error
    assert facts(whole) == facts(part)


@pytest.mark.usefixtures("settled")
def test_a_meeting_is_prepared_for_the_council_or_the_public(come, full) -> None:
    app = come(full, MEETING, voor="driehoek", themas="fietsdiefstal")
    assert not app.exception
    assert not app.error
    assert options(app, "Voor wie") == ["Raad", "Openbaar"]
    assert app.session_state["voor"] is Audience.COUNCIL
