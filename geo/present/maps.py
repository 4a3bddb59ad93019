"""Maps for the screen: plans laid out for Leaflet, by way of folium."""

from pathlib import Path
from typing import Any, Final

import folium
from branca.element import Element
from folium.template import Template

from geo.present import assets
from geo.present.steps import Steps

_STYLE: Final = Path(__file__).with_name("map.css").read_text(encoding="utf-8")
_SCRIPT: Final = Path(__file__).with_name("map.js").read_text(encoding="utf-8")


def lay_base(steps: Steps) -> folium.Map:
    """Make a map out of its plan; it loads its scripts from this machine only."""
    # Folium keeps max_zoom for a background; clusters need to know where zooming ends.
    base = folium.Map(tiles=None, zoom_control=False, zoom_snap=0.25, font_size="12px", maxZoom=19)
    base.default_js = assets.link_assets(assets.SCRIPTS)
    base.default_css = assets.link_assets(assets.STYLES)
    _Drawn(steps, before=_SCRIPT, style=_STYLE).add_to(base)
    return base


def lay_over(steps: Steps) -> folium.FeatureGroup:
    """Make what changes with every choice out of its plan, to be added to a base map."""
    group = folium.FeatureGroup(name="Keuze")
    if steps:
        _Drawn(steps).add_to(group)
    return group


class _Drawn(folium.MacroElement):
    """Steps for map.js, on the map or group that this is added to."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}{{ this.script() }}{% endmacro %}
        """
    )

    def __init__(self, steps: Steps, *, before: str = "", style: str = "") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Drawn"
        self.steps = steps
        self.before = before
        self.style = style

    def script(self) -> str:
        """Return what the browser runs."""
        parent: Any = self._parent
        return f"{self.before}\nhotspotkaart.draw({parent.get_name()}, [{','.join(self.steps)}]);"

    def render(self, **_: Any) -> str:
        """Add script and style to the page around the map, as they are.

        Folium's own way would read them as a template once more: slow, and not safe with texts
        out of a file.
        """
        figure: Any = self.get_root()
        figure.script.add_child(_Plain(self.script()), name=self.get_name())
        if self.style:
            figure.header.add_child(_Plain(f"<style>{self.style}</style>"), name=self.get_name())
        return ""


class _Plain(Element):
    """Text that is no template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        """Return the text."""
        return self.text
