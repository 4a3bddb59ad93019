import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.errors import HotspotkaartError, PublicServiceError
from geo.intake.boundaries import load_layer
from geo.intake.pdok import download_areas, update_areas
from geo.intake.web_pages import DownloadLimits
from geo.schema import Layer
from geo.settings import Services, Settings
from geo.workspace import Workspace

QUICK = DownloadLimits(
    connect_seconds=2, read_seconds=2, total_seconds=10, retries=2, backoff_seconds=0
)


@dataclass
class Service:
    """A geo service on this machine, and what it was asked."""

    address: str
    queries: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serving(answer) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            service.queries.append(query)
            answer(self, parts.path, query)

        def log_message(self, *_) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def send(handler, content, *, status=200, crs=None) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/geo+json")
    handler.send_header("Content-Length", str(len(body)))
    if crs:
        handler.send_header("Content-Crs", f"<{crs}>")
    handler.end_headers()
    handler.wfile.write(body)


def feature(code, west, *, municipality="GM9901", water="NEE", inhabitants=10):
    corners = [(west, 0), (west + 100, 0), (west + 100, 100), (west, 100), (west, 0)]
    shape = [[120_000 + x, 480_000 + y] for x, y in corners]
    kind = "wijk" if code.startswith("WK") else "buurt"
    return {
        "type": "Feature",
        "properties": {
            f"{kind}code": code,
            f"{kind}naam": f"Gebied {code[-2:]}",
            "gemeentecode": municipality,
            "water": water,
            "aantal_inwoners": inhabitants,
            "woningvoorraad": 5,
        },
        "geometry": {"type": "Polygon", "coordinates": [shape]},
    }


def collection(*features, following=None):
    links = [{"rel": "self", "href": "?"}]
    links += [{"rel": "next", "href": following}] if following else []
    return {"type": "FeatureCollection", "features": list(features), "links": links}


def two_pages(handler, path, query) -> None:
    """The documented shape: the second page is behind `links[rel=next]`."""
    code = "WK9901" if "/wijken/" in path else "BU990100"
    if "cursor" in query:
        send(handler, collection(feature(f"{code}03", 200), feature(f"{code}04", 300, water="JA")))
    else:
        own = feature(f"{code}02", 100, inhabitants=-99997), feature(f"{code}01", 0)
        foreign = feature(
            "WK990201" if "/wijken/" in path else "BU99020100", 500, municipality="GM9902"
        )
        send(handler, collection(*own, foreign, following=f"{path}?cursor=2"))


def town(root, address="http://127.0.0.1:9", code="GM9901") -> Workspace:
    services = Services(pdok_areas=f"{address}/cbs/{{year}}/ogc/v1")
    settings = Settings(
        name="Testdam", code=code, crs=28992, timezone="Europe/Brussels", services=services
    )
    return Workspace(root, settings)


def test_pages_are_joined_and_only_own_land_is_kept(tmp_path) -> None:
    with serving(two_pages) as service:
        areas = download_areas(
            town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=QUICK
        )

    assert list(areas["area_code"]) == ["WK990101", "WK990102", "WK990103"]
    assert areas["inhabitants"].isna().tolist() == [False, True, False]
    assert areas["dwellings"].tolist() == [5, 5, 5]
    assert areas.total_bounds.tolist() == [120_000, 480_000, 120_300, 480_100]


def test_first_page_asks_for_own_areas_in_own_coordinates(tmp_path) -> None:
    with serving(two_pages) as service:
        download_areas(town(tmp_path, service.address), Layer.BUURTEN, year=2024, limits=QUICK)

    assert service.queries[0] == {
        "f": "json",
        "limit": "1000",
        "crs": "http://www.opengis.net/def/crs/EPSG/0/28992",
        "gemeentecode": "GM9901",
    }


def test_service_that_cannot_filter_is_asked_for_everything(tmp_path) -> None:
    def picky(handler, path, query) -> None:
        if "gemeentecode" in query:
            send(handler, {"title": "unknown parameter"}, status=400)
        else:
            two_pages(handler, path, query)

    with serving(picky) as service:
        areas = download_areas(
            town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=QUICK
        )

    assert len(areas) == 3


def test_stated_coordinate_system_of_the_answer_wins(tmp_path) -> None:
    def degrees(handler, path, query) -> None:
        wijk = feature("WK990101", 0)
        wijk["geometry"]["coordinates"] = [[[4.5, 51.8], [4.6, 51.8], [4.6, 51.9], [4.5, 51.8]]]
        crs = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
        send(handler, collection(wijk), crs=crs)

    with serving(degrees) as service:
        areas = download_areas(
            town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=QUICK
        )

    west, south, *_ = areas.total_bounds
    assert (round(west, -3), round(south, -3)) == (94_000, 424_000)


