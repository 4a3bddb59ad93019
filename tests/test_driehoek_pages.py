from dataclasses import replace
from datetime import date

import pytest
from meetings import HOME, ask, build_town
from placement_town import LAST_DAY, MOMENT, USED, YOUTH, place_west
from placement_town import build_town as build_camera_town

from geo import service
from geo.analysis.trends import Difference
from geo.disclosure import Audience, Held
from geo.params import Period
from geo.placements import find_days_before
from geo.present.driehoek.back import build_back_pages
from geo.present.driehoek.cameras import build_camera_page
from geo.present.driehoek.figure_table import say_cell
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.policy import build_policy_page, build_priority_page
from geo.present.driehoek.theme import build_theme_page
from geo.present.paper.document import Points, Table, Text, Tone
from geo.service.driehoek.answers import Figure

LAST = Period(first=USED.first, last=LAST_DAY)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("bladen"))


@pytest.fixture(scope="module")
def meeting(town):
    return service.prepare_meeting(town, ask())


@pytest.fixture(scope="module")
def camera_town(tmp_path_factory):
    town = build_camera_town(tmp_path_factory.mktemp("camera"))
    service.record_placement(town, place_west(), now=MOMENT)
    return town


def read(page):
    """All texts of a page."""
    for block in (*page.left, *page.right):
        match block:
            case Text():
                yield block.text
            case Points():
                yield from (item.text for item in block.items)
            case Table():
                yield from (cell.text for row in block.rows for cell in row)


def find_table(page):
    return next(block for block in page.left if isinstance(block, Table))


@pytest.mark.parametrize(
    ("count", "cell"),
    [
        (1708, "1.708"),
        (0, "0"),
        (Held.FEW, "te klein"),
        (Held.HIDDEN, "niet getoond"),
        (Held.PARTNER, "niet getoond"),
        (None, "-"),
    ],
)
def test_counts_in_cells(count, cell) -> None:
    assert say_cell(count) == cell


def test_pages_come_in_the_order_of_the_meeting(meeting) -> None:
    titles = [page.title for page in build_briefing(meeting).pages]
    starts = (
        "Het totaal", "Prioriteiten", "Woninginbraak", "Jeugdoverlast", "Per wijk",
        "Bedrijventerreinen", "Camera's", "Surveillance", "Misdrijven - Politie",
        "Om te bespreken", "Zo is er gerekend", "Gegevens, bronnen en grenzen",
    )  # fmt: skip
    assert len(titles) == len(starts)
    assert all(title.startswith(start) for title, start in zip(titles, starts, strict=True))


def test_every_page_says_how_to_explain_it(meeting) -> None:
    assert all(page.notes for page in build_briefing(meeting).pages)


def test_nothing_is_foretold(meeting) -> None:
    texts = [text for page in build_briefing(meeting).pages for text in (*read(page), *page.notes)]
    assert not [text for text in texts if "voorspelt" in text.lower()]


def test_the_policy_has_its_own_form(meeting) -> None:
    table = find_table(build_policy_page(meeting.policy))
    assert table.header == ("Misdrijf", "2023", "2024", "2025", "2024-2025 gemeente",
                            "2024-2025 eenheid")  # fmt: skip
    rows = [tuple(cell.text for cell in row) for row in table.rows]
    assert rows[0] == ("Totaal aantal misdrijven", "100 °", "90 °", "80 °", "-11%", "-9%")
    assert rows[1] == ("Inbraak woning", "50 °", "40", "30", "-25%", "-16%")


def test_a_small_number_stands_in_brackets_and_no_change_is_a_sign(meeting) -> None:
    rise = Difference(now=16, before=5, low=0, high=22, p_value=0.03, percent=220, is_small=True)
    same = replace(rise, now=9, before=9, percent=0.0)
    first, second, third = meeting.policy.rows
    rows = (replace(first, change=rise), replace(second, change=same), replace(third, change=None))
    table = find_table(build_policy_page(replace(meeting.policy, rows=rows)))
    assert [row[4].text for row in table.rows] == ["(+220%) klein aantal", "=", "-"]


def test_what_was_published_otherwise_is_said(meeting) -> None:
    texts = list(read(build_policy_page(meeting.policy)))
    assert any("Straatroof 2024: 0, gepubliceerd 9" in text for text in texts)


