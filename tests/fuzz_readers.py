"""Every door for files and texts from outside, with what is brought to it."""

from urllib.parse import urlencode

import fuzz_reading as fr
import fuzz_seeds as fs
from fuzz_material import (
    WORDS,
    draw_damaged,
    draw_geopackages,
    draw_json,
    draw_parquet,
    draw_swapped,
    draw_tables,
    draw_texts,
    draw_toml,
    draw_workbooks,
)
from fuzzing import Reader
from hypothesis import strategies as some

from geo.intake.disclosure_rules import read_disclosure_rules
from geo.intake.status_lines import STATUS_FILE, read_status_lines


def _tables(seeds):
    return lambda: some.one_of(draw_texts(seeds()), draw_texts(seeds()), draw_tables(fs.NAMES))


def _layers(seeds):
    return lambda: some.one_of(draw_json(seeds()), draw_json(seeds()), draw_texts(seeds()))


def _parquet(columns, shapes):
    def cases():
        places, metadata = fs.split_geoparquet(columns, shapes)
        return draw_parquet(
            columns | fs.list_coordinates(shapes),
            others=fs.NAMES,
            places=places,
            metadata=metadata,
        )

    return cases


def _toml(seeds):
    return lambda: some.one_of(draw_toml(seeds()), draw_toml(seeds()), draw_texts(seeds()))


def _links():
    written = some.lists(
        some.tuples(
            some.sampled_from(fs.LINK_NAMES),
            some.sampled_from(WORDS) | some.text(max_size=12),
        ),
        max_size=30,
    ).map(lambda said: urlencode(said, errors="replace").encode())
    seeds = [text.encode() for text in fs.LINKS]
    return some.one_of(written, draw_texts(seeds))


def _texts():
    signs = some.characters(blacklist_categories=())
    words = some.sampled_from(WORDS) | some.text(signs, max_size=40)
    texts = some.lists(words, max_size=4).map(" ".join)
    return some.one_of(
        texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
        draw_texts([text.encode() for text in fs.TEXTS]),
    )


READERS = (
    Reader("incidents-csv", "melding.csv", _tables(fs.incident_tables), fr.read_incidents, 2),
    Reader(
        "incidents-xlsx",
        "melding.xlsx",
        lambda: draw_workbooks(fs.incident_books()),
        fr.read_incidents,
    ),
    Reader("incidents-json", "melding.json", _layers(fs.incident_records), fr.read_incidents, 2),
    Reader("incidents-geojson", "melding.geojson", _layers(fs.incident_layers), fr.read_incidents),
    Reader(
        "incidents-parquet", "melding.parquet", _parquet(fs.INCIDENTS, fs.POINTS), fr.read_incidents
    ),
    Reader(
        "incidents-gpkg",
        "melding.gpkg",
        lambda: draw_geopackages(fs.incident_packages()),
        fr.read_incidents,
        0.5,
    ),
    Reader("joined-table", "locations.csv", _tables(lambda: [fs.LOCATIONS]), fr.read_joined),
    Reader("areas-geojson", "wijken.geojson", _layers(fs.area_layers), fr.read_areas, 0.5),
    Reader(
        "areas-gpkg",
        "wijken.gpkg",
        lambda: draw_geopackages(fs.area_packages()),
        fr.read_areas,
        0.5,
    ),
    Reader("areas-parquet", "wijken.parquet", _parquet(fs.AREAS, fs.SQUARES), fr.read_areas),
    Reader("streets-osm", "wegen.osm", lambda: draw_texts([fs.OSM]), fr.read_streets),
    Reader("streets-pbf", "wegen.osm.pbf", lambda: draw_damaged(fs.extracts()), fr.read_streets),
    Reader("streets-graphml", "wegen.graphml", lambda: draw_texts(fs.graphs()), fr.read_streets),
    Reader("streets-geojson", "wegen.geojson", _layers(fs.street_layers), fr.read_streets),
    Reader("sites-csv", "plekken.csv", _tables(fs.place_tables), fr.read_sites),
    Reader("sites-geojson", "plekken.geojson", _layers(fs.place_layers), fr.read_sites),
    Reader("weighted-csv", "gewicht.csv", _tables(fs.place_tables), fr.read_weights),
    Reader("opportunities-csv", "adressen.csv", _tables(fs.place_tables), fr.read_opportunities),
    Reader(
        "opportunities-geojson", "adressen.geojson", _layers(fs.place_layers), fr.read_opportunities
    ),
    Reader("outlines-geojson", "panden.geojson", _layers(fs.area_layers), fr.read_outlines),
    Reader("figures-json", "tabel.json", _layers(fs.figures), fr.read_figures, 2),
    Reader("figures-csv", "tabel.csv", lambda: draw_tables(fs.NAMES), fr.read_figures),
    Reader("kept-layers", "laag.geojson", _layers(fs.kept_layers), fr.read_kept_layers),
    Reader("mapping", "eigen.toml", _toml(lambda: [fs.MAPPING]), fr.read_mapped, 2),
    Reader("card", "models/jeugdoverlast.toml", _toml(fs.cards), fr.read_cards, 2),
    Reader(
        "gemeente",
        "gemeente.toml",
        _toml(fs.settings),
        fr.read_settings,
        2,
    ),
    Reader(
        "afscherming",
        "afscherming.toml",
        _toml(lambda: [fs.RULES]),
        lambda _, town: read_disclosure_rules(town),
        2,
    ),
    Reader("huisstijl", "huisstijl.toml", _toml(lambda: [fs.STYLE]), fr.read_style, 2),
    Reader("logo", "logo.png", lambda: draw_damaged([fs.LOGO]), fr.read_logo),
    Reader("letters", "letters/letter.ttf", lambda: draw_damaged(fs.fonts()), fr.read_letters, 0.5),
    Reader("beleid", "beleid.toml", _toml(lambda: [fs.POLICY]), fr.read_policies, 2),
    Reader("policy-table", "tabel.csv", lambda: draw_texts([fs.POLICY_TABLE]), fr.read_policies, 2),
    Reader("demo", "demo.toml", _toml(lambda: [fs.DEMO]), fr.read_demo, 0.5),
    Reader("demo-table", "tabel.csv", lambda: draw_swapped([fs.POLICY_TABLE]), fr.read_demo),
    Reader(
        "status",
        STATUS_FILE,
        _toml(lambda: [fs.STATUS]),
        lambda _, town: read_status_lines(town),
        2,
    ),
    Reader("written", "tekst.txt", _texts, fr.read_written, 2),
    Reader("kept-texts", "tekst.json", _layers(fs.records), fr.read_kept_texts, 2),
    Reader("links", "link.txt", _links, fr.read_link, 2),
)


def find_reader(name):
    return next(reader for reader in READERS if reader.name == name)
