from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from drawings import draw_layers

from geo.analysis.area_checks import Finding
from geo.present import accounts
from geo.schema import Layer
from geo.service.answers import DataStatus
from geo.service.upkeep_answers import BackupReport, LayerCheck, UndoReport

NOW = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
BACKUP = BackupReport(Path("k.duckdb"), 41_000_000, 1708, date(2018, 1, 1), date(2018, 2, 3), NOW)
NOTHING = DataStatus(0, 0, None, None, None, synthetic=False, sources=(), version=0)


@pytest.mark.parametrize(
    ("mended", "waiting", "sentence"),
    [
        (12, 3, "12 geweigerde rijen hersteld. Er staan nog 3 geweigerde rijen."),
        (1, 1, "1 geweigerde rij hersteld. Er staat nog 1 geweigerde rij."),
        (1708, 0, "1.708 geweigerde rijen hersteld. Er staan geen geweigerde rijen meer."),
    ],
)
def test_mended_rows_are_counted_with_those_that_wait(mended, waiting, sentence):
    assert accounts.say_mended(mended, waiting) == sentence


def test_an_undo_is_told_before_and_after():
    plan = UndoReport(3, "m.csv", removed=1708, restored=1, incidents=1)
    told = accounts.say_undo_plan(plan)
    assert "haalt 1.708 meldingen weg en zet 1 oudere versie terug. Daarna is er 1 melding." in told
    assert "terug" not in accounts.say_undo_plan(UndoReport(3, "m.csv", 1, 0, 2))
    done = accounts.say_undone(plan)
    assert done.startswith("m.csv is ongedaan gemaakt: 1.708 meldingen weggehaald")


def test_replaced_rows_are_told_in_the_right_number():
    assert "verving er 1 een" in accounts.say_replaced(1)
    assert "vervingen er 1.708 een" in accounts.say_replaced(1708)


def test_what_there_is_fits_on_one_line():
    assert accounts.say_held(NOTHING) == "Er zijn nog geen meldingen of aangiften."
    held = DataStatus(
        1708, 0, date(2018, 1, 1), date(2018, 2, 3), NOW, synthetic=False, sources=("a",), version=1
    )
    assert accounts.say_held(held) == (
        "1.708 meldingen: 1 januari 2018 tot en met 3 februari 2018; ingelezen op 24 november 2026"
    )


def test_a_backup_stands_beside_what_there_is_now():
    table = accounts.tabulate_restore(BACKUP, NOTHING, 800_000)
    assert table["In de reservekopie"].tolist() == [
        "1.708", "1 januari 2018", "3 februari 2018", "24 november 2026, 12:05", "41,0 MB",
    ]  # fmt: skip
    assert table["Nu"].tolist() == ["0", "geen", "geen", "nooit", "0,8 MB"]
    assert "1.708 meldingen, 41,0 MB" in accounts.say_backup(BACKUP)
    assert accounts.say_restored(BACKUP).endswith("Er zijn nu 1.708 meldingen.")


def test_new_areas_are_told_with_what_is_wrong():
    layer = draw_layers()[Layer.WIJKEN]
    sound, faulty = LayerCheck(layer, ()), LayerCheck(layer, (Finding("gap", 1, ("A",), "b"),))
    assert "niets op aan te merken" in accounts.say_areas([sound])
    assert "1 bevinding" in accounts.say_areas([sound, faulty])
    assert accounts.say_dropped(Layer.WIJKEN, None).endswith("Er zijn nu geen wijken.")
    assert "Nu gelden weer: " in accounts.say_dropped(Layer.WIJKEN, sound)


def test_history_recalls_the_account_of_an_import():
    row = {
        "import_id": 3, "file": "m.csv", "source": "generic", "read": 4, "accepted": 1,
        "duplicate": 1, "replaced": 0, "refused": 2, "reasons": '{"no-time": 2}',
        "left_behind": '["naam"]', "facts": '{"crs": "EPSG:28992"}',
    }  # fmt: skip
    report = accounts.recall_import(pd.DataFrame([row]), 3)
    assert (report.read, report.accepted, report.refused) == (4, 1, 2)
    assert (report.reasons, report.left_behind) == ({"no-time": 2}, ("naam",))
