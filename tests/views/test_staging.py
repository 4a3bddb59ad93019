from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.views.blocks.staging import _name_files

FOLDER = Path("/map")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.csv", "b.csv"], ["a.csv", "b.csv"]),
        (["a.csv", "a.csv", "a.csv"], ["a.csv", "a (2).csv", "a (3).csv"]),
        (["../../etc/a.csv"], ["a.csv"]),
        (["C:\\map\\a.csv"], ["a.csv"]),
        (["..", "", "."], ["bestand", "bestand (2)", "bestand (3)"]),
    ],
)
def test_files_keep_their_names_apart_and_in_the_folder(names, expected):
    assert [path.name for path in _name_files(FOLDER, names)] == expected


@given(st.lists(st.text(), max_size=5))
def test_no_name_leads_out_of_the_folder_or_twice_to_one_file(names):
    paths = _name_files(FOLDER, names)
    assert all(path.parent == FOLDER for path in paths)
    assert len(set(paths)) == len(names)
