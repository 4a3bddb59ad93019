import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from pyproj import CRS

from geo import schema
from geo.errors import IntakeError, MappingError
from geo.intake.incidents import (
    QUARANTINE_KEY,
    REASON,
    ROW,
    IntakeContext,
    find_quarantined_imports,
    open_incidents,
    read_batches,
)
from geo.intake.mapping import ColumnMapping, Columns, shipped_mapping
from geo.intake.places import Ground
from geo.schema import Refusal
from geo.settings import Settings
from geo.themes import read_themes
from geo.workspace import Workspace

RD = CRS.from_epsg(28992)
TOWN = shapely.box(120_000, 480_000, 122_000, 482_000)
NO_WORKSPACE = Workspace(
    root=Path("nergens"),
    settings=Settings(name="Testdam", code="GM9901", crs=28992, timezone="Europe/Brussels"),
)
TYPES = {
    schema.INCIDENT_ID: "str",
    schema.SOURCE: "str",
    schema.CODE: "str",
    schema.THEME: "str",
    schema.STARTED_AT: "datetime64[us, Europe/Brussels]",
    schema.ENDED_AT: "datetime64[us, Europe/Brussels]",
    schema.TIME_PRECISION: "str",
    schema.PLACE_PRECISION: "str",
    schema.REPORTER: "str",
    schema.WEIGHT: "float64",
    schema.GEOMETRY: "geometry",
}
HEADER = "id;start;x;y;code"
GOOD = "1;2018-01-05 10:00;121000;481000;1.1.1"
NAME = "Jan de Vries"
REMARK = f"{NAME} 06-12345678"


@pytest.fixture(scope="module")
def context() -> IntakeContext:
    return IntakeContext(
        Ground(RD, TOWN, 1000.0),
        ZoneInfo("Europe/Brussels"),
        read_themes(NO_WORKSPACE),
        pd.Timestamp("2026-11-24T12:00Z"),
    )


@pytest.fixture
def written(tmp_path):
    def write(*lines, name="bestand.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join([*lines, ""]), encoding=encoding)
        return path

    return write


def take(path, context, *, mapping=None, **options):
    """Read a whole file: what was accepted, and what was refused."""
    batches = list(read_batches(open_incidents(path, context, mapping=mapping), context, **options))
    return (
        pd.concat([batch.accepted for batch in batches]) if batches else None,
        pd.concat([batch.refused for batch in batches]) if batches else None,
        batches,
    )


def reasons(path, context, **options):
    _, refused, _ = take(path, context, **options)
    return dict(zip(refused[ROW], refused[REASON], strict=True))


def shown(batches):
    """Everything that leaves the door, as one text."""
    parts = [frame.to_csv() for batch in batches for frame in (batch.accepted, batch.refused)]
    return "\n".join(parts)


def test_accepted_row_is_a_whole_incident(written, context) -> None:
    accepted, refused, _ = take(written(HEADER, GOOD), context)

    assert accepted.dtypes.astype(str).to_dict() == TYPES
    assert tuple(accepted.columns) == schema.INCIDENT_COLUMNS
    assert accepted.crs == RD
    assert accepted.index.name == ROW
    row = accepted.loc[1]
    assert row[schema.INCIDENT_ID] == "1"
    assert row[schema.SOURCE] == "generic"
    assert (row[schema.CODE], row[schema.THEME]) == ("1.1.1", "woninginbraak")
    assert row[schema.STARTED_AT] == row[schema.ENDED_AT] == pd.Timestamp("2018-01-05T09:00Z")
    assert row[schema.TIME_PRECISION] == "minute"
    assert (row[schema.PLACE_PRECISION], row[schema.REPORTER]) == ("onbekend", "onbekend")
    assert row[schema.WEIGHT] == 1.0
    assert row[schema.GEOMETRY].coords[0] == (121000, 481000)
    assert refused.empty


@pytest.mark.parametrize(
    "lines",
    [
        ["1"],
        [GOOD],
        ["1;x;121000;481000;1.1.1"],
        [GOOD, "2"],
        [GOOD.replace("1.1.1", ""), "", "3;;;"],
        ["1;2018-01-05 10:00;;;1.1.1"],
    ],
)
def test_every_batch_has_the_same_types(written, context, lines) -> None:
    _, _, batches = take(written(HEADER, *lines), context)

    for batch in batches:
        assert batch.accepted.dtypes.astype(str).to_dict() == TYPES
        assert batch.accepted.crs == RD
        assert batch.refused[[ROW, REASON]].dtypes.astype(str).tolist() == ["int64", "str"]


def test_file_without_rows_gives_no_batches(written, context) -> None:
    file = open_incidents(written(HEADER), context)

    assert list(read_batches(file, context)) == []
    assert file.row_count == 0


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1;2018-01-05 10:00;121000;481000", Refusal.BROKEN_ROW),
        ("1;2018-01-05 10:00;121000;481000;1.1.1;x", Refusal.BROKEN_ROW),
        ("1;;121000;481000;1.1.1", Refusal.NO_TIME),
        ("1;gisteren;121000;481000;1.1.1", Refusal.UNREADABLE_TIME),
        ("1;2050-01-05;121000;481000;1.1.1", Refusal.IN_FUTURE),
        ("1;2018-01-05;;;1.1.1", Refusal.NO_PLACE),
        ("1;2018-01-05;0;0;1.1.1", Refusal.NO_PLACE),
        ("1;2018-01-05;x;481000;1.1.1", Refusal.UNREADABLE_NUMBER),
        ("1;2018-01-05;9999999;481000;1.1.1", Refusal.IMPOSSIBLE_PLACE),
        ("1;2018-01-05;140000;481000;1.1.1", Refusal.OUTSIDE),
        ("1;2018-01-05;121000;481000;", Refusal.NO_CODE),
        ("1;2018-01-05;121000;481000;Z99", Refusal.UNKNOWN_CODE),
    ],
)
def test_each_reason_is_told_for_its_own_row(written, context, line, reason) -> None:
    path = written(HEADER, GOOD, line, GOOD)

    accepted, refused, _ = take(path, context)

    assert accepted.index.tolist() == [1, 3]
    assert dict(zip(refused[ROW], refused[REASON], strict=True)) == {2: reason.value}