def test_busy_service_is_asked_again(tmp_path) -> None:
    def busy_once(handler, path, query) -> None:
        if len(service.queries) == 1:
            send(handler, b"busy", status=503)
        else:
            two_pages(handler, path, query)

    with serving(busy_once) as service:
        areas = download_areas(
            town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=QUICK
        )

    assert len(areas) == 3


def test_update_records_year_and_source_beside_what_ships(tmp_path) -> None:
    with serving(two_pages) as service:
        workspace = town(tmp_path, service.address)
        update_areas(workspace, year=2024, limits=QUICK)

    wijken = load_layer(workspace, Layer.WIJKEN)
    assert (wijken.year, wijken.schematic, len(wijken.areas)) == (2024, False, 3)
    assert "CBS/Kadaster" in wijken.source
    assert len(load_layer(workspace, Layer.BUURTEN).areas) == 3
    assert [path.name for path in workspace.boundaries_dir.iterdir()] == ["imported"]


def test_failure_half_way_leaves_every_old_layer(tmp_path) -> None:
    def only_wijken(handler, path, query) -> None:
        if "/buurten/" in path and "cursor" in query:
            send(handler, b'{"features": [', status=200)
        else:
            two_pages(handler, path, query)

    with serving(two_pages) as service:
        update_areas(town(tmp_path, service.address), year=2024, limits=QUICK)
    folder = town(tmp_path).boundaries_dir / "imported"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    with serving(only_wijken) as service, pytest.raises(PublicServiceError):
        update_areas(town(tmp_path, service.address), year=2025, limits=QUICK)

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def endless(handler, path, query) -> None:
    page = int(query.get("page", 0)) + 1
    send(handler, collection(feature("WK990101", 0), following=f"{path}?page={page}"))


def elsewhere(handler, path, query) -> None:
    send(handler, collection(following="http://localhost:1/items"))


def broken_link(handler, path, query) -> None:
    send(handler, collection(following="http://[broken"))


def garbage(handler, path, query) -> None:
    send(handler, b"<html>Onderhoud</html>")


def no_features(handler, path, query) -> None:
    send(handler, {"features": [1, 2]})


def deep(handler, path, query) -> None:
    send(handler, b"[" * 100_000)


def always_busy(handler, path, query) -> None:
    send(handler, b"busy", status=503)


def missing(handler, path, query) -> None:
    send(handler, b"no such year", status=404)


def redirecting(handler, path, query) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:1/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def cut_off(handler, path, query) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"features": []')


def others_only(handler, path, query) -> None:
    send(handler, collection(feature("WK990201", 0, municipality="GM9902")))


def huge(handler, path, query) -> None:
    send(handler, b" " * 200_000)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (endless, "service-endless"),
        (elsewhere, "service-foreign-link"),
        (broken_link, "service-garbage"),
        (garbage, "service-garbage"),
        (no_features, "service-garbage"),
        (deep, "service-garbage"),
        (always_busy, "service-refused"),
        (missing, "service-refused"),
        (redirecting, "service-refused"),
        (cut_off, "service-unreachable"),
        (others_only, "service-no-areas"),
        (huge, "service-too-large"),
    ],
)
def test_answer_that_is_not_as_documented_is_an_error(tmp_path, answer, key) -> None:
    limits = DownloadLimits(pages=5, total_bytes=150_000, retries=1, backoff_seconds=0)
    with serving(answer) as service, pytest.raises(PublicServiceError) as caught:
        download_areas(town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=limits)

    assert caught.value.key == key


@pytest.fixture
def done() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "dripping"])
def test_service_without_an_end_is_given_up(tmp_path, done, silent) -> None:
    def drip(handler, path, query) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not done.wait(10 if silent else 0.02):
            handler.wfile.write(b" ")

    limits = DownloadLimits(total_seconds=0.3, retries=0)
    with serving(drip) as service, pytest.raises(PublicServiceError) as caught:
        download_areas(town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=limits)

    assert caught.value.key == ("service-unreachable" if silent else "service-too-slow")


def test_dead_port_says_what_to_do(tmp_path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(PublicServiceError, match="import a file of areas instead") as caught:
            download_areas(town(tmp_path, address), Layer.WIJKEN, year=2024, limits=QUICK)

    assert caught.value.key == "service-unreachable"


def test_areas_that_cannot_be_drawn_are_refused(tmp_path) -> None:
    def shapeless(handler, path, query) -> None:
        send(handler, collection({**feature("WK990101", 0), "geometry": None}))

    with serving(shapeless) as service, pytest.raises(HotspotkaartError):
        download_areas(town(tmp_path, service.address), Layer.WIJKEN, year=2024, limits=QUICK)


def test_foreign_workspace_is_not_sent_to_the_dutch_service(tmp_path) -> None:
    with pytest.raises(PublicServiceError) as caught:
        update_areas(town(tmp_path, code="E10000017"), year=2024)

    assert caught.value.key == "workspace-not-dutch"
