"""Cells that stand out: on the map, in words, in a table and in a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.disclosure import Disclosed
from geo.intake.boundaries import AreaLayer
from geo.present import wording
from geo.present.audience_words import tell_audience
from geo.present.cell_files import draw_squares, layer_cells, render_cells
from geo.present.chosen_cells import name_cells
from geo.present.degrees import list_features
from geo.present.files import write_file
from geo.present.grounds import plan_view
from geo.present.layer_looks import Look, LookRule, Symbol, look_of_counts
from geo.present.legend import HATCHES, fills_legend_html
from geo.present.markup import escape
from geo.present.periods import tell_period
from geo.present.shape_files import tell_origin
from geo.present.spreadsheets import Facts
from geo.present.steps import Steps, step
from geo.present.tables import join_names, name_areas
from geo.present.wording import say_count, say_number
from geo.schema import Layer, Warmth
from geo.service.answers import CellReport

EXPLANATION: Final = (
    "De gemeente is verdeeld in vierkante vakken. Van elk vak is geteld hoeveel meldingen er in en "
    "rond liggen, en dat is vergeleken met alle vakken samen (Getis-Ord Gi*). Vakken zonder "
    "meldingen tellen mee. Omdat er duizenden vakken tegelijk worden bekeken, is de kans op toeval "
    "daarvoor gecorrigeerd: van de warme vakken is er gemiddeld hooguit 1 op 20 toch toeval."
)
GROUND_NOTE: Final = (
    "Vergeleken is met alle grond van de gemeente, ook met water en weiland. Bebouwde buurten zijn "
    "daardoor eerder warm; of het er meer zijn dan bij het aantal woningen of straten past, staat "
    "op de pagina Hotspots."
)
# Of a cell it is no chance of its own: how much of it and all that are warmer is chance.
CHANCE: Final = "Toeval, gecorrigeerd (q)"

NUMBER: Final = "Nummer"
PLACE: Final = "Plek"
KIND: Final = "Soort"
INSIDE: Final = "In het vak"
AROUND: Final = "In en rond"
STRENGTH: Final = "Sterkte (z)"
NUMERIC: Final = {NUMBER, INSIDE, AROUND, STRENGTH}

# Below this the normal curve is a rough guide to how often chance gives so many.
_LEAST_NEARBY: Final = 5.0

# The greatest share of chance for which each fill holds; the same fills as of hotspots, each with
# lines of its own, so that no colour stands alone.
_CLASSES: Final = (
    (0.001, "#800026", "warm: van deze vakken is gemiddeld hooguit 1 op 1.000 toeval"),
    (0.01, "#e31a1c", "warm: van deze vakken en warmere gemiddeld hooguit 1 op 100"),
    (0.05, "#fd8d3c", "warm: van deze vakken en warmere gemiddeld hooguit 1 op 20"),
)
_COLD: Final = ("#0072b2", "koud: minder dan toeval verklaart")
_HOT_EDGE: Final = "#3b0716"
_FILLED: Final = 0.65


def write_hot_cells(told: Disclosed[CellReport], path: Path) -> None:
    """Write every cell to a file, of the kind that its suffix names; see `render_cells`.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_hot_cells(told, path.suffix.lower()))


def render_hot_cells(told: Disclosed[CellReport], suffix: str) -> bytes:
    """Return the bytes of such a file; see `render_cells`."""
    report = told.answer
    cells = report.cells.round({schema.G_STAR: 6, schema.P_VALUE: 9, schema.ADJUSTED: 9})
    facts: dict[str, Any] = {
        "theme": report.theme,
        **tell_period(report.period),
        "cell_m": report.params.cell_m,
        "band_m": report.params.band_m,
        **(_tell_counts(report) if told.audience.may_see_places else {}),
        **tell_origin(report.data),
        **tell_audience(told),
    }
    look = _look() if schema.WARMTH in cells else look_of_counts(schema.INCIDENTS)
    layer = layer_cells(cells, look, cell_m=report.params.cell_m, crs=report.crs)
    return render_cells(layer, suffix, facts=facts)


def _tell_counts(report: CellReport) -> dict[str, int]:
    return {
        "incidents": report.incidents,
        "without_place": report.without_place,
        "police_made": report.police_made,
    }


