"""Files that were made to do harm, each at the door where it would come in.

Those of one format alone stand with its reader: tests/test_files.py, tests/test_formats.py.
"""

import csv
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from attacks import (
    ENTITIES,
    SECRET,
    make_book,
    make_package,
    make_pipeline,
    make_schema,
    make_vrt,
    rewrite,
    write_all,
)
from fuzz_readers import find_reader
from fuzz_reading import hold_against
from fuzzing import TOWN

from geo.errors import HotspotkaartError, IntakeError
from geo.intake.area_files import open_shapes
from geo.intake.files import open_json, read_geopackage, sniff_kind
from geo.intake.formats import open_source, read_columns
from geo.intake.incidents import open_incidents, read_batches
from geo.intake.opendata import read_open_figures
from geo.intake.street_files import open_streets
from geo.present.markup import drop_unseen, escape
from geo.workspace import create_workspace

ROOT = Path(__file__).resolve().parents[1]
DOORS = ("incidents-csv", "areas-geojson", "streets-osm", "sites-csv", "outlines-geojson")
# What is read all the same: it holds nothing that does harm.
HARMLESS = {"incidents-xlsx--wide.xlsx"}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return create_workspace(tmp_path_factory.mktemp("aanval") / "werkmap", TOWN)


@pytest.fixture
def elsewhere():
    """The address of a machine that ought to hear nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/a.xsd"
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What came of each file, read in a process that may take five seconds and a gigabyte."""
    if sys.platform != "linux":
        pytest.skip("only Linux says what a process holds")
    paths = write_all(tmp_path_factory.mktemp("bestanden"))
    told = subprocess.run(
        [sys.executable, ROOT / "setup" / "fuzz.py", "--replay", *paths],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
    )
    lines = [line.partition("\t") for line in told.stdout.splitlines()]
    assert len(lines) == len(paths), told.stderr
    return {name: outcome for name, _, outcome in lines}


def refused(call):
    with pytest.raises(HotspotkaartError) as caught:
        call()
    return caught.value.key


def test_files_that_ask_for_more_than_they_are_are_refused_in_time_and_within_memory(outcomes):
    wrong = {
        name: outcome
        for name, outcome in outcomes.items()
        if outcome.startswith("fault") or (outcome == "read" and name not in HARMLESS)
    }
    assert not wrong


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["laag.gpkg", "laag.geojson", "laag.csv", "laag.osm", "laag.vrt"])
@pytest.mark.parametrize("make", [make_vrt, make_pipeline])
def test_a_file_that_points_at_another_is_refused_at_every_door(town, door, name, make):
    path = town.root / name
    path.write_bytes(make(SECRET))
    assert refused(lambda: find_reader(door).read(path, town))


@pytest.mark.parametrize(
    "make",
    [
        make_schema,
        make_vrt,
        make_pipeline,
        lambda source: make_pipeline(source, OSMHeader=1),
        lambda source: make_pipeline(f"/vsicurl/{source}", a="\n\tOSMHeader"),
        lambda source: b"<osm>" + make_vrt(source) + b"</osm>",
        lambda source: b"<!-- <osm> -->" + make_vrt(source),
    ],
)
def test_no_file_of_streets_asks_another_machine(town, elsewhere, make):
    path = town.root / "wegen.osm"
    path.write_bytes(make(elsewhere))
    assert refused(lambda: open_streets(path))


def test_a_pipeline_behind_the_mark_of_another_kind_shows_no_other_file(tmp_path):
    secret = make_package(tmp_path, name="geheim.gpkg")
    path = tmp_path / "wegen.osm.pbf"
    path.write_bytes(make_pipeline(secret, OSMHeader=1))
    assert refused(lambda: open_streets(path)) in {"area-file-kind", "file-damaged"}


@pytest.mark.parametrize(
    "head", [*ENTITIES.values(), "<!-- -->" * 400 + "<!--", "<osm" * 900, "<?xml " * 600]
)
def test_what_stands_before_the_root_is_seen_through_quickly(tmp_path, head):
    path = tmp_path / "wegen.osm"
    path.write_text(f"{head}<osm>", encoding="utf-8")
    assert refused(lambda: open_streets(path))


@pytest.mark.parametrize("crs", ["+proj=longlat +nadgrids=/etc/passwd", "PROJCS[]", "/etc/passwd"])
def test_a_graph_names_its_coordinate_system_and_defines_none(tmp_path, crs):
    path = tmp_path / "straten.graphml"
    path.write_text(
        '<graphml><key id="c" for="graph" attr.name="crs" attr.type="string"/>'
        f'<graph edgedefault="undirected"><data key="c">{crs}</data></graph></graphml>',
        encoding="utf-8",
    )
    assert refused(lambda: open_streets(path)) == "crs-unknown"


@pytest.mark.parametrize(
    "read",
    [sniff_kind, open_json, read_geopackage, open_source, open_shapes, open_streets],
)
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path, read):
    pipe, folder, link = tmp_path / "a.gpkg", tmp_path / "b.gpkg", tmp_path / "c.gpkg"
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(pipe)
    for path in (pipe, folder, link, Path(os.devnull)):
        assert refused(lambda path=path: read(path)) == "file-unreadable"


def test_open_figures_are_not_waited_for_either(town):
    os.mkfifo(pipe := town.root / "pijp.json")
    assert refused(lambda: read_open_figures(town, pipe)) == "file-unreadable"


REMEMBER = "CREATE TABLE planted (a)"
ACTIVE = {
    "view": "CREATE VIEW planted AS SELECT load_extension('/tmp/a.so')",
    "view of a file": "CREATE VIEW planted AS SELECT readfile('/etc/passwd') AS a",
    "reckoned column": "CREATE TABLE planted (a TEXT, b TEXT GENERATED ALWAYS AS (upper(a)))",
    "reckoned, short": "CREATE TABLE planted (a TEXT, b TEXT AS(hex(a)) STORED)",
    "full text": "CREATE VIRTUAL TABLE planted USING fts3(a)",
}


