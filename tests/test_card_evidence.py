from test_cards import EVIDENCE, LIST, card

from geo.analysis.tuning import Setting
from geo.params import HotspotParams
from geo.present.card_evidence import describe_evidence, describe_tuned
from geo.service.answers import TunedCard
from geo.themes import build_themes


def described(evidence=None, *, is_ours=None):
    tested = card().model_copy(update={"evidence": evidence})
    return dict(
        describe_evidence("inbraak", build_themes({"inbraak": tested}, LIST), is_ours=is_ours)
    )


def test_a_card_without_evidence_says_so():
    facts = described()
    assert facts["Getoetst"].startswith("Nog niet.")
    assert "Vingerafdruk van de gegevens" not in facts


def test_evidence_has_its_date_and_the_data_that_it_belongs_to():
    ours, others = described(EVIDENCE, is_ours=True), described(EVIDENCE, is_ours=False)
    assert ours["Datum van de toets"] == "20 november 2026"
    assert ours["Vingerafdruk van de gegevens"] == "f (van deze gegevens)"
    assert "andere gegevens" in others["Vingerafdruk van de gegevens"]
    assert "andere gegevens" in others["Getoetst"]


def test_found_settings_stand_beside_those_of_the_card():
    params = HotspotParams(eps_m=200, min_samples=6, half_life_days=120)
    facts = dict(describe_tuned(TunedCard("inbraak", Setting(params, 24), EVIDENCE), card()))
    assert "binnen 125 meter ten minste 8 meldingen" in facts["Nu op de kaart"]
    assert "binnen 200 meter ten minste 6 meldingen" in facts["Gevonden"]
    assert "laatste 24 maanden" in facts["Gevonden"]
    assert "120 dagen oud telt half" in facts["Gevonden"]
    assert "viel 24% in 3% van het gebied" in facts["Wat dat ving"]
