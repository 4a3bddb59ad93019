import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import HOSTILE, make_document

from geo.present.paper.document import Table, Text
from geo.present.paper.word import render_word


def open_word(content):
    return docx.Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def made():
    return open_word(render_word(make_document()))


def find_paragraph(document, text):
    return next(each for each in document.paragraphs if each.text == text)


def test_headings_and_lists_are_those_of_word(made) -> None:
    styles = {each.text: each.style.name for each in made.paragraphs}
    assert styles["Een blad"] == "Title"
    assert styles["Eerste kop"] == "Heading 1"
    assert styles["Daaronder"] == "Heading 2"
    assert styles["Eerst dit"] == "List Bullet"


def test_a_table_says_which_row_is_its_heading(made) -> None:
    (table,) = made.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Wat", "Aantal"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert [cell.text for cell in table.rows[1].cells] == ["Een gewone zin.", "12"]


def test_a_picture_says_what_it_shows(made) -> None:
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == "Een driehoek"


def test_the_language_is_dutch_and_the_properties_are_of_the_data(made) -> None:
    languages = {each.get(qn("w:val")) for each in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    known = made.core_properties
    assert (known.title, known.author, known.language) == (
        "Een blad", "Gemeente Voorbeeld", "nl-NL",
    )  # fmt: skip
    assert known.created.date() == known.modified.date() == date(2026, 11, 24)


def test_every_page_is_a4_with_its_mark_and_number(made) -> None:
    (page,) = made.sections
    assert (page.page_width.mm, page.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert page.header.paragraphs[0].text == "Concept"
    (foot,) = page.footer.paragraphs
    fields = [each.text for each in foot._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Blad" in foot.text


def test_what_is_missing_has_a_frame_and_other_letters(made) -> None:
    missing = find_paragraph(made, "Niet ingevuld: wat?")
    assert missing._p.pPr.find(qn("w:pBdr")) is not None
    assert missing.runs[0].bold
    assert missing.runs[0].italic
    plain = find_paragraph(made, "Een gewone zin.")
    assert plain._p.pPr is None or plain._p.pPr.find(qn("w:pBdr")) is None


def test_text_comes_out_as_itself() -> None:
    document = open_word(render_word(make_document(HOSTILE, title=HOSTILE)))
    assert [each.text for each in document.paragraphs].count(HOSTILE) == 2
    assert document.tables[0].cell(1, 0).text == HOSTILE


@given(st.text(max_size=80))
@settings(max_examples=25)
def test_whatever_text_somebody_gave_makes_a_file_that_opens(text) -> None:
    document = open_word(render_word(make_document(text)))
    assert document.paragraphs[-1].text == "Slot."


# Word calls a file damaged in which the parts do not stand in its order.
ORDERS = {
    "pPr": ["pStyle", "keepNext", "pBdr", "shd", "tabs", "spacing", "jc", "rPr"],
    "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"],
    "tcPr": ["tcW", "shd"],
    "rPr": ["rStyle", "rFonts", "b", "i", "color", "sz"],
}


@pytest.mark.parametrize("name", ORDERS)
def test_parts_stand_in_the_order_that_word_asks_for(made, name) -> None:
    (page,) = made.sections
    roots = (made.element, page.header._element, page.footer._element)
    found = [each for root in roots for each in root.iter(qn(f"w:{name}"))]
    assert found
    for properties in found:
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names == sorted(names, key=ORDERS[name].index)


def test_two_tables_stay_two() -> None:
    table = Table(("Wat",), ((Text("a"),),), (1,))
    made = open_word(render_word(make_document(blocks=(table, table))))
    kinds = [child.tag.rpartition("}")[2] for child in made.element.body]
    assert "tbl p tbl" in " ".join(kinds)


def test_the_same_document_gives_the_same_bytes_whenever_it_is_made() -> None:
    content = render_word(make_document())
    assert render_word(make_document()) == content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
