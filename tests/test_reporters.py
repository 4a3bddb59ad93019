import geopandas as gpd
import pytest

from geo import schema
from geo.analysis.reporters import leave_out_police


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
