import base64
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from test_quality_words import KINDS, SPOTS

from geo import schema
from geo.present import cards
from geo.present.rule_picture import MAX_DOTS, rule_picture_html, say_picture
from geo.service.answers import DataQuality
from geo.themes import Evidence, HotspotSettings, ThemeCard, build_themes

LIST = [("1.1", "Inbraak woning", ()), ("9.9", "Rest", ())]


def card(**settings):
    chosen = {"eps_m": 125, "min_samples": 8, "half_life_days": 365, "window_months": 36} | settings
    return ThemeCard(
        title="Inbraak", codes=("1.1", "woord"), explanation="Uitleg.", harm_weight=2.5,
        colour="#D55E00", hotspots=HotspotSettings(**chosen),
    )  # fmt: skip


def themes(**settings):
    return build_themes({"inbraak": card(**settings)}, LIST)


def quality(kinds=KINDS):
    return DataQuality(
        int(kinds[schema.INCIDENTS].sum()), kinds, SPOTS, pd.DataFrame(), findings=()
    )


def described(**settings):
    return dict(cards.describe_card("inbraak", themes(**settings)))


def test_what_counts_as_a_hotspot_is_said_with_the_numbers_of_the_card():
    assert cards.say_rule(card(eps_m=1_500)) == (
        "Rond een melding liggen binnen 1.500 meter ten minste 8 meldingen, die melding zelf "
        "meegeteld, over de laatste 36 maanden. Wat zo aan elkaar vastzit, is samen één hotspot."
    )


@pytest.mark.parametrize(
    ("days", "half", "quarter"),
    [
        (14, "14 dagen", "28 dagen"), (1, "1 dag", "2 dagen"), (45, "45 dagen", "3 maanden"),
        (120, "4 maanden", "8 maanden"), (180, "een half jaar", "een jaar"),
        (365, "een jaar", "2 jaar"), (730, "2 jaar", "4 jaar"), (500, "16 maanden", "33 maanden"),
    ],
)  # fmt: skip
def test_fading_is_said_as_people_count_time(days, half, quarter):
    text = described(half_life_days=days)["Hoe snel het vervaagt"]
    assert text.startswith(f"Een melding van {half} geleden telt voor de helft, een van {quarter} ")


def test_card_says_where_it_comes_from_and_that_nobody_tested_it():
    shipped = described()
    assert shipped["Herkomst van de kaart"].startswith("Meegeleverd")
    assert "toeval" in shipped["Getoetst"]
    own = dict(cards.describe_card("inbraak", replace(themes(), own=frozenset({"inbraak"}))))
    assert own["Herkomst van de kaart"].startswith("Een eigen kaart")
    # What is known of the shipped numbers is not known of others.
    assert "toeval" not in own["Getoetst"]
    assert own["Getoetst"].startswith("Nog niet.")
    assert own["Gewicht"].startswith("2,5. ")
    assert own["Prioriteit in het veiligheidsbeleid"] == "geen"


EVIDENCE = Evidence(
    tuned_on=date(2026, 11, 20), fingerprint="f", first=date(2018, 1, 1), last=date(2018, 12, 31),
    weeks=13, periods=4, cell_m=100, share=0.03, incidents=1_250, hit_rate=0.24, hit_rate_low=0.2,
    hit_rate_high=0.28, prior_hit_rate=0.21, gain_low=0.01, gain_high=0.07,
)  # fmt: skip


def test_evidence_on_a_card_is_said_beside_the_plain_count():
    tested = card().model_copy(update={"evidence": EVIDENCE})
    known = build_themes({"inbraak": tested}, LIST)
    text = dict(cards.describe_card("inbraak", known))["Getoetst"]
    assert text == (
        "Op 20 november 2026, met 1.250 meldingen van 1 januari 2018 tot en met 31 december 2018, "
        "telkens tot 13 weken na het zoeken: daarvan viel 24% in 3% van het gebied. Het tellen van "
        "oude meldingen gaf 21%. De hotspots van dit thema deden het in de weken erna beter dan "
        "het tellen van oude meldingen (gemeten in 3% van het gebied): het verschil is meer dan "
        "toeval verklaart."
    )
    assert cards.tabulate_cards(known)["Getoetst"].tolist() == ["op 20 november 2026"]


