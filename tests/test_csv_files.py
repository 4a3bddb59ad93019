import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import IntakeError
from geo.intake.csv_files import find_dialect, read_csv

PLAIN = "id;naam\n1;Café\n2;Zaal\n"


@pytest.fixture
def written(tmp_path):
    """Write a file and hand back where."""

    def write(content):
        path = tmp_path / "bestand.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path, *columns, most=None):
    dialect = find_dialect(path)
    table, numbers, broken = read_csv(path, dialect, columns or dialect.columns, most=most)
    return table.unpack().to_pylist(), numbers.tolist(), broken.tolist()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PLAIN.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16"),
        (PLAIN.encode("utf-16-le"), "utf-16-le"),
        (PLAIN.encode("utf-16-be"), "utf-16-be"),
        (PLAIN.encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found_out(written, content, encoding) -> None:
    path = written(content)

    assert find_dialect(path).encoding == encoding
    assert read(path)[0] == [{"id": "1", "naam": "Café"}, {"id": "2", "naam": "Zaal"}]


def test_one_accent_far_down_still_tells_windows_1252(written) -> None:
    path = written(b"id;naam\n" + b"1;x\n" * 600_000 + b"2;Caf\xe9 \x80\n")

    rows, numbers, _ = read(path)

    assert rows[-1] == {"id": "2", "naam": "Café €"}
    assert numbers[-1] == 600_001


def test_accent_split_over_two_chunks_stays_utf8(written) -> None:
    path = written(b"id\n" + b"x" * ((1 << 20) - 5) + b"\n" + "é\n".encode())

    assert find_dialect(path).encoding == "utf-8"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found_out(written, delimiter) -> None:
    path = written(PLAIN.replace(";", delimiter))

    assert find_dialect(path).delimiter == delimiter
    assert read(path, "naam")[0] == [{"naam": "Café"}, {"naam": "Zaal"}]


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("x;y\n1,5;2,5\n3,5;4,5\n", ";"),
        ('a,b\n"1;2;3",4\n"1;2;3",5\n', ","),
        ("a;b\n" * 3 + "a,b,c;d\n", ";"),
        ("a b c\n1 2 3\n", ";"),
        ("sep=|\na;b|c\n1;2|3\n", "|"),
        ("SEP=,\r\na,b\r\n1,2\r\n", ","),
    ],
)
def test_delimiter_is_not_taken_for_part_of_a_value(written, content, delimiter) -> None:
    assert find_dialect(written(content)).delimiter == delimiter


def test_line_that_names_the_delimiter_is_no_row(written) -> None:
    assert read(written("sep=;\na;b\n1;2\n")) == ([{"a": "1", "b": "2"}], [1], [])


def test_header_keeps_its_spelling_without_the_spaces_around(written) -> None:
    assert find_dialect(written(" Datum Begin ;X\n1;2\n")).columns == ("Datum Begin", "X")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "end"])
