from urllib.parse import unquote

import pytest
from open_drawings import NEXT, OWN, UNIT, draw_page, draw_row, draw_workspace
from test_pdok import Event, send, serving

from geo.errors import IntakeError, PublicServiceError
from geo.intake.opendata_service import download_open_figures
from geo.intake.web_pages import DownloadLimits
from geo.schema import OpenTable

QUICK = DownloadLimits(
    connect_seconds=2, read_seconds=2, total_seconds=10, retries=2, backoff_seconds=0
)
YEARS = (OpenTable.CRIMES_BY_YEAR,)


def region_of(query):
    where = query["$filter"]
    if where.startswith("substring"):
        return OWN
    return where.split("'")[1].strip()


def two_pages(handler, path, query) -> None:
    """The documented shape: the second page is behind `odata.nextLink`."""
    if "page" in query:
        send(handler, draw_page(draw_row(area=query["page"], period="2024JJ00", figure=100)))
        return
    region = region_of(query)
    following = f"http://{handler.headers['Host']}{path}?page={region}"
    send(handler, draw_page(draw_row(area=region), following=following))


def download(tmp_path, answer, *, tables=YEARS, limits=QUICK, topics=("1.1.1",), **more):
    with serving(answer) as service:
        town = draw_workspace(tmp_path, service.address, **more)
        return download_open_figures(town, topics, tables=tables, limits=limits), service


def test_pages_of_the_municipality_and_its_neighbours_are_joined(tmp_path) -> None:
    (found,), _ = download(tmp_path, two_pages)
    assert found.table is OpenTable.CRIMES_BY_YEAR
    assert found.figures[["area", "year", "figure"]].values.tolist() == [
        [OWN, 2024, 100],
        [OWN, 2025, 91],
        [NEXT, 2024, 100],
        [NEXT, 2025, 91],
    ]


def test_filters_fill_keys_with_spaces_and_name_the_kinds(tmp_path) -> None:
    _, service = download(tmp_path, two_pages)
    asked = [query["$filter"] for query in service.queries if "$filter" in query]
    kinds = "(SoortMisdrijf eq '0.0.0 ' or SoortMisdrijf eq '1.1.1 ')"
    assert asked == [
        f"substring(WijkenEnBuurten,2,4) eq '9901' and {kinds}",
        f"WijkenEnBuurten eq 'GM9902    ' and {kinds}",
    ]


def test_a_unit_is_asked_of_the_table_that_knows_it(tmp_path) -> None:
    tables = (OpenTable.CRIMES_BY_MONTH, OpenTable.CRIMES_BY_REGION)
    _, service = download(tmp_path, two_pages, tables=tables)
    regions = [region_of(query) for query in service.queries if "$filter" in query]
    assert regions == [OWN, NEXT, OWN, NEXT, UNIT]
    assert service.queries[-2]["$filter"].startswith("RegioS eq 'RE99  '")


def test_a_busy_service_is_asked_again(tmp_path) -> None:
    seen = []

    def busy_once(handler, path, query) -> None:
        seen.append(query)
        if len(seen) == 1:
            send(handler, b"busy", status=500)
        else:
            two_pages(handler, path, query)

    (found,), _ = download(tmp_path, busy_once)
    assert len(found.figures) == 4


def test_the_same_rows_have_the_same_digest(tmp_path) -> None:
    digests = {download(tmp_path, two_pages)[0][0].digest for _ in range(2)}
    assert len(digests) == 1


def elsewhere(handler, path, query) -> None:
    send(handler, draw_page(draw_row(), following="http://localhost:1/OData"))


def redirecting(handler, path, query) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:1/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def endless(handler, path, query) -> None:
    send(handler, draw_page(draw_row(), following=f"{path}?page={OWN}"))


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (elsewhere, "service-foreign-link"),
        (redirecting, "service-refused"),
        (endless, "service-endless"),
        (lambda handler, *_: send(handler, b"no such table", status=404), "service-refused"),
        (lambda handler, *_: send(handler, b"busy", status=500), "service-refused"),
        (lambda handler, *_: send(handler, b"<html>Onderhoud</html>"), "service-garbage"),
        (lambda handler, *_: send(handler, b"[" * 100_000), "service-garbage"),
        (lambda handler, *_: send(handler, {"value": 3}), "service-garbage"),
        (lambda handler, *_: send(handler, {"value": [3]}), "service-garbage"),
        (lambda handler, *_: send(handler, b" " * 200_000), "service-too-large"),
        (lambda handler, *_: send(handler, draw_page()), "service-no-figures"),
    ],
)
def test_an_answer_that_is_not_as_documented_is_an_error(tmp_path, answer, key) -> None:
    limits = DownloadLimits(pages=5, total_bytes=150_000, retries=1, backoff_seconds=0)
    with pytest.raises(PublicServiceError) as told:
        download(tmp_path, answer, limits=limits)
    assert told.value.key == key


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "dripping"])
def test_a_service_without_an_end_is_given_up(tmp_path, silent) -> None:
    done = Event()

    def drip(handler, path, query) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not done.wait(10 if silent else 0.02):
            handler.wfile.write(b" ")

    limits = DownloadLimits(total_seconds=0.3, retries=0)
    try:
        with pytest.raises(PublicServiceError) as told:
            download(tmp_path, drip, limits=limits)
    finally:
        done.set()
    assert told.value.key == ("service-unreachable" if silent else "service-too-slow")


def test_rows_that_are_no_table_are_refused(tmp_path) -> None:
    with pytest.raises(IntakeError) as told:
        download(tmp_path, lambda handler, *_: send(handler, draw_page({"naam": "x"})))
    assert told.value.key == "opendata-unlike"


def test_without_internet_the_remedy_is_a_file(tmp_path) -> None:
    with serving(two_pages) as service:
        address = service.address
    with pytest.raises(PublicServiceError, match="import a file of figures instead") as told:
        download_open_figures(
            draw_workspace(tmp_path, address), ["1.1.1"], tables=YEARS, limits=QUICK
        )
    assert told.value.key == "service-unreachable"


def test_a_foreign_workspace_is_not_sent_to_the_dutch_service(tmp_path) -> None:
    with pytest.raises(PublicServiceError) as told:
        download_open_figures(draw_workspace(tmp_path, code="E10000017"), ["1.1.1"])
    assert told.value.key == "workspace-not-dutch"


def test_a_quote_in_a_code_stays_in_its_filter(tmp_path) -> None:
    _, service = download(tmp_path, two_pages, topics=("o'ver",))
    assert "eq 'o''ver '" in unquote(service.queries[0]["$filter"])
