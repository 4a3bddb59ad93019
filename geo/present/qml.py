"""The look of a layer as QGIS keeps it: a style file in its own XML."""

from typing import Final
from xml.etree import ElementTree as ET

from geo.present.layer_looks import Look, LookRule, Symbol

_DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
_VERSION: Final = "3.28.0"
_POINT_MM: Final = "3"
_INK: Final = "#1b2733"
_HALO: Final = "#ffffff"


def write_qml(look: Look, *, points: bool) -> str:
    """Write a look as a style that QGIS reads: a renderer with a rule for each symbol.

    Parameters
    ----------
    look
        What is drawn how.
    points
        Whether the shapes are points rather than polygons.

    Returns
    -------
    str
        XML; the same look gives the same text.
    """
    named = bool(look.name_column)
    root = ET.Element(
        "qgis",
        version=_VERSION,
        styleCategories="Symbology|Labeling",
        labelsEnabled=str(int(named)),
    )
    renderer = ET.SubElement(
        root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0"
    )
    rules = ET.SubElement(renderer, "rules", key="rules")
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(look.rules):
        _add_rule(rules, rule, number)
        _add_symbol(symbols, rule.symbol, number, points=points)
    if named:
        _add_labels(root, look.name_column)
    ET.SubElement(root, "layerGeometryType").text = "0" if points else "2"
    return f"{_DOCTYPE}\n{ET.tostring(root, encoding='unicode')}\n"


def _add_rule(rules: ET.Element, rule: LookRule, number: int) -> None:
    condition = {"filter": rule.where} if rule.where else {}
    known = {"key": f"rule-{number}", "symbol": str(number), "label": rule.label}
    ET.SubElement(rules, "rule", known | condition)


def _add_symbol(symbols: ET.Element, symbol: Symbol, number: int, *, points: bool) -> None:
    kind = "marker" if points else "fill"
    drawn = ET.SubElement(symbols, "symbol", name=str(number), type=kind, alpha="1")
    if points:
        _add_layer(drawn, "SimpleMarker", _marker_options(symbol))
        return
    _add_layer(drawn, "SimpleFill", _fill_options(symbol))
    if symbol.hatch is not None:
        pattern = "diagonal_x" if symbol.hatch.crossed else "b_diagonal"
        lines = {"color": _colour(symbol.hatch.ink), "style": pattern, "outline_style": "no"}
        _add_layer(drawn, "SimpleFill", lines)


def _add_layer(symbol: ET.Element, kind: str, options: dict[str, str]) -> None:
    known = {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    layer = ET.SubElement(ET.SubElement(symbol, "layer", known), "Option", type="Map")
    for name, value in options.items():
        ET.SubElement(layer, "Option", name=name, type="QString", value=value)


def _fill_options(symbol: Symbol) -> dict[str, str]:
    return {
        "color": _colour(symbol.fill or symbol.edge, opacity=symbol.opacity),
        "style": "solid" if symbol.fill else "no",
        **_edge_options(symbol),
    }


def _marker_options(symbol: Symbol) -> dict[str, str]:
    return {
        "name": "circle",
        "color": _colour(symbol.fill or symbol.edge, opacity=symbol.opacity),
        "size": _POINT_MM,
        "size_unit": "MM",
        **_edge_options(symbol),
    }


def _edge_options(symbol: Symbol) -> dict[str, str]:
    return {
        "outline_color": _colour(symbol.edge),
        "outline_style": "dash" if symbol.dashed else "solid",
        "outline_width": f"{symbol.edge_mm:g}",
        "outline_width_unit": "MM",
    }


def _add_labels(root: ET.Element, column: str) -> None:
    labelling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labelling, "settings", calloutType="simple")
    text = ET.SubElement(
        settings,
        "text-style",
        fieldName=column,
        isExpression="0",
        fontSize="9",
        fontSizeUnit="Point",
        textColor=_colour(_INK),
    )
    ET.SubElement(
        text,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor=_colour(_HALO),
    )


def _colour(text: str, *, opacity: float = 1.0) -> str:
    """Write a colour as QGIS does: red, green, blue and opacity, each up to 255."""
    parts = [int(text[at : at + 2], 16) for at in (1, 3, 5)]
    return ",".join(str(part) for part in (*parts, round(opacity * 255)))
