import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo import schema
from geo.errors import BoundaryError, IntakeError
from geo.intake.area_files import read_area_features, read_area_file
from geo.intake.boundaries import (
    AreaLayer,
    AreaReading,
    columns_for,
    drop_areas,
    import_areas,
    inspect_areas,
    load_layer,
    load_layers,
    read_areas,
    save_layer,
)
from geo.schema import Layer
from geo.settings import AreaColumns, Settings
from geo.workspace import Workspace
from geo.written import MOST_CONTACT

RD = "urn:ogc:def:crs:EPSG::28992"
SQUARE = [[120_000, 480_000], [120_100, 480_000], [120_100, 480_100], [120_000, 480_000]]
DEGREES = [[4.5, 51.8], [4.6, 51.8], [4.6, 51.9], [4.5, 51.8]]
COLUMNS = AreaColumns()


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    settings = Settings(name="Testdam", code="GM9901", crs=28992, timezone="Europe/Brussels")
    (tmp_path / "boundaries").mkdir()
    return Workspace(tmp_path, settings)


def feature(ring=SQUARE, kind="Polygon", **properties):
    shape = {"type": kind, "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(*features, crs=RD, **members):
    content = {"type": "FeatureCollection", **members, "features": list(features)}
    return content | ({"crs": {"type": "name", "properties": {"name": crs}}} if crs else {})


def write(path: Path, content) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def read(content, columns=COLUMNS, crs=None):
    settings = Settings(name="a", code="b", crs=crs or 28992, timezone="Europe/Brussels")
    wanted = Workspace(Path(), settings).crs
    return read_area_features(content, columns=columns, crs=wanted, origin="test.geojson")


def key_of(call) -> str:
    with pytest.raises(IntakeError) as caught:
        call()
    return caught.value.key


def test_frame_is_typed_sorted_and_numbered() -> None:
    areas = read(
        collection(
            feature(code="B", name="Beta", population=10, dwelling_total=4.0),
            feature(code=" A ", name="", population=None),
        )
    )

    assert tuple(areas.columns) == schema.AREA_COLUMNS
    assert areas[schema.AREA_CODE].tolist() == ["A", "B"]
    assert areas[schema.AREA_NAME].tolist() == ["A", "Beta"]
    assert areas[schema.INHABITANTS].isna().tolist() == [True, False]
    assert areas[schema.DWELLINGS].tolist()[1] == 4
    assert areas.index.tolist() == [0, 1]
    assert areas.dtypes.astype(str).tolist() == [
        "str", "str", "Int64", "Int64", "str", "geometry",
    ]  # fmt: skip


@pytest.mark.parametrize("withheld", [-99997, -99995, "-99997", -99997.0, None, "geheim", 1e400])
def test_withheld_figure_is_missing_and_never_zero(withheld) -> None:
    areas = read(collection(feature(code="A", name="a", population=withheld, dwelling_total=0)))

    assert areas[schema.INHABITANTS].isna().all()
    assert areas[schema.DWELLINGS].tolist() == [0]


@pytest.mark.parametrize(
    "names",
    [
        ("wijkcode", "wijknaam", "aantal_inwoners", "woningvoorraad"),
        ("wijkcode", "wijknaam", "aantalInwoners", "woningvoorraad"),
        ("WIJKCODE", "WijkNaam", "AANTAL_INWONERS", "Woningvoorraad"),
        ("code", "name", "population", "dwelling_total"),
        ("statcode", "statnaam", "inhabitants", "dwellings"),
    ],
)
def test_columns_are_known_by_the_names_that_services_use(names) -> None:
    areas = read(collection(feature(**dict(zip(names, ("A", "a", 12, 5), strict=True)))))
    figures = areas.drop(columns=["geometry", schema.CONTACT])
    assert figures.to_numpy().tolist() == [["A", "a", 12, 5]]


@pytest.mark.parametrize("name", ["contact", "Contactpunt", "PARKMANAGER", "beheerder"])
def test_contact_point_is_known_by_its_names(name) -> None:
    desk = "Parkmanagement Donkersloot, 0180-000000"
    areas = read(
        collection(feature(code="A", name="a", **{name: desk}), feature(code="B", name="b"))
    )
    assert areas[schema.CONTACT].fillna("").tolist() == [desk, ""]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("  Balie\u0000 \n bedrijven\u202e, 0180 ", "Balie bedrijven , 0180"),
        ("\u200b \t", ""),
        ("x" * 500, "x" * (MOST_CONTACT - 1) + "…"),
        (180_000_000, "180000000"),
        (None, ""),
    ],
)
def test_contact_point_is_one_short_line_of_signs_that_can_be_seen(written, read_as) -> None:
    areas = read(collection(feature(code="A", name="a", contact=written)))
    assert areas[schema.CONTACT].fillna("").tolist() == [read_as]


