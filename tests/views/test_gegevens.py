from reading import said

from geo import service
from geo.workspace import open_workspace

GEGEVENS = "geo/views/gegevens.py"
HEADER = "id,start,x,y,code,naam\n"


def test_gegevens_of_an_empty_workspace_says_what_to_do(empty, open_app):
    app = open_app(empty, GEGEVENS)
    assert not app.exception
    assert "Kies hierboven een bestand" in said(app.info)
    assert "geen grenzen" in said(app.info)


def test_gegevens_lists_imports_and_areas(full, open_app):
    app = open_app(full, GEGEVENS)
    assert not app.exception
    tables = [element.value for element in app.dataframe]
    assert ["demo.csv"] in [table["Bestand"].tolist() for table in tables if "Bestand" in table]
    layers = next(table for table in tables if "Laag" in table)
    assert "wijken" in layers["Laag"].tolist()
    assert set(layers["Soort"]) == {"schematisch"}


def upload(app, text, name="meldingen.csv"):
    return app.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()


def test_upload_is_shown_before_it_is_taken_in(empty, open_app):
    row = "1,2018-05-01 21:30,500000,5700000,1.1.1,Jansen\n"
    app = upload(open_app(empty, GEGEVENS), HEADER + row)
    assert not app.exception
    mapping = app.dataframe[0].value
    assert set(mapping["Kolom"]) == {"id", "start", "x", "y", "code"}
    assert "naam" in said(app.caption)
    assert "Jansen" not in mapping.to_string()
    assert service.describe_data(open_workspace(empty)).incidents == 0


def test_confirmed_upload_accounts_for_every_row(empty, open_app):
    rows = (
        "1,2018-05-01 21:30,500000,5700000,1.1.1,a\n"
        "1,2018-05-01 21:30,500000,5700000,1.1.1,a\n"
        "2,,500000,5700000,1.1.1,a\n"
        "3,2018-05-01,500000,5700000,9.9.9,a\n"
    )
    app = upload(open_app(empty, GEGEVENS), HEADER + rows)
    next(button for button in app.button if button.label == "Inlezen").click().run()
    assert not app.exception
    counts = {metric.label: metric.value for metric in app.metric}
    assert counts == {"Gelezen": "4", "Aangenomen": "1", "Al bekend": "1", "Geweigerd": "2"}
    reasons = next(element.value for element in app.dataframe if "Reden" in element.value)
    assert set(reasons["Reden"]) == {"geen datum", "onbekende code"}
    refused = app.dataframe[2].value
    assert refused["Rij"].tolist() == sorted(refused["Rij"])


def test_file_that_nobody_understands_is_explained_in_dutch(empty, open_app):
    app = upload(open_app(empty, GEGEVENS), "a;b\n1;2\n")
    assert not app.exception
    assert "meldingen.csv" in said(app.error)
    assert "expected" not in said(app.error)


def test_theme_can_stand_in_for_a_missing_code(empty, open_app):
    app = upload(open_app(empty, GEGEVENS), "id,start,x,y\n1,2018-05-01,500000,5700000\n")
    assert "Kies één thema voor alle rijen" in said(app.error)
    app.selectbox[0].select("fietsdiefstal").run()
    assert not app.error
    next(button for button in app.button if button.label == "Inlezen").click().run()
    assert service.describe_data(open_workspace(empty)).incidents == 1
