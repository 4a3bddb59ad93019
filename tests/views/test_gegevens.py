import threading
from datetime import datetime

import duckdb
import pytest
from reading import facts, press, said, settled

from geo import service
from geo.views.cached import work_desk
from geo.views.work import Job
from geo.workspace import open_workspace

GEGEVENS = "geo/views/gegevens.py"
HOTSPOTS = "geo/views/hotspots.py"
HEADER = "id,start,x,y,code,naam\n"
GOOD = "1,2018-05-01 21:30,500000,5700000,1.1.1,Jansen\n"
REFUSED = "2,,500000,5700000,1.1.1,Jansen\n3,2018-05-01,500000,5700000,9.9.9,Jansen\n"
MAPPING = """
source = "eigen"
[columns]
start = ["wanneer"]
x = "oost"
y = "noord"
code = "wat"
"""


def upload(app, *files):
    """Choose files as (name, text), the first of them of the page's first field."""
    sent = [(name, text.encode(), "text/csv") for name, text in files]
    return app.file_uploader[0].set_value(sent).run()


def take_in(app, root, *files):
    label = "Bestand inlezen" if len(files) == 1 else f"{len(files)} bestanden inlezen"
    return settled(press(upload(app, *files), label), root)


def held(root):
    return service.describe_data(open_workspace(root)).incidents


def table_with(app, column):
    return next(table.value for table in app.dataframe if column in table.value)


@pytest.fixture
def busy(empty):
    """A workspace in which other work is going on until the test says so."""
    desk, done = work_desk(str(empty.resolve())), threading.Event()
    now = datetime(2026, 11, 24, 12, 5)  # noqa: DTZ001 - only shown
    assert desk.start(Job("Inlezen", "groot.csv inlezen", now), lambda _: done.wait(60))
    yield empty, done
    done.set()


@pytest.mark.parametrize(
    ("section", "advice"),
    [
        ("Inlezen", "kies hierboven een bestand"),
        ("Geweigerde rijen", "Er staan geen geweigerde rijen"),
        ("Geschiedenis", "Ga naar Inlezen"),
        ("Zwakke plekken", "Lees eerst een bestand in onder Inlezen"),
        ("Grenzen", "Er zijn geen grenzen"),
    ],
)
def test_each_section_of_an_empty_workspace_says_what_to_do(empty, open_app, section, advice):
    app = open_app(empty, GEGEVENS, onderdeel=section)
    assert not app.exception
    assert advice in said(app.info)
    assert "Er zijn nog geen meldingen of aangiften." in said(app.caption)


def test_an_unknown_section_in_a_link_is_the_first(empty, open_app):
    app = open_app(empty, GEGEVENS, onderdeel="Kelder")
    assert not app.exception
    assert said(app.header) == "Bestanden inlezen"


def test_upload_is_shown_before_it_is_taken_in(empty, open_app):
    app = upload(open_app(empty, GEGEVENS), ("meldingen.csv", HEADER + GOOD))
    assert not app.exception
    mapping = app.dataframe[0].value
    assert set(mapping["Kolom"]) == {"id", "start", "x", "y", "code"}
    assert "2018-05-01 21:30" in mapping.to_string()
    assert "blijven achter en worden niet bewaard: naam" in said(app.caption)
    assert "Jansen" not in mapping.to_string()
    assert held(empty) == 0


def test_confirmed_upload_accounts_for_every_row(empty, open_app):
    app = take_in(open_app(empty, GEGEVENS), empty, ("m.csv", HEADER + GOOD + GOOD + REFUSED))
    assert not app.exception
    assert "Ingelezen: m.csv" in said(app.subheader)
    counts = {metric.label: metric.value for metric in app.metric}
    assert counts == {"Gelezen": "4", "Aangenomen": "1", "Al bekend": "1", "Geweigerd": "2"}
    assert set(table_with(app, "Reden")["Reden"]) == {"geen datum", "onbekende code"}
    assert "1 melding: 1 mei 2018" in said(app.caption)
    press(app, "Naar de geweigerde rijen")
    assert "Er staan nog 2 geweigerde rijen." in said(app.markdown)
    assert app.query_params["import"] == "1"


def test_report_is_there_for_who_comes_back_until_it_is_closed(empty, open_app):
    take_in(open_app(empty, GEGEVENS), empty, ("m.csv", HEADER + GOOD))
    app = open_app(empty, GEGEVENS)
    assert "Ingelezen: m.csv" in said(app.subheader)
    press(app, "Sluiten")
    assert "Ingelezen" not in said(app.subheader)
    assert "Ingelezen" not in said(open_app(empty, GEGEVENS).subheader)


