"""What is told to who makes policy: no count of a few, and nothing that gives one away."""

from dataclasses import replace

import pandas as pd
import pytest
from agreement_drawings import HOTSPOT, draw_agreement
from meetings import HOME, YEAR, ask, build_town, draw_rows
from placement_town import MOMENT
from shapely import Point
from towns import OOST, WEST

from geo import service
from geo.access import Role, Viewer
from geo.agreements import write_outline
from geo.disclosure import Audience
from geo.errors import AccessError, ParamsError
from geo.params import HourSelection, Question
from geo.service.disclosing import Inside
from geo.settings import AccessSettings

POLICY = Viewer(frozenset({Role.BELEID}), known_as="b")
ORDER = Viewer(frozenset({Role.OPENBARE_ORDE}), known_as="o")
AGENT = Viewer(frozenset({Role.WIJKAGENT}), frozenset({"W1"}), known_as="a")
OUTSIDE = [Audience.COUNCIL, Audience.PUBLIC]
INSIDE = [Audience.INTERNAL, Audience.DRIEHOEK]
HOME_YEAR = Question(theme=HOME, period=YEAR)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Three burglaries of a business: the only theme of a few."""
    few = [("1.2.2", f"2025-05-0{day}T10:00", OOST) for day in (1, 2, 3)]
    rows = [*draw_rows(), *few, ("1.1.1", "2025-06-01T10:00", OOST)]
    return build_town(tmp_path_factory.mktemp("beleid"), rows, policy=False)


def as_seen_by(town, viewer, *, ground=None):
    source = {"name": "meldsysteem", "origin": "politie"} | ({"ground": ground} if ground else {})
    access = AccessSettings.model_validate({"sources": [source]})
    return replace(
        town, viewer=viewer, settings=town.settings.model_copy(update={"access": access})
    )


@pytest.fixture(scope="module")
def policy(town):
    return as_seen_by(town, POLICY)


def told(*columns):
    return pd.concat(columns).dropna()


def test_policy_gets_no_count_of_a_few(policy) -> None:
    comparison = service.compare_themes(policy, YEAR)
    summary = service.summarise_theme(policy, HOME_YEAR)
    counts = told(
        comparison.themes["now"],
        comparison.themes["before"],
        comparison.total["now"],
        summary.months["incidents"],
        summary.wijken["now"],
        summary.wijken["before"],
        *(service.summarise_incidents(policy, by=by)["incidents"] for by in ("theme", "wijk")),
        *(service.summarise_incidents(policy, by=by)["incidents"] for by in ("park", "month")),
    )
    assert len(counts)
    assert (counts >= 5).all()
    assert comparison.held
    assert summary.held
    assert (summary.incidents, summary.without_place) == (0, None)
    assert {*summary.place_precisions.values(), *summary.time_precisions.values()} == {0}


def test_who_may_see_few_gets_the_same_as_before(town) -> None:
    whole = service.compare_themes(town, YEAR)
    seen = service.compare_themes(as_seen_by(town, ORDER), YEAR)
    assert seen.held is whole.held is None
    assert (seen.themes["now"] == whole.themes["now"]).all()
    assert (seen.themes["now"].between(1, 4)).any()


@pytest.mark.parametrize("change", [{"area": "W1"}, {"hours": HourSelection(weekdays=(0,))}])
def test_no_part_is_told_that_could_be_subtracted(town, policy, change) -> None:
    question = replace(HOME_YEAR, **change)
    with pytest.raises(ParamsError) as refused:
        service.summarise_theme(policy, question)
    assert refused.value.key == "disclosure-narrowed"
    with pytest.raises(ParamsError):
        service.compare_themes(policy, YEAR, **change)
    # Nor to the outside by who does see it.
    summary = service.summarise_theme(town, question)
    with pytest.raises(ParamsError):
        service.disclose_theme(town, summary, Audience.PUBLIC)
    comparison = service.compare_themes(town, YEAR, **change)
    with pytest.raises(ParamsError):
        service.disclose_comparison(town, comparison, Audience.COUNCIL)
    assert service.disclose_theme(town, summary, Audience.DRIEHOEK).answer is summary


@pytest.mark.parametrize("audience", OUTSIDE)
def test_a_theme_of_a_few_is_not_the_total_less_what_other_files_tell(town, audience) -> None:
    """A reader takes the total, and the count of each other theme from its own file."""
    comparison = service.compare_themes(town, YEAR)
    shown = service.disclose_comparison(town, comparison, audience).answer
    true = comparison.themes["now"]
    (total,) = shown.total["now"]
    if not pd.isna(total):
        rest = total - true[true >= 5].sum()
        few = true[(true > 0) & (true < 5)]
        assert len(few) > 1
        assert min(rest, 4) - max(rest - 4 * (len(few) - 1), 0) >= 3
    # What has a file of its own is told here as well.
    assert shown.themes["now"].dropna().tolist() == true[true >= 5].tolist()


@pytest.mark.parametrize("audience", OUTSIDE)
def test_what_was_held_back_from_policy_is_in_no_file_of_theirs(policy, audience) -> None:
    comparison = service.compare_themes(policy, YEAR)
    summary = service.summarise_theme(policy, HOME_YEAR)
    assert service.disclose_comparison(policy, comparison, audience).answer is comparison
    assert service.disclose_theme(policy, summary, audience).answer is summary
    assert service.disclose_comparison(policy, comparison, audience).held == comparison.held
    rows = service.summarise_incidents(policy)
    held = service.disclose_summary(policy, rows, audience)
    assert held.held_back == rows["incidents"].isna().sum() > 0


@pytest.mark.parametrize("audience", INSIDE)
def test_policy_makes_no_file_for_who_may_see_more(policy, audience) -> None:
    comparison = service.compare_themes(policy, YEAR)
    summary = service.summarise_theme(policy, HOME_YEAR)
    rows = service.summarise_incidents(policy)
    for hand_on in (
        lambda: service.read_rules(policy, audience),
        lambda: service.disclose_comparison(policy, comparison, audience),
        lambda: service.disclose_theme(policy, summary, audience),
        lambda: service.disclose_summary(policy, rows, audience),
        lambda: service.keep_inside(policy, "plan", audience, Inside.SURVEY),
        lambda: service.prepare_meeting(policy, ask(audience)),
    ):
        with pytest.raises(AccessError) as refused:
            hand_on()
        assert refused.value.key == "access-refused"


@pytest.mark.parametrize("audience", OUTSIDE)
def test_policy_prepares_a_meeting_for_the_council_and_the_public(town, policy, audience) -> None:
    mine = service.prepare_meeting(policy, ask(audience))
    theirs = service.prepare_meeting(town, ask(audience))
    assert mine.total == theirs.total
    assert [part.figure for part in mine.themes] == [part.figure for part in theirs.themes]
    assert all(part.hotspots is None for part in mine.themes)


def test_a_meeting_shows_no_places_of_police_rows_without_a_ground(town) -> None:
    bare = service.prepare_meeting(as_seen_by(town, ORDER), ask())
    assert all(len(part.hotspots.incidents) == 0 for part in bare.themes)
    assert all(part.hotspots.hotspots.empty for part in bare.themes)
    grounded = as_seen_by(town, ORDER, ground="artikel 16 van de Wpg")
    whole = service.prepare_meeting(grounded, ask())
    assert [len(part.hotspots.incidents) for part in whole.themes] == [31, 26]
    # Figures alone are of all rows.
    council = service.prepare_meeting(as_seen_by(town, ORDER), ask(Audience.COUNCIL))
    assert council.themes[1].figure.now == 26


def test_a_wijkagent_sees_and_changes_the_agreements_of_their_own_wijken_alone(tmp_path) -> None:
    town = build_town(tmp_path, draw_rows(homes=(5, 5), youths=(6, 6)), policy=False)
    agent = replace(town, viewer=AGENT)
    west, east = (
        draw_agreement(ground=replace(HOTSPOT, outline=write_outline(Point(*place).buffer(40))))
        for place in (WEST, OOST)
    )
    kept = [service.record_agreement(town, one, now=MOMENT) for one in (west, east)]
    assert [record.agreement_id for record in service.list_agreements(agent)] == [1]
    assert len(service.list_agreements(replace(town, viewer=ORDER))) == 2
    assert service.read_agreement(agent, 1).last == west
    day = YEAR.last
    assert service.measure_agreement(agent, 1, day).record.agreement_id == 1
    for change in (
        lambda: service.read_agreement(agent, 2),
        lambda: service.measure_agreement(agent, 2, day),
        lambda: service.revise_agreement(
            agent, kept[1], replace(east, note="Anders"), why="Anders", now=MOMENT
        ),
    ):
        with pytest.raises(ParamsError) as refused:
            change()
        assert refused.value.key == "agreement-unknown"
    with pytest.raises(AccessError):
        service.record_agreement(agent, east, now=MOMENT)
    lost = replace(town, viewer=Viewer(AGENT.roles, frozenset()))
    assert service.list_agreements(lost) == []
