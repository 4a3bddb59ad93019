"""What was done to the data and what a step would do, in Dutch sentences."""

import json
from collections.abc import Sequence
from typing import Final

import pandas as pd

from geo.intake.boundaries import AreaLayer
from geo.present import wording
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.service.upkeep_answers import (
    BackupReport,
    FileReport,
    LayerCheck,
    UndoReport,
)

_NOTHING_YET: Final = "Er zijn nog geen meldingen of aangiften."


def say_held(data: DataStatus) -> str:
    """Say in one line what there is: incidents, days, day of the last import."""
    if not data.incidents:
        return _NOTHING_YET
    return f"{_say_incidents(data.incidents)}: {wording.say_data(data)}"


def say_replaced(count: int) -> str:
    """Say how many of the accepted rows took the place of an earlier version."""
    if count == 1:
        return "Van de aangenomen rijen verving er 1 een oudere versie van dezelfde melding."
    number = wording.say_number(count)
    return f"Van de aangenomen rijen vervingen er {number} een oudere versie van dezelfde melding."


def say_mended(mended: int, waiting: int) -> str:
    """Say how many refused rows came right, and how many still wait."""
    count = wording.say_count(mended, "geweigerde rij", "geweigerde rijen")
    return f"{count} hersteld. {say_waiting(waiting)}"


def say_waiting(waiting: int) -> str:
    """Say how many refused rows nobody has mended yet."""
    if not waiting:
        return "Er staan geen geweigerde rijen meer."
    verb = "staat" if waiting == 1 else "staan"
    count = wording.say_count(waiting, "geweigerde rij", "geweigerde rijen")
    return f"Er {verb} nog {count}."


def say_undo_plan(plan: UndoReport) -> str:
    """Say what undoing the last import would do."""
    text = f"Ongedaan maken haalt {_say_incidents(plan.removed)} weg"
    if plan.restored:
        text += f" en zet {wording.say_count(plan.restored, 'oudere versie', 'oudere versies')}"
        text += " terug"
    verb = "is" if plan.incidents == 1 else "zijn"
    return (
        f"{text}. Daarna {verb} er {_say_incidents(plan.incidents)}. De geweigerde rijen van dit "
        "bestand verdwijnen; rijen die het herstelde, worden weer geweigerd."
    )


def say_undone(report: UndoReport) -> str:
    """Say what undoing an import did."""
    text = f"{report.file} is ongedaan gemaakt: {_say_incidents(report.removed)} weggehaald"
    if report.restored:
        text += f", {wording.say_count(report.restored, 'oudere versie', 'oudere versies')}"
        text += " teruggezet"
    return f"{text}. {_say_now(report.incidents)}"


def say_backup(report: BackupReport) -> str:
    """Say what a backup holds."""
    return (
        f"De reservekopie is gemaakt: {_say_incidents(report.incidents)}, "
        f"{wording.say_size(report.size_bytes)}. Bewaar haar op een veilige plek: alle meldingen "
        "staan erin."
    )


def say_restored(report: BackupReport) -> str:
    """Say what putting a backup back did."""
    return f"De reservekopie is teruggezet. {_say_now(report.incidents)}"


def say_areas(checks: Sequence[LayerCheck]) -> str:
    """Say which areas hold from now on, and whether something is wrong with them."""
    taken = wording.say_list([_say_layer(check.layer) for check in checks])
    found = sum(len(check.findings) for check in checks)
    if not found:
        return f"Vanaf nu gelden: {taken}. Er is niets op aan te merken."
    faults = wording.say_count(found, "bevinding", "bevindingen")
    return f"Vanaf nu gelden: {taken}. Er is wel iets op aan te merken: {faults}, zie hieronder."


def say_dropped(layer: Layer, left: LayerCheck | None) -> str:
    """Say what holds now that an imported layer was taken away."""
    gone = f"De ingelezen {wording.LAYERS[layer]} zijn weggehaald."
    if left is None:
        return f"{gone} Er zijn nu geen {wording.LAYERS[layer]}."
    return f"{gone} Nu gelden weer: {_say_layer(left.layer)}."


def tabulate_restore(backup: BackupReport, data: DataStatus, size_bytes: int) -> pd.DataFrame:
    """Table of what is in a backup beside what there is now."""
    as_of = (backup.imported_at, data.as_of)
    return pd.DataFrame(
        {
            "": ["Meldingen en aangiften", "Eerste dag", "Laatste dag", "Ingelezen op", "Grootte"],
            "In de reservekopie": [
                wording.say_number(backup.incidents),
                *(wording.say_date(day) if day else "geen" for day in (backup.first, backup.last)),
                wording.say_moment(as_of[0]) if as_of[0] else "nooit",
                wording.say_size(backup.size_bytes),
            ],
            "Nu": [
                wording.say_number(data.incidents),
                *(wording.say_date(day) if day else "geen" for day in (data.first, data.last)),
                wording.say_moment(as_of[1]) if as_of[1] else "nooit",
                wording.say_size(size_bytes),
            ],
        }
    )


def recall_import(imports: pd.DataFrame, import_id: int) -> FileReport:
    """Return the account of an import as the history kept it.

    Parameters
    ----------
    imports
        The history; must hold the import.
    import_id
        Which import.
    """
    row = imports[imports["import_id"] == import_id].iloc[0]
    return FileReport(
        file=str(row["file"]),
        source=str(row["source"]),
        read=int(row["read"]),
        accepted=int(row["accepted"]),
        duplicate=int(row["duplicate"]),
        replaced=int(row["replaced"]),
        refused=int(row["refused"]),
        reasons=json.loads(row["reasons"]),
        fields={},
        left_behind=tuple(json.loads(row["left_behind"])),
        facts=json.loads(row["facts"]),
        import_id=import_id,
    )


def _say_incidents(count: int) -> str:
    if not count:
        return "geen meldingen"
    return wording.say_count(count, "melding", "meldingen")


def _say_now(count: int) -> str:
    return f"Er {'is' if count == 1 else 'zijn'} nu {_say_incidents(count)}."


def _say_layer(layer: AreaLayer) -> str:
    names = wording.AREA_KINDS[layer.layer], wording.LAYERS[layer.layer]
    return f"{wording.say_count(len(layer.areas), *names)} ({layer.source})"
