"""Suggested camera sites in Dutch: tables, labels, and why each is suggested."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from geo import schema
from geo.analysis.trends import SMALL_COUNT
from geo.present.camera.words import (
    IGNORED,
    REPORTS,
    say_hindsight,
    say_outlook,
    say_proof,
)
from geo.present.changes import SMALL, say_signed
from geo.present.placement.choice_words import say_moved, say_setting, say_share
from geo.present.wording import say_count, say_number, say_short
from geo.service.camera.answers import (
    EXPECTED,
    FIRM,
    POINTS,
    CameraAdvice,
    InView,
    Sight,
    SiteAdvice,
)
from geo.service.camera.case import FEWEST_INCIDENTS

NUMBER: Final = "Nr"
PLACE: Final = "Plek"
INCIDENTS: Final = "Meldingen"
IN_HOTSPOTS: Final = "In hotspots"
SCORE: Final = "Score"
_POINTS: Final = "Punten"
SHARE: Final = "Deel van de score"
# Of its score, what no other camera covers.
ADDED: Final = "Daarvan nieuw"
CHOSEN: Final = "Hoe vaak gekozen"
SECOND: Final = "Op een na beste"

_NOT_LOADED: Final = "niet ingelezen"


def say_sight(sight: Sight) -> str:
    """Say how far buildings were reckoned with at a place."""
    if not sight.loaded:
        return IGNORED
    if not sight.known_here:
        return (
            "Rond deze plek zijn geen gebouwen ingelezen: of er iets in de weg staat, is niet "
            "bekend."
        )
    said = "Geen melding binnen het bereik ligt achter een gebouw."
    if sight.hidden:
        hidden = say_count(sight.hidden, *REPORTS)
        said = f"Nog {hidden} binnen het bereik, maar achter een gebouw."
    if sight.unknown:
        count = say_count(sight.unknown, *REPORTS)
        said += f" Rond {count} zijn geen gebouwen ingelezen."
    return said


def say_chosen(site: SiteAdvice) -> str:
    """Say how often the place came out in samples of the incidents."""
    if site.chosen is None:
        return "wordt berekend"
    return f"{say_number(site.chosen)} van {say_number(site.samples)}"


def tabulate_sites(advice: CameraAdvice, names: Sequence[str]) -> pd.DataFrame:
    """Table of the suggested sites, the one that covers most first."""
    sites = advice.sites
    return pd.DataFrame(
        {
            NUMBER: range(1, len(sites) + 1),
            PLACE: [names[site.site] for site in sites],
            INCIDENTS: [site.incidents for site in sites],
            IN_HOTSPOTS: [site.firm for site in sites],
            SCORE: [round(site.score, 1) for site in sites],
            SHARE: [_say_share(site) for site in sites],
            CHOSEN: [say_chosen(site) for site in sites],
            SECOND: [_say_second(site, names) for site in sites],
            "x": [round(site.place[0], 1) for site in sites],
            "y": [round(site.place[1], 1) for site in sites],
        }
    )


def label_sites(advice: CameraAdvice, names: Sequence[str]) -> list[str]:
    """Name each suggested site in one line."""
    return [
        f"{number} · {names[site.site]} · {say_count(site.incidents, *REPORTS)}"
        for number, site in enumerate(advice.sites, start=1)
    ]


def label_candidates(
    advice: CameraAdvice, names: Sequence[str], rows: Sequence[int] | None = None
) -> list[str]:
    """Name places to choose from in one line each, with what lies within range.

    Parameters
    ----------
    advice, names
        What was chosen from, and what `name_candidates` calls it.
    rows
        Which of the places, in which order; all of them unless told.
    """
    chosen = range(len(names)) if rows is None else rows
    table = advice.candidates.iloc[list(chosen)]
    counts, firm, places = table[schema.INCIDENTS], table[FIRM], table.get_coordinates()
    columns = (chosen, counts.tolist(), firm.tolist(), places.to_numpy().tolist())
    return [
        f"{names[row]} · {say_count(count, *REPORTS)}, {firm} in hotspots · x {x:.0f}, y {y:.0f}"
        for row, count, firm, (x, y) in zip(*columns, strict=True)
    ]


def describe_site(
    advice: CameraAdvice, site: SiteAdvice, names: Sequence[str]
) -> list[tuple[str, str]]:
    """State why a site is suggested, and how firm that is."""
    hindsight = say_hindsight(advice.outlook)
    return [
        ("Plek", f"{names[site.site]} (x {site.place[0]:.0f}, y {site.place[1]:.0f})"),
        ("Binnen bereik", _say_within(site)),
        ("Zicht", say_sight(site.sight)),
        *_describe_view(site.in_view),
        ("Deel van de score", _say_share(site)),
        ("Op een na beste", _say_lost(site, names)),
        ("Hoe vaak gekozen", f"in {say_chosen(site)} steekproeven uit de meldingen"),
        ("Bewijs", say_proof(advice)),
        ("De komende weken", say_outlook(advice)),
        *([("Terugkijkend", hindsight)] if hindsight else []),
    ]


def tabulate_addends(site: SiteAdvice, advice: CameraAdvice) -> pd.DataFrame:
    """Table of what each theme adds to the score of a site."""
    told = {theme.theme: theme for theme in advice.themes}
    themes = site.themes
    return pd.DataFrame(
        {
            "Thema": [told[name].title for name in themes[schema.THEME]],
            INCIDENTS: [say_number(count) for count in themes[schema.INCIDENTS]],
            "In de uren": [say_number(count, decimals=1) for count in themes[EXPECTED]],
            "Gewicht": [say_short(told[name].harm) for name in themes[schema.THEME]],
            _POINTS: [say_number(points, decimals=1) for points in themes[POINTS]],
        }
    )


def tabulate_settings(advice: CameraAdvice) -> pd.DataFrame:
    """Table of which setting would move the sites, how many of them and how far."""
    return pd.DataFrame(
        {
            "Als": [say_setting(variant.name) for variant in advice.variants],
            "Verschuift": [
                f"{variant.moving} van {len(variant.moved_m)}" for variant in advice.variants
            ],
            "Hoe ver": [say_moved(variant.farthest_m) for variant in advice.variants],
        }
    )


def compare_sites(suggested: SiteAdvice | None, own: SiteAdvice) -> pd.DataFrame:
    """Table of a place of one's own choice beside the suggested one, if there is one."""
    own_figures = [
        (INCIDENTS, own.incidents, 0),
        (IN_HOTSPOTS, own.firm, 0),
        (_POINTS, own.score, 1),
        (ADDED, own.added, 1),
    ]
    if suggested is None:
        told = [(what, say_number(figure, decimals=d)) for what, figure, d in own_figures]
        return pd.DataFrame(told, columns=["Wat", "Uw keuze"])
    first_figures = (suggested.incidents, suggested.firm, suggested.score, suggested.added)
    rows = [
        (what, first, second, d)
        for (what, second, d), first in zip(own_figures, first_figures, strict=True)
    ]
    return pd.DataFrame(
        {
            "Wat": [what for what, *_ in rows],
            "Voorstel": [say_number(first, decimals=d) for _, first, _, d in rows],
            "Uw keuze": [say_number(second, decimals=d) for _, _, second, d in rows],
            "Verschil": [say_signed(second - first, decimals=d) for _, first, second, d in rows],
        }
    )