def test_refused_row_is_kept_as_it_was_written(written, context) -> None:
    path = written(
        HEADER + ";opmerking", GOOD + ";x", f"7;gisteren; 121.000,5 ;481000;1.1.1;{REMARK}"
    )

    _, refused, _ = take(path, context)

    assert refused.drop(columns=[ROW, REASON]).to_dict("records") == [
        {"id": "7", "start": "gisteren", "x": " 121.000,5 ", "y": "481000", "code": "1.1.1"}
    ]


def test_columns_that_are_not_read_are_named(written, context) -> None:
    path = written("id;start;x;y;code;melder;tekst;", GOOD + f";Jan;{REMARK};")

    file = open_incidents(path, context)

    assert file.left_behind == ("melder", "tekst")
    assert REMARK not in str(file.rows.table.to_pylist())


def test_what_was_found_out_is_told(written, context) -> None:
    path = written(
        "id;start;x;y;code", "1;2018-02-01;121000,5;481000;1.1.1", "2;2018-01-01;121000;481000;A20"
    )

    assert dict(open_incidents(path, context).facts) == {
        "encoding": "utf-8",
        "delimiter": "semicolon",
        "decimal": "comma",
        "time_precision": "month",
        "date_order": "day first",
        "crs": "EPSG:28992",
    }


def test_month_precision_reaches_the_incident(written, context) -> None:
    accepted, _, _ = take(written(HEADER, "1;2018-02-01;121000;481000;1.1.1"), context)

    assert accepted[schema.TIME_PRECISION].tolist() == ["month"]
    assert accepted[schema.ENDED_AT].iloc[0] == pd.Timestamp("2018-03-01", tz="Europe/Brussels")


