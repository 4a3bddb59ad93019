"""Whether an answer rests on invented incidents."""

from dataclasses import replace

import pandas as pd
import pytest
from drawings import draw_report

from geo import schema
from geo.service.contents import label_synthetic

STATUS = draw_report().data


@pytest.mark.parametrize(
    ("sources", "synthetic"),
    [(["politie"], False), (["politie", schema.DEMO_SOURCE], True), ([schema.DEMO_SOURCE], True)],
)
@pytest.mark.parametrize("held", [True, False])
def test_the_incidents_of_an_answer_decide(sources, synthetic, held):
    incidents = pd.DataFrame({schema.SOURCE: sources})
    assert label_synthetic(replace(STATUS, synthetic=held), incidents).synthetic is synthetic


@pytest.mark.parametrize("held", [True, False])
def test_an_answer_without_incidents_goes_by_the_store(held):
    none = pd.DataFrame({schema.SOURCE: []})
    assert label_synthetic(replace(STATUS, synthetic=held), none).synthetic is held
