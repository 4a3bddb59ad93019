"""How often a page of the app was run, and how much was sent for it."""

from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg


@dataclass
class Runs:
    """What a window asks of the app and gets from it; to be made before the page is opened.

    Parameters
    ----------
    asked
        Runs of a page that the browser asked for.
    received
        Bytes that came from the app.
    """

    asked: int = 0
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
        if BackMsg.FromString(payload).WhichOneof("type") == "rerun_script":
            self.asked += 1

    def _got(self, payload):
        self.received += len(payload)
