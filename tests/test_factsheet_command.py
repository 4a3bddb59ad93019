import json

import docx
import pytest
from factsheet_drawings import make_placed_town
from papers import read_pages

from geo.disclosure import Audience
from geo.present.audience_words import AUDIENCES


@pytest.fixture
def write(run, tmp_path):
    """Write the fact sheet on a placement of a made town."""
    town = make_placed_town(tmp_path)

    def call(*words, placement=1):
        return run("-w", town.root, "camera", "factsheet", placement, *words)

    return call


def test_files_are_written_and_questions_left_open_are_told(write, tmp_path) -> None:
    paper, word = tmp_path / "blad.pdf", tmp_path / "blad.docx"
    code, out, _ = write("--out", paper, "--out", word, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["files"] == [str(paper), str(word)]
    assert (answer["placement"], answer["version"]) == (1, 1)
    assert any("lichtere maatregelen" in text for text in answer["missing"])
    assert "Informatieblad" in read_pages(paper.read_bytes())[0]
    assert docx.Document(str(word)).paragraphs[0].text == "Informatieblad cameratoezicht"


def test_lines_say_that_it_is_a_draft(write, tmp_path) -> None:
    _, out, _ = write("--out", tmp_path / "blad.docx")
    assert "placement 1, version 1: a draft, for the jurist" in out
    assert "questions left open" in out


def test_a_file_that_is_there_is_replaced(write, tmp_path) -> None:
    path = tmp_path / "blad.docx"
    path.write_text("oud", encoding="utf-8")
    assert write("--out", path)[0] == 0
    assert path.read_bytes()[:2] == b"PK"


def test_another_ending_is_refused_before_anything_is_written(write, tmp_path) -> None:
    paper = tmp_path / "blad.pdf"
    code, out, _ = write("--out", paper, "--out", tmp_path / "blad.odt", "--json")
    assert code == 1
    assert json.loads(out)["error"]["key"] == "export-suffix-unknown"
    assert not paper.exists()


@pytest.mark.parametrize("audience", ["council", "public"])
def test_council_and_public_are_refused_before_a_placement_is_sought(
    write, tmp_path, audience
) -> None:
    paper = tmp_path / "blad.pdf"
    code, out, _ = write("--out", paper, "--audience", audience, "--json", placement=7)
    told = json.loads(out)["error"]
    assert (code, told["key"]) == (1, "disclosure-inside")
    assert "choose one of these" in told["message"]
    assert not paper.exists()


def test_both_files_say_for_whom_they_are_and_what_they_rest_on(write, tmp_path) -> None:
    paper, word = tmp_path / "blad.pdf", tmp_path / "blad.docx"
    write("--out", paper, "--out", word, "--audience", "driehoek")
    (first, *_) = docx.Document(str(word)).tables
    rows = {row.cells[0].text: row.cells[1].text for row in first.rows}
    assert rows["Voor wie"] == AUDIENCES[Audience.DRIEHOEK]
    assert {"Gegevens", "Bron"} <= rows.keys()
    assert AUDIENCES[Audience.DRIEHOEK] in read_pages(paper.read_bytes())[0]


def test_a_placement_that_is_not_there_leaves_no_file(write, tmp_path) -> None:
    paper = tmp_path / "blad.pdf"
    code, out, _ = write("--out", paper, "--json", placement=7)
    assert code == 1
    assert json.loads(out)["error"]["key"] == "placement-unknown"
    assert not paper.exists()
