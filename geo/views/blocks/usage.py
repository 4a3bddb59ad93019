"""Who used what and when, for the beheerder: seen, checked and taken along."""

from typing import Final

import streamlit as st

from geo import service
from geo.present import audit_tables
from geo.present.markup import escape
from geo.present.wording import say_number
from geo.views.blocks.counter import Counter
from geo.views.blocks.downloads import offer_files, table_files
from geo.views.blocks.parts import show_table

_MOST_ON_SCREEN: Final = 200


def show_usage(counter: Counter) -> None:
    """Say whether the trail is whole, and show its latest lines.

    Raises
    ------
    AccessError
        If the trail cannot be read.
    """
    workspace = counter.context.workspace
    st.header("Gebruik")
    st.write(
        "Hier staat wie wat bekeek of meenam. Mensen staan er onder een kenmerk dat niet naar een "
        "naam leidt, en wat er in de meldingen staat, staat hier niet."
    )
    check = service.check_audit(workspace)
    said = escape(audit_tables.say_trail(check))
    if check.faults:
        st.error(said, icon=":material/gpp_bad:")
    else:
        st.success(said, icon=":material/verified_user:")
        st.caption(
            "Noteer dit elders, en vergelijk het later met `hotspotkaart audit verify --noted`: "
            f"`{audit_tables.say_note(check)}`"
        )
    uses = service.list_uses(workspace)
    table = audit_tables.tabulate_uses(uses, workspace.timezone)
    show_table(table.head(_MOST_ON_SCREEN))
    if len(table) > _MOST_ON_SCREEN:
        st.caption(
            f"De laatste {_MOST_ON_SCREEN} van {say_number(len(table))} regels; in het bestand "
            "staan ze allemaal."
        )
    st.subheader("Meenemen")
    offer_files(table_files(table, "gebruik", [("Wat", "Gebruik, het nieuwste eerst")]))
