"""Where the files of a municipality lie."""

from typing import Annotated

from pydantic import StringConstraints

from geo.settings.parts import Strict

# A path may not be empty, nor hold the one character that no file system takes.
_Path = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$")]


class Paths(Strict):
    """Where things lie, relative to the workspace."""

    boundaries: _Path = "boundaries"
    incidents: _Path = "incidents"
    models: _Path = "models"
    store: _Path = "incidents.duckdb"
