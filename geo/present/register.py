"""The entry in the algorithm register as a file: JSON to deliver, text to read."""

import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.present import register_words as words
from geo.present.files import check_ending, write_file
from geo.present.markup import show_on_one_line
from geo.present.plain import Plain
from geo.present.wording import say_date
from geo.service.register import RegisterFacts
from geo.settings import Assessment, Reference

MISSING: Final = "nog in te vullen door de gemeente"
STANDARD: Final = "1.0"

_WIDTH: Final = 96
_INDENT: Final = "    "


@dataclass(frozen=True)
class Field:
    """A field of the register: its name there, its label for people, and what stands in it."""

    name: str
    label: str
    value: str | tuple[Mapping[str, str], ...]

    @property
    def is_missing(self) -> bool:
        """Whether the municipality still has to fill it in."""
        return self.value == () or (isinstance(self.value, str) and MISSING in self.value)


def fill_register(facts: RegisterFacts) -> Mapping[str, Sequence[Field]]:
    """Fill the entry in as far as cards, settings and data know it.

    Returns
    -------
    mapping of str to sequence of Field
        The parts of the register in its order. What only the municipality can say and did not
        say stands there as `MISSING`, never as a guess.

    Notes
    -----
    Publicatiestandaard van het Algoritmeregister 1.0: its fields and the words allowed in
    ``category``, ``status`` and ``publication_category``. ``department``, ``type`` and ``impact``
    are of earlier versions, which 1.0 takes into other fields.
    """
    return {
        "Algemene informatie": _fill_general(facts),
        "Verantwoord gebruik": _fill_use(facts),
        "Werking": _fill_working(facts),
    }


def write_register(facts: RegisterFacts, path: Path) -> None:
    """Write the entry to a file, of the kind that its suffix names.

    Raises
    ------
    ParamsError
        If the suffix is neither ``.json`` nor ``.txt``.
    WorkspaceError
        If the file cannot be written.
    """
    write_file(path, render_register(facts, path.suffix.lower()))


def check_register_suffix(suffix: str) -> None:
    """Refuse the ending of a file that is not made, before any work is done for it.

    Raises
    ------
    ParamsError
        If the suffix is neither ``.json`` nor ``.txt``.
    """
    check_ending(suffix, _RENDERERS)


def render_register(facts: RegisterFacts, suffix: str) -> bytes:
    """Return the bytes of such a file; the same facts give the same bytes.

    Raises
    ------
    ParamsError
        If the suffix is neither ``.json`` nor ``.txt``.
    """
    check_register_suffix(suffix)
    return _RENDERERS[suffix](fill_register(facts)).encode("utf-8")


def tell_register(facts: RegisterFacts, files: Sequence[Path]) -> Plain:
    """Tell where the entry was written and which fields the municipality still has to fill in."""
    fields = [field for part in fill_register(facts).values() for field in part]
    return {
        "standard": STANDARD,
        "fields": len(fields),
        "missing": [field.name for field in fields if field.is_missing],
        "files": [str(path) for path in files],
    }


def print_register(told: Plain) -> list[str]:
    """List the same as lines of text."""
    missing = ", ".join(told["missing"]) or "none"
    return [
        f"algorithm register {told['standard']}: {told['fields']} fields",
        f"for the municipality to fill in: {missing}",
        *(f"written: {path}" for path in told["files"]),
    ]


def show_field(field: Field) -> str:
    """Return what stands in a field as one text."""
    return "; ".join(_list_texts(field))


def _list_texts(field: Field) -> list[str]:
    """List what stands in a field, each entry that points elsewhere with its link."""
    if isinstance(field.value, str):
        return [field.value]
    return [" ".join(filter(None, one.values())) for one in field.value] or [MISSING]


