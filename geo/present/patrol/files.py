"""Patrol plans as files: PDF, GPX, calendar, GeoJSON, CSV, and a map on a page of its own."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo import schema
from geo.disclosure import Disclosed
from geo.present import wording
from geo.present.audience_words import state_audience, tell_audience
from geo.present.degrees import in_degrees
from geo.present.files import check_ending, write_file
from geo.present.grounds import plan_base, plan_view
from geo.present.map_pages import MapPage, list_notices, render_map_page
from geo.present.markup import escape
from geo.present.patrol.calendar import render_calendar
from geo.present.patrol.cautions import SUGGESTION, list_cautions, state_plan
from geo.present.patrol.gpx import render_gpx
from geo.present.patrol.map import (
    bound_plan,
    draw_ways,
    legend_html,
    list_teams,
    plan_patrol_map,
)
from geo.present.patrol.sheet import Paper, render_sheet
from geo.present.patrol.table import TEAM, ToldVisit, tabulate_visits, tell_visits
from geo.present.patrol.words import NO_VISIT, say_day, say_geo_uri, say_shift, say_span, say_team
from geo.present.periods import tell_period
from geo.present.shape_files import tell_origin
from geo.present.spreadsheets import render_csv
from geo.service.patrol.kits import PatrolKit

ENDINGS: Final = (".pdf", ".gpx", ".ics", ".geojson", ".csv", ".html")
_DECIMALS: Final = 7
_KIND: Final = "Onderdeel"


def check_patrol_suffix(suffix: str) -> None:
    """Refuse the ending of a file that no renderer makes, before any work is done for it.

    Raises
    ------
    ParamsError
        If it is none of ``ENDINGS``.
    """
    check_ending(suffix, ENDINGS)


def render_patrol(
    told: Disclosed[PatrolKit], suffix: str, *, paper: Paper = Paper.A4, team: int | None = None
) -> bytes:
    """Return the bytes of a file of a plan: the same for the same plan and audience.

    Parameters
    ----------
    told
        The plan, handed on to who will see it.
    suffix
        One of ``ENDINGS``.
    paper
        Size of a PDF.
    team
        Number from 1 of the only team; None means all.

    Raises
    ------
    ParamsError
        If the suffix is another one.
    HotspotkaartError
        If it is a page and the map's scripts are not installed.
    """
    check_patrol_suffix(suffix)
    match suffix:
        case ".pdf":
            return render_sheet(told, paper=paper, team=team)
        case ".gpx":
            return render_gpx(told, team=team)
        case ".ics":
            return render_calendar(told, team=team)
        case ".geojson":
            return _render_geojson(told, team)
        case ".csv":
            return render_csv(tabulate_visits(told.answer, team=team).assign(**_state(told)))
        case _:
            return _render_page(told, team).encode("utf-8")


def write_patrol(told: Disclosed[PatrolKit], path: Path, *, paper: Paper = Paper.A4) -> None:
    """Write a plan to a file, of the kind that its suffix names.

    Raises
    ------
    ParamsError
        If the suffix is none of ``ENDINGS``.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_patrol(told, path.suffix.lower(), paper=paper))


def write_shifts(
    shifts: Sequence[Disclosed[PatrolKit]], path: Path, *, paper: Paper = Paper.A4
) -> list[Path]:
    """Write the plan of each shift of a week to a file of its own.

    Parameters
    ----------
    shifts
        The plans, handed on to who will see them.
    path
        What files are called: ``week.pdf`` makes ``week_2026-11-03_1800.pdf``, by local start.
    paper
        Size of a PDF.

    Returns
    -------
    list of Path
        The files, in the order of the plans; none of a shift without a visit.

    Raises
    ------
    ParamsError, WorkspaceError
        As of `write_patrol`.
    """
    made = []
    for told in shifts:
        advice = told.answer.advice
        if any(advice.visits):
            begins = f"{advice.question.begins:%Y-%m-%d_%H%M}"
            made.append(path.with_name(f"{path.stem}_{begins}{path.suffix}"))
            write_patrol(told, made[-1], paper=paper)
    return made


