"""What only the municipality can say in the algorithm register."""

from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from geo.settings.parts import Line, Strict

# What somebody answers to a question of the register; empty: the question stays.
_Answer = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
_Link = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^(https?://\S+)?$")
]


class Reference(Strict):
    """Something that an entry in a register points to, and where it is found; a link may lack."""

    title: Line
    link: _Link = ""


class Assessment(Reference):
    """A test of the impact on people, such as a DPIA, and when it was done."""

    on: date | None = None


class RegisterSettings(Strict):
    """What only the municipality can say in its entry of the algorithm register; empty: asked.

    Parameters
    ----------
    department, contact_email, website
        Who answers for it.
    status, begin, publication_category
        Words and months (``2026-11``) of the register.
    legal_basis, legal_links, processing_register
        On what it rests.
    assessments
        What was tested beforehand.
    data_links, retention
        About the data: where they are described, and how long they are kept.
    supplier, source_code
        Who made it, and where its code is.
    """

    department: _Answer = ""
    contact_email: Annotated[
        str, StringConstraints(max_length=200, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")
    ] = ""
    website: _Link = ""
    status: Literal["", "In ontwikkeling", "In gebruik", "Buiten gebruik"] = ""
    begin: Annotated[str, StringConstraints(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")] = ""
    publication_category: Literal[
        "", "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"
    ] = ""
    legal_basis: _Answer = ""
    legal_links: tuple[Reference, ...] = ()
    processing_register: _Link = ""
    assessments: tuple[Assessment, ...] = ()
    data_links: tuple[Reference, ...] = ()
    retention: _Answer = ""
    supplier: _Answer = ""
    source_code: _Link = ""
