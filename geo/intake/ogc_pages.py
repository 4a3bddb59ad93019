"""Pages of features from an OGC API on the internet."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlencode

from geo.intake.web_pages import Content, DownloadLimits, Page, PageShape, fetch_json_pages


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
        If the service does not answer as documented.
    """
    return fetch_json_pages(f"{address}?{urlencode(query)}", _FEATURES, limits=limits)


def _find_features(content: Content) -> list[Content] | None:
    features = content.get("features")
    if not isinstance(features, list) or not all(_is_feature(feature) for feature in features):
        return None
    return features


def _is_feature(feature: object) -> bool:
    return isinstance(feature, dict) and isinstance(feature.get("properties"), dict)


def _find_link(content: Content) -> str | None:
    links = content.get("links")
    found: list[str] = [
        entry["href"]
        for entry in (links if isinstance(links, list) else [])
        if isinstance(entry, dict)
        and entry.get("rel") == "next"
        and isinstance(entry.get("href"), str)
    ]
    return found[0] if found else None


_FEATURES: Final = PageShape("features", "areas", _find_features, _find_link)