def _state(told: Disclosed[PatrolKit]) -> dict[str, Any]:
    advice = told.answer.advice
    question = advice.question
    return {
        **tell_period(question.period),
        "seed": question.seed,
        "on_streets": advice.on_streets,
        **tell_origin(told.answer.data),
        **tell_audience(told),
    }


def _render_geojson(told: Disclosed[PatrolKit], team: int | None) -> bytes:
    """Write stops, ways and bases in longitude and latitude (RFC 7946)."""
    kit = told.answer
    features = [*_list_stops(kit, team), *_list_ways(kit, team), *_list_bases(kit)]
    collection = {
        "type": "FeatureCollection",
        "name": "patrouille",
        "metadata": {**_state(told), **dict(state_plan(kit, team=team))},
        "features": features,
    }
    return (json.dumps(collection, ensure_ascii=False) + "\n").encode("utf-8")


def _list_stops(kit: PatrolKit, team: int | None) -> Iterator[dict[str, Any]]:
    table = tabulate_visits(kit, team=team)
    rows = [told.visit.place for told in tell_visits(kit, team=team)]
    xy = kit.advice.places[[schema.X, schema.Y]].to_numpy(np.float64)[rows]
    known = json.loads(table.to_json(orient="records"))
    return _list_features(kit, shapely.points(xy), [{_KIND: "stop"} | row for row in known])


def _list_ways(kit: PatrolKit, team: int | None) -> Iterator[dict[str, Any]]:
    for number in list_teams(kit.advice) if team is None else [team]:
        lines = draw_ways(kit.advice.ways[number - 1])
        known = [{_KIND: "weg", TEAM: number} for _ in lines]
        yield from _list_features(kit, lines, known)


def _list_bases(kit: PatrolKit) -> Iterator[dict[str, Any]]:
    question = kit.advice.question
    places = shapely.points([question.base, question.end])
    return _list_features(kit, places, [{_KIND: "begin"}, {_KIND: "einde"}])


def _list_features(
    kit: PatrolKit, shapes: Any, known: Sequence[Mapping[str, object]]
) -> Iterator[dict[str, Any]]:
    degrees = in_degrees(gpd.GeoSeries(shapes, crs=kit.crs), decimals=_DECIMALS).to_numpy()
    for text, facts in zip(shapely.to_geojson(degrees), known, strict=True):
        yield {"type": "Feature", "properties": facts, "geometry": json.loads(text)}


def _render_page(told: Disclosed[PatrolKit], team: int | None) -> str:
    kit = told.answer
    question = kit.advice.question
    cautions = list_cautions(kit.advice, team=team)
    return render_map_page(
        MapPage(
            title=f"Patrouille {say_day(question)}",
            period=say_shift(question),
            notices=[*list_notices(kit.data, kit.layers), SUGGESTION, *cautions],
            base=plan_base(kit.layers, streets=kit.streets),
            over=(
                *plan_patrol_map(kit, team=team),
                *plan_view([bound_plan(kit)], place="patrouille"),
            ),
            caption=" · ".join(
                [wording.say_period(question.period), *wording.list_origin(kit.data)]
            ),
            legend=legend_html(kit, team=team),
            heading="Stops",
            beside="".join(_list_teams_html(kit, team)),
            facts=[*state_plan(kit, team=team), *state_audience(told)],
        )
    )


def _list_teams_html(kit: PatrolKit, team: int | None) -> Iterator[str]:
    for number in list_teams(kit.advice) if team is None else [team]:
        yield f"<h3>{escape(say_team(kit.advice.question, number))}</h3>"
        told = tell_visits(kit, team=number)
        stops = "".join(_stop_html(each) for each in told)
        yield f'<ol class="stops">{stops}</ol>' if told else f"<p>{escape(NO_VISIT)}</p>"


def _stop_html(told: ToldVisit) -> str:
    """Return a stop as an item of a list: on a phone it is read from top to bottom."""
    lines = [
        f"<b>{escape(say_span(told.visit))}</b> {escape(told.name)}",
        escape(" ".join(told.why)),
        escape(f"Let op: {'; '.join(told.look_for)}.") if told.look_for else "",
        escape(told.contact_line),
        f'<a href="{say_geo_uri(told.latitude, told.longitude)}">Open de kaart</a>',
    ]
    return f"<li>{'<br>'.join(line for line in lines if line)}</li>"
