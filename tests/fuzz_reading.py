"""How each door is tried: what a file or text goes through when it comes in."""

from datetime import datetime
from functools import cache, partial
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pandas as pd
import shapely
import streamlit as st
from agreement_drawings import draw_agreement
from fuzz_seeds import (
    CATEGORIES,
    DEMO,
    INCIDENTS,
    LINK_NAMES,
    LOGO,
    POINTS,
    POLICY,
    POLICY_TABLE,
    SIGNALS,
    list_coordinates,
    write_table,
)

from geo import schema, service
from geo.agreements import decode_agreement, encode_agreement
from geo.errors import HotspotkaartError
from geo.intake import boundaries, opportunities, outlines, streets
from geo.intake.camera_files import DEGREES, METRES, read_weighted_places
from geo.intake.demo_plan import read_plan
from geo.intake.house_style import find_letters, read_house_style, write_house_style
from geo.intake.incidents import (
    IntakeContext,
    find_quarantined_imports,
    open_incidents,
    read_batches,
)
from geo.intake.mapping import read_mapping, shipped_mapping
from geo.intake.opendata import read_open_figures
from geo.intake.places import Ground
from geo.intake.policy import read_policy
from geo.intake.site_lists import read_site_list
from geo.intake.status_lines import (
    STATUS_FILE,
    add_status_line,
    check_status_line,
    read_status_lines,
)
from geo.patrol_parts import LeftOut
from geo.patrol_records import decode_terms, encode_terms
from geo.placement_parts import check_text
from geo.placements import decode_placement, encode_placement
from geo.present.camera.map import read_candidate
from geo.present.markup import escape, show_on_one_line
from geo.schema import Layer, OpenTable, OutlineLayer, PointLayer
from geo.store.connection import damaged
from geo.themes import read_themes
from geo.views.blocks import link
from geo.views.blocks.chosen import Choice
from geo.views.blocks.patrol import link as patrol_link
from geo.workspace import BUNDLED_DIR, open_workspace
from geo.written import check_impersonal, check_signs, is_blank, tidy_line

NOW = pd.Timestamp("2026-11-24T12:00Z")
GROUND = shapely.box(99_000, 427_000, 105_000, 435_000)
SHIFT = datetime(2019, 1, 1, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))


def read_incidents(path, town):
    find_quarantined_imports(path)
    context = hold_against(town)
    if path.stat().st_size % 2:
        _take(open_incidents(path, context, most=200), context)
    _take(open_incidents(path, context), context)


def read_joined(path, town):
    """The table beside a file of reports, which is right itself."""
    context = hold_against(town)
    main = path.with_name("signals.csv")
    main.write_bytes(SIGNALS)
    path.with_name("categories.csv").write_bytes(CATEGORIES)
    _take(open_incidents(main, context, mapping=shipped_mapping("signalen")), context)


def read_mapped(path, town):
    """A mapping, and a file that is right by what it says."""
    mapping = read_mapping(path)
    context = hold_against(town)
    main = path.with_name("meldingen.csv")
    main.write_bytes(write_table(INCIDENTS | list_coordinates(POINTS)))
    _take(open_incidents(main, context, mapping=mapping), context)


def hold_against(town):
    ground = Ground(town.crs, GROUND, 1000.0)
    return IntakeContext(ground, town.timezone, _themes(), NOW, theme="jeugdoverlast")


@cache
def _themes():
    return read_themes(open_workspace(BUNDLED_DIR))


def _take(file, context):
    for batch in read_batches(file, context):
        assert batch.accepted.crs == context.ground.crs
        assert set(schema.INCIDENT_COLUMNS) <= set(batch.accepted)


def read_areas(path, town):
    for layer in (Layer.WIJKEN, Layer.PARKS):
        preview = service.preview_areas(town, path, layer)
        if preview.check is not None:
            service.import_areas(town, path, layer)
            service.check_areas(town)


def read_streets(path, town):
    streets.import_streets(town, path, around=GROUND)
    assert streets.load_streets(town) is not None


def read_sites(path, town):
    found = read_site_list(path, crs=town.crs)
    found.keep(list(found.properties))


def read_weights(path, town):
    read_weighted_places(path, columns=METRES)
    read_weighted_places(path, columns=METRES, weight_column="gewicht")
    read_weighted_places(path, columns=DEGREES)


def read_opportunities(path, town):
    for layer in PointLayer:
        opportunities.import_opportunities(town, path, layer, around=GROUND)
        assert opportunities.load_opportunities(town, layer).places


def read_outlines(path, town):
    for layer in OutlineLayer:
        outlines.import_outlines(town, path, layer, around=GROUND)
        assert len(outlines.load_outlines(town, layer).shapes)


def read_figures(path, town):
    read_open_figures(town, path, table=OpenTable.CRIMES_BY_YEAR)


