import json

import docx
import pytest
from factsheet_drawings import make_placed_town
from papers import read_pages


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


def test_a_placement_that_is_not_there_leaves_no_file(write, tmp_path) -> None:
    paper = tmp_path / "blad.pdf"
    code, out, _ = write("--out", paper, "--json", placement=7)
    assert code == 1
    assert json.loads(out)["error"]["key"] == "placement-unknown"
    assert not paper.exists()
