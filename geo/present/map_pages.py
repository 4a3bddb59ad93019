"""A map on a page of its own: opened from disk, it asks nothing of any machine."""

import base64
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import Template
from typing import Any, Final

import pandas as pd

from geo.intake.boundaries import AreaLayer
from geo.present import assets, wording
from geo.present.html_parts import LISTS_STYLE
from geo.present.maps import lay_base, lay_over
from geo.present.markup import escape
from geo.present.steps import Steps
from geo.schema import Layer
from geo.service.answers import DataStatus

_PAGE: Final = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class MapPage:
    """What stands on such a page, top to bottom.

    Parameters
    ----------
    title, period
        What it is about; plain text, as are all others but ``legend`` and ``beside``.
    notices
        What must be read before the map.
    base, over
        Plans of the map.
    caption, legend
        Below the map: text, and HTML.
    heading, beside
        Beside the map: text, and HTML.
    facts
        Label and value.
    """

    title: str
    period: str
    notices: Sequence[str]
    base: Steps
    over: Steps
    caption: str
    legend: str
    heading: str
    beside: str
    facts: Sequence[tuple[str, str]]


def render_map_page(page: MapPage) -> str:
    """Write the page.

    Returns
    -------
    str
        HTML that holds all it needs; its policy lets no other script run than those in it, and
        nothing be fetched. The same page gives the same text.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    figure = _figure(page)
    header = figure.header.render()
    scripts = [*_SCRIPT.findall(header), *assets.read_scripts(), figure.script.render()]
    scripts = [script.replace("\r\n", "\n") for script in scripts]
    return _PAGE.substitute(
        policy=_policy(scripts),
        title=escape(page.title),
        period=escape(page.period),
        style="\n".join(assets.read_styles()),
        lists_style=LISTS_STYLE,
        map_header="".join(f"<style>{style}</style>" for style in _STYLE.findall(header)),
        map_html=figure.html.render(),
        caption=escape(page.caption),
        legend=page.legend,
        notices="".join(f'<p class="notice">{escape(text)}</p>' for text in page.notices),
        heading=escape(page.heading),
        beside=page.beside,
        facts="".join(
            f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in page.facts
        ),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def list_notices(data: DataStatus, layers: Mapping[Layer, AreaLayer], *more: str) -> list[str]:
    """List what must be read before a map; of ``more`` whatever is no empty text."""
    texts = [text for text in (wording.REPORTED_NOTICE, *more) if text]
    if any(layer.schematic for layer in layers.values()):
        texts.insert(0, wording.SCHEMATIC_NOTICE)
    if data.synthetic:
        texts.insert(0, wording.SYNTHETIC_NOTICE)
    return texts


def paragraph_html(text: str) -> str:
    """Return a text as a paragraph; an empty one as nothing."""
    return f"<p>{escape(text)}</p>" if text else ""


def plain_table_html(table: pd.DataFrame, *, numeric: Collection[str] = ()) -> str:
    """Return a table as HTML, the columns that are numeric to the right."""
    marks = [' class="number"' if name in numeric else "" for name in table]
    head = "".join(
        f'<th scope="col"{mark}>{escape(str(name))}</th>'
        for name, mark in zip(table, marks, strict=True)
    )
    rows = (
        "".join(
            f"<td{mark}>{escape(_cell(value))}</td>" for value, mark in zip(row, marks, strict=True)
        )
        for row in table.itertuples(index=False)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _figure(page: MapPage) -> Any:
    base = lay_base(page.base)
    # The scripts are written into the page.
    base.default_js, base.default_css = [], []
    base.add_child(lay_over(page.over))
    figure = base.get_root()
    _name_elements(figure, (f"{number:06d}" for number in count()))
    figure.render()
    return figure


def _name_elements(element: Any, names: Iterator[str]) -> None:
    # Folium names elements by chance; the same map has to give the same bytes.
    element._id = next(names)  # noqa: SLF001
    for child in element._children.values():  # noqa: SLF001
        _name_elements(child, names)


def _policy(scripts: list[str]) -> str:
    digests = (hashlib.sha256(script.encode("utf-8")).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _cell(value: object) -> str:
    return wording.say_number(value, decimals=1) if isinstance(value, float) else str(value)