def test_corrected_row_is_told_from_a_new_one(empty, open_app):
    app = take_in(open_app(empty, GEGEVENS), empty, ("m.csv", HEADER + GOOD))
    app = take_in(app, empty, ("m2.csv", HEADER + GOOD.replace("21:30", "22:30")))
    assert "verving er 1 een oudere versie" in said(app.markdown)


def test_several_files_are_taken_in_with_their_tables(empty, open_app):
    signals = (
        "id,signal_uuid,incident_date_start,incident_date_end,location_id,category_assignment_id\n"
        "1,a,2018-05-01 21:30,,7,8\n"
    )
    app = open_app(empty, GEGEVENS)
    upload(app, ("locations.csv", "id,lat,lng\n7,51.44,3.0\n"))
    assert "hoort bij een ander bestand" in said(app.warning)
    files = [
        ("signals.csv", signals),
        ("locations.csv", "id,lat,lng\n7,51.44,3.0\n"),
        ("categories.csv", "id,sub_slug\n8,1.1.1\n"),
        ("meldingen.csv", HEADER + GOOD),
    ]
    upload(app, *files)
    assert "Wordt erbij gelezen: locations.csv en categories.csv." in said(app.caption)
    settled(press(app, "2 bestanden inlezen"), empty)
    assert not app.exception
    assert {"Ingelezen: signals.csv", "Ingelezen: meldingen.csv"} <= set(
        said(app.subheader).split("\n")
    )
    assert held(empty) == 2


def test_two_files_of_one_name_are_both_taken_in(empty, open_app):
    other = GOOD.replace("1,2018", "2,2018")
    app = upload(open_app(empty, GEGEVENS), ("m.csv", HEADER + GOOD), ("m.csv", HEADER + other))
    settled(press(app, "2 bestanden inlezen"), empty)
    assert "Ingelezen: m (2).csv" in said(app.subheader)
    assert held(empty) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 geen tabel", "geen bestand dat hier gelezen wordt"),
        (b"", "is leeg"),
        (b"a;b\n1;2\n", "niet te zien wat ze betekenen"),
        (b"PK\x03\x04 geen werkmap", "beschadigd of niet compleet"),
        (b"SQLite format 3\0<OGRVRTDataset/>", "beschadigd of niet compleet"),
        (b"<OGRVRTDataset><OGRVRTLayer/></OGRVRTDataset>", "geen bestand dat hier gelezen wordt"),
    ],
)
def test_wrong_file_is_explained_in_place_and_the_right_one_still_goes_in(
    empty, open_app, content, words
):
    app = open_app(empty, GEGEVENS)
    files = [("fout.csv", content, "text/csv"), ("goed.csv", (HEADER + GOOD).encode(), "text/csv")]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert words in said(app.error)
    assert "expected" not in said(app.error)
    settled(press(app, "Bestand inlezen"), empty)
    assert held(empty) == 1


def test_file_that_goes_wrong_behind_its_first_rows_is_told_of(empty, open_app):
    # A quote that is never closed, beyond what the preview looks at.
    rows = GOOD * 30_000 + '4,"2018-05-01,500000,5700000,1.1.1,a\n' + GOOD * 30_000
    app = take_in(open_app(empty, GEGEVENS), empty, ("fout.csv", HEADER + rows))
    assert not app.exception
    assert "is niet ingelezen" in said(app.markdown)
    assert app.error
    assert held(empty) == 0


def test_no_text_of_a_file_becomes_markup(empty, open_app):
    evil = "![x](http://example.org/x.png)"
    app = upload(open_app(empty, GEGEVENS), (f"{evil}.csv", f"{evil},b\n1,2\n"))
    assert not app.exception
    texts = [element.value for element in (*app.error, *app.markdown, *app.subheader)]
    assert any("example.org" in text for text in texts)
    assert not any("![" in text or "](" in text for text in texts)


def test_theme_can_stand_in_for_a_missing_code(empty, open_app):
    rows = "id,start,x,y\n1,2018-05-01,500000,5700000\n"
    app = upload(open_app(empty, GEGEVENS), ("m.csv", rows))
    assert "Kies één thema voor alle rijen" in said(app.error)
    app.selectbox[1].select("fietsdiefstal").run()
    assert not app.error
    settled(press(app, "Bestand inlezen"), empty)
    assert held(empty) == 1


