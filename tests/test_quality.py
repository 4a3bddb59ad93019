import numpy as np
import pandas as pd
import pytest

from geo import schema
from geo.analysis.quality import CROWDED_INCIDENTS, LEAST_RECENT, check_kinds, check_spots
from geo.schema import Weakness

KIND_COLUMNS = [
    schema.THEME, schema.CODE, schema.REPORTER, schema.TIME_PRECISION, schema.PLACE_PRECISION,
    schema.HAS_PLACE, schema.INCIDENTS,
]  # fmt: skip
SPOT_COLUMNS = [schema.THEME, schema.LOCATED, schema.PLACES, schema.RECENT, schema.SHARED]
CROWDED_COLUMNS = [schema.THEME, schema.X, schema.Y, schema.INCIDENTS, schema.THEMES]


def kind(theme="inbraak", code="1.1.1", *, reporter="burger", time="minute", place=True, count=1):
    return theme, code, reporter, time, "adres", place, count


def checked(*rows):
    return check_kinds(pd.DataFrame(rows, columns=KIND_COLUMNS))


def spots_of(points, *, lately=True):
    """Count places as the store does: a list of theme, x and y, all of the last year or none."""
    frame = pd.DataFrame(points, columns=[schema.THEME, schema.X, schema.Y])
    by_theme = frame.groupby([schema.THEME, schema.X, schema.Y]).size().rename(schema.INCIDENTS)
    by_theme = by_theme.reset_index().assign(**{schema.THEMES: 1})
    whole = by_theme.groupby([schema.X, schema.Y], as_index=False).agg(
        {schema.INCIDENTS: "sum", schema.THEMES: "count"}
    )
    every = pd.concat([by_theme, whole.assign(**{schema.THEME: None})])[CROWDED_COLUMNS]
    every[schema.THEME] = every[schema.THEME].astype("str")
    rows = []
    for theme, places in every.groupby(schema.THEME, dropna=False):
        counts = places[schema.INCIDENTS]
        recent, shared = (counts.sum(), counts[counts > 1].sum()) if lately else (0, 0)
        rows.append((theme, counts.sum(), len(counts), recent, shared))
    spots = pd.DataFrame(rows, columns=SPOT_COLUMNS).astype({schema.THEME: "str"})
    crowded = every[every[schema.INCIDENTS] >= CROWDED_INCIDENTS]
    return check_spots(spots, crowded.sort_values(schema.INCIDENTS, ascending=False))


def scattered(theme, count, *, first=0):
    return [(theme, float(first + number), 0.0) for number in range(count)]


def kinds_of(findings):
    return [(finding.kind, finding.theme, finding.count, finding.total) for finding in findings]


def test_each_weakness_of_a_record_is_counted_by_theme():
    findings = checked(
        kind(count=90),
        kind(place=False, count=7),
        kind(time="day", count=2),
        kind(time="month", reporter="politie", count=1),
        kind("fiets", "1.2.3", reporter="politie", count=5),
    )
    assert kinds_of(findings) == [
        (Weakness.WITHOUT_PLACE, "inbraak", 7, 100),
        (Weakness.DAY_ONLY, "inbraak", 2, 100),
        (Weakness.MONTH_ONLY, "inbraak", 1, 100),
        (Weakness.POLICE_RECORDS, "fiets", 5, 5),
        (Weakness.POLICE_RECORDS, "inbraak", 1, 100),
    ]
    assert findings[0].share == pytest.approx(0.07)


def test_examples_are_the_codes_that_occur_most_and_never_a_record():
    findings = checked(
        *(
            kind(code=code, place=False, count=int(count))
            for code, count in ("a1", "b4", "c4", "d2")
        ),
        kind(code=None, place=False, count=9),
    )
    (finding,) = findings
    assert finding.count == 20
    assert finding.examples == ("b (4)", "c (4)", "d (2)")


def test_sound_records_and_none_at_all_give_no_finding():
    assert checked(kind(count=100)) == []
    assert checked() == []


def test_a_default_geocode_is_found_in_its_theme():
    points = scattered("inbraak", 300) + [("inbraak", 9e5, 5.0)] * 40
    (finding,) = spots_of(points)
    assert kinds_of([finding]) == [(Weakness.SNAP_POINT, "inbraak", 40, 340)]
    assert finding.examples == ("900000, 5 (40)",)


def test_a_place_that_takes_some_of_everything_is_a_default_place():
    themes = ("inbraak", "fiets", "jeugd", "auto")
    points = [
        point
        for number, theme in enumerate(themes)
        for point in [*scattered(theme, 200, first=1000 * number), *[(theme, 9e5, 5.0)] * 4]
    ]
    (finding,) = spots_of(points)
    assert kinds_of([finding]) == [(Weakness.DEFAULT_PLACE, None, 16, 816)]


def test_a_shop_with_one_kind_of_report_is_no_default_place():
    points = scattered("winkel", 60) + [("winkel", 9e5, 5.0)] * 30 + scattered("fiets", 300)
    assert [finding.kind for finding in spots_of(points, lately=False)] == [Weakness.SNAP_POINT]


@pytest.mark.parametrize(("count", "found"), [(9, False), (10, True)])
def test_ten_records_on_a_point_are_crowded_and_nine_are_not(count, found):
    points = scattered("inbraak", 300) + [("inbraak", 9e5, 5.0)] * count
    assert bool(spots_of(points)) is found


@pytest.mark.parametrize(("count", "found"), [(49, False), (50, True)])
def test_where_every_place_is_busy_a_crowded_one_is_ten_times_as_busy(count, found):
    points = scattered("jeugd", 100) * 5 + [("jeugd", 9e5, 5.0)] * count
    assert bool(spots_of(points, lately=False)) is found


@pytest.mark.parametrize(("pairs", "found"), [(16, False), (17, True)])
def test_places_are_shared_when_over_a_third_of_a_year_is(pairs, found):
    # Two records on each of so many points, the rest on points of their own: 100 in all.
    points = scattered("straat", pairs) * 2 + scattered("straat", 100 - 2 * pairs, first=500)
    findings = spots_of(points)
    assert [finding.kind for finding in findings] == [Weakness.SHARED_PLACE] * found


def test_a_handful_of_shared_places_says_nothing():
    assert spots_of(scattered("straat", (LEAST_RECENT - 1) // 2) * 2) == []


def test_a_file_that_knows_one_place_for_everything_is_found():
    points = [("inbraak", 9e5, 5.0)] * 40
    kinds = [finding.kind for finding in spots_of(points)]
    assert kinds == [Weakness.SNAP_POINT, Weakness.SHARED_PLACE]


def test_no_place_at_all_gives_no_finding():
    assert spots_of([]) == []


def test_records_that_fall_on_addresses_by_chance_give_no_finding():
    # A year of records on the dwellings of a small town, one in ten on an address hit before.
    rng = np.random.default_rng(20)
    alarms = 0
    for _ in range(200):
        homes = rng.integers(0, 5_000, 300)
        again = rng.random(300) < 0.1
        homes[again] = rng.choice(homes[~again], again.sum())
        alarms += bool(spots_of([("inbraak", float(home), 0.0) for home in homes]))
    assert alarms == 0
