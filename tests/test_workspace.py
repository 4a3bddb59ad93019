import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from geo.errors import ParamsError, ThemeError, WorkspaceError
from geo.settings import Settings
from geo.workspace import (
    BUNDLED_DIR,
    SETTINGS_FILE,
    Workspace,
    check_model,
    create_workspace,
    default_workspace_dir,
    open_workspace,
    read_toml,
)

GOOD = {"name": "Testdam", "code": "GM9901", "crs": 28992, "timezone": "Europe/Brussels"}
GOOD_TOML = 'name = "Testdam"\ncode = "X"\ncrs = 27700\ntimezone = "Europe/London"\n'


def open_text(folder, text):
    content = text if isinstance(text, bytes) else text.encode()
    (folder / SETTINGS_FILE).write_bytes(content)
    return open_workspace(folder)


def faults_of(**changes):
    with pytest.raises(WorkspaceError) as caught:
        check_model(GOOD | changes, Settings, origin="settings", error=WorkspaceError)
    assert caught.value.key == "settings-invalid"
    return str(caught.value)


def test_new_workspace_reads_back(tmp_path) -> None:
    made = create_workspace(tmp_path / "a" / "dorp", GOOD)

    again = open_workspace(tmp_path / "a" / "dorp")

    assert again == made
    assert again.settings.name == "Testdam"
    assert again.boundaries_dir.is_dir()
    assert again.incidents_dir.is_dir()
    assert again.crs.to_epsg() == 28992
    assert again.timezone.key == "Europe/Brussels"
    assert again.is_dutch
    assert not again.store_path.exists()


def test_new_workspace_has_no_camera_purposes_but_shows_how_to_write_them(tmp_path) -> None:
    create_workspace(tmp_path, GOOD)
    assert open_workspace(tmp_path).settings.camera_purposes == ()

    path = tmp_path / SETTINGS_FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    example = [line.removeprefix("# ") for line in lines if " = " in line or "[[" in line]
    path.write_text("\n".join(example), encoding="utf-8")
    (purpose,) = open_workspace(tmp_path).settings.camera_purposes
    assert purpose.told == f"{purpose.name}; bron: {purpose.source}"
    assert open_workspace(tmp_path).camera_purpose(purpose.name.upper()) == purpose


def test_unknown_camera_purpose_names_those_that_are_known(tmp_path) -> None:
    known = {"name": "zien", "range_m": 30, "source": "proef"}
    settings = check_model(
        GOOD | {"camera_purposes": [known]}, Settings, origin="", error=WorkspaceError
    )
    with pytest.raises(ParamsError) as refused:
        Workspace(tmp_path, settings).camera_purpose("herkennen")
    assert (refused.value.key, refused.value.facts["known"]) == ("camera-purpose-unknown", "zien")


def test_workspace_elsewhere_needs_no_dutch_code(tmp_path) -> None:
    settings = {
        "name": "Lancashire",
        "code": "E10000017",
        "crs": 27700,
        "timezone": "Europe/London",
    }

    assert not create_workspace(tmp_path, settings).is_dutch


@pytest.mark.parametrize(
    "name",
    [
        'D"orp',
        "D\\orp",
        "D\norp\t",
        "Dorp \N{GRINNING FACE}",
        "D\x7forp",
        "'s-Dorp",
        "Дорп",
        "# [x]",
    ],
)
def test_any_name_reads_back_as_it_was_given(tmp_path, name) -> None:
    create_workspace(tmp_path, GOOD | {"name": name})

    assert open_workspace(tmp_path).settings.name == name.strip()


@given(name=st.text(min_size=1, max_size=100).filter(lambda text: text.strip()))
def test_every_name_reads_back(tmp_path_factory, name) -> None:
    folder = tmp_path_factory.mktemp("werkmap")

    made = create_workspace(folder, GOOD | {"name": name})

    assert open_workspace(folder).settings == made.settings


def test_workspace_that_is_there_is_not_overwritten(tmp_path) -> None:
    create_workspace(tmp_path, GOOD)

    with pytest.raises(WorkspaceError) as caught:
        create_workspace(tmp_path, GOOD | {"name": "Anders"})

    assert caught.value.key == "workspace-exists"
    assert open_workspace(tmp_path).settings.name == "Testdam"


