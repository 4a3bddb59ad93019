import json

import pytest
from meetings import build_town
from papers import read_pages
from pptx import Presentation

from geo import service


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("opdracht"))


@pytest.fixture
def report(run, town):
    def call(*words, audience="driehoek", first="2025-01-01"):
        days = ("--from", first, "--to", "2025-12-31", "--audience", audience)
        return run("-w", town.root, "report", *days, "--theme", "woninginbraak", *words)

    return call


def test_deck_and_report_are_written_from_one_answer(report, town, tmp_path) -> None:
    deck, paper = tmp_path / "dek.pptx", tmp_path / "verslag.pdf"
    code, out, _ = report("--out", deck, "--out", paper, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["files"] == [str(deck), str(paper)]
    titles = [slide.shapes.title.text for slide in Presentation(str(deck)).slides]
    assert [title for title in titles[1:] if not title.endswith("(vervolg)")] == answer["messages"]
    assert "Veiligheid in Town" in read_pages(paper.read_bytes())[0]


def test_its_figures_are_those_of_the_summary(report, run, town, tmp_path) -> None:
    _, out, _ = report("--out", tmp_path / "dek.pptx", "--json")
    (theme,) = json.loads(out)["themes"]
    days = ("--from", "2025-01-01", "--to", "2025-12-31")
    _, summary, _ = run("-w", town.root, "incidents", "summary", *days, "--json")
    told = json.loads(summary)
    counts = {row["theme"]: row["incidents"] for row in told["rows"]}
    assert theme["now"] == counts["woninginbraak"]
    assert json.loads(out)["total"]["now"] == told["total"]


def test_lines_name_files_messages_and_what_was_held_back(report, tmp_path) -> None:
    code, out, _ = report("--out", tmp_path / "dek.pptx", audience="council")
    assert code == 0
    assert "written: " in out
    assert "for: council; figures held back: " in out
    assert "Woninginbraak: van 40 naar 30; het verschil kan toeval zijn" in out


def test_a_wijk_and_a_year_earlier_can_be_asked(report, tmp_path) -> None:
    words = ("--wijk", "W1", "--against", "year-earlier", "--json")
    code, out, _ = report("--out", tmp_path / "dek.pptx", *words, first="2025-07-01")
    assert code == 0
    assert json.loads(out)["previous"] == {"from": "2024-07-01", "to": "2024-12-31"}


def test_another_ending_is_refused_before_anything_is_written(report, tmp_path) -> None:
    deck = tmp_path / "dek.pptx"
    code, out, _ = report("--out", deck, "--out", tmp_path / "dek.odp", "--json")
    assert code == 1
    assert json.loads(out)["error"]["key"] == "export-suffix-unknown"
    assert not deck.exists()


def test_a_house_style_without_contrast_is_refused(run, tmp_path) -> None:
    town = build_town(tmp_path)
    (town.root / "huisstijl.toml").write_text('accent = "#ffee88"\n', encoding="utf-8")
    words = ("--from", "2025-01-01", "--to", "2025-12-31", "--audience", "public")
    code, out, _ = run("-w", town.root, "report", *words, "--out", tmp_path / "d.pptx", "--json")
    assert code == 1
    assert json.loads(out)["error"]["key"] == "settings-invalid"
    assert service.describe_data(town).incidents > 0
