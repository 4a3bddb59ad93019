"""Places of incidents written for other programs: all of them, to who may see them, or nothing."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from towns import OOST, WEST, make_town

from geo import service
from geo.access import Role, Viewer
from geo.disclosure import Audience, Disclosed
from geo.errors import AccessError, ParamsError, ThemeError, WorkspaceError
from geo.params import Period
from geo.present.point_parts import write_point_parts
from geo.service.exporting import PointStream
from geo.settings import AccessSettings

AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W1"}), known_as="a")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Two burglaries in West and one in Oost, one theft of a bicycle, and one without a place."""
    rows = [
        ("1.1.1", "2018-05-01 21:30", WEST),
        ("1.1.1", "2018-05-02 21:30", WEST),
        ("1.1.1", "2018-06-03 21:30", OOST),
        ("1.2.3", "2018-06-04 21:30", OOST),
        ("1.1.1", "2018-06-05 21:30", None),
    ]
    return make_town(tmp_path_factory.mktemp("town"), rows)


def export(workspace, folder, audience=Audience.INTERNAL, **options):
    return service.export_points(
        workspace, lambda told: write_point_parts(told, folder), audience, **options
    )


def read(folder):
    return pq.read_table(folder).to_pandas().sort_values(["started_at", "x"], ignore_index=True)


def test_every_incident_with_a_place_is_written(town, tmp_path) -> None:
    done = export(town, tmp_path / "points")
    found = read(tmp_path / "points")

    assert (done.points, done.without_place) == (4, 1)
    assert list(found.columns) == ["x", "y", "theme", "started_at", "source"]
    assert list(zip(found["x"], found["y"], strict=True)) == [WEST, WEST, OOST, OOST]
    assert found["theme"].tolist() == ["woninginbraak"] * 3 + ["fietsdiefstal"]
    # Summer time of the town, told in UTC.
    assert found["started_at"][0].isoformat() == "2018-05-01T19:30:00+00:00"


def test_one_theme_and_period_are_written_alone(town, tmp_path) -> None:
    june = Period(first=date(2018, 6, 1), last=date(2018, 6, 30))
    done = export(town, tmp_path / "points", theme="woninginbraak", period=june)

    assert (done.points, done.without_place) == (1, 1)
    with pytest.raises(ThemeError):
        export(town, tmp_path / "other", theme="nergens")


def test_files_say_where_places_are_measured_from_and_for_whom_they_are(town, tmp_path) -> None:
    export(town, tmp_path / "points", Audience.DRIEHOEK)
    facts = pq.read_schema(tmp_path / "points" / "part-00000.parquet").metadata

    assert facts[b"crs"] == b"EPSG:32631"
    assert facts[b"audience"] == b"driehoek"
    assert facts[b"synthetic"] == b"false"


def test_council_and_public_get_no_points(town, tmp_path) -> None:
    for audience in (Audience.COUNCIL, Audience.PUBLIC):
        with pytest.raises(ParamsError, match="points"):
            export(town, tmp_path / "points", audience)
    assert not (tmp_path / "points").exists()


def test_a_role_writes_what_it_sees(town, tmp_path) -> None:
    done = export(replace(town, viewer=AGENT), tmp_path / "west")
    assert done.points == 2
    assert set(read(tmp_path / "west")["x"]) == {WEST[0]}

    order = replace(
        town,
        viewer=Viewer(frozenset({Role.OPENBARE_ORDE}), known_as="o"),
        settings=town.settings.model_copy(update={"access": AccessSettings()}),
    )
    assert export(order, tmp_path / "none").points == 0
    with pytest.raises(AccessError):
        export(replace(town, viewer=Viewer(frozenset({Role.BELEID}))), tmp_path / "policy")


def test_a_folder_that_holds_something_stays_as_it_is(town, tmp_path) -> None:
    (tmp_path / "points").mkdir()
    (tmp_path / "points" / "own.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match="new or empty"):
        export(town, tmp_path / "points")

    assert [path.name for path in tmp_path.rglob("*")] == ["points", "own.txt"]


def test_nothing_is_left_of_an_export_that_breaks_off(town, tmp_path) -> None:
    def break_off(told: Disclosed[PointStream]) -> int:
        def parts():
            yield from told.answer.parts
            raise KeyboardInterrupt

        cut = replace(told, answer=replace(told.answer, parts=parts()))
        return write_point_parts(cut, tmp_path / "points")

    with pytest.raises(KeyboardInterrupt):
        service.export_points(town, break_off, Audience.INTERNAL)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def told(town) -> Disclosed[PointStream]:
    kept = []
    service.export_points(town, lambda told: kept.append(told) or 0, Audience.INTERNAL)
    return kept[0]


@given(sizes=st.lists(st.integers(0, 7), max_size=8), part_points=st.integers(1, 9))
@settings(max_examples=30)
def test_parts_are_full_but_for_the_last_and_lose_nothing(
    told, tmp_path_factory, sizes, part_points
) -> None:
    folder = tmp_path_factory.mktemp("parts") / "points"
    columns = told.answer.columns
    tables = (
        pa.table({name: pa.nulls(size, columns.field(name).type) for name in columns.names})
        for size in sizes
    )
    stream = replace(told.answer, parts=tables)
    points = write_point_parts(replace(told, answer=stream), folder, part_points=part_points)

    rows = [pq.read_metadata(path).num_rows for path in sorted(folder.iterdir())]
    assert points == sum(rows) == sum(sizes)
    assert all(count == part_points for count in rows[:-1])
    assert len(rows) == max(1, -(-sum(sizes) // part_points))