@pytest.mark.parametrize("changes", [{"crs": 4326}, {"name": ""}, {"foo": 1}])
def test_workspace_with_a_wrong_setting_leaves_nothing_behind(tmp_path, changes) -> None:
    with pytest.raises(WorkspaceError):
        create_workspace(tmp_path / "dorp", GOOD | changes)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["bestand/dorp", "x" * 300])
def test_folder_that_cannot_be_made_is_told(tmp_path, below) -> None:
    (tmp_path / "bestand").write_text("")

    with pytest.raises(WorkspaceError) as caught:
        create_workspace(tmp_path / below, GOOD)

    assert caught.value.key == "folder-not-writable"


@pytest.mark.parametrize("below", ["nergens", "bestand", "x" * 300, "."])
def test_folder_without_settings_is_no_workspace(tmp_path, below) -> None:
    (tmp_path / "bestand").write_text("")

    with pytest.raises(WorkspaceError) as caught:
        open_workspace(tmp_path / below)

    assert caught.value.key == "workspace-missing"


@pytest.mark.parametrize("text", [GOOD_TOML, b"\xef\xbb\xbf" + GOOD_TOML.encode()])
def test_settings_file_alone_is_enough(tmp_path, text) -> None:
    workspace = open_text(tmp_path, text)

    assert workspace.boundaries_dir == tmp_path / "boundaries"
    assert workspace.models_dir == tmp_path / "models"
    assert workspace.store_path == tmp_path / "incidents.duckdb"
    assert workspace.settings.intake.outside_margin_m == 1000.0


def test_settings_may_name_other_places(tmp_path) -> None:
    text = GOOD_TOML + '[paths]\nincidents = "meldingen"\n[intake]\noutside_margin_m = 0\n'

    workspace = open_text(tmp_path, text)

    assert workspace.incidents_dir == tmp_path / "meldingen"
    assert workspace.settings.intake.outside_margin_m == 0


@pytest.mark.parametrize(
    "text",
    [
        "name = ",
        b'name = "\xe9"',
        "crs = " + "9" * 5000,
        "a = " + "[" * 5000 + "]" * 5000,
        GOOD_TOML + GOOD_TOML,
        "\x00",
    ],
)
def test_file_that_is_no_toml_is_told_in_one_line(tmp_path, text) -> None:
    with pytest.raises(WorkspaceError) as caught:
        open_text(tmp_path, text)

    assert caught.value.key == "toml-unreadable"
    assert "\n" not in str(caught.value)


def test_folder_in_place_of_the_file_is_told(tmp_path) -> None:
    (tmp_path / SETTINGS_FILE).mkdir()

    with pytest.raises(WorkspaceError) as caught:
        open_workspace(tmp_path)

    assert caught.value.key == "toml-unreadable"


