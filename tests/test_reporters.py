import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import schema
from geo.analysis.reporters import leave_out_police
from geo.schema import Reporter


def made_by(*reporters):
    return gpd.GeoDataFrame(
        {schema.REPORTER: list(reporters)},
        geometry=gpd.points_from_xy(range(len(reporters)), range(len(reporters))),
        index=range(10, 10 + len(reporters)),
        crs=28992,
    )


def test_only_what_police_recorded_themselves_is_left_out():
    split = leave_out_police(made_by("burger", "politie", "gemeente", "onbekend", "politie"))
    assert split.incidents.index.tolist() == [10, 12, 13]
    assert split.incidents.crs == 28992
    assert split.police_made == 2


@pytest.mark.parametrize("reporters", [(), ("burger", "onbekend")])
def test_without_such_records_all_stays(reporters):
    incidents = made_by(*reporters)
    split = leave_out_police(incidents)
    assert (split.incidents is incidents, split.police_made) == (True, 0)


@given(st.lists(st.sampled_from(list(Reporter))))
def test_every_record_is_kept_or_counted(reporters):
    split = leave_out_police(made_by(*map(str, reporters)))
    assert len(split.incidents) + split.police_made == len(reporters)
    assert not (split.incidents[schema.REPORTER] == Reporter.POLICE).any()
