"""A map on a page of its own: opened from disk, it asks nothing of any machine."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from string import Template
from typing import Any, Final

import pandas as pd

from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.present import assets, tables, wording
from geo.present.grounds import plan_base
from geo.present.hotspot_table import state_report, tabulate_page
from geo.present.legend import legend_html
from geo.present.maps import lay_base, lay_over
from geo.present.markup import escape
from geo.present.overlays import say_left_out
from geo.present.pictures import plan_picture
from geo.present.significance import say_how_many
from geo.schema import Layer
from geo.service.answers import HotspotReport

_PAGE: Final = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NUMERIC: Final = {tables.RANK, tables.INCIDENTS, tables.SCORE, tables.HECTARES}


def render_page(
    report: HotspotReport,
    layers: Mapping[Layer, AreaLayer],
    *,
    streets: StreetLayer | None = None,
) -> str:
    """Draw a report as a page with map, table and facts, to be mailed or kept.

    Parameters
    ----------
    report
        Answer of the hotspot search.
    layers
        Area layers to show beneath it.
    streets
        Streets to show beneath it.

    Returns
    -------
    str
        HTML that holds all it needs; its policy lets no other script run than those in it, and
        nothing be fetched. The same report gives the same text.

    Raises
    ------
    HotspotkaartError
        If the map's scripts are not installed.
    """
    figure = _figure(report, layers, streets)
    header = figure.header.render()
    scripts = [*_SCRIPT.findall(header), *assets.read_scripts(), figure.script.render()]
    scripts = [script.replace("\r\n", "\n") for script in scripts]
    table = tabulate_page(report, layers)
    return _PAGE.substitute(
        policy=_policy(scripts),
        title=escape(f"Hotspots {report.title}"),
        period=escape(wording.say_period(report.period)),
        style="\n".join(assets.read_styles()),
        map_header="".join(f"<style>{style}</style>" for style in _STYLE.findall(header)),
        map_html=figure.html.render(),
        caption=escape(wording.say_caption(report, layers)),
        legend=legend_html(streets=streets is not None),
        notices=_notices(report, layers),
        table=_table(table) if len(table) else f"<p>{escape(wording.NO_HOTSPOT)}</p>",
        facts=_definitions(state_report(report, layers)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def _figure(
    report: HotspotReport, layers: Mapping[Layer, AreaLayer], streets: StreetLayer | None
) -> Any:
    base = lay_base(plan_base(layers, streets=streets))
    # The scripts are written into the page.
    base.default_js, base.default_css = [], []
    base.add_child(lay_over(plan_picture(report, layers)))
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


def _notices(report: HotspotReport, layers: Mapping[Layer, AreaLayer]) -> str:
    known = (wording.REPORTED_NOTICE, say_left_out(report), say_how_many(report))
    texts = [text for text in known if text]
    if any(layer.schematic for layer in layers.values()):
        texts.insert(0, wording.SCHEMATIC_NOTICE)
    if report.data.synthetic:
        texts.insert(0, wording.SYNTHETIC_NOTICE)
    return "".join(f'<p class="notice">{escape(text)}</p>' for text in texts)


def _table(table: pd.DataFrame) -> str:
    marks = [' class="number"' if name in _NUMERIC else "" for name in table]
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


def _cell(value: object) -> str:
    return wording.say_number(value, decimals=1) if isinstance(value, float) else str(value)


def _definitions(facts: list[tuple[str, str]]) -> str:
    return "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in facts)
