import re

from drawings import draw_layers
from handing import hand_on
from test_forecast_map import CELLS, FORECAST
from test_hot_cell_words import report

from geo.present.cell_pages import render_forecast_page, render_hot_cells_page

LAYERS = draw_layers()


def pages():
    return (
        render_forecast_page(hand_on(FORECAST), CELLS, LAYERS),
        render_hot_cells_page(hand_on(report()), LAYERS),
    )


def test_a_page_holds_map_table_caption_and_facts():
    expected, standing_out = pages()
    assert "<h1>De komende weken: Woninginbraak</h1>" in expected
    assert "Oost (zuidwesten)" in expected
    assert "Synthetische gegevens" in expected
    assert "<h1>Warme vakken: woninginbraak</h1>" in standing_out
    assert "hooguit 1 op 1.000" in standing_out
    for page in (expected, standing_out):
        assert '"drawOutlines"' in page
        assert re.search(r'class="caption">[^<]* · bron: [^<]* · plaats: ', page)
        assert "Precisie van de plaats" in page


def test_a_page_may_ask_for_nothing_and_is_the_same_each_time():
    assert pages() == pages()
    assert all("default-src 'none'" in page for page in pages())


def test_no_cell_that_stands_out_is_an_answer_too():
    usual = (100350.0, 430050.0, 1, 3, 0.1, 0.4, 0.6, "usual", "WK1")
    assert "Geen warme vakken" in render_hot_cells_page(hand_on(report([usual])), LAYERS)
