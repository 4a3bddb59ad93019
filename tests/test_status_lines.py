from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meetings import build_town

from geo import service
from geo.errors import HotspotkaartError
from geo.intake.policy import read_policy
from geo.intake.status_lines import STATUS_FILE, StatusLine, add_status_line, read_status_lines
from geo.present.driehoek.policy import say_status

DAY = date(2026, 11, 24)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60)


@pytest.fixture
def town(tmp_path):
    return build_town(tmp_path, [])


def keep(town, text, by="beleidsadviseur", priority="senioren"):
    return service.keep_status(town, priority, text, by=by, on=DAY)


def test_what_is_filled_in_goes_before_the_settings(town) -> None:
    assert read_policy(town).status["senioren"].text.startswith("Voorlichting")
    keep(town, "Tweede ronde gestart.")
    line = read_policy(town).status["senioren"]
    assert (line.text, line.by, line.on) == ("Tweede ronde gestart.", "beleidsadviseur", DAY)


def test_earlier_lines_stay_and_the_last_counts(town) -> None:
    keep(town, "Een.")
    keep(town, "Twee.", by="jurist")
    lines = service.read_status(town).list_lines("senioren")
    assert [(line.text, line.by) for line in lines] == [
        ("Twee.", "jurist"),
        ("Een.", "beleidsadviseur"),
    ]
    assert read_policy(town).status["senioren"].text == "Twee."


def test_an_empty_line_takes_back_what_was_written(town) -> None:
    keep(town, "Een.")
    keep(town, " ")
    assert "senioren" not in read_policy(town).status


def test_a_line_of_a_priority_that_the_policy_lost_is_passed_over(town) -> None:
    add_status_line(town, StatusLine(priority="vuurwerk", text="x", by="y", on=DAY))
    assert "vuurwerk" not in read_policy(town).status


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"priority": "onbekend"}, "status-priority-unknown"),
        ({"by": "  "}, "status-without-role"),
        ({"text": "x" * 401}, "settings-invalid"),
        ({"by": "x" * 61}, "settings-invalid"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(town, changes, key) -> None:
    told = {"text": "Een.", "by": "jurist", "priority": "senioren"} | changes
    with pytest.raises(HotspotkaartError) as refused:
        keep(town, **told)
    assert refused.value.key == key
    assert not (town.root / STATUS_FILE).exists()


def test_a_file_that_cannot_be_written_says_so(town) -> None:
    (town.root / STATUS_FILE).mkdir()
    with pytest.raises(HotspotkaartError) as refused:
        add_status_line(town, StatusLine(priority="senioren", text="x"))
    assert refused.value.key == "file-not-writable"


@given(WORDS, WORDS)
@settings(max_examples=30, deadline=None)
def test_any_words_come_back_as_they_were_written(tmp_path_factory, text, by) -> None:
    town = build_town(tmp_path_factory.mktemp("stand"), [], policy=False)
    line = StatusLine(priority="senioren", text=text, by=by, on=DAY)
    add_status_line(town, line)
    assert read_status_lines(town).lines == (line,)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (StatusLine(priority="a", text="Klaar."), "Klaar."),
        (StatusLine(priority="a", text="Klaar.", by="boa"), "Klaar. (boa)"),
        (
            StatusLine(priority="a", text="Klaar.", by="boa", on=DAY),
            "Klaar. (boa, 24 november 2026)",
        ),
    ],
)
def test_a_line_says_by_whom_and_when(line, said) -> None:
    assert say_status(line) == said


def test_a_workspace_without_a_policy_has_no_priorities(tmp_path) -> None:
    assert service.list_priorities(build_town(tmp_path, [], policy=False)) == ()
