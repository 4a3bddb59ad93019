import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.cli.areas import AnyLayer
from geo.schema import Layer, LineLayer, OutlineLayer, PointLayer
from geo.workspace import PROJECT_DIR, open_workspace

Run = Callable[..., tuple[int, str, str]]

HEADER = "id,start,lon,lat,code"
ROWS = (
    "1,2022-03-01T20:15,1.001,45.001,1.1.1",
    "2,2022-03-02T20:15,1.001,45.001,1.1.1",
    "3,2022-03-03T20:15,1.001,45.0011,A20",
    "4,2022-03-04T20:15,1.3,45.2,1.1.1",
    "5,2022-03-04T20:15,1.001,45.001,9.9.9",
    "6,2022-03-05T20:15,1.001,45.001,3.1.1",
)


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "town"
    words = ("--name", "Town", "--code", "T1", "--crs", "EPSG:32631", "--timezone", "Europe/Paris")
    assert run("workspace", "init", folder, *words)[0] == 0
    return folder


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.csv"
    path.write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    return path


def test_json_is_one_document_before_or_after_the_command(
    run: Run, folder: Path, incidents: Path
) -> None:
    code, before, _ = run("-w", folder, "--json", "import", incidents)
    first = json.loads(before)
    code_after, after, _ = run("-w", folder, "import", incidents, "--json")
    second = json.loads(after)
    assert (code, code_after) == (0, 0)
    assert first["files"][0] | {"columns": 0, "facts": 0, "left_behind": 0} == {
        "file": str(incidents),
        "source": "generic",
        "read": 6,
        "accepted": 5,
        "duplicate": 0,
        "replaced": 0,
        "refused": 1,
        "reasons": {"unknown-code": 1},
        "columns": 0,
        "facts": 0,
        "left_behind": 0,
        "import_id": 1,
        "mended": 0,
    }
    assert first["incidents"] == 5
    assert (second["files"][0]["duplicate"], second["files"][0]["accepted"]) == (5, 0)
    assert second["incidents"] == 5


