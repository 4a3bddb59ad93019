from dataclasses import replace

import pytest
from placement_drawings import WEIGHED, draw_placement

from geo.errors import ParamsError
from geo.placement_choice import Ahead, RunnerUp, TriedSetting, Weighed
from geo.placements import Safeguards, decode_placement, encode_placement

# As placements were written down before the choice and the request were kept with them.
EARLIER = (
    '{"purpose":"Minder overlast van jongeren op het plein","themes":[{"theme":"jeugdoverlast",'
    '"weight":1.0,"incidents":20}],"learned_from":{"first":"2023-01-01","last":"2023-12-31"},'
    '"used":{"first":"2024-01-08","last":"2024-03-03"},"hours":{"weekdays":[],"day_parts":[]},'
    '"range_m":100.0,"siting":{"chosen":{"place":[100.0,200.0],"points":12.5,"incidents":20},'
    '"suggested":{"place":[100.0,200.0],"points":12.5,"incidents":20},"reason":""},"goal":{'
    '"target_m":100.0,"buffer_m":250.0,"control":[1100.0,200.0],"control_distance":1.1,'
    '"reduction":0.25,"expected":30.0,"smallest_reduction":18.0,"power":0.3,'
    '"evaluated_on":"2024-04-01"},"safeguards":{"lighter_measures":"","consulted_on":null,'
    '"viewing_hours":"","retention_days":28},"data_as_of":"2023-12-31","synthetic":false}'
)


def test_what_was_weighed_comes_back_from_json_as_it_was() -> None:
    placement = draw_placement(weighed=WEIGHED)
    assert decode_placement(encode_placement(placement)) == placement


def test_a_record_from_before_keeps_opening_and_has_nothing_made_up() -> None:
    found = decode_placement(EARLIER)
    assert found == draw_placement()
    assert found.weighed is None
    assert found.safeguards == Safeguards()
    assert (found.safeguards.requested, found.safeguards.signs) == (None, "")


@pytest.mark.parametrize(
    ("key", "make"),
    [
        ("param-not-positive", lambda: Weighed(sites=0)),
        ("param-negative", lambda: Weighed(sites=1, chosen=501, samples=500)),
        ("param-negative", lambda: Weighed(sites=1, gap=-0.1)),
        ("placement-nowhere", lambda: Weighed(sites=1, in_use=((float("nan"), 0.0),))),
        ("placement-nowhere", lambda: RunnerUp(place=(0.0, float("inf")), lost=1.0)),
        ("param-negative", lambda: RunnerUp(place=(0.0, 0.0), lost=-1.0)),
        ("placement-text-long", lambda: RunnerUp(place=(0.0, 0.0), street="x" * 501, lost=1.0)),
        ("placement-text-missing", lambda: TriedSetting(name="", moving=0, farthest_m=0.0)),
        ("param-negative", lambda: TriedSetting(name="a", moving=-1, farthest_m=0.0)),
        ("param-negative", lambda: TriedSetting(name="a", moving=0, farthest_m=float("nan"))),
        ("placement-ahead", lambda: Ahead(share=0.5, low=0.6, high=0.7)),
        ("placement-ahead", lambda: Ahead(share=0.5, low=0.4, high=1.1)),
        ("placement-ahead", lambda: replace(WEIGHED.ahead, share=float("nan"))),
    ],
)
def test_what_cannot_be_is_refused_by_name(key, make) -> None:
    with pytest.raises(ParamsError) as refused:
        make()
    assert refused.value.key == key
