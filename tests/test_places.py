import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from geo.errors import IntakeError
from geo.intake.formats import WGS84
from geo.intake.places import (
    FAULT,
    Ground,
    X,
    Y,
    check_crs,
    has_decimal_comma,
    name_crs,
    parse_numbers,
    read_places,
)
from geo.schema import Refusal

RD = CRS.from_epsg(28992)
BRITISH = CRS.from_epsg(27700)
WEB_MERCATOR = CRS.from_epsg(3857)
TOWN = shapely.box(120_000, 480_000, 122_000, 482_000)
GROUND = Ground(RD, TOWN, 1000.0)
OPEN_GROUND = Ground(RD, None, 1000.0)
HERE = ("121000", "481000")


def texts(*values):
    return pa.chunked_array([pa.array(values, pa.string())])


def read(x, y, *, crs=RD, ground=GROUND):
    """Read one place: its x and y, or why there is none."""
    row = read_places(texts(x), texts(y), crs, ground).iloc[0]
    if isinstance(row[FAULT], str):
        assert np.isnan(row[X])
        assert np.isnan(row[Y])
        return row[FAULT]
    return row[X], row[Y]


def check(places, *, crs=RD, ground=GROUND):
    check_crs(*(texts(*column) for column in zip(*places, strict=True)), crs, ground)


def moved(x, y, source, target):
    there = Transformer.from_crs(source, target, always_xy=True).transform(float(x), float(y))
    return tuple(f"{number:.7f}" for number in there)


def in_degrees(x, y):
    return moved(x, y, RD, WGS84)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("121000", 121000), ("121000.5", 121000.5), ("121000,5", 121000.5), (" 12 ", 12),
        ("121.000,5", 121000.5), ("1.121.000,25", 1121000.25), ("121,000.5", 121000.5),
        ("-4,25", -4.25), ("+4.25", 4.25), ("1e5", 100000), ("1,5e2", 150), (".5", 0.5),
        (",5", 0.5), ("121000,", 121000),
    ],
)  # fmt: skip
def test_number_is_read_as_people_write_it(written, number) -> None:
    numbers, empty = parse_numbers(texts(written, "3,5"))

    assert numbers.tolist() == [number, 3.5]
    assert not empty.any()


@pytest.mark.parametrize(
    "written",
    ["x", "12a", "1,2,3", "1.2.3", "1,23.4", "1.23,4", "0x1F", "1_000", "1 000", "--1", "1,,5",
     "nan", "True", "٣", "12;5", ","],
)  # fmt: skip
def test_number_that_cannot_be_read_is_refused(written) -> None:
    assert np.isnan(parse_numbers(texts(written))[0][0])
    assert read(written, "481000") == Refusal.UNREADABLE_NUMBER
    assert read("121000", written) == Refusal.UNREADABLE_NUMBER


@pytest.mark.parametrize("written", ["inf", "-inf", "1e400"])
def test_number_without_end_is_refused(written) -> None:
    assert read(written, "481000") == Refusal.UNREADABLE_NUMBER


@given(numbers=st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_comma_and_point_mean_the_same(numbers) -> None:
    written = [f"{number:.6f}" for number in numbers]

    by_point, _ = parse_numbers(texts(*written))
    by_comma, _ = parse_numbers(texts(*(text.replace(".", ",") for text in written)))

    assert by_point.tolist() == by_comma.tolist()


def test_what_a_number_means_does_not_hang_on_its_neighbours() -> None:
    mixed = ["121000.5", "121.000,5", "121000,5", "", None, "x"]
    alone = [parse_numbers(texts(text))[0][0] for text in mixed]

    np.testing.assert_array_equal(parse_numbers(texts(*mixed))[0], alone)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (None, None), ("", ""), (" ", "\t"), ("0", "0"), ("0.0", "0,000"), ("-0", "0"),
        ("121000", None), ("", "481000"),
    ],
)  # fmt: skip
def test_empty_and_zero_coordinates_are_no_place(x, y) -> None:
    assert read(x, y) == Refusal.NO_PLACE
    assert read(x, y, crs=WGS84, ground=OPEN_GROUND) == Refusal.NO_PLACE


def test_one_zero_alone_is_a_number() -> None:
    assert read("0", "51.5", crs=WGS84, ground=Ground(BRITISH, None, 0)) == pytest.approx(
        (538_889, 180_309), abs=2000
    )


@pytest.mark.parametrize(
    ("x", "y", "fault"),
    [
        ("123000", "481000", None),
        ("123001", "481000", Refusal.OUTSIDE),
        ("150000", "481000", Refusal.OUTSIDE),
        ("9999999", "481000", Refusal.IMPOSSIBLE_PLACE),
        ("121.000", "481.000", Refusal.IMPOSSIBLE_PLACE),
        ("481000", "121000", Refusal.IMPOSSIBLE_PLACE),
    ],
)
def test_place_far_outside_is_refused(x, y, fault) -> None:
    assert read(x, y) == (fault or (float(x), float(y)))


def test_margin_is_what_the_workspace_says() -> None:
    assert read("123001", "481000", ground=Ground(RD, TOWN, 2000.0)) == (123001, 481000)
    assert read("122001", "481000", ground=Ground(RD, TOWN, 0.0)) == Refusal.OUTSIDE


