import csv
import re
import shutil

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geo import schema
from geo.errors import ThemeError
from geo.params import HotspotParams
from geo.schema import LineLayer, PointLayer
from geo.settings import Settings
from geo.themes import SHIPPED_CARDS_DIR, ThemeCard, assign_themes, build_themes, read_themes
from geo.workspace import Workspace

LIST = [
    ("1.1", "Inbraak", ("A20", "A30")),
    ("1.2", "Beroving", ("B70", "A20")),
    ("9.9", "Iets anders", ("F530",)),
]
HOTSPOTS = {"eps_m": 100, "min_samples": 5, "half_life_days": 365, "window_months": 24}
CARD_TOML = """
title = "Eigen kaart"
codes = ["X1"]
explanation = "Uitleg."
harm_weight = 1.0
colour = "#112233"
[hotspots]
eps_m = 100.0
min_samples = 5
half_life_days = 365.0
window_months = 24
"""
PRIORITIES = {
    "woninginbraak", "voertuigcriminaliteit", "jeugdoverlast", "fietsdiefstal", "bedrijfsinbraak",
    "box_schuur", "vernieling", "winkeldiefstal", "drugsoverlast",
}  # fmt: skip


def card(*codes, **changes):
    fields = {"title": "T", "explanation": "E", "harm_weight": 1, "colour": "#112233"}
    return ThemeCard(codes=codes, hotspots=HOTSPOTS, **fields | changes)


def drawn(**codes):
    return build_themes({name: card(*group) for name, group in codes.items()}, LIST)


def assigned(themes, *codes):
    frame = assign_themes(pd.Series(codes, dtype="str"), themes)
    known = frame.astype(object).where(frame.notna(), None)
    return list(known.itertuples(index=False, name=None))


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    settings = Settings(name="Testdam", code="GM9901", crs=28992, timezone="Europe/Brussels")
    (tmp_path / "models").mkdir()
    return Workspace(tmp_path, settings)


def test_code_belongs_to_the_theme_of_its_card() -> None:
    assert assigned(drawn(inbraak=["1.1"]), "1.1", "1.2") == [("1.1", "inbraak"), ("1.2", "overig")]


@pytest.mark.parametrize(
    "written", ["1.1", " 1.1 ", "1.1 Diefstal/inbraak woning", "A20", "a20", "A30"]
)
def test_code_is_known_however_it_is_written(written) -> None:
    assert assigned(drawn(inbraak=["1.1"]), written) == [("1.1", "inbraak")]


def test_police_class_with_its_description_is_known() -> None:
    themes = drawn(inbraak=["1.1"])

    assert assigned(themes, "A20  Gekwal. diefstal in/uit woning") == [("1.1", "inbraak")]
    assert assigned(themes, "F530", "f530 vernieling") == [("9.9", "overig")] * 2


def test_police_class_goes_to_the_card_that_names_it() -> None:
    themes = drawn(inbraak=["1.1"], bijzonder=["A30"])

    assert assigned(themes, "A30", "A20", "1.1") == [
        ("A30", "bijzonder"),
        ("1.1", "inbraak"),
        ("1.1", "inbraak"),
    ]


def test_police_class_under_two_codes_goes_to_the_first() -> None:
    assert assigned(drawn(beroving=["1.2"]), "A20", "B70") == [
        ("1.1", "overig"),
        ("1.2", "beroving"),
    ]


def test_unknown_and_missing_codes_stay_without_a_theme() -> None:
    assert assigned(drawn(inbraak=["1.1"]), "Z99", None, "1.1.1", "Z99 1.1") == [(None, None)] * 4


def test_words_of_a_card_are_known_whatever_their_case() -> None:
    themes = drawn(jeugd=["Overlast  Jongeren"])

    assert assigned(themes, "overlast jongeren") == [("Overlast  Jongeren", "jeugd")]


@pytest.mark.parametrize("codes", [[], [None, None], ["Z"], ["1.1", None]])
def test_answer_has_the_same_types_and_index_whatever_it_holds(codes) -> None:
    index = pd.Index(range(7, 7 + len(codes)), name="row")
    given = pd.Series(codes, index=index, dtype="str")
    before = given.copy()

    frame = assign_themes(given, drawn(inbraak=["1.1"]))

    assert frame.dtypes.astype(str).to_dict() == {schema.CODE: "str", schema.THEME: "str"}
    assert frame.index.equals(index)
    assert_frame_equal(given.to_frame(), before.to_frame())


@pytest.mark.parametrize("other", ["1.1", " 1.1 ", "1.1\t"])
def test_code_on_two_cards_is_an_error(other) -> None:
    with pytest.raises(ThemeError, match="on een and on twee") as caught:
        drawn(een=["1.1"], twee=[other])

    assert caught.value.key == "code-claimed-twice"


def test_codes_that_differ_in_case_or_space_are_one() -> None:
    with pytest.raises(ThemeError):
        drawn(een=["Overlast Jeugd"], twee=["overlast  jeugd"])
    assert drawn(een=["A20", "a20 "]).cards["een"].codes == ("A20", "a20")


def test_name_of_the_remainder_is_no_card() -> None:
    with pytest.raises(ThemeError) as caught:
        drawn(overig=["1.1"])

    assert caught.value.key == "theme-name-reserved"


def test_unknown_theme_is_told_with_those_that_exist() -> None:
    with pytest.raises(ThemeError, match="inbraak") as caught:
        drawn(inbraak=["1.1"]).card("inbraken")

    assert caught.value.facts["themes"] == "inbraak"


