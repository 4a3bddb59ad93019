import pytest
from speed.browser_side import measure_screen
from speed.serving import serve
from speed.sizes import Size
from speed.stores import copy_store, make_store

from geo.views.pages import PAGES

pytestmark = pytest.mark.browser

SIZE = Size(300, 3, server_seconds=60.0, browser_seconds=60.0)


@pytest.mark.parametrize("title", ["Hotspots", "Gegevens"])
def test_an_answer_on_the_screen_is_waited_for(chromium, tmp_path, title):
    """The benchmark of the app, on a store so small that it only shows that it works."""
    page = next(page for page in PAGES if page.title == title)
    store = make_store(SIZE.incidents, years=SIZE.years, seed=1, cache=tmp_path)
    with copy_store(store) as root, serve(root) as server:
        told = measure_screen(server, chromium, page, size=SIZE, changes=2)
    assert len(told.runs) == 2
    assert not told.failures
    assert all(0 < run.seconds < SIZE.browser_seconds for run in told.runs)
