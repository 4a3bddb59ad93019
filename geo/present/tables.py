"""Frames as people read them: Dutch headings, names in place of codes."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.intake.incidents import QUARANTINE_KEY
from geo.present import wording
from geo.schema import Layer
from geo.service.upkeep_answers import LayerCheck

RANK = "Rang"
PLACE = "Plek"
INCIDENTS = "Meldingen"
SCORE = "Score"
HECTARES = "Hectare"

_SAMPLES = 5
_OURS = (QUARANTINE_KEY, "import_id", "file", "row", "reason")
_SHOWN = {"file": "Bestand", "row": "Rij", "reason": "Reden"}


def tabulate_hotspots(
    hotspots: gpd.GeoDataFrame, layers: Mapping[Layer, AreaLayer]
) -> pd.DataFrame:
    """Table of hotspots by rank.

    Parameters
    ----------
    hotspots
        Hotspot frame.
    layers
        Area layers, for the names; a code without a name stays a code.

    Returns
    -------
    DataFrame
        Rang, Plek (wijk, and business park where there is one), Meldingen, Score, Hectare on the
        hotspots' index.
    """
    wijken = name_areas(hotspots[schema.WIJK_CODE], layers.get(Layer.WIJKEN))
    parks = name_areas(hotspots[schema.PARK_ID], layers.get(Layer.PARKS))
    return pd.DataFrame(
        {
            RANK: hotspots[schema.RANK],
            PLACE: [join_names(pair) for pair in zip(wijken, parks, strict=True)],
            INCIDENTS: hotspots[schema.INCIDENTS],
            SCORE: hotspots[schema.SCORE].astype(float).round(1),
            HECTARES: hotspots[schema.AREA_HA].astype(float).round(1),
        },
        index=hotspots.index,
    )


def label_hotspots(table: pd.DataFrame) -> list[str]:
    """Name each row of a hotspot table in one line: rank, place and incidents."""
    columns = (table[RANK], table[PLACE], table[INCIDENTS])
    return [
        f"{rank} · {place} · {wording.say_count(count, 'melding', 'meldingen')}"
        for rank, place, count in zip(*columns, strict=True)
    ]


def name_areas(codes: pd.Series, layer: AreaLayer | None) -> pd.Series:
    """Put the names of areas in place of their codes.

    Parameters
    ----------
    codes
        Area codes, any index; missing where there is none.
    layer
        Layer that knows the names; a code that it does not know stays a code.

    Returns
    -------
    Series
        Text on the index of ``codes``, empty where missing.
    """
    names = {} if layer is None else _names_by_code(layer.areas)
    # Few rows: plain Python is ten times as quick as the ways of pandas to do the same.
    named = ["" if pd.isna(code) else names.get(code, code) for code in codes.tolist()]
    return pd.Series(named, index=codes.index, dtype="str")


def join_names(names: tuple[str, str]) -> str:
    """Name a place by its wijk and its business park, as far as it lies in one."""
    # A park often bears the name of its wijk.
    return ", ".join(dict.fromkeys(name for name in names if name)) or "buiten de wijken"


def _names_by_code(areas: pd.DataFrame) -> dict[str, str]:
    names = areas[schema.AREA_NAME].fillna("")
    # An imported layer may hold a code twice, of which the first counts; the check says so.
    return dict(reversed(list(zip(areas[schema.AREA_CODE], names, strict=True))))


def tabulate_layers(layers: Mapping[Layer, AreaLayer]) -> pd.DataFrame:
    """Table of area layers: number of areas, source, year, schematic, official or imported."""
    rows = [
        {
            "Laag": wording.LAYERS[layer],
            "Gebieden": len(content.areas),
            "Bron": content.source,
            "Jaar": str(content.year or "onbekend"),
            "Soort": _say_kind(content),
        }
        for layer, content in layers.items()
    ]
    return pd.DataFrame(rows, columns=["Laag", "Gebieden", "Bron", "Jaar", "Soort"])


def tabulate_findings(checks: Sequence[LayerCheck]) -> pd.DataFrame:
    """Table of what is wrong with the area layers; empty where nothing is."""
    rows = [
        {
            "Laag": wording.LAYERS[check.layer.layer],
            "Bevinding": wording.FINDINGS.get(finding.kind, finding.kind),
            "Aantal": finding.count,
            "Bijvoorbeeld": ", ".join(finding.examples).replace("row ", "rij "),
            "Wat te doen": wording.FINDING_REMEDIES.get(finding.kind, ""),
        }
        for check in checks
        for finding in check.findings
    ]
    names = ["Laag", "Bevinding", "Aantal", "Bijvoorbeeld", "Wat te doen"]
    return pd.DataFrame(rows, columns=names)


def tabulate_areas(layer: AreaLayer) -> pd.DataFrame:
    """Table of the areas of a layer: code, name, figures, and contact points if there are any."""
    names = {
        schema.AREA_CODE: "Code",
        schema.AREA_NAME: "Naam",
        schema.INHABITANTS: "Inwoners",
        schema.DWELLINGS: "Woningen",
    }
    if layer.areas[schema.CONTACT].notna().any():
        names[schema.CONTACT] = "Contactpunt"
    return pd.DataFrame(layer.areas[list(names)]).rename(columns=names)


def tabulate_sources(sources: pd.DataFrame) -> pd.DataFrame:
    """Table of where the incidents come from.

    Parameters
    ----------
    sources
        ``source``, ``incidents``, ``without_place``, ``first`` and ``last`` (days) of each.
    """
    return pd.DataFrame(
        {
            "Bron": sources["source"].map(wording.say_source),
            "Meldingen": sources["incidents"],
            "Zonder plaats": sources["without_place"],
            "Van": [wording.say_date(day) for day in sources["first"]],
            "Tot en met": [wording.say_date(day) for day in sources["last"]],
        },
        index=sources.index,
    )


def tabulate_mapping(fields: Mapping[str, tuple[str, ...]], sample: pd.DataFrame) -> pd.DataFrame:
    """Table of what each column of a file is taken as, with its first values.

    Parameters
    ----------
    fields
        What an incident knows to the columns that tell it.
    sample
        First rows as text, mapped columns only.
    """
    rows = [
        {
            "Wordt gelezen als": wording.say_field(field),
            "Kolom": column,
            "Eerste waarden": " | ".join(text or "(leeg)" for text in _texts(sample[column])),
        }
        for field, columns in fields.items()
        for column in columns
    ]
    return pd.DataFrame(rows, columns=["Wordt gelezen als", "Kolom", "Eerste waarden"])


def tabulate_imports(imports: pd.DataFrame, timezone: ZoneInfo) -> pd.DataFrame:
    """Table of the imports, in their order: file, source, moment and what became of its rows.

    Parameters
    ----------
    imports
        ``file``, ``source``, ``imported_at`` (UTC, without a zone), the counts of each import and
        how many of its rows still wait to be mended.
    timezone
        In which the moments are told.
    """
    moments = imports["imported_at"].dt.tz_localize("UTC").dt.tz_convert(timezone)
    return pd.DataFrame(
        {
            "Bestand": imports["file"],
            "Bron": imports["source"].map(wording.say_source),
            "Ingelezen op": [wording.say_moment(moment) for moment in moments],
            "Gelezen": imports["read"],
            "Aangenomen": imports["accepted"],
            "Al bekend": imports["duplicate"],
            "Geweigerd": imports["refused"],
            "Nog te herstellen": imports["waiting"],
        },
        index=imports.index,
    )


def tabulate_quarantine(refused: pd.DataFrame) -> pd.DataFrame:
    """Table of refused rows: file, row and reason in Dutch, then the file's own columns.

    Parameters
    ----------
    refused
        As the store reads them: its own five columns, then those of the file as written.
    """
    ours, own = _part_refused(refused)
    own = own.fillna("")
    known = ours[list(_SHOWN)].rename(columns=_SHOWN)
    known["Reden"] = known["Reden"].map(wording.say_refusal)
    named = {name: f"{name} (in bestand)" for name in own if name in known}
    return pd.concat([known, own.rename(columns=named)], axis=1)


def tabulate_repair(refused: pd.DataFrame) -> pd.DataFrame:
    """Table of refused rows to mend in a spreadsheet and take in again.

    Parameters
    ----------
    refused
        Refused rows of one import.

    Returns
    -------
    DataFrame
        The key by which a row is known again, its place and reason in Dutch, then the file's own
        columns under their own names. A column of ours that the file has too is left out.
    """
    ours, own = _part_refused(refused)
    known = pd.DataFrame(
        {
            QUARANTINE_KEY: ours[QUARANTINE_KEY],
            "Rij in bestand": ours["row"],
            "Geweigerd omdat": ours["reason"].map(wording.say_refusal),
        }
    )
    taken = {str(name).casefold() for name in own}
    kept = [name for name in known if str(name).casefold() not in taken]
    return pd.concat([known[kept], own], axis=1)


def count_reasons(refused: pd.DataFrame) -> dict[str, int]:
    """Count the reasons for which rows were refused, as the store reads those rows."""
    reasons = _part_refused(refused)[0]["reason"]
    return {str(reason): int(count) for reason, count in reasons.value_counts().items()}


def tabulate_reasons(reasons: Mapping[str, int]) -> pd.DataFrame:
    """Table of the reasons for which rows were refused, most frequent first."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    rows = [{"Reden": wording.say_refusal(reason), "Rijen": count} for reason, count in ordered]
    return pd.DataFrame(rows, columns=["Reden", "Rijen"])


def _part_refused(refused: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the columns of the store from those of the file, which may bear the same names."""
    ours = refused.iloc[:, : len(_OURS)].set_axis(list(_OURS), axis=1)
    return ours, refused.iloc[:, len(_OURS) :]


def _say_kind(layer: AreaLayer) -> str:
    if layer.schematic:
        return "schematisch"
    return "officieel" if layer.official else "ingelezen bestand"


def _texts(values: pd.Series) -> list[str]:
    return values.head(_SAMPLES).fillna("").astype(str).str.strip().tolist()
