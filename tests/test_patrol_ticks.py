from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.patrol_ticks import MOST_SENT, Finding, SentTick, TickKind, list_unread, read_sent

ID = str(UUID(int=1))
SENT = {"id": ID, "version": 1, "team": 1, "stop": 2, "kind": "arrived", "finding": None}
SENT |= {"at": 1_546_614_720_000}
READ = SentTick(
    tick_id=ID,
    version=1,
    team=1,
    stop=2,
    kind=TickKind.ARRIVED,
    finding=None,
    ticked_at=datetime(2019, 1, 4, 15, 12, tzinfo=UTC),
)


def test_what_a_phone_sends_is_read():
    particular = SENT | {"kind": "particular", "finding": "lighting"}
    assert read_sent([SENT]) == [READ]
    (tick,) = read_sent([particular])
    assert (tick.kind, tick.finding) == (TickKind.PARTICULAR, Finding.LIGHTING)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(SENT | {"id": "1"}, id="no-uuid"),
        pytest.param(SENT | {"version": 0}, id="version-zero"),
        pytest.param(SENT | {"team": -1}, id="team-below"),
        pytest.param(SENT | {"stop": 10**30}, id="stop-without-end"),
        pytest.param(SENT | {"stop": "twee"}, id="stop-in-words"),
        pytest.param(SENT | {"kind": "seen"}, id="unknown-kind"),
        pytest.param(SENT | {"finding": "Jan Jansen"}, id="free-text"),
        pytest.param(SENT | {"note": "Jan Jansen"}, id="one-field-more"),
        pytest.param(SENT | {"at": -1}, id="before-the-epoch"),
        pytest.param(SENT | {"at": 10**18}, id="year-without-a-calendar"),
        pytest.param(SENT | {"at": float("nan")}, id="no-number"),
        pytest.param({"id": ID}, id="fields-missing"),
        pytest.param(None, id="nothing"),
        pytest.param("arrived", id="a-word"),
    ],
)
def test_what_is_no_tick_is_passed_over_and_the_others_are_read(told):
    assert read_sent([told, SENT]) == [READ]


@pytest.mark.parametrize("told", [None, "ticks", {"ticks": [SENT]}, 7])
def test_what_is_no_list_holds_no_tick(told):
    assert read_sent(told) == []


def test_a_flood_is_cut_off():
    assert len(read_sent([SENT] * (MOST_SENT + 1))) == MOST_SENT


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_nothing_that_can_be_sent_breaks_the_reader(told):
    assert read_sent([told]) == []


@pytest.mark.parametrize(
    ("told", "unread"),
    [
        ([SENT], []),
        ([SENT | {"kind": "seen"}, SENT], [ID]),
        ([SENT | {"id": "1"}], ["1"]),
        ([{"id": "x" * 101}, {"id": ""}, {"id": 7}, {"id": None}, {}, 7, None], []),
        ({"id": "1"}, []),
        (
            [{"id": str(number)} for number in range(MOST_SENT + 1)],
            list(map(str, range(MOST_SENT))),
        ),
    ],
)
def test_what_is_no_tick_is_named_so_that_it_need_not_come_again(told, unread):
    assert list_unread(told) == unread
