import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.present.spreadsheets import Section, render_csv, render_xlsx

FACTS = [("Periode", "1 januari 2018 tot en met 31 december 2018"), ("Bron", "=demo")]


def open_book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6", "'+31 6"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-4.5958", "-4.5958"),
        ("+3,5", "+3,5"),
        ("1.1.1", "1.1.1"),
        ("", ""),
    ],
)
def test_no_text_runs_in_a_spreadsheet(text, written):
    content = render_csv(pd.DataFrame({"kolom": [text], "getal": [1.5]}))
    assert read_rows_keeping_breaks(content) == [["kolom", "getal"], [written, "1.5"]]


@given(st.lists(st.text(alphabet="=+-@'\"\t\r\n;,a1"), min_size=1))
def test_every_cell_comes_back_and_none_is_a_formula(texts):
    content = render_csv(pd.DataFrame({"kolom": texts, "rij": range(len(texts))}))
    cells = [row[0] for row in read_rows_keeping_breaks(content)[1:]]
    for cell, text in zip(cells, texts, strict=True):
        assert cell in {text, f"'{text}"}
        assert not cell.startswith(("=", "@", "\t", "\r"))


def read_rows_keeping_breaks(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_workbook_keeps_numbers_dates_and_gaps():
    table = pd.DataFrame(
        {
            "Plek": ["West", None],
            "Aantal": pd.array([3, None], dtype="Int64"),
            "Score": [1.5, float("nan")],
            "Dag": [date(2018, 12, 31), None],
        }
    )
    rows = list(open_book(render_xlsx(table, facts=FACTS))["Tabel"].iter_rows())
    assert [cell.value for cell in rows[0]] == ["Plek", "Aantal", "Score", "Dag"]
    assert [cell.value for cell in rows[1]][:3] == ["West", 3, 1.5]
    assert rows[1][3].value.date() == date(2018, 12, 31)
    assert not [cell.value for row in rows[2:] for cell in row if cell.value is not None]


def test_a_workbook_says_what_it_shows():
    notes = open_book(render_xlsx(pd.DataFrame({"a": [1]}), facts=FACTS))["Verantwoording"]
    assert [tuple(cell.value for cell in row) for row in notes.iter_rows()] == FACTS


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "http://a.b", "{=A1}", "12"])
def test_no_text_of_a_workbook_is_more_than_text(text):
    content = render_xlsx(pd.DataFrame({text: [text]}), facts=[(text, text)])
    for sheet in open_book(content):
        for row in sheet.iter_rows():
            assert {(cell.value, cell.data_type) for cell in row} == {(text, "s")}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not [
            name for name in book.namelist() if "externalLink" in name or "_rels/sheet" in name
        ]


def test_what_a_workbook_answers_for_stands_below_what_it_shows():
    account = [Section("Methode", [("DBSCAN", "=SUM(A1)")]), Section("Grenzen", [("Gemeld", "x")])]
    notes = open_book(render_xlsx(pd.DataFrame({"a": [1]}), facts=FACTS, account=account))
    rows = [tuple(cell.value for cell in row) for row in notes["Verantwoording"].iter_rows()]
    assert [row for row in rows if any(row)] == [
        *FACTS,
        ("Methode", None),
        ("DBSCAN", "=SUM(A1)"),
        ("Grenzen", None),
        ("Gemeld", "x"),
    ]
    assert {cell.data_type for row in notes["Verantwoording"] for cell in row} <= {"s", "n"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("=1+1", "'=1+1"),
        ("\x00=1+1", "'=1+1"),
        ("\u202e=1+1", "'=1+1"),
        ("\u200b@SUM(A1)", "'@SUM(A1)"),
        ("\n=1+1", "'\n=1+1"),
        ("Oost\x00West", "OostWest"),
        ("\u202eteog\u202c", "teog"),
        ("<b>Oost</b>", "<b>Oost</b>"),
    ],
)
def test_what_cannot_be_seen_hides_no_formula(text, told):
    (_, (cell,)) = read_rows_keeping_breaks(render_csv(pd.DataFrame({"a": [text]})))
    assert cell == told
    (_, (shown,)) = open_book(render_xlsx(pd.DataFrame({"a": [text]}), facts=[]))["Tabel"].rows
    assert (shown.data_type, shown.value) == ("s", told.removeprefix("'").replace("\n", " "))


def test_a_moment_keeps_its_hour_and_a_number_without_end_is_a_word():
    table = pd.DataFrame({"a": [datetime(2018, 5, 1, 21, 30)], "b": [float("inf")]})  # noqa: DTZ001
    (_, (moment, number)) = open_book(render_xlsx(table, facts=[]))["Tabel"].rows
    assert moment.value == datetime(2018, 5, 1, 21, 30)  # noqa: DTZ001
    assert moment.number_format == "dd-mm-yyyy hh:mm"
    assert (number.data_type, number.value) == ("s", "inf")


def test_a_text_longer_than_a_cell_is_cut_and_not_lost():
    (_, (cell,)) = open_book(render_xlsx(pd.DataFrame({"a": ["x" * 40_000]}), facts=[]))[
        "Tabel"
    ].rows
    assert cell.value == "x" * 32_767


def test_headings_stay_in_sight_and_columns_are_as_wide_as_what_they_hold():
    table = pd.DataFrame({"Plek": ["x" * 30], "n": [1]})
    sheet = open_book(render_xlsx(table, facts=[]))["Tabel"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width > 30 > sheet.column_dimensions["B"].width


def test_the_same_table_gives_the_same_workbook():
    table = pd.DataFrame({"a": [1, 2]})
    assert render_xlsx(table, facts=FACTS) == render_xlsx(table, facts=FACTS)


def test_a_table_without_rows_is_a_workbook_with_headings():
    sheet = open_book(render_xlsx(pd.DataFrame({"a": []}), facts=[]))["Tabel"]
    assert [cell.value for cell in next(sheet.iter_rows())] == ["a"]
