"""What advice on camera sites rests on, in Dutch: the facts that every map and file states."""

from typing import Final

from geo import schema
from geo.advice_params import CameraQuestion
from geo.present import wording
from geo.present.camera.words import say_range
from geo.present.wording import say_count, say_number, say_period, say_short
from geo.service.areas import Layers
from geo.service.camera.answers import CameraAdvice

_WATER_KNOWN: Final = "meegerekend: geen plek ligt op het water"
_WATER_UNKNOWN: Final = "niet ingelezen: een plek kan op het water liggen"


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


def _say_themes(advice: CameraAdvice) -> str:
    return wording.say_list(
        [
            f"{theme.title.lower()} (gewicht {say_short(theme.harm)}, na "
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


def _say_buildings(advice: CameraAdvice) -> str:
    if not advice.sees_buildings:
        return "niet ingelezen, dus genegeerd: een plek kan in een gebouw liggen"
    if advice.unknown_ground is None or advice.unknown_ground.is_empty:
        return "meegerekend"
    return "meegerekend; niet overal ingelezen, zie het grijze gebied op de kaart"
