import csv
import threading
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from reading import facts, press, said

from geo import service
from geo.themes import read_themes
from geo.workspace import create_workspace, open_workspace

PAGE = "geo/views/bewijs.py"
HELPED, COMING, CARD = "Had het geholpen?", "De komende weken", "De themakaart"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UTM = {"name": "Ergens", "code": "X1", "crs": 32631, "timezone": "Europe/Brussels"}
# A search of a few seconds, where a map or a model is made for the first time.
PATIENT = {"timeout": 60}


def make_town(folder):
    """Two years of incidents without areas, half of them at one corner."""
    workspace, random, count = create_workspace(folder / "stad", UTM), np.random.default_rng(1), 400
    days = pd.Timestamp("2017-01-01") + pd.to_timedelta(random.uniform(0, 700, count), "D")
    at_corner = np.arange(count) % 2 == 0
    with (folder / "bron.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "start", "x", "y", "code"))
        for number in range(count):
            place = (
                (500050, 5700050)
                if at_corner[number]
                else (500000 + random.integers(3000), 5700000 + random.integers(2000))
            )
            writer.writerow((number, f"{days[number]:%Y-%m-%d %H:%M}", *place, "1.1.1"))
    service.import_incidents(workspace, [folder / "bron.csv"], now=NOW)
    return workspace.root


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return make_town(tmp_path_factory.mktemp("bewijs"))


@pytest.fixture
def open_part(open_app, settled):
    def open_at(root, part=HELPED, **query):
        app = open_app(root, PAGE, onderdeel=part, **query)
        assert not app.exception
        return app

    return open_at


def table_of(app, column):
    return next(frame.value for frame in app.dataframe if column in frame.value)


def test_without_incidents_the_page_says_where_to_begin(open_app, empty):
    app = open_app(empty, PAGE)

    assert not app.exception
    assert app.title[0].value == "Bewijs"
    assert "Er zijn nog geen meldingen of aangiften ingelezen" in said(app.info)


def test_what_was_caught_stands_on_top_beside_counting(open_part, town):
    app = open_part(town)
    text = said(app.markdown)
    assert "Van de meldingen van woninginbraak, telkens in het kwartaal erna" in text
    assert text.count("gemeten in 3% van het gebied") == 2
    assert "21 vergelijkingen met tellen bij elkaar" in said(app.caption)
    assert text.count("het tellen van oude meldingen gaf") == 2
    assert "voorspel" not in text
    assert "4 perioden van 13 weken" in facts(app)


def test_every_method_is_in_the_table_with_its_measures(open_part, town):
    table = table_of(open_part(town), "PAI")
    assert set(table["Methode"]) >= {"Verwachtingskaart", "Lerend model", "Hotspots van de kaart"}
    assert len(table) == 8 * 3
    assert {"PEI", "RRI", "SER"} <= set(table)


def test_choices_are_in_the_link_and_change_the_answer(open_part, town):
    app = open_part(town, vak="150", weken="8")
    assert "van 150 bij 150 meter" in facts(app)
    assert "4 perioden van 8 weken" in facts(app)
    app.segmented_control(key="weken").set_value(4).run(**PATIENT)
    assert app.query_params["weken"] == "4"
    assert "4 perioden van 4 weken" in facts(app)


@pytest.mark.parametrize("value", ["999", "honderd", "", "-1"])
def test_a_choice_that_nobody_knows_in_the_link_is_passed_over(open_part, town, value):
    assert "van 100 bij 100 meter" in facts(open_part(town, vak=value, weken=value))


def test_the_test_ends_where_the_chosen_period_ends(open_part, town):
    query = {"periode": "Eigen periode", "van": "2017-06-01", "tot": "2018-06-30"}
    assert "tot en met 30 juni 2018" in facts(open_part(town, **query))


def test_too_little_data_says_how_much_is_needed(open_part, sparse):
    app = open_part(sparse)
    assert "Te weinig meldingen om methoden te vergelijken" in said(app.info)
    assert "ten minste 10 nodig" in said(app.info)
    assert "%" not in "".join(table_of(app, "PAI")["Aandeel"])
    assert not app.get("vega_lite_chart")


@pytest.mark.parametrize("part", [HELPED, COMING])
def test_a_theme_without_incidents_is_no_failure(open_part, sparse, part):
    app = open_part(sparse, part, thema="Fietsdiefstal")
    assert "Lees" in said(app.error) or "Kies" in said(app.error)
    assert "Traceback" not in said(app.error)


def test_what_nobody_foresaw_is_told_in_dutch_and_can_be_tried_again(open_part, town, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(service, "backtest_theme", lambda *_, **__: 1 / 0)
        app = open_part(town, weken="26")
        assert "ZeroDivisionError" in said(app.error)
        assert "Traceback" not in said(app.error)
    press(app, "Opnieuw proberen")
    app.run(**PATIENT)
    assert not app.error
    assert "4 perioden van 26 weken" in facts(app)


def test_the_same_question_is_worked_out_once(open_part, town, monkeypatch):
    open_part(town, vak="75")
    monkeypatch.setattr(service, "backtest_theme", lambda *_, **__: pytest.fail("was known"))
    assert "van 75 bij 75 meter" in facts(open_part(town, vak="75"))


def test_where_most_is_expected_says_what_was_used_and_how_well_that_went(open_part, town):
    app = open_part(town, COMING)
    text = said(app.markdown)
    assert "stelt voor" in text
    assert "alleen wat bekend was voor" in text
    assert "Hoe goed ging dat eerder?" in text
    assert "het tellen van oude meldingen gaf" in text
    table = table_of(app, "Verwacht aantal")
    assert table["Rang"].tolist() == list(range(1, len(table) + 1))
    assert all("," in words for words in table["Verwacht aantal"])


def test_a_cell_is_chosen_with_the_keys_and_stays_in_the_link(open_part, full):
    app = open_part(full, COMING)
    box = app.selectbox(key="vakje")
    assert box.value is None
    box.select_index(2).run(**PATIENT)
    name = app.query_params["vakje"]
    assert "<dt>Rang</dt><dd>3</dd>" in facts(app)
    again = open_part(full, COMING, vakje=name)
    assert again.selectbox(key="vakje").value == name
    assert "<dt>Rang</dt><dd>3</dd>" in facts(again)
    assert not again.exception


def test_a_cell_that_does_not_stand_out_is_said_to_be_gone(open_part, full):
    app = open_part(full, COMING, vakje="1_1")
    assert app.selectbox(key="vakje").value is None
    assert "Het vak dat u koos, springt er hier niet uit" in said(app.caption)


def test_nothing_is_expected_of_next_to_nothing(open_part, sparse):
    app = open_part(sparse, COMING)
    assert "nodig zijn er ten minste 10" in said(app.info)
    assert not app.dataframe


def test_a_card_without_evidence_says_so_and_how_to_test_it(open_part, full):
    app = open_part(full, CARD)
    assert "Nog niet." in facts(app)
    assert "hotspotkaart models tune --theme" in said(app.markdown)
    assert "Vingerafdruk" not in facts(app)


def test_settings_are_only_written_when_agreed(open_part, town, monkeypatch, tmp_path):
    for name, values in {"EPS_M": (100.0,), "MIN_SAMPLES": (5, 10), "WINDOW_MONTHS": (24,)}.items():
        monkeypatch.setattr(f"geo.analysis.tuning.{name}", values)
    workspace = open_workspace(town)
    app = open_part(town, CARD)
    press(app, "Instellingen zoeken")
    assert "Gevonden" in facts(app)
    assert not list(workspace.models_dir.glob("*.toml"))
    button = next(one for one in app.button if one.label == "Op de kaart zetten")
    assert button.disabled
    app.checkbox[0].check().run(**PATIENT)
    press(app, "Op de kaart zetten")
    assert "eigen kaart van de gemeente" in said(app.success)
    assert "(van deze gegevens)" in facts(app)
    assert read_themes(workspace).card("woninginbraak").evidence is not None
    next(workspace.models_dir.glob("*.toml")).unlink()


def test_hotspots_say_what_a_backtest_has_shown_since(open_app, open_part, tmp_path):
    town = make_town(tmp_path)
    hotspots = "geo/views/hotspots.py"
    before = open_app(town, hotspots)
    assert "Nog niet getoetst" in said(before.caption)
    assert "Nog niet getoetst" in facts(before)
    open_part(town)
    after = open_app(town, hotspots)
    assert not after.exception
    # Neither in the line, nor in the facts that go along with every file.
    assert "Nog niet getoetst" not in said(after.caption) + facts(after)
    assert "tellen van oude meldingen" in said(after.caption)


def test_work_that_takes_long_shows_how_far_it_is_and_goes_on(open_app, town, monkeypatch):
    go_on, begun, work = threading.Event(), threading.Event(), service.backtest_theme

    def slow(*args, progress, **options):
        progress(0.25)
        begun.set()
        assert go_on.wait(60)
        return work(*args, progress=progress, **options)

    monkeypatch.setattr("geo.views.blocks.waiting._AT_ONCE_SECONDS", 0.0)
    monkeypatch.setattr(service, "backtest_theme", slow)
    app = open_app(town, PAGE, vak="50")
    assert begun.wait(60)
    app.run(**PATIENT)
    assert "U kunt deze pagina verlaten" in said(app.caption)
    assert not app.dataframe
    go_on.set()
    monkeypatch.setattr("geo.views.blocks.waiting._AT_ONCE_SECONDS", 60.0)
    app.run(**PATIENT)
    assert "van 50 bij 50 meter" in facts(app)