def test_given_parameters_take_the_place_of_the_card() -> None:
    drawn_card = card("1")

    assert drawn_card.params() == HotspotParams(eps_m=100, min_samples=5, half_life_days=365)
    assert drawn_card.params(eps_m=7.5).eps_m == 7.5
    assert drawn_card.params(min_samples=2) == HotspotParams(
        eps_m=100, min_samples=2, half_life_days=365
    )


def test_shipped_cards_cover_the_priorities_and_the_whole_list(workspace) -> None:
    themes = read_themes(workspace)

    assert set(themes.cards) >= PRIORITIES
    assert list(themes.cards) == sorted(themes.cards)
    with (SHIPPED_CARDS_DIR / "crime_codes.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        for text in (row["code"], *row["police_classes"].split()):
            assert assigned(themes, text)[0][1] is not None
    assert assigned(themes, "1.1.1", "E35", "3.1.1")[0:2] == [
        ("1.1.1", "woninginbraak"),
        ("E35", "jeugdoverlast"),
    ]


def test_shipped_code_list_tells_the_facts_of_the_published_one(workspace, shared_dir) -> None:
    with (shared_dir / "data/codes/soort_misdrijf_47018NED.csv").open(encoding="utf-8") as lines:
        published = {row["key"].strip(): row for row in csv.DictReader(lines)}
    total = published.pop("0.0.0")
    themes = read_themes(workspace)

    assert total["title"] == "Totaal misdrijven"
    assert {code: title.strip() for code, title in themes.titles.items()} == {
        code: row["title"].strip() for code, row in published.items()
    }
    for code, row in published.items():
        for police_class in re.findall(
            r"(?:^|;\s*)([A-Z]\d+)", row["bvh_maatschappelijke_klassen"]
        ):
            assert assigned(themes, police_class)[0][0] is not None, (code, police_class)


def test_card_of_the_workspace_overrides_the_shipped_one(workspace) -> None:
    shipped = (SHIPPED_CARDS_DIR / "woninginbraak.toml").read_text(encoding="utf-8")
    tuned = shipped.replace("Woninginbraak", "Inbraak in de woning")
    (workspace.models_dir / "woninginbraak.toml").write_text(tuned, encoding="utf-8")
    (workspace.models_dir / "eigen.toml").write_text(CARD_TOML, encoding="utf-8")

    themes = read_themes(workspace)

    assert themes.card("woninginbraak").title == "Inbraak in de woning"
    assert assigned(themes, "x1") == [("X1", "eigen")]


def test_cards_of_the_workspace_are_known_as_its_own(workspace) -> None:
    assert read_themes(workspace).own == frozenset()
    for name in ("nieuw", "woninginbraak"):
        text = CARD_TOML.replace('"X1"', f'"{name}"')
        (workspace.models_dir / f"{name}.toml").write_text(text, encoding="utf-8")
    assert read_themes(workspace).own == {"nieuw", "woninginbraak"}


def test_cards_come_by_harm_and_then_by_title() -> None:
    weights = {"a": ("Z", 1), "b": ("Y", 2), "c": ("A", 1)}
    cards = {
        name: card(name, title=title, harm_weight=weight)
        for name, (title, weight) in weights.items()
    }
    assert build_themes(cards, LIST).by_harm == ["b", "c", "a"]


def test_workspace_without_cards_has_the_shipped_ones(workspace) -> None:
    shutil.rmtree(workspace.models_dir)

    assert set(read_themes(workspace).cards) >= PRIORITIES


def test_all_faults_of_a_card_are_told_at_once(workspace) -> None:
    wrong = (
        CARD_TOML.replace("100.0", "-5")
        .replace('"#112233"', '"rood"')
        .replace("= 1.0", '= "veel"')
        .replace('["X1"]', '["  "]')
    )
    (workspace.models_dir / "eigen.toml").write_text(wrong + "vreemd = 1", encoding="utf-8")

    with pytest.raises(ThemeError, match=r"eigen\.toml") as caught:
        read_themes(workspace)

    for name in ("hotspots.eps_m", "colour", "harm_weight", "codes.0", "hotspots.vreemd"):
        assert f"{name}: " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["X1"]', "[]"),
        ('["X1"]', '[""]'),
        ('["X1"]', '"X1"'),
        ('["X1"]', "[1]"),
        ('"Eigen kaart"', '""'),
        ("min_samples = 5", "min_samples = 1"),
        ("min_samples = 5", "min_samples = 2.5"),
        ("eps_m = 100.0", "eps_m = inf"),
        ("eps_m = 100.0", "eps_m = nan"),
        ("window_months = 24", "window_months = 0"),
        ("half_life_days = 365.0", "half_life_days = 0"),
        ("harm_weight = 1.0", "harm_weight = -1"),
        ("[hotspots]", "[hotspot]"),
        ("title =", "titel ="),
        ("title =", "title"),
    ],
)
def test_card_that_cannot_be_used_is_refused(workspace, old, new) -> None:
    (workspace.models_dir / "eigen.toml").write_text(CARD_TOML.replace(old, new), encoding="utf-8")

    with pytest.raises(ThemeError, match=r"eigen\.toml"):
        read_themes(workspace)


def test_a_card_may_leave_open_where_its_incidents_could_have_fallen() -> None:
    assert card("1").opportunities is None
    assert card("1", opportunities="premises").opportunities is PointLayer.PREMISES
    assert card("1", opportunities="streets").opportunities is LineLayer.STREETS
    with pytest.raises(ValueError, match="opportunities"):
        card("1", opportunities="wijken")
