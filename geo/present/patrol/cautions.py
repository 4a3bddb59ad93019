"""What a patrol plan rests on and what to know about it, in Dutch."""

from collections.abc import Mapping
from typing import Final

from geo.advice.rounds import MOST_LOSS, SHAKES
from geo.present import wording
from geo.present.patrol.asked import say_rules
from geo.present.patrol.words import (
    count_minutes,
    name_place,
    say_clock,
    say_duration,
    shift_moment,
)
from geo.present.wording import say_count, say_list, say_number, say_short
from geo.service.patrol.answers import Caution, PatrolAdvice, PatrolWarning
from geo.service.patrol.kits import PatrolKit

SUGGESTION: Final = (
    "Dit plan stelt plekken en tijden voor. U beslist ter plaatse; wijk af als dat beter is."
)
_NOT_COUNTED: Final = (
    "Wat de politie zelf vastlegt, en of een bezoek iets opleverde: dat maakt een plek niet "
    "belangrijker of minder belangrijk."
)
# What would be told as 0,0%.
_LEAST_LOSS: Final = 0.0005
_PLACES: Final = ("plek", "plekken")
_CAUTIONS: Final[Mapping[Caution, str]] = {
    Caution.OLD_DATA: (
        "Dit plan rust op meldingen tot en met {until}; de dienst is {long} later. Lees nieuwere "
        "meldingen in, of kies een latere periode."
    ),
    Caution.NO_PLACES: (
        "Er is geen hotspot gevonden om naartoe te gaan. Kies meer thema's, een langere periode of "
        "een groter gebied."
    ),
    Caution.NO_STREETS: (
        "Er zijn geen straten ingelezen. De reistijd is gerekend in een rechte lijn keer 1,3; de "
        "echte weg kan langer zijn."
    ),
    Caution.NOT_TESTABLE: "{places} in dit plan {are} niet tegen toeval getoetst.",
    Caution.MAY_BE_CHANCE: "{places} {stay} buiten het plan: {they} toeval zijn.",
    Caution.CAMERA_STANDS: (
        "{places} {stay} buiten het plan, omdat daar een camera staat die dan in gebruik is."
    ),
    Caution.CAMERA_DOUBLED: (
        "Bij {places} in dit plan staat ook een camera die dan in gebruik is."
    ),
    Caution.NO_VISIT: (
        "Team {team} heeft geen stop. Kies een langere dienst, meer thema's of een basis "
        "dichterbij."
    ),
    Caution.EMPTY_STRETCH: (
        "Team {team} heeft {minutes} geen stop, vanaf {moment}: er past niets, of er is dan weinig "
        "gemeld. Weeg meer thema's mee, of kies andere uren."
    ),
    Caution.SHORT_SHIFT: (
        "Deze dienst is te kort om begintijden genoeg te laten verschillen: wie vaker oplet, weet "
        "ongeveer wanneer er iemand komt. Laat de dienst niet steeds op dezelfde tijd beginnen."
    ),
    Caution.LEFT_OUT_UNKNOWN: (
        "{places} die u weglaat, {are} in dit plan niet te vinden. Kijk of u een andere bedoelt."
    ),
    Caution.NO_NAMES: "Schrijf geen namen van personen bij stops, afspraken en redenen.",
    Caution.PREDICTABLE: (
        "Door uw wijzigingen begint een bezoek aan {place} in {alike} van {plans} plannen rond "
        "{moment}. Wie oplet, weet dan wanneer er niemand is. Kies andere tijden of plekken."
    ),
    Caution.LOST: (
        "Door {place} {drop} {visits}, omdat dan geen team op tijd kan zijn: {lost}. Kies een "
        "andere tijd voor de afspraak, of zet een team erbij."
    ),
}

# Beside the heading, not behind the last stop: whoever misses it goes by what is long past.
_FOREMOST: Final = frozenset({Caution.OLD_DATA})


def say_caution(warning: PatrolWarning, advice: PatrolAdvice) -> str:
    """Say what to know about a plan.

    Parameters
    ----------
    warning
        Of its figures those are told that the sentence of its caution names.
    advice
        The plan, for the time of day and the names of places.
    """
    figures = warning.figures
    count = round(figures.get("places", 0))
    moment = shift_moment(advice.question, figures.get("after_minutes", 0))
    return _CAUTIONS[warning.key].format(
        places=say_count(count, *_PLACES),
        are="is" if count == 1 else "zijn",
        stay="blijft" if count == 1 else "blijven",
        they="het kan" if count == 1 else "ze kunnen",
        team=say_number(figures.get("team", 0)),
        minutes=say_duration(round(figures.get("minutes", 0))),
        moment=say_clock(moment),
        place=name_place(advice, round(figures["place"])) if "place" in figures else "",
        visits=say_count(round(figures.get("visits", 0)), "bezoek", "bezoeken"),
        drop="vervalt" if figures.get("visits") == 1 else "vervallen",
        lost=say_lost(advice, round(figures.get("place", -1))),
        alike=say_number(figures.get("alike", 0)),
        plans=say_number(figures.get("plans", 0)),
        until=wording.say_date(advice.question.period.last),
        long=wording.say_long(round(figures.get("days", 0))),
    )


