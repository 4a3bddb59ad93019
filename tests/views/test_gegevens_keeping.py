import duckdb
import pytest
from reading import press, said, settled
from test_gegevens import GEGEVENS, GOOD, HEADER, held, table_with, take_in

from geo import service
from geo.workspace import open_workspace

KEEPING = {"onderdeel": "Bewaren en terugzetten"}


@pytest.fixture
def filled(empty, open_app):
    """A workspace with one incident."""
    take_in(open_app(empty, GEGEVENS), empty, ("m.csv", HEADER + GOOD))
    return empty


def offer(app, content, name="kopie.duckdb"):
    return app.file_uploader[0].set_value((name, content, "application/octet-stream")).run()


def test_backup_is_made_when_asked_and_can_be_taken_along(filled, open_app):
    app = open_app(filled, GEGEVENS, **KEEPING)
    assert not app.exception
    assert not app.download_button
    settled(press(app, "Reservekopie maken"), filled)
    assert not app.exception
    assert "De reservekopie is gemaakt: 1 melding" in said(app.success)
    assert [button.label for button in app.download_button] == ["Reservekopie downloaden"]
    # It is there too for who comes back, until it is put away.
    app = open_app(filled, GEGEVENS, **KEEPING)
    assert app.download_button
    press(app, "Sluiten")
    assert not app.download_button


def test_backup_is_put_back_after_a_look_and_a_yes(filled, open_app, tmp_path):
    kept = tmp_path / "kopie.duckdb"
    service.back_up_store(open_workspace(filled), kept)
    take_in(open_app(filled, GEGEVENS), filled, ("m2.csv", HEADER + GOOD.replace("1,", "2,", 1)))
    app = offer(open_app(filled, GEGEVENS, **KEEPING), kept.read_bytes())
    assert not app.exception
    told = table_with(app, "In de reservekopie")
    assert told.loc[0, ["In de reservekopie", "Nu"]].tolist() == ["1", "2"]
    assert "Plaatsingen van camera's die hier zijn vastgelegd, blijven staan" in said(app.caption)
    assert "surveillanceplannen met hun bezoeken ook" in said(app.caption)
    assert next(button for button in app.button if button.label == "Terugzetten").disabled
    app.checkbox[0].check().run()
    assert held(filled) == 2
    settled(press(app, "Terugzetten"), filled)
    assert "Er is nu 1 melding." in said(app.success)
    assert "1 melding: 1 mei 2018" in said(app.caption)
    assert held(filled) == 1


@pytest.mark.parametrize("content", [b"", b"geen opslag", b"\0" * 20_000])
def test_damaged_backup_is_explained_and_nothing_is_touched(filled, open_app, content):
    app = offer(open_app(filled, GEGEVENS, **KEEPING), content)
    assert not app.exception
    assert "kopie.duckdb is geen bruikbare reservekopie; er is niets teruggezet." in said(app.error)
    assert "Terugzetten" not in [button.label for button in app.button]
    assert held(filled) == 1


def test_cut_off_backup_is_explained(filled, open_app, tmp_path):
    kept = tmp_path / "kopie.duckdb"
    service.back_up_store(open_workspace(filled), kept)
    app = offer(open_app(filled, GEGEVENS, **KEEPING), kept.read_bytes()[:100_000])
    assert "geen bruikbare reservekopie" in said(app.error)
    assert held(filled) == 1


def test_empty_workspace_can_be_filled_from_a_backup(filled, empty, open_app, tmp_path):
    kept = tmp_path / "kopie.duckdb"
    service.back_up_store(open_workspace(filled), kept)
    service.undo_import(open_workspace(filled))
    app = offer(open_app(empty, GEGEVENS, **KEEPING), kept.read_bytes())
    app.checkbox[0].check().run()
    settled(press(app, "Terugzetten"), empty)
    assert held(empty) == 1


RULE = '\n[[retention]]\nsource = "generic"\nmonths = 60\nground = "besluit <b>van</b> 12 maart"\n'


def told_facts(app):
    return said(app.get("html"))


def test_terms_and_copies_of_before_an_update_are_told(filled, open_app):
    app = open_app(filled, GEGEVENS, **KEEPING)
    assert "niet ingesteld: alles blijft staan" in told_facts(app)
    assert "Kopieën van eerder" not in told_facts(app)
    with (filled / "gemeente.toml").open("a", encoding="utf-8") as settings:
        settings.write(RULE)
    (filled / "incidents.version-4.duckdb").touch()
    app = open_app(filled, GEGEVENS, **KEEPING)
    assert "generic: 5 jaar (besluit &lt;b&gt;van&lt;/b&gt; 12 maart)" in told_facts(app)
    assert "incidents.version-4.duckdb, naast de gegevensopslag" in told_facts(app)


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def make_newer(path):
    with duckdb.connect(path) as database:
        database.execute("UPDATE meta SET value = 99 WHERE key = 'schema_version'")


def spoil(path):
    path.write_bytes(b"geen opslag" * 5_000)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (cut, "kan niet worden gelezen of geschreven. Controleer de rechten en de schijf, of zet"),
        (
            spoil,
            "kan niet worden gelezen of geschreven. Controleer de rechten en de schijf, of zet",
        ),
        (make_newer, "is door een andere versie van dit programma gemaakt. Gebruik die versie"),
    ],
)
def test_a_store_that_cannot_be_used_is_explained_in_dutch_and_left_alone(
    filled, open_app, harm, told
):
    path = filled / "incidents.duckdb"
    harm(path)
    before = path.read_bytes()
    app = open_app(filled, GEGEVENS)
    assert not app.exception
    assert told in said(app.error)
    assert path.read_bytes() == before
