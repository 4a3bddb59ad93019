import re
from datetime import date

import pytest
import typst
from hypothesis import example, given, settings
from hypothesis import strategies as st
from papers import HOSTILE, list_tags, make_document, open_pdf, read_pages

from geo.present.paper import pdf
from geo.present.paper.document import Table, Text
from geo.present.paper.glyphs import settle
from geo.present.paper.pdf import render_pdf

A4_PT = (595.3, 841.9)


@pytest.fixture(scope="module")
def made():
    return render_pdf(make_document())


def test_a_pdf_is_tagged_titled_and_dutch(made) -> None:
    root = open_pdf(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert open_pdf(made).metadata.title == "Een blad"
    assert b"pdfuaid" in made


def test_headings_lists_tables_and_pictures_are_told_as_what_they_are(made) -> None:
    kinds = [kind for kind, _ in list_tags(made)]
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert ("/Figure", "Een driehoek") in list_tags(made)


def test_headings_are_bookmarks_one_below_the_other(made) -> None:
    first, below = open_pdf(made).outline
    assert first["/Title"] == "Eerste kop"
    assert [each["/Title"] for each in below] == ["Daaronder"]


def test_every_page_is_a4_and_says_its_mark_its_number_and_how_many_there_are() -> None:
    rows = tuple((Text(f"regel {number}"), Text("1")) for number in range(120))
    content = render_pdf(
        make_document(blocks=(Table(("Wat", "Hoeveel"), rows, (3, 1), numeric=(1,)),))
    )
    pages = read_pages(content)
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert text.startswith("Concept ")
        assert f"Blad {number} van {len(pages)}" in text
    # The heading of a table is said again where it goes on.
    assert all("Wat Hoeveel" in text for text in pages[: len(pages) - 1])
    for page in open_pdf(content).pages:
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
            A4_PT, abs=0.1
        )


def test_text_comes_out_as_itself_wherever_it_stands() -> None:
    (page,) = read_pages(render_pdf(make_document(HOSTILE, title=HOSTILE)))
    # In the header, as title, as paragraph and in the table.
    assert page.count(HOSTILE) == 4


# A long word once left signs that nobody sees in every other word with its last letters.
@example("0" * 26 + "S0")
@given(st.text(max_size=80))
@settings(max_examples=25)
def test_whatever_text_somebody_gave_makes_a_pdf(text) -> None:
    (page,) = read_pages(render_pdf(make_document(text)))
    assert "Slot." in page
    assert "\u200b" not in page


def test_nothing_of_the_template_is_left_out() -> None:
    document = make_document(HOSTILE)
    _, warnings = typst.compile_with_warnings(**pdf.lay_out(document))
    assert not warnings


def test_what_cannot_be_set_is_a_box_and_what_cannot_be_seen_is_gone() -> None:
    assert settle("a\x00b\u202ec漢\ud800\nd") == "abc□ d"
    assert settle("cafe\u0301 € ☐") == "café € ☐"


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    content = render_pdf(make_document("x" * 400, blocks=(Text("x" * 400),)))
    lines = re.findall("x+", open_pdf(content).pages[0].extract_text())
    assert sum(map(len, lines)) == 400
    assert max(map(len, lines)) < 110


def test_a_word_too_long_for_its_column_is_broken_and_a_short_one_is_not() -> None:
    cells = (Text("Voertuigcriminaliteit"), Text("1"), Text("2"), Text("hoogstens twaalf"))
    table = Table(("Thema", "Nu", "Ervoor", "Doel"), (cells,), (1.0, 1.0, 1.0, 4.0))
    (page,) = open_pdf(render_pdf(make_document(blocks=(table,)))).pages
    text = page.extract_text()
    assert "Voertuigcriminaliteit" not in text
    assert "hoogstens twaalf" in text


def test_the_same_document_gives_the_same_bytes_and_another_day_does_not(made) -> None:
    assert render_pdf(make_document()) == made
    later = render_pdf(make_document(dated=date(2026, 11, 25)))
    assert later != made
    assert open_pdf(later).metadata.creation_date.date() == date(2026, 11, 25)