def test_evidence_of_a_handful_has_no_percentage():
    few = EVIDENCE.model_copy(update={"incidents": 30, "hit_rate": 0.24, "prior_hit_rate": 0.2})
    text = cards.say_evidence(few)
    assert "daarvan vielen er 7,2 in 3% van het gebied" in text
    assert "Het tellen van oude meldingen gaf er 6 (klein aantal)." in text
    assert "24%" not in text


def test_evidence_that_shows_no_gain_or_belongs_to_other_data_says_so():
    weak = EVIDENCE.model_copy(update={"gain_low": -0.01})
    known = build_themes({"inbraak": card().model_copy(update={"evidence": weak})}, LIST)
    text = dict(cards.describe_card("inbraak", known, is_ours=False))["Getoetst"]
    assert "niet aantoonbaar beter dan het tellen" in text
    assert text.endswith("op andere gegevens dan die hier staan.")


def test_codes_are_named_and_counted_also_those_that_a_file_brought():
    kinds = pd.concat([KINDS, KINDS.tail(1).assign(theme="inbraak", code=None)])
    assert cards.describe_codes("inbraak", quality(kinds), themes()) == [
        ("1.1", "Inbraak woning: 2.000 meldingen"),
        ("woord", f"{cards.OWN_WORD}: 0 meldingen"),
        ("zonder code", "zonder code: 4 meldingen"),
    ]


def test_codes_of_an_empty_store_are_named_without_counts():
    codes = cards.describe_codes("inbraak", quality(KINDS.head(0)), themes())
    assert codes[0] == ("1.1", "Inbraak woning")


def test_what_is_left_out_is_counted_in_the_own_data():
    left_out = dict(cards.describe_left_out("inbraak", quality(), themes()))
    assert left_out["Zonder plaats"].startswith("1 van 2.000 meldingen: wel geteld")
    assert left_out["Alleen de maand bekend"].startswith("1 van 2.000 meldingen: wel op de kaart")
    assert left_out["Codes die op geen kaart staan"] == (
        "4 meldingen tellen in geen enkel thema mee, het meest rest (4)."
    )


def test_nothing_left_out_is_said_as_such():
    kinds = KINDS.head(1)
    left_out = dict(cards.describe_left_out("inbraak", quality(kinds), themes()))
    assert all(text.startswith("Geen: ") for text in left_out.values())


def test_table_of_cards_has_a_row_a_card_and_numbers_as_numbers():
    table = cards.tabulate_cards(themes())
    (row,) = table.to_dict("records")
    assert row["Codes"] == "1.1, woord"
    assert (row["Ten minste (meldingen)"], row["Binnen (meter)"]) == (8, 125.0)
    assert (row["Kaart"], row["Getoetst"]) == (cards.SHIPPED, cards.UNTESTED)


def test_what_a_patrol_looks_for_is_told_or_said_to_be_open():
    bare = themes()
    assert (
        dict(cards.describe_card("inbraak", bare))["Waar een patrouille op let"] == "niet ingevuld"
    )
    card = bare.cards["inbraak"].model_copy(update={"look_for": ("deuren", "licht")})
    filled = replace(bare, cards={"inbraak": card})
    assert dict(cards.describe_card("inbraak", filled))["Waar een patrouille op let"] == (
        "deuren; licht"
    )
    assert cards.tabulate_cards(filled)["Waar een patrouille op let"].tolist() == ["deuren; licht"]


@pytest.mark.parametrize(("least", "drawn"), [(2, 2), (10, 10), (500, MAX_DOTS)])
def test_drawing_has_so_many_dots_within_the_circle(least, drawn):
    html = rule_picture_html(card(min_samples=least))
    drawing = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1])
    root = ET.fromstring(drawing)  # noqa: S314 - our own drawing
    circle, *dots = [dict(c.attrib) for c in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert len(dots) == drawn
    x, y, radius = (float(circle[name]) for name in ("cx", "cy", "r"))
    for dot in dots:
        off = ((float(dot["cx"]) - x) ** 2 + (float(dot["cy"]) - y) ** 2) ** 0.5
        assert off + float(dot["r"]) < radius
    assert "125 meter" in ET.tostring(root, encoding="unicode")
    assert f'alt="{say_picture(card(min_samples=least))}"' in html
    assert html == rule_picture_html(card(min_samples=least))
