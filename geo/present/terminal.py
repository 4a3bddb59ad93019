"""Answers as lines of English for the terminal."""

from collections.abc import Iterator, Mapping
from typing import Final

from geo.analysis.forecasting import PRIOR_COUNTS
from geo.analysis.trends import SMALL_COUNT
from geo.analysis.verdicts import JUDGED_SHARE, Verdict
from geo.present.plain import Plain

SYNTHETIC: Final = "SYNTHETIC data: for trying things out only"

_UNTESTABLE: Final = {
    "no-kind": "the theme's card names no opportunities",
    "no-opportunities": "load {layer} with `hotspotkaart areas import FILE --layer {layer}`",
    "invented": "these {layer} are made up and the incidents are not; load real ones with "
    "`hotspotkaart areas import FILE --layer {layer}`",
    "none-here": "no {layer} lie on the ground that was searched",
    "off-ground": "more than one in twenty incidents lie far from all {layer} that are loaded; "
    "load those of the whole ground with `hotspotkaart areas import FILE --layer {layer}`",
    "coarse": "the places of most incidents are too coarse (postcode or raster) to hold against "
    "{layer}; import them with the address or the street",
}
# Beside the plain count of earlier incidents.
_VERDICTS: Final[Mapping[str, str]] = {
    Verdict.BEATS: "caught more than counting, beyond what chance explains",
    Verdict.NOT_BETTER: "not shown to catch more than counting",
    Verdict.WORSE: "caught less than counting",
    Verdict.TOO_FEW: "too few incidents to tell",
    Verdict.UNTESTED: "not tested",
    Verdict.OTHER_DATA: "tested on other data",
    Verdict.UNFAIR: "cannot be tested fairly: settings were chosen on some of these periods",
}
# What was caught and gained, of enough incidents and of a handful, of which no percentage is made.
_CATCH: Final = ("{hit_rate:>8.1%}", "{gain:+.1%} ({gain_low:+.1%} to {gain_high:+.1%})")
_SMALL_CATCH: Final = ("{hits:>8.1f}", "small number")
_CHANGE_HEADING: Final = (
    f" {'before':>7} {'change':>7}  {'95% limits':>18}  {'p':>7}  {'percent':>8}"
)


def print_hotspots(answer: Plain) -> Iterator[str]:
    """Say what a hotspot search found, a line a hotspot."""
    settings = answer["parameters"]
    yield (
        f"{answer['theme']} {answer['from']} to {answer['to']}: {answer['incidents']} incidents, "
        f"{len(answer['hotspots'])} hotspots, {answer['noise']} in none "
        f"(eps {settings['eps_m']:g} m, at least {settings['min_samples']}, "
        f"half-life {settings['half_life_days']:g} days)"
    )
    if answer["synthetic"]:
        yield SYNTHETIC
    if answer["police_made"]:
        yield f"{answer['police_made']} records that police made themselves left out"
    if answer["significance"]:
        yield _say_significance(answer["significance"])
    yield _say_beside(answer)
    if not answer["hotspots"]:
        yield "no hotspot: a normal answer for a short period or a rare theme"
        return
    yield "rank  incidents  score    area_ha  p      wijk      park                lon, lat"
    for row in answer["hotspots"]:
        yield (
            f"{row['rank']:>4}  {row['incidents']:>9}  {row['score']:>7.2f}  "
            f"{row['area_ha']:>7.2f}  {_say_p(row['p_value']):<5}  {row['wijk_code'] or '-':<8}  "
            f"{row['park_id'] or '-':<18}  {row['lon']}, {row['lat']}"
        )


def print_overview(answer: Plain) -> Iterator[str]:
    """Say how often each theme was reported, a line a theme."""
    previous = answer["previous"]
    against = f", before: {previous['from']} to {previous['to']}" if previous else ""
    yield f"{answer['from']} to {answer['to']}{against}"
    if answer["synthetic"]:
        yield SYNTHETIC
    if not previous:
        yield "the data do not cover this period and the one before it: counts only"
    yield f"{'theme':<24} {'now':>7}" + (_CHANGE_HEADING if previous else "")
    for row in [*answer["themes"], {"theme": "total", **answer["total"]}]:
        change = _say_change(row) if previous else ""
        yield f"{row['theme']:<24} {row['now']:>7}{change}"


