import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import geopandas as gpd
import pytest
from docx.oxml.ns import qn
from factsheet_drawings import HERE, PLACE, gather, make_goal, make_placed_town, place_unit, theme
from handing import hand_on
from papers import HOSTILE, list_tags, open_pdf, read_pages
from placement_drawings import WEIGHED
from shapely import box

from geo import service
from geo.disclosure import Audience
from geo.errors import ParamsError
from geo.params import HourSelection
from geo.placements import Safeguards, Site, Siting
from geo.present.paper.document import Picture, Points, Table, Text, Tone
from geo.present.placement import factsheet as sheets
from geo.schema import DayPart, OutlineLayer, PointLayer

PUBLIC_ORDER = "dient de handhaving van de openbare orde"
DRAFT = "Concept, ter beoordeling door de jurist"
FILLED_IN = Safeguards(
    requested=True,
    requested_on=date(2026, 10, 12),
    request_reference="2026-118",
    lighter_measures="Extra rondes van de boa's",
    consulted_on=date(2026, 10, 20),
    viewing_hours="vrijdag en zaterdag, 20 tot 2 uur",
    signs="Borden aan elke toegang",
    retention_days=14,
)


def build_factsheet(sheet, audience=Audience.INTERNAL):
    return sheets.build_factsheet(hand_on(sheet, audience))


def render_factsheet(sheet, suffix):
    return sheets.render_factsheet(hand_on(sheet), suffix)


def list_texts(document):
    blocks = [*document.opening, *(each for part in document.sections for each in part.blocks)]
    for block in blocks:
        match block:
            case Text():
                yield block
            case Points():
                yield from block.items
            case Table():
                yield from (cell for row in block.rows for cell in row)


def list_tables(sheet):
    sections = build_factsheet(sheet).sections
    return [each for part in sections for each in part.blocks if isinstance(each, Table)]


def tell(sheet):
    """All words of a fact sheet, and those of each label."""
    rows = [row for table in list_tables(sheet) for row in table.rows if len(row) == 2]
    words = " ".join(each.text for each in list_texts(build_factsheet(sheet)))
    return words, {a.text: b.text for a, b in rows}


def missing_of(sheet):
    return sheets.tell_factsheet(hand_on(sheet), [])["missing"]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    return gather(tmp_path_factory.mktemp("blad"))


@pytest.fixture(scope="module")
def paper(sheet):
    return render_factsheet(sheet, ".pdf")


@pytest.fixture(scope="module")
def word(sheet):
    return docx.Document(io.BytesIO(render_factsheet(sheet, ".docx")))


def change(sheet, **changes):
    """The same sheet on another placement."""
    version = replace(sheet.versions[-1], placement=place_unit(**changes))
    return replace(sheet, versions=(version,))


def test_the_pdf_is_tagged_titled_dutch_and_marked_as_a_draft_on_every_page(paper) -> None:
    root = open_pdf(paper).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"].startswith("nl")
    assert open_pdf(paper).metadata.title == "Informatieblad cameratoezicht"
    pages = read_pages(paper)
    assert len(pages) > 2
    assert all(text.startswith(DRAFT) for text in pages)


def test_the_map_is_described_in_words(paper) -> None:
    (alt,) = [alt for kind, alt in list_tags(paper) if kind == "/Figure"]
    assert "cirkel van 100 meter" in alt
    assert "vergelijkingsgebied, gemerkt met een V" in alt


def test_pdf_and_word_say_the_same(sheet, paper, word) -> None:
    told = " ".join(read_pages(paper))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    written = " ".join([*(each.text for each in word.paragraphs), *cells])
    for text in list_texts(build_factsheet(sheet)):
        assert text.text in written
    for section in build_factsheet(sheet).sections:
        assert section.title in told
        assert section.title in written


def test_the_word_file_has_headings_table_headings_and_a_described_map(word) -> None:
    styles = [each.style.name for each in word.paragraphs]
    assert styles.count("Heading 1") == 12
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("Kaart van het gebied in West")
    assert word.sections[0].header.paragraphs[0].text == DRAFT
    assert word.core_properties.created.date() == date(2026, 10, 31)


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_same_placement_gives_the_same_bytes(tmp_path, suffix) -> None:
    town = make_placed_town(tmp_path)
    content = render_factsheet(service.gather_factsheet(town, 1), suffix)
    assert render_factsheet(service.gather_factsheet(town, 1), suffix) == content


