"""One open browser, without the browser: the messages that Streamlit's frontend would send.

What is sent was compared with what Chromium sends for the same clicks: the query string with the
changed filter in it, the state of the widgets, the page, and which cacheable messages are kept.
Widgets that nobody touches are left out, because the server remembers them; so is the second run
that a map asks for once, when it first appears.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

PATIENCE_SECONDS: Final = 120.0
# The frontend forgets a message that so many runs did not use.
_KEPT_RUNS: Final = 2

Choice = str | tuple[str, ...]
Meter = Callable[[], float]


@dataclass(frozen=True)
class Run:
    """One run of a page, from asking until the server says that it is done.

    ``failure`` says what went wrong, empty where nothing did; ``cpu_seconds`` how long the server
    kept a core busy, as far as that was metered.
    """

    seconds: float
    received_bytes: int
    failure: str = ""
    cpu_seconds: float = 0.0


@dataclass
class Filter:
    """A filter that the page keeps in its link.

    ``options`` are its words on the screen; ``default`` and ``chosen`` are one of them, or for a
    filter with several choices a tuple.
    """

    widget_id: str
    options: tuple[str, ...]
    default: Choice
    chosen: Choice


@dataclass
class Session:
    """An open page.

    ``filters`` are those of the last run, by their name in the link; ``pages`` are the addresses
    of the pages, to what the server calls them; ``meter`` tells how long the server has been busy.
    """

    connection: ClientConnection
    meter: Meter
    filters: dict[str, Filter] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    _page: str = ""
    _opened: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, int] = field(default_factory=dict)
    _runs: int = 0

    async def open(self, page: str, query: Mapping[str, str] | None = None) -> Run:
        """Open a page by its address, as a link does."""
        self._opened = dict(query or {})
        return await self._run(ClientState(query_string=urlencode(self._opened), page_name=page))

    async def turn_to(self, page: str) -> Run:
        """Go to another page by the menu."""
        self._page = self.pages[page]
        return await self._run(self._state())

    async def choose(self, changes: Mapping[str, Choice]) -> Run:
        """Change filters, all at once."""
        for name, choice in changes.items():
            self.filters[name].chosen = choice
        return await self._run(self._state())

    def _state(self) -> ClientState:
        state = ClientState(query_string=self._query(), page_script_hash=self._page)
        state.cached_message_hashes.extend(self._kept)
        state.widget_states.widgets.extend(map(_state_of, self.filters.values()))
        return state

    def _query(self) -> str:
        # What stands on its default is left out of the link; what is no filter stays in it.
        others = self._opened.items() - {(name, self._opened.get(name)) for name in self.filters}
        chosen = {
            name: known.chosen
            for name, known in self.filters.items()
            if known.chosen != known.default
        }
        return urlencode(dict(sorted(others)) | chosen, doseq=True)

    async def _run(self, state: ClientState) -> Run:
        state.context_info.timezone = "Europe/Amsterdam"
        state.context_info.locale = "nl-NL"
        self._runs += 1
        busy, start = self.meter(), time.perf_counter()
        try:
            await self.connection.send(BackMsg(rerun_script=state).SerializeToString())
            size, failure = await asyncio.wait_for(self._receive(), PATIENCE_SECONDS)
        except TimeoutError:
            size, failure = 0, f"no answer within {PATIENCE_SECONDS:g} seconds"
        except ConnectionClosed as problem:
            size, failure = 0, f"connection lost: {problem}"
        seconds = time.perf_counter() - start
        kept = self._kept.items()
        self._kept = {name: run for name, run in kept if self._runs - run < _KEPT_RUNS}
        return Run(seconds, size, failure, self.meter() - busy)

    async def _receive(self) -> tuple[int, str]:
        size, failures = 0, []
        while True:
            data = await self.connection.recv(decode=False)
            size += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "delta":
                failures += self._take(message.delta)
            elif kind == "navigation":
                self.pages = {
                    page.url_pathname: page.page_script_hash
                    for page in message.navigation.app_pages
                }
                self._page = message.navigation.page_script_hash
            elif kind == "script_finished":
                # A run that makes way for another one is followed by that one.
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    failures.append("the page does not compile")
                return size, "; ".join(failures)
            self._keep(message, kind)

    def _keep(self, message: ForwardMsg, kind: str | None) -> None:
        if kind == "ref_hash":
            self._kept[message.ref_hash] = self._runs
        elif message.metadata.cacheable:
            self._kept[message.hash] = self._runs

    def _take(self, delta: Delta) -> list[str]:
        """Learn the filters of the page; return what the page reports as an error."""
        if delta.WhichOneof("type") != "new_element":
            return []
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            return [f"{element.exception.type}: {element.exception.message}"]
        if kind == "alert" and element.alert.format == Alert.ERROR:
            return [element.alert.body]
        if kind in _READERS:
            widget = getattr(element, kind)
            if widget.query_param_key:
                self._learn(widget.query_param_key, _READERS[kind](widget))
        return []

    def _learn(self, name: str, found: Filter) -> None:
        known = self.filters.get(name)
        # The server only says what is chosen where it differs from what the browser knows.
        if known is not None and known.widget_id == found.widget_id:
            found.chosen = known.chosen
        self.filters[name] = found


@asynccontextmanager
async def open_session(address: str, *, meter: Meter = float) -> AsyncIterator[Session]:
    """Connect to a running app, for as long as the block lasts."""
    async with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(address),
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        # As many messages as there are may wait: a slow reader would slow the server down.
        max_queue=None,
        # A busy server is measured, not given up.
        ping_interval=None,
        open_timeout=PATIENCE_SECONDS,
    ) as connection:
        yield Session(connection, meter)


def _read_selectbox(widget: Any) -> Filter:
    options = tuple(widget.options)
    default = options[widget.default] if widget.HasField("default") else ""
    return Filter(widget.id, options, default, widget.raw_value if widget.set_value else default)


def _read_button_group(widget: Any) -> Filter:
    options = tuple(option.content for option in widget.options)
    default = tuple(options[place] for place in widget.default)
    chosen = tuple(widget.raw_values) if widget.set_value else default
    return Filter(widget.id, options, default, chosen)


_READERS: Final = {"selectbox": _read_selectbox, "button_group": _read_button_group}


def _state_of(known: Filter) -> WidgetState:
    state = WidgetState(id=known.widget_id)
    if isinstance(known.chosen, str):
        state.string_value = known.chosen
    else:
        state.string_array_value.data.extend(known.chosen)
    return state