def test_contact_point_of_a_geopackage_is_kept_with_the_layer(workspace, tmp_path) -> None:
    shapes = gpd.GeoDataFrame(
        {"code": ["P1"], "naam": ["Park"], "Parkmanager": ["Parkbureau, park@voorbeeld.nl"]},
        geometry=[shapely.box(0, 0, 10, 10)],
        crs=28992,
    )
    shapes.to_file(tmp_path / "parken.gpkg")
    import_areas(workspace, tmp_path / "parken.gpkg", Layer.PARKS)
    kept = load_layer(workspace, Layer.PARKS)
    assert kept.areas[schema.CONTACT].tolist() == ["Parkbureau, park@voorbeeld.nl"]


@pytest.mark.parametrize(
    ("layer", "code", "name"),
    [(Layer.WIJKEN, "WK1", "Wijk"), (Layer.BUURTEN, "BU1", "Buurt"), (Layer.PARKS, "P1", "Park")],
)
def test_layer_decides_which_code_of_a_file_is_its_own(workspace, layer, code, name) -> None:
    both = {"buurtcode": "BU1", "buurtnaam": "Buurt", "wijkcode": "WK1", "wijknaam": "Wijk"}
    path = write(
        workspace.root / "in.geojson", collection(feature(**both, park_id="P1", naam="Park"))
    )
    areas = import_areas(workspace, path, layer).areas

    assert areas[[schema.AREA_CODE, schema.AREA_NAME]].to_numpy().tolist() == [[code, name]]


def test_columns_named_by_the_user_win(workspace) -> None:
    path = write(
        workspace.root / "in.geojson", collection(feature(id=7, code="A", district="Zuid"))
    )
    areas = import_areas(workspace, path, Layer.WIJKEN, AreaReading("ID", "district")).areas

    assert areas[[schema.AREA_CODE, schema.AREA_NAME]].to_numpy().tolist() == [["7", "Zuid"]]


@pytest.mark.parametrize("options", [{"code_column": "nope"}, {"name_column": "nope"}])
def test_column_that_is_not_there_is_named_with_those_that_are(workspace, options) -> None:
    path = write(workspace.root / "in.geojson", collection(feature(code="A", name="a")))
    with pytest.raises(BoundaryError, match="got code, name"):
        import_areas(workspace, path, Layer.WIJKEN, AreaReading(**options))


def test_maker_of_a_layer_can_be_named(workspace) -> None:
    path = write(workspace.root / "in.geojson", collection(feature(code="A", name="a")))
    import_areas(workspace, path, Layer.WIJKEN, AreaReading(source="Kadaster"))
    assert load_layer(workspace, Layer.WIJKEN).source == "Kadaster"
    import_areas(workspace, path, Layer.WIJKEN)
    assert load_layer(workspace, Layer.WIJKEN).source == "in.geojson"


def test_whole_numbers_stay_codes_beside_an_empty_one() -> None:
    areas = read(collection(feature(code=12, name="a"), feature(code=None, name="b")))
    assert areas[schema.AREA_CODE].fillna("-").tolist() == ["12", "-"]


def test_double_and_missing_codes_and_invalid_rings_come_through() -> None:
    bow_tie = [[120_000, 480_000], [120_100, 480_100], [120_100, 480_000], [120_000, 480_100]]
    bow_tie.append(bow_tie[0])
    areas = read(
        collection(
            feature(bow_tie, code="A", name="a"),
            feature(code="A", name="b"),
            feature(code="", name="c"),
        )
    )

    assert areas[schema.AREA_CODE].fillna("-").tolist() == ["A", "A", "-"]
    assert areas.geometry.is_valid.tolist() == [False, True, True]


def test_longitude_and_latitude_are_assumed_where_nothing_is_stated() -> None:
    areas = read(collection(feature(DEGREES, code="A", name="a"), crs=None))
    assert areas.total_bounds.round(-3).tolist() == [94_000, 424_000, 101_000, 435_000]