def test_what_nobody_filled_in_stays_a_question_and_is_counted(sheet, paper) -> None:
    missing = missing_of(sheet)
    assert "Niet ingevuld: welke lichtere maatregelen zijn geprobeerd?" in missing
    assert sum("met de driehoek overlegd" in each for each in missing) == 1
    assert sum("kijkt iemand live mee" in each for each in missing) == 1
    told = " ".join(read_pages(paper))
    assert all(each in told for each in missing)
    assert f"{len(missing)} onderdelen zijn nog niet ingevuld" in told


def test_what_is_filled_in_is_told_and_no_longer_asked(sheet) -> None:
    filled = change(sheet, safeguards=FILLED_IN)
    text, rows = tell(filled)
    assert "Extra rondes van de boa's" in text
    assert "Overlegd op 20 oktober 2026." in text
    assert rows["Uitkijktijden"] == "vrijdag en zaterdag, 20 tot 2 uur"
    assert rows["Beelden bewaren"].startswith("14 dagen; ten hoogste vier weken")
    assert rows["Kenbaarheid"] == "Borden aan elke toegang"
    assert "vroeg op 12 oktober 2026 om deze camera (kenmerk: 2026-118)" in text
    assert len(missing_of(filled)) == len(missing_of(sheet)) - 5
    # The rules of the place come from the settings.
    assert missing_of(filled) == [
        "Niet ingevuld: welke plaatselijke verordening en welk beleid gelden?"
    ]


@pytest.mark.parametrize(
    ("stated", "told", "asked"),
    [
        (Safeguards(requested=False), "De politie heeft niet om deze camera gevraagd.", ""),
        (
            Safeguards(requested=True),
            "De politie vroeg om deze camera.",
            "op welke dag en onder welk kenmerk vroeg de politie",
        ),
        (
            Safeguards(requested=True, requested_on=date(2026, 10, 12)),
            "De politie vroeg op 12 oktober 2026 om deze camera.",
            "Niet ingevuld: onder welk kenmerk vroeg de politie",
        ),
    ],
)
def test_of_a_request_only_what_is_missing_is_asked(sheet, stated, told, asked) -> None:
    filled = change(sheet, safeguards=stated)
    assert told in tell(filled)[0]
    missing = [each for each in missing_of(filled) if "politie" in each]
    assert [asked in each for each in missing] == ([True] if asked else [])


def test_what_was_weighed_is_told_with_what_would_change_the_choice(sheet) -> None:
    second = replace(WEIGHED.runner_up, place=(PLACE[0] + 140, PLACE[1]))
    weighed = change(sheet, weighed=replace(WEIGHED, runner_up=second))
    text, rows = tell(weighed)
    assert rows["Hoe vaak gekozen"] == "in 412 van 500 steekproeven uit de meldingen"
    assert rows["Op een na beste plek"] == (
        "Kerkweg, 140 meter verderop; die dekt 3,3 punten minder"
    )
    assert rows["Bewijs"] == "bewezen: geen andere keuze telt zwaarder"
    assert "6,4% van de meldingen (marge 4,8% tot 8,6%)" in rows["Vooruit gemeten"]
    assert rows["Bleef staan"].startswith("1 camera; ")
    assert "van 2 andere instellingen verschuift er 1 een plek" in text
    (table,) = [each for each in list_tables(weighed) if "Als" in each.header]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["bereik een kwart kleiner", "1 van 1", "40 meter"],
        ["elke melding telt even zwaar", "0 van 1", "dezelfde plek"],
    ]


def test_what_was_weighed_and_never_kept_is_said_to_be_so(sheet) -> None:
    assert "is bij deze plaatsing niet bewaard" in tell(sheet)[0]
    assert "Als" not in {name for table in list_tables(sheet) for name in table.header}