def list_shown(report: CellReport) -> pd.DataFrame:
    """Return the cells that stand out, the hottest first and the cold ones last."""
    return report.cells[report.cells[schema.WARMTH] != Warmth.USUAL]


def plan_hot_cells(report: CellReport, layers: Mapping[Layer, AreaLayer]) -> Steps:
    """Plan the cells that stand out, each in the fill of its class; the ``id`` is its name."""
    shown = list_shown(report)
    every = draw_squares(report.cells, cell_m=report.params.cell_m, crs=report.crs)
    # A base without areas does not know where to look.
    look = () if layers else plan_view([gpd.GeoDataFrame(geometry=every)])
    if shown.empty:
        return look
    names = (schema.WARMTH, schema.ADJUSTED, schema.INCIDENTS, schema.NEARBY)
    columns = name_cells(shown), *(shown[name] for name in names)
    known = [
        {
            "id": cell,
            "label": _label(warmth, count, nearby, report),
            "style": _style(warmth, adjusted),
        }
        for cell, warmth, adjusted, count, nearby in zip(*columns, strict=True)
    ]
    return (*look, step("drawOutlines", shapes=list_features(every.loc[shown.index], known)))


def cells_legend_html() -> str:
    """Return what the fills of cells mean."""
    fills = [(colour, text) for _, colour, text in _CLASSES]
    colour, text = _COLD
    return fills_legend_html(fills, [(f"2px dashed {colour}", text)])


def say_hot_cells(report: CellReport) -> str:
    """Say how many cells stand out, and how far from each other they were looked at."""
    kinds = report.cells[schema.WARMTH].value_counts()
    hot, cold = (int(kinds.get(kind.value, 0)) for kind in (Warmth.HOT, Warmth.COLD))
    side = say_number(report.params.cell_m)
    of = f"van de {say_count(len(report.cells), 'vak', 'vakken')} van {side} meter"
    if not hot:
        return (
            f"Geen warme vakken: nergens in de vakken van {side} meter ligt meer dan toeval "
            "verklaart. Dat is een gewoon antwoord bij een kort tijdvak of een zeldzaam thema."
        )
    told = (
        f"{say_number(hot)} {of} {'is' if hot == 1 else 'zijn'} warm: daar en tot "
        f"{say_number(report.params.band_m)} meter eromheen liggen meer meldingen dan toeval over "
        "de hele gemeente verklaart."
    )
    return f"{told} {say_count(cold, 'vak is', 'vakken zijn')} koud." if cold else told


def say_roughness(report: CellReport) -> str:
    """Say so where there is too little around a cell for its chance to be more than rough."""
    average = float(report.cells[schema.NEARBY].mean())
    if average >= _LEAST_NEARBY:
        return ""
    return (
        f"Klein aantal: gemiddeld liggen er {say_number(average, decimals=1)} meldingen in en rond "
        "een vak. De kans op toeval is dan een grove schatting; lees warm als 'hier ligt veel bij "
        "elkaar', niet als bewijs."
    )


