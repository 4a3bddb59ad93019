import pytest
from drawings import draw_layers

from geo.present.area_names import name_areas
from geo.schema import Layer


def test_wijken_come_first_and_parks_after_them_each_with_its_kind():
    assert list(name_areas(draw_layers()).items()) == [
        ("WK1", "Oost (wijk)"),
        ("WK2", "West (wijk)"),
        ("P1", "De Kade (bedrijventerrein)"),
    ]


def test_two_areas_of_one_name_are_told_apart_by_their_code():
    names = name_areas(draw_layers("Oost", "Oost"))
    assert (names["WK1"], names["WK2"]) == ("Oost (wijk) WK1", "Oost (wijk) WK2")


@pytest.mark.parametrize("name", [None, ""])
def test_an_area_without_a_name_goes_by_its_code(name):
    assert name_areas(draw_layers(name, "West"))["WK1"] == "WK1 (wijk)"


def test_without_areas_there_is_nothing_to_choose():
    assert name_areas({}) == {}
    assert "P1" not in name_areas({Layer.WIJKEN: draw_layers()[Layer.WIJKEN]})
