import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import ask, build_town
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from geo import service
from geo.disclosure import Audience
from geo.intake.house_style import HouseStyle
from geo.params import Period
from geo.present.deck.flow import (
    BODY_BOTTOM_IN,
    BODY_TOP_IN,
    MARGIN_IN,
    SLIDE_WIDTH_IN,
    lay_out,
)
from geo.present.deck.package import fix_times
from geo.present.deck.render import render_deck
from geo.present.driehoek.briefing import Briefing, MonthLine, Page, WeekGrid
from geo.present.driehoek.figure_table import text_rows
from geo.present.driehoek.files import render_meeting
from geo.present.driehoek.pages import build_briefing
from geo.present.paper.document import Points, Table, Text

WORDS = st.text("abcdefgh ijklmnop", min_size=1, max_size=60).map(str.strip).filter(bool)
SLACK_IN = 0.001


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def meeting(town):
    return service.prepare_meeting(town, ask())


@pytest.fixture(scope="module")
def content(meeting):
    return render_meeting(meeting, ".pptx")


@pytest.fixture(scope="module")
def deck(content):
    return Presentation(io.BytesIO(content))


def words(slide):
    """All that can be read on a slide."""
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    texts = [paragraph.text for frame in frames for paragraph in frame.paragraphs]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return texts + [cell.text for table in tables for cell in table.iter_cells()]


def find_slide(deck, start):
    return next(slide for slide in deck.slides if slide.shapes.title.text.startswith(start))


def brief(*pages):
    return Briefing("Titel", "2025", "Openbaar", "Gemeente", "bron", date(2025, 1, 1), (), pages)


def test_each_title_is_the_message_of_its_page(meeting, deck) -> None:
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[0] == "Veiligheid in Town"
    pages = build_briefing(meeting).pages
    assert [title for title in titles[1:] if not title.endswith("(vervolg)")] == [
        page.title for page in pages
    ]


def test_slides_are_wide(deck) -> None:
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_figures_on_the_slides_are_those_of_the_summary(town, deck) -> None:
    rows = service.summarise_incidents(town, period=ask().period, by="theme")
    counts = dict(zip(rows["theme"], rows["incidents"], strict=True))
    table = next(shape.table for shape in deck.slides[1].shapes if shape.has_table)
    told = {table.cell(row, 0).text: table.cell(row, 1).text for row in range(1, 4)}
    assert told == {
        "Woninginbraak": str(counts["woninginbraak"]),
        "Jeugdoverlast": str(counts["jeugdoverlast"]),
        "Alle thema's samen": str(rows["incidents"].sum()),
    }


def test_a_theme_has_a_map_a_line_and_the_hours_of_the_week(meeting, deck) -> None:
    slide = find_slide(deck, "Jeugdoverlast")
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    values = [value for series in chart.series for value in series.values if value is not None]
    part = meeting.themes[1]
    assert sorted(values) == sorted(month.count for month in part.months)
    assert sum(1 for shape in slide.shapes if shape.shape_type == 13) == 1
    weeks = [shape.table for shape in slide.shapes if shape.has_table]
    assert (len(weeks[-1].rows), len(weeks[-1].columns)) == (8, 25)


def test_pictures_have_two_hundred_dots_to_the_inch(deck) -> None:
    slide = find_slide(deck, "Woninginbraak")
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert picture.image.dpi == (200, 200)
    assert picture.image.size[0] / (picture.width / Inches(1)) >= 200


