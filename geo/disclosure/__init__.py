"""What may be told to whom: pure rules on counts and places, the one door out rests on them."""

from geo.disclosure.told import Count, Disclosed, Held, Reason
from geo.disclosure_params import (
    DEFAULT_RULES,
    Audience,
    OutlineRule,
    PlaceDetail,
    Rules,
)

__all__ = [
    "DEFAULT_RULES",
    "Audience",
    "Count",
    "Disclosed",
    "Held",
    "OutlineRule",
    "PlaceDetail",
    "Reason",
    "Rules",
]