def test_stated_system_is_brought_to_that_of_the_workspace() -> None:
    areas = read(collection(feature(code="A", name="a")), crs=32631)
    assert areas.crs.to_epsg() == 32631
    assert not np.allclose(areas.total_bounds[:2], SQUARE[0], atol=1000)


def test_heights_are_left_out() -> None:
    ring = [[x, y, 5.0] for x, y in SQUARE]
    assert not read(collection(feature(ring, code="A", name="a"))).geometry.has_z.any()


NAN = [*SQUARE[:1], [float("nan"), 480_000], *SQUARE[2:]]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ([], "file-damaged"),
        ({"type": "FeatureCollection"}, "file-damaged"),
        (collection(1), "file-damaged"),
        (collection({"type": "Feature"}), "file-damaged"),
        (collection({**feature(code="A"), "properties": [1]}), "file-damaged"),
        (collection({**feature(code="A"), "geometry": {"type": "Cube"}}), "file-damaged"),
        (collection(feature([[1, 2]], code="A", name="a")), "file-damaged"),
        (collection(feature("text", code="A", name="a")), "file-damaged"),
        (collection(feature([[10**400, 0]] * 4, code="A", name="a")), "file-damaged"),
        (collection(), "areas-no-polygons"),
        (collection({**feature(code="A", name="a"), "geometry": None}), "areas-no-polygons"),
        (collection(feature(SQUARE[0], "MultiPoint", code="A", name="a")), "areas-no-polygons"),
        (collection(feature(NAN, code="A", name="a")), "areas-impossible-place"),
        (collection(feature([[1e300, 0]] * 4, code="A", name="a")), "areas-impossible-place"),
        (collection(feature(code="A", name="a"), crs=None), "crs-unstated"),
        (collection(feature(code="A", name="a"), crs="EPSG:1"), "crs-unknown"),
        (collection(feature(label="A", name="a")), "area-column-missing"),
        (collection(feature(code="A", label="a")), "area-column-missing"),
    ],
)
def test_what_are_no_areas_is_refused_with_the_reason(content, key) -> None:
    assert key_of(lambda: read(content)) == key


def test_property_called_geometry_does_not_take_its_place() -> None:
    content = collection(feature(code="A", name="a", geometry="POINT (1 1)"))
    assert key_of(lambda: read(content)) == "file-damaged"


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet", ".geojson"])
def test_formats_give_the_same_areas(workspace, suffix) -> None:
    frame = gpd.GeoDataFrame(
        {"wijkcode": ["WK2", "WK1"], "wijknaam": ["b", "a"], "aantal_inwoners": [-99997, 3]},
        geometry=[shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)],
        crs=28992,
    )
    path = workspace.root / f"in{suffix}"
    frame.to_parquet(path) if suffix == ".parquet" else frame.to_file(path)
    areas = import_areas(workspace, path, Layer.WIJKEN).areas

    assert areas[schema.AREA_CODE].tolist() == ["WK1", "WK2"]
    assert areas[schema.INHABITANTS].fillna(0).tolist() == [3, 0]
    assert areas.total_bounds.tolist() == [0, 0, 2, 1]


def test_geopackage_of_all_layers_gives_the_one_that_is_asked_for(workspace) -> None:
    frame = gpd.GeoDataFrame(
        {"buurtcode": ["BU1"], "buurtnaam": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=28992
    )
    path = workspace.root / "all.gpkg"
    frame.rename(columns={"buurtcode": "gemeentecode"}).to_file(path, layer="gemeenten")
    frame.to_file(path, layer="buurten")

    assert import_areas(workspace, path, Layer.BUURTEN).areas[schema.AREA_CODE].tolist() == ["BU1"]


@pytest.mark.parametrize("kind", ["plain", "cut", "no crs"])
def test_parquet_without_areas_is_refused(workspace, kind) -> None:
    path = workspace.root / "a.parquet"
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)])
    frame.to_parquet(path)
    if kind == "plain":
        pyarrow.parquet.write_table(pyarrow.table({"code": ["A"]}), path)
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    expected = "crs-missing" if kind == "no crs" else "file-damaged"

    assert key_of(lambda: import_areas(workspace, path, Layer.WIJKEN)) == expected