def tabulate_hot_cells(report: CellReport, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table of the cells that stand out, in the order of `list_shown`."""
    shown = list_shown(report)
    wijken = name_areas(shown[schema.WIJK_CODE], layers.get(Layer.WIJKEN))
    parks = name_areas(shown[schema.PARK_ID], layers.get(Layer.PARKS))
    return pd.DataFrame(
        {
            NUMBER: range(1, len(shown) + 1),
            PLACE: [join_names(pair) for pair in zip(wijken, parks, strict=True)],
            KIND: shown[schema.WARMTH].map({Warmth.HOT: "warm", Warmth.COLD: "koud"}),
            INSIDE: shown[schema.INCIDENTS],
            AROUND: shown[schema.NEARBY],
            STRENGTH: shown[schema.G_STAR].round(1),
            CHANCE: [_say_chance(value) for value in shown[schema.ADJUSTED]],
            "Midden (x, y)": [
                f"{x:.0f}, {y:.0f}" for x, y in zip(shown[schema.X], shown[schema.Y], strict=True)
            ],
        },
        index=shown.index,
    )


def label_hot_cells(table: pd.DataFrame) -> list[str]:
    """Name each row of such a table in one line."""
    return [
        f"{number}. {place} · {kind}" if place else f"{number}. {kind} vak"
        for number, place, kind in zip(table[NUMBER], table[PLACE], table[KIND], strict=True)
    ]


def describe_hot_cell(table: pd.DataFrame, at: int) -> Facts:
    """Say what is known of one row of such a table."""
    (row,) = table.iloc[[at]].to_dict("records")
    figures = {name: say_number(row[name], decimals=int(name == STRENGTH)) for name in NUMERIC}
    return [(str(name), str(figures.get(str(name), value))) for name, value in row.items() if value]


def count_by_wijk(report: CellReport, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table of warm cells and the reports in them by wijk, most cells first."""
    hot = report.cells[report.cells[schema.WARMTH] == Warmth.HOT]
    groups = hot.assign(place=name_areas(hot[schema.WIJK_CODE], layers.get(Layer.WIJKEN)))
    counted = groups.groupby("place", sort=True)[schema.INCIDENTS].agg(["size", "sum"])
    ordered = counted.sort_values("size", ascending=False, kind="stable").reset_index()
    names = {"place": "Wijk", "size": "Warme vakken", "sum": "Meldingen daarin"}
    table = ordered.rename(columns=names)
    return table.assign(Wijk=table["Wijk"].replace("", "buiten de wijken"))


def say_cell_facts(report: CellReport) -> Facts:
    """State what map, table and files must state about themselves."""
    counted = f"{say_number(report.incidents)} met een plaats"
    if report.without_place:
        counted += f"; {say_number(report.without_place)} zonder niet meegeteld"
    if told := wording.say_police_made(report.police_made):
        counted += f"; {told}"
    params = report.params
    searched = (
        f"Getis-Ord Gi*, vakken van {say_number(params.cell_m)} meter, alles binnen "
        f"{say_number(params.band_m)} meter telt mee"
    )
    return [
        ("Thema", report.title),
        ("Periode", wording.say_period(report.period)),
        ("Meldingen en aangiften", counted),
        *wording.say_origin(report.data),
        ("Precisie van de plaats", wording.say_tally(report.place_precisions, {})),
        ("Zoekwijze", searched),
    ]


def say_map_caption(report: CellReport) -> str:
    """Say in one line what every picture must say: period, data as of, source and precision."""
    about = [report.title, wording.say_period(report.period)]
    said = wording.say_picture(about, report.data, report.place_precisions)
    return f"{said}, geteld in vakken van {say_number(report.params.cell_m)} meter"


def _look() -> Look:
    """Return the look of a file: cells that are usual are not drawn."""
    ends = [0.0, *(most for most, _, _ in _CLASSES)]
    hot = [
        LookRule(
            label,
            Symbol(_HOT_EDGE, colour, 0.13, _FILLED, hatch=HATCHES.get(colour)),
            f'"{schema.WARMTH}" = \'{Warmth.HOT.value}\' AND "{schema.ADJUSTED}" <= {most:g}'
            + (f' AND "{schema.ADJUSTED}" > {above:g}' if above else ""),
        )
        for (most, colour, label), above in zip(_CLASSES, ends, strict=False)
    ]
    colour, label = _COLD
    where = f"\"{schema.WARMTH}\" = '{Warmth.COLD.value}'"
    return Look((*hot, LookRule(label, Symbol(colour, dashed=True), where)))


def _style(warmth: str, adjusted: float) -> dict[str, object]:
    if warmth == Warmth.COLD:
        return {"color": _COLD[0], "weight": 2, "dashArray": "3 3", "fillOpacity": 0.0}
    colour = next(colour for most, colour, _ in _CLASSES if adjusted <= most)
    fill = f"url(#hk-fill-{colour[1:]})"
    return {"color": _HOT_EDGE, "weight": 0.5, "fillColor": fill, "fillOpacity": _FILLED}


def _label(warmth: str, count: int, nearby: int, report: CellReport) -> str:
    name = "Warm vak" if warmth == Warmth.HOT else "Koud vak"
    counted = say_count(count, "melding", "meldingen")
    around = say_number(report.params.band_m)
    return escape(f"{name}: {counted}, {say_number(nearby)} tot {around} meter eromheen")


def _say_chance(adjusted: float) -> str:
    for most, _, _ in _CLASSES:
        if adjusted <= most:
            return f"hooguit 1 op {say_number(1 / most)}"
    return "groter"
