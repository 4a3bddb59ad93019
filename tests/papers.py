"""Documents drawn by hand, and what a reader finds in the files that come of them."""

import io
from datetime import date

import pypdf

from geo.present.paper.document import (
    Document,
    Picture,
    PictureKind,
    Points,
    Section,
    Table,
    Text,
    Tone,
)

HOSTILE = '# $x$ * \\ <script>alert(1)</script> `x` [a] @b ${c} {{d}} "e" =1+1'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="9"><path d="M0 0h9v9z"/></svg>'
# One grey pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


def draw(kind):
    return SVG if kind is PictureKind.SVG else PNG


def make_document(text="Een gewone zin.", *, blocks=None, title="Een blad", dated=None):
    told = (
        Text(text),
        Text("Let op dit.", Tone.WARNING),
        Text("Niet ingevuld: wat?", Tone.MISSING),
        Text("Klein gezegd.", Tone.NOTE),
        Points((Text("Eerst dit"), Text("Dan dat", Tone.MISSING))),
        Table(("Wat", "Aantal"), ((Text(text), Text("12")),), (3, 1), numeric=(1,)),
        Picture(draw, alt="Een driehoek", caption="De driehoek"),
    )
    return Document(
        title=title,
        subtitle="Waar het over gaat",
        mark="Concept",
        author="Gemeente Voorbeeld",
        dated=dated or date(2026, 11, 24),
        opening=(Text("Vooraf."),),
        sections=(
            Section("Eerste kop", told if blocks is None else blocks),
            Section("Daaronder", (Text("Slot."),), level=2),
        ),
    )


def open_pdf(content):
    return pypdf.PdfReader(io.BytesIO(content))


def read_pages(content):
    return [" ".join(page.extract_text().split()) for page in open_pdf(content).pages]


def list_tags(content):
    """Kinds of the parts of a tagged PDF, with the other text of each where it has one."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], node.get("/Alt")))
            if "/K" in node:
                walk(node["/K"])

    walk(open_pdf(content).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found