def test_numbers_that_no_area_has_are_text_or_missing() -> None:
    areas = read(collection(feature(code=1e300, name="a", inhabitants=1e300, dwellings=2**53)))
    assert areas[schema.AREA_CODE].tolist() == ["1e+300"]
    assert areas[[schema.INHABITANTS, schema.DWELLINGS]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (pyarrow.array([b"\xff"]), ["b'\\xff'"]),
        (pyarrow.array([2**63 - 1], pyarrow.timestamp("us", "Europe/Amsterdam")), []),
    ],
    ids=["bytes", "a year that no calendar has"],
)
def test_columns_of_parquet_of_which_nobody_makes_text(workspace, values, written) -> None:
    path = workspace.root / "a.parquet"
    gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=28992).to_parquet(
        path
    )
    table = pyarrow.parquet.read_table(path).append_column("code", values)
    pyarrow.parquet.write_table(table, path)
    codes = import_areas(workspace, path, Layer.WIJKEN).areas[schema.AREA_CODE]
    assert codes.dropna().tolist() == written


def test_a_system_from_which_no_way_leads_is_refused(workspace) -> None:
    path = workspace.root / "a.parquet"
    drawing = 'LOCAL_CS["tekening",UNIT["metre",1]]'
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ["a"]}, geometry=[shapely.box(0, 0, 1, 1)])
    frame.set_crs(drawing).to_parquet(path)
    assert key_of(lambda: import_areas(workspace, path, Layer.WIJKEN)) == "areas-impossible-place"


def test_text_file_is_no_file_of_areas(workspace) -> None:
    path = workspace.root / "a.geojson"
    path.write_text("code;name\nA;a\n", encoding="utf-8")
    assert key_of(lambda: import_areas(workspace, path, Layer.WIJKEN)) == "area-file-kind"


def test_workspace_without_areas_has_no_layers(workspace) -> None:
    assert load_layers(workspace) == {}
    assert load_layer(workspace, Layer.WIJKEN) is None


def test_layer_tells_where_it_comes_from(workspace) -> None:
    facts = {"schematic": True, "source": "eigen tekening", "year": 2022, "licence": "CC BY 4.0"}
    write(
        workspace.boundaries_dir / "parks.geojson",
        collection(feature(park_id="P1", name="a"), **facts),
    )
    layer = load_layers(workspace)[Layer.PARKS]

    assert (layer.schematic, layer.source, layer.year) == (True, "eigen tekening", 2022)
    assert layer.licence == "CC BY 4.0"


def test_imported_layer_overrides_what_ships_and_leaves_it_alone(workspace) -> None:
    shipped = write(
        workspace.boundaries_dir / "wijken.geojson",
        collection(feature(area_code="OLD", name="a"), schematic=True),
    )
    before = shipped.read_bytes()
    path = write(workspace.root / "new.geojson", collection(feature(wijkcode="NEW", wijknaam="b")))
    imported = import_areas(workspace, path, Layer.WIJKEN)
    loaded = load_layer(workspace, Layer.WIJKEN)

    assert_geodataframe_equal(loaded.areas, imported.areas)
    assert loaded.areas[schema.AREA_CODE].tolist() == ["NEW"]
    assert (loaded.schematic, loaded.source, loaded.year) == (False, "new.geojson", None)
    assert shipped.read_bytes() == before


def test_saved_layer_reads_back_as_it_was(workspace) -> None:
    areas = gpd.GeoDataFrame(
        {
            schema.AREA_CODE: pd.array(["A", "A", None], dtype="str"),
            schema.AREA_NAME: pd.array(["é", "b", None], dtype="str"),
            schema.INHABITANTS: pd.array([1, None, 0], dtype="Int64"),
            schema.DWELLINGS: pd.array([None, None, None], dtype="Int64"),
            schema.CONTACT: pd.array(["Parkbeheer, 0180-000000", None, None], dtype="str"),
        },
        geometry=[
            shapely.box(0.1, 0, 1 / 3, 1),
            shapely.box(1, 0, 2, 1).buffer(0.1),
            shapely.box(5, 5, 6, 6),
        ],
        crs=28992,
    )
    official = AreaLayer(Layer.BUURTEN, areas, "CBS", 2024, schematic=False, official=True)
    saved = save_layer(workspace, official)
    loaded = load_layer(workspace, Layer.BUURTEN)

    assert_geodataframe_equal(loaded.areas, areas)
    assert (loaded.source, loaded.year, loaded.official) == ("CBS", 2024, True)
    assert (saved.imported, loaded.imported, loaded.covers) == (True, True, False)