def test_hotspots_tell_parameters_noise_and_centre(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", incidents)
    outs = [tmp_path / f"found{suffix}" for suffix in (".geojson", ".gpkg", ".csv", ".html")]
    code, out, _ = run(
        "-w", folder, "hotspots", "--theme", "woninginbraak",
        "--from", "2022-03-01", "--to", "2022-03-31", "--eps-m", 50, "--min-samples", 3,
        *[word for path in outs for word in ("--out", path)], "--json",
    )  # fmt: skip
    answer = json.loads(out)
    assert code == 0
    assert (answer["theme"], answer["from"], answer["to"]) == (
        "woninginbraak", "2022-03-01", "2022-03-31",
    )  # fmt: skip
    assert (answer["incidents"], answer["noise"]) == (4, 1)
    assert answer["parameters"] == {"eps_m": 50.0, "min_samples": 3, "half_life_days": 365.0}
    (hotspot,) = answer["hotspots"]
    assert {"rank", "id", "incidents", "core_points", "area_ha", "score", "wijk_code", "park_id",
            "lon", "lat", "p_value", "peak", "peak_share", "testable"} == set(hotspot)  # fmt: skip
    # Nobody said where homes are in this town.
    assert (hotspot["p_value"], hotspot["testable"]) == (None, False)
    assert answer["significance"]["reason"] == "no-opportunities"
    assert (hotspot["rank"], hotspot["incidents"], hotspot["wijk_code"]) == (1, 3, None)
    assert hotspot["lon"] == pytest.approx(1.001, abs=1e-4)
    assert hotspot["lat"] == pytest.approx(45.001, abs=1e-3)
    assert all(path.stat().st_size > 0 for path in outs)


def test_hotspots_are_held_against_the_addresses_that_were_taken_in(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    addresses = tmp_path / "addresses.csv"
    rows = [f"{1 + n / 100},{45 + m / 100}" for n in range(20) for m in range(20)]
    addresses.write_text("\n".join(["lon,lat", "1.001,45.001", *rows]) + "\n", encoding="utf-8")
    run("-w", folder, "import", incidents)
    words = ("-w", folder, "areas", "import", addresses, "--layer", "addresses")
    code, out, _ = run(*words, "--json")
    assert code == 0
    assert json.loads(out) == {
        "layer": "addresses", "places": 401, "left_out": 0, "source": "addresses.csv",
    }  # fmt: skip
    assert "401 places" in run(*words)[1]
    ask = (
        "-w", folder, "hotspots", "--theme", "woninginbraak", "--from", "2022-03-01",
        "--to", "2022-03-31", "--eps-m", 50, "--min-samples", 3,
    )  # fmt: skip
    answer = json.loads(run(*ask, "--out", tmp_path / "found.csv", "--json")[1])
    (hotspot,) = answer["hotspots"]
    assert hotspot["testable"] is True
    assert hotspot["p_value"] == pytest.approx(1 / 1000)
    assert answer["significance"] == {
        "opportunities": "addresses", "synthetic_opportunities": False, "reason": None,
        "simulations": 999, "seed": 1, "off_ground": 1, "coarse": 0,
    }  # fmt: skip
    assert "0.001" in run(*ask)[1]
    assert "p_value" in (tmp_path / "found.csv").read_text("utf-8-sig").splitlines()[0]


def test_a_hotspot_that_cannot_be_tested_says_what_to_load(
    run: Run, folder: Path, incidents: Path
) -> None:
    run("-w", folder, "import", incidents)
    told = run(
        "-w", folder, "hotspots", "--theme", "woninginbraak", "--from", "2022-03-01",
        "--to", "2022-03-31", "--eps-m", 50, "--min-samples", 3,
    )[1]  # fmt: skip
    assert "not testable: load addresses with `hotspotkaart areas import" in told


def test_places_have_neither_code_nor_name(run: Run, folder: Path, incidents: Path) -> None:
    words = ("areas", "import", incidents, "--layer", "premises", "--code-column", "id")
    assert run("-w", folder, *words)[0] == 2


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (
            "theme",
            [{"theme": "overig", "incidents": 1}, {"theme": "woninginbraak", "incidents": 4}],
        ),
        ("month", [{"month": "2022-03", "incidents": 5}]),
        ("wijk", [{"wijk": None, "incidents": 5}]),
        ("park", [{"park": None, "incidents": 5}]),
    ],
)
def test_summary_counts_every_incident(
    run: Run, folder: Path, incidents: Path, by: str, expected: list[dict[str, object]]
) -> None:
    run("-w", folder, "import", incidents)
    code, out, _ = run("-w", folder, "incidents", "summary", "--by", by, "--json")
    assert code == 0
    assert json.loads(out) == {"rows": expected, "total": 5}


def test_summary_keeps_to_the_period_with_its_last_day(
    run: Run, folder: Path, incidents: Path
) -> None:
    run("-w", folder, "import", incidents)
    span = ("--from", "2022-03-02", "--to", "2022-03-04")
    answer = json.loads(run("-w", folder, "incidents", "summary", *span, "--json")[1])
    assert answer == {"rows": [{"theme": "woninginbraak", "incidents": 3}], "total": 3}