def read_kept_layers(path, town):
    """A layer that lies in the workspace and was damaged there: each of its readers in turn."""
    content = path.read_bytes()
    folder = town.boundaries_dir / boundaries.IMPORTED_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    reads = {
        Layer.WIJKEN: lambda: service.check_areas(town),
        "streets": lambda: streets.load_streets(town),
        PointLayer.ADDRESSES: lambda: opportunities.load_opportunities(town, PointLayer.ADDRESSES),
        OutlineLayer.WATER: lambda: outlines.load_outlines(town, OutlineLayer.WATER),
    }
    _try_all(
        *(
            partial(_read_kept, folder / f"{name}.geojson", content, read)
            for name, read in reads.items()
        )
    )


def _read_kept(kept, content, read):
    kept.write_bytes(content)
    try:
        read()
    finally:
        kept.unlink()


def read_settings(path, town):
    found = open_workspace(town.root)
    assert found.timezone
    assert found.crs.is_projected
    assert found.settings.model_dump_json()


def read_cards(path, town):
    themes = read_themes(town)
    assert themes.by_harm


def read_style(path, town):
    town.root.joinpath("logo.png").write_bytes(LOGO)
    style, _ = read_house_style(town)
    find_letters(town, style)
    write_house_style(town, style)


def read_logo(path, town):
    town.root.joinpath("huisstijl.toml").write_text('logo = "logo.png"', "utf-8")
    read_house_style(town)


def read_letters(path, town):
    town.root.joinpath("huisstijl.toml").write_text(
        'font = "DejaVu Sans Mono"\nfont_folder = "letters"', "utf-8"
    )
    style, _ = read_house_style(town)
    find_letters(town, style)


def read_policies(path, town):
    if path.suffix == ".toml":
        path.with_name("tabel.csv").write_bytes(POLICY_TABLE)
    else:
        path.with_name("beleid.toml").write_bytes(POLICY)
    policy = read_policy(town)
    assert all(isinstance(row.title, str) for row in policy.rows)


def read_demo(path, town):
    """What the demo is drawn from: its settings, or the table that they name."""
    own, table = town.root / "demo.toml", town.root / "tabel.csv"
    if path == table:
        own.write_bytes(DEMO)
    else:
        table.write_bytes(POLICY_TABLE)
    read_plan(town.root)


def read_written(path, town):
    """A text that somebody writes, in each field that takes one, and back from where it is kept."""
    # Half of a sign comes from a command line alone.
    handling = "surrogateescape" if path.stat().st_size % 2 else "replace"
    text = path.read_bytes().decode("utf-8", handling)
    assert len(tidy_line(text, most=120)) <= 120
    assert "<" not in escape(text)
    show_on_one_line(text)
    is_blank(text)
    _try_all(
        lambda: _write_line(text, town),
        lambda: _write_agreement(text),
        lambda: _write_left_out(text),
        lambda: check_impersonal(text),
    )


def _try_all(*steps):
    """Take every step, also when one before it is refused; then say so."""
    failed = None
    for step in steps:
        try:
            step()
        except HotspotkaartError as problem:
            failed = problem
    if failed is not None:
        raise failed


def _write_line(text, town):
    town.root.joinpath(STATUS_FILE).unlink(missing_ok=True)
    check_signs(text)
    line = check_status_line({"priority": "jeugd", "text": text, "by": text[:20]})
    add_status_line(town, line)
    (kept,) = read_status_lines(town).lines
    assert kept == line


def _write_agreement(text):
    agreement = draw_agreement(note=text)
    assert decode_agreement(encode_agreement(agreement)) == agreement


def _write_left_out(text):
    check_text("why", text, required=True)
    LeftOut(key="a", reason=text)


def read_kept_texts(path, town):
    """The body of an agreement, a placement or a plan as the store has it, damaged there."""
    text = path.read_bytes().decode("utf-8", "replace")
    for decode, encode in (
        (decode_agreement, encode_agreement),
        (decode_placement, encode_placement),
        (decode_terms, encode_terms),
    ):
        try:
            found = decode(text)
        except ValueError:
            continue
        assert decode(encode(found)) == found
        return
    # What the store makes of it.
    raise damaged("a record that cannot be read")


def read_link(path, town):
    """What a link says, through each way in which pages read one."""
    said = parse_qsl(path.read_bytes().decode("utf-8", "replace"), keep_blank_values=True)
    st.session_state.clear()
    st.query_params.from_dict([(name, [v for n, v in said if n == name]) for name, _ in said])
    options = {1: "een", None: "", 2: "Slikkerveer (wijk)"}
    for name in LINK_NAMES:
        link.linked(name, options, default=1)
        link.linked_many(name, options, default=(1,))
        day = SHIFT.date()
        link.linked_day(name, default=day, earliest=day, latest=day)
        link.linked_number(name, default=None, least=0, most=9_999)
        written = st.query_params.get(name, "")
        place = patrol_link.read_point(written)
        assert place is None or patrol_link.read_point(patrol_link.write_point(place)) == place
        read_candidate(written)
        assert Choice(name, "kaart", ["1", "een"]).keep() in (None, "1", "een")
    for shift in ("", "20190101T1500"):
        changes = patrol_link.read_changes(SHIFT, teams=2, shift=shift)
        assert changes.unread >= 0
    patrol_link.link_exactly({"dag": "2018-12-20"})