@pytest.mark.parametrize("statement", ACTIVE.values(), ids=list(ACTIVE))
def test_a_geopackage_that_reckons_is_refused(tmp_path, statement):
    assert refused(lambda: read_geopackage(make_package(tmp_path, statement))) in {
        "geopackage-active",
        "file-damaged",
    }


def test_a_trigger_in_a_geopackage_never_runs(tmp_path):
    path = make_package(
        tmp_path,
        REMEMBER,
        "CREATE TRIGGER t AFTER UPDATE ON laag BEGIN INSERT INTO planted VALUES (1); END",
    )
    before = path.read_bytes()
    assert len(read_geopackage(path, layer="laag")) == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gpkg_contents SET srs_id = 999999",
        "UPDATE gpkg_geometry_columns SET srs_id = -1",
        "UPDATE gpkg_spatial_ref_sys SET definition = 'GEOGCS[' WHERE srs_id = 28992",
        "UPDATE gpkg_spatial_ref_sys SET organization = '../../etc', organization_coordsys_id = -1",
        "UPDATE gpkg_contents SET min_x = 1e999, max_x = -1e999",
        "UPDATE gpkg_contents SET table_name = '../../etc/passwd'",
        "UPDATE gpkg_geometry_columns SET column_name = 'code'",
        "UPDATE laag SET geom = x'4750'",
        "UPDATE laag SET geom = zeroblob(50000000)",
        "UPDATE laag SET naam = zeroblob(50000000)",
    ],
)
def test_a_geopackage_that_lies_is_read_or_refused(town, tmp_path, statement):
    path = make_package(tmp_path, statement)
    with suppress(HotspotkaartError):
        find_reader("areas-gpkg").read(path, town)


def test_a_workbook_gives_what_was_stored_and_follows_no_link(tmp_path, elsewhere):
    formulas = ["=WEBSERVICE(A1)", "=cmd|' /C calc'!A0", "=[1]Blad!A1", "=1+1"]
    link = (
        f'<externalLink xmlns="a"><ddeLink ddeService="cmd" ddeTopic="{elsewhere}"/></externalLink>'
    )
    beside = {
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": f"<a Target='{elsewhere}'/>".encode(),
    }
    path = tmp_path / "boek.xlsx"
    path.write_bytes(rewrite(make_book(["id", "start", "x", "y"], formulas), lambda _: beside))
    source = open_source(path)
    # None of the formulas was reckoned by whoever wrote the file.
    assert read_columns(source, source.columns).table.num_rows == 0


INVISIBLE = ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\u0007"]


@pytest.mark.parametrize("mark", INVISIBLE)
def test_marks_that_cannot_be_seen_make_no_other_place_or_time_of_a_row(town, mark):
    path = town.root / "melding.csv"
    rows = [
        f"1;2018{mark}-01-05;102300;430500;1.1.1",
        f"2;2018-01-05;1{mark}02300;430500;1.1.1",
        f"3{mark};2018-01-05;102300;430500;1.1.1",
    ]
    path.write_text("\n".join(["id;start;x;y;code", *rows]), encoding="utf-8")
    found = [row for batch in read_rows(path, town) for row in batch.accepted.itertuples()]
    assert [row.incident_id[0] for row in found] == ["3"]
    assert escape(found[0].incident_id) == "3"
    assert (found[0].geometry.x, found[0].geometry.y) == (102_300, 430_500)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "NaN", "Infinity", "1e308"])
def test_a_place_that_is_no_number_is_no_place_in_any_kind_of_file(town, number):
    row = f'{{"id": "1", "start": "2018-01-05", "code": "1.1.1", "x": "{number}", "y": 430500}}'
    point = f'{{"type": "Point", "coordinates": [{number.replace("inf", "1e999")}, 51.8]}}'
    feature = f'{{"type": "Feature", "properties": {row}, "geometry": {point}}}'
    contents = {
        "melding.csv": f"id;start;x;y;code\n1;2018-01-05;{number};430500;1.1.1\n",
        "melding.json": f"[{row}]",
        "melding.geojson": f'{{"type": "FeatureCollection", "features": [{feature}]}}',
    }
    for name, content in contents.items():
        path = town.root / name
        path.write_text(content, encoding="utf-8")
        with suppress(IntakeError):
            for batch in read_rows(path, town):
                assert batch.accepted.empty


def read_rows(path, town):
    context = hold_against(town)
    return list(read_batches(open_incidents(path, context), context))


FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\u200b=1+1",
    "=cmd|' /C calc'!A0",
]


def test_nothing_that_was_read_opens_as_a_formula(run, tmp_path):
    """CSV in, the store, and its rows out again as CSV."""
    root = tmp_path / "werkmap"
    create_workspace(root, TOWN)
    rows = [f'"{text}";"{text}";102300;430500;"{text}"' for text in FORMULAS]
    good = "1;2018-01-05;102300;430500;=1+1"
    path = tmp_path / "melding.csv"
    path.write_text("\n".join(["id;start;x;y;code", good, *rows]), encoding="utf-8", newline="")
    assert run("-w", root, "import", path, "--theme", "jeugdoverlast")[0] == 0
    out = tmp_path / "uit.csv"
    assert run("-w", root, "quarantine", "export", out)[0] == 0
    with out.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert sum("1+1" in cell for cell in cells) >= len(FORMULAS)
    starts = tuple("=+-@\t\r\n")
    assert not [cell for cell in cells if drop_unseen(cell).startswith(starts)]
