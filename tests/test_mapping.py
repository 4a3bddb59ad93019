from pathlib import Path

import pytest

from geo.errors import MappingError
from geo.intake.mapping import (
    ColumnMapping,
    Columns,
    fold,
    guess_mapping,
    list_columns,
    read_mapping,
    resolve_columns,
    shipped_mapping,
)
from geo.schema import Reporter

PATH = Path("bestand.csv")
PLACE = {"x": "x", "y": "y"}
TOML = """
source = "eigen"
crs = 27700
day_first = false
keep_without_place = true
[columns]
start = ["Datum", "Tijd"]
lon = "lengte"
lat = "breedte"
code = "soort"
[codes]
"Inbraak in woning" = "1.1.1"
[reporters]
"Melder" = "burger"
"""


def guess(header):
    return guess_mapping(header.split(";"), path=PATH)


def used(header):
    mapping = guess(header)
    return resolve_columns(mapping, header.split(";"), path=PATH)


@pytest.mark.parametrize("name", ["incident_id", "id", "uid", "incident_no", "ID", " Incident_ID "])
@pytest.mark.parametrize("start", ["start", "date_start", "date", "Date Start"])
@pytest.mark.parametrize("place", ["lon;lat", "x;y", "X;Y", "Lon;Lat"])
def test_generic_header_is_understood(name, start, place) -> None:
    found = used(f"{name};{start};{place};code")

    assert found["id"] == (name,)
    assert found["start"] == (start,)
    assert tuple(found[field][0] for field in place.casefold().split(";")) == tuple(
        place.split(";")
    )
    assert found["code"] == ("code",)


@pytest.mark.parametrize("end", ["end", "date_end", "DATE_END"])
def test_end_is_understood(end) -> None:
    assert used(f"date;{end};x;y")["end"] == (end,)


def test_date_and_time_in_columns_of_their_own_belong_together() -> None:
    found = used("datum;tijd;datum eind;tijd eind;x;y")

    assert found["start"] == ("datum", "tijd")
    assert found["end"] == ("datum eind", "tijd eind")


def test_interval_goes_before_the_date_of_report() -> None:
    assert used("date;date_start;date_end;lon;lat")["start"] == ("date_start",)


def test_degrees_go_before_metres() -> None:
    assert set(used("date;x;y;lon;lat")) == {"start", "lon", "lat"}


def test_half_a_place_in_degrees_leaves_the_metres() -> None:
    assert set(used("date;x;y;lon")) == {"start", "x", "y"}


def test_geometry_of_the_file_is_a_place() -> None:
    assert used("date;geometry_x;geometry_y")["x"] == ("geometry_x",)


def test_first_of_two_columns_with_one_name_is_taken() -> None:
    assert used("Date;date;x;X;y")["start"] == ("Date",)
    assert used("Date;date;x;X;y")["x"] == ("x",)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("x;y;code", "a time"),
        ("date;code", "a place"),
        ("date;x;lat", "a place"),
        ("", "a time"),
        ("tekst", "a time"),
    ],
)
def test_header_without_time_or_place_is_told(header, words) -> None:
    with pytest.raises(MappingError, match=words) as caught:
        guess(header)

    assert caught.value.key == "mapping-not-guessed"
    assert PATH.name in str(caught.value)


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("demo_id;start;end;x;y;code;reporter;place_precision", "demo"),
        ("Registratienummer;Pleegdatum Begin;Pleegdatum_eind;x;y;klasse", "politie"),
        (
            "id;signal_uuid;incident_date_start;location_id;category_assignment_id;text",
            "signalen",
        ),
        ("id;datumMelding;onderwerp.omschrijving;locatie.x;locatie.y", "meldingen"),
        ("id;start;x;y;code", "generic"),
    ],
)
def test_shipped_mapping_is_recognised_by_the_header(header, source) -> None:
    assert guess(header).source == source


@pytest.mark.parametrize("name", ["demo", "meldingen", "politie", "signalen"])
def test_every_shipped_mapping_is_complete(name) -> None:
    mapping = shipped_mapping(name)

    assert mapping.source == name
    assert mapping.recognise
    assert mapping.columns.id
    assert mapping.columns.code


