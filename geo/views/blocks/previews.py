"""A file shown as it would be read, before anything is taken in."""

from pathlib import Path

import streamlit as st

from geo.errors import HotspotkaartError
from geo.present import tables, wording
from geo.present.markup import escape
from geo.service.upkeep_answers import ImportOptions, ImportPreview
from geo.views import cached
from geo.views.blocks.parts import show_facts, show_problem, show_table
from geo.views.context import Context


def show_preview(context: Context, path: Path, options: ImportOptions) -> bool:
    """Show how a file would be read, or why it cannot be; return whether it can."""
    with st.container(border=True):
        st.subheader(escape(path.name))
        try:
            preview = cached.preview_import(context.workspace, context.stamp, str(path), options)
        except HotspotkaartError as problem:
            show_problem(problem)
            return False
        if preview.mends:
            _say_mends(context, preview.mends)
        _show_reading(preview)
        if preview.left_behind and not preview.mends:
            names = ", ".join(preview.left_behind)
            st.caption(f"Deze kolommen blijven achter en worden niet bewaard: {escape(names)}")
    return True


def _show_reading(preview: ImportPreview) -> None:
    many = "meer dan " if not preview.complete else ""
    count = 1000 if not preview.complete else preview.rows
    st.write(
        f"Herkend als **{escape(wording.say_mapping(preview.mapping_title))}**, {many}"
        f"{wording.say_count(count, 'rij', 'rijen')}. Zo wordt het bestand gelezen; klopt dit?"
    )
    show_table(tables.tabulate_mapping(preview.fields, preview.sample))
    show_facts(wording.say_file_facts(preview.facts))


def _say_mends(context: Context, mends: tuple[int, ...]) -> None:
    imports = cached.list_imports(context.workspace, context.stamp)
    files = imports.loc[imports["import_id"].isin(mends), "file"].tolist()
    origin = f"van {escape(wording.say_list(files))} " if files else ""
    st.info(
        f"Dit zijn eerder geweigerde rijen {origin}die terugkomen. Ze worden gelezen zoals de "
        "eerste keer, en wat nu klopt verdwijnt uit de geweigerde rijen.",
        icon=":material/healing:",
    )