def test_police_export_is_read_with_its_parts_apart(written, context) -> None:
    path = written(
        "Registratienummer;Pleegdatum begin;Pleegtijd begin;Pleegdatum eind;Pleegtijd eind;"
        "Pleegplaats;X;Y;Klasse;Toelichting",
        f"PL-1;05-01-2018;22:00;06-01-2018;07.30;Testdam;121000,0;481000,0;A20 Gekwal. d;{REMARK}",
        f"PL-2;05-01-2018;;;;Testdam;121000;481000;F999;{REMARK}",
        f"PL-3;05-01-2018;22:00;05-01-2018;21:00;Testdam;121000;481000;A20;{REMARK}",
        f"PL-4;05-01-2018;22u;;;Testdam;121000;481000;A20;{REMARK}",
        encoding="cp1252",
    )

    accepted, refused, batches = take(path, context)

    row = accepted.iloc[0]
    assert row[schema.SOURCE] == "politie"
    assert row[schema.STARTED_AT].isoformat() == "2018-01-05T22:00:00+01:00"
    assert row[schema.ENDED_AT].isoformat() == "2018-01-06T07:30:00+01:00"
    assert (row[schema.CODE], row[schema.THEME]) == ("1.1.1", "woninginbraak")
    assert (row[schema.REPORTER], row[schema.PLACE_PRECISION]) == ("onbekend", "adres")
    assert refused[REASON].tolist() == ["unknown-code", "end-before-start", "unreadable-time"]
    assert REMARK not in shown(batches)
    assert "Testdam" not in shown(batches)


SIGNALS = (
    "id,signal_uuid,source,text,text_extra,incident_date_start,incident_date_end,created_at,"
    "updated_at,operational_date,image,upload,extra_properties,category_assignment_id,location_id,"
    "reporter_id,status_id"
)


def _write_signalen(written, *lines):
    written(
        "id,main,sub,main_slug,sub_slug,departments,created_by,text",
        f"7,Overlast,Jongerenoverlast,overlast,jongerenoverlast,x,{NAME},y",
        "8,Afval,Grofvuil,afval,grofvuil,x,,",
        name="categories.csv",
    )
    written(
        "id,lat,lng,stadsdeel,buurt_code,address_text,created_by",
        f'3,52.3066,4.9063,T,B1,"Kerkstraat 1, {REMARK}",',
        "4,52.3070,4.9070,T,B1,,",
        name="locations.csv",
    )
    return written(SIGNALS, *lines, name="signals.csv")


def _signal(number, *, start="2018-01-05 21:00:00+01:00", place="3", category="7"):
    return (
        f'{number},uuid-{number},online,"Er stond {REMARK}\n""weer"", hier",{REMARK},{start},,'
        f'2018-01-05,2018-01-05,,foto,{REMARK},"{{""naam"": ""{REMARK}""}}",{category},{place},99,1'
    )


def test_signalen_are_read_with_their_tables_and_without_free_text(written, context) -> None:
    outline = gpd.GeoSeries([shapely.box(4.9, 52.3, 4.92, 52.32)], crs=4326).to_crs(RD).iloc[0]
    context = replace(context, ground=Ground(RD, outline, 100.0))
    path = _write_signalen(
        written,
        _signal(1),
        _signal(2, place=""),
        _signal(3, place="99"),
        _signal(4, category="8"),
        _signal(5, category="99"),
        _signal(6, start="ooit"),
    )

    file = open_incidents(path, context)
    accepted, refused, batches = take(path, context)

    assert accepted[schema.INCIDENT_ID].tolist() == ["1", "2", "3"]
    assert accepted[schema.THEME].unique().tolist() == ["jeugdoverlast"]
    assert accepted.geometry.isna().tolist() == [False, True, True]
    assert dict(zip(refused["id"], refused[REASON], strict=True)) == {
        "4": "unknown-code",
        "5": "no-code",
        "6": "unreadable-time",
    }
    assert {"text", "text_extra", "reporter_id", "image", "location.address_text"} <= set(
        file.left_behind
    )
    assert NAME not in shown(batches)
    assert REMARK not in str(file.rows.table.to_pylist())


def test_signalen_without_their_tables_are_told(written, context) -> None:
    with pytest.raises(MappingError) as caught:
        open_incidents(written(SIGNALS, _signal(1)), context)

    assert caught.value.key == "table-missing"


def _report(number, **changes):
    report = {
        "id": number,
        "datumMelding": "2018-01-05T21:30:00",
        "status": "afgehandeld",
        "onderwerp": {"id": 5, "omschrijving": "Overlast  JEUGD"},
        "locatie": {
            "adres": {"straatNaam": "Kerkstraat", "huisnummer": 1},
            "x": 121000.5,
            "y": 481000.0,
        },
        "toelichting": REMARK,
    }
    return report | changes


