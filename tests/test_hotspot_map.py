from dataclasses import replace

import numpy as np
import pytest
import shapely
from drawings import draw_layers

from geo.present.paper import hotspot_map
from geo.present.paper.document import PictureKind
from geo.present.paper.hotspot_map import HotspotMap, RankedOutline, render_hotspots
from geo.schema import Layer

SPOT = shapely.Point(100500, 431500).buffer(80)
LAYERS = draw_layers()
PLAN = HotspotMap(
    outlines=(
        RankedOutline(1, SPOT, may_be_chance=False),
        RankedOutline(2, shapely.affinity.translate(SPOT, 800), may_be_chance=True),
    ),
    points=np.array([[100500.0, 431500.0], [101300.0, 431500.0]]),
    wijken=LAYERS[Layer.WIJKEN].areas,
    parks=LAYERS[Layer.PARKS].areas,
    credit=("2018 · bron: demo", "Grenzen: eigen tekening"),
)


def write(plan):
    figure = hotspot_map._draw(plan, (5.7, 3.9))
    axes = figure.axes[0]
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    return [text.get_text() for text in axes.texts], legend, axes


def test_each_hotspot_bears_its_rank_and_each_sign_is_explained() -> None:
    texts, legend, _ = write(PLAN)
    assert {"1", "2", "Oost", "West", "N"} <= set(texts)
    assert legend == [
        "Hotspot met rang",
        "Hotspot die toeval kan zijn",
        "Melding",
        "Grens van een wijk",
        "Bedrijventerrein",
    ]


def test_the_whole_municipality_is_seen() -> None:
    _, _, axes = write(PLAN)
    west, south, east, north = PLAN.wijken.total_bounds
    assert axes.get_xlim()[0] < west < east < axes.get_xlim()[1]
    assert axes.get_ylim()[0] < south < north < axes.get_ylim()[1]


@pytest.mark.parametrize("points", [PLAN.points, np.empty((0, 2))])
def test_without_layers_and_hotspots_there_still_is_a_map(points) -> None:
    bare = replace(PLAN, outlines=(), wijken=None, parks=None, points=points)
    _, legend, _ = write(bare)
    assert legend == ["Melding"]


@pytest.mark.parametrize("kind", PictureKind)
def test_the_same_plan_gives_the_same_bytes(kind) -> None:
    assert render_hotspots(PLAN, kind) == render_hotspots(PLAN, kind)
