import pandas as pd
import pytest

from geo import schema
from geo.analysis.quality import QualityFinding
from geo.analysis.recording import CHANGE_COLUMNS
from geo.present import quality as words
from geo.schema import Weakness
from geo.service.answers import DataQuality
from geo.themes import ThemeCard, build_themes

HOTSPOTS = {"eps_m": 100, "min_samples": 5, "half_life_days": 365, "window_months": 24}
CARD = ThemeCard(
    title="Inbraak", codes=("1.1",), explanation="E", harm_weight=1, colour="#112233",
    hotspots=HOTSPOTS,
)  # fmt: skip
THEMES = build_themes({"inbraak": CARD}, [("1.1", "Inbraak woning", ()), ("9.9", "Rest", ())])

KIND_COLUMNS = [
    schema.THEME, schema.CODE, schema.REPORTER, schema.TIME_PRECISION, schema.PLACE_PRECISION,
    schema.HAS_PLACE, schema.INCIDENTS,
]  # fmt: skip
KINDS = pd.DataFrame(
    [
        ("inbraak", "1.1", "burger", "minute", "adres", True, 1_500),
        ("inbraak", "1.1", "politie", "day", "straat", True, 499),
        ("inbraak", "1.1", "burger", "month", "onbekend", False, 1),
        ("overig", "9.9", "onbekend", "day", "adres", True, 4),
    ],
    columns=KIND_COLUMNS,
)
SPOTS = pd.DataFrame(
    [("inbraak", 1_999, 900, 400, 300), ("overig", 4, 2, 4, 4), (None, 2_003, 902, 404, 304)],
    columns=[schema.THEME, schema.LOCATED, schema.PLACES, schema.RECENT, schema.SHARED],
)


def change(code, kind, first, last):
    months = pd.Timestamp(first), pd.Timestamp(last)
    return ("inbraak", code, *months, kind, 1_200, 24.6, 0.0)


def quality(*findings, changes=()):
    frame = pd.DataFrame(changes, columns=list(CHANGE_COLUMNS))
    return DataQuality(2_004, KINDS, SPOTS, frame, findings)


def finding(kind, theme="inbraak", count=3, total=40, examples=("1.1 (3)",)):
    return QualityFinding(kind, theme, count, total, examples, "remedy")


@pytest.mark.parametrize("kind", Weakness)
def test_every_weakness_has_words_and_a_remedy(kind):
    text = words.WEAKNESSES[kind]
    assert len({text.title, text.meaning, text.remedy}) == 3
    assert text.remedy.endswith(".")


@pytest.mark.parametrize(
    ("count", "total", "text"),
    [
        (0, 40, "0%"), (1, 1_000, "minder dan 1%"), (292, 1_800, "16%"),
        (999, 1_000, "meer dan 99%"), (40, 40, "100%"), (3, 9, ""), (0, 0, ""),
    ],
)  # fmt: skip
def test_a_part_is_never_called_none_or_all_by_rounding(count, total, text):
    assert words.say_part(count, total) == text


@pytest.mark.parametrize(
    ("theme", "name"),
    [
        ("inbraak", "Inbraak"),
        ("overig", "Overig (op geen kaart)"),
        ("weg", "weg"),
        (None, "Alle thema's samen"),
    ],
)
def test_every_theme_has_a_name(theme, name):
    assert words.name_theme(theme, THEMES) == name


def test_a_weakness_is_said_with_count_share_and_example():
    found = quality(
        finding(Weakness.WITHOUT_PLACE, count=1_234, total=5_000),
        finding(Weakness.WITHOUT_PLACE, "overig", count=2, total=4, examples=()),
        finding(Weakness.DEFAULT_PLACE, None, count=16, total=816, examples=("1, 2 (16)",)),
    )
    assert words.list_weaknesses(found) == [Weakness.WITHOUT_PLACE, Weakness.DEFAULT_PLACE]
    assert words.describe_weakness(found, Weakness.WITHOUT_PLACE, THEMES) == [
        ("Inbraak", "1.234 van 5.000 (25%); bijvoorbeeld 1.1 (3)"),
        ("Overig (op geen kaart)", "2 van 4"),
    ]
    assert words.describe_weakness(found, Weakness.DEFAULT_PLACE, THEMES) == [
        ("Alle thema's samen", "16 van 816 (2%); bijvoorbeeld 1, 2 (16)")
    ]


def test_a_change_in_recording_is_said_with_its_code_and_months():
    stops, doubles = Weakness.CODE_STOPS, Weakness.CODE_DOUBLES
    found = quality(
        finding(stops, total=None, examples=("English",)),
        finding(doubles, total=None, examples=("English",)),
        changes=[
            change("1.1", stops, "2018-03-01", "2018-03-01"),
            change("", doubles, "2018-04-01", "2018-06-01"),
        ],
    )
    assert words.describe_weakness(found, stops, THEMES) == [
        (
            "Inbraak",
            "Inbraak woning (1.1) in maart 2018: 1.200 in de eerste maand, verwacht 25",
        )
    ]
    ((_, text),) = words.describe_weakness(found, doubles, THEMES)
    assert text.startswith("zonder code in april 2018 tot en met juni 2018: ")
    assert "English" not in words.tabulate_quality(found, THEMES).to_string()


def test_table_to_take_along_has_a_row_a_finding_and_numbers_as_numbers():
    found = quality(finding(Weakness.DAY_ONLY), finding(Weakness.CODE_STOPS, total=None))
    table = words.tabulate_quality(found, THEMES)
    assert table["Bevinding"].tolist()[0] == "Alleen de dag is bekend"
    assert table["Aantal"].tolist() == [3, 3]
    assert table["Van"].isna().tolist() == [False, True]
    assert table["Deel"].tolist() == ["8%", ""]
    assert words.tabulate_quality(quality(), THEMES).empty


def test_precision_of_places_adds_up_theme_by_theme():
    table = words.tabulate_places(quality(), THEMES)
    assert table.to_dict("list") == {
        "Thema": ["Inbraak", "Overig (op geen kaart)"],
        "Meldingen": [2_000, 4],
        "Zonder plaats": ["1 (minder dan 1%)", "0"],
        "Adres": ["1.500 (75%)", "4"],
        "Straat": ["499 (25%)", "0"],
        "Op een gedeeld punt, laatste jaar": ["300 (75%)", "4"],
    }


def test_times_and_reporters_are_spread_theme_by_theme():
    times = words.tabulate_times(quality(), THEMES)
    assert list(times) == ["Thema", "Meldingen", "Op de minuut", "Alleen de dag", "Alleen de maand"]
    assert times["Alleen de dag"].tolist() == ["499 (25%)", "4"]
    reporters = words.tabulate_reporters(quality(), THEMES)
    assert list(reporters)[2:] == ["Burger", "Politie zelf", "Niet opgegeven"]
    assert reporters["Politie zelf"].tolist() == ["499 (25%)", "0"]