def print_import(answer: Plain) -> Iterator[str]:
    """Say what became of each file."""
    for file in answer["files"]:
        yield (
            f"{file['file']}: read {file['read']} = accepted {file['accepted']} "
            f"(of which {file['replaced']} replaced) + duplicate {file['duplicate']} "
            f"+ refused {file['refused']}"
        )
        for reason, count in file["reasons"].items():
            yield f"  refused {count}: {reason}"
        if file["mended"]:
            yield f"  mended {file['mended']} rows that were refused before"
        columns = ", ".join(
            f"{key} = {' + '.join(names)}" for key, names in file["columns"].items()
        )
        yield f"  source {file['source']}; columns: {columns}"
        yield "  found: " + ", ".join(f"{name} {value}" for name, value in file["facts"].items())
        if file["left_behind"]:
            yield f"  left behind: {', '.join(file['left_behind'])}"
    for failure in answer["failed"]:
        yield f"{failure['file']}: not imported: {failure['error']}"
    if not answer["files"] and not answer["failed"]:
        yield "nothing new to import"
    if not answer["outside_checked"]:
        yield "no areas are loaded: places outside the municipality were not looked for"
    yield f"{answer['incidents']} incidents in the store"


def _say_change(row: Plain) -> str:
    percent = "-" if row["percent"] is None else f"{row['percent']:+.0f}%"
    # A percentage on a small number is not to be quoted: it stands in brackets.
    percent = f"({percent})" if row["is_small"] else percent
    limits = f"{row['low']:.1f} to {row['high']:.1f}"
    return (
        f" {row['before']:>7} {row['difference']:>+7}  {limits:>18}  {row['p_value']:>7.4f}"
        f"  {percent:>8}"
    )


def print_imports(answer: Plain) -> Iterator[str]:
    """Say which files were imported, a line a file."""
    for row in answer["imports"]:
        yield (
            f"{row['import_id']:>4}  {row['imported_at']}  {row['file']}: read {row['read']} = "
            f"accepted {row['accepted']} (of which {row['replaced']} replaced) + duplicate "
            f"{row['duplicate']} + refused {row['refused']}, {row['waiting']} of them still in "
            f"quarantine"
        )
    if not answer["imports"]:
        yield "nothing imported yet"


def print_sources(answer: Plain) -> Iterator[str]:
    """Say how many incidents came from each source, a line a source."""
    for row in answer["sources"]:
        yield (
            f"{row['source']:<24} {row['incidents']:>9}, {row['without_place']} without a place, "
            f"{row['first']} to {row['last']}"
        )
    if not answer["sources"]:
        yield "nothing imported yet"


def print_points(answer: Plain) -> Iterator[str]:
    """Say how many places were written, and how many incidents have none."""
    yield (
        f"{answer['points']} in {answer['folder']}, {answer['without_place']} without a place "
        "left out"
    )


def print_mappings(answer: Plain) -> Iterator[str]:
    """Say which mappings ship, a line a mapping."""
    for row in answer["mappings"]:
        yield f"{row['name']:<12} {row['title']}"


def print_undo(answer: Plain) -> Iterator[str]:
    """Say what undoing an import did, or would do."""
    yield (
        f"import {answer['import_id']} ({answer['file']}) undone: {answer['removed']} incidents "
        f"taken out, {answer['restored']} earlier ones put back"
    )
    yield f"{answer['incidents']} incidents in the store"


def print_backup(answer: Plain) -> Iterator[str]:
    """Say what a backup holds."""
    span = f" from {answer['first']} to {answer['last']}" if answer["first"] else ""
    yield f"{answer['file']}: {answer['incidents']} incidents{span}, {answer['bytes']} bytes"
    if answer["set_aside"]:
        yield f"the damaged store is kept as {answer['set_aside']}"


def print_checks(answer: Plain) -> Iterator[str]:
    """Say which layers there are and what is wrong with them."""
    for layer in answer["layers"]:
        state = "official" if layer["official"] else "as imported"
        state = "schematic" if layer["schematic"] else state
        year = layer["year"] or "year unknown"
        yield f"{layer['layer']}: {layer['areas']} areas, {year}, {state}, from {layer['source']}"
        for finding in layer["findings"]:
            examples = ", ".join(finding["examples"])
            yield f"  {finding['kind']} ({finding['count']}): {examples}; {finding['remedy']}"
        if not layer["findings"]:
            yield "  nothing found"
    if not answer["layers"]:
        yield "no areas: import them with `hotspotkaart areas import FILE --layer wijken`"


def print_places(answer: Plain) -> Iterator[str]:
    """Say how many places were taken in, and how many rows were not."""
    yield (
        f"{answer['layer']}: {answer['places']} places, {answer['left_out']} rows left out, "
        f"from {answer['source']}"
    )


def print_quality(answer: Plain) -> Iterator[str]:
    """Say what is weak in the data, a line a finding."""
    if answer["synthetic"]:
        yield SYNTHETIC
    for finding in answer["findings"]:
        share = finding["share"]
        part = "" if share is None else f" of {finding['total']} ({share:.1%})"
        examples = f": {'; '.join(finding['examples'])}" if finding["examples"] else ""
        yield (
            f"{finding['theme'] or 'all themes'}: {finding['kind']} {finding['count']}{part}"
            f"{examples}; {finding['remedy']}"
        )
    if not answer["findings"]:
        yield "nothing found"
    yield f"{answer['incidents']} incidents checked"