def test_municipal_json_is_read_by_its_paths(tmp_path, context) -> None:
    path = tmp_path / "meldingen.json"
    reports = [
        _report(1, locatie=None),
        _report(2),
        _report(3, onderwerp={"omschrijving": "Grofvuil"}),
        _report(4, onderwerp=None),
        _report(5, locatie={"x": 0, "y": 0}),
    ]
    path.write_text(json.dumps({"meldingen": reports}), encoding="utf-8")

    accepted, refused, batches = take(path, context)

    assert accepted[schema.INCIDENT_ID].tolist() == ["1", "2", "5"]
    assert accepted[schema.THEME].unique().tolist() == ["jeugdoverlast"]
    assert accepted.geometry.isna().tolist() == [True, False, True]
    assert dict(zip(refused["id"], refused[REASON], strict=True)) == {
        "3": "unknown-code",
        "4": "no-code",
    }
    assert REMARK not in shown(batches)
    assert "Kerkstraat" not in shown(batches)


def test_rows_without_a_place_are_kept_only_where_the_mapping_says_so(written, context) -> None:
    mapping = ColumnMapping(columns=Columns(start=("start",), x="x", y="y", code="code"))
    path = written(HEADER, GOOD, "2;2018-01-05;;;1.1.1", "3;2018-01-05;x;1;1.1.1")

    kept, refused, _ = take(
        path, context, mapping=mapping.model_copy(update={"keep_without_place": True})
    )

    assert kept.index.tolist() == [1, 2]
    assert kept.geometry.isna().tolist() == [False, True]
    assert refused[REASON].tolist() == ["unreadable-number"]
    assert reasons(path, context, mapping=mapping) == {2: "no-place", 3: "unreadable-number"}


def test_geopackage_in_degrees_lands_in_the_grid_of_the_workspace(tmp_path, context) -> None:
    path = tmp_path / "punten.gpkg"
    points = gpd.GeoSeries([shapely.Point(121_000, 481_000), None], crs=RD).to_crs(4326)
    moments = pd.to_datetime(["2018-01-05 21:30", "2018-01-05 21:31"])
    frame = gpd.GeoDataFrame({"id": [1, 2], "start": moments, "code": "1.1.1"}, geometry=points)
    frame.to_file(path, driver="GPKG")

    accepted, refused, _ = take(path, context)

    assert accepted.geometry.iloc[0].distance(shapely.Point(121_000, 481_000)) < 0.01
    assert refused[REASON].tolist() == ["no-place"]
    assert open_incidents(path, context).facts["crs"] == "EPSG:4326"


def test_degrees_are_read_beside_the_grid(written, context) -> None:
    lon, lat = (
        gpd.GeoSeries([shapely.Point(121_000, 481_000)], crs=RD).to_crs(4326).iloc[0].coords[0]
    )
    path = written("date,lon,lat,code", f"2018-01-05,{lon},{lat},1.1.1")

    accepted, _, _ = take(path, context)

    assert accepted.geometry.iloc[0].distance(shapely.Point(121_000, 481_000)) < 0.01
    assert accepted.crs == RD


def test_mapping_may_name_a_grid_of_its_own(written, context) -> None:
    point = gpd.GeoSeries([shapely.Point(121_000, 481_000)], crs=RD).to_crs(25831).iloc[0]
    mapping = ColumnMapping(columns=Columns(start=("d",), x="e", y="n", code="c"), crs=25831)

    accepted, _, _ = take(
        written("d;e;n;c", f"2018-01-05;{point.x};{point.y};1.1.1"), context, mapping=mapping
    )

    assert accepted.geometry.iloc[0].distance(shapely.Point(121_000, 481_000)) < 0.01


