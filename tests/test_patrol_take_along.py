import csv
import io
import json
from datetime import UTC, datetime

import gpxpy
import pytest
from icalendar import Calendar
from papers import open_pdf, read_pages
from towns import WEST, make_town

from geo.present.patrol.files import ENDINGS

FAR = (500_200, 5_700_200)
WORDS = (
    *("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31"),
    *("--begins", "2026-11-03T18:00", "--minutes", 240, "--base", "500400,5700400"),
    *("--team", "foot", "--team", "boa:bicycle"),
    *("--add", "500350,5700350; =Speeltuin; Vraag van de wijkraad"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    rows = [
        ("E35", f"2026-10-{1 + n % 28:02}T20:00", place) for place in (WEST, FAR) for n in range(20)
    ]
    return make_town(tmp_path_factory.mktemp("along"), rows)


def test_every_kind_of_file_holds_the_visits_that_the_answer_tells(run, town, tmp_path) -> None:
    paths = {suffix: tmp_path / f"plan{suffix}" for suffix in ENDINGS}
    outs = [word for path in paths.values() for word in ("--out", path)]
    code, out, _ = run("-w", town.root, "patrol", "plan", *WORDS, *outs, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["files"] == [str(path) for path in paths.values()]
    starts = [visit["starts"] for team in answer["teams"] for visit in team["visits"]]
    assert len(starts) > 2
    moments = [datetime.fromisoformat(each) for each in starts]

    gpx = gpxpy.parse(paths[".gpx"].read_text(encoding="utf-8"))
    assert [point.time for point in gpx.waypoints] == [m.astimezone(UTC) for m in moments]
    events = Calendar.from_ical(paths[".ics"].read_bytes()).events
    assert [event.start.timestamp() for event in events] == [m.timestamp() for m in moments]
    rows = list(csv.DictReader(io.StringIO(paths[".csv"].read_text(encoding="utf-8-sig"))))
    assert [row["Begin"] for row in rows] == starts
    features = json.loads(paths[".geojson"].read_bytes())["features"]
    told = [each["properties"].get("Begin") for each in features]
    assert [each for each in told if each] == starts
    page, sheet = (
        paths[".html"].read_text("utf-8"),
        " ".join(read_pages(paths[".pdf"].read_bytes())),
    )
    for moment in moments:
        assert f"{moment:%H:%M} tot" in page
        assert f"{moment:%H:%M} tot" in sheet
    assert "=Speeltuin" in sheet
    assert "Vraag van de wijkraad" in sheet


def test_paper_may_be_smaller_and_lines_name_the_file(run, town, tmp_path) -> None:
    path = tmp_path / "plan.pdf"
    words = ("-w", town.root, "patrol", "plan", *WORDS, "--out", path, "--paper", "a5")
    code, out, _ = run(*words)
    assert code == 0
    assert f"written: {path}" in out
    assert float(open_pdf(path.read_bytes()).pages[0].mediabox.height) == pytest.approx(595, abs=1)


def test_another_ending_is_refused_and_nothing_is_written(run, town, tmp_path) -> None:
    good, bad = tmp_path / "plan.gpx", tmp_path / "plan.docx"
    words = ("patrol", "plan", *WORDS, "--out", good, "--out", bad, "--json")
    code, out, _ = run("-w", town.root, *words)
    assert (code, json.loads(out)["error"]["key"]) == (1, "export-suffix-unknown")
    assert not good.exists()


@pytest.mark.parametrize("kind", ["plan", "week"])
@pytest.mark.parametrize("audience", ["council", "public"])
def test_council_and_public_are_refused_before_anything_is_planned(
    run, town, kind, audience
) -> None:
    days = ("--from", "2024-11-01", "--to", "2026-10-31")
    # A theme that is not there: it is refused before anybody looks for it.
    words = ("--theme", "onbekend", *days, "--team", "foot", "--base", "0,0")
    begins = ("--begins", "2026-11-03T18:00") if kind == "plan" else ("--week", "2026-11-02")
    asked = ("patrol", kind, *words, *begins, "--audience", audience, "--json")
    code, out, _ = run("-w", town.root, *asked)
    assert (code, json.loads(out)["error"]["key"]) == (1, "disclosure-inside")


def test_a_week_is_written_a_file_a_shift(run, town, tmp_path) -> None:
    words = (
        *("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31"),
        *("--week", "2026-11-03", "--days", 2, "--shift", "late", "--base", "500400,5700400"),
        *("--team", "foot"),
    )
    outs = [word for suffix in ENDINGS for word in ("--out", tmp_path / f"week{suffix}")]
    code, out, _ = run("-w", town.root, "patrol", "week", *words, *outs, "--json")
    answer = json.loads(out)
    assert code == 0
    names = [f"week_2026-11-{day}_1500{suffix}" for suffix in ENDINGS for day in ("03", "04")]
    assert answer["files"] == [str(tmp_path / name) for name in names]
    for shift, day in zip(answer["shifts"], ("03", "04"), strict=True):
        starts = [visit["starts"] for team in shift["teams"] for visit in team["visits"]]
        path = tmp_path / f"week_2026-11-{day}_1500.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert starts
        assert [row["Begin"] for row in rows] == starts
    assert open_pdf((tmp_path / "week_2026-11-03_1500.pdf").read_bytes()).pages


def test_a_week_refuses_another_ending_before_it_plans(run, town, tmp_path) -> None:
    words = (
        *("--theme", "jeugdoverlast", "--from", "2026-01-01", "--to", "2026-10-31"),
        *("--week", "2026-11-03", "--base", "500400,5700400", "--team", "foot"),
        *("--out", tmp_path / "week.docx", "--json"),
    )
    code, out, _ = run("-w", town.root, "patrol", "week", *words)
    assert (code, json.loads(out)["error"]["key"]) == (1, "export-suffix-unknown")
    assert not list(tmp_path.iterdir())
