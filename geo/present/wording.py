"""Dutch words for what people read: dates, numbers, codes and the facts under a map."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final

import pandas as pd

from geo import schema
from geo.intake.boundaries import AreaLayer
from geo.intake.streets import StreetLayer
from geo.params import HotspotParams, HourSelection, Period, Question
from geo.present import verdicts
from geo.schema import Layer, PlacePrecision, Refusal, TimePrecision
from geo.service.answers import AreaSurvey, DataStatus, HotspotReport

SYNTHETIC_NOTICE: Final = (
    "Synthetische gegevens: de meldingen zijn verzonnen, om te laten zien hoe het werkt."
)
SCHEMATIC_NOTICE: Final = (
    "Schematische grenzen: op 100 meter nauwkeurig; vervang ze door de officiële."
)
NO_HOTSPOT: Final = (
    "Geen hotspot: in deze periode liggen de meldingen niet dicht genoeg bij elkaar."
)
REPORTED_NOTICE: Final = (
    "Meldingen en aangiften zijn niet hetzelfde als criminaliteit: niet alles wordt gemeld, "
    "en waar meer gecontroleerd wordt, wordt meer gezien."
)

# The longest there are: what is told is never longer than it was.
_MONTH_DAYS: Final = 31
_YEAR_DAYS: Final = 366
_MONTHS_FROM_DAYS: Final = 3 * _MONTH_DAYS
_YEARS_FROM_DAYS: Final = 2 * _YEAR_DAYS

AREA_KINDS: Final[Mapping[str, str]] = {
    Layer.WIJKEN: "wijk",
    Layer.BUURTEN: "buurt",
    Layer.PARKS: "bedrijventerrein",
}

LAYERS: Final[Mapping[str, str]] = {
    Layer.WIJKEN: "wijken",
    Layer.BUURTEN: "buurten",
    Layer.PARKS: "bedrijventerreinen",
}

TIME_PRECISIONS: Final[Mapping[str, str]] = {
    TimePrecision.MINUTE: "op de minuut",
    TimePrecision.DAY: "op de dag",
    TimePrecision.MONTH: "op de maand",
}

PLACE_PRECISIONS: Final[Mapping[str, str]] = {
    PlacePrecision.ADDRESS: "adres",
    PlacePrecision.STREET: "straat",
    PlacePrecision.POSTCODE: "postcode",
    PlacePrecision.GRID: "raster",
    PlacePrecision.UNKNOWN: "onbekend",
}

FINDINGS: Final[Mapping[str, str]] = {
    "missing-code": "gebied zonder code",
    "double-code": "code die vaker voorkomt",
    "code-pattern": "code die niet is geschreven zoals het CBS doet",
    "other-municipality": "gebied van een andere gemeente",
    "invalid-ring": "omtrek die zichzelf kruist",
    "overlap": "overlap tussen gebieden",
    "gap": "gat tussen gebieden",
    "wrong-crs": "gebied dat ver van de andere lagen ligt (verkeerd coördinatenstelsel?)",
}

FINDING_REMEDIES: Final[Mapping[str, str]] = {
    "missing-code": "geef elk gebied een code",
    "double-code": "geef elk gebied een eigen code",
    "code-pattern": "schrijf de codes zoals het CBS, of kies de juiste kolom en laag",
    "other-municipality": "houd alleen de gebieden van deze gemeente over",
    "invalid-ring": "herstel de vormen, bijvoorbeeld in QGIS met 'Geometrie herstellen'",
    "overlap": "laat de gebieden op elkaar aansluiten; nu telt de laagste code",
    "gap": "laat de gebieden op elkaar aansluiten; wie in het gat ligt, heeft geen gebied",
    "wrong-crs": "exporteer het bestand opnieuw met het juiste coördinatenstelsel",
}

SOURCES: Final[Mapping[str, str]] = {
    schema.DEMO_SOURCE: "demo (verzonnen)",
    "generic": "algemeen bestand",
}

_MAPPINGS: Final[Mapping[str, str]] = {
    "Generic": "algemeen bestand",
    "Own mapping": "eigen indeling",
}

REFUSALS: Final[Mapping[str, str]] = {
    Refusal.BROKEN_ROW: "rij is niet te lezen",
    Refusal.NO_TIME: "geen datum",
    Refusal.UNREADABLE_TIME: "datum of tijd is niet te lezen",
    Refusal.END_BEFORE_START: "einde ligt voor het begin",
    Refusal.IN_FUTURE: "datum ligt in de toekomst",
    Refusal.NO_PLACE: "geen plaats",
    Refusal.UNREADABLE_NUMBER: "getal is niet te lezen",
    Refusal.IMPOSSIBLE_PLACE: "plaats bestaat niet",
    Refusal.OUTSIDE: "ver buiten de gemeente",
    Refusal.NO_CODE: "geen code",
    Refusal.UNKNOWN_CODE: "onbekende code",
    Refusal.UNKNOWN_THEME: "onbekend thema",
}

# What a file's columns may be taken as, and what was found out about it.
FIELDS: Final[Mapping[str, str]] = {
    "id": "kenmerk",
    "start": "begin",
    "end": "einde",
    "x": "x-coördinaat",
    "y": "y-coördinaat",
    "lon": "lengtegraad",
    "lat": "breedtegraad",
    "code": "code",
    "theme": "thema",
    "reporter": "melder (soort)",
    "place_precision": "precisie van de plaats",
    "start_time": "tijd van begin",
    "end_time": "tijd van einde",
}

FILE_FACTS: Final[Mapping[str, str]] = {
    "kind": "Soort bestand",
    "delimiter": "Scheidingsteken",
    "encoding": "Tekenset",
    "decimal": "Decimaalteken",
    "sheet": "Werkblad",
    "layer": "Laag",
    "crs": "Coördinatenstelsel",
    "time_precision": "Precisie van de tijd",
    "date_order": "Volgorde in datums",
}

_FACT_VALUES: Final[Mapping[str, str]] = {
    "semicolon": "puntkomma",
    "comma": "komma",
    "point": "punt",
    "tab": "tab",
    "pipe": "rechte streep",
    "workspace": "dat van de gemeente",
    "day first": "dag, maand, jaar",
    "month first": "maand, dag, jaar",
    **TIME_PRECISIONS,
}

WEEKDAYS: Final = (
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
)  # fmt: skip

_MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

_METRES_PER_KM: Final = 1000


SHORT_MONTHS: Final = (
    "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip


def say_number(value: float, *, decimals: int = 0) -> str:
    """Write a number the Dutch way: ``1.708`` and ``0,5``."""
    swap = str.maketrans({",": ".", ".": ","})
    return f"{value:,.{decimals}f}".translate(swap)


def say_short(value: float) -> str:
    """Write a number with one decimal, or none where it is whole: ``0,5`` and ``15``."""
    return say_number(value, decimals=0 if float(value).is_integer() else 1)


def say_size(size_bytes: int) -> str:
    """Write how much room something takes: ``41,7 MB``."""
    return f"{say_number(size_bytes / 1e6, decimals=1)} MB"


def say_count(count: int, singular: str, plural: str) -> str:
    """Write a count with its noun: ``1 melding``, ``2 meldingen``."""
    return f"{say_number(count)} {singular if count == 1 else plural}"


def say_list(names: Sequence[str]) -> str:
    """Write names in a row: ``a, b en c``."""
    *most, last = names or ("",)
    return f"{', '.join(most)} en {last}" if most else last


def say_tally(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    """Say how many there are of each kind: ``adres (12), straat (3)``."""
    parts = [f"{words.get(key, key)} ({say_number(count)})" for key, count in counts.items()]
    return ", ".join(parts) or "geen meldingen"


def say_date(day: date) -> str:
    """Write a date in full: ``24 november 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_short_date(day: date) -> str:
    """Write a date where there is little room: ``24 nov 2026``."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def say_long(days: int) -> str:
    """Say how long something lasts, in the unit that people count it in: ``ruim 7 jaar``."""
    if days < _MONTHS_FROM_DAYS:
        return say_count(days, "dag", "dagen")
    if days < _YEARS_FROM_DAYS:
        return f"ruim {say_count(days // _MONTH_DAYS, 'maand', 'maanden')}"
    return f"ruim {say_number(days // _YEAR_DAYS)} jaar"


def say_moment(moment: datetime) -> str:
    """Write a date with its time of day: ``24 november 2026, 09:05``."""
    return f"{say_date(moment)}, {moment:%H:%M}"


def say_period(period: Period) -> str:
    """Write a period, both ends included."""
    if period.first == period.last:
        return say_date(period.first)
    return f"{say_date(period.first)} tot en met {say_date(period.last)}"


def say_month(day: date) -> str:
    """Write the month of a day: ``november 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def say_time(moment: datetime, precision: str) -> str:
    """Write a time as precisely as it is known, and no more."""
    if precision == TimePrecision.MONTH:
        return say_month(moment)
    return say_moment(moment) if precision == TimePrecision.MINUTE else say_date(moment)