def say_lost(advice: PatrolAdvice, appointment: int) -> str:
    """Name the visits for which an appointment leaves no time, place by place with their hours.

    Parameters
    ----------
    advice
        The plan.
    appointment
        A row of its places.
    """
    hours: dict[int, list[str]] = {}
    for one in advice.lost:
        if one.because == appointment:
            hours.setdefault(one.place, []).append(
                f"{say_clock(one.opens)} tot {say_clock(one.closes)}"
            )
    return "; ".join(
        f"{name_place(advice, place)} ({say_list(spans)})" for place, spans in hours.items()
    )


def list_foremost(advice: PatrolAdvice) -> list[str]:
    """Say what is to be known before anything else of a plan is read: that its data are old."""
    return [say_caution(one, advice) for one in advice.warnings if one.key in _FOREMOST]


def list_cautions(
    advice: PatrolAdvice, *, team: int | None = None, with_foremost: bool = True
) -> list[str]:
    """Say all that is to be known about a plan; of the cautions of one team only those of its own.

    Parameters
    ----------
    advice
        The plan.
    team
        Number from 1; None means all.
    with_foremost
        Whether to say also what `list_foremost` says.
    """
    return [
        say_caution(warning, advice)
        for warning in advice.warnings
        if (team is None or warning.figures.get("team", team) == team)
        and (with_foremost or warning.key not in _FOREMOST)
    ]


def state_plan(kit: PatrolKit, *, team: int | None = None) -> list[tuple[str, str]]:
    """State what a plan rests on.

    Parameters
    ----------
    kit
        The plan.
    team
        Number from 1 of the only team to tell of; None means all.

    Returns
    -------
    list of (str, str)
        Label and text.
    """
    advice, question = kit.advice, kit.advice.question
    titles = [advice.titles.get(theme, theme) for theme in question.themes]
    return [
        ("Thema's", say_list(titles)),
        ("Geleerd van", wording.say_period(question.period)),
        *wording.say_origin(kit.data),
        ("Reistijd", say_travel(advice, team=team)),
        ("Dosering", say_rules(question.rules)),
        ("Tijd", say_time(advice, team=team)),
        ("Niet te voorspellen", say_loss(advice)),
        ("Wat niet meetelt", _NOT_COUNTED),
    ]


def say_travel(advice: PatrolAdvice, *, team: int | None = None) -> str:
    """Say how the time between stops was reckoned, for all teams or for one."""
    teams = advice.question.teams if team is None else [advice.question.teams[team - 1]]
    speeds = list(dict.fromkeys(say_short(each.speed_kmh) for each in teams))
    how = (
        "Langs de ingelezen straten"
        if advice.on_streets
        else "In een rechte lijn keer 1,3, omdat er geen straten zijn ingelezen"
    )
    return f"{how}, met {say_list(speeds)} kilometer per uur."


def say_time(advice: PatrolAdvice, *, team: int | None = None) -> str:
    """Say how much of the time of all teams, or of one, is planned, and what the rest is for."""
    teams = advice.visits if team is None else [advice.visits[team - 1]]
    planned = sum(count_minutes(visit) for visits in teams for visit in visits)
    whole = say_duration(advice.question.minutes * len(teams))
    return (
        f"{say_duration(planned)} bezoek in {whole} dienst; de rest is reistijd, en ruimte voor "
        "wat zich voordoet."
    )


def say_loss(advice: PatrolAdvice) -> str:
    """Say that a plan is shaken, by which seed, and what that cost."""
    searched = f", {say_number(advice.iterations)} zoekstappen" if advice.iterations else ""
    shaken = (
        "Volgorde en tijden wisselen met opzet, zodat niemand ze kan raden (toevalsgetal "
        f"{advice.question.seed}{searched})"
    )
    if advice.shake < SHAKES[0]:
        shaken = f"{shaken}; minder dan anders, omdat dat te veel kostte"
    if advice.loss is None:
        return f"{shaken}."
    if advice.loss < _LEAST_LOSS:
        return f"{shaken}. Dat kost vrijwel niets."
    share = say_number(100 * advice.loss, decimals=1)
    told = f"{shaken}. Daardoor sluit het plan {share}% minder aan op de meldingen."
    if advice.loss > MOST_LOSS:
        most = say_number(100 * MOST_LOSS)
        return (
            f"{told} Dat is meer dan de {most}% waarnaar de app streeft: er zijn weinig bezoeken."
        )
    return told
