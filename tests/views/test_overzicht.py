import re
from datetime import date
from html import unescape

import pytest
from reading import facts, said
from streamlit.testing.v1 import AppTest
from towns import WEST, make_town

HOTSPOTS = "geo/views/hotspots.py"
LAST_YEAR = "1 januari 2018 tot en met 31 december 2018"


def choose_days(app: AppTest, first: date, last: date) -> AppTest:
    app.selectbox(key="periode").select("Eigen periode").run()
    app.date_input(key="van").set_value(first)
    return app.date_input(key="tot").set_value(last).run()


def rows(app):
    """Cells of every HTML table by the name of its row."""
    found = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', facts(app))
    return {
        re.sub("<[^>]*>", "", name): re.findall("<td[^>]*>(.*?)</td>", cells)
        for name, cells in found
    }


def test_the_app_opens_on_the_overview_of_the_last_twelve_months(full, open_app):
    app = open_app(full)
    assert not app.exception
    assert app.title[0].value == "Overzicht"
    assert LAST_YEAR in said(app.markdown)
    assert "Synthetische gegevens:" in said(app.warning)
    shown = facts(app)
    assert "<dt>Woninginbraak</dt><dd><b>88</b>" in shown
    assert "van 118 naar 88, -25%, meer dan toeval verklaart" in shown
    assert "<b>31 dec 2018</b>" in shown


def test_all_themes_are_listed_with_the_chosen_one_marked(full, open_app):
    app = open_app(full, thema="Vernieling")
    told = rows(app)
    assert told["Vernieling gekozen"][:3] == ["167", "206", "-39"]
    assert told["Fietsdiefstal"][:3] == ["195", "280", "-85"]
    assert told["Alle thema&#x27;s samen"][0] == "1.575"
    assert "Van 20 vergelijkingen" in said(app.caption)


def test_another_theme_is_another_line_and_another_table_of_wijken(full, open_app):
    app = open_app(full)
    before = rows(app)["Drievliet"]
    assert "Woninginbraak per maand" in said(app.subheader)
    app.selectbox(key="thema").select("jeugdoverlast").run()
    assert not app.exception
    assert {"Jeugdoverlast per maand", "Jeugdoverlast per wijk"} <= {
        heading.value for heading in app.subheader
    }
    assert rows(app)["Drievliet"] != before
    assert "Per 1.000 inwoners" in facts(app)


def test_a_wijk_without_dwellings_has_a_dash_and_a_reason(full, open_app):
    app = open_app(full)
    assert rows(app)["Verenambacht"][:3] == ["0", "-", "-"]
    assert "Verenambacht heeft geen woningen: daar is geen cijfer." in said(app.caption)
    assert "Per 1.000 woningen" in facts(app)


def test_the_line_of_months_is_told_in_words_and_as_a_table(full, open_app):
    app = open_app(full)
    chart = app.get("vega_lite_chart")[0].proto
    assert "van januari 2016 tot en met december 2018" in chart.alt
    months = next(element.value for element in app.dataframe if "Maand" in element.value)
    assert len(months) == 36
    assert months["Meldingen"].sum() == 138 + 118 + 88
    assert months["In de gekozen periode"].tolist() == [""] * 24 + ["ja"] * 12


def test_area_and_hours_hold_for_every_part(full, open_app):
    app = open_app(
        full, thema="Jeugdoverlast", gebied="Slikkerveer (wijk)", dagdeel="Avond", weekdag="Vrijdag"
    )
    assert not app.exception
    assert f"{LAST_YEAR} · Slikkerveer (wijk) · vrijdag, avond" in said(app.markdown)
    shown, told = facts(app), rows(app)
    assert set(told) & {"Slikkerveer", "Bolnes"} == {"Slikkerveer"}
    count = int(told["Jeugdoverlast gekozen"][0])
    assert told["Slikkerveer"][0] == str(count)
    assert f"<dt>Jeugdoverlast</dt><dd><b>{count}</b>" in shown
    assert "binnen een gebied niet te zeggen" in shown


def test_without_a_period_before_one_click_leads_to_a_shorter_one(full, open_app):
    app = open_app(full, periode="Laatste 36 maanden")
    assert not app.exception
    assert "beginnen op 1 januari 2016" in said(app.info)
    assert len(rows(app)["Fietsdiefstal"]) == 1
    next(button for button in app.button if button.label == "Bekijk: laatste 12 maanden").click()
    app.run()
    assert not app.exception
    assert app.selectbox(key="periode").value == "Laatste 12 maanden"
    assert rows(app)["Fietsdiefstal"][:3] == ["195", "280", "-85"]
    assert not app.info


