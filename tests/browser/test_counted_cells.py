"""Very many incidents on a map: cells that get smaller from nearer by, without asking anybody."""

import geopandas as gpd
import numpy as np
import pytest
from drawings import draw_layers, draw_report
from playwright.sync_api import expect

from geo.present.counted_cells import plan_counts
from geo.present.grounds import plan_base
from geo.present.map_pages import MapPage, render_map_page
from geo.present.overlays import Inside, plan_outlines

pytestmark = pytest.mark.browser

# Zooms so many steps, and returns of all cells that are then drawn how many, and the least width.
ZOOM = """
    (steps) => new Promise((done) => {
        const map = Object.values(window).find((one) => one instanceof L.Map);
        const look = () => {
            const widths = [];
            map.eachLayer((layer) => {
                if (layer.options.pane !== "hk-counts" || !(layer instanceof L.Polygon)) return;
                const corners = layer.getLatLngs()[0].map((one) => map.latLngToLayerPoint(one));
                widths.push(corners[0].distanceTo(corners[1]));
            });
            return { cells: widths.length, least: Math.min(...widths) };
        };
        map.once("zoomend", () => done(look()));
        map.setZoom(map.getZoom() + steps, { animate: false });
    })
"""


@pytest.fixture
def mailed(tmp_path):
    """A page with the map of a dense town, as it would be mailed."""
    places = np.random.default_rng(1).uniform((100_000, 431_000), (102_000, 432_000), (9_000, 2))
    incidents = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*places.T), crs=28992)
    over = plan_outlines(draw_report(), inside=Inside.OPEN)
    page = MapPage(
        title="Proef",
        period="",
        notices=[],
        base=plan_base(draw_layers()),
        over=over + plan_counts(incidents, most_cells=4_000),
        caption="",
        legend="",
        heading="",
        beside="",
        facts=[],
    )
    path = tmp_path / "kaart.html"
    path.write_text(render_map_page(page), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("size", ["desktop", "telefoon"])
def test_zooming_in_shows_smaller_cells_and_zooming_out_the_first_again(open_page, mailed, size):
    page = open_page(size)
    page.goto(mailed)
    first = page.evaluate(ZOOM, -2)
    assert 1 <= first["cells"] <= 4_000
    nearer = page.evaluate(ZOOM, 2)
    assert nearer["cells"] > first["cells"]
    assert nearer["least"] >= 17
    assert page.evaluate(ZOOM, -2)["cells"] == first["cells"]
    # From so far that none would be seen the widest cells are left.
    assert page.evaluate(ZOOM, -8)["cells"] <= 16


def test_a_cell_tells_its_count_also_within_a_hotspot(open_page, mailed):
    page = open_page()
    page.goto(mailed)
    outline = page.locator("path.leaflet-interactive").first
    expect(outline).to_be_visible()
    box = outline.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    expect(page.get_by_text("in dit vak van").last).to_be_visible()
