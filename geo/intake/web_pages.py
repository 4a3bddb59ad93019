"""Pages of JSON from a service on the internet, which may fail in every way."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from geo.errors import PublicServiceError

_CHUNK_BYTES = 1 << 16
_BUSY = (429, 500, 502, 503, 504)
_OK = 200

Content = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DownloadLimits:
    """How long, how often and how much to fetch before giving up.

    Parameters
    ----------
    connect_seconds, read_seconds
        Patience with a connection, and with silence on it.
    total_seconds
        Patience with all pages together.
    retries, backoff_seconds
        Times that a busy service is asked again, and the first pause, which doubles.
    pages, total_bytes
        Most that all pages together may take.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 300.0
    retries: int = 4
    backoff_seconds: float = 0.5
    pages: int = 100
    total_bytes: int = 1 << 29


@dataclass(frozen=True)
class PageShape:
    """How a service documents its pages.

    Parameters
    ----------
    rows_name, files_name
        What a page holds, and what a file that takes the place of the service holds, in words.
    find_rows
        The rows of a page, or None where it is not as documented.
    find_link
        Address of the following page as the page has it, or None for the last one.
    """

    rows_name: str
    files_name: str
    find_rows: Callable[[Content], list[Content] | None]
    find_link: Callable[[Content], str | None]


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the coordinate system that the service says they are in."""

    rows: list[Content]
    crs: str | None


def fetch_json_pages(link: str, shape: PageShape, *, limits: DownloadLimits) -> Iterator[Page]:
    """Fetch rows page by page, as long as a page names the following one.

    Parameters
    ----------
    link
        Address of the first page.
    shape
        How the pages are documented.
    limits
        When to give up.

    Raises
    ------
    PublicServiceError
        If the service cannot be reached in time, refuses, answers something else than documented,
        points at another machine, or goes on for ever.
    """
    first = link
    deadline = time.monotonic() + limits.total_seconds
    taken = 0
    with _open_session(limits) as session:
        fetch = _Fetch(session, shape, limits, deadline)
        for _ in range(limits.pages):
            body, crs = fetch.get(link, limits.total_bytes - taken)
            content, rows = _parse(body, link, shape)
            yield Page(rows, crs)
            taken += len(body)
            following = _follow(content, link, shape)
            if following is None:
                return
            link = following
    raise _failed("service-endless", first, f"more than {limits.pages} pages", shape)


def _open_session(limits: DownloadLimits) -> requests.Session:
    session = requests.Session()
    retry = Retry(
        total=limits.retries,
        backoff_factor=limits.backoff_seconds,
        status_forcelist=_BUSY,
        raise_on_status=False,
        # A service that says "come back in an hour" must not hold the user for an hour.
        respect_retry_after_header=False,
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=retry))
    return session


@dataclass(frozen=True)
class _Fetch:
    """What all requests of one download share."""

    session: requests.Session
    shape: PageShape
    limits: DownloadLimits
    deadline: float

    def get(self, link: str, most_bytes: int) -> tuple[bytes, str | None]:
        """Return the body of one page, and the coordinate system of its header."""
        patience = self._patience(link) / (self.limits.retries + 1)
        timeout = (
            min(self.limits.connect_seconds, patience),
            min(self.limits.read_seconds, patience),
        )
        try:
            # A redirect would leave the address that the settings name.
            with self.session.get(
                link, stream=True, allow_redirects=False, timeout=timeout
            ) as response:
                if response.status_code != _OK:
                    raise _refused(link, response.status_code, self.shape)
                body = self._read(response, link, most_bytes)
                return body, response.headers.get("Content-Crs")
        except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
            # The name alone: the libraries put whole addresses and objects into their sentences.
            got = f"no whole answer ({type(problem).__name__})"
            raise _failed(
                "service-unreachable", link, got, self.shape, "check the internet connection"
            ) from problem

    def _read(self, response: requests.Response, link: str, most_bytes: int) -> bytes:
        body = bytearray()
        # As soon as anything comes in: a full chunk of a dripping answer may take for ever.
        while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
            body += chunk
            self._patience(link)
            if len(body) > most_bytes:
                got = f"over {self.limits.total_bytes} bytes"
                raise _failed("service-too-large", link, got, self.shape)
        return bytes(body)

    def _patience(self, link: str) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            got = f"no end after {self.limits.total_seconds:g} seconds"
            raise _failed("service-too-slow", link, got, self.shape)
        return left


def _parse(body: bytes, link: str, shape: PageShape) -> tuple[Content, list[Content]]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise _failed("service-garbage", link, "something that is no JSON", shape) from problem
    rows = shape.find_rows(content) if isinstance(content, dict) else None
    if rows is None:
        raise _failed("service-garbage", link, f"JSON without {shape.rows_name}", shape)
    return content, rows


def _follow(content: Content, link: str, shape: PageShape) -> str | None:
    found = shape.find_link(content)
    if found is None:
        return None
    try:
        following: str = urljoin(link, found)
        same = urlsplit(following)[:2] == urlsplit(link)[:2]
    except ValueError as problem:
        raise _failed("service-garbage", link, "a link that is no address", shape) from problem
    if not same:
        raise _failed("service-foreign-link", link, f"a link to {following[:100]}", shape)
    return following


def _refused(link: str, status: int, shape: PageShape) -> PublicServiceError:
    return _failed("service-refused", link, f"status {status}", shape, status=status)


def _failed(
    key: str,
    link: str,
    got: str,
    shape: PageShape,
    remedy: str = "try again later",
    **facts: object,
) -> PublicServiceError:
    host = urlsplit(link).netloc
    return PublicServiceError(
        key,
        expected=f"{shape.rows_name} from {host} as it documents them",
        got=got,
        remedy=f"{remedy}, or import a file of {shape.files_name} instead",
        host=host,
        **facts,
    )