def test_where_nothing_else_was_to_weigh_it_says_so(sheet) -> None:
    bare = replace(WEIGHED, runner_up=None, ahead=None, in_use=(), settings=(), gap=0.012)
    _, rows = tell(change(sheet, weighed=bare))
    assert rows["Op een na beste plek"] == "geen: geen andere plek bestrijkt ander gebied"
    assert rows["Vooruit gemeten"].startswith("niet te zeggen")
    assert rows["Bewijs"] == "ten hoogste 1,20% onder wat het beste kan zijn"
    assert "Bleef staan" not in rows


@pytest.mark.parametrize(
    ("names", "warned"),
    [
        (["woninginbraak"], True),
        (["jeugdoverlast"], False),
        (["woninginbraak", "jeugdoverlast"], False),
    ],
)
def test_that_151c_serves_public_order_is_a_warning_for_burglary_only(
    tmp_path, names, warned
) -> None:
    told = gather(tmp_path, place_unit(themes=tuple(theme(name) for name in names)))
    found = [each for each in list_texts(build_factsheet(told)) if PUBLIC_ORDER in each.text]
    assert [each.tone for each in found] == ([Tone.WARNING] if warned else [])


def test_small_counts_are_called_small_and_get_no_percentage(sheet) -> None:
    goal = make_goal(expected=8.0, smallest_reduction=9.3)
    small = change(sheet, themes=(theme(incidents=6),), goal=goal)
    text, rows = tell(small)
    assert "klein aantal" in text
    assert rows["Criterium"].startswith("ten minste 2 meldingen (klein aantal) minder dan de 8")
    assert "%" not in rows["Criterium"]
    _, usual = tell(sheet)
    assert usual["Criterium"].endswith("(25%)")


def test_a_goal_that_cannot_be_seen_is_warned_of(sheet) -> None:
    text, _ = tell(sheet)
    assert "kleiner dan wat in deze weken zichtbaar kan worden" in text
    assert "30 op 100" in text
    seen = make_goal(expected=100.0, reduction=0.5, smallest_reduction=33.0)
    assert "zichtbaar kan worden" not in tell(change(sheet, goal=seen))[0]
    hopeless = make_goal(expected=5.0, smallest_reduction=7.4)
    assert "Ook als er geen enkele melding meer komt" in tell(change(sheet, goal=hopeless))[0]


def test_the_criterion_is_that_of_the_first_version(sheet) -> None:
    first = sheet.versions[0]
    goal = make_goal(reduction=0.6)
    later = replace(first, version=2, why="Ander doel", placement=place_unit(goal=goal))
    _, rows = tell(replace(sheet, versions=(first, later)))
    assert rows["Criterium"].endswith("(25%)")


def test_a_goal_that_was_set_after_the_beginning_is_said_to_be_so(sheet) -> None:
    assert "vastgelegd op 31 oktober 2026, in versie 1, voordat" in tell(sheet)[0]
    late = replace(sheet.versions[0], recorded_at=datetime(2026, 12, 1, 12, tzinfo=UTC))
    told = build_factsheet(replace(sheet, versions=(late,)))
    (found,) = [each for each in list_texts(told) if "pas vastgelegd op 1 december" in each.text]
    assert found.tone is Tone.WARNING


def test_versions_are_listed_with_why_each_came(tmp_path) -> None:
    document = build_factsheet(gather(tmp_path, place_unit(), place_unit(safeguards=FILLED_IN)))
    (table,) = document.sections[-1].blocks
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1", "31 oktober 2026, 10:05", "eerste versie"],
        ["2", "31 oktober 2026, 11:05", "Reden 1"],
    ]


def test_another_place_than_suggested_is_told_with_its_reason(sheet) -> None:
    other = Site(place=(PLACE[0] + 60, PLACE[1]), points=14.0, incidents=24)
    siting = Siting(chosen=HERE, suggested=other, reason="Daar is geen stroom")
    text, _ = tell(change(sheet, siting=siting, weighed=WEIGHED))
    assert (
        "60 meter verderop, met 24 meldingen en 14,0 punten; dat is 4 meldingen meer dan hier"
        in text
    )
    assert "Wat hieronder staat, gaat over de voorgestelde plek." in text
    assert "Reden: Daar is geen stroom" in text
    own = Siting(chosen=HERE, suggested=None, reason="Op verzoek")
    assert "stelde hier geen plek voor" in tell(change(sheet, siting=own))[0]
    assert "Dit is de plek die Hotspotkaart voorstelde." in tell(sheet)[0]


