"""Somebody who lays the deck beside the files of other pages, and tries to reckon a count back."""

import io
from dataclasses import replace

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from disclosure_drawings import COUNCIL, Reader
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import HOME, YEAR, YOUTH, build_town
from test_attack import OUTSIDE, draw_town, list_counts, list_sums, prepare

from geo import service
from geo.disclosure import Audience, Held
from geo.params import Period, Question
from geo.present import overview, wijk_table
from geo.present.area_files import render_wijken
from geo.present.driehoek.figure_table import split_few
from geo.present.driehoek.files import render_meeting
from geo.present.spreadsheets import render_xlsx
from geo.service.driehoek.answers import Figure
from geo.service.place_tables import PlaceCounts, Surroundings, hold_places

COLUMNS = {"now": "Meldingen", "before": "Ervoor"}
THEMES = (HOME, YOUTH, "vernieling")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("bestanden"), draw_town(1))


@pytest.fixture(scope="module")
def true(town):
    return prepare(town, Audience.DRIEHOEK)[0]


def open_table(table):
    """The rows of a workbook, as whoever opens it reads them."""
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(table, facts=[("Bron", "demo")])))
    heading, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def read_counts(row, *key, columns=COLUMNS):
    return {
        (*key, name): int(row[column])
        for name, column in columns.items()
        if not pd.isna(row.get(column))
    }


def read_themes(town, audience, period=YEAR):
    """What the workbook of all themes tells."""
    told = service.disclose_comparison(town, service.compare_themes(town, period), audience)
    names = [*told.answer.themes.index, "total"]
    rows = open_table(overview.tabulate_theme_figures(told.answer))
    found = {}
    for name, row in zip(names, rows, strict=True):
        found |= read_counts(row, name)
    return found


def read_wijken(town, theme, audience, folder, period=YEAR):
    """What the workbook, the GeoPackage and the GeoJSON of a theme by wijk tell."""
    summary = service.summarise_theme(town, Question(theme=theme, period=period))
    told, layers = service.disclose_theme(town, summary, audience), service.list_layers(town)
    found = {}
    for row in open_table(wijk_table.tabulate_wijk_figures(told.answer, layers)):
        found |= read_counts(row, theme, "wijk", row["Code"] or None)
    for suffix in (".gpkg", ".geojson"):
        path = folder / f"{theme}-{audience}{suffix}"
        path.write_bytes(render_wijken(told, layers, suffix))
        for row in gpd.read_file(path, layer=0).to_dict("records"):
            known = read_counts(
                row, theme, "wijk", row["area_code"], columns={name: name for name in COLUMNS}
            )
            assert known.items() <= found.items()
    return found


def lay_together(told, *files):
    """All that is told anywhere: a count wins from a mark, and no two counts differ."""
    known = {key: count for file in files for key, count in file.items()}
    marks = list_counts(told)
    for key in known.keys() & marks.keys():
        assert marks[key] == known[key], key
    return {**marks, **known}


def count_true(town, true):
    comparison = service.compare_themes(town, YEAR)
    themes = {
        (theme, column): int(count)
        for column in COLUMNS
        for theme, count in comparison.themes[column].items()
    }
    return themes | list_counts(true)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_no_count_is_got_back_from_the_deck_and_all_files_together(
    town, true, audience, tmp_path
) -> None:
    told, codes = prepare(town, audience)
    files = [
        read_themes(town, audience),
        *(read_wijken(town, theme, audience, tmp_path) for theme in THEMES),
    ]
    marks, counts = lay_together(told, *files), count_true(town, true)
    themes = service.compare_themes(town, YEAR).themes.index
    sums = list(list_sums(told, codes))
    sums += [(("total", column), [(theme, column) for theme in themes]) for column in COLUMNS]
    reader = Reader(sums, marks, told.rules.least_count)
    few = [
        key for key, count in counts.items() if count < 5 and not isinstance(marks.get(key), int)
    ]
    assert len(few) > 20
    for key in few:
        low, high = reader.reckon(key)
        assert low - 1e-6 <= counts[key] <= high + 1e-6, key
        assert high - low >= told.rules.protection - 1e-6, key


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_theme_and_a_wijk_are_held_back_in_the_deck_and_in_its_files_alike(
    town, audience, tmp_path
) -> None:
    told, _ = prepare(town, audience)
    themes = read_themes(town, audience)
    for column in COLUMNS:
        assert isinstance(getattr(told.total, column), Held) == (("total", column) not in themes)
    for part in told.themes:
        wijken = read_wijken(town, part.theme, audience, tmp_path)
        for area in part.wijken:
            for column in COLUMNS:
                is_held = isinstance(getattr(area.figure, column), Held)
                assert is_held == ((part.theme, "wijk", area.code, column) not in wijken)
                is_held = isinstance(getattr(part.figure, column), Held)
                assert is_held == ((part.theme, column) not in themes)


