import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from shapely.affinity import translate

from geo import schema
from geo.analysis.area_checks import check_areas
from geo.schema import Layer

CRS = 28992
WEST, SOUTH = 120_000, 480_000


def box(west, south, east, north):
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def frame_areas(codes, shapes, crs=CRS):
    return gpd.GeoDataFrame(
        {schema.AREA_CODE: pd.array(codes, dtype="str")}, geometry=shapes, crs=crs
    )


def quarters():
    """Four quarters of a square of 200 m, without a gap."""
    shapes = [box(x, y, x + 100, y + 100) for x in (0, 100) for y in (0, 100)]
    return frame_areas(["WK990101", "WK990102", "WK990103", "WK990104"], shapes)


def kinds(areas, layer=Layer.WIJKEN, **options):
    return {finding.kind: finding for finding in check_areas(areas, layer=layer, **options)}


def test_sound_layer_has_no_findings() -> None:
    options = {"municipality_code": "GM9901", "others": [quarters()]}
    assert check_areas(quarters(), layer=Layer.WIJKEN, **options) == []


def test_empty_layer_has_no_findings() -> None:
    assert check_areas(frame_areas([], []), layer=Layer.WIJKEN) == []


def test_checking_repairs_nothing() -> None:
    areas = quarters()
    areas.loc[0, "geometry"] = shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)])
    before = areas.copy()
    check_areas(areas, layer=Layer.WIJKEN, municipality_code="GM9901")
    assert_geodataframe_equal(areas, before)


def test_double_and_missing_codes_are_named() -> None:
    areas = quarters()
    areas[schema.AREA_CODE] = pd.array(["WK990101", None, "WK990101", "WK990104"], dtype="str")
    found = kinds(areas)

    assert found["double-code"].examples == ("WK990101",)
    assert found["missing-code"].examples == ("row 2",)
    assert set(found) == {"double-code", "missing-code"}


def test_overlap_is_named_with_its_ground() -> None:
    areas = quarters()
    areas.loc[0, "geometry"] = box(0, 0, 110, 100)
    found = kinds(areas)["overlap"]

    assert found.count == 1
    assert found.examples == ("WK990101 and WK990103 (1000 m2)",)


def test_holes_are_gaps_the_largest_first() -> None:
    shapes = [box(x, y, x + 100, y + 100) for x in (0, 100, 200) for y in (0, 100, 200)]
    shapes[0] = shapes[0].difference(box(40, 40, 50, 50))
    codes = [f"WK9901{number:02}" for number in range(9)]
    found = kinds(frame_areas(codes, shapes).drop(index=4))["gap"]

    assert found.examples == (
        f"10000 m2 at {WEST + 150}, {SOUTH + 150}",
        f"100 m2 at {WEST + 45}, {SOUTH + 45}",
    )


def test_slit_between_areas_that_is_open_to_the_outside_is_a_gap() -> None:
    areas = quarters()
    areas["geometry"] = [
        translate(shape, 8 if row >= 2 else 0) for row, shape in enumerate(areas.geometry)
    ]
    found = kinds(areas)["gap"]

    assert found.count == 1
    assert found.examples[0].endswith(f" m2 at {WEST + 104}, {SOUTH + 150}")


def test_corner_of_the_outer_boundary_is_no_gap() -> None:
    assert "gap" not in kinds(quarters().drop(index=3))


def test_parks_may_leave_gaps_but_not_overlap() -> None:
    shapes = [box(0, 0, 10, 10), box(30, 0, 40, 10), box(35, 0, 50, 10)]
    found = kinds(frame_areas(["P1", "P2", "P3"], shapes), Layer.PARKS, municipality_code="GM9901")

    assert set(found) == {"overlap"}


def test_invalid_ring_is_named_with_its_reason() -> None:
    areas = quarters()
    x, y = WEST, SOUTH
    areas.loc[0, "geometry"] = shapely.Polygon(
        [(x, y), (x + 100, y + 100), (x + 100, y), (x, y + 100)]
    )
    example = kinds(areas)["invalid-ring"].examples[0]

    assert example.startswith("WK990101: Self-intersection")


@pytest.mark.parametrize(
    ("layer", "code", "kind"),
    [
        (Layer.WIJKEN, "WK9901", "code-pattern"),
        (Layer.WIJKEN, "BU99010100", "code-pattern"),
        (Layer.WIJKEN, "wk990101", "code-pattern"),
        (Layer.WIJKEN, "WK990201", "other-municipality"),
        (Layer.BUURTEN, "WK990101", "code-pattern"),
        (Layer.BUURTEN, "BU99020100", "other-municipality"),
    ],
)
def test_dutch_codes_are_checked_in_a_dutch_workspace_only(layer, code, kind) -> None:
    areas = frame_areas([code], [box(0, 0, 100, 100)])

    assert kinds(areas, layer, municipality_code="GM9901")[kind].examples == (code,)
    assert check_areas(areas, layer=layer) == []


@pytest.mark.parametrize(
    "areas",
    [
        quarters().set_geometry(quarters().translate(-WEST, -SOUTH + 5_000_000)),
        quarters().set_geometry(quarters().translate(0, 60_000)),
        quarters().to_crs(4326),
        quarters().set_crs(None, allow_override=True),
    ],
    ids=["beyond-the-reach-of-the-system", "far-from-the-others", "another-system", "none"],
)
def test_layer_that_lies_elsewhere_has_the_wrong_crs(areas) -> None:
    assert "wrong-crs" in kinds(areas, others=[quarters()])


def test_many_faults_show_a_few_examples() -> None:
    areas = frame_areas([None] * 9, [box(20 * n, 0, 20 * n + 10, 10) for n in range(9)])
    found = kinds(areas, Layer.PARKS)["missing-code"]

    assert found.count == 9
    assert len(found.examples) == 5


def test_order_of_rows_does_not_change_what_is_found() -> None:
    areas = quarters()
    areas.loc[0, "geometry"] = box(0, 0, 110, 110)
    shuffled = areas.iloc[np.array([2, 0, 3, 1])]

    assert kinds(areas)["overlap"].count == kinds(shuffled)["overlap"].count == 3
