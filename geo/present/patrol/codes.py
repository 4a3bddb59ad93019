"""Codes for the camera of a phone, on the screen."""

import base64

from geo.present.markup import escape
from geo.present.patrol.sheet import draw_code


def code_html(address: str, *, label: str) -> str:
    """Return a QR code with an address, as HTML.

    Parameters
    ----------
    address
        What a phone opens that looks at it.
    label
        What it is, for who cannot see it.
    """
    drawn = base64.b64encode(draw_code(address)).decode("ascii")
    return (
        f'<img class="hk-code" src="data:image/svg+xml;base64,{drawn}" alt="{escape(label)}" '
        'width="176" height="176">'
    )
