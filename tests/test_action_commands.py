import json

import pytest
from placement_town import LAST_DAY, USED, build_town

from geo import service
from geo.agreements import Party, Status
from geo.present.sentences import SENTENCES

WHAT = ("--kind", "youth-work", "--who", "boa", "--who", "youth-work")
WHEN = ("--begin", USED.first, "--end", USED.last, "--theme", "jeugdoverlast")
HOTSPOT = ("--hotspot", 1, "--from", "2025-09-01", "--to", "2026-08-02")
ASKED = (*WHAT, *WHEN, *HOTSPOT, "--reduction", 0.5)


@pytest.fixture
def town(tmp_path):
    return build_town(tmp_path)


@pytest.fixture
def call(run, town):
    """A command about actions in a town where youth work helped."""

    def answer(*words):
        return run("-w", town.root, "action", *words)

    return answer


def told(answer):
    code, out, err = answer
    assert code == 0, err
    return json.loads(out)


def refused(answer):
    code, out, _ = answer
    assert code == 1
    return json.loads(out)["error"]["key"]


def test_what_is_agreed_is_written_down_and_answered(call, town) -> None:
    answer = told(call("agree", *ASKED, "--note", "Drie avonden", "--json"))
    assert (answer["agreement"], answer["version"], answer["status"]) == (1, 1, "agreed")
    assert answer["who"] == ["boa", "youth-work"]
    assert answer["ground"]["wijken"] == ["West"]
    record = service.read_agreement(town, 1)
    assert answer["goal"]["start"] == record.first.goal.start > 0
    assert answer["goal"]["wanted"] == record.first.goal.wanted
    assert record.first.note == "Drie avonden"


def test_an_agreement_is_told_in_dutch(call) -> None:
    out = call("agree", *WHAT, *WHEN, "--area", "P1", "--times", 8)[1]
    assert "1. Jongerenwerk door boa en jongerenwerk, bedrijventerrein De Kade" in out
    assert "doel: 8 keer gedaan, uiterlijk 27 september 2026" in out


def test_agreements_are_listed_narrowed_and_changed_with_a_reason(call, town) -> None:
    assert "nog geen actie" in call("list")[1]
    call("agree", *ASKED)
    call("agree", *WHAT, *WHEN, "--area", "W2", "--times", 8)
    answer = told(call("revise", 2, "--status", "busy", "--done", 3, "--why", "Begonnen", "--json"))
    assert (answer["version"], answer["times_done"], answer["why"]) == (2, 3, "Begonnen")
    for words, expected in (
        ((), [1, 2]),
        (("--area", "W1"), [1]),
        (("--status", "busy"), [2]),
        (("--who", "police"), []),
        (("--from", "2027-01-01"), []),
        (("--to", USED.first), [1, 2]),
        (("--since", "2100-01-01"), []),
    ):
        found = told(call("list", *words, "--json"))["agreements"]
        assert sorted(one["agreement"] for one in found) == expected, words
    lines = call("list")[1]
    assert "   versie 2: Begonnen" in lines
    assert service.read_agreement(town, 2).last.status is Status.BUSY
    assert service.read_agreement(town, 2).first.parties == (Party.BOA, Party.YOUTH_WORK)


def test_days_are_changed_and_the_rest_stays(call, town) -> None:
    call("agree", *ASKED)
    call("revise", 1, "--end", "2026-10-11", "--by", "2026-11-01", "--why", "Langer nodig")
    first, last = service.read_agreement(town, 1).versions
    assert last.agreement.used.first == first.agreement.used.first
    assert last.agreement.used.last.isoformat() == "2026-10-11"
    assert last.agreement.goal.by.isoformat() == "2026-11-01"
    assert last.agreement.goal.start == first.agreement.goal.start


def test_the_result_is_told_or_why_there_is_none(call) -> None:
    call("agree", *ASKED)
    answer = told(call("result", 1, "--as-of", LAST_DAY, "--json"))
    assert (answer["effect"], answer["why_not"]) == (None, "nobody says that it was begun")
    call("revise", 1, "--status", "done", "--why", "Klaar")
    answer = told(call("result", 1, "--as-of", LAST_DAY, "--json"))
    assert answer["effect"]["verdict"] == "effective"
    assert answer["effect"]["reduction_expected"] == 0.5
    assert answer["reached"] is True
    out = call("result", 1, "--as-of", LAST_DAY)[1]
    assert "effect: Meer gedaald dan elders." in out
    assert "doel: " in out


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*WHAT, *WHEN, "--times", 3), "agreement-place"),
        ((*ASKED, "--area", "W1"), "agreement-place"),
        ((*WHAT, *WHEN, "--hotspot", 1, "--times", 3), "agreement-place"),
        ((*WHAT, *WHEN, *HOTSPOT, "--times", 3, "--at-most", 2), "agreement-goal-figures"),
        ((*ASKED, "--at-most", 2), "agreement-goal-figures"),
        ((*WHAT, *WHEN, *HOTSPOT), "agreement-goal-figures"),
        ((*ASKED, "--note", "Bel 06-12345678"), "text-phone"),
        ((*ASKED, "--theme", "bestaat-niet"), "theme-unknown"),
        ((*WHAT, *WHEN, "--area", "W9", "--times", 3), "area-unknown"),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_not_kept(call, town, words, key) -> None:
    assert refused(call("agree", *words, "--json")) == key
    assert key in SENTENCES
    assert service.list_agreements(town) == []


def test_an_agreement_that_is_not_there_is_refused(call) -> None:
    assert refused(call("result", 9, "--json")) == "agreement-unknown"
    assert refused(call("revise", 9, "--why", "x", "--json")) == "agreement-unknown"
