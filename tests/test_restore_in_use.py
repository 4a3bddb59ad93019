"""A backup put back while people ask: each answer is of before or of after, and never of both."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from proving import Proof
from speed.server_side import measure_crowd
from speed.serving import serve
from speed.sizes import Crowd, Size
from speed.stores import copy_store, make_store
from test_faults import run_beside, write_files
from towns import NOW, OOST, TOWN, WEST, make_town

from geo import service
from geo.access import Role, Viewer
from geo.errors import StoreError
from geo.params import Period, Question
from geo.service.admitting import admit_all
from geo.service.opening import open_store
from geo.workspace import Workspace, create_workspace, open_workspace

SIZE = Size(2_000, 3, server_seconds=60.0, browser_seconds=60.0)
YEAR = Period(first=date(2018, 1, 1), last=date(2018, 12, 31))
BURGLARY = Question(theme="woninginbraak", period=YEAR)
AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W1"}), known_as="a")


def ask_incidents(workspace: Workspace) -> tuple[object, ...]:
    status = service.describe_data(workspace)
    return status.incidents, status.first, status.last, status.sources


def ask_themes(workspace: Workspace) -> tuple[object, ...]:
    rows = service.summarise_incidents(workspace, by="theme")
    return tuple(rows["incidents"])


def ask_wijken(workspace: Workspace) -> tuple[object, ...]:
    summary = service.summarise_theme(workspace, BURGLARY)
    assert summary.wijken is not None
    counts = tuple(summary.wijken["now"]), tuple(summary.months["incidents"])
    return summary.incidents, summary.data.incidents, *counts


def ask_hotspots(workspace: Workspace) -> tuple[object, ...]:
    report = service.find_hotspots(workspace, BURGLARY)
    return len(report.incidents), report.noise, tuple(report.hotspots["incidents"])


def ask_own(workspace: Workspace) -> tuple[object, ...]:
    return ask_hotspots(replace(workspace, viewer=AGENT))


QUESTIONS: tuple[Callable[[Workspace], tuple[object, ...]], ...] = (
    ask_incidents,
    ask_themes,
    ask_wijken,
    ask_hotspots,
    ask_own,
)


@dataclass(frozen=True)
class Two:
    """A workspace, and two backups of which it holds one."""

    workspace: Workspace
    backups: tuple[Path, Path]


def make_two(folder: Path, rows: int) -> Two:
    """Make a town, and backups of it with a few rows and with more, elsewhere and later."""
    first, second = (
        [
            ("1.1.1" if number % 3 else "E35", f"2018-{month:02}-{1 + number % 28:02} 21:30", place)
            for number in range(count)
        ]
        for count, month, place in ((rows, 5, WEST), (3 * rows, 9, OOST))
    )
    backups = (folder / "few.duckdb", folder / "many.duckdb")
    towns = []
    for name, made in (("one", first), ("two", [*second, *first[: rows // 2]])):
        (folder / name).mkdir()
        towns.append(make_town(folder / name, made))
    for town, path in zip(towns, backups, strict=True):
        service.back_up_store(town, path)
    return Two(towns[0], backups)


@pytest.mark.prove
def test_an_answer_during_a_restore_is_of_before_or_of_after(proof: Proof, tmp_path: Path) -> None:
    two = make_two(tmp_path, proof.runs(60, 2_000))
    whole: dict[str, set[tuple[object, ...]]] = {ask.__name__: set() for ask in QUESTIONS}
    for path in two.backups:
        service.restore_store(two.workspace, path)
        for ask in QUESTIONS:
            whole[ask.__name__].add(ask(two.workspace))
    assert all(len(answers) == len(two.backups) for answers in whole.values())
    stop, seen = Event(), Counter[str]()

    def keep_asking(number: int) -> list[tuple[str, tuple[object, ...]]]:
        answers = []
        while not stop.is_set():
            ask = QUESTIONS[(number + len(answers)) % len(QUESTIONS)]
            answers.append((ask.__name__, ask(two.workspace)))
        return answers

    with ThreadPoolExecutor(20) as pool:
        asking = [pool.submit(keep_asking, number) for number in range(20)]
        try:
            for turn in range(proof.runs(4, 20)):
                service.restore_store(two.workspace, two.backups[turn % 2])
        finally:
            stop.set()
        answers = [answer for each in asking for answer in each.result()]
    for name, answer in answers:
        assert answer in whole[name], name
        seen[name] += 1
    proof.note(sessions=20, **seen)


@pytest.mark.prove
def test_sessions_go_on_while_another_process_restores(
    proof: Proof, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = make_store(
        SIZE.incidents, years=SIZE.years, seed=1, cache=tmp_path_factory.mktemp("made")
    )
    crowd = Crowd(proof.runs(4, 20), seconds=proof.runs(8, 120))
    before, after = tmp_path / "before.duckdb", tmp_path / "after.duckdb"
    with copy_store(made) as root:
        workspace = open_workspace(root)
        service.back_up_store(workspace, before)
        service.import_incidents(workspace, write_files(tmp_path, 1), now=NOW)
        service.back_up_store(workspace, after)
        commands = [("restore", path) for path in (before, after)] * proof.runs(1, 10)

        async def go_on() -> int:
            asked, _ = await asyncio.gather(
                measure_crowd(server, crowd, size=SIZE, seed=proof.seed), run_beside(root, commands)
            )
            assert asked.failures == Counter()
            return len(asked.runs)

        with serve(root) as server:
            runs = asyncio.run(go_on())
        held = service.describe_data(workspace).incidents
        assert held == service.check_backup(workspace, after).incidents
    proof.note(sessions=crowd.sessions, pages_answered=runs, restores=len(commands))


@pytest.mark.prove
def test_no_import_is_lost_where_the_app_and_commands_import_at_once(
    proof: Proof, tmp_path: Path
) -> None:
    workspace = create_workspace(tmp_path / "town", TOWN | {"crs": 28992})
    count = proof.runs(2, 15)
    files = write_files(tmp_path, 3 * count)
    by_app, by_command = files[: 2 * count], files[2 * count :]

    def import_one(file: Path) -> None:
        service.import_incidents(workspace, [file], now=NOW)

    # Two sessions of one process, and a process of its own for each command.
    with ThreadPoolExecutor(2) as sessions:
        imported = [sessions.submit(import_one, file) for file in by_app]
        asyncio.run(run_beside(workspace.root, [("import", file) for file in by_command]))
        for each in imported:
            each.result()
    found = service.list_imports(workspace)["file"].tolist()
    assert sorted(found) == sorted(file.name for file in files)
    assert len(set(found)) == len(found)
    assert service.describe_data(workspace).incidents == 50 * len(files)
    proof.note(by_the_app=len(by_app), by_commands=len(by_command))


@pytest.mark.parametrize(("interruptions", "asked"), [(0, 1), (1, 2), (9, 5)])
def test_a_question_that_an_import_came_in_between_of_is_asked_again(
    tmp_path: Path, interruptions: int, asked: int
) -> None:
    workspace = create_workspace(tmp_path / "town", TOWN | {"crs": 28992})
    files = write_files(tmp_path, interruptions)
    turns = []

    def describe_data(workspace: Workspace) -> list[int]:
        turns.append(len(turns))
        before = read_version(workspace)
        if len(turns) <= len(files):
            # Somebody else, and so in another thread.
            with ThreadPoolExecutor(1) as other:
                file = files[len(turns) - 1]
                other.submit(service.import_incidents, workspace, [file], now=NOW).result()
        return [before, read_version(workspace)]

    ask = admit_all({"describe_data": describe_data})["describe_data"]
    if interruptions < asked:
        before, after = ask(workspace)
        assert before == after == interruptions
    else:
        with pytest.raises(StoreError) as caught:
            ask(workspace)
        assert caught.value.key == "store-changing"
    assert len(turns) == asked


def read_version(workspace: Workspace) -> int:
    with open_store(workspace) as store:
        return store.version()
