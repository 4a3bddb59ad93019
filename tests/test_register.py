import json
import re
from dataclasses import replace
from datetime import date

import pytest

from geo import service
from geo.analysis.verdicts import Verdict
from geo.errors import ParamsError, WorkspaceError
from geo.present.register import MISSING, fill_register, render_register, tell_register
from geo.themes import Evidence
from geo.workspace import create_workspace, open_workspace

# The fields of an entry as the register takes them in, version 1.0 of its standard, but for those
# that it gives out itself or that are for an end of use.
TAKEN_IN = {
    "name", "description_short", "organization", "category", "status", "begin_date",
    "contact_email", "website", "publication_category", "goal", "proportionality",
    "human_intervention", "risks", "lawful_basis", "lawful_basis_grouping", "process_index_url",
    "impacttoetsen_grouping", "impacttoetsen", "source_data", "source_data_grouping",
    "methods_and_models", "provider", "publiccode", "lang", "standard_version", "source_id",
}  # fmt: skip
EARLIER = {"department", "type", "impact"}
LONGEST = 5000
FILLED = """
[register]
department = "Openbare Orde en Veiligheid"
contact_email = "veiligheid@town.example"
website = "https://town.example/hotspotkaart"
status = "In gebruik"
begin = "2026-11"
publication_category = "Impactvolle algoritmes"
legal_basis = "artikel 172 van de Gemeentewet"
legal_links = [{ title = "Gemeentewet", link = "https://wetten.overheid.nl/BWBR0005416/" }]
processing_register = "https://town.example/verwerkingen"
assessments = [{ title = "DPIA", on = 2026-10-01, link = "https://town.example/dpia" }]
data_links = [{ title = "Open data van de politie", link = "https://data.politie.nl" }]
retention = "vijf jaar."
supplier = "Gemeente Town"
source_code = "https://town.example/code"
"""
EVIDENCE = Evidence(
    tuned_on=date(2026, 11, 20), fingerprint="x", first=date(2018, 1, 1), last=date(2018, 12, 31),
    weeks=13, periods=4, cell_m=100.0, share=0.03, incidents=1250, hit_rate=0.24,
    hit_rate_low=0.2, hit_rate_high=0.28, prior_hit_rate=0.21, gain_low=-0.01, gain_high=0.07,
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("register") / "town"
    known = {"name": "Town", "code": "GM9999", "crs": 28992, "timezone": "Europe/Amsterdam"}
    create_workspace(folder, known)
    return folder


@pytest.fixture(scope="module")
def bare(root):
    """What is known of a municipality that filled nothing in and took nothing in."""
    return service.gather_register(open_workspace(root))


@pytest.fixture
def filled(bare, root):
    settings = (root / "gemeente.toml").read_text("utf-8")
    other = root.parent / "filled"
    other.mkdir(exist_ok=True)
    (other / "gemeente.toml").write_text(settings + FILLED, "utf-8")
    return replace(bare, settings=open_workspace(other).settings)


def read_entry(facts):
    return json.loads(render_register(facts, ".json"))


def test_an_entry_has_every_field_that_the_register_takes_in(bare):
    assert set(read_entry(bare)) == TAKEN_IN | EARLIER


def test_the_register_knows_the_words_of_its_lists(filled):
    entry = read_entry(filled)
    assert entry["category"] == ["Openbare orde en veiligheid"]
    assert (entry["lang"], entry["standard_version"]) == ("nld", "1.0")
    assert re.fullmatch(r"\d{4}-\d{2}", entry["begin_date"])
    assert entry["impacttoetsen_grouping"] == [
        {"title": "DPIA", "link": "https://town.example/dpia"}
    ]


def test_what_only_the_municipality_can_say_is_asked_and_never_made_up(bare):
    entry = read_entry(bare)
    asked = set(tell_register(bare, [])["missing"])
    assert asked >= {
        "contact_email", "lawful_basis", "impacttoetsen", "publication_category", "status",
        "begin_date", "department", "provider", "publiccode", "website", "process_index_url",
    }  # fmt: skip
    for name in asked:
        assert entry[name] == [] or MISSING in entry[name]
    assert not re.search(r"artikel \d|DPIA van|@", json.dumps(entry))


def test_an_entry_that_is_filled_in_asks_nothing(filled):
    assert tell_register(filled, [])["missing"] == []
    entry = read_entry(filled)
    assert MISSING not in json.dumps(entry, ensure_ascii=False)
    assert entry["impacttoetsen"] == "DPIA (1 oktober 2026)"
    assert entry["source_data"].endswith("Bewaartermijn: vijf jaar.")
    assert entry["lawful_basis"] == "artikel 172 van de Gemeentewet."


def test_every_theme_stands_there_with_its_parameters_and_its_test(bare):
    entry = read_entry(bare)
    for card in bare.themes.cards.values():
        found = card.hotspots
        rule = f"ten minste {found.min_samples} meldingen binnen {found.eps_m:.0f} meter"
        assert (
            f"{card.title} (codes {', '.join(card.codes)}): {rule}" in entry["methods_and_models"]
        )
        assert f"{card.title}: nog niet getoetst" in entry["risks"]
    assert "Nog niet geladen, en dus nog niet te toetsen: adressen" in entry["methods_and_models"]


def test_what_a_test_found_stands_there_and_on_which_data(bare):
    cards = dict(bare.themes.cards)
    cards["woninginbraak"] = cards["woninginbraak"].model_copy(update={"evidence": EVIDENCE})
    facts = replace(bare, themes=replace(bare.themes, cards=cards))
    elsewhere = {**bare.verdicts, "woninginbraak": Verdict.OTHER_DATA}
    told = read_entry(replace(facts, verdicts=elsewhere))["risks"]
    assert "Woninginbraak: Op 20 november 2026, met 1.250 meldingen" in told
    assert "viel 24% in 3% van het gebied" in told
    assert "andere gegevens dan die hier staan" in told
    ours = {**bare.verdicts, "woninginbraak": Verdict.NOT_BETTER}
    assert "andere gegevens" not in read_entry(replace(facts, verdicts=ours))["risks"]


def test_no_field_is_longer_than_the_register_takes_in_with_all_themes_tested(filled):
    cards = {
        name: card.model_copy(update={"evidence": EVIDENCE})
        for name, card in filled.themes.cards.items()
    }
    elsewhere = dict.fromkeys(cards, Verdict.OTHER_DATA)
    facts = replace(filled, themes=replace(filled.themes, cards=cards), verdicts=elsewhere)
    for part in fill_register(facts).values():
        for field in part:
            assert len(field.value) <= LONGEST, field.name


@pytest.mark.parametrize("suffix", [".json", ".txt"])
def test_the_same_facts_give_the_same_bytes_and_none_of_the_clock(filled, suffix):
    first, second = (render_register(filled, suffix) for _ in range(2))
    assert first == second


def test_the_text_says_all_that_the_entry_says(filled):
    text = " ".join(render_register(filled, ".txt").decode("utf-8").split())
    for part in fill_register(filled).values():
        for field in part:
            assert field.label in text
            values = [field.value] if isinstance(field.value, str) else field.value[0].values()
            assert all(" ".join(value.split()) in text for value in values)


@pytest.mark.parametrize("nasty", ["<script>x</script>", "=1+1", "\u202eteog\x00", "regel\nregel"])
def test_hostile_texts_are_data_on_one_line(filled, nasty):
    settings = filled.settings
    entry = settings.register_entry.model_copy(update={"department": nasty})
    facts = replace(filled, settings=settings.model_copy(update={"register_entry": entry}))
    told = read_entry(facts)["department"]
    assert told == nasty.replace("\u202e", "").replace("\x00", "").replace("\n", " ")


def test_another_ending_is_refused(bare):
    with pytest.raises(ParamsError) as caught:
        render_register(bare, ".docx")
    assert caught.value.key == "export-suffix-unknown"


@pytest.mark.parametrize(
    "line",
    [
        'contact_email = "geen adres"',
        'website = "javascript:alert(1)"',
        'status = "bijna"',
        'begin = "2026-13"',
        'publication_category = "Onschuldig"',
        'legal_links = [{ title = "" }]',
        'assessments = [{ title = "DPIA", on = "ooit" }]',
        'hobby = "schaken"',
    ],
)
def test_a_table_that_cannot_be_right_is_refused(root, tmp_path, line):
    settings = (root / "gemeente.toml").read_text("utf-8")
    (tmp_path / "gemeente.toml").write_text(f"{settings}\n[register]\n{line}\n", "utf-8")
    with pytest.raises(WorkspaceError) as caught:
        open_workspace(tmp_path)
    assert caught.value.key == "settings-invalid"


def test_the_command_writes_both_and_says_what_is_missing(run, root, tmp_path):
    entry, text = tmp_path / "register.json", tmp_path / "register.txt"
    code, out, _ = run("-w", root, "register", "--out", entry, "--out", text, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["files"] == [str(entry), str(text)]
    assert "contact_email" in answer["missing"]
    assert json.loads(entry.read_bytes())["name"] == "Hotspotkaart"
    assert "Menselijke tussenkomst" in text.read_text("utf-8")


def test_lines_of_the_command_name_what_is_missing(run, root, tmp_path):
    code, out, _ = run("-w", root, "register", "--out", tmp_path / "register.txt")
    assert code == 0
    assert "for the municipality to fill in: department" in out


def test_the_command_refuses_another_ending_before_it_writes(run, root, tmp_path):
    good = tmp_path / "register.json"
    code, _, err = run("-w", root, "register", "--out", good, "--out", tmp_path / "x.pdf")
    assert code == 1
    assert ".json, .txt" in err
    assert not good.exists()
