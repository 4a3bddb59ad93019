"""A small drawing of what counts as a hotspot: so many incidents within so many metres."""

import base64
import math
from typing import Final

from geo.present.markup import escape
from geo.present.wording import say_number
from geo.themes import ThemeCard

# More dots than this would run into one another.
MAX_DOTS: Final = 60

_WIDTH, _HEIGHT = 220, 214
_CENTRE_X, _CENTRE_Y, _RADIUS = 110, 92, 84
# Dots stay clear of the edge, so that all of them are plainly inside.
_REACH: Final = 0.86
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
_INK: Final = "#26323c"


def say_picture(card: ThemeCard) -> str:
    """Say in words what the drawing shows."""
    settings = card.hotspots
    return (
        f"Een cirkel van {say_number(settings.eps_m)} meter rond een melding, met daarin "
        f"{settings.min_samples} meldingen."
    )


def rule_picture_html(card: ThemeCard) -> str:
    """Return the drawing as HTML: one picture with a text in its place.

    The dots lie in a spiral, so that the same card gives the same drawing.
    """
    drawing = base64.b64encode(_draw(card).encode()).decode()
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    return (
        f'<img class="hk-rule" {size} alt="{escape(say_picture(card))}"'
        f' src="data:image/svg+xml;base64,{drawing}">'
    )


def _draw(card: ThemeCard) -> str:
    edge = _CENTRE_X + _RADIUS
    line = _CENTRE_Y + _RADIUS + 14
    metres = f"{say_number(card.hotspots.eps_m)} meter"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<circle cx="{_CENTRE_X}" cy="{_CENTRE_Y}" r="{_RADIUS}" fill="{card.colour}"'
        f' fill-opacity="0.14" stroke="{_INK}" stroke-width="1.5"/>'
        f"{_dots(card)}"
        f'<path d="M{_CENTRE_X} {line}H{edge}M{_CENTRE_X} {line - 5}v10M{edge} {line - 5}v10"'
        f' stroke="{_INK}" stroke-width="1.5" fill="none"/>'
        f'<text x="{_CENTRE_X + _RADIUS / 2}" y="{line + 18}" text-anchor="middle" font-size="13"'
        f' font-family="sans-serif" fill="{_INK}">{metres}</text></svg>'
    )


def _dots(card: ThemeCard) -> str:
    count = min(card.hotspots.min_samples, MAX_DOTS)
    places = [_place(number, count) for number in range(count)]
    return "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{card.colour}" stroke="{_INK}"'
        ' stroke-width="1.2"/>'
        for x, y in places
    )


def _place(number: int, count: int) -> tuple[float, float]:
    # The first lies in the middle: the incident around which the circle is drawn.
    distance = _RADIUS * _REACH * math.sqrt(number / max(count - 1, 1))
    angle = number * _GOLDEN_ANGLE
    return _CENTRE_X + distance * math.cos(angle), _CENTRE_Y + distance * math.sin(angle)
