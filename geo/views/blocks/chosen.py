"""One thing chosen on the map, in the table or from the list; kept in the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from geo.present.steps import Steps
from geo.views.blocks.pictures import Ground, clicked_shape, show_picture


@dataclass(frozen=True)
class Choice:
    """What can be chosen in three ways that always agree.

    Parameters
    ----------
    name
        Of the list, and of the value in the link.
    map_key
        Of the map, the same whatever can be chosen on it.
    ids
        In the order of the rows of the table.
    shapes
        Id of a shape on the map to what a click on it chooses, where those are not the same.
    version
        Of the table, where another may take its place while one of its rows is chosen: a browser
        lets go of a row whose table changes.
    default
        What holds where the link names none of them; None leaves nothing chosen.
    """

    name: str
    map_key: str
    ids: Sequence[str]
    shapes: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    default: str | None = None

    @property
    def _table_key(self) -> str:
        return f"{self.name}-tabel{self.version}"

    @property
    def _marked_key(self) -> str:
        return f"{self.name}-gemarkeerd"

    @property
    def asked(self) -> str | None:
        """What the link names, whether it can be chosen or not."""
        return st.query_params.get(self.name)

    @property
    def current(self) -> str | None:
        """What the link names if it can be chosen, else the default."""
        return self.asked if self.asked in self.ids else self.default

    def keep(self) -> str | None:
        """Return what is chosen, and let list and table show it; to be called once a run."""
        chosen = self.current
        # A choice that is not wrong is left alone: to set it would undo a click made meanwhile.
        if self.name not in st.session_state or st.session_state[self.name] != chosen:
            st.session_state[self.name] = chosen
        rows = [] if chosen is None else [self.ids.index(chosen)]
        st.session_state[self._table_key] = {"selection": {"rows": rows}}
        st.session_state[self._marked_key] = rows
        return chosen

    def show_map(self, over: Steps, ground: Ground) -> None:
        """Show the map; a click on a shape that carries the ``id`` chooses it."""
        show_picture(over, ground, key=self.map_key, on_click=self.take_click)

    def take_click(self) -> None:
        """Choose the shape on which somebody clicked; for the callback of a map."""
        clicked = clicked_shape(self.map_key)
        if clicked is not None:
            self.choose(self.shapes.get(clicked, clicked))

    def show_table(self, table: pd.DataFrame, *, alt: str, **looks: Any) -> None:
        """Show the table, a row of which can be chosen; ``looks`` as for `st.dataframe`."""
        st.dataframe(
            table,
            key=self._table_key,
            hide_index=True,
            # Every row of a short table, and of a long one no more than a screen holds.
            height=min(38 + 35 * len(table), 300),
            on_select=self._take_row,
            selection_mode="single-row",
            alt=alt,
            **looks,
        )

    def show_list(self, labels: Mapping[str, str], *, title: str, hint: str) -> None:
        """Show the list, for who has no mouse; ``hint`` stands in it as long as none is chosen."""
        st.selectbox(
            title,
            self.ids,
            # Where something is always chosen, nobody can choose nothing.
            index=None if self.default is None else 0,
            format_func=labels.__getitem__,
            key=self.name,
            placeholder=hint,
            on_change=self._take_choice,
        )

    def show_cells(self, labels: Sequence[str]) -> None:
        """Show the list where it is cells that can be chosen, each with its label."""
        named = dict(zip(self.ids, labels, strict=True))
        self.show_list(named, title="Vak bekijken", hint="Kies een vak, hier of op de kaart")
        if self.asked and self.asked not in self.ids:
            st.caption("Het vak dat u koos, springt er hier niet uit. Kies een ander uit de lijst.")

    def choose(self, chosen: str | None) -> None:
        """Put a choice into the link, or take it out; for the callback of what chooses."""
        if chosen is None:
            st.query_params.pop(self.name, None)
        else:
            st.query_params[self.name] = chosen

    def _take_row(self) -> None:
        rows = st.session_state[self._table_key]["selection"]["rows"]
        # Called as well when another way of choosing has moved the mark in the table.
        if rows == st.session_state[self._marked_key]:
            return
        self.choose(self.ids[rows[0]] if rows else None)

    def _take_choice(self) -> None:
        self.choose(st.session_state[self.name])
