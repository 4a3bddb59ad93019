import pandas as pd

from geo.present.html_parts import figures_html, links_html, table_html

TABLE = pd.DataFrame({"Thema": ["A", "<b>"], "Meldingen": [1708, 0], "Oordeel": ["kan", ""]})


def test_numbers_are_dutch_and_nothing_is_a_dash():
    html = table_html(TABLE, label="Thema's", left=["Oordeel"])
    assert '<td class="hk-figure">1.708</td><td>kan</td>' in html
    assert '<td class="hk-figure">0</td><td>-</td>' in html


def test_rows_and_columns_have_their_headings():
    html = table_html(TABLE, label="Thema's")
    assert html.count('scope="col"') == 3
    assert '<th scope="row">A</th>' in html


def test_a_stretch_that_scrolls_can_be_reached_and_named():
    html = table_html(TABLE, label='Thema\'s "van nu"')
    assert 'role="region" tabindex="0"' in html
    assert "Thema&#x27;s &quot;van nu&quot;" in html


def test_what_was_chosen_is_told_in_words_too():
    html = table_html(TABLE, label="x", marked=[0], totals=[1])
    assert '<tr class="hk-chosen-row"><th scope="row">A <em>gekozen</em></th>' in html
    assert html.count("hk-total") == 1


def test_no_text_becomes_markup():
    assert "<b>" not in table_html(TABLE, label="x")
    html = figures_html([("<i>", "<u>", "${x}")])
    assert "<i>" not in html
    assert "<u>" not in html
    assert "${x}" not in html


def test_key_figures_are_pairs_of_label_and_value():
    html = figures_html([("Meldingen", "88", "van 144")])
    assert "<dt>Meldingen</dt><dd><b>88</b><span>van 144</span></dd>" in html


def test_links_lead_where_they_say():
    html = links_html([("1 · <Oost>", "hotspots?thema=A&gebied=B")])
    assert '<a href="hotspots?thema=A&amp;gebied=B">1 · &lt;Oost&gt;</a>' in html
