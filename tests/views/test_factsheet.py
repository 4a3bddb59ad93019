"""The block that offers the fact sheet, on a page of its own."""

import pytest
from factsheet_drawings import make_placed_town
from handing import hand_on
from reading import said
from streamlit.testing.v1 import AppTest

from geo.views.blocks.placement.factsheet import list_files

PAGE = """
from pathlib import Path

from geo import service
from geo.views.blocks.placement.factsheet import offer_factsheet
from geo.views.context import Context, keep_context
from geo.workspace import open_workspace

workspace = open_workspace(Path({root!r}))
data, themes = service.describe_data(workspace), service.list_themes(workspace)
context = Context(workspace, ("", 1, ()), data, {{}}, themes)
keep_context(context)
offer_factsheet(context, 1, version=1)
"""


@pytest.fixture
def town(tmp_path):
    return make_placed_town(tmp_path)


def test_both_files_are_offered_as_a_draft(town) -> None:
    app = AppTest.from_string(PAGE.format(root=str(town.root))).run()
    assert not app.exception
    labels = [each.proto.label for each in app.get("download_button")]
    assert labels == ["Informatieblad (PDF)", "Informatieblad (Word)"]
    assert "ter beoordeling door de jurist" in said(app.markdown)


def test_a_file_is_made_once_somebody_asks_for_it(town) -> None:
    offered = list_files(town, hand_on(1), version=3)
    assert [each.name for each in offered] == [
        "informatieblad_plaatsing_1_versie_3.pdf",
        "informatieblad_plaatsing_1_versie_3.docx",
    ]
    starts = [each.content()[:4] for each in offered]
    assert starts == [b"%PDF", b"PK\x03\x04"]