def test_points_are_written_to_a_folder_of_which_the_command_says_what_is_in_it(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", incidents)
    out = tmp_path / "points"
    span = ("--from", "2022-03-02", "--to", "2022-03-04")
    code, told, _ = run("-w", folder, "incidents", "export", "--out", out, *span, "--json")
    assert (code, json.loads(told)) == (0, {"folder": str(out), "points": 3, "without_place": 0})
    assert [path.name for path in out.iterdir()] == ["part-00000.parquet"]

    code, _, error = run("-w", folder, "incidents", "export", "--out", out)
    assert (code, "new or empty folder" in error) == (1, True)
    other = tmp_path / "other"
    assert run("-w", folder, "incidents", "export", "--out", other)[1].startswith("5 in ")


def test_an_empty_store_gives_empty_lists(run: Run, folder: Path) -> None:
    span = ("--from", "2020-01-01", "--to", "2020-12-31")
    found = json.loads(run("-w", folder, "hotspots", "--theme", "vernieling", *span, "--json")[1])
    counted = json.loads(run("-w", folder, "incidents", "summary", "--json")[1])
    checked = json.loads(run("-w", folder, "areas", "check", "--json")[1])
    assert (found["incidents"], found["hotspots"]) == (0, [])
    assert counted == {"rows": [], "total": 0}
    assert checked == {"layers": []}


def test_import_without_files_takes_only_what_is_new(
    run: Run, folder: Path, incidents: Path
) -> None:
    (folder / "incidents" / "drop.csv").write_bytes(incidents.read_bytes())
    first = json.loads(run("-w", folder, "import", "--json")[1])
    again = json.loads(run("-w", folder, "import", "--json")[1])
    assert [file["accepted"] for file in first["files"]] == [5]
    assert again["files"] == []


def test_refused_rows_are_exported_repaired_and_imported(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", incidents)
    refused = tmp_path / "refused.csv"
    assert json.loads(run("-w", folder, "quarantine", "export", refused, "--json")[1])["rows"] == 1
    refused.write_text(refused.read_text("utf-8-sig").replace("9.9.9", "2.2.1"), "utf-8")
    answer = json.loads(run("-w", folder, "import", refused, "--json")[1])
    assert (answer["files"][0]["accepted"], answer["incidents"]) == (1, 6)
    assert json.loads(run("-w", folder, "quarantine", "export", refused, "--json")[1])["rows"] == 0


def test_progress_and_warnings_stay_off_standard_output(
    run: Run, folder: Path, incidents: Path
) -> None:
    _, out, _ = run("-w", folder, "--json", "import", incidents)
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("hotspots",),
        ("hotspots", "--theme", "vernieling", "--from", "yesterday", "--to", "2020-01-01"),
        ("incidents", "summary", "--from", "2020-01-01"),
        ("incidents", "export", "--out", "points", "--from", "2020-01-01"),
        ("incidents", "summary", "--by", "moon"),
        ("areas", "import", "x.geojson", "--layer", "oceans"),
        ("import", "--mapping", "a.toml", "--source", "politie"),
        ("nothing-like-it",),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    code, out, err = run("-w", folder, *words)
    assert (code, out) == (2, "")
    assert "No such option" not in err


@pytest.mark.parametrize(
    "words",
    [
        ("import", "missing.csv"),
        ("import", "--mapping", "missing.toml"),
        ("import", "--source", "nobody"),
        ("import", "--theme", "moord"),
        ("areas", "import", "missing.geojson", "--layer", "wijken"),
        ("hotspots", "--theme", "moord", "--from", "2020-01-01", "--to", "2020-01-02"),
        ("hotspots", "--theme", "vernieling", "--from", "2020-02-01", "--to", "2020-01-02"),
        ("hotspots", "--theme", "vernieling", "--from", "2020-01-01", "--to", "2020-01-02",
         "--area", "X9"),
        ("hotspots", "--theme", "vernieling", "--from", "2020-01-01", "--to", "2020-01-02",
         "--out", "found.docx"),
        ("demo", "demo.csv", "--from", "2020-01-01", "--to", "2020-12-31"),
    ],
)  # fmt: skip
def test_a_failure_is_one_clear_line(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    code, out, err = run("-w", folder, "--json", *words)
    assert code == 1
    assert err.startswith("error: expected ")
    assert err.count("\n") == 1
    assert set(json.loads(out)["error"]) == {"key", "message"}


@pytest.mark.parametrize(
    "words",
    [
        ("forecast", "--as-of", "2020-01-01"),
        ("cells", "--from", "2020-01-01", "--to", "2020-01-02"),
        ("hotspots", "--from", "2020-01-01", "--to", "2020-01-02"),
    ],
)
def test_the_ending_of_a_file_is_refused_before_any_work(
    run: Run, folder: Path, words: tuple[str, ...]
) -> None:
    # The theme is unknown too: whoever had begun to work would stumble over it first.
    ask = (*words, "--theme", "moord", "--out", "found.docx")
    code, out, _ = run("-w", folder, "--json", *ask)
    assert (code, json.loads(out)["error"]["key"]) == (1, "export-suffix-unknown")
    assert not Path("found.docx").exists()


def test_a_missing_workspace_is_said(run: Run, tmp_path: Path) -> None:
    code, _, err = run("-w", tmp_path / "nowhere", "setup")
    assert code == 1
    assert "workspace init" in err


def test_a_workspace_is_not_made_twice(run: Run, folder: Path) -> None:
    before = (folder / "gemeente.toml").read_bytes()
    code, _, err = run(
        "workspace", "init", folder, "--name", "B", "--code", "B", "--crs", "27700",
        "--timezone", "Europe/London",
    )  # fmt: skip
    assert code == 1
    assert "exists already" in err
    assert (folder / "gemeente.toml").read_bytes() == before


def test_setup_of_the_bundled_municipality_brings_areas_and_demo(run: Run, tmp_path: Path) -> None:
    bundled = open_workspace(PROJECT_DIR / "data").settings
    words = ("--name", "Copy", "--code", bundled.code, "--crs", bundled.crs)
    run("workspace", "init", tmp_path / "w", *words, "--timezone", bundled.timezone)
    first = json.loads(run("-w", tmp_path / "w", "setup", "--json")[1])
    again = json.loads(run("-w", tmp_path / "w", "setup", "--json")[1])
    assert {"wijken.geojson", "parks.geojson"} <= set(first["areas"])
    assert first["incidents"] == first["files"][0]["read"] == first["files"][0]["accepted"] > 3000
    assert first["invented"] == ["addresses", "premises", "streets"]
    assert again == {"areas": [], "invented": [], "files": [], "incidents": first["incidents"]}


def test_setup_makes_the_folders_that_are_missing(run: Run, tmp_path: Path) -> None:
    settings = (PROJECT_DIR / "data" / "gemeente.toml").read_bytes()
    (tmp_path / "gemeente.toml").write_bytes(settings)
    code, out, _ = run("-w", tmp_path, "setup", "--json")
    assert code == 0
    assert json.loads(out)["incidents"] > 3000


def test_refused_rows_of_two_files_are_not_mixed(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", incidents)
    other = tmp_path / "other.csv"
    other.write_text("uid,date,lon,lat,code\n9,2022-05-01,1.0,45.0,8.8.8\n", encoding="utf-8")
    run("-w", folder, "import", other)
    refused = tmp_path / "refused.csv"
    code, _, err = run("-w", folder, "quarantine", "export", refused)
    assert (code, refused.exists()) == (1, False)
    assert "1, 2" in err
    parts = []
    for import_id in (1, 2):
        assert run("-w", folder, "quarantine", "export", refused, "--import", import_id)[0] == 0
        parts.append(refused.read_text("utf-8-sig").splitlines())
    assert run("-w", folder, "quarantine", "export", refused, "--import", 7)[0] == 1
    mixed = tmp_path / "mixed.csv"
    mixed.write_text("\n".join([*parts[0], *parts[1][1:]]) + "\n", encoding="utf-8")
    code, _, err = run("-w", folder, "import", mixed)
    assert code == 1
    assert "one import" in err


def test_a_file_that_lies_about_in_the_folder_does_not_keep_out_the_others(
    run: Run, folder: Path, incidents: Path
) -> None:
    (folder / "incidents" / "a.csv").write_bytes(b"%PDF-1.7")
    (folder / "incidents" / "b.csv").write_bytes(incidents.read_bytes())
    code, out, err = run("-w", folder, "import", "--json")
    answer = json.loads(out)
    assert code == 1
    assert [file["accepted"] for file in answer["files"]] == [5]
    assert [failure["file"] for failure in answer["failed"]] == ["a.csv"]
    assert err.startswith("error: a.csv: expected ")


def test_an_answer_on_a_demo_is_synthetic_even_where_it_holds_nothing(
    run: Run, tmp_path: Path
) -> None:
    settings = (PROJECT_DIR / "data" / "gemeente.toml").read_bytes()
    (tmp_path / "gemeente.toml").write_bytes(settings)
    run("-w", tmp_path, "setup")
    told = [
        json.loads(
            run(
                "-w", tmp_path, "hotspots", "--theme", "vernieling",
                "--from", f"{year}-01-01", "--to", f"{year}-12-31", "--json",
            )[1]
        )["synthetic"]
        for year in (2018, 2020)
    ]  # fmt: skip
    assert told == [True, True]


def test_a_card_that_is_not_valid_stops_the_app_at_its_start(run: Run, folder: Path) -> None:
    (folder / "models").mkdir()
    (folder / "models" / "eigen.toml").write_text("title = 3", encoding="utf-8")
    code, _, err = run("-w", folder, "serve", "--port", 8999)
    assert code == 1
    assert "eigen.toml" in err


def test_imports_are_listed_and_undone_one_by_one(run: Run, folder: Path, incidents: Path) -> None:
    run("-w", folder, "import", incidents)
    corrected = incidents.with_name("corrected.csv")
    corrected.write_text(incidents.read_text("utf-8").replace("03-05T20", "03-05T21"), "utf-8")
    run("-w", folder, "import", corrected)
    listed = json.loads(run("-w", folder, "imports", "list", "--json")[1])["imports"]
    assert [(row["file"], row["replaced"], row["undoable"]) for row in listed] == [
        ("corrected.csv", 1, True),
        ("incidents.csv", 0, False),
    ]
    foretold = json.loads(run("-w", folder, "imports", "undo", "--dry-run", "--json")[1])
    undone = json.loads(run("-w", folder, "imports", "undo", "--json")[1])
    assert undone == foretold == {
        "import_id": 2, "file": "corrected.csv", "removed": 1, "restored": 1, "incidents": 5,
    }  # fmt: skip
    assert json.loads(run("-w", folder, "imports", "undo", "--json")[1])["incidents"] == 0
    code, out, err = run("-w", folder, "--json", "imports", "undo")
    assert (code, json.loads(out)["error"]["key"]) == (1, "undo-nothing")
    assert err.count("\n") == 1
    assert run("-w", folder, "imports", "list")[1] == "nothing imported yet\n"


def test_a_store_is_kept_and_put_back(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", incidents)
    kept = tmp_path / "kept.duckdb"
    made = json.loads(run("-w", folder, "backup", kept, "--json")[1])
    assert (made["file"], made["bytes"], made["incidents"]) == (str(kept), kept.stat().st_size, 5)
    run("-w", folder, "imports", "undo")
    code, out, _ = run("-w", folder, "restore", kept)
    assert code == 0
    assert "5 incidents from 2022-03-01 to 2022-03-05" in out
    assert json.loads(run("-w", folder, "incidents", "summary", "--json")[1])["total"] == 5


@pytest.mark.parametrize("words", [("restore",), ("backup",), ("imports",), ("imports", "redo")])
def test_keeping_needs_all_its_words(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    assert run("-w", folder, *words)[0] == 2


def test_restoring_what_is_no_backup_is_one_clear_line(
    run: Run, folder: Path, incidents: Path
) -> None:
    run("-w", folder, "import", incidents)
    for file in (incidents, incidents.with_name("missing.duckdb")):
        code, out, err = run("-w", folder, "--json", "restore", file)
        assert (code, json.loads(out)["error"]["key"]) == (1, "backup-unfit")
        assert err.count("\n") == 1
    assert json.loads(run("-w", folder, "incidents", "summary", "--json")[1])["total"] == 5


def test_sources_and_mappings_are_listed(run: Run, folder: Path, incidents: Path) -> None:
    assert run("-w", folder, "incidents", "sources")[1] == "nothing imported yet\n"
    run("-w", folder, "import", incidents)
    (source,) = json.loads(run("-w", folder, "incidents", "sources", "--json")[1])["sources"]
    assert source == {
        "source": "generic", "incidents": 5, "without_place": 0,
        "first": "2022-03-01", "last": "2022-03-05",
    }  # fmt: skip
    names = [line.split()[0] for line in run("mappings", "list")[1].splitlines()]
    assert {"politie", "signalen"} <= set(names)


def test_a_mapping_that_is_shown_can_be_used_again(
    run: Run, folder: Path, incidents: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    code, text, _ = run("mappings", "show", "politie")
    assert code == 0
    own.write_text(text, encoding="utf-8")
    code, _, err = run("-w", folder, "import", incidents, "--mapping", own)
    assert code == 1
    assert "pleegdatum begin" in err
    assert run("mappings", "show", "niets")[0] == 1


def test_imported_areas_are_taken_away_again(run: Run, tmp_path: Path) -> None:
    words = ("--name", "Copy", "--code", "GM0597", "--crs", 28992)
    run("workspace", "init", tmp_path / "w", *words, "--timezone", "Europe/Amsterdam")
    run("-w", tmp_path / "w", "setup")
    own = tmp_path / "own.geojson"
    own.write_bytes((PROJECT_DIR / "data" / "boundaries" / "wijken.geojson").read_bytes())
    options = ("--layer", "wijken", "--year", 2024)
    told = json.loads(run("-w", tmp_path / "w", "areas", "import", own, *options, "--json")[1])
    assert (told["layers"][0]["year"], told["layers"][0]["imported"]) == (2024, True)
    left = json.loads(run("-w", tmp_path / "w", "areas", "drop", "--layer", "wijken", "--json")[1])
    assert (left["layers"][0]["schematic"], left["layers"][0]["imported"]) == (True, False)
    assert run("-w", tmp_path / "w", "areas", "drop", "--layer", "wijken")[0] == 1


YEAR = ("--from", "2022-01-01", "--to", "2022-12-31")


def two_years(tmp_path: Path) -> Path:
    """Three burglaries in 2021 and one in 2022; the data run from the first day to the last."""
    path = tmp_path / "years.csv"
    days = ("2021-01-01", "2021-05-01", "2021-06-01", "2022-12-31")
    rows = [f"{day},{day},1.001,45.001,1.1.1" for day in days]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_overview_holds_each_theme_against_the_year_before(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", two_years(tmp_path))
    code, out, _ = run("-w", folder, "--json", "overview", *YEAR)
    answer = json.loads(out)
    assert code == 0
    assert answer["previous"] == {"from": "2021-01-01", "to": "2021-12-31"}
    burglary = next(row for row in answer["themes"] if row["theme"] == "woninginbraak")
    assert (burglary["now"], burglary["before"], burglary["difference"]) == (1, 3, -2)
    assert burglary["is_small"]
    assert answer["total"]["now"] == 1
    lines = run("-w", folder, "overview", *YEAR)[1].splitlines()
    assert any(line.split()[:4] == ["woninginbraak", "1", "3", "-2"] for line in lines)
    # Never a bare percentage on so few.
    assert any("(-67%)" in line for line in lines)


def test_overview_without_a_period_before_has_counts_only(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("-w", folder, "import", two_years(tmp_path))
    words = ("overview", "--from", "2021-01-01", "--to", "2021-12-31")
    answer = json.loads(run("-w", folder, "--json", *words)[1])
    assert answer["previous"] is None
    assert answer["total"] == {"now": 3}
    assert "counts only" in run("-w", folder, *words)[1]


def test_overview_of_an_unknown_area_is_one_error(run: Run, folder: Path) -> None:
    code, _, told = run("-w", folder, "overview", *YEAR, "--area", "nowhere")
    assert code == 1
    assert told.startswith("error: expected the code of a wijk")


def test_streets_are_taken_in_like_a_layer_and_shown_on_the_mailed_map(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    assert {layer.value for layer in AnyLayer} == {
        *Layer,
        *LineLayer,
        *OutlineLayer,
        *PointLayer,
    }
    line = {"type": "LineString", "coordinates": [[1.0, 45.0], [1.01, 45.0]]}
    feature = {"type": "Feature", "properties": {"highway": "primary"}, "geometry": line}
    path = tmp_path / "streets.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    words = ("areas", "import", path, "--layer", "streets")
    code, out, _ = run("-w", folder, *words, "--source", "the makers", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer == {
        "layer": "streets",
        "lines": 1,
        "length_km": answer["length_km"],
        "source": "the makers",
    }
    assert 0.5 < answer["length_km"] < 1.0
    assert "from streets.geojson" in run("-w", folder, *words)[1]
    assert run("-w", folder, *words, "--code-column", "id")[0] == 2
    span = ("--theme", "vernieling", "--from", "2020-01-01", "--to", "2020-12-31")
    assert run("-w", folder, "hotspots", *span, "--out", tmp_path / "map.html")[0] == 0
    assert "keepStreets" in (tmp_path / "map.html").read_text(encoding="utf-8")
    assert json.loads(run("-w", folder, "areas", "check", "--json")[1]) == {"layers": []}
