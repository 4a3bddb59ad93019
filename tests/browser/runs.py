"""How often a page of the app was run, and how much was sent for it."""

from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Runs:
    """What a window asks of the app and gets from it; to be made before the page is opened.

    Parameters
    ----------
    asked
        Runs of a page that the browser asked for; a part of it that looks by itself whether there
        is news is none.
    whole
        Whole runs of a page that have ended, also those that it began by itself.
    received
        Bytes that came from the app.
    """

    asked: int = 0
    whole: int = 0
    received: int = 0

    @classmethod
    def count(cls, page):
        runs = cls()
        page.on("websocket", runs._follow)
        return runs

    def _follow(self, socket):
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._got)

    def _sent(self, payload):
        if not isinstance(payload, bytes):
            return
        told = BackMsg.FromString(payload)
        if told.WhichOneof("type") == "rerun_script" and not told.rerun_script.fragment_id:
            self.asked += 1

    def _got(self, payload):
        self.received += len(payload)
        told = isinstance(payload, bytes) and ForwardMsg.FromString(payload)
        if told and told.WhichOneof("type") == "script_finished":
            self.whole += told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


def ends_a_run(payload):
    """Whether what the app sent says that it has run the page."""
    told = isinstance(payload, bytes) and ForwardMsg.FromString(payload)
    return bool(told) and told.WhichOneof("type") == "script_finished"