def test_a_priority_that_nobody_filled_in_is_asked_for(meeting) -> None:
    table = find_table(build_priority_page(meeting))
    homes, youth, elderly = ([cell.text for cell in row] for row in table.rows)
    assert homes[1:4] == ["50", "40", "30"]
    assert youth[1:4] == ["-", "-", "-"]
    assert elderly[-1] == "Voorlichting gehouden in het dorpshuis."
    empty = replace(meeting.priorities[2], status=None)
    page = build_priority_page(replace(meeting, priorities=(empty,)))
    assert find_table(page).rows[0][-1].tone is Tone.MISSING


def test_a_month_is_not_held_against_the_years_of_the_policy(town) -> None:
    march = Period(first=date(2025, 3, 1), last=date(2025, 3, 31))
    told = service.prepare_meeting(town, ask(Audience.PUBLIC, march))
    assert any("de gekozen periode is 31 dagen" in text for text in read(build_priority_page(told)))


def test_what_has_no_place_is_said_below_the_map(meeting) -> None:
    part = replace(meeting.themes[0], without_place=3)
    picture, *_ = build_theme_page(meeting, part).left
    assert picture.caption.endswith("Zonder plaats, en dus niet op de kaart: 3.")


def test_a_page_without_hotspots_says_so(meeting) -> None:
    part = meeting.themes[0]
    bare = replace(part, hotspots=replace(part.hotspots, hotspots=part.hotspots.hotspots.head(0)))
    assert any("Geen hotspot" in text for text in read(build_theme_page(meeting, bare)))


def test_who_may_see_no_places_gets_wijken_and_is_told_what_is_too_small(town) -> None:
    told = service.prepare_meeting(town, ask(Audience.PUBLIC))
    page = build_theme_page(told, told.themes[0])
    assert find_table(page).header[0] == "Wijk"
    assert "Per maand zijn de aantallen te klein om te tonen." in list(read(page))


def test_what_was_held_back_is_counted_on_the_last_page(town) -> None:
    told = service.prepare_meeting(town, ask(Audience.PUBLIC))
    *_, last = build_back_pages(told)
    assert any(f"{told.held_back} aantallen zijn" in text for text in read(last))


def test_questions_follow_from_the_figures(meeting) -> None:
    ask_page, *_ = build_back_pages(meeting)
    texts = list(read(ask_page))
    assert "Waarom tellen onze gegevens anders dan de politie publiceerde?" in texts
    rise = Difference(now=90, before=30, low=40, high=80, p_value=0.0, percent=200, is_small=False)
    part = replace(meeting.themes[0], figure=Figure(90, 30, rise))
    first, *_ = read(next(build_back_pages(replace(meeting, themes=(part,)))))
    assert first.startswith("Woninginbraak stijgt.")


def test_the_public_is_asked_nothing(town) -> None:
    told = service.prepare_meeting(town, ask(Audience.PUBLIC))
    assert not [page for page in build_back_pages(told) if page.title.startswith("Om te bespreken")]


def test_without_placements_the_page_says_what_to_do(meeting) -> None:
    assert any("pagina Camera" in text for text in read(build_camera_page(meeting)))


def test_a_placement_has_goal_verdict_and_advice(camera_town) -> None:
    told = service.prepare_meeting(camera_town, ask(period=LAST, themes=(YOUTH,)))
    page = build_camera_page(told)
    assert page.title == "Camera's: 1 plaatsing, 1 werkzaam aangetoond"
    (row,) = find_table(page).rows
    assert row[3].text == "50% minder meldingen"
    assert row[4].text.startswith("Werkzaam aangetoond. Op de plek en rondom samen")


def test_others_get_the_verdict_without_its_counts(camera_town) -> None:
    told = service.prepare_meeting(camera_town, ask(Audience.COUNCIL, LAST, themes=(YOUTH,)))
    (row,) = find_table(build_camera_page(told)).rows
    assert row[4].text == "Werkzaam aangetoond"
    assert not any(sign.isdigit() for sign in row[5].text)


def test_a_placement_that_just_began_cannot_be_measured(camera_town) -> None:
    before = find_days_before(USED)
    early = Period(first=before.first, last=USED.first)
    told = service.prepare_meeting(camera_town, ask(period=early, themes=(YOUTH,)))
    assert len(told.cameras) == 1
    none = Period(first=before.first, last=before.last)
    assert service.prepare_meeting(camera_town, ask(period=none, themes=(HOME,))).cameras == ()


def test_a_deck_is_dated_by_its_data(meeting) -> None:
    assert build_briefing(meeting).dated == date(2026, 11, 24)


@pytest.mark.parametrize("audience", Audience)
def test_every_page_says_for_whom_it_is(meeting, audience) -> None:
    told = replace(meeting, question=replace(meeting.question, audience=audience))
    assert build_briefing(told).mark