def test_swapped_coordinates_stop_the_file(written, context) -> None:
    path = written(HEADER, *["1;2018-01-05;481000;121000;1.1.1"] * 20)

    with pytest.raises(IntakeError, match="swapped") as caught:
        open_incidents(path, context)

    assert caught.value.key == "coordinates-misread"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (" 1.1.1 ", ("1.1.1", "woninginbraak")),
        ("A20", ("1.1.1", "woninginbraak")),
        ("a20 gekwal. diefstal in/uit woning", ("1.1.1", "woninginbraak")),
        ("E35", ("E35", "jeugdoverlast")),
        ("3.1.1", ("3.1.1", "overig")),
        ("inbraak", ("1.1.1", "woninginbraak")),
        ("  INBRAAK ", ("1.1.1", "woninginbraak")),
        ("Z99", Refusal.UNKNOWN_CODE),
        ("", Refusal.NO_CODE),
        ("   ", Refusal.NO_CODE),
    ],
)
def test_code_decides_the_theme(written, context, code, kind) -> None:
    mapping = ColumnMapping(
        columns=Columns(start=("start",), x="x", y="y", code="code"), codes={"Inbraak": "1.1.1"}
    )

    accepted, refused, _ = take(
        written(HEADER, GOOD.replace("1.1.1", code)), context, mapping=mapping
    )

    if isinstance(kind, tuple):
        assert tuple(accepted[[schema.CODE, schema.THEME]].iloc[0]) == kind
    else:
        assert refused[REASON].tolist() == [kind.value]


@pytest.mark.parametrize(
    ("theme", "code", "kind"),
    [
        ("jeugdoverlast", "1.1.1", "jeugdoverlast"),
        (" Jeugdoverlast ", "", "jeugdoverlast"),
        ("box schuur", "", "box_schuur"),
        ("overig", "", "overig"),
        ("", "1.1.1", "woninginbraak"),
        ("lawaai", "1.1.1", "woninginbraak"),
        ("lawaai", "Z99", Refusal.UNKNOWN_THEME),
        ("lawaai", "", Refusal.UNKNOWN_THEME),
        ("", "Z99", Refusal.UNKNOWN_CODE),
        ("", "", Refusal.NO_CODE),
    ],
)
def test_theme_that_is_named_goes_before_the_code(written, context, theme, code, kind) -> None:
    path = written(HEADER + ";thema", GOOD.replace("1.1.1", code) + f";{theme}")

    accepted, refused, _ = take(path, context)

    if isinstance(kind, Refusal):
        assert refused[REASON].tolist() == [kind.value]
    else:
        assert accepted[schema.THEME].tolist() == [kind]


@pytest.mark.parametrize("header", ["date;x;y", "date;x;y;code", "date;x;y;code;theme"])
def test_given_theme_holds_for_every_row(written, context, header) -> None:
    lines = ["2018-01-05;121000;481000" + extra for extra in (";1.1.1;", ";Z99;lawaai", ";;overig")]
    cells = header.count(";") + 1
    path = written(header, *(";".join((line + ";").split(";")[:cells]) for line in lines))

    accepted, refused, _ = take(path, replace(context, theme="fietsdiefstal"))

    assert accepted[schema.THEME].tolist() == ["fietsdiefstal"] * 3
    assert accepted.dtypes.astype(str).to_dict() == TYPES
    assert refused.empty


def test_file_without_codes_needs_a_theme(written, context) -> None:
    with pytest.raises(MappingError, match="--theme") as caught:
        open_incidents(written("date;x;y", "2018-01-05;121000;481000"), context)

    assert caught.value.key == "no-code-column"


def test_only_known_words_for_reporter_and_precision_get_in(written, context) -> None:
    mapping = ColumnMapping(
        columns=Columns(start=("d",), x="x", y="y", code="c", reporter="m", place_precision="p"),
        reporters={"Buurtpreventie": "burger"},
        reporter="gemeente",
    )
    lines = [("buurtpreventie", "ADRES"), (REMARK, "Kerkstraat 1"), ("", ""), ("Politie", "raster")]
    path = written("d;x;y;c;m;p", *(f"2018-01-05;121000;481000;1.1.1;{m};{p}" for m, p in lines))

    accepted, _, batches = take(path, context, mapping=mapping)

    assert accepted[schema.REPORTER].tolist() == ["burger", "gemeente", "gemeente", "politie"]
    assert accepted[schema.PLACE_PRECISION].tolist() == ["adres", "onbekend", "onbekend", "raster"]
    assert REMARK not in shown(batches)


