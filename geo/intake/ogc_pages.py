"""Pages of features from an OGC API on the internet, which may fail in every way."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util import Retry

from geo.errors import PublicServiceError

_CHUNK_BYTES = 1 << 16
_BUSY = (429, 500, 502, 503, 504)
_OK = 200


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
class Page:
    """Features of one page, and the coordinate system that the service says they are in."""

    features: list[dict[str, Any]]
    crs: str | None


def fetch_pages(
    address: str, query: Mapping[str, str], *, limits: DownloadLimits
) -> Iterator[Page]:
    """Fetch a collection page by page, following the links called ``next``.

    Parameters
    ----------
    address
        The ``items`` of a collection.
    query
        Parameters of the first page; the links hold those of the others.
    limits
        When to give up.

    Raises
    ------
    PublicServiceError
        If the service cannot be reached in time, refuses, answers something else than features,
        points at another machine, or goes on for ever.
    """
    deadline = time.monotonic() + limits.total_seconds
    taken = 0
    link = f"{address}?{urlencode(query)}"
    with _open_session(limits) as session:
        for _ in range(limits.pages):
            body, crs = _fetch(session, link, deadline, limits, limits.total_bytes - taken)
            content = _parse(body, link)
            yield Page(content["features"], crs)
            taken += len(body)
            following = _next_link(content, link)
            if following is None:
                return
            link = following
    raise _failed("service-endless", address, f"more than {limits.pages} pages")


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


def _fetch(
    session: requests.Session, link: str, deadline: float, limits: DownloadLimits, most_bytes: int
) -> tuple[bytes, str | None]:
    patience = _patience(link, deadline, limits) / (limits.retries + 1)
    timeout = (min(limits.connect_seconds, patience), min(limits.read_seconds, patience))
    body = bytearray()
    try:
        # A redirect would leave the address that the settings name.
        with session.get(link, stream=True, allow_redirects=False, timeout=timeout) as response:
            if response.status_code != _OK:
                raise _refused(link, response.status_code)
            # As soon as anything comes in: a full chunk of a dripping answer may take for ever.
            while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
                body += chunk
                _patience(link, deadline, limits)
                if len(body) > most_bytes:
                    raise _failed("service-too-large", link, f"over {limits.total_bytes} bytes")
            return bytes(body), response.headers.get("Content-Crs")
    except (requests.RequestException, HTTPError, OSError, ValueError) as problem:
        # The name alone: the libraries put whole addresses and objects into their sentences.
        got = f"no whole answer ({type(problem).__name__})"
        raise _failed(
            "service-unreachable", link, got, "check the internet connection"
        ) from problem


def _patience(link: str, deadline: float, limits: DownloadLimits) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise _failed("service-too-slow", link, f"no end after {limits.total_seconds:g} seconds")
    return left


def _parse(body: bytes, link: str) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise _failed("service-garbage", link, "something that is no JSON") from problem
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(_is_feature(feature) for feature in features):
        raise _failed("service-garbage", link, "JSON without features")
    return dict(content)


def _is_feature(feature: object) -> bool:
    return isinstance(feature, dict) and isinstance(feature.get("properties"), dict)


def _next_link(content: dict[str, Any], link: str) -> str | None:
    links = content.get("links")
    found = [
        entry["href"]
        for entry in (links if isinstance(links, list) else [])
        if isinstance(entry, dict)
        and entry.get("rel") == "next"
        and isinstance(entry.get("href"), str)
    ]
    if not found:
        return None
    try:
        following: str = urljoin(link, found[0])
        same = urlsplit(following)[:2] == urlsplit(link)[:2]
    except ValueError as problem:
        raise _failed("service-garbage", link, "a link that is no address") from problem
    if not same:
        raise _failed("service-foreign-link", link, f"a link to {following[:100]}")
    return following


def _refused(link: str, status: int) -> PublicServiceError:
    return _failed("service-refused", link, f"status {status}", status=status)


def _failed(
    key: str, link: str, got: str, remedy: str = "try again later", **facts: object
) -> PublicServiceError:
    host = urlsplit(link).netloc
    return PublicServiceError(
        key,
        expected=f"features from {host} as it documents them",
        got=got,
        remedy=f"{remedy}, or import a file of areas instead",
        host=host,
        **facts,
    )
