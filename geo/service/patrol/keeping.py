"""Patrol plans that were kept, and what teams ticked off along the way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from geo import schema
from geo.access import Right, refuse
from geo.errors import ParamsError
from geo.patrol_params import PatrolQuestion
from geo.patrol_records import PlanTerms, PlanVersion, SavedPlan, SavedStop, SavedTeam
from geo.patrol_ticks import SentTick, Tick
from geo.placement_parts import MOST_TEXT
from geo.schema import PlaceKind
from geo.service.contents import describe_data
from geo.service.opening import open_store
from geo.service.own_ground import find_own_ground
from geo.service.patrol.answers import (
    CONTACT,
    KEY,
    KIND,
    LABEL,
    PARK_NAME,
    WIJK_NAME,
    PatrolAdvice,
)
from geo.service.patrol.sight import narrow_plan, narrow_record
from geo.service.patrol.visit_answers import PatrolRecord, TickReceipt
from geo.store import Store, unknown_plan
from geo.workspace import Workspace

_QUESTION: Final = TypeAdapter(PatrolQuestion)
# Teams that set out early tick early; a phone that says otherwise has its clock wrong.
_EARLIEST: Final = timedelta(days=1)

Whys = Sequence[Sequence[str]]


def keep_patrol(
    workspace: Workspace,
    advice: PatrolAdvice,
    *,
    now: datetime,
    whys: Whys = (),
    labels: Sequence[str] = (),
) -> str:
    """Keep a plan as it is, and return its id; what is kept stays as it is.

    Parameters
    ----------
    workspace
        The municipality.
    advice
        What was advised.
    now
        This moment, with its time zone.
    whys
        Team by team, why at each visit, in words; none by default.
    labels
        What each place is called, by row of the answer's ``places``; as these say by default.

    Raises
    ------
    ParamsError
        If no team visits anything.
    AccessError
        If nothing that it visits lies in the wijken of a wijkagent.
    """
    plan = freeze_patrol(workspace, advice, whys=whys, labels=labels)
    _check_own(workspace, plan)
    with open_store(workspace, to_write=True) as store:
        return store.patrols.add_plan(plan, recorded_at=now).plan_id


def revise_patrol(
    workspace: Workspace, seen: PlanVersion, plan: SavedPlan, *, why: str, now: datetime
) -> PlanVersion:
    """Keep a later version of a plan beside the earlier ones.

    A wijkagent changes the plans that they see as a whole: one that also visits other wijken is
    for who may see those.

    Parameters
    ----------
    workspace
        The municipality.
    seen
        The version that is changed, which must be the last one.
    plan
        What is planned now, such as `freeze_patrol` makes it.
    why
        Why it changed.
    now
        This moment, with its time zone.

    Raises
    ------
    ParamsError
        If it is not said why, there is no such plan for the viewer, or somebody else made a version
        in between.
    AccessError
        If it visits places that the viewer does not see, or would visit nothing in their wijken.
    """
    if read_patrol(workspace, seen.plan_id).plan.left_out or plan.left_out:
        raise refuse(workspace.viewer, Right.PATROL)
    _check_own(workspace, plan)
    version = replace(seen, version=seen.version + 1, recorded_at=now, why=why, plan=plan)
    with open_store(workspace, to_write=True) as store:
        store.patrols.add_version(version)
    return version


def freeze_patrol(
    workspace: Workspace, advice: PatrolAdvice, *, whys: Whys = (), labels: Sequence[str] = ()
) -> SavedPlan:
    """Make of an answer what is kept of it.

    Parameters
    ----------
    workspace, advice, whys, labels
        As of `keep_patrol`.

    Raises
    ------
    ParamsError
        If no team visits anything.
    """
    question = advice.question
    terms = PlanTerms(
        begins=question.begins,
        minutes=question.minutes,
        seed=question.seed,
        themes=question.themes,
        teams=tuple(
            SavedTeam(mode=team.mode, organisation=team.organisation) for team in question.teams
        ),
        question=_QUESTION.dump_json(question).decode(),
        data_as_of=describe_data(workspace).last,
        synthetic=advice.synthetic,
        contacts=_list_contacts(advice),
        iterations=advice.iterations,
    )
    named = labels or [str(label) for label in advice.places[LABEL]]
    stops = tuple(
        _freeze_stop(advice, team, stop, why=_find_why(whys, team, stop), labels=named)
        for team, visits in enumerate(advice.visits)
        for stop in range(len(visits))
    )
    return SavedPlan(terms=terms, stops=stops)


def list_patrols(workspace: Workspace) -> list[PatrolRecord]:
    """Read the plans with their versions and ticks, the one that was kept last first.

    A wijkagent sees those that visit their own wijken, and of these what lies there.
    """
    with open_store(workspace) as store:
        records = _gather(store.patrols.read_versions(), store.patrols.read_ticks())[::-1]
    own = find_own_ground(workspace, Right.PATROL)
    if own is None:
        return records
    seen = (narrow_record(record, own) for record in records)
    return [record for record in seen if record is not None]


def read_patrol(workspace: Workspace, plan_id: str) -> PatrolRecord:
    """Read one plan with its versions and ticks, as far as the viewer sees them.

    Raises
    ------
    ParamsError
        If there is no such plan for the viewer.
    """
    with open_store(workspace) as store:
        return _read(workspace, store, plan_id)


def count_patrols(workspace: Workspace) -> tuple[int, int]:
    """Count the plans that were kept, and the ticks, as far as the viewer sees them."""
    if find_own_ground(workspace, Right.PATROL) is not None:
        records = list_patrols(workspace)
        return len(records), sum(len(record.ticks) for record in records)
    with open_store(workspace) as store:
        return store.patrols.count()


def tick_patrol(
    workspace: Workspace, plan_id: str, sent: Sequence[SentTick], *, now: datetime
) -> TickReceipt:
    """Keep what a phone sent, and say which ticks it need not send again.

    May be called with the same ticks as often as the phone likes, and in any order. The phone's
    clock says when; one that runs ahead, or years behind, is not believed beyond what can be.

    Parameters
    ----------
    workspace
        The municipality.
    plan_id
        Of which plan.
    sent
        What came in.
    now
        This moment, with its time zone.

    Returns
    -------
    TickReceipt
        Ids that are in the store now, and those of stops that are not there for the viewer.

    Raises
    ------
    ParamsError
        If there is no such plan for the viewer.
    """
    with open_store(workspace, to_write=True) as store:
        record = _read(workspace, store, plan_id)
        known = {tick.tick_id for tick in record.ticks}
        made = {
            one.tick_id: _make_tick(record, one, now=now)
            for one in sent
            if one.tick_id not in known
        }
        ticks = [tick for tick in made.values() if tick is not None]
        store.patrols.add_ticks(ticks)
    refused = tuple(name for name, tick in made.items() if tick is None)
    kept = tuple(one.tick_id for one in sent if one.tick_id not in refused)
    return TickReceipt(kept, refused)


def _list_contacts(advice: PatrolAdvice) -> dict[str, str]:
    """Whom to turn to at each place that is visited, by key and in order of keys."""
    made = sorted({visit.place for team in advice.visits for visit in team})
    places = advice.places.iloc[made].sort_values(KEY)
    known = places[places[CONTACT] != ""]
    return dict(zip(known[KEY], known[CONTACT], strict=True))


def _freeze_stop(
    advice: PatrolAdvice, team: int, stop: int, *, why: str, labels: Sequence[str]
) -> SavedStop:
    visit = advice.visits[team][stop]
    place = advice.places.iloc[visit.place]
    return SavedStop(
        team=team + 1,
        stop=stop + 1,
        place=str(place[KEY]),
        kind=PlaceKind(place[KIND]),
        theme=str(place[schema.THEME]),
        label=_fit(labels[visit.place]),
        area=_fit(str(place[PARK_NAME] or place[WIJK_NAME])),
        x=float(place["x"]),
        y=float(place["y"]),
        arrives=visit.arrives,
        starts=visit.starts,
        leaves=visit.leaves,
        why=_fit(why),
    )


def _fit(text: str) -> str:
    """Cut a text that is too long to keep: a plan is worth more than its last words."""
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def _find_why(whys: Whys, team: int, stop: int) -> str:
    return whys[team][stop] if whys else ""


def _gather(versions: Sequence[PlanVersion], ticks: Sequence[Tick]) -> list[PatrolRecord]:
    by_plan: dict[str, list[PlanVersion]] = {}
    for version in versions:
        by_plan.setdefault(version.plan_id, []).append(version)
    ticked: dict[str, list[Tick]] = {}
    for tick in ticks:
        ticked.setdefault(tick.plan_id, []).append(tick)
    return [
        PatrolRecord(tuple(found), tuple(ticked.get(plan_id, ())))
        for plan_id, found in by_plan.items()
    ]


def _read(workspace: Workspace, store: Store, plan_id: str) -> PatrolRecord:
    found = _gather(store.patrols.read_versions(plan_id), store.patrols.read_ticks(plan_id))
    own = find_own_ground(workspace, Right.PATROL)
    record = found[0] if found else None
    if record is not None and own is not None:
        record = narrow_record(record, own)
    if record is None:
        raise unknown_plan(plan_id)
    return record


def _check_own(workspace: Workspace, plan: SavedPlan) -> None:
    """Refuse a plan that its maker could not read back."""
    own = find_own_ground(workspace, Right.PATROL)
    if own is not None and narrow_plan(plan, own) is None:
        raise refuse(workspace.viewer, Right.PATROL)


def _make_tick(record: PatrolRecord, sent: SentTick, *, now: datetime) -> Tick | None:
    """Make a tick of what was sent; None where the plan has no such stop."""
    version = next((one for one in record.versions if one.version == sent.version), None)
    stops = () if version is None else version.plan.list_stops(sent.team)
    # By its number: stops out of sight are not among them.
    stop = next((one for one in stops if one.stop == sent.stop), None)
    if version is None or stop is None:
        return None
    earliest = min(record.first.recorded_at, version.plan.terms.begins - _EARLIEST)
    try:
        return Tick(
            tick_id=sent.tick_id,
            plan_id=version.plan_id,
            version=version.version,
            team=sent.team,
            stop=sent.stop,
            place=stop.place,
            organisation=version.plan.terms.teams[sent.team - 1].organisation,
            kind=sent.kind,
            finding=sent.finding,
            ticked_at=min(max(sent.ticked_at, earliest), now),
            recorded_at=now,
        )
    except ParamsError:
        return None
