import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from open_drawings import OWN, draw_page, draw_row, draw_workspace, write_page

from geo.errors import IntakeError
from geo.intake.opendata import clean_figures, read_open_figures
from geo.schema import OpenTable

COLUMNS = ["topic", "area", "year", "month_number", "figure"]


@pytest.fixture
def town(tmp_path):
    return draw_workspace(tmp_path)


def cells(found):
    rows = found.figures[COLUMNS].astype(object)
    return list(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def test_keys_lose_the_spaces_on_which_they_end(town, tmp_path) -> None:
    found = read_open_figures(town, write_page(tmp_path / "a.json", draw_row()))
    assert (found.table, found.origin) == (OpenTable.CRIMES_BY_YEAR, "a.json")
    assert cells(found) == [("1.1.1", OWN, 2025, 0, 91)]


def test_the_total_of_a_year_is_no_month(town, tmp_path) -> None:
    rows = [draw_row(period=period, figure=n) for n, period in ((7, "2025MM12"), (91, "2025JJ00"))]
    found = read_open_figures(
        town, write_page(tmp_path / "a.json", *rows, table=OpenTable.CRIMES_BY_MONTH)
    )
    assert cells(found) == [("1.1.1", OWN, 2025, 0, 91), ("1.1.1", OWN, 2025, 12, 7)]


@pytest.mark.parametrize("withheld", [None, "", "       .", "-", "x"])
def test_what_is_withheld_is_missing_and_zero_is_zero(town, tmp_path, withheld) -> None:
    rows = [draw_row(figure=withheld), draw_row(topic="1.2.3", figure=0)]
    found = read_open_figures(town, write_page(tmp_path / "a.json", *rows))
    assert [cell[-1] for cell in cells(found)] == [None, 0]


def test_wijken_elsewhere_and_quarters_are_left_out_and_counted(town, tmp_path) -> None:
    areas = [OWN, "WK990101", "BU99010100", "GM9902", "WK990201", "BU99020100", "NL00", "PV28"]
    rows = [draw_row(area=area) for area in areas] + [draw_row(period="2025KW01")]
    found = read_open_figures(town, write_page(tmp_path / "a.json", *rows))
    assert {cell[1] for cell in cells(found)} == set(areas) - {"WK990201", "BU99020100"}
    assert (found.read, found.left_out) == (9, 3)


def test_pages_that_were_saved_one_after_the_other_are_one_table(town, tmp_path) -> None:
    path = tmp_path / "a.json"
    pages = [draw_page(draw_row()), draw_page(draw_row(topic="1.2.3", figure=5))]
    path.write_text(json.dumps(pages), encoding="utf-8")
    assert len(cells(read_open_figures(town, path))) == 2


def test_the_fourth_version_of_the_protocol_is_read(town, tmp_path) -> None:
    path = tmp_path / "a.json"
    row = {"Id": 1, "Measure": "M1", "ValueAttribute": "None", "Value": 91.0, "StringValue": None}
    keys = {"SoortMisdrijf": "1.1.1 ", "WijkenEnBuurten": OWN, "Perioden": "2025JJ00"}
    page = {
        "@odata.context": "https://example.org/v1/Politie/47018NED/$metadata#Observations",
        "value": [{**row, **keys}],
    }
    path.write_text(json.dumps(page), encoding="utf-8")
    assert cells(read_open_figures(town, path)) == [("1.1.1", OWN, 2025, 0, 91)]


@pytest.mark.parametrize("mark", [";", ","])
def test_a_downloaded_csv_says_its_table_in_its_name(town, tmp_path, mark) -> None:
    path = tmp_path / "47018NED_TypedDataSet_30112026.csv"
    lines = [
        ["ID", "SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1"],
        ["0", "1.1.1 ", "GM9901    ", "2025JJ00", "91"],
        ["1", "1.1.1 ", "GM9901    ", "2024JJ00", ""],
    ]
    text = "\n".join(mark.join(f'"{cell}"' for cell in line) for line in lines)
    path.write_text(text, encoding="utf-8-sig")
    found = read_open_figures(town, path)
    assert found.table is OpenTable.CRIMES_BY_YEAR
    assert cells(found) == [("1.1.1", OWN, 2024, 0, None), ("1.1.1", OWN, 2025, 0, 91)]


def test_nuisance_and_regions_have_columns_of_their_own(town, tmp_path) -> None:
    nuisance = tmp_path / "47024NED.csv"
    nuisance.write_text(
        "Overlast;WijkenEnBuurten;Perioden;GeregistreerdeOverlast_1\n1;GM9901;2025JJ00;8\n"
    )
    region = tmp_path / "47013NED.csv"
    region.write_text(
        "SoortMisdrijf;RegioS;Perioden;GeregistreerdeMisdrijven_1;Aangiften_2\n"
        "1.1.1 ;RE99;2025JJ00;900;5\n"
    )
    assert cells(read_open_figures(town, nuisance)) == [("1", OWN, 2025, 0, 8)]
    assert cells(read_open_figures(town, region)) == [("1.1.1", "RE99", 2025, 0, 900)]


def test_a_file_that_does_not_say_its_table_is_told_it(town, tmp_path) -> None:
    path = tmp_path / "tabel.json"
    path.write_text(json.dumps([draw_row()]), encoding="utf-8")
    found = read_open_figures(town, path, table=OpenTable.CRIMES_BY_MONTH)
    assert found.table is OpenTable.CRIMES_BY_MONTH
    with pytest.raises(IntakeError) as told:
        read_open_figures(town, path)
    assert told.value.key == "opendata-table-unknown"


def test_a_file_of_another_table_than_was_told_is_refused(town, tmp_path) -> None:
    path = write_page(tmp_path / "a.json", draw_row())
    with pytest.raises(IntakeError) as told:
        read_open_figures(town, path, table=OpenTable.NUISANCE)
    assert told.value.key == "opendata-table-unknown"


def test_a_cell_that_comes_twice_counts_once(town, tmp_path) -> None:
    rows = [draw_row(number=number) for number in range(2)]
    assert len(cells(read_open_figures(town, write_page(tmp_path / "a.json", *rows)))) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"[]",
        b"[1, 2]",
        b'{"value": 3}',
        b'{"value": [3]}',
        b'{"value": []}',
        b"\xff\xfe\x00",
        b"naam,aantal\na,1\n",
        b"SoortMisdrijf;WijkenEnBuurten;Perioden\n1.1.1;GM9901;2025JJ00\n",
        b"SoortMisdrijf;WijkenEnBuurten;Perioden;GeregistreerdeMisdrijven_1\n1;GM9901;2025JJ00\n",
        json.dumps(draw_page(draw_row(topic=""))).encode(),
        json.dumps(draw_page(draw_row(area="Ridderkerk"))).encode(),
        json.dumps(draw_page(draw_row(period="2025"))).encode(),
        json.dumps(draw_page(draw_row(period="9999JJ00"))).encode(),
        json.dumps(draw_page(draw_row(period="0000JJ00"))).encode(),
        json.dumps(draw_page(draw_row(period="2025MM13"))).encode(),
        json.dumps(draw_page(draw_row(period="2025MM00"))).encode(),
        json.dumps(draw_page(draw_row(figure=-99997))).encode(),
        json.dumps(draw_page(draw_row(figure=1.5))).encode(),
        json.dumps(draw_page(draw_row(figure=1e300))).encode(),
        json.dumps(draw_page(draw_row(figure="veel"))).encode(),
        json.dumps(draw_page(draw_row(figure=[1]))).encode(),
        json.dumps(draw_page(draw_row(), draw_row(figure=92))).encode(),
    ],
)
def test_what_is_no_such_table_is_refused_whole(town, tmp_path, content) -> None:
    path = tmp_path / "47018NED.data"
    path.write_bytes(content)
    with pytest.raises(IntakeError):
        read_open_figures(town, path)


