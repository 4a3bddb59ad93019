"""The audit trail: what is written down, and that no hand in it goes unseen."""

import json
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.audit import Act, Fault, Use, append_use, check_trail, make_pseudonym, read_uses
from geo.audit.trail import _encode, _hash
from geo.errors import AccessError

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
USE = Use(NOON, "a1", ("wijkagent",), Act.PAGE, "hotspots", {"thema": "woninginbraak"}, None)


@pytest.fixture
def trail(tmp_path):
    """Four uses."""
    for number in range(4):
        append_use(tmp_path, replace(USE, rows=number))
    return tmp_path / "audit" / "trail.jsonl"


def faults(trail):
    return {fault for _, fault in check_trail(trail.parent.parent).faults}


def test_what_was_written_is_read_the_latest_first(trail):
    uses = read_uses(trail.parent.parent)
    assert [use.rows for use in uses] == [3, 2, 1, 0]
    assert uses[0] == replace(USE, rows=3)
    assert read_uses(trail.parent.parent, most=2) == uses[:2]


def test_a_trail_that_nobody_touched_is_whole(trail):
    check = check_trail(trail.parent.parent)
    assert check.faults == ()
    assert check.seal.lines == 4


def test_without_a_trail_there_is_nothing_wrong(tmp_path):
    assert check_trail(tmp_path).faults == ()
    assert read_uses(tmp_path) == []


def change(lines):
    return [lines[0], lines[1].replace(b"a1", b"a2"), *lines[2:]]


def rehash(lines):
    """Change a line and give it the hash that belongs to what it says now."""
    content = json.loads(lines[1])
    del content["hash"]
    content["who"] = "a2"
    return [lines[0], _encode(content | {"hash": _hash(content)}) + b"\n", *lines[2:]]


@pytest.mark.parametrize(
    "touch",
    [
        change,
        rehash,
        lambda lines: lines[1:],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: lines[:-1],
        lambda lines: [],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines, b"{}\n"],
        lambda lines: [*lines[:3], b"nothing\n"],
        lambda lines: [lines[0], b"[" * 100_000 + b"\n", *lines[2:]],
    ],
)
@pytest.mark.parametrize("go_on", [False, True])
def test_a_line_changed_removed_moved_or_put_in_shows(trail, touch, go_on):
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(b"".join(touch(lines)))
    if go_on:
        append_use(trail.parent.parent, USE)
    assert faults(trail)


def test_a_trail_cut_off_at_its_end_says_so(trail):
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(b"".join(lines[:2]))
    assert faults(trail) == {Fault.CUT_OFF}


def test_a_whole_trail_written_anew_differs_from_what_was_noted_elsewhere(trail, tmp_path):
    root = trail.parent.parent
    noted = check_trail(root).seal
    append_use(root, USE)
    assert check_trail(root, noted=(noted.lines, noted.head)).faults == ()
    trail.unlink()
    (trail.parent / "seal.json").unlink()
    for _ in range(5):
        append_use(root, replace(USE, who="b"))
    assert check_trail(root).faults == ()
    found = check_trail(root, noted=(noted.lines, noted.head)).faults
    assert found == ((4, Fault.NOT_AS_NOTED),)


def test_a_seal_taken_away_shows(trail):
    (trail.parent / "seal.json").unlink()
    assert faults(trail) == {Fault.UNSEALED}
    append_use(trail.parent.parent, USE)
    assert Fault.NOT_NEXT in faults(trail)


def test_a_line_that_was_written_but_not_sealed_is_taken_up(trail):
    seal = trail.parent / "seal.json"
    before = seal.read_bytes()
    append_use(trail.parent.parent, USE)
    seal.write_bytes(before)
    append_use(trail.parent.parent, USE)
    assert faults(trail) == set()
    assert check_trail(trail.parent.parent).seal.lines == 6


def test_half_a_line_of_a_machine_that_stopped_is_cut_off(trail):
    with trail.open("ab") as file:
        file.write(b'{"act":"pa')
    append_use(trail.parent.parent, USE)
    assert faults(trail) == set()
    assert check_trail(trail.parent.parent).seal.lines == 5


def test_only_the_owner_may_read_it(trail):
    make_pseudonym(trail.parent.parent, "x")
    assert stat.S_IMODE(trail.parent.stat().st_mode) == 0o700
    for path in trail.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_where_nothing_can_be_written_it_is_an_error(tmp_path):
    (tmp_path / "audit").write_text("in the way")
    with pytest.raises(AccessError) as problem:
        append_use(tmp_path, USE)
    assert problem.value.key == "audit-not-written"


def test_a_pseudonym_is_the_same_each_time_and_another_in_another_workspace(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert make_pseudonym(one, "jan") == make_pseudonym(one, "jan")
    assert make_pseudonym(one, "jan") != make_pseudonym(one, "piet")
    assert make_pseudonym(one, "jan") != make_pseudonym(two, "jan")
    assert "jan" not in make_pseudonym(one, "jan")


@given(what=st.text(), filters=st.dictionaries(st.text(), st.text(), max_size=3))
def test_whatever_is_written_comes_back_on_one_line(tmp_path_factory, what, filters):
    root = tmp_path_factory.mktemp("trail")
    append_use(root, replace(USE, what=what, filters=filters))
    assert read_uses(root) == [replace(USE, what=what, filters=filters)]
    assert (root / "audit" / "trail.jsonl").read_bytes().count(b"\n") == 1


WRITER = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from geo.audit import Act, Use, append_use
for number in range(25):
    use = Use(datetime.now(UTC), sys.argv[2], (), Act.PAGE, "ronde", {}, number)
    append_use(Path(sys.argv[1]), use)
"""


def test_four_processes_at_once_break_no_chain(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(number)])
        for number in range(4)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]
    assert check_trail(tmp_path).faults == ()
    uses = read_uses(tmp_path)
    assert len(uses) == 100
    for number in range(4):
        mine = [use.rows for use in uses if use.who == str(number)]
        assert mine == sorted(range(25), reverse=True)
