"""The fact sheet on a placement: a draft for the mayor's decision, told once for every file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from geo.disclosure import Disclosed
from geo.placements import PlacementVersion
from geo.present import wording
from geo.present.audience_words import AUDIENCES
from geo.present.files import check_ending, write_file
from geo.present.paper.document import (
    Block,
    Document,
    Points,
    Section,
    Table,
    Text,
    Tone,
)
from geo.present.paper.pdf import render_pdf
from geo.present.paper.word import render_word
from geo.present.placement.factsheet_choice import tell_choice
from geo.present.placement.factsheet_grounds import (
    tell_counts,
    tell_ground,
    tell_lighter_measures,
    tell_proportion,
    tell_purpose,
)
from geo.present.placement.factsheet_terms import (
    tell_consultation,
    tell_evaluation,
    tell_law,
    tell_limits,
    tell_terms,
    tell_versions,
)
from geo.present.placement.factsheet_words import MARK, facts_table, say_hours_of_use, say_wijken
from geo.present.plain import Plain
from geo.present.terminal import SYNTHETIC
from geo.service.placement.factsheets import Factsheet

_TITLE: Final = "Informatieblad cameratoezicht"
_DRAFT: Final = (
    f"{MARK}. Dit blad verzamelt feiten voor een besluit van de burgemeester op grond van artikel "
    "151c van de Gemeentewet. Het is zelf geen besluit en geen juridisch advies."
)

_RENDERERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    ".pdf": render_pdf,
    ".docx": render_word,
}


def build_factsheet(told: Disclosed[Factsheet]) -> Document:
    """Tell what is known of a placement, and ask for what is not.

    Parameters
    ----------
    told
        What was gathered, handed on to who will see it. What nobody filled in is asked for and
        never made up.

    Returns
    -------
    Document
        Dated by the last version.
    """
    sheet = told.answer
    sections = (
        tell_purpose(sheet),
        tell_counts(sheet),
        tell_ground(sheet),
        tell_choice(sheet),
        tell_proportion(sheet),
        tell_lighter_measures(sheet),
        tell_consultation(sheet),
        tell_terms(sheet),
        tell_evaluation(sheet),
        tell_law(sheet),
        tell_limits(sheet),
        tell_versions(sheet),
    )
    last = sheet.versions[-1]
    return Document(
        title=_TITLE,
        subtitle=f"{sheet.municipality}, plaatsing {last.placement_id}: {say_wijken(sheet)}",
        mark=MARK,
        author=f"Gemeente {sheet.municipality}",
        dated=last.recorded_at.astimezone(sheet.timezone).date(),
        opening=tuple(_open(told, len(_list_missing(sections)))),
        sections=sections,
    )


def check_factsheet_suffix(suffix: str) -> None:
    """Refuse the ending of a file that no renderer makes, before any work is done for it.

    Raises
    ------
    ParamsError
        If it is another than ``.pdf`` or ``.docx``.
    """
    check_ending(suffix, _RENDERERS)


def render_factsheet(told: Disclosed[Factsheet], suffix: str) -> bytes:
    """Return the bytes of a fact sheet: the same for the same placement and data.

    Raises
    ------
    ParamsError
        If the suffix is another than ``.pdf`` or ``.docx``.
    """
    check_factsheet_suffix(suffix)
    return _RENDERERS[suffix](build_factsheet(told))


def write_factsheet(told: Disclosed[Factsheet], path: Path) -> None:
    """Write a fact sheet to a file, of the kind that its suffix names.

    Raises
    ------
    ParamsError
        If the suffix is another than ``.pdf`` or ``.docx``.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_factsheet(told, path.suffix.lower()))


def tell_factsheet(told: Disclosed[Factsheet], files: Iterable[Path]) -> Plain:
    """Tell which files were written, and what nobody filled in."""
    sheet = told.answer
    return {
        "placement": sheet.versions[-1].placement_id,
        "version": sheet.versions[-1].version,
        "synthetic": sheet.placement.synthetic,
        "missing": _list_missing(build_factsheet(told).sections),
        "files": [str(path) for path in files],
    }


def print_factsheet(answer: Plain) -> Iterator[str]:
    """Say which files were written, and the questions that are left open in them."""
    if answer["synthetic"]:
        yield SYNTHETIC
    yield from (f"written: {name}" for name in answer["files"])
    yield f"placement {answer['placement']}, version {answer['version']}: a draft, for the jurist"
    yield f"{len(answer['missing'])} questions left open in it (in Dutch):"
    yield from (f"  {text}" for text in answer["missing"])


def _open(told: Disclosed[Factsheet], missing: int) -> Iterator[Block]:
    sheet = told.answer
    yield Text(_DRAFT, Tone.WARNING)
    if sheet.placement.synthetic:
        yield Text(wording.SYNTHETIC_NOTICE, Tone.WARNING)
    if missing:
        count = wording.say_count(missing, "onderdeel is", "onderdelen zijn")
        yield Text(f"{count} nog niet ingevuld; zoek hieronder op 'Niet ingevuld'.", Tone.MISSING)
    yield _summarise(told)


def _summarise(told: Disclosed[Factsheet]) -> Table:
    sheet = told.answer
    placement, last = sheet.placement, sheet.versions[-1]
    return facts_table(
        ("Plek", say_wijken(sheet)),
        ("In gebruik", wording.say_period(placement.used)),
        ("Uren van gebruik", say_hours_of_use(placement.hours)),
        ("Evaluatie", wording.say_date(placement.goal.evaluated_on)),
        ("Versie van dit blad", _say_version(last, sheet)),
        *wording.say_origin(sheet.data),
        ("Voor wie", AUDIENCES[told.audience]),
    )


def _say_version(last: PlacementVersion, sheet: Factsheet) -> str:
    moment = wording.say_moment(last.recorded_at.astimezone(sheet.timezone))
    return f"{last.version}, vastgelegd op {moment}"


def _list_missing(sections: Iterable[Section]) -> list[str]:
    texts = (text for each in sections for block in each.blocks for text in _list_texts(block))
    return [text.text for text in texts if text.tone is Tone.MISSING]


def _list_texts(block: Block) -> tuple[Text, ...]:
    match block:
        case Text():
            return (block,)
        case Points():
            return block.items
        case Table():
            return tuple(cell for row in block.rows for cell in row)
        case _:
            return ()