def test_whole_numbers_are_ids_as_they_were_written(tmp_path, context) -> None:
    path = tmp_path / "b.xlsx"
    frame = pd.DataFrame(
        {"id": [20180001.0, None], "start": "2018-01-05", "x": 121000, "y": 481000}
    )
    frame.assign(code="1.1.1").to_excel(path, index=False)

    accepted, _, _ = take(path, context)

    assert accepted[schema.INCIDENT_ID].isna().tolist() == [False, True]
    assert accepted[schema.INCIDENT_ID].iloc[0] == "20180001"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json"])
def test_one_table_gives_one_answer_in_every_format(tmp_path, context, suffix) -> None:
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "start": pd.to_datetime(["2018-01-05 10:00", "2018-07-05 00:00", "2016-02-29 23:59"]),
            "x": [121000.5, 121500, 120000],
            "y": [481000, 480000.25, 480500],
            "code": ["1.1.1", "A20", "E35"],
        }
    )
    path = tmp_path / f"bestand.{suffix}"
    {
        "csv": lambda: frame.to_csv(path, index=False),
        "xlsx": lambda: frame.to_excel(path, index=False),
        "parquet": lambda: frame.to_parquet(path),
        "json": lambda: frame.to_json(path, orient="records", date_format="iso"),
    }[suffix]()
    frame.to_csv(tmp_path / "eerste.csv", index=False, sep=";")

    accepted, _, _ = take(path, context)
    expected, _, _ = take(tmp_path / "eerste.csv", context)

    assert_frame_equal(pd.DataFrame(accepted), pd.DataFrame(expected))
    assert len(accepted) == 3


def test_repaired_rows_are_read_as_they_were_the_first_time(written, tmp_path, context) -> None:
    first = written("date;x;y;code", "03/14/2018;121000;481000;1.1.1", "03/04/2018;121000;481000;Z")
    file = open_incidents(first, context)
    repaired = written(
        f"{QUARANTINE_KEY};row;reason;date;x;y;code",
        "5-2;2;unknown-code;03/04/2018;121000;481000;E35",
        name="quarantaine.csv",
    )

    again, _, _ = take(repaired, context, mapping=file.mapping)

    assert find_quarantined_imports(repaired) == [5]
    assert open_incidents(repaired, context, mapping=file.mapping).quarantine_keys == [(1, "5-2")]
    assert again[schema.STARTED_AT].iloc[0].isoformat() == "2018-03-04T00:00:00+01:00"
    assert again[schema.TIME_PRECISION].tolist() == ["day"]


def test_repaired_points_of_a_layer_keep_their_system(tmp_path, written, context) -> None:
    path = tmp_path / "punten.geojson"
    points = gpd.GeoSeries([shapely.Point(121_000, 481_000)], crs=RD).to_crs(4326)
    gpd.GeoDataFrame({"start": ["2018-01-05 10:00"], "code": ["Z"]}, geometry=points).to_file(path)
    _, refused, _ = take(path, context)
    refused.assign(code="1.1.1").to_csv(tmp_path / "q.csv", index=False)

    mapping = open_incidents(path, context).mapping
    again, _, _ = take(tmp_path / "q.csv", context, mapping=mapping)

    assert again.geometry.iloc[0].distance(shapely.Point(121_000, 481_000)) < 0.01


@pytest.mark.parametrize("first", ["", "x", "1", "-", "99999999999999999-1", "1-1; drop"])
def test_other_file_is_no_quarantine(written, first) -> None:
    assert find_quarantined_imports(written(f"{QUARANTINE_KEY};b", f"{first};2")) == []
    assert find_quarantined_imports(written("a;b", "1;2")) == []
    assert find_quarantined_imports(written(f"{QUARANTINE_KEY};b")) == []


def test_preview_reads_the_beginning(written, context) -> None:
    path = written(HEADER, *[GOOD] * 5)

    assert open_incidents(path, context, most=2).row_count >= 2


