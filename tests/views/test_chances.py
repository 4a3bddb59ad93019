import re
import shutil
import threading
from datetime import UTC, date, datetime

import pytest
from reading import APP, facts, place_of, said, weighed
from streamlit.testing.v1 import AppTest

from geo import service
from geo.analysis.significance import NotTestable, Untestable
from geo.errors import StoreError
from geo.intake.opportunities import find_opportunities
from geo.params import Period, Question
from geo.present.significance import WAITING
from geo.schema import PointLayer
from geo.service.answers import HotspotSignificance
from geo.views.cached import chance_desk
from geo.views.chances import ChanceDesk
from geo.workspace import WORKSPACE_VARIABLE, open_workspace

HOTSPOTS = "geo/views/hotspots.py"
WIJK = "geo/views/wijk.py"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FOUND = HotspotSignificance(None, NotTestable(Untestable.NO_KIND))
YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
# With this theme the bundled demo has a hotspot that may be chance, in the wijk Bolnes.
ALL = {"thema": "Woninginbraak", "periode": "Alle gegevens"}
BOLNES = "Bolnes (wijk)"


@pytest.fixture
def copy_of(tmp_path):
    """Copy a workspace, to be changed or asked what nobody asked before."""
    return lambda root: shutil.copytree(root, tmp_path / "kopie")


def key(theme):
    return ("werkmap", 1, ()), Question(theme=theme, period=YEAR)


class Held:
    """Work that goes on until it is let go."""

    def __init__(self):
        self.begun, self.go_on, self.stopped = (threading.Event() for _ in range(3))

    def __call__(self, *, tell):
        self.begun.set()
        assert self.go_on.wait(60)
        try:
            tell(0.5)
        except BaseException:
            self.stopped.set()
            raise
        return FOUND


@pytest.fixture
def desk():
    return ChanceDesk()


def test_what_one_visitor_asked_all_others_find(desk):
    desk.ask("a", {key("een"): lambda tell: FOUND})
    assert desk.settle(timeout_seconds=60)
    assert desk.find(key("een")) is FOUND
    assert desk.knows([key("een")])
    desk.ask("b", {key("een"): lambda tell: pytest.fail("done twice")})
    assert desk.settle(timeout_seconds=60)


def test_the_newest_question_goes_first(desk):
    held, done = Held(), []
    desk.ask("a", {key("held"): held})
    assert held.begun.wait(60)
    for visitor in ("b", "c"):
        desk.ask(visitor, {key(visitor): lambda tell, name=visitor: done.append(name) or FOUND})
    held.go_on.set()
    assert desk.settle(timeout_seconds=60)
    assert done == ["c", "b"]
    assert not held.stopped.is_set()


def test_a_question_that_nobody_looks_at_any_more_is_dropped(desk):
    held = Held()
    desk.ask("a", {key("held"): held, key("later"): lambda tell: pytest.fail("still wanted")})
    assert held.begun.wait(60)
    desk.ask("a", {key("other"): lambda tell: FOUND})
    held.go_on.set()
    assert desk.settle(timeout_seconds=60)
    assert held.stopped.is_set()
    assert [desk.find(key(name)) for name in ("held", "later", "other")] == [None, None, FOUND]


def test_a_question_at_which_another_visitor_looks_goes_on(desk):
    held = Held()
    desk.ask("a", {key("held"): held})
    assert held.begun.wait(60)
    desk.ask("b", {key("held"): held})
    desk.ask("a", {})
    held.go_on.set()
    assert desk.settle(timeout_seconds=60)
    assert desk.find(key("held")) is FOUND


def test_what_stops_one_question_is_kept_and_stops_no_other(desk):
    problem = StoreError("store-locked", expected="a", got="b", remedy="c")

    def fail(*, tell):
        raise problem

    desk.ask("a", {key("well"): lambda tell: FOUND, key("ill"): fail})
    assert desk.settle(timeout_seconds=60)
    assert desk.find(key("ill")) is problem
    assert problem.__traceback__ is None
    assert desk.find(key("well")) is FOUND