def say_incidents(incidents: pd.DataFrame) -> list[str]:
    """Say of each incident what a map may show: code, time and precision of the place.

    Parameters
    ----------
    incidents
        Incident frame with ``code``, ``started_at``, ``time_precision``, ``place_precision``.

    Returns
    -------
    list of str
        One text a row, not escaped.
    """
    columns = (
        incidents[schema.CODE],
        _say_times(incidents[schema.STARTED_AT], incidents[schema.TIME_PRECISION]),
        incidents[schema.PLACE_PRECISION],
    )
    return [
        f"{code} · {time} · plaats: {place}" for code, time, place in zip(*columns, strict=True)
    ]


def say_distance(metres: float) -> str:
    """Write a distance no more precisely than it is of use: tens of metres, then kilometres."""
    if metres < _METRES_PER_KM:
        return f"{say_number(max(round(metres, -1), 10))} meter"
    return f"{say_number(metres / _METRES_PER_KM, decimals=1)} kilometer"


def say_refusal(reason: str) -> str:
    """Say why a row was refused; a reason of another version stays as it is written."""
    return REFUSALS.get(reason, reason)


def say_field(name: str) -> str:
    """Name what a column is taken as."""
    return FIELDS.get(name, name)


def say_file_facts(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Say what was found out about a file; what has no Dutch name here is not shown."""
    return [
        (FILE_FACTS[name], _FACT_VALUES.get(value, value))
        for name, value in facts.items()
        if name in FILE_FACTS
    ]


def say_attribution(layers: Mapping[Layer, AreaLayer], streets: StreetLayer | None = None) -> str:
    """Say where the drawn boundaries and streets come from."""
    texts = [_say_boundaries(layers)]
    if streets is not None:
        texts.append(f"Straten: {streets.source}")
    return ". ".join(texts)


def _say_times(moments: pd.Series, precisions: pd.Series) -> list[str]:
    # Plain datetimes of the local clock: on a map there are thousands, and zones are slow.
    local = moments.dt.tz_localize(None).to_numpy(dtype="datetime64[us]").astype(object)
    return [say_time(moment, kind) for moment, kind in zip(local, precisions, strict=True)]


def _say_boundaries(layers: Mapping[Layer, AreaLayer]) -> str:
    drawn = [layers[layer] for layer in (Layer.WIJKEN, Layer.PARKS) if layer in layers]
    if not drawn:
        return "Geen grenzen ingelezen"
    kind = "Schematische grenzen" if any(layer.schematic for layer in drawn) else "Grenzen"
    return f"{kind}: {'; '.join(dict.fromkeys(_say_source(layer) for layer in drawn))}"


def say_facts(report: HotspotReport, layers: Mapping[Layer, AreaLayer]) -> list[tuple[str, str]]:
    """State what every map, table and file must state about itself.

    Returns
    -------
    list of (str, str)
        Label and value: theme, period, area and hours where chosen, incidents, data as of,
        source, precision, search, and whether it was tested.
    """
    return [
        ("Thema", report.title),
        ("Periode", say_period(report.period)),
        *say_narrowing(report.question, layers),
        ("Meldingen en aangiften", _say_counts(report)),
        *say_origin(report.data),
        *say_precisions(report.incidents),
        ("Zoekwijze", say_params(report.params)),
        (verdicts.LABEL, verdicts.say_verdict(report.verdict)),
    ]


def say_precisions(incidents: pd.DataFrame) -> list[tuple[str, str]]:
    """State how precisely place and time of incidents are known."""
    return [
        ("Precisie van de plaats", _shares(incidents, schema.PLACE_PRECISION, {})),
        ("Precisie van de tijd", _shares(incidents, schema.TIME_PRECISION, TIME_PRECISIONS)),
    ]


def say_caption(
    report: HotspotReport | AreaSurvey,
    layers: Mapping[Layer, AreaLayer],
    *,
    when: str | None = None,
) -> str:
    """Say in one line what every picture must say: period, data as of, source and precision.

    Parameters
    ----------
    report
        What is shown.
    layers
        Area layers, for the name of the area to which the question keeps.
    when
        What part of the period is shown; all of it by default.
    """
    narrowed = [text for _, text in say_narrowing(report.question, layers)]
    precisions = report.incidents[schema.PLACE_PRECISION].value_counts().index.tolist()
    return say_picture([when or say_period(report.period), *narrowed], report.data, precisions)


def say_picture(about: Sequence[str], data: DataStatus, precisions: Collection[str]) -> str:
    """Say in one line what every picture must say.

    Parameters
    ----------
    about
        What is shown: at least the period.
    data
        For the last day of the data and their source.
    precisions
        How precisely the place is known of what is shown, the most usual first.
    """
    places = say_list([PLACE_PRECISIONS.get(key, key) for key in precisions]) or "geen"
    return " · ".join([*about, *list_origin(data), f"plaats: {places}"])


def say_narrowing(question: Question, layers: Mapping[Layer, AreaLayer]) -> list[tuple[str, str]]:
    """State to which area and hours a question keeps, as far as it does."""
    area = say_area(question.area, layers)
    hours = say_hours(question.hours)
    return [(label, text) for label, text in (("Gebied", area), ("Uren", hours)) if text]


def say_area(code: str | None, layers: Mapping[Layer, AreaLayer]) -> str:
    """Name an area; one that no layer knows, such as the municipality itself, gives no text."""
    if code is None:
        return ""
    for layer in layers.values():
        named = layer.areas[layer.areas[schema.AREA_CODE] == code]
        if len(named):
            return f"{named[schema.AREA_NAME].iloc[0]} ({AREA_KINDS[layer.layer]})"
    return ""


def say_hours(hours: HourSelection) -> str:
    """Say which hours of the week were chosen; all of them give no text."""
    if hours.is_all:
        return ""
    days = say_list([WEEKDAYS[day] for day in hours.weekdays]) or "alle dagen"
    parts = say_list(list(hours.day_parts)) or "de hele dag"
    return f"{days}, {parts}"


def say_origin(data: DataStatus) -> list[tuple[str, str]]:
    """State what any answer rests on: the days of the data, and their source."""
    return [("Gegevens", say_data(data)), ("Bron", say_sources(data))]


def list_origin(data: DataStatus) -> list[str]:
    """Say the same in short, for the line below a picture."""
    until = "geen gegevens" if data.last is None else f"gegevens tot en met {say_date(data.last)}"
    return [until, f"bron: {say_sources(data)}"]


def say_sources(data: DataStatus) -> str:
    """Name where the incidents come from."""
    return ", ".join(say_source(source) for source in data.sources) or "geen"


def say_source(source: str) -> str:
    """Name a source; one without a Dutch name goes by its own."""
    return SOURCES.get(source, source)


def say_mapping(title: str) -> str:
    """Name the way in which a file is read."""
    return _MAPPINGS.get(title, title)


def say_data(data: DataStatus) -> str:
    """Say which days the data cover and when they came in."""
    if data.first is None or data.last is None:
        return "geen"
    covered = f"{say_date(data.first)} tot en met {say_date(data.last)}"
    return covered if data.as_of is None else f"{covered}; ingelezen op {say_date(data.as_of)}"


def say_params(params: HotspotParams) -> str:
    """Say what counts as a hotspot, and how its score fades."""
    return (
        f"ten minste {params.min_samples} meldingen binnen {say_number(params.eps_m)} meter; "
        f"na {say_number(params.half_life_days)} dagen telt een melding half"
    )


def _say_source(layer: AreaLayer) -> str:
    year = f" {layer.year}" if layer.year else ""
    return f"{layer.source}{year}"


def _say_counts(report: HotspotReport) -> str:
    text = f"{say_number(len(report.incidents))}, waarvan {say_number(report.noise)}"
    text += " buiten een hotspot"
    if report.without_place:
        text += f" en {say_number(report.without_place)} zonder plaats"
    if report.without_hour:
        text += f"; {say_number(report.without_hour)} niet meegeteld, omdat het uur niet bekend is"
    police_made = say_police_made(report.police_made)
    return f"{text}; {police_made}" if police_made else text


def say_police_made(count: int) -> str:
    """Say how many records are left out because the police made them; none give no text."""
    if not count:
        return ""
    return f"{say_number(count)} niet meegeteld, omdat de politie ze zelf vastlegde"


def _shares(incidents: pd.DataFrame, column: str, words: Mapping[str, str]) -> str:
    counts = incidents[column].value_counts(sort=False).sort_index()
    return say_tally({str(key): int(count) for key, count in counts.items()}, words)
