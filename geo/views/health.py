"""What the address /healthz answers: whether the store can be opened and read."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from geo import service
from geo.errors import HotspotkaartError
from geo.workspace import default_workspace_dir, open_workspace


def answer_health(_: Request) -> JSONResponse:
    """Answer 200 where the store can do its work, else 503 with the key of what is wrong.

    Says nothing of what is in the store: whoever monitors the machine need not be let in.
    """
    try:
        service.check_health(open_workspace(default_workspace_dir()))
    except HotspotkaartError as problem:
        return _answer({"status": "failed", "key": problem.key}, 503)
    except (OSError, MemoryError):
        return _answer({"status": "failed", "key": "os"}, 503)
    return _answer({"status": "ok"}, 200)


def _answer(content: dict[str, str], status: int) -> JSONResponse:
    return JSONResponse(content, status_code=status, headers={"Cache-Control": "no-store"})