def test_what_is_held_back_does_not_depend_on_what_was_chosen_beside_it(town) -> None:
    every, _ = prepare(town, Audience.COUNCIL, themes=())
    marks = list_counts(every)
    chosen = (YOUTH, "vernieling")
    told, _ = prepare(town, Audience.COUNCIL, themes=chosen)
    assert list_counts(told).items() <= marks.items()
    assert tuple(part.theme for part in told.themes) == chosen


def test_a_period_is_held_back_alike_as_that_of_now_and_as_the_one_before(town) -> None:
    first = Period(first=YEAR.first.replace(year=2024), last=YEAR.last.replace(year=2024))
    told, _ = prepare(town, Audience.COUNCIL)
    earlier, _ = prepare(town, Audience.COUNCIL, period=first)
    assert told.total.before == earlier.total.now
    for part, same in zip(told.themes, earlier.themes, strict=True):
        assert part.figure.before == same.figure.now
        then = {area.code: area.figure.now for area in same.wijken}
        assert {area.code: area.figure.before for area in part.wijken} == then


def test_what_is_handed_on_for_the_council_holds_no_count_beside_its_tables(town) -> None:
    told, _ = prepare(town, Audience.COUNCIL)
    assert (told.data.incidents, told.data.without_place) == (0, 0)
    assert all(part.found is None for part in told.cameras)
    assert all(part.result is None for part in told.agreements)
    assert all(part.hotspots is None for part in told.themes)
    assert render_meeting(told, ".pptx") == render_meeting(told, ".pptx")


def squares(count):
    """Squares in a row, two in each wijk."""
    return gpd.GeoSeries([shapely.box(n, 0, n + 1, 1) for n in range(count)], crs=32631)


def wijken(count):
    shapes = [shapely.box(2 * n, 0, 2 * n + 2, 1) for n in range(count)]
    return gpd.GeoDataFrame({"area_code": [f"W{n}" for n in range(count)]}, geometry=shapes)


@settings(max_examples=25)
@given(
    counts=st.lists(st.integers(0, 40), min_size=2, max_size=6),
    beside=st.lists(st.integers(0, 12), min_size=3, max_size=3),
)
def test_no_few_remain_when_places_are_taken_off_their_wijk(counts, beside) -> None:
    counts = counts[: len(counts) // 2 * 2]
    of_wijk = {
        f"W{n}": counts[2 * n] + counts[2 * n + 1] + beside[n] for n in range(len(counts) // 2)
    }
    told_wijken = {code: n if n >= 5 else Held.FEW for code, n in of_wijk.items()}
    total = sum(of_wijk.values())
    sizes = np.array(counts)
    told = hold_places(
        PlaceCounts(squares(len(counts)), sizes, sizes >= 10),
        Surroundings(total, wijken(len(of_wijk)), of_wijk, told_wijken),
        replace(COUNCIL, least_outline=10),
    )
    assert all(mark is None or isinstance(mark, Held) or mark >= 10 for mark in told)
    marks = dict(enumerate(told)) | told_wijken | {"total": total}
    sums = [("total", [*(n for n, mark in enumerate(told) if mark is not None), "rest"])]
    for n, code in enumerate(of_wijk):
        inside = [place for place in (2 * n, 2 * n + 1) if told[place] is not None]
        if inside:
            sums.append((code, [*inside, f"rest of {code}"]))
    reader = Reader(sums, {key: mark for key, mark in marks.items() if mark is not None}, 5)
    for n, code in enumerate(of_wijk):
        shown = [place for place in (2 * n, 2 * n + 1) if told[place] is not None]
        rest = of_wijk[code] - sum(counts[place] for place in shown)
        if shown and rest < 5:
            low, high = reader.reckon(f"rest of {code}")
            assert low - 1e-6 <= rest <= high + 1e-6
            assert high - low >= COUNCIL.protection - 1e-6


def test_rows_of_which_all_is_too_small_stand_in_one_line() -> None:
    few, some = Figure(Held.FEW, Held.FEW), Figure(Held.FEW, 7)
    rows, said = split_few([("West", [few, few]), ("Oost", [few, some]), ("Noord", [few, few])])
    assert [name for name, _ in rows] == ["Oost"]
    assert said == "Te klein om te noemen: West en Noord."
    assert split_few([("West", [Figure(0, None)])]) == ([("West", [Figure(0, None)])], "")