def test_hours_and_days_are_written_the_dutch_way(sheet) -> None:
    hours = HourSelection(weekdays=(4, 5), day_parts=(DayPart.EVENING,))
    _, rows = tell(change(sheet, hours=hours))
    assert rows["Uren van gebruik"] == "vrijdag en zaterdag, avond"
    assert rows["Begin"] == "2 november 2026"
    assert rows["Uiterlijk weg op"] == "28 december 2026"
    assert rows["Duur"] == "8 weken (56 dagen)"


def test_local_rules_are_named_where_the_settings_hold_them_and_asked_for_elsewhere(sheet) -> None:
    assert "welke plaatselijke verordening" in " ".join(missing_of(sheet))
    ruled = replace(sheet, local_rules="artikel 9 van de APV")
    assert "artikel 151c van de Gemeentewet en artikel 9 van de APV." in tell(ruled)[0]
    assert "plaatselijke verordening" not in " ".join(missing_of(ruled))


def test_what_is_not_loaded_is_said_so(sheet) -> None:
    _, rows = tell(sheet)
    assert rows["Adressen in het gebied"].startswith("niet geladen")
    assert rows["Woningen in beeld"] == "niet geladen"
    assert rows["Scholen in beeld"] == "niet geladen"
    assert rows["Gevels in beeld"] == "niet geladen"
    assert rows["Straten in het gebied"] == "namen niet geladen"


def test_what_the_camera_looks_at_is_counted_where_it_is_loaded(tmp_path) -> None:
    """A wall hides one of two schools within range."""
    town = make_placed_town(tmp_path)
    x, y = PLACE
    schools = tmp_path / "scholen.csv"
    schools.write_text(f"x,y\n{x + 30},{y}\n{x - 30},{y}\n{x + 900},{y}\n", "utf-8")
    service.import_opportunities(town, schools, PointLayer.SCHOOLS)
    wall = gpd.GeoDataFrame(geometry=[box(x - 20, y - 50, x - 15, y + 50)], crs=town.crs)
    wall.to_file(tmp_path / "gebouwen.gpkg")
    service.import_outlines(town, tmp_path / "gebouwen.gpkg", OutlineLayer.FOOTPRINTS)
    _, rows = tell(service.gather_factsheet(town, 1))
    assert (rows["Scholen in beeld"], rows["Gevels in beeld"]) == ("1", "1")


def test_without_areas_there_is_still_a_sheet_with_a_map(tmp_path) -> None:
    bare = gather(tmp_path, areas=False)
    assert any(
        isinstance(block, Picture)
        for section in build_factsheet(bare).sections
        for block in section.blocks
    )
    assert "buiten de geladen wijken" in " ".join(read_pages(render_factsheet(bare, ".pdf")))


def test_invented_data_are_said_to_be_so_before_all_else(sheet) -> None:
    invented = build_factsheet(change(sheet, synthetic=True))
    notices = [each.text for each in invented.opening if isinstance(each, Text)]
    assert any(each.startswith("Synthetische gegevens") for each in notices)
    assert "Synthetische gegevens" not in tell(sheet)[0]


def test_words_of_people_are_no_commands(sheet) -> None:
    said = change(
        sheet,
        purpose=HOSTILE,
        safeguards=Safeguards(
            requested=True,
            request_reference=HOSTILE,
            lighter_measures=HOSTILE,
            viewing_hours=HOSTILE,
            signs=HOSTILE,
        ),
    )
    pages = " ".join(read_pages(render_factsheet(said, ".pdf")))
    assert pages.count(HOSTILE) >= 3
    document = docx.Document(io.BytesIO(render_factsheet(said, ".docx")))
    assert [each.text for each in document.paragraphs].count(HOSTILE) == 2


def test_another_ending_is_refused(sheet) -> None:
    with pytest.raises(ParamsError) as refused:
        render_factsheet(sheet, ".txt")
    assert refused.value.key == "export-suffix-unknown"