def _fill_general(facts: RegisterFacts) -> list[Field]:
    asked = facts.settings.register_entry
    return [
        Field("name", "Naam", words.NAME),
        Field("organization", "Organisatie", f"Gemeente {facts.settings.name}"),
        Field("department", "Afdeling", asked.department or MISSING),
        Field("description_short", "Korte beschrijving", words.SHORT),
        Field("type", "Soort algoritme", words.KIND),
        Field("category", "Thema", words.CATEGORY),
        Field("publication_category", "Publicatiecategorie", asked.publication_category or MISSING),
        Field("website", "Website", asked.website or MISSING),
        Field("status", "Status", asked.status or MISSING),
        Field("begin_date", "Begindatum", asked.begin or MISSING),
        Field("contact_email", "Contact", asked.contact_email or MISSING),
        Field("lang", "Taal", "nld"),
        Field("standard_version", "Versie van de standaard", STANDARD),
        Field("source_id", "Kenmerk", f"hotspotkaart-{facts.settings.code}".lower()),
    ]


def _fill_use(facts: RegisterFacts) -> list[Field]:
    asked = facts.settings.register_entry
    rules = facts.settings.cameras.local_rules
    camera = f" Over camera's noemt de gemeente: {rules}." if rules else ""
    return [
        Field("goal", "Doel en impact", f"{words.GOAL} {words.IMPACT}"),
        Field("impact", "Impact", words.IMPACT),
        Field("proportionality", "Afwegingen", words.CONSIDERATIONS),
        Field("human_intervention", "Menselijke tussenkomst", words.HUMAN_ROLE),
        Field("risks", "Risicobeheer", words.say_risks(facts)),
        Field("lawful_basis", "Wettelijke basis", f"{_end(asked.legal_basis)}{camera}"),
        Field("lawful_basis_grouping", "Links naar wettelijke basis", _refer(asked.legal_links)),
        Field(
            "process_index_url",
            "Link naar het verwerkingsregister",
            asked.processing_register or MISSING,
        ),
        Field("impacttoetsen", "Impacttoetsen", _say_assessments(asked.assessments)),
        Field("impacttoetsen_grouping", "Links naar impacttoetsen", _refer(asked.assessments)),
    ]


def _fill_working(facts: RegisterFacts) -> list[Field]:
    asked = facts.settings.register_entry
    kept = f"Bewaartermijn: {_end(asked.retention)}"
    return [
        Field("source_data", "Gegevens", f"{words.say_data_used(facts)} {kept}"),
        Field("source_data_grouping", "Links naar gegevens", _refer(asked.data_links)),
        Field("methods_and_models", "Technische werking", words.say_methods(facts)),
        Field("provider", "Leverancier", asked.supplier or MISSING),
        Field("publiccode", "Link naar de broncode", asked.source_code or MISSING),
    ]


def _end(text: str) -> str:
    """Return what was filled in as a sentence."""
    return f"{(text or MISSING).rstrip('.')}."


def _refer(references: Sequence[Reference]) -> tuple[Mapping[str, str], ...]:
    return tuple({"title": one.title, "link": one.link} for one in references)


def _say_assessments(assessments: Sequence[Assessment]) -> str:
    return (
        "; ".join(
            f"{one.title} ({say_date(one.on)})" if one.on else one.title for one in assessments
        )
        or MISSING
    )


def _write_json(parts: Mapping[str, Sequence[Field]]) -> str:
    entry: dict[str, Any] = {
        field.name: _clean(field.value) for part in parts.values() for field in part
    }
    # The register takes more than one theme.
    entry["category"] = [entry["category"]]
    return json.dumps(entry, ensure_ascii=False, indent=2) + "\n"


def _write_text(parts: Mapping[str, Sequence[Field]]) -> str:
    lines = [f"Algoritmeregister: {words.NAME}", ""]
    for heading, fields in parts.items():
        lines += [heading.upper(), ""]
        for field in fields:
            lines += [field.label, *_wrap(_list_texts(field)), ""]
    return "\n".join(lines)


def _wrap(texts: Sequence[str]) -> list[str]:
    return [
        line
        for text in texts
        for line in textwrap.wrap(
            show_on_one_line(text),
            _WIDTH,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]


def _clean(value: str | tuple[Mapping[str, str], ...]) -> Any:
    if isinstance(value, str):
        return show_on_one_line(value)
    return [{name: show_on_one_line(text) for name, text in one.items()} for one in value]


_RENDERERS: Final[Mapping[str, Callable[[Mapping[str, Sequence[Field]]], str]]] = {
    ".json": _write_json,
    ".txt": _write_text,
}