def test_what_is_no_text_is_described(deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            properties = shape._element.xpath(".//p:cNvPr")[0]
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                assert len(properties.get("descr")) > 10


def test_nothing_lies_out_of_the_slide(deck) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + Emu(20)
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                rows = sum(row.height for row in shape.table.rows)
                assert shape.top + rows <= Inches(BODY_BOTTOM_IN) + Emu(200)


def test_each_slide_has_notes_and_says_for_whom_it_is(deck) -> None:
    for slide in list(deck.slides)[1:]:
        assert slide.notes_slide.notes_text_frame.text
        assert any("Vertrouwelijk, voor de driehoek" in text for text in words(slide))


def test_what_chance_explains_is_said_in_the_notes(deck) -> None:
    notes = find_slide(deck, "Woninginbraak").notes_slide.notes_text_frame.text
    assert "Zeg niet dat het stijgt of daalt" in notes


def test_every_word_is_said_to_be_dutch(content) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = "".join(
            parts.read(name).decode("utf-8")
            for name in parts.namelist()
            if re.match(r"ppt/(slides|charts|slideMasters|slideLayouts|notes\w+)/[^_]*\.xml", name)
        )
    languages = set(re.findall(r'lang="([^"]*)"', xml))
    assert languages == {"nl-NL"}
    assert "Click to edit" not in xml


def test_the_same_meeting_gives_the_same_bytes(meeting, content) -> None:
    assert render_meeting(meeting, ".pptx") == content


def test_the_file_knows_no_moment_but_that_of_its_data(content, deck) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        book = next(name for name in parts.namelist() if name.endswith(".xlsx"))
        with zipfile.ZipFile(io.BytesIO(parts.read(book))) as inner:
            assert {entry.date_time for entry in inner.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"1980-01-01T00:00:00Z" in inner.read("docProps/core.xml")
    assert deck.core_properties.created.date() == date(2026, 11, 24)


@pytest.mark.parametrize("audience", [Audience.COUNCIL, Audience.PUBLIC])
def test_others_see_no_map_and_no_few(town, audience) -> None:
    told = service.prepare_meeting(town, ask(audience))
    deck = Presentation(io.BytesIO(render_meeting(told, ".pptx")))
    for slide in deck.slides:
        assert not any(shape.shape_type == 13 for shape in slide.shapes)
        for shape in slide.shapes:
            if shape.has_chart:
                series = [value for one in shape.chart.series for value in one.values]
                assert all(value is None or value >= 5 for value in series)
    (total,) = [
        shape.table for shape in find_slide(deck, "Bedrijventerreinen").shapes if shape.has_table
    ][:1]
    assert total.cell(1, 1).text == "47"
    assert any("niet getoond" in text for text in words(find_slide(deck, "Gegevens")))


def test_a_period_without_incidents_still_gives_a_deck(town) -> None:
    days = Period(first=date(2025, 12, 30), last=date(2025, 12, 30))
    told = service.prepare_meeting(town, ask(period=days))
    deck = Presentation(io.BytesIO(render_meeting(told, ".pptx")))
    slide = find_slide(deck, "Woninginbraak: geen meldingen, ook ervoor niet")
    assert any("Geen hotspot" in text for text in words(slide))


def test_a_deck_without_any_data_says_what_it_lacks(tmp_path) -> None:
    empty = build_town(tmp_path, [])
    deck = Presentation(io.BytesIO(render_meeting(service.prepare_meeting(empty, ask()), ".pptx")))
    assert find_slide(deck, "Het totaal: 0 meldingen, met niets te vergelijken")


def test_colours_and_letters_are_those_of_the_house(meeting) -> None:
    style = HouseStyle(accent="#7a1f1f", font="Verdana")
    content = render_deck(build_briefing(replace(meeting, themes=())), style)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode("utf-8")
        slide = parts.read("ppt/slides/slide2.xml").decode("utf-8")
    assert 'typeface="Verdana"' in theme
    assert "Calibri" not in theme
    assert "7A1F1F" in slide


def test_a_sign_that_no_letters_have_is_shown_as_a_box() -> None:
    page = Page("Titel 漢", (Text("tekst \x00 漢"),), notes=("noot",))
    deck = Presentation(io.BytesIO(render_deck(brief(page), HouseStyle())))
    assert deck.slides[1].shapes.title.text == "Titel □"


def test_a_package_is_packed_again_without_change_of_content() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        parts.writestr("a.xml", "inhoud")
    with zipfile.ZipFile(io.BytesIO(fix_times(buffer.getvalue()))) as parts:
        assert parts.read("a.xml") == b"inhoud"


@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=60), st.lists(WORDS, max_size=30)
)
@settings(max_examples=40)
def test_a_long_page_goes_on_and_loses_nothing(rows, points) -> None:
    table = Table(("Een", "Twee", "Drie"), text_rows(rows), (1.0, 2.0, 1.0))
    blocks = (table, Points(tuple(map(Text, points or ["x"]))), Text("slot"))
    sheets = lay_out(Page("Titel", blocks))
    told, listed = [], []
    for sheet in sheets:
        bottom = BODY_TOP_IN
        for frame in sheet.frames:
            assert frame.top_in >= bottom - SLACK_IN
            bottom = frame.bottom_in
            assert bottom <= BODY_BOTTOM_IN + SLACK_IN
            assert frame.left_in >= MARGIN_IN
            assert frame.left_in + frame.width_in <= SLIDE_WIDTH_IN - MARGIN_IN + SLACK_IN
            if isinstance(frame.block, Table):
                told += frame.block.rows
            if isinstance(frame.block, Points):
                listed += frame.block.items
    assert tuple(told) == table.rows
    assert [item.text for item in listed] == (points or ["x"])
    assert sheets[-1].title == ("Titel" if len(sheets) == 1 else "Titel (vervolg)")


@given(st.lists(WORDS, min_size=1, max_size=13), st.booleans())
@settings(max_examples=40)
def test_both_sides_stay_on_the_slide(names, has_line) -> None:
    rows = text_rows((name, "100", "meer dan toeval verklaart") for name in names)
    table = Table(("Wijk", "Nu", "Oordeel"), rows, (2.0, 0.8, 1.6))
    line = MonthLine(("jan 25",), (3,), (True,), "alt", "onderschrift")
    grid = WeekGrid(tuple((0,) * 24 for _ in range(7)), "alt", "onderschrift")
    (sheet,) = lay_out(Page("Titel", (table,), (*([line] if has_line else []), grid)))
    for frame in sheet.frames:
        assert frame.bottom_in <= BODY_BOTTOM_IN + SLACK_IN
        assert frame.height_in > 0.4


def test_slides_as_pictures_hold_all_their_words(content, tmp_path, deck) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine: slides are not turned into pictures")
    path = tmp_path / "dek.pptx"
    path.write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        [office, home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=240,
    )
    with pypdfium2.PdfDocument(tmp_path / "dek.pdf") as pdf:
        assert len(pdf) == len(deck.slides)
        for page, slide in zip(pdf, deck.slides, strict=True):
            text = page.get_textpage()
            assert_inside(page, text)
            shown = re.sub(r"\s", "", text.get_text_range())
            for word in words(slide):
                assert re.sub(r"\s", "", word) in shown


def assert_inside(page, text):
    """Every letter lies on its page, above the foot or in it."""
    width, height = page.get_size()
    for number in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(number)
        assert 0 <= left <= right <= width
        assert 0 <= bottom <= top <= height


def test_nothing_of_the_empty_file_comes_along(content) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name or "app.xml" in name]


def test_titles_are_titles_to_who_hears_them(deck) -> None:
    for slide in deck.slides:
        holders = slide._element.xpath(".//p:nvPr/p:ph")
        assert [holder.get("type") for holder in holders] == ["title"]
        assert slide._element.find(qn("p:cSld")) is not None
