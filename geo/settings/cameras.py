"""What a municipality sets for cameras: its own rules, and what they are for."""

from pydantic import Field

from geo.settings.parts import Ground, Line, Named, Strict


class CameraSettings(Strict):
    """What the municipality itself decided on cameras, as a fact sheet names it; empty: asked."""

    local_rules: Ground = ""


class CameraPurpose(Named):
    """What cameras are for, how far they reach for that, and who says so."""

    range_m: float = Field(ge=1, le=1000, allow_inf_nan=False)
    source: Line

    @property
    def told(self) -> str:
        """What the range is for, and who says so, as an answer states it."""
        return f"{self.name}; bron: {self.source}"