def test_all_faults_of_a_file_are_told_at_once(tmp_path) -> None:
    text = 'name = 1\ncrs = 4326\ntimezone = "Mars"\nfoo = 1\n[intake]\noutside_margin_m = -1\n'

    with pytest.raises(WorkspaceError) as caught:
        open_text(tmp_path, text)

    for name in ("name", "code", "crs", "timezone", "foo", "intake.outside_margin_m"):
        assert name in caught.value.facts["names"].split(", ")
        assert f"{name}: " in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("name", "   ", "at least 1 character"),
        ("name", "x" * 101, "at most 100 characters"),
        ("name", ["Testdam"], "valid string"),
        ("name", "a\udcff", "valid string"),
        ("code", "", "at least 1 character"),
        ("code", "GM901", "GM and four digits"),
        ("code", "gm9901", "GM and four digits"),
        ("code", "GM\N{ARABIC-INDIC DIGIT ONE}990", "GM and four digits"),
        ("code", "WK990101", "GM and four digits"),
        ("code", "BU99010100", "GM and four digits"),
        ("crs", 1, "EPSG code that exists"),
        ("crs", -28992, "EPSG code that exists"),
        ("crs", 2**70, "EPSG code that exists"),
        ("crs", 4326, "projected coordinate system in metres"),
        ("crs", 2263, "projected coordinate system in metres"),
        ("crs", "RD", "valid integer"),
        ("timezone", "", "IANA time zone"),
        ("timezone", "Europe", "IANA time zone"),
        ("timezone", "../../etc/passwd", "IANA time zone"),
        ("timezone", "a\x00b", "IANA time zone"),
        ("timezone", "x" * 5000, "IANA time zone"),
        ("paths", {"store": ""}, "match pattern"),
        ("paths", {"store": "a\x00b"}, "match pattern"),
        ("intake", {"outside_margin_m": float("inf")}, "finite"),
        ("intake", {"outside_margin_m": float("nan")}, "finite"),
        ("intake", {"outside_margin_m": "ver"}, "valid number"),
        ("area_columns", {"code": 1}, "valid tuple"),
        ("services", "x", "dictionary or instance"),
        ("camera_purposes", [{"name": "zien", "range_m": 0, "source": "proef"}], "greater"),
        ("camera_purposes", [{"name": "zien", "range_m": 5000, "source": "proef"}], "less"),
        ("camera_purposes", [{"name": "zien", "range_m": float("nan"), "source": "proef"}], "fin"),
        ("camera_purposes", [{"name": " ", "range_m": 30, "source": "proef"}], "at least 1"),
        ("camera_purposes", [{"name": "zien", "range_m": 30, "source": ""}], "at least 1"),
        ("camera_purposes", [{"name": "zien", "range_m": 30}], "required"),
        (
            "patrol",
            {"bases": [{"name": name, "x": x, "y": 1.0} for name, x in (("Post", 1), ("post", 2))]},
            "names of their own",
        ),
        (
            "camera_purposes",
            [{"name": name, "range_m": 30, "source": "proef"} for name in ("Zien", "zien")],
            "names of their own",
        ),
    ],
)
def test_wrong_setting_is_told(setting, value, words) -> None:
    assert words in faults_of(**{setting: value})


def test_spaces_around_name_and_code_do_not_count() -> None:
    settings = check_model(
        GOOD | {"name": " Testdam ", "code": " GM9901\n"}, Settings, origin="", error=WorkspaceError
    )

    assert (settings.name, settings.code) == ("Testdam", "GM9901")


class _Card(BaseModel):
    size: int


def test_error_is_of_the_type_that_the_reader_asks_for(tmp_path) -> None:
    path = tmp_path / "kaart.toml"
    path.write_text("size = 'x'")

    with pytest.raises(ThemeError, match=str(path)):
        read_toml(path, _Card, error=ThemeError)
    with pytest.raises(ThemeError):
        read_toml(tmp_path / "nergens.toml", _Card, error=ThemeError)


def test_environment_names_the_workspace(monkeypatch) -> None:
    monkeypatch.setenv("HOTSPOTKAART_WORKSPACE", "elders")
    assert str(default_workspace_dir()) == "elders"
    monkeypatch.setenv("HOTSPOTKAART_WORKSPACE", "")
    assert str(default_workspace_dir()) == "data"


def test_bundled_settings_are_those_of_a_dutch_municipality() -> None:
    bundled = open_workspace(BUNDLED_DIR)

    assert bundled.is_dutch
    assert bundled.crs.is_projected


NO_ROOM = """
import resource, sys
from pathlib import Path
from geo.errors import WorkspaceError
from geo.workspace import create_workspace
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
town = {"name": "Testdam", "code": "X", "crs": 27700, "timezone": "Europe/London"}
try:
    create_workspace(Path(sys.argv[1]), town)
except WorkspaceError as problem:
    print(problem.key)
"""


def test_settings_for_which_there_is_no_room_are_not_written_by_half(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-c", NO_ROOM, tmp_path / "town"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "folder-not-writable\n", ended.stderr
    assert [path for path in (tmp_path / "town").rglob("*") if path.is_file()] == []
    assert create_workspace(tmp_path / "town", GOOD).settings.name == "Testdam"