def test_only_the_latest_answers_are_kept(desk, monkeypatch):
    monkeypatch.setattr("geo.views.chances._KEPT", 2)
    for name in ("een", "twee", "drie"):
        desk.keep(key(name), FOUND)
    assert [desk.find(key(name)) for name in ("een", "twee", "drie")] == [None, FOUND, FOUND]


def table(app):
    return app.dataframe[0].value


def test_the_list_says_how_likely_each_hotspot_is_chance(full, open_app):
    app = open_app(full, HOTSPOTS, **ALL)
    assert not app.exception
    chances = table(app)["Kans op toeval"]
    assert set(chances) == {"< 1 op 100", "kan toeval zijn"}
    count = int((chances == "kan toeval zijn").sum())
    assert f"{count} van de {len(chances)} hotspots k" in said(app.caption)
    assert "hotspot die toeval kan zijn" in facts(app)
    assert "999 willekeurige patronen over alle adressen" in facts(app)


def test_a_chosen_hotspot_says_its_chance_in_words_and_as_a_number(full, open_app):
    app = open_app(full, HOTSPOTS, **ALL)
    last = len(table(app)) - 1
    assert app.selectbox(key="hotspot").options[last].endswith("kan toeval zijn")
    app.selectbox(key="hotspot").select_index(last).run()
    assert "kan toeval zijn (p = 0," in facts(app)
    app.selectbox(key="hotspot").select_index(0).run()
    assert "kans dat dit toeval is: minder dan 1 op 100 (p = 0,001)" in facts(app)


def test_without_the_layer_it_is_said_what_to_load_and_nothing_is_called_chance(
    full, open_app, copy_of
):
    root = copy_of(full)
    find_opportunities(open_workspace(root), PointLayer.ADDRESSES).unlink()
    app = open_app(root, HOTSPOTS, **ALL)
    assert not app.exception
    assert set(table(app)["Kans op toeval"]) == {"niet toetsbaar"}
    assert "laad adressen (`areas import --layer addresses`)" in said(app.caption)
    assert "Naar Gegevens" in [link.proto.label for link in app.get("page_link")]
    assert "kunnen toeval zijn" not in said(app.caption)


def test_places_that_are_too_coarse_are_said_with_what_to_read_in(empty, open_app, tmp_path):
    rows = "".join(f"{n},2018-05-01 20:00,500250,5700250,1.1.1,raster\n" for n in range(12))
    (tmp_path / "in.csv").write_text(f"id,start,x,y,code,place_precision\n{rows}", encoding="utf-8")
    service.import_incidents(open_workspace(empty), [tmp_path / "in.csv"], now=NOW)
    app = open_app(empty, HOTSPOTS, **ALL)
    assert not app.exception
    assert set(table(app)["Kans op toeval"]) == {"niet toetsbaar"}
    assert "Niet toetsbaar: de plaats van deze meldingen is te grof (postcode of raster)" in said(
        app.caption
    )
    assert "lees ze opnieuw in met het adres of de straat" in said(app.caption)


def test_it_is_said_how_many_that_cannot_be_tested_stay_in_a_list(full, open_app, copy_of):
    root = copy_of(full)
    find_opportunities(open_workspace(root), PointLayer.ADDRESSES).unlink()
    app = open_app(root, WIJK, gebied=BOLNES)
    assert not app.exception
    assert "niet toetsbaar: of" in said(app.caption)
    assert re.search(r"\d+ hotspots? in deze lijst", said(app.caption))
    assert "weggelaten" not in said(app.caption)


