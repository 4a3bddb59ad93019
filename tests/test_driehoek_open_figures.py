from dataclasses import replace

import pytest
from meetings import HOME, YOUTH, ask, build_town
from open_drawings import MOMENT, draw_figures
from test_driehoek_pages import read
from test_open_words import REPORT, THEME

from geo import service
from geo.analysis.shared_trends import Shared
from geo.present.driehoek.open_figures import build_check_page, build_open_page
from geo.present.driehoek.pages import build_briefing
from geo.service.driehoek.answers import Audience
from geo.service.open_answers import Side
from geo.store import Store

CELLS = [
    ("1.1.1", area, year, 0, count)
    for area, counts in (("T1", (41, 30)), ("GM9902", (400, 410)))
    for year, count in zip((2024, 2025), counts, strict=True)
]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = build_town(tmp_path_factory.mktemp("open"))
    with Store(town.store_path) as store:
        store.open_figures.add([draw_figures(CELLS)], imported_at=MOMENT)
    return town


@pytest.fixture(scope="module")
def meeting(town):
    return service.prepare_meeting(town, ask())


def titles(meeting):
    return [page.title for page in build_briefing(meeting).pages]


def test_without_figures_there_is_no_page(tmp_path) -> None:
    meeting = service.prepare_meeting(build_town(tmp_path), ask())
    assert meeting.open_figures is None
    assert not any("Officiële cijfers" in title for title in titles(meeting))


def test_the_page_stands_in_the_briefing_with_our_count_beside_theirs(meeting) -> None:
    assert sum("Officiële cijfers" in title for title in titles(meeting)) == 1
    texts = list(read(build_open_page(meeting, meeting.open_figures)))
    assert {"41", "30", "-27%", "+3%"} <= set(texts)
    checks = list(read(build_check_page(meeting.open_figures)))
    assert "onze gegevens tellen 40, politie.nl 41" in " ".join(checks)
    assert {"Woninginbraak", "2024", "40", "41", "-1"} <= set(checks)
    assert sum("naast die van politie.nl" in title for title in titles(meeting)) == 1


@pytest.mark.parametrize("audience", [Audience.COUNCIL, Audience.PUBLIC])
def test_others_see_what_the_police_published_and_none_of_our_counts(town, audience) -> None:
    told = service.prepare_meeting(town, ask(audience))
    assert told.open_figures.checks == ()
    assert not any("naast die van politie.nl" in title for title in titles(told))
    assert told.open_figures.themes
    texts = " ".join(read(build_open_page(told, told.open_figures)))
    assert "politie.nl" in texts
    assert "onze gegevens" not in texts


@pytest.mark.parametrize(
    ("shared", "title"),
    [
        (Shared.HITHER, "Woninginbraak: hier een stijging en bij de buurgemeenten een daling"),
        (Shared.BETTER, "Woninginbraak: verloop hier gunstiger dan bij de buurgemeenten"),
        (Shared.NO_CHANGE, "Geen verschil met anderen dat meer is dan toeval"),
        (Shared.UNSETTLED, "Geen verschil met anderen dat meer is dan toeval"),
        (Shared.TOO_FEW, "Te weinig jaren of te kleine aantallen om te oordelen"),
        (Shared.TOO_SHORT, "Te weinig jaren of te kleine aantallen om te oordelen"),
    ],
)
def test_a_title_claims_no_more_than_the_counts_carry(meeting, shared, title) -> None:
    others = frozenset({Side.NEIGHBOURS})
    theme = replace(THEME, theme=HOME, shared=dict.fromkeys(others, shared), sure=others)
    page = build_open_page(meeting, replace(REPORT, themes=(theme,)))
    assert page.title == f"Officiële cijfers. {title}"


def test_a_title_picks_no_theme_out_that_many_comparisons_explain(meeting) -> None:
    theme = replace(THEME, theme=HOME, shared={Side.NEIGHBOURS: Shared.WORSE})
    page = build_open_page(meeting, replace(REPORT, themes=(theme,)))
    assert page.title.endswith("Wat opvalt, kan tussen zoveel vergelijkingen toeval zijn")


@pytest.mark.parametrize(("themes", "said"), [((HOME,), []), ((HOME, YOUTH), ["2"])])
def test_only_several_comparisons_are_called_many(meeting, themes, said) -> None:
    told = tuple(replace(THEME, theme=name, years={Side.NEIGHBOURS: {}}) for name in themes)
    page = build_open_page(meeting, replace(REPORT, themes=told))
    many = [note.split()[3] for note in page.notes if "vergelijkingen tegelijk" in note]
    assert many == said


def test_themes_that_the_meeting_does_not_ask_for_stay_out(meeting) -> None:
    other = replace(THEME, theme="vernieling", title="Vernieling")
    page = build_open_page(meeting, replace(REPORT, themes=(other,)))
    assert page.title == "Officiële cijfers. Van deze thema's zijn geen twee jaren bekend"
    assert YOUTH not in " ".join(read(page))


def read_pages(meeting, *titles):
    pages = [page for page in build_briefing(meeting).pages if page.title.startswith(titles)]
    assert len(pages) == len(titles)
    return [" ".join([*read(page), *page.notes]) for page in pages]


@pytest.mark.parametrize("audience", Audience)
def test_what_happens_elsewhere_is_sent_to_its_page_where_that_tells_it(town, audience) -> None:
    told = service.prepare_meeting(town, ask(audience))
    for text in read_pages(told, "Bedrijventerreinen", "Gegevens, bronnen en grenzen"):
        assert "De pagina 'Officiële cijfers' zet de gemeente per jaar naast anderen" in text
        assert "bewijzen kan dat het niet" in text
        assert "niet ingelezen" not in text


@pytest.mark.parametrize("themes", [None, ()])
def test_what_happens_elsewhere_is_not_told_without_figures_of_others(meeting, themes) -> None:
    report = None if themes is None else replace(REPORT, themes=themes)
    alone = replace(meeting, open_figures=report)
    for text in read_pages(alone, "Bedrijventerreinen", "Gegevens, bronnen en grenzen"):
        assert "cijfers van buurgemeenten over twee jaren nodig; die zijn niet ingelezen" in text
        assert "De pagina 'Officiële cijfers'" not in text
