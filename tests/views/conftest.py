from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reading import APP, weighed
from streamlit.testing.v1 import AppTest

from geo import service
from geo.workspace import WORKSPACE_VARIABLE, create_workspace

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DUTCH = {"name": "Vol", "code": "GM0597", "crs": 28992, "timezone": "Europe/Amsterdam"}
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
FEW = (
    "id,start,x,y,code\n"
    "1,2018-05-01 21:30,500000,5700000,1.1.1\n"
    "2,2018-06-02 08:00,501000,5700000,1.1.1\n"
)


@pytest.fixture(scope="session")
def full(tmp_path_factory) -> Path:
    """The municipality that ships, with its areas and demo incidents."""
    workspace = create_workspace(tmp_path_factory.mktemp("vol") / "werkmap", DUTCH)
    service.setup_workspace(workspace, now=NOW)
    return workspace.root


@pytest.fixture
def empty(tmp_path) -> Path:
    """A workspace without areas or incidents."""
    return create_workspace(tmp_path / "leeg", UTM).root


@pytest.fixture
def sparse(tmp_path) -> Path:
    """A workspace without areas that holds two incidents, far apart."""
    workspace = create_workspace(tmp_path / "weinig", UTM)
    path = tmp_path / "bron.csv"
    path.write_text(FEW, encoding="utf-8")
    service.import_incidents(workspace, [path], now=NOW)
    return workspace.root


@pytest.fixture
def settled(monkeypatch):
    """Look at the page once it has its answer: no bar to follow."""
    monkeypatch.setattr("geo.views.blocks.waiting._AT_ONCE_SECONDS", 60.0)


@pytest.fixture
def open_app(monkeypatch) -> Callable[..., AppTest]:
    """Open the app on a workspace, at a page, with filters in the link.

    Chances that are weighed beside the page have been taken in, and where to look now is known.
    """
    monkeypatch.setattr("geo.views.blocks.alerts._PATIENCE_SECONDS", 60.0)

    def open_at(root, page=None, **query):
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(root))
        app = AppTest.from_file(str(APP), default_timeout=60)
        if page is not None:
            app.switch_page(page)
        for name, value in query.items():
            app.query_params[name] = value
        return weighed(app.run(), root)

    return open_at
