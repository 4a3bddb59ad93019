import pytest
from meetings import HOME, ask, build_town

from geo import service
from geo.disclosure import Audience
from geo.intake.house_style import HouseStyle
from geo.present.driehoek.pages import build_briefing
from geo.present.driehoek.preview import PagePreview, preview_pages, previews_html
from geo.present.driehoek.words import say_meeting


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return build_town(tmp_path_factory.mktemp("voorbeeld"))


def prepare(town, audience=Audience.DRIEHOEK, **more):
    meeting = service.prepare_meeting(town, ask(audience, themes=(HOME,), **more))
    return meeting, build_briefing(meeting)


def test_each_page_shows_its_message_and_a_theme_its_map(town) -> None:
    _, briefing = prepare(town)
    shares = []
    previews = preview_pages(briefing, HouseStyle(), progress=shares.append)
    assert [each.title for each in previews] == [page.title for page in briefing.pages]
    (theme,) = [each for each in previews if each.picture is not None]
    assert theme.title.startswith("Woninginbraak")
    assert theme.picture.startswith(b"\x89PNG")
    # Small enough for a phone.
    assert len(theme.picture) < 100_000
    assert theme.alt.startswith("Kaart van Town")
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert preview_pages(briefing, HouseStyle()) == previews


def test_who_may_see_no_places_gets_no_map(town) -> None:
    _, briefing = prepare(town, Audience.COUNCIL)
    pictures = [each.alt for each in preview_pages(briefing, HouseStyle()) if each.picture]
    assert not [alt for alt in pictures if alt.startswith("Kaart")]


def test_nothing_in_a_title_becomes_markup() -> None:
    html = previews_html((PagePreview("<b>x</b> ${y}", b"\x89PNG", '"><script>'),))
    assert "<script>" not in html
    assert "<b>x</b>" not in html
    assert "${" not in html
    assert html.count("<li>") == 1


def test_a_few_lines_say_what_was_held_back(town) -> None:
    meeting, briefing = prepare(town)
    lines = list(say_meeting(meeting, briefing))
    assert lines[0].startswith(f"{len(briefing.pages) + 1} bladen over 1 januari 2025")
    assert lines[1] == "Voor de driehoek is niets achtergehouden. Deel deze bladen niet verder."
    told, pages = prepare(town, Audience.PUBLIC)
    _, held = say_meeting(told, pages)
    assert f"{told.held_back} aantallen zijn niet getoond: kleiner dan 5" in held


def test_a_period_without_one_before_says_so(town) -> None:
    meeting, briefing = prepare(town, period=ask().period.previous)
    assert "niets om mee te vergelijken" in next(say_meeting(meeting, briefing))