def say_own(own: SiteAdvice) -> str:
    """Say why a place of one's own choice would not be suggested; empty where it would."""
    if own.score > 0 and own.added == 0:
        return "Alles binnen bereik van deze plek wordt al door een andere camera bestreken."
    if own.firm >= FEWEST_INCIDENTS:
        return ""
    return (
        f"Deze plek zou niet worden voorgesteld: {_say_within(own)}; een voorstel vraagt er ten "
        f"minste {FEWEST_INCIDENTS}."
    )


def _say_within(site: SiteAdvice) -> str:
    counted = say_count(site.incidents, *REPORTS)
    return f"{counted}, waarvan {say_number(site.firm)} in een hotspot die geen toeval is"


def _describe_view(view: InView) -> list[tuple[str, str]]:
    counts = (
        ("Woningen in beeld", view.dwellings, ("adres", "adressen")),
        ("Scholen in beeld", view.schools, ("school", "scholen")),
        ("Gevels in beeld", view.facades, ("gebouw", "gebouwen")),
    )
    return [
        (label, _NOT_LOADED if count is None else say_count(count, *words))
        for label, count, words in counts
    ]


def _say_share(site: SiteAdvice) -> str:
    if site.incidents < SMALL_COUNT:
        return SMALL
    return say_share(site.share)


def _say_second(site: SiteAdvice, names: Sequence[str]) -> str:
    return "geen" if site.runner_up is None else names[site.runner_up]


def _say_lost(site: SiteAdvice, names: Sequence[str]) -> str:
    if site.runner_up is None:
        return "er is geen andere plek die ander gebied bestrijkt"
    lost = say_short(site.lost)
    return f"{names[site.runner_up]}; die telt {lost} punten minder"
