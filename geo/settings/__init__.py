"""What a municipality sets: the content of ``gemeente.toml``, checked."""

from geo.settings.access import AccessSettings
from geo.settings.cameras import CameraPurpose
from geo.settings.intake import AreaColumns
from geo.settings.municipality import DUTCH_CODE, Settings
from geo.settings.opendata import OpenDataSettings
from geo.settings.register import Assessment, Reference
from geo.settings.retention import RetentionRule
from geo.settings.services import Services

__all__ = [
    "DUTCH_CODE",
    "AccessSettings",
    "AreaColumns",
    "Assessment",
    "CameraPurpose",
    "OpenDataSettings",
    "Reference",
    "RetentionRule",
    "Services",
    "Settings",
]