def test_line_ending_and_last_line_do_not_matter(written, ending, last) -> None:
    content = ending.join(["a;b", "1;2", "3;4"]) + (ending if last else "")

    assert read(written(content)) == ([{"a": "1", "b": "2"}, {"a": "3", "b": "4"}], [1, 2], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_ragged_rows_are_left_out_under_their_own_number(written, encoding) -> None:
    path = written("a;b\n1;2\n3\n5;6\n7;8;9\n10;11\n".encode(encoding))

    rows, numbers, broken = read(path)

    assert [row["a"] for row in rows] == ["1", "5", "10"]
    assert numbers == [1, 3, 5]
    assert broken == [2, 4]


def test_file_of_ragged_rows_only_has_no_other(written) -> None:
    assert read(written("a;b\n1\n2\n3;4;5\n")) == ([], [], [1, 2, 3])


@pytest.mark.parametrize("content", ["a;b\n", "a;b", "\n\na;b\n", "a;b\n\n\n", "sep=;\na;b"])
def test_header_alone_is_a_file_without_rows(written, content) -> None:
    rows, numbers, broken = read(written(content))

    assert (rows, numbers, broken) == ([], [], [])
    assert find_dialect(written(content)).columns == ("a", "b")


def test_blank_lines_are_no_rows(written) -> None:
    assert read(written("\n\na;b\n\n1;2\n\n3\n\n5;6\n\n"))[1:] == ([1, 3], [2])


def test_one_column_is_a_table(written) -> None:
    assert read(written("naam\nx\ny\n")) == ([{"naam": "x"}, {"naam": "y"}], [1, 2], [])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_quoted_line_break_stays_within_its_cell(written, ending) -> None:
    path = written(ending.join(["a;b", f'"x{ending}y;z";2', "3", "4;5", ""]))

    rows, numbers, broken = read(path)

    assert rows == [{"a": f"x{ending}y;z", "b": "2"}, {"a": "4", "b": "5"}]
    assert (numbers, broken) == ([1, 3], [2])


def test_quoted_line_break_in_the_header_is_one_name(written) -> None:
    path = written('"Datum\nbegin";b\n1;2\n3\n4;5\n')

    rows, numbers, broken = read(path)

    assert rows == [{"Datum\nbegin": "1", "b": "2"}, {"Datum\nbegin": "4", "b": "5"}]
    assert (numbers, broken) == ([1, 3], [2])


@pytest.mark.parametrize(
    "content",
    [
        'a;b\n1;2\n"3;4\n5;6\n7;8\n',
        'a;b\n1;2\n3;"4\n5;6\n7;8\n',
        'a;b\n1;2\n"3;4\n5;6\n"7;8\n9;10\n',
        'a;b\n1;2\n3;"4\n' + "5;6\n" * 100_000,
    ],
)
def test_quote_that_is_not_closed_swallows_no_rows(written, content) -> None:
    with pytest.raises(IntakeError, match=r"quote .* from line 3") as caught:
        read(written(content))

    assert caught.value.key == "file-not-text"


@pytest.mark.parametrize("cell", ['4"x', '"4"x', '6" buis', '""'])
def test_stray_quote_within_a_line_costs_no_rows(written, cell) -> None:
    _, numbers, broken = read(written(f"a;b\n1;2\n\n3;{cell}\n5;6\n"))

    assert (numbers, broken) == ([1, 2, 3], [])


def test_doubled_quotes_and_empty_cells(written) -> None:
    path = written('"a","b"\n"x""y",""\n,NULL\n')

    assert read(path)[0] == [{"a": 'x"y', "b": None}, {"a": None, "b": "NULL"}]


def test_chosen_columns_only_are_read(written) -> None:
    assert read(written("a;b;c;\n1;2;3;\n"), "c", "a")[0] == [{"c": "3", "a": "1"}]


def test_thousands_of_columns_can_be_cut(written) -> None:
    names = [f"c{place}" for place in range(3000)]
    path = written(";".join(names) + "\n" + ";".join(map(str, range(3000))) + "\n")

    assert read(path, "c2999")[0] == [{"c2999": "2999"}]


def test_reading_stops_after_enough_rows(written) -> None:
    path = written("a;b\n" + "1;2\n3\n" * 1_500_000)

    rows, numbers, _ = read(path, "a", most=1000)

    assert 1000 <= len(rows) < 1_500_000
    assert numbers[:3] == [1, 3, 5]
    assert len(numbers) == len(rows)


def test_cell_of_megabytes_is_read_below_the_beginning(written) -> None:
    path = written(b"a;b\n" + b"1;2\n" * 60 + b"x" * 2_000_000 + b";3\n4;5\n")

    rows, numbers, broken = read(path)

    assert len(rows[60]["a"]) == 2_000_000
    assert (numbers[-1], broken) == (62, [])


@pytest.mark.parametrize(
    ("content", "key", "words"),
    [
        (b"", "file-empty", "an empty file"),
        (b"  \n\n", "file-empty", "an empty file"),
        (codecs.BOM_UTF8, "file-empty", "no header"),
        (codecs.BOM_UTF16_LE, "file-empty", "no header"),
        (codecs.BOM_UTF16_LE + "\n\n".encode("utf-16-le"), "file-empty", "no header"),
        (b"a;b\n\x00;2\n", "file-not-text", "no text"),
        (b"a;b\n" + b"1;2\n" * 300_000 + b"\x00;2\n", "file-not-text", "no text"),
        (bytes(range(256)) * 20, "file-not-text", "no text"),
        (codecs.BOM_UTF16_LE + b"a\0;\0b", "file-not-text", "not utf-16"),
        (b"a;b\n\x81;\xe9\n", "file-not-text", "not cp1252"),
        (b"a;b\n" + b"x" * 2_000_000, "file-not-text", "million characters"),
        (b"a" * 200_000 + b";b\n1;2\n", "file-not-text", "header that cannot be cut"),
        (b"a;b\n" + b"1;2\n" * 60 + b"x" * 17_000_000 + b";2\n", "file-not-text", "8388608 bytes"),
    ],
)
def test_file_that_is_no_table_is_refused_as_a_whole(written, content, key, words) -> None:
    with pytest.raises(IntakeError, match=words) as caught:
        read(written(content))

    assert caught.value.key == key
    assert "\n" not in str(caught.value)


_CELLS = st.text(alphabet="ab1é;,|\"\n\r'= ", max_size=6)
_ROWS = st.lists(st.lists(_CELLS, min_size=1, max_size=4), max_size=12)


@given(rows=_ROWS, encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1252"]))
def test_every_row_is_read_or_broken_and_keeps_its_number(tmp_path_factory, rows, encoding) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path.write_bytes("\r\n".join(["first;second", *quoted, ""]).encode(encoding))

    found, numbers, broken = read(path)

    expected = {number: row for number, row in enumerate(rows, 1) if len(row) == 2}
    assert sorted([*numbers, *broken]) == list(range(1, len(rows) + 1))
    assert numbers == list(expected)
    assert [list(row.values()) for row in found] == [
        [cell or None for cell in row] for row in expected.values()
    ]