def test_peaks_and_what_became_of_each_hotspot_stand_in_the_list(full, open_app):
    app = open_app(full, HOTSPOTS, thema="Jeugdoverlast", periode="Laatste 12 maanden")
    shown = table(app)
    assert shown["Piek"].str.contains(r"uur.*, \d+% van de meldingen").any()
    named = "nieuw|verplaatst|blijvend, (?:gegroeid|gekrompen|gelijk)"
    assert shown["Vorige periode"].str.fullmatch(named).all()
    assert "Wanneer, en wat het ervoor was" in said(app.markdown)
    app.selectbox(key="hotspot").select_index(0).run()
    assert "Piek: " in said(app.markdown)


def test_hotspots_that_vanished_are_named(full, open_app):
    query = {"thema": "Jeugdoverlast", "periode": "Laatste 12 maanden"}
    app = open_app(full, HOTSPOTS, **query)
    compared = open_app(full, HOTSPOTS, kaartbeeld="Twee periodes", **query)
    (gone,) = (
        one.value for one in compared.dataframe if list(one.value) == ["Rang", "Plek", "Meldingen"]
    )
    (told,) = (text.value for text in app.caption if text.value.startswith("Verdwenen sinds"))
    assert all(f"{place} (" in told for place in gone["Plek"])


@pytest.fixture
def away(monkeypatch):
    """Whatever has to be weighed is weighed beside the page."""
    monkeypatch.setattr("geo.views.blocks.chances.AT_ONCE", -1)


def test_the_page_is_there_before_its_chances_and_takes_them_in(full, away, copy_of, monkeypatch):
    root = copy_of(full)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(root))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page(HOTSPOTS)
    app.query_params.update(ALL)
    app.run()
    assert not app.exception
    assert WAITING in said(app.caption)
    assert "Kans op toeval" not in table(app)
    before = place_of(app.main, "hotspot")
    weighed(app, root)
    assert WAITING not in said(app.caption)
    assert "Kans op toeval" in table(app)
    assert "1 van de 4 hotspots kan toeval zijn" in said(app.caption)
    # Moved, it would be made anew: a list that is open would close.
    assert place_of(app.main, "hotspot") == before


def test_what_stops_the_test_is_told_and_the_page_stays(full, away, open_app, copy_of):
    root = copy_of(full)
    find_opportunities(open_workspace(root), PointLayer.ADDRESSES).write_text("{", encoding="utf-8")
    app = open_app(root, HOTSPOTS, **ALL)
    assert not app.exception
    assert "De toets op toeval is niet gelukt." in said(app.warning)
    assert len(table(app)) > 0
    assert not app.error


@pytest.mark.parametrize("at_once", [-1, 10**9])
def test_what_nobody_foresaw_leaves_the_page_whole_weighed_at_once_or_beside_it(
    full, open_app, copy_of, monkeypatch, at_once
):
    monkeypatch.setattr("geo.views.blocks.chances.AT_ONCE", at_once)
    monkeypatch.setattr("geo.service.find_significance", lambda *_, **__: 1 / 0)
    app = open_app(copy_of(full), HOTSPOTS, **ALL)
    assert not app.exception
    assert "De toets op toeval is niet gelukt." in said(app.warning)
    assert len(table(app)) > 0
    assert not app.error


@pytest.mark.parametrize("page", [None, WIJK])
def test_what_may_be_chance_leads_to_no_advice_unless_asked(full, open_app, page):
    query = {"gebied": BOLNES} if page == WIJK else {"thema": "Woninginbraak"}
    app = open_app(full, page, **query)
    assert not app.exception
    assert "1 hotspot die toeval kan zijn, is hier weggelaten." in said(app.caption)
    toggle = next(one for one in app.toggle if one.label.startswith("Toon ook"))
    assert toggle.value is False
    toggle.set_value(True).run()
    assert app.query_params["toeval"] in ("tonen", ["tonen"])
    assert "weggelaten" not in said(app.caption)
    assert "kan toeval zijn" in facts(app)
    again = open_app(full, page, toeval="tonen", **query)
    assert "weggelaten" not in said(again.caption)
    assert chance_desk(str(full.resolve())).settle(timeout_seconds=60)
