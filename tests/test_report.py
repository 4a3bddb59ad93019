import io
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import matplotlib as mpl
import pytest
from meetings import ask, build_town
from papers import PNG, list_tags, read_pages
from pypdf import PdfReader

from geo import service
from geo.disclosure import Audience
from geo.present.driehoek.briefing import MonthLine, WeekGrid
from geo.present.driehoek.files import render_meeting
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.report import build_report, render_report
from geo.present.paper.charts import draw_months, draw_week
from geo.present.paper.document import Look, Picture, PictureKind

LINE = MonthLine(("jan 25", "feb 25", "mrt 25"), (3, None, 5), (False, True, True), "alt", "o")
GRID = WeekGrid(tuple(tuple((day + hour) % 6 for hour in range(24)) for day in range(7)), "a", "o")

COLOUR = re.compile(r"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|scn)\b")
LOOK = Look(
    accent="#7a1f1f",
    on_accent="#ffffff",
    ink="#112233",
    font="DejaVu Serif",
    letters=Path(mpl.get_data_path()) / "fonts" / "ttf",
    logo=PNG,
    logo_alt="Logo van Gemeente Town",
)


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
    # Where words are broken, this reader takes each hyphen for a soft one; others do not.
    text = " ".join(" ".join(read_pages(content)).split()).replace("\u00ad", "-")
    part = meeting.themes[1]
    assert f"Jeugdoverlast: van {part.figure.before} naar {part.figure.now}" in text
    assert "Misdrijven - Politie" in text
    assert "Vertrouwelijk, voor de driehoek" in text
    assert "Zeg niet dat het stijgt of daalt" in text


def test_charts_become_pictures_that_are_described(meeting) -> None:
    sections = build_report(build_briefing(meeting), LOOK).sections
    pictures = [block for each in sections for block in each.blocks if isinstance(block, Picture)]
    assert len(pictures) == 3 * len(meeting.themes)
    assert all(len(picture.alt) > 20 for picture in pictures)


def test_the_same_meeting_gives_the_same_bytes(meeting, content) -> None:
    assert render_meeting(meeting, ".pdf") == content


def test_the_public_gets_no_map(town) -> None:
    told = service.prepare_meeting(town, ask(Audience.PUBLIC))
    sections = build_report(build_briefing(told), LOOK).sections
    pictures = [block for each in sections for block in each.blocks if isinstance(block, Picture)]
    assert not [picture for picture in pictures if picture.alt.startswith("Kaart")]


@pytest.mark.parametrize(
    ("draw", "told"), [(partial(draw_months, accent="#154273"), LINE), (draw_week, GRID)]
)
def test_charts_are_drawn_alike_every_time(draw, told) -> None:
    first = draw(told, PictureKind.SVG)
    assert first == draw(told, PictureKind.SVG)
    assert first.lstrip().startswith(b"<?xml")
    assert draw(told, PictureKind.PNG).startswith(b"\x89PNG")


def list_fonts(content):
    return {
        font["/BaseFont"].split("+")[-1]
        for page in PdfReader(io.BytesIO(content)).pages
        for font in (found.get_object() for found in page["/Resources"]["/Font"].values())
    }


def test_the_report_is_in_the_style_of_the_house(meeting) -> None:
    small = build_briefing(replace(meeting, themes=()))
    content = render_report(small, LOOK)
    assert ("/Figure", "Logo van Gemeente Town") in list_tags(content)
    drawn = PdfReader(io.BytesIO(content)).pages[0].get_contents().get_data().decode("latin-1")
    colours = {tuple(round(255 * float(part)) for part in found) for found in COLOUR.findall(drawn)}
    assert {(0x7A, 0x1F, 0x1F), (0x11, 0x22, 0x33)} <= colours
    assert any(name.startswith("DejaVuSerif") for name in list_fonts(content))
    assert content == render_report(small, LOOK)


def test_without_files_of_its_letters_the_report_has_those_of_all_paper(meeting) -> None:
    small = build_briefing(replace(meeting, themes=()))
    fonts = list_fonts(render_report(small, replace(LOOK, letters=None)))
    assert fonts
    assert all(name.startswith("DejaVuSans") for name in fonts)


def test_the_workspace_s_own_style_reaches_the_report(tmp_path) -> None:
    own = build_town(tmp_path)
    (own.root / "logo.png").write_bytes(PNG)
    (own.root / "huisstijl.toml").write_text(
        'accent = "#7a1f1f"\nlogo = "logo.png"\n', encoding="utf-8"
    )
    content = render_meeting(service.prepare_meeting(own, ask(Audience.PUBLIC)), ".pdf")
    assert ("/Figure", "Logo van Gemeente Town") in list_tags(content)
