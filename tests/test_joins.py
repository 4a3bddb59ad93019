import pytest

from geo.errors import IntakeError, MappingError
from geo.intake.formats import open_source
from geo.intake.joins import join_tables
from geo.intake.mapping import ColumnMapping, Columns, Join

PLACES = Join(name="plek", file="plekken.csv", column="plek_id", key="id")
MAPPING = ColumnMapping(columns=Columns(start=("datum",), x="plek.x", y="plek.y"), joins=(PLACES,))


def opened(folder, main, tables, mapping=MAPPING):
    for name, content in {"melding.csv": main, **tables}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return join_tables(open_source(folder / "melding.csv"), mapping)


def look_up(folder, main, table, *columns, **options):
    joined = opened(folder, main, {"plekken.csv": table}, **options)
    rows = joined.read(columns or ("plek.x",))
    return [tuple(row.values()) for row in rows.table.to_pylist()]


def test_each_row_gets_the_values_of_its_key(tmp_path) -> None:
    found = look_up(
        tmp_path, "datum;plek_id\na;2\nb;1\nc;2\n", "id;x;y\n1;10;11\n2;20;21\n", "plek.y", "datum"
    )

    assert found == [("21", "a"), ("11", "b"), ("21", "c")]


def test_row_without_a_match_stays_without_values(tmp_path) -> None:
    assert look_up(tmp_path, "datum;plek_id\na;9\nb;\nc;1\n", "id;x\n1;10\n;666\n") == [
        (None,),
        (None,),
        ("10",),
    ]


def test_last_row_of_a_key_counts(tmp_path) -> None:
    assert look_up(tmp_path, "datum;plek_id\na;1\n", "id;x\n1;10\n2;5\n1;30\n") == [("30",)]


def test_spaces_around_keys_do_not_count(tmp_path) -> None:
    assert look_up(tmp_path, "datum;plek_id\na; 1\n", "id;x\n1 ;10\n") == [("10",)]


def test_names_are_found_whatever_their_case(tmp_path) -> None:
    assert look_up(tmp_path, "Datum;Plek_ID\na;1\n", "ID;x\n1;10\n") == [("10",)]


def test_table_without_rows_matches_nothing(tmp_path) -> None:
    assert look_up(tmp_path, "datum;plek_id\na;1\n", "id;x\n") == [(None,)]
    assert look_up(tmp_path, "datum;plek_id\n", "id;x\n1;10\n") == []


def test_broken_rows_of_the_file_keep_their_numbers(tmp_path) -> None:
    joined = opened(tmp_path, "datum;plek_id\na;1\nb\nc;2\n", {"plekken.csv": "id;x\n1;10\n2;20\n"})
    rows = joined.read(["plek.x"])

    assert rows.table.column(0).to_pylist() == ["10", "20"]
    assert (rows.numbers.tolist(), rows.broken.tolist()) == ([1, 3], [2])


def test_two_tables_can_be_joined(tmp_path) -> None:
    kinds = Join(name="soort", file="soorten.csv", column="soort_id", key="id")
    mapping = ColumnMapping(
        columns=Columns(start=("datum",), x="plek.x", y="plek.y", code="soort.naam"),
        joins=(PLACES, kinds),
    )
    tables = {"plekken.csv": "id;x;y\n1;10;11\n", "soorten.csv": "id,naam\n7,jeugd\n"}

    joined = opened(tmp_path, "datum;plek_id;soort_id\na;1;7\n", tables, mapping)

    assert joined.read(["soort.naam", "plek.x"]).table.to_pylist() == [
        {"soort.naam": "jeugd", "plek.x": "10"}
    ]
    assert joined.keys == {"plek_id", "plek.id", "soort_id", "soort.id"}
    assert joined.columns[:3] == ("datum", "plek_id", "soort_id")


def test_table_may_hold_the_time(tmp_path) -> None:
    mapping = ColumnMapping(columns=Columns(start=("plek.dag",), x="x", y="y"), joins=(PLACES,))

    assert look_up(
        tmp_path, "x;y;plek_id\n1;2;3\n", "id;dag\n3;2018-01-05\n", "plek.dag", mapping=mapping
    ) == [("2018-01-05",)]


def test_file_that_holds_the_columns_already_needs_no_table(tmp_path) -> None:
    joined = opened(tmp_path, "datum;plek.x;plek.y\na;1;2\n", {})

    assert joined.beside == ()
    assert joined.read(["plek.y"]).table.to_pylist() == [{"plek.y": "2"}]


@pytest.mark.parametrize(
    ("main", "tables", "key", "words"),
    [
        ("datum;plek_id\na;1\n", {}, "table-missing", "plekken.csv beside melding.csv"),
        ("datum;plek\na;1\n", {"plekken.csv": "id;x;y\n"}, "columns-missing", "plek_id in melding"),
        ("datum;plek_id\na;1\n", {"plekken.csv": "nr;x\n"}, "columns-missing", "id in plekken.csv"),
        ("datum;plek_id\na;1\n", {"plekken.csv": ""}, "file-empty", "plekken.csv"),
    ],
)
def test_table_that_cannot_be_joined_is_told(tmp_path, main, tables, key, words) -> None:
    with pytest.raises(IntakeError, match=words) as caught:
        opened(tmp_path, main, tables)

    assert caught.value.key == key


def test_folder_in_place_of_the_table_is_told(tmp_path) -> None:
    (tmp_path / "plekken.csv").mkdir()

    with pytest.raises(MappingError):
        opened(tmp_path, "datum;plek_id\na;1\n", {})