CELLS = {
    "id": st.sampled_from(["1", "2", "", " a "]),
    "start": st.sampled_from(
        ["2018-01-05", "2018-01-05 10:00", "05-01-2018 23:59", "", "x", "2050-01-01", "2018-02-30"]
    ),
    "end": st.sampled_from(["", "2018-01-06", "2018-01-04", "x"]),
    "x": st.sampled_from(["121000", "121.000,5", "", "0", "x", "140000", "9999999"]),
    "y": st.sampled_from(["481000", "481000,5", "", "0", "inf"]),
    "code": st.sampled_from(["1.1.1", "A20 x", "", "Z99", "3.1.1"]),
}
ROWS = st.lists(
    st.tuples(*CELLS.values()).map(list)
    | st.lists(st.sampled_from(["a", "1"]), min_size=1, max_size=8),
    max_size=15,
)


@given(rows=ROWS, batch_rows=st.sampled_from([1, 2, 5]))
def test_every_row_is_accepted_or_refused_once(tmp_path_factory, context, rows, batch_rows) -> None:
    path = tmp_path_factory.mktemp("rijen") / "b.csv"
    lines = [";".join(CELLS), *(";".join(f'"{cell}"' for cell in row) for row in rows)]
    path.write_text("\n".join([*lines, ""]))
    mapping = ColumnMapping(
        columns=Columns(id="id", start=("start",), end=("end",), x="x", y="y", code="code")
    )
    try:
        file = open_incidents(path, context, mapping=mapping)
    except IntakeError as stop:
        assert stop.key == "coordinates-misread"  # noqa: PT017 - a file may well be stopped
        return

    parts = list(read_batches(file, context, batch_rows=batch_rows))
    whole = list(read_batches(file, context))

    numbers = [n for part in parts for n in (*part.accepted.index, *part.refused[ROW])]
    assert sorted(numbers) == list(range(1, len(rows) + 1))
    assert file.row_count == len(rows)
    for side in ("accepted", "refused"):
        if parts:
            assert_frame_equal(
                pd.concat([pd.DataFrame(getattr(part, side)) for part in parts]).reset_index(
                    drop=True
                ),
                pd.concat([pd.DataFrame(getattr(part, side)) for part in whole]).reset_index(
                    drop=True
                ),
            )


REAL = {
    "dc_burglaries_2016h1.csv": (1025, 32618, "America/New_York", "minute", ("type",)),
    "memphis_robberies_2019.csv": (2245, 32616, "America/Chicago", "minute", ("type",)),
    "nyc_vehicle_thefts_2014_2017.csv": (
        35746, 32618, "America/New_York", "minute", ("date", "type", "location_category"),
    ),
    "uk_lancashire_asb_2022.csv": (
        56434, 27700, "Europe/London", "month", ("location", "lsoa_code", "type"),
    ),
    "uk_nottingham_burglary_2022.csv": (
        1795, 27700, "Europe/London", "month", ("location", "lsoa_code", "type"),
    ),
    "vancouver_thefts_2020.csv": (
        21918, 32610, "America/Vancouver", "minute",
        ("X", "Y", "type", "HUNDRED_BLOCK", "NEIGHBOURHOOD"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_real_file_is_accounted_for_row_by_row(shared_dir, context, name) -> None:
    rows, epsg, zone, precision, left_behind = REAL[name]
    context = replace(
        context,
        ground=Ground(CRS.from_epsg(epsg), None, 0.0),
        timezone=ZoneInfo(zone),
        theme="woninginbraak",
    )

    file = open_incidents(shared_dir / "data/incidents" / name, context)
    accepted, refused, _ = take(file.path, context, batch_rows=20_000)

    assert len(accepted) + len(refused) == file.row_count == rows
    assert sorted([*accepted.index, *refused[ROW]]) == list(range(1, rows + 1))
    assert file.facts["time_precision"] == precision
    assert file.left_behind == left_behind
    assert refused.empty


def test_shipped_mapping_reads_what_it_recognises(written, context) -> None:
    path = written(
        "demo_id;start;end;x;y;code;reporter;place_precision",
        "D-1;2018-01-05T10:00;2018-01-05T12:00;121000;481000;1.1.1;burger;adres",
    )

    accepted, _, _ = take(path, context, mapping=shipped_mapping("demo"))

    assert accepted[schema.SOURCE].tolist() == [schema.DEMO_SOURCE]
