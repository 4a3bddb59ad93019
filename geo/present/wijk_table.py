"""Wijken held against each other: counts, rates and changes, with why a rate is missing."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.rates import (
    IS_ROUGH,
    POPULATION,
    RATE,
    RATE_HIGH,
    RATE_LOW,
    SMALL_POPULATION,
)
from geo.analysis.trends import NOW
from geo.intake.boundaries import AreaLayer
from geo.present import tables, wording
from geo.present.overview import COUNT, MARGIN, list_changes, say_changes, say_told
from geo.present.wording import say_number
from geo.schema import Layer
from geo.service.answers import ThemeSummary

WIJK: Final = "Wijk"
NOWHERE: Final = "In geen wijk of zonder plaats"

_BASES: Final[Mapping[str, str]] = {
    schema.DWELLINGS: "woningen",
    schema.INHABITANTS: "inwoners",
}
_ONLY_BY_WIJK: Final = (
    "Binnen een bedrijventerrein of buurt is er geen cijfer per 1.000: hoeveel woningen en "
    "inwoners er zijn, is alleen per wijk bekend."
)


def tabulate_wijken(summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table of wijken to read, the one with most incidents first.

    Returns
    -------
    DataFrame
        Wijk, Meldingen; per 1,000 dwellings or inhabitants and its margin where there is a basis;
        Ervoor, Verschil, In procenten and Oordeel where there is a period before.
    """
    if summary.wijken is None:
        return pd.DataFrame(columns=[WIJK, COUNT])
    rows = _in_order(summary.wijken)
    table = _start_table(rows, layers).assign(**{COUNT: say_told(rows[NOW])})
    if summary.basis is not None:
        table = table.assign(
            **{
                f"Per 1.000 {_BASES[summary.basis]}": _say_rates(rows),
                MARGIN: _say_margins(rows),
            }
        )
    if summary.previous is None:
        return table
    said = say_changes(rows)
    # The margin of the difference stays with the themes: here it would stand beside another.
    return table.assign(**{name: texts for name, texts in said.items() if name != MARGIN})


def tabulate_wijk_figures(summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table of wijken to calculate with: figures as figures, in the rows of `tabulate_wijken`."""
    if summary.wijken is None:
        return pd.DataFrame(columns=[WIJK, COUNT])
    rows = _in_order(summary.wijken)
    table = _start_table(rows, layers)
    table.insert(0, "Code", rows[schema.AREA_CODE].fillna("").tolist())
    if summary.basis is not None:
        figures = {
            _BASES[summary.basis].capitalize(): rows[POPULATION].tolist(),
            f"Per 1.000 {_BASES[summary.basis]}": rows[RATE].round(2).tolist(),
            "Cijfer ondergrens (95%)": rows[RATE_LOW].round(2).tolist(),
            "Cijfer bovengrens (95%)": rows[RATE_HIGH].round(2).tolist(),
        }
        table = table.assign(**figures)
    if summary.previous is None:
        return table
    return table.assign(**list_changes(rows, [""] * len(rows)))


def say_rates(summary: ThemeSummary, layers: Mapping[Layer, AreaLayer]) -> list[str]:
    """Say by what the rates are, and why some wijken have none or a rough one."""
    if summary.wijken is None or summary.basis is None:
        return [_ONLY_BY_WIJK]
    rows = _in_order(summary.wijken).dropna(subset=schema.AREA_CODE)
    basis = _BASES[summary.basis]
    names = tables.name_areas(rows[schema.AREA_CODE], layers.get(Layer.WIJKEN))
    unknown = names[rows[POPULATION].isna()].tolist()
    nobody = names[rows[POPULATION].eq(0).fillna(value=False).astype(bool)].tolist()
    rough = names[rows[IS_ROUGH]].tolist()
    texts = [
        f"Per 1.000 {basis} in deze periode; de marge zegt waar het cijfer met 95% zekerheid ligt."
    ]
    if nobody:
        verb = "heeft" if len(nobody) == 1 else "hebben"
        texts.append(f"{wording.say_list(nobody)} {verb} geen {basis}: daar is geen cijfer.")
    if unknown:
        texts.append(
            f"Van {wording.say_list(unknown)} is het aantal {basis} niet bekend of niet "
            "vrijgegeven: daar is geen cijfer."
        )
    if rough:
        verb = "heeft" if len(rough) == 1 else "hebben"
        texts.append(
            f"Tussen haakjes: {wording.say_list(rough)} {verb} minder dan {SMALL_POPULATION} "
            f"{basis}; één melding meer of minder maakt daar een groot verschil."
        )
    return texts


def _in_order(wijken: pd.DataFrame) -> pd.DataFrame:
    ordered = wijken.sort_values([NOW, schema.AREA_CODE], ascending=[False, True])
    nowhere = ordered[schema.AREA_CODE].isna()
    return pd.concat([ordered[~nowhere], ordered[nowhere]])


def _start_table(rows: pd.DataFrame, layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    names = tables.name_areas(rows[schema.AREA_CODE], layers.get(Layer.WIJKEN))
    return pd.DataFrame({WIJK: names.replace("", NOWHERE).tolist(), COUNT: rows[NOW].tolist()})


def _say_rates(rows: pd.DataFrame) -> list[str]:
    return [
        "" if pd.isna(rate) else f"({_say_rate(rate)})" if rough else _say_rate(rate)
        for rate, rough in zip(rows[RATE], rows[IS_ROUGH], strict=True)
    ]


def _say_margins(rows: pd.DataFrame) -> list[str]:
    limits = zip(rows[RATE_LOW], rows[RATE_HIGH], strict=True)
    return [
        "" if pd.isna(low) else f"{_say_rate(low)} tot {_say_rate(high)}" for low, high in limits
    ]


def _say_rate(rate: float) -> str:
    return say_number(rate, decimals=1)