def print_forecast(answer: Plain) -> Iterator[str]:
    """Say what is expected in all, and where most."""
    yield (
        f"{answer['theme']}: {answer['expected']:.1f} incidents expected in {answer['weeks']} weeks"
        f" from {answer['as_of']} on, in {answer['cells']} cells of {answer['cell_m']:g} m"
        f" ({answer['method']})"
    )
    for cell in answer["highest"]:
        yield f"{cell['rank']:>4}  {cell['x']:.0f}, {cell['y']:.0f}: {cell['expected']:.2f}"
    yield _say_beside(answer)


def print_backtest(answer: Plain) -> Iterator[str]:
    """Say what each method would have caught, a line a method and share of the area."""
    yield (
        f"{answer['theme']}: {answer['incidents']} incidents in {answer['periods']} periods of "
        f"{answer['weeks']} weeks, {answer['from']} to {answer['to']}"
    )
    yield f"{'method':<16} {'area':>5} {'caught':>8} {'PAI':>6} {'PEI':>5} {'RRI':>5}  gain (95%)"
    for row in answer["scores"]:
        figures = {key: float("nan") if value is None else value for key, value in row.items()}
        caught, gain = _SMALL_CATCH if row["is_small"] else _CATCH
        yield (
            f"{{method:<16}} {{share:>5.0%}} {caught} {{pai:>6.1f}} {{pei:>5.2f}} {{rri:>5.2f}}  "
            f"{gain}"
        ).format(**figures)
    yield (
        f"{answer['comparisons']} comparisons with counting at once: of 40 that are no better, one "
        "on average would seem so; the highest figure is no proof yet"
    )
    yield f"beside counting, in {JUDGED_SHARE:.0%} of the area:"
    for method, verdict in answer["verdicts"].items():
        if method != PRIOR_COUNTS:
            yield f"{method:<16} {_VERDICTS[verdict]}"


def print_card(answer: Plain) -> Iterator[str]:
    """Say which settings were chosen, and what they caught afterwards."""
    evidence = answer["evidence"]
    yield (
        f"{answer['theme']}: eps {answer['eps_m']:g} m, at least {answer['min_samples']} "
        f"incidents, window {answer['window_months']} months, half-life "
        f"{answer['half_life_days']:g} days"
    )
    yield (
        f"caught {_say_part(evidence, 'hit_rate')} of {evidence['incidents']} later incidents in "
        f"{evidence['share']:.0%} of the area, counting earlier ones "
        f"{_say_part(evidence, 'prior_hit_rate')}: {_VERDICTS[answer['verdict']]}"
    )
    yield f"written to {answer['file']}"


def print_streets(answer: Plain) -> Iterator[str]:
    """Say which streets there are."""
    yield (
        f"{answer['layer']}: {answer['lines']} lines, {answer['length_km']} km, "
        f"from {answer['source']}"
    )


def print_setup(answer: Plain) -> Iterator[str]:
    """Say what setting up did."""
    if answer["areas"]:
        yield f"areas copied: {', '.join(answer['areas'])}"
    if answer["invented"]:
        yield f"synthetic layers: {', '.join(answer['invented'])}"
    for file in answer["files"]:
        yield f"synthetic incidents: {file['accepted']} from {file['file']}"
    yield f"ready: {answer['incidents']} incidents in the store"


def print_summary(answer: Plain) -> Iterator[str]:
    """Say the counts, a line a row."""
    for row in answer["rows"]:
        name, count = row.values()
        yield f"{name or '(none)':<24} {_say_held(count):>9}"
    yield f"{'total':<24} {_say_held(answer['total']):>9}"


def _say_held(count: int | None) -> str:
    return "held back" if count is None else str(count)


def _say_part(evidence: Plain, rate: str) -> str:
    hits = evidence[rate] * evidence["incidents"]
    return f"{hits:.1f}" if hits < SMALL_COUNT else f"{evidence[rate]:.1%}"


def _say_beside(answer: Plain) -> str:
    share = f"in {JUDGED_SHARE:.0%} of the area"
    return f"beside counting earlier incidents, {share}: {_VERDICTS[answer['verdict']]}"


def _say_significance(facts: Plain) -> str:
    layer = facts["opportunities"]
    if facts["reason"] is not None:
        return f"not testable: {_UNTESTABLE[facts['reason']].format(layer=layer)}"
    made_up = "made-up " if facts["synthetic_opportunities"] else ""
    return (
        f"p: chance that {facts['simulations']} random patterns over the {made_up}{layer} have a "
        f"hotspot as large; {facts['off_ground']} incidents lie far from all of them, and of "
        f"{facts['coarse']} only the postcode or the raster is known (- where most are such)"
    )


def _say_p(p_value: float | None) -> str:
    return "-" if p_value is None else f"{p_value:.3f}"