def test_imported_layer_is_taken_away_and_what_shipped_holds_again(workspace) -> None:
    write(
        workspace.boundaries_dir / "wijken.geojson",
        collection(feature(area_code="OLD", name="a"), schematic=True),
    )
    path = write(workspace.root / "new.geojson", collection(feature(wijkcode="NEW", wijknaam="b")))
    imported = import_areas(workspace, path, Layer.WIJKEN, AreaReading(year=2024))
    assert (imported.year, imported.imported, imported.covers) == (2024, True, True)
    assert imported.official is False
    left = drop_areas(workspace, Layer.WIJKEN)

    assert left is not None
    assert left.areas[schema.AREA_CODE].tolist() == ["OLD"]
    assert (left.schematic, left.imported, left.covers) == (True, False, False)
    assert key_of(lambda: drop_areas(workspace, Layer.WIJKEN)) == "areas-not-imported"


def test_file_is_looked_at_and_read_without_being_taken_in(workspace) -> None:
    path = write(workspace.root / "in.geojson", collection(feature(nr="A", wijknaam="Zuid")))
    seen = inspect_areas(workspace, path, Layer.WIJKEN)
    assert (seen.areas, seen.columns) == (1, ("nr", "wijknaam"))
    assert (seen.code_column, seen.name_column) == (None, "wijknaam")
    assert seen.crs == "Amersfoort / RD New"
    read = read_areas(workspace, path, Layer.WIJKEN, AreaReading(code_column="nr"))
    assert read.areas[schema.AREA_CODE].tolist() == ["A"]
    assert load_layer(workspace, Layer.WIJKEN) is None


def test_refused_file_leaves_the_layer_that_was_there(workspace) -> None:
    good = write(workspace.root / "good.geojson", collection(feature(code="A", name="a")))
    bad = write(workspace.root / "bad.geojson", collection(feature(label="A")))
    import_areas(workspace, good, Layer.WIJKEN)

    key_of(lambda: import_areas(workspace, bad, Layer.WIJKEN))

    assert load_layer(workspace, Layer.WIJKEN).source == "good.geojson"
    assert [path.name for path in (workspace.boundaries_dir / "imported").iterdir()] == [
        "wijken.geojson"
    ]


def test_folder_that_cannot_be_written_is_an_error(workspace) -> None:
    (workspace.boundaries_dir / "imported").write_text("a file in the way", encoding="utf-8")
    path = write(workspace.root / "in.geojson", collection(feature(code="A", name="a")))

    assert key_of(lambda: import_areas(workspace, path, Layer.WIJKEN)) == "folder-not-writable"


def test_damaged_layer_in_the_workspace_is_an_error_and_not_an_empty_map(workspace) -> None:
    (workspace.boundaries_dir / "wijken.geojson").write_text("{", encoding="utf-8")
    assert key_of(lambda: load_layers(workspace)) == "file-damaged"


@pytest.mark.parametrize(
    ("name", "layer", "count"),
    [
        ("ridderkerk_wijken_2022_rd", Layer.WIJKEN, 12),
        ("ridderkerk_buurten_2025_generalised_rd", Layer.BUURTEN, 12),
        ("ridderkerk_plus5km_wijken_2022_rd", Layer.WIJKEN, 97),
        ("nederland_wijken_2022_rd", Layer.WIJKEN, 3340),
        ("lancashire_districts", Layer.WIJKEN, 14),
    ],
)
def test_real_files_are_read(shared_dir, workspace, name, layer, count) -> None:
    path = shared_dir / f"data/boundaries/{name}.geojson"
    foreign = {"code_column": "objectid", "name_column": "district"}
    options = foreign if name == "lancashire_districts" else {}
    areas = import_areas(workspace, path, layer, AreaReading(**options)).areas

    assert len(areas) == count
    assert areas[schema.AREA_CODE].is_unique
    assert areas[schema.AREA_NAME].notna().all()
    assert areas.crs == workspace.crs
    assert_geodataframe_equal(load_layer(workspace, layer).areas, areas)


def test_real_wijken_bring_their_figures(shared_dir) -> None:
    path = shared_dir / "data/boundaries/ridderkerk_wijken_2022_rd.geojson"
    settings = Settings(name="a", code="b", crs=28992, timezone="Europe/Brussels")
    columns = columns_for(Layer.WIJKEN, settings.area_columns)
    areas = read_area_file(path, columns=columns, crs=Workspace(Path(), settings).crs)

    assert areas[schema.INHABITANTS].sum() == 47_100
    assert areas[schema.DWELLINGS].sum() == 21_491