def test_shipped_mapping_can_be_chosen_and_says_what_it_misses(empty, open_app):
    app = upload(open_app(empty, GEGEVENS), ("m.csv", HEADER + GOOD))
    app.selectbox[0].select("politie").run()
    assert "pleegdatum begin" in said(app.error)
    app.selectbox[0].select("").run()
    assert not app.error


def test_own_mapping_is_checked_and_used(empty, open_app):
    rows = "wanneer,oost,noord,wat\n2018-05-01,500000,5700000,1.1.1\n"
    app = upload(open_app(empty, GEGEVENS), ("eigen.csv", rows))
    assert app.error
    app.selectbox[0].select("*").run()
    assert "Kies het bestand met uw indeling" in said(app.caption)
    wrong = MAPPING.replace("oost", "").replace('x = ""', "")
    app.file_uploader[1].set_value(("eigen.toml", wrong.encode(), "text/plain")).run()
    assert "eigen.toml kloppen deze waarden niet: columns" in said(app.error)
    assert "hotspotkaart-" not in said(app.error)
    app.file_uploader[1].set_value(("eigen.toml", MAPPING.encode(), "text/plain")).run()
    assert not app.error
    settled(press(app, "Bestand inlezen"), empty)
    assert held(empty) == 1
    assert service.list_imports(open_workspace(empty))["source"].tolist() == ["eigen"]


def test_refused_rows_come_right_again(empty, open_app, tmp_path):
    app = take_in(open_app(empty, GEGEVENS), empty, ("m.csv", HEADER + GOOD + REFUSED))
    app = open_app(empty, GEGEVENS, onderdeel="Geweigerde rijen")
    assert table_with(app, "Rij")["Rij"].tolist() == [2, 3]
    assert [button.label for button in app.download_button] == ["CSV", "Excel"]
    mended = (
        "quarantine_key,Geweigerd omdat,id,start,x,y,code\n"
        "1-2,geen datum,2,2018-06-01,500000,5700000,1.1.1\n"
        "1-3,onbekende code,3,2018-05-01,500000,5700000,9.9.9\n"
    )
    app = press(app, "Verbeterd bestand inlezen")
    app = upload(app, ("geweigerd_1.csv", mended))
    assert "eerder geweigerde rijen van m.csv" in said(app.info)
    settled(press(app, "Bestand inlezen"), empty)
    assert "1 geweigerde rij hersteld. Er staat nog 1 geweigerde rij." in said(app.success)
    assert held(empty) == 2


def test_history_is_newest_first_and_the_last_import_can_be_undone(empty, open_app):
    app = take_in(open_app(empty, GEGEVENS), empty, ("een.csv", HEADER + GOOD))
    more = GOOD.replace("21:30", "22:30") + GOOD.replace("1,2018", "5,2018") + REFUSED
    take_in(app, empty, ("twee.csv", HEADER + more))
    app = open_app(empty, GEGEVENS, onderdeel="Geschiedenis")
    assert table_with(app, "Bestand")["Bestand"].tolist() == ["twee.csv", "een.csv"]
    assert "haalt 2 meldingen weg en zet 1 oudere versie terug" in said(app.markdown)
    assert "Daarna is er 1 melding." in said(app.markdown)
    assert next(button for button in app.button if button.label == "Ongedaan maken").disabled
    app.checkbox[0].check().run()
    settled(press(app, "Ongedaan maken"), empty)
    assert "twee.csv is ongedaan gemaakt" in said(app.success)
    assert table_with(app, "Bestand")["Bestand"].tolist() == ["een.csv"]
    assert table_with(app, "Zonder plaats")["Meldingen"].tolist() == [1]
    # Another import needs another agreement.
    assert not app.checkbox[0].value
    app.checkbox[0].check().run()
    settled(press(app, "Ongedaan maken"), empty)
    assert "Ga naar Inlezen" in said(app.info)


def test_import_of_an_older_release_says_why_it_stays(empty, open_app):
    take_in(open_app(empty, GEGEVENS), empty, ("oud.csv", HEADER + GOOD))
    with duckdb.connect(open_workspace(empty).store_path) as store:
        store.execute("UPDATE meta SET value = 9 WHERE key = 'first_undoable'")
    app = open_app(empty, GEGEVENS, onderdeel="Geschiedenis")
    assert "oud.csv is ingelezen door een oudere versie" in said(app.info)
    assert "Ongedaan maken" not in [button.label for button in app.button]


