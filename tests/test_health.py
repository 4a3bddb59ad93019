import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from speed.serving import serve
from test_store import accepted, add

from geo import service
from geo.errors import StoreError
from geo.workspace import Workspace, create_workspace

TOWN = {"name": "Town", "code": "T1", "crs": 32631, "timezone": "Europe/Brussels"}


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "town", TOWN)
    rows = [(f"incident-{number}", "2018-03-01", float(number)) for number in range(20_000)]
    add(workspace.store_path, accepted(rows))
    return workspace


def spoil_the_end(path: Path) -> None:
    """Overwrite a few bytes behind the headers, as a worn disk would; the store still opens."""
    content = bytearray(path.read_bytes())
    content[3 * 4096 + 5000 : 3 * 4096 + 5008] = b"\xff" * 8
    path.write_bytes(content)


def test_a_store_in_good_health_tells_what_it_takes(town: Workspace) -> None:
    report = service.check_health(town, thorough=True)
    assert report.incidents == 20_000
    assert report.store_bytes == town.store_path.stat().st_size
    assert report.free_bytes > 0
    assert report.copies == ()


def test_a_store_that_opens_and_cannot_be_read_to_its_end_is_found(town: Workspace) -> None:
    spoil_the_end(town.store_path)
    with pytest.raises(StoreError) as told:
        service.check_health(town, thorough=True)
    assert told.value.key in {"store-damaged", "store-unusable"}


def test_a_disk_without_room_for_a_backup_is_found(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A full disk cannot be made here for all who use it: only its figure is another one.
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(StoreError) as told:
        service.check_health(town)
    assert told.value.key == "disk-too-full"


def test_the_command_says_it_and_fails_where_it_does_not_hold(
    town: Workspace, run: Callable[..., tuple[int, str, str]]
) -> None:
    status, told, _ = run("-w", town.root, "health", "--json")
    assert (status, json.loads(told)["status"]) == (0, "ok")
    town.store_path.write_bytes(b"no store" * 4096)
    status, told, problem = run("-w", town.root, "health")
    assert (status, told) == (1, "")
    assert problem.startswith("error: expected a readable and writable store")
    assert problem.count("\n") == 1


def ask(address: str) -> tuple[int, dict[str, str]]:
    answer = requests.get(f"{address}/healthz", timeout=60)
    return answer.status_code, answer.json()


def test_the_app_answers_whether_the_store_can_be_read_and_nothing_of_what_is_in_it(
    town: Workspace,
) -> None:
    with serve(town.root) as server:
        assert ask(server.address) == (200, {"status": "ok"})
        kept = town.store_path.read_bytes()
        town.store_path.write_bytes(kept[: len(kept) // 2])
        assert ask(server.address) == (503, {"status": "failed", "key": "store-unusable"})
        assert town.store_path.read_bytes() == kept[: len(kept) // 2]
        town.store_path.write_bytes(kept)
        assert ask(server.address) == (200, {"status": "ok"})
        (town.root / "gemeente.toml").unlink()
        assert ask(server.address) == (503, {"status": "failed", "key": "workspace-missing"})
