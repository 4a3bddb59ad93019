import shutil
from pathlib import Path

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import PNG
from towns import make_town

from geo import service
from geo.errors import WorkspaceError
from geo.intake.house_style import (
    HouseStyle,
    find_letters,
    measure_contrast,
    measure_contrasts,
    read_house_style,
)
from geo.present.driehoek import style_words

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path, [], areas=False)


def write(town, text):
    (town.root / "huisstijl.toml").write_text(text, encoding="utf-8")


# Known values of the definition: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
@pytest.mark.parametrize(
    ("one", "other", "contrast"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_that_of_wcag(one, other, contrast) -> None:
    assert measure_contrast(one, other) == pytest.approx(contrast, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways(one, other) -> None:
    assert 1 <= measure_contrast(one, other) <= 21.0001
    assert measure_contrast(one, other) == measure_contrast(other, one)


def test_without_a_file_there_is_a_quiet_style(town) -> None:
    assert read_house_style(town) == (HouseStyle(), None)


def test_the_logo_comes_along(town) -> None:
    write(town, 'accent = "#7a1f1f"\nfont = "Verdana"\nlogo = "logo.png"\n')
    (town.root / "logo.png").write_bytes(PNG)
    style, logo = read_house_style(town)
    assert (style.accent, style.font, logo) == ("#7a1f1f", "Verdana", PNG)


@pytest.mark.parametrize(
    "text",
    [
        'accent = "#ffee88"',
        'on_accent = "#334455"',
        'ink = "#aaaaaa"',
        'accent = "blauw"',
        'font = "Arial\\"/><x"',
        'logo = "../geheim.png"',
        'logo = "/etc/geheim.png"',
        'kleur = "#000000"',
    ],
)
def test_a_style_that_cannot_be_used_is_refused(town, text) -> None:
    write(town, text)
    with pytest.raises(WorkspaceError) as refused:
        read_house_style(town)
    assert refused.value.key == "settings-invalid"


@pytest.mark.parametrize("content", [None, b"<svg/>", PNG[:40], PNG + bytes(2_000_001)])
def test_a_logo_that_is_no_small_picture_is_refused(town, content) -> None:
    write(town, 'logo = "logo.png"\n')
    if content is not None:
        (town.root / "logo.png").write_bytes(content)
    with pytest.raises(WorkspaceError) as refused:
        read_house_style(town)
    assert refused.value.key == "style-logo"


def test_letters_are_found_where_a_file_of_the_font_lies(town) -> None:
    assert find_letters(town, HouseStyle()) is None
    folder = town.root / "letters"
    folder.mkdir()
    shutil.copy(Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf"), folder)
    style = HouseStyle(font="DejaVu Serif", font_folder="letters")
    assert find_letters(town, style) == folder


@pytest.mark.parametrize("content", [None, b"geen letters"])
def test_a_folder_without_the_font_is_refused(town, content) -> None:
    folder = town.root / "letters"
    folder.mkdir()
    if content is not None:
        (folder / "Verdana.ttf").write_bytes(content)
    with pytest.raises(WorkspaceError) as refused:
        find_letters(town, HouseStyle(font="Verdana", font_folder="letters"))
    assert refused.value.key == "style-letters"


def test_the_contrasts_are_those_of_the_pairs_that_stand_on_each_other() -> None:
    found = measure_contrasts("#000000", "#ffffff", "#777777")
    assert [round(value, 2) for value in found.values()] == [21.0, 4.48, 21.0]


def test_a_style_is_kept_beside_what_somebody_wrote(town) -> None:
    write(town, '# Van de afdeling communicatie\naccent = "#7a1f1f"\n')
    kept = service.keep_style(town, {"ink": "#112233"})
    assert (kept.accent, kept.ink) == ("#7a1f1f", "#112233")
    assert service.read_style(town) == kept
    assert "communicatie" in (town.root / "huisstijl.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("changes", [{"accent": "#ffee88"}, {"font": "<x>"}, {"kleur": "rood"}])
def test_a_style_that_cannot_be_used_is_not_kept(town, changes) -> None:
    with pytest.raises(WorkspaceError):
        service.keep_style(town, changes)
    assert not (town.root / "huisstijl.toml").exists()


@pytest.mark.parametrize(
    ("ink", "judged", "readable"), [("#1c2b39", "voldoende", True), ("#aaaaaa", "te laag", False)]
)
def test_each_contrast_is_judged_in_words(ink, judged, readable) -> None:
    table = style_words.tabulate_contrasts("#154273", "#ffffff", ink)
    assert table["Oordeel"][1] == judged
    assert table["Contrast"][0] == "10,2 op 1"
    assert style_words.is_readable("#154273", "#ffffff", ink) is readable
