"""Advice on camera sites in Dutch: sentences, facts and tables."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from geo import schema
from geo.advice.outlook import FEWEST_AFTER, FEWEST_ORIGINS, Outlook
from geo.advice_params import CameraQuestion
from geo.analysis.trends import SMALL_COUNT
from geo.intake.boundaries import AreaLayer
from geo.present import wording
from geo.present.choice_words import say_gap, say_moved, say_setting
from geo.present.tables import name_areas
from geo.present.wording import say_count, say_number, say_period
from geo.schema import Layer
from geo.service.camera_answers import (
    EXPECTED,
    FIRM,
    POINTS,
    STREET,
    CameraAdvice,
    InView,
    NoSite,
    Sight,
    SiteAdvice,
)
from geo.service.camera_case import FEWEST_INCIDENTS

NUMBER: Final = "Nr"
PLACE: Final = "Plek"
INCIDENTS: Final = "Meldingen"
IN_HOTSPOTS: Final = "In hotspots"
SCORE: Final = "Score"
SHARE: Final = "Deel van de score"
# Of its score, what no other camera covers.
ADDED: Final = "Daarvan nieuw"
_POINTS: Final = "Punten"
CHOSEN: Final = "Hoe vaak gekozen"
SECOND: Final = "Op een na beste"

CAUTION: Final = "Bestreken is niet bekeken: één camera kijkt één kant tegelijk op."
WAITING: Final = (
    "Dit voorstel is voorlopig: blijken de hotspots toeval te zijn, dan vervalt het. Zodra de "
    "toets klaar is, kunt u het vastleggen en meenemen."
)
_IGNORED: Final = (
    "Gebouwen zijn niet ingelezen en dus genegeerd: de camera ziet minder dan het bereik zegt."
)
_NOT_LOADED: Final = "niet ingelezen"
_WATER_KNOWN: Final = "meegerekend: geen plek ligt op het water"
_WATER_UNKNOWN: Final = "niet ingelezen: een plek kan op het water liggen"

_REPORTS: Final = ("melding", "meldingen")
_NOWHERE: Final = "buiten de ingelezen gebieden"

Layers = Mapping[Layer, AreaLayer]


def name_candidates(advice: CameraAdvice, layers: Layers) -> list[str]:
    """Name each place to choose from by its street, its wijk and its business park."""
    # Thousands of rows, each time that the page is shown: lists are quicker than columns.
    columns = [
        advice.candidates[STREET].tolist(),
        *(
            name_areas(advice.candidates[schema.LAYER_COLUMN[layer]], layers.get(layer)).tolist()
            for layer in (Layer.WIJKEN, Layer.PARKS)
        ),
    ]
    return [
        ", ".join(dict.fromkeys(filter(None, names))) or _NOWHERE
        for names in zip(*columns, strict=True)
    ]


def say_question(question: CameraQuestion) -> str:
    """Say in one line what is asked."""
    units = say_count(question.units, "camera", "camera's")
    weeks = say_count(question.weeks, "week", "weken")
    said = f"{units}, bereik {say_number(question.range_m)} meter, {weeks}"
    if not question.in_use:
        return said
    stay = say_count(len(question.in_use), "camera die blijft", "camera's die blijven")
    return f"{said}, naast {stay} staan"


def say_range(question: CameraQuestion) -> str:
    """Say how far a camera is taken to reach, and who says so."""
    source = question.range_source or "zelf opgegeven, zonder bron"
    return f"{say_number(question.range_m)} meter naar alle kanten ({source})"


def say_answer(advice: CameraAdvice, names: Sequence[str]) -> str:
    """Say in a sentence or two what comes out."""
    if not advice.sites:
        return say_refused(advice)
    places = wording.say_list([names[site.site] for site in advice.sites])
    asked = len(advice.sites) + len(advice.refused)
    one = "plek" if len(advice.sites) == 1 else "plekken"
    said = f"De kaart stelt {say_number(len(advice.sites))} {one} voor: {places}."
    return f"{said} {say_refused(advice)}" if len(advice.sites) < asked else said


def say_refused(advice: CameraAdvice) -> str:
    """Say for how many units there is no site to answer for, and why; empty where for none."""
    if not advice.refused:
        return ""
    refused = advice.refused[0]
    units = say_count(len(advice.refused), "camera", "camera's")
    added = say_count(refused.incidents, *_REPORTS)
    if not advice.sites and len(advice.refused) == 1:
        start = "Geen verantwoorde plek"
    else:
        start = f"Voor {units} geen verantwoorde plek"
    if advice.incidents.empty:
        return f"{start}: er zijn in deze periode geen meldingen met een plaats."
    if refused.reason is NoSite.TOO_FEW:
        return (
            f"{start}: de beste plek die overblijft, voegt {added} toe. Een voorstel vraagt er ten "
            f"minste {FEWEST_INCIDENTS}, in een hotspot die geen toeval is."
        )
    firm = say_number(refused.firm)
    return (
        f"{start}: de beste plek die overblijft, voegt {added} toe, waarvan {firm} in een hotspot "
        f"die geen toeval is. Een voorstel vraagt er ten minste {FEWEST_INCIDENTS}."
    )


def say_untested(advice: CameraAdvice) -> str:
    """Say of which themes the hotspots could not be held against chance; empty where of none."""
    untested = [theme.title for theme in advice.themes if not theme.testable and theme.incidents]
    if not untested:
        return ""
    return (
        f"Of de hotspots van {wording.say_list(untested).lower()} toeval zijn, is niet te toetsen. "
        "Ze tellen nu mee; vraag de beheerder om adressen of straten in te lezen."
    )


def say_left_out(advice: CameraAdvice) -> str:
    """Say which places were not chosen from, and why; empty where all were."""
    left = advice.left_out
    parts = [
        (left.outside, "buiten het gebied"),
        (left.kept_out, "in een gebied dat u uitsluit"),
        (left.in_building, "in een gebouw"),
        (left.in_water, "op het water"),
        (left.twice, "dubbel in de lijst"),
    ]
    said = wording.say_list([f"{say_number(count)} {why}" for count, why in parts if count])
    if not said:
        return ""
    used = say_count(len(advice.candidates), "plek", "plekken")
    if advice.question.sites:
        return f"Van uw lijst doen {used} mee; niet gebruikt: {said}."
    return f"Er doen {used} mee; weggelaten: {said}."


def say_outlook(advice: CameraAdvice) -> str:
    """Say what such a choice would have covered in the weeks after it, beside looking back."""
    if not advice.proven:
        return "wordt berekend"
    outlook = advice.outlook
    stands = 0 if outlook is None else len(outlook.stands)
    if outlook is None or outlook.ahead is None:
        return (
            f"Niet te zeggen: er zijn {say_number(stands)} eerdere perioden om het na te rekenen. "
            f"Nodig zijn er {FEWEST_ORIGINS}, met samen ten minste {FEWEST_AFTER} meldingen. Kies "
            "een kortere periode om van te leren, of minder weken."
        )
    return (
        f"Naar verwachting valt {_share(outlook.ahead)} van de meldingen in de uren van gebruik "
        f"binnen bereik, met een marge van {_share(outlook.low)} tot {_share(outlook.high)}. Zo "
        f"ging het in {say_number(stands)} eerdere perioden van "
        f"{say_count(advice.question.weeks, 'week', 'weken')} (samen "
        f"{say_number(outlook.came)} meldingen), telkens gekozen met wat toen bekend was."
    )


def say_hindsight(outlook: Outlook | None) -> str:
    """Say what the same choices covered of what they were chosen on; empty where unknown."""
    if outlook is None or outlook.looking_back is None:
        return ""
    return (
        f"{_share(outlook.looking_back)} van de meldingen waarop werd gekozen. Terugkijken vleit: "
        "reken op het cijfer vooruit."
    )


def say_proof(advice: CameraAdvice) -> str:
    """Say how certain it is that no other choice covers more."""
    if not advice.proven or advice.choice is None:
        return "wordt nagerekend"
    return say_gap(advice.choice.gap)


def say_caution(advice: CameraAdvice) -> str:
    """Say what no figure of an advice tells."""
    if not advice.sees_buildings:
        return f"{_IGNORED} {CAUTION}"
    return (
        "Gebouwen in de weg zijn meegerekend, plat en zonder hoogte; bomen, schuttingen en "
        f"geparkeerde wagens niet. {CAUTION}"
    )


def say_sight(sight: Sight) -> str:
    """Say how far buildings were reckoned with at a place."""
    if not sight.loaded:
        return _IGNORED
    if not sight.known_here:
        return (
            "Rond deze plek zijn geen gebouwen ingelezen: of er iets in de weg staat, is niet "
            "bekend."
        )
    said = "Geen melding binnen het bereik ligt achter een gebouw."
    if sight.hidden:
        hidden = say_count(sight.hidden, *_REPORTS)
        said = f"Nog {hidden} binnen het bereik, maar achter een gebouw."
    if sight.unknown:
        count = say_count(sight.unknown, *_REPORTS)
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
        f"{number} · {names[site.site]} · {say_count(site.incidents, *_REPORTS)}"
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
        f"{names[row]} · {say_count(count, *_REPORTS)}, {firm} in hotspots · x {x:.0f}, y {y:.0f}"
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
            "Gewicht": [_decimal(told[name].harm) for name in themes[schema.THEME]],
            "Punten": [say_number(points, decimals=1) for points in themes[POINTS]],
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
            "Verschil": [_say_signed(second - first, d) for _, first, second, d in rows],
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


def state_advice(advice: CameraAdvice, layers: Layers) -> list[tuple[str, str]]:
    """State what every map, table and file must state about itself."""
    question = advice.question
    kept_out = wording.say_list([wording.say_area(code, layers) for code in question.kept_out])
    return [
        ("Thema's", _say_themes(advice)),
        ("Geleerd van", say_period(question.period)),
        ("Gebied", wording.say_area(question.area, layers) or "hele gemeente"),
        ("Uren van gebruik", wording.say_hours(question.hours) or "alle uren"),
        ("Bereik", say_range(question)),
        ("Plekken om uit te kiezen", _say_candidates(advice)),
        *([("Niet in", kept_out)] if kept_out else []),
        *([("Blijft staan", _say_in_use(question))] if question.in_use else []),
        ("Weggelaten", _say_omitted(advice)),
        ("Gebouwen", _say_buildings(advice)),
        ("Water", _WATER_KNOWN if advice.knows_water else _WATER_UNKNOWN),
        *wording.say_origin(advice.data),
        *wording.say_precisions(advice.incidents),
    ]


def say_caption(advice: CameraAdvice, layers: Layers) -> str:
    """Say in one line what every picture must say."""
    question = advice.question
    precisions = advice.incidents[schema.PLACE_PRECISION].value_counts().index
    places = [wording.PLACE_PRECISIONS.get(key, key) for key in precisions]
    parts = [
        say_period(question.period),
        wording.say_area(question.area, layers),
        wording.say_hours(question.hours),
        f"bereik {say_number(question.range_m)} meter",
        *wording.list_origin(advice.data),
        f"plaats: {wording.say_list(places) or 'geen'}",
    ]
    return " · ".join(filter(None, parts))


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


def _say_themes(advice: CameraAdvice) -> str:
    return wording.say_list(
        [
            f"{theme.title.lower()} (gewicht {_decimal(theme.harm)}, na "
            f"{say_number(theme.half_life_days)} dagen half)"
            for theme in advice.themes
        ]
    )


def _say_candidates(advice: CameraAdvice) -> str:
    count = say_number(len(advice.candidates))
    if advice.question.sites:
        return f"{count} uit uw eigen lijst"
    step = say_number(advice.question.step_m)
    if advice.on_streets:
        return f"{count}, elke {step} meter langs de straten"
    return f"{count}, elke {step} meter: er zijn geen straten ingelezen"


def _say_in_use(question: CameraQuestion) -> str:
    units = say_count(len(question.in_use), "camera", "camera's")
    return f"{units}; wat daar al bestreken wordt, telt niet mee"


def _say_buildings(advice: CameraAdvice) -> str:
    if not advice.sees_buildings:
        return "niet ingelezen, dus genegeerd: een plek kan in een gebouw liggen"
    if advice.unknown_ground is None or advice.unknown_ground.is_empty:
        return "meegerekend"
    return "meegerekend; niet overal ingelezen, zie het grijze gebied op de kaart"


def _say_omitted(advice: CameraAdvice) -> str:
    kinds = (
        ("police_made", "door de politie zelf gemaakt"),
        ("without_place", "zonder plaats"),
        ("without_hour", "zonder bekend uur"),
    )
    sums = [(sum(getattr(theme, name) for theme in advice.themes), said) for name, said in kinds]
    return wording.say_list([f"{say_number(count)} {said}" for count, said in sums if count]) or (
        "niets"
    )


def _say_within(site: SiteAdvice) -> str:
    counted = say_count(site.incidents, *_REPORTS)
    return f"{counted}, waarvan {say_number(site.firm)} in een hotspot die geen toeval is"


def _say_share(site: SiteAdvice) -> str:
    if site.incidents < SMALL_COUNT:
        return "klein aantal"
    return _share(site.share)


def _say_second(site: SiteAdvice, names: Sequence[str]) -> str:
    return "geen" if site.runner_up is None else names[site.runner_up]


def _say_lost(site: SiteAdvice, names: Sequence[str]) -> str:
    if site.runner_up is None:
        return "er is geen andere plek die ander gebied bestrijkt"
    lost = _decimal(site.lost)
    return f"{names[site.runner_up]}; die telt {lost} punten minder"


def _say_signed(value: float, decimals: int) -> str:
    sign = "+" if value > 0 else "-" if value < 0 else ""
    return f"{sign}{say_number(abs(value), decimals=decimals)}"


def _share(value: float | None) -> str:
    return "onbekend" if value is None else f"{say_number(100 * value, decimals=1)}%"


def _decimal(value: float) -> str:
    return say_number(value, decimals=0 if float(value).is_integer() else 1)
