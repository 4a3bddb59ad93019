import io

import pytest
from meetings import ask, build_town
from papers import read_pages
from pypdf import PdfReader

from geo import service
from geo.disclosure import Audience
from geo.present.driehoek.briefing import MonthLine, WeekGrid
from geo.present.driehoek.files import render_meeting
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.report import build_report
from geo.present.paper.charts import draw_months, draw_week
from geo.present.paper.document import Picture, PictureKind

LINE = MonthLine(("jan 25", "feb 25", "mrt 25"), (3, None, 5), (False, True, True), "alt", "o")
GRID = WeekGrid(tuple(tuple((day + hour) % 6 for hour in range(24)) for day in range(7)), "a", "o")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("verslag"))


@pytest.fixture(scope="module")
def meeting(town):
    return service.prepare_meeting(town, ask())


@pytest.fixture(scope="module")
def content(meeting):
    return render_meeting(meeting, ".pdf")


def flatten(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from flatten(entry)
        else:
            yield entry.title


def test_the_report_is_tagged_and_dutch(content) -> None:
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("nl")
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_each_page_of_the_deck_has_a_bookmark(meeting, content) -> None:
    marks = list(flatten(PdfReader(io.BytesIO(content)).outline))
    assert marks == [page.title for page in build_briefing(meeting).pages]


def test_the_report_holds_what_the_deck_holds(meeting, content) -> None:
    text = " ".join(" ".join(read_pages(content)).split())
    part = meeting.themes[1]
    assert f"Jeugdoverlast: van {part.figure.before} naar {part.figure.now}" in text
    assert "Misdrijven - Politie" in text
    assert "Vertrouwelijk, voor de driehoek" in text
    assert "Zeg niet dat het stijgt of daalt" in text


def test_charts_become_pictures_that_are_described(meeting) -> None:
    sections = build_report(build_briefing(meeting)).sections
    pictures = [block for each in sections for block in each.blocks if isinstance(block, Picture)]
    assert len(pictures) == 3 * len(meeting.themes)
    assert all(len(picture.alt) > 20 for picture in pictures)


def test_the_same_meeting_gives_the_same_bytes(meeting, content) -> None:
    assert render_meeting(meeting, ".pdf") == content


def test_the_public_gets_no_map(town) -> None:
    told = service.prepare_meeting(town, ask(Audience.PUBLIC))
    sections = build_report(build_briefing(told)).sections
    pictures = [block for each in sections for block in each.blocks if isinstance(block, Picture)]
    assert not [picture for picture in pictures if picture.alt.startswith("Kaart")]


@pytest.mark.parametrize(("draw", "told"), [(draw_months, LINE), (draw_week, GRID)])
def test_charts_are_drawn_alike_every_time(draw, told) -> None:
    first = draw(told, PictureKind.SVG)
    assert first == draw(told, PictureKind.SVG)
    assert first.lstrip().startswith(b"<?xml")
    assert draw(told, PictureKind.PNG).startswith(b"\x89PNG")
