"""Agreements and their results as plain data and as lines for the terminal, in Dutch."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from geo.agreements import AgreedGround, Agreement, AgreementVersion, CountableGoal
from geo.present.agreement.lists import order_by_attention
from geo.present.agreement.results import say_effect, say_progress, say_remedy
from geo.present.agreement.words import (
    NONE_YET,
    begin,
    say_action,
    say_goal,
    say_ground,
    say_start,
    say_status,
)
from geo.present.periods import tell_period
from geo.present.placement.results import tell_counts, tell_found
from geo.present.plain import Plain
from geo.present.wording import SYNTHETIC_NOTICE, say_period
from geo.service.agreement.answers import AgreementEffect, AgreementRecord, AgreementResult


def tell_version(version: AgreementVersion, titles: Mapping[str, str], today: date) -> Plain:
    """Tell one version of an agreement: as codes, and in Dutch under ``said``.

    Parameters
    ----------
    version
        What was written down.
    titles
        Of themes, by the names of their cards.
    today
        Local day, which decides what is late.
    """
    agreement = version.agreement
    ground = agreement.ground
    return {
        "agreement": version.agreement_id,
        "version": version.version,
        "recorded_at": version.recorded_at.isoformat(timespec="seconds"),
        "set_late": agreement.is_set_late(version.recorded_at.date()),
        "why": version.why,
        "kind": agreement.kind.value,
        "who": [party.value for party in agreement.parties],
        **tell_period(agreement.used),
        "themes": list(agreement.themes),
        "goal": _tell_goal(agreement.goal),
        "ground": {"kind": ground.kind.value, **_tell_ground(ground)},
        "status": agreement.status.value,
        "times_done": agreement.times_done,
        "note": agreement.note,
        "overdue": agreement.is_overdue(today),
        "unbegun": agreement.is_unbegun(today),
        "synthetic": agreement.synthetic,
        "said": _say(agreement, titles, today),
    }


def print_version(answer: Plain) -> Iterator[str]:
    """Say what was agreed."""
    if answer["synthetic"]:
        yield SYNTHETIC_NOTICE
    yield _head(answer)
    if answer["why"]:
        yield f"   gewijzigd omdat: {answer['why']}"
    said = answer["said"]
    yield f"   doel: {said['goal']}"
    if said["start"]:
        yield f"   {said['start']}"
    if answer["note"]:
        yield f"   {answer['note']}"


def tell_records(
    records: Sequence[AgreementRecord], titles: Mapping[str, str], today: date
) -> Plain:
    """Tell agreements with all their versions, those that ask for attention first."""
    return {
        "agreements": [
            {
                "agreement": record.agreement_id,
                "versions": [tell_version(version, titles, today) for version in record.versions],
            }
            for record in order_by_attention(records, today)
        ]
    }


def print_records(answer: Plain) -> Iterator[str]:
    """List agreements, with the reasons of their later versions."""
    if not answer["agreements"]:
        yield f"{NONE_YET.split('.')[0]}, of geen past bij wat u vroeg."
        yield "Afspreken: hotspotkaart action agree"
    for record in answer["agreements"]:
        last = record["versions"][-1]
        yield _head(last)
        yield f"   doel: {last['said']['goal']}"
        for version in record["versions"][1:]:
            yield f"   versie {version['version']}: {version['why']}"


def tell_result(result: AgreementResult) -> Plain:
    """Tell what came of an agreement: its goal, and its effect or why there is none to tell."""
    progress, effect = result.progress, result.effect
    return {
        "agreement": result.record.agreement_id,
        "goal": _tell_goal(result.record.first.goal),
        "counted": progress.count,
        "counted_days": None if progress.period is None else progress.period.days,
        "reached": progress.is_reached,
        "why_not": None if result.why is None else result.why.value,
        "other_agreements": list(result.overlap.agreements),
        "other_placements": list(result.overlap.placements),
        "effect": None if effect is None else _tell_effect(effect),
        "police_made": result.police_made,
        "without_place": result.without_place,
        "synthetic": result.synthetic,
        "said": {
            "goal": say_progress(result),
            "effect": say_effect(result),
            "advice": say_remedy(result),
        },
    }


def print_result(answer: Plain) -> Iterator[str]:
    """Say how the goal stands, and what the effect was or why nobody can say."""
    if answer["synthetic"]:
        yield SYNTHETIC_NOTICE
    said = answer["said"]
    yield f"Actie {answer['agreement']}"
    yield f"   doel: {said['goal']}"
    yield f"   effect: {said['effect']}"
    if said["advice"]:
        yield f"   {said['advice']}"


def _head(version: Plain) -> str:
    said = version["said"]
    return (
        f"{version['agreement']}. {said['action']}, {said['place']}, {said['period']}: "
        f"{begin(said['status'])}"
    )


def _tell_goal(goal: CountableGoal) -> Plain:
    return {
        "theme": goal.theme,
        "measure": goal.measure.value,
        "start": goal.start,
        "wanted": goal.wanted,
        "reduction": goal.reduction,
        "by": goal.by.isoformat(),
        "counted_from": None if goal.counted is None else goal.counted.first.isoformat(),
        "counted_to": None if goal.counted is None else goal.counted.last.isoformat(),
    }


def _tell_ground(ground: AgreedGround) -> Plain:
    return {
        "name": ground.name,
        "code": ground.code,
        "wijken": list(ground.wijken),
        "outline": ground.outline,
    }


def _say(agreement: Agreement, titles: Mapping[str, str], today: date) -> Plain:
    return {
        "action": say_action(agreement.kind, agreement.parties),
        "place": say_ground(agreement.ground),
        "period": say_period(agreement.used),
        "goal": say_goal(agreement.goal, titles),
        "start": say_start(agreement.goal),
        "status": say_status(agreement, today),
    }


def _tell_effect(effect: AgreementEffect) -> Plain:
    before, after = effect.windows.before, effect.windows.after
    return {
        **tell_period(before, of="before"),
        **tell_period(after, of="after"),
        "control": effect.control or None,
        "target_m": effect.target_m,
        "reduction_expected": effect.reduction,
        "counts": tell_counts(effect.counts),
        **tell_found(effect.judged.evaluation),
    }