def test_one_import_can_be_looked_at(empty, open_app):
    take_in(open_app(empty, GEGEVENS), empty, ("m.csv", HEADER + GOOD + REFUSED))
    app = open_app(empty, GEGEVENS, **{"onderdeel": "Geschiedenis", "import": "1"})
    assert {metric.label: metric.value for metric in app.metric}["Geweigerd"] == "2"
    assert "Achtergebleven kolommen</dt><dd>naam" in facts(app)


def test_other_work_is_shown_and_nothing_can_be_begun_beside_it(busy, open_app):
    root, done = busy
    app = upload(open_app(root, GEGEVENS), ("m.csv", HEADER + GOOD))
    assert "groot.csv inlezen" in app.get("progress")[0].proto.text
    assert "Bezig sinds 12:05" in said(app.caption)
    button = next(button for button in app.button if button.label == "Bestand inlezen")
    assert button.disabled
    done.set()
    settled(app, root)
    assert not app.get("progress")
    settled(press(app, "Bestand inlezen"), root)
    assert held(root) == 1


def test_who_asks_at_the_same_time_is_told_and_loses_nothing(empty, open_app):
    app = upload(open_app(empty, GEGEVENS), ("m.csv", HEADER + GOOD))
    desk, done = work_desk(str(empty.resolve())), threading.Event()
    now = datetime(2026, 11, 24, 12, 5)  # noqa: DTZ001 - only shown
    desk.start(Job("Grenzen", "Grenzen ophalen", now), lambda _: done.wait(60))
    press(app, "Bestand inlezen")
    assert "Grenzen ophalen" in app.get("progress")[0].proto.text
    assert "kan er niets anders worden ingelezen" in said(app.caption)
    done.set()
    settled(app, empty)
    assert held(empty) == 0
    settled(press(app, "Bestand inlezen"), empty)
    assert held(empty) == 1


def test_what_nobody_foresaw_is_a_dutch_sentence(empty, open_app, caplog):
    def fail(_):
        raise MemoryError

    now = datetime(2026, 11, 24, 12, 5)  # noqa: DTZ001 - only shown
    work_desk(str(empty.resolve())).start(Job("Inlezen", "m.csv inlezen", now), fail)
    app = settled(open_app(empty, GEGEVENS), empty)
    assert not app.exception
    assert "De computer kon dit niet afmaken (MemoryError)" in said(app.error)
    assert "unforeseen" in caplog.text


def test_every_page_has_the_new_numbers_in_every_session(sparse, open_app):
    other = open_app(sparse, GEGEVENS)
    hotspots = open_app(sparse, HOTSPOTS)
    assert "2, waarvan 2" in facts(hotspots)
    take_in(
        open_app(sparse, GEGEVENS),
        sparse,
        ("m.csv", "id,start,x,y,code\n7,2018-06-02 09:00,501000,5700000,1.1.1\n"),
    )
    assert "3 meldingen" in said(other.run().caption)
    assert "3, waarvan 3" in facts(hotspots.run())


def test_folders_of_uploads_are_gone_when_the_work_is_done(empty, open_app, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    (tmp_path / "tijdelijk").mkdir()
    app = upload(open_app(empty, GEGEVENS), ("m.csv", HEADER + GOOD))
    assert list((tmp_path / "tijdelijk").glob("hotspotkaart-*/m.csv"))
    settled(press(app, "Bestand inlezen"), empty)
    assert not list((tmp_path / "tijdelijk").glob("hotspotkaart-*"))


def test_weak_spots_are_named_with_count_example_and_remedy(full, open_app):
    app = open_app(full, GEGEVENS, onderdeel="Zwakke plekken")

    assert not app.exception
    assert "Zwakke plekken" in said(app.header)
    assert "Wat er met deze gegevens aan de hand is" in said(app.markdown)
    assert "Meldingen die de politie zelf maakte" in said(app.subheader)
    assert "292 van 1.800 (16%); bijvoorbeeld E35 (292)" in facts(app)
    assert "**Wat te doen:** " in said(app.markdown)
    assert "maar niet in hotspots" in said(app.markdown)
    assert [one.proto.label for one in app.get("download_button")] == ["CSV", "Excel"]