def test_without_areas_nothing_lies_outside() -> None:
    assert read("230000", "600000", ground=OPEN_GROUND) == (230000, 600000)
    assert read("9999999", "481000", ground=OPEN_GROUND) == Refusal.IMPOSSIBLE_PLACE


@pytest.mark.parametrize(("lon", "lat"), [("181", "52"), ("5", "91"), ("121000", "481000")])
def test_degrees_off_the_globe_are_impossible(lon, lat) -> None:
    assert read(lon, lat, crs=WGS84) == Refusal.IMPOSSIBLE_PLACE


def test_degrees_become_metres_of_the_workspace() -> None:
    assert read(*in_degrees(*HERE), crs=WGS84) == pytest.approx((121000, 481000), abs=0.1)


def test_another_grid_becomes_that_of_the_workspace() -> None:
    utm = CRS.from_epsg(25831)

    assert read(*moved(*HERE, RD, utm), crs=utm) == pytest.approx((121000, 481000), abs=0.1)


@pytest.mark.parametrize(
    ("epsg", "x", "y"),
    [(2193, 1_748_735, 5_427_916), (32616, 771_000, 3_893_000), (31370, 148_000, 170_000)],
)
def test_place_at_the_edge_of_a_grid_is_possible(epsg, x, y) -> None:
    crs = CRS.from_epsg(epsg)

    assert read(str(x), str(y), crs=crs, ground=Ground(crs, None, 0)) == (x, y)
    check([(str(x), str(y))] * 20, crs=crs, ground=Ground(crs, None, 0))


@pytest.mark.parametrize("values", [[], [None], ["x"], ["121000"]])
def test_frame_has_the_same_types_whatever_it_holds(values) -> None:
    frame = read_places(texts(*values), texts(*values), RD, GROUND)

    assert frame.dtypes.astype(str).to_dict() == {X: "float64", Y: "float64", FAULT: "str"}
    assert frame.index.tolist() == list(range(len(values)))


@given(x=st.text(max_size=12) | st.none(), y=st.text(max_size=12) | st.none())
def test_any_text_is_a_place_or_a_reason(x, y) -> None:
    answer = read(x, y)

    assert answer in list(Refusal) or np.isfinite(answer).all()


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize(
    ("places", "crs", "words"),
    [
        (("481000", "121000"), RD, "swapped coordinates"),
        (in_degrees(*HERE), RD, "fit EPSG:4326"),
        (in_degrees(*HERE)[::-1], RD, "fit EPSG:4326 in the order y, x"),
        (in_degrees(*HERE)[::-1], WGS84, "swapped coordinates"),
        (HERE, WGS84, "fit EPSG:28992"),
        (HERE[::-1], WGS84, "fit EPSG:28992 in the order y, x"),
        (HERE, BRITISH, "fit EPSG:28992"),
        (moved(*HERE, RD, WEB_MERCATOR), RD, "fit EPSG:3857"),
    ],
)
def test_file_in_another_system_is_stopped(count, places, crs, words) -> None:
    with pytest.raises(IntakeError, match=words) as caught:
        check([places] * count, crs=crs)

    assert caught.value.key == "coordinates-misread"
    assert "nothing was imported" in str(caught.value)


@pytest.mark.parametrize(
    ("places", "crs"),
    [
        (("431700", "100700"), RD),
        (("318000", "176000"), RD),
        (in_degrees(*HERE)[::-1], WGS84),
        (in_degrees(*HERE), RD),
        (HERE, WGS84),
    ],
)
def test_file_in_another_system_is_stopped_without_areas_too(places, crs) -> None:
    with pytest.raises(IntakeError) as caught:
        check([places] * 20, crs=crs, ground=OPEN_GROUND)

    assert caught.value.key == "coordinates-misread"


def test_file_that_lies_nowhere_near_is_stopped() -> None:
    with pytest.raises(IntakeError, match="nowhere near"):
        check([("9999999", "8888888")] * 10)


@pytest.mark.parametrize(
    "places",
    [
        [],
        [(None, None)] * 20,
        [("0", "0")] * 20,
        [("x", "y")] * 20,
        [("9999999", "8888888")] * 9,
        [("200000", "500000")] * 20,
        [HERE] * 3 + [("481000", "121000")] * 17,
        [(None, None)] * 50 + [HERE],
        [("0", "0")] * 50 + [HERE],
    ],
)
def test_file_of_which_some_places_are_wrong_is_not_stopped(places) -> None:
    check(places or [("", "")])


def test_few_places_that_fit_nowhere_are_refused_one_by_one() -> None:
    frame = read_places(texts("121000", "481000"), texts("481000", "121000"), RD, GROUND)

    assert frame[FAULT].astype(object).where(frame[FAULT].notna(), None).tolist() == [
        None,
        Refusal.IMPOSSIBLE_PLACE,
    ]


def test_large_file_is_told_by_a_share_of_its_places() -> None:
    with pytest.raises(IntakeError, match="swapped"):
        check([("481000", "121000")] * 180_000 + [HERE] * 2_000)


def test_decimal_comma_is_reported() -> None:
    assert has_decimal_comma(texts("1", "2,5"))
    assert not has_decimal_comma(texts("1", "2.5", None))
    assert not has_decimal_comma(texts())


def test_system_is_named_as_people_know_it() -> None:
    assert name_crs(RD) == "EPSG:28992"
    assert name_crs(CRS.from_proj4("+proj=tmerc +lat_0=10 +lon_0=5")) != "EPSG:None"
