"""Answers as lines of English for the terminal."""

from collections.abc import Iterator

from geo.present.plain import Plain


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
        yield "SYNTHETIC data: for trying things out only"
    if not answer["hotspots"]:
        yield "no hotspot: a normal answer for a short period or a rare theme"
        return
    yield "rank  incidents  score    area_ha  wijk      park                lon, lat"
    for row in answer["hotspots"]:
        yield (
            f"{row['rank']:>4}  {row['incidents']:>9}  {row['score']:>7.2f}  "
            f"{row['area_ha']:>7.2f}  {row['wijk_code'] or '-':<8}  "
            f"{row['park_id'] or '-':<18}  {row['lon']}, {row['lat']}"
        )


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


def print_imports(answer: Plain) -> Iterator[str]:
    """Say which files were imported, a line a file."""
    for row in answer["imports"]:
        yield (
            f"{row['import_id']:>4}  {row['imported_at']}  {row['file']}: read {row['read']} = "
            f"accepted {row['accepted']} (of which {row['replaced']} replaced) + duplicate "
            f"{row['duplicate']} + refused {row['refused']}"
        )
    if not answer["imports"]:
        yield "nothing imported yet"


def print_undo(answer: Plain) -> Iterator[str]:
    """Say what undoing an import did."""
    yield (
        f"import {answer['import_id']} ({answer['file']}) is undone: {answer['removed']} incidents "
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
        state = "schematic" if layer["schematic"] else "as imported"
        year = layer["year"] or "year unknown"
        yield f"{layer['layer']}: {layer['areas']} areas, {year}, {state}, from {layer['source']}"
        for finding in layer["findings"]:
            examples = ", ".join(finding["examples"])
            yield f"  {finding['kind']} ({finding['count']}): {examples}; {finding['remedy']}"
        if not layer["findings"]:
            yield "  nothing found"
    if not answer["layers"]:
        yield "no areas: import them with `hotspotkaart areas import FILE --layer wijken`"


def print_quality(answer: Plain) -> Iterator[str]:
    """Say what is weak in the data, a line a finding."""
    if answer["synthetic"]:
        yield "SYNTHETIC data: for trying things out only"
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


def print_setup(answer: Plain) -> Iterator[str]:
    """Say what setting up did."""
    if answer["areas"]:
        yield f"areas copied: {', '.join(answer['areas'])}"
    for file in answer["files"]:
        yield f"synthetic incidents: {file['accepted']} from {file['file']}"
    yield f"ready: {answer['incidents']} incidents in the store"


def print_summary(answer: Plain) -> Iterator[str]:
    """Say the counts, a line a row."""
    for row in answer["rows"]:
        name, count = row.values()
        yield f"{name or '(none)':<24} {count:>9}"
    yield f"{'total':<24} {answer['total']:>9}"
