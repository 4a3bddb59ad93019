import io
import re

import numpy as np
import pypdfium2
import pytest
import segno
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import HOSTILE, list_tags, open_pdf, read_pages
from patrol_kits import lay_out_sheet, make_kit, render_sheet

from geo.present.patrol.sheet import Paper, draw_code
from geo.present.patrol.table import tell_visits
from geo.present.patrol.words import NO_VISIT, say_geo_uri
from geo.service.patrol.answers import Caution, PatrolWarning

SIZE_PT = {Paper.A4: (595.3, 841.9), Paper.A5: (419.5, 595.3)}


def text_of(kit, **options):
    return " ".join(read_pages(render_sheet(kit, **options)))


def ink_of(content, *, scale=2):
    """Each page as grey levels."""
    for page in pypdfium2.PdfDocument(content):
        yield np.asarray(page.render(scale=scale, grayscale=True).to_pil().convert("L"))


@pytest.fixture(scope="module")
def made():
    return render_sheet(make_kit(4, teams=2, order=[0, 1, 0, 2, 3]))


def test_a_sheet_is_tagged_titled_and_dutch(made) -> None:
    root = open_pdf(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert open_pdf(made).metadata.title == "Patrouilleblad dinsdag 3 november 2026"
    assert b"pdfuaid" in made


def test_headings_pictures_and_links_are_told_as_what_they_are(made) -> None:
    tags = list_tags(made)
    kinds = [kind for kind, _ in tags]
    assert {"/H1", "/H2", "/H3", "/Figure", "/Link", "/Table", "/TH", "/L"} <= set(kinds)
    told = [alt for kind, alt in tags if kind == "/Figure"]
    # A map and a code a stop, for each of two teams.
    assert len(told) == 12
    assert all(told)
    assert any(alt.startswith("Kaart van de route van team 1") for alt in told)
    assert any("stop 5" in alt for alt in told)


@pytest.mark.parametrize("paper", Paper)
def test_pages_are_of_the_paper_that_was_asked_for(paper) -> None:
    for page in open_pdf(render_sheet(make_kit(1), paper=paper)).pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        assert size == pytest.approx(SIZE_PT[paper], abs=0.1)


def test_each_team_has_pages_of_its_own_that_say_whose_they_are(made) -> None:
    pages = read_pages(made)
    teams = [re.match(r"Team (\d)", page)[1] for page in pages]
    assert teams == sorted(teams)
    assert set(teams) == {"1", "2"}
    for number, page in enumerate(pages, start=1):
        assert f"Blad {number} van {len(pages)}" in page


def test_one_team_can_be_written_alone() -> None:
    text = text_of(make_kit(2, teams=2), team=2)
    assert "Team 2: boa's, op de fiets" in text
    assert "Team 1" not in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("stops", [1, 30])
def test_every_stop_has_time_place_reason_code_and_room_to_write(paper, stops) -> None:
    kit = make_kit(stops)
    text = text_of(kit, paper=paper)
    for words in ("Bevindingen", "Open de kaart", "Aangekomen", "☐ Niets aangetroffen"):
        assert text.count(words) == stops
    for told in tell_visits(kit):
        span = f"{told.visit.starts:%H:%M} tot {told.visit.leaves:%H:%M}"
        # In short, and stop by stop.
        assert text.count(f"{span} {told.name}") == 1
        assert f"{span} (15 minuten) {told.name}" in text
    assert text.count("13 meldingen in de periode") == stops


def test_a_place_that_comes_again_is_told_in_short(made) -> None:
    text = " ".join(read_pages(made))
    assert text.count("Dezelfde plek als stop 1") == 2
    assert text.count("Let op:") == 8


def test_a_sheet_says_what_it_rests_on_and_that_it_is_a_suggestion() -> None:
    text = text_of(make_kit(1, on_streets=False))
    assert "Synthetische gegevens" in text
    assert "stelt plekken en tijden voor" in text
    assert "rechte lijn keer 1,3" in text
    assert "vuistregel" in text
    assert "4,0%" in text
    assert "geen namen van personen" in text
    assert "voorspelt" not in text
    assert "Synthetische" not in text_of(make_kit(1, synthetic=False))


@pytest.mark.parametrize("paper", Paper)
def test_overview_stands_on_one_page(paper) -> None:
    kit = make_kit(18)
    pages = read_pages(render_sheet(kit, paper=paper))
    (page,) = [page for page in pages if "In het kort" in page]
    for told in tell_visits(kit):
        assert f"{told.visit.starts:%H:%M} tot {told.visit.leaves:%H:%M} {told.name}" in page


def test_overview_too_long_for_a_page_goes_on_and_loses_no_stop() -> None:
    pages = read_pages(render_sheet(make_kit(60), paper=Paper.A5))
    text = " ".join(pages[:3])
    assert all(f" Jeugdoverlast {number}, Slikkerveer" in text for number in range(1, 61))


def test_old_data_are_told_on_the_first_page_and_only_there() -> None:
    old = PatrolWarning(Caution.OLD_DATA, {"days": 400})
    late = PatrolWarning(Caution.SHORT_SHIFT)
    pages = read_pages(render_sheet(make_kit(9, warnings=(old, late)), paper=Paper.A5))
    told = [number for number, page in enumerate(pages) if "Lees nieuwere meldingen in" in page]
    assert told == [0]
    assert "te kort" in pages[-1]


def test_a_team_without_visits_is_told_what_to_do() -> None:
    text = text_of(make_kit(2, visits=((),), ways=((),)))
    assert NO_VISIT in text
    assert "In het kort" not in text


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("text", [HOSTILE[:60], "W" * 60, "x" * 600, "漢\u202e\x00"])
def test_whatever_text_people_gave_nothing_runs_off_the_page(paper, text) -> None:
    content = render_sheet(make_kit(2, text=text), paper=paper)
    for page in ink_of(content):
        height, width = page.shape
        edge = round(width * 0.03)
        for side in (page[:, :edge], page[:, -edge:], page[:edge], page[height - edge :]):
            assert (side > 250).all()


def test_text_of_people_comes_out_as_itself() -> None:
    assert HOSTILE in text_of(make_kit(1, text=HOSTILE))


@given(st.text(max_size=60))
@settings(max_examples=10, deadline=None)
def test_any_text_makes_a_sheet(text) -> None:
    _, warnings = typst.compile_with_warnings(**lay_out_sheet(make_kit(1, text=text)))
    assert not warnings


def test_the_same_plan_gives_the_same_bytes_and_another_one_does_not(made) -> None:
    assert render_sheet(make_kit(4, teams=2, order=[0, 1, 0, 2, 3])) == made
    assert render_sheet(make_kit(4, teams=2, order=[1, 0, 0, 2, 3])) != made


def test_a_code_on_paper_is_read_as_the_place_of_its_stop() -> None:
    """What a phone would see in print is, module by module, the code of the geo link."""
    kit = make_kit(1, text="")
    (told,) = tell_visits(kit)
    uri = say_geo_uri(told.latitude, told.longitude)
    code = segno.make_qr(uri, error="m", boost_error=False)
    wanted = [list(row) for row in code.matrix]
    pages = ink_of(render_sheet(kit), scale=6)
    assert any(_read_code(page, len(wanted)) == wanted for page in pages)
    link = open_pdf(render_sheet(kit))
    assert uri in {
        note.get_object()["/A"]["/URI"] for page in link.pages for note in page.get("/Annots", [])
    }


def _read_code(page, modules):
    """The code at the right of a page, as rows of modules; None where there is none."""
    dark = page < 128
    height, width = dark.shape
    right = dark[:, round(width * 0.8) : round(width * 0.9)]
    rows = np.flatnonzero(right.sum(axis=1) > 20)
    if not len(rows):
        return None
    for top in rows:
        line = np.flatnonzero(dark[top, round(width * 0.76) : round(width * 0.92)])
        if not len(line):
            continue
        left = line[0] + round(width * 0.76)
        side = line[-1] - line[0] + 1
        step = side / modules
        at = (np.arange(modules) + 0.5) * step
        if top + side > height:
            return None
        read = dark[np.ix_((top + at).astype(int), (left + at).astype(int))].astype(int)
        if read[:7, :7].sum() == 33:
            return read.tolist()
    return None


def test_a_code_is_a_drawing_with_a_quiet_edge() -> None:
    drawn = draw_code("geo:51.870000,4.600000").decode()
    size = len(segno.make_qr("geo:51.870000,4.600000", error="m", boost_error=False).matrix)
    assert f'viewBox="0 0 {size + 8} {size + 8}"' in drawn
    assert "<script" not in drawn
    assert draw_code("geo:51.870000,4.600000") == io.BytesIO(drawn.encode()).getvalue()