def test_shipped_mappings_read_no_words_of_the_reporter() -> None:
    personal = {"text", "text_extra", "reporter_id", "image", "extra_properties", "omschrijving"}

    for name in ("demo", "meldingen", "politie", "signalen"):
        assert not personal & set(shipped_mapping(name).columns.named())


def test_unknown_source_is_told_with_those_that_exist() -> None:
    with pytest.raises(MappingError, match="politie, signalen, generic") as caught:
        shipped_mapping("../politie")

    assert caught.value.key == "source-unknown"


def test_columns_are_found_whatever_their_case_and_spacing() -> None:
    mapping = ColumnMapping(columns=Columns(start=("Datum  begin",), x="X", y="y_rd"))

    assert resolve_columns(mapping, ["DATUM_BEGIN", "x", "Y RD"], path=PATH) == {
        "start": ("DATUM_BEGIN",),
        "x": ("x",),
        "y": ("Y RD",),
    }


def test_all_missing_columns_are_told_at_once() -> None:
    mapping = ColumnMapping(columns=Columns(start=("a", "b"), x="x", y="c"))

    with pytest.raises(MappingError, match="the columns a, b, c in") as caught:
        resolve_columns(mapping, ["x", *(f"kolom {number}" for number in range(500))], path=PATH)

    assert caught.value.key == "columns-missing"
    assert len(str(caught.value)) < 500


def test_long_names_do_not_drown_a_message() -> None:
    assert len(list_columns(["x" * 10_000] * 50)) < 600


def test_names_fold_to_what_people_mean() -> None:
    assert fold(" Datum_ begin\t") == fold("datum BEGIN") == "datum begin"


def test_mapping_file_reads_back(tmp_path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(TOML, encoding="utf-8")

    mapping = read_mapping(path)

    assert mapping.columns.start == ("Datum", "Tijd")
    assert mapping.columns.named() == ["Datum", "Tijd", "lengte", "breedte", "soort"]
    assert mapping.crs == 27700
    assert mapping.day_first is False
    assert mapping.codes == {"Inbraak in woning": "1.1.1"}
    assert ColumnMapping.model_validate_json(mapping.model_dump_json()) == mapping


def test_all_faults_of_a_mapping_file_are_told_at_once(tmp_path) -> None:
    path = tmp_path / "eigen.toml"
    wrong = (
        TOML.replace('"eigen"', '"Eigen Bron"').replace("27700", "1").replace('"burger"', '"Jan"')
    )
    path.write_text('vrij = "tekst"\n' + wrong, encoding="utf-8")

    with pytest.raises(MappingError, match=r"eigen\.toml") as caught:
        read_mapping(path)

    for name in ("source", "crs", "reporters.Melder", "vrij"):
        assert f"{name}" in caught.value.facts["names"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('start = ["Datum", "Tijd"]', "start = []"),
        ('start = ["Datum", "Tijd"]', 'start = ["a", "b", "c"]'),
        ('start = ["Datum", "Tijd"]', 'start = "Datum"'),
        ('start = ["Datum", "Tijd"]\n', ""),
        ('lat = "breedte"\n', ""),
        ('lat = "breedte"', 'y = "breedte"'),
        ('lat = "breedte"', 'lat = "breedte"\nx = "x"\ny = "y"'),
        ('lon = "lengte"\nlat = "breedte"\n', ""),
        ("crs = 27700", "crs = -1"),
        ("crs = 27700", 'crs = "EPSG:27700"'),
        ("day_first = false", 'day_first = "vaak"'),
        ("day_first = false", 'time_precision = "year"'),
        ('"1.1.1"', "1"),
        ("[columns]", "[columns]\nvreemd = 1"),
        (
            "[columns]",
            '[[joins]]\nname = "a"\nfile = "../a.csv"\ncolumn = "b"\nkey = "c"\n[columns]',
        ),
        ("[columns]", "[columns"),
    ],
)
def test_mapping_that_cannot_be_used_is_refused(tmp_path, old, new) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(TOML.replace(old, new), encoding="utf-8")
    assert old in TOML

    with pytest.raises(MappingError, match=r"eigen\.toml"):
        read_mapping(path)


def test_who_made_a_police_record_is_unknown_unless_the_file_says() -> None:
    assert shipped_mapping("politie").reporter is Reporter.UNKNOWN