def test_a_file_that_is_not_there_is_said(town, tmp_path) -> None:
    with pytest.raises(IntakeError) as told:
        read_open_figures(town, tmp_path / "47018NED.csv")
    assert told.value.key == "file-unreadable"


def test_a_file_beyond_all_measure_is_not_read(town, tmp_path) -> None:
    path = tmp_path / "47018NED.csv"
    with path.open("wb") as stream:
        # A hole: it takes no room on the disk.
        stream.truncate((1 << 28) + 1)
    with pytest.raises(IntakeError) as told:
        read_open_figures(town, path)
    assert told.value.key == "opendata-too-large"


KEYS = st.tuples(
    st.sampled_from(["1.1.1", "1.2.3", "0.0.0"]),
    st.sampled_from([OWN, "GM9902", "WK990101", "WK990201"]),
    st.sampled_from(["2024JJ00", "2024MM02", "2025MM12", "2025KW01"]),
)


@given(st.dictionaries(KEYS, st.none() | st.integers(0, 500), min_size=1))
def test_rows_in_are_cells_and_rows_left_out(made) -> None:
    town = draw_workspace(Path("nowhere"))
    rows = [draw_row(*key, figure) for key, figure in made.items()]
    found = clean_figures(town, rows, table=OpenTable.CRIMES_BY_MONTH, origin="made", digest="made")
    assert found.read == len(rows) == len(found.figures) + found.left_out
    kept = sum(
        figure or 0
        for (_, area, period), figure in made.items()
        if area != "WK990201" and "KW" not in period
    )
    assert int(found.figures["figure"].sum()) == kept