def test_a_period_beyond_the_data_is_not_held_against_a_whole_one(full, open_app):
    app = choose_days(open_app(full), date(2018, 7, 1), date(2019, 6, 30))
    assert "loopt verder dan de gegevens (31 december 2018)" in said(app.info)
    assert len(rows(app)["Fietsdiefstal"]) == 1


def test_a_period_without_incidents_says_what_there_is(full, open_app):
    app = choose_days(open_app(full), date(2020, 1, 1), date(2020, 12, 31))
    assert not app.exception
    assert "geen meldingen van woninginbraak" in said(app.info)
    assert "1 januari 2016" in said(app.info)
    assert rows(app)["Fietsdiefstal"] == ["0"]


def test_short_periods_are_warned_of_the_season(full, open_app):
    assert "seizoen" in said(open_app(full, periode="Laatste 3 maanden").caption)
    assert "seizoen" not in said(open_app(full).caption)


def links(app):
    """Address and words of every link to a hotspot."""
    return re.findall(r'<a href="(hotspots[^"]*)">(.*?)</a>', facts(app))


def test_newest_hotspots_lead_to_their_page_with_the_same_filters(full, open_app):
    app = open_app(full, thema="Jeugdoverlast", periode="Laatste 3 maanden", dagdeel="Avond")
    assert "Nieuwste hotspots" in said(app.subheader)
    shown = links(app)
    assert 1 <= len(shown) <= 5
    change = "nieuw|verplaatst|blijvend, (gegroeid|gekrompen|gelijk)"
    assert all(re.search(rf"meldingen · ({change})", label) for _, label in shown)
    addresses = [unescape(address) for address, _ in shown]
    assert all(
        address.startswith("hotspots?thema=Jeugdoverlast&dagdeel=Avond&hotspot=")
        for address in addresses
    )
    assert len(set(addresses)) == len(shown)
    assert "vergeleken met 1 januari 2017" in said(app.caption)


def test_where_the_window_before_is_not_covered_nothing_is_called_new(full, open_app):
    app = open_app(full)
    assert "Belangrijkste hotspots" in said(app.subheader)
    assert links(app)
    assert not any("nieuw" in label for _, label in links(app))
    assert "of een hotspot nieuw is, is dan niet te zeggen" in said(app.caption)


def test_files_can_be_told_apart(full, open_app):
    app = open_app(full)
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == [
        "Thema's (CSV)",
        "Thema's (Excel)",
        "Wijken (CSV)",
        "Wijken (Excel)",
        "Wijken (GeoJSON)",
        "Wijken (GeoPackage)",
    ]


def test_few_incidents_give_no_percentage_and_no_wijken(sparse, open_app):
    app = open_app(sparse)
    assert not app.exception
    assert "geen wijken ingelezen" in said(app.info)
    assert not app.warning
    assert "Geen hotspot" in said(app.markdown)
    assert "1 van 2 meldingen" not in facts(app)
    assert "0 van 2 meldingen; klein aantal" in facts(app)
    assert [button.proto.label for button in app.get("download_button")] == [
        "Thema's (CSV)",
        "Thema's (Excel)",
    ]
    assert "mogelijk niet volledig" in said(app.caption).lower()


def test_a_theme_that_came_later_is_noted(tmp_path, open_app):
    told = [("1.1.1", "2016-01-01 12:00", WEST), ("1.1.1", "2018-12-31 12:00", WEST)]
    told += [("1.2.3", f"2018-02-{day:02} 12:00", WEST) for day in range(1, 15)]
    app = open_app(make_town(tmp_path, told).root)
    assert not app.exception
    assert rows(app)["Fietsdiefstal"][-1] == "in de gegevens vanaf 1 februari 2018"


def test_names_out_of_files_are_no_markup(tmp_path, open_app):
    workspace = make_town(tmp_path, [("1.1.1", "2018-05-01 12:00", WEST)])
    path = workspace.boundaries_dir / "wijken.geojson"
    path.write_text(path.read_text("utf-8").replace('"West"', '"<img src=x>"'), "utf-8")
    app = open_app(workspace.root, gebied="<img src=x> (wijk)")
    assert not app.exception
    assert "<img" not in facts(app)
    assert "&lt;img src=x&gt;" in facts(app)
    assert not any("<img" in text.value for text in app.main.markdown)


def test_empty_workspace_leads_to_gegevens(empty, open_app):
    app = open_app(empty)
    assert not app.exception
    assert app.title[0].value == "Overzicht"
    assert "nog geen meldingen" in said(app.info)
    assert [link.proto.label for link in app.get("page_link")] == ["Naar Gegevens"]


@pytest.mark.parametrize("page", [None, HOTSPOTS])
def test_what_the_link_says_holds_on_both_pages(full, open_app, page):
    app = open_app(full, page, thema="Jeugdoverlast")
    assert app.selectbox(key="thema").value == "jeugdoverlast"
