"""What commands for patrols are asked in the same way."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from geo.present.patrol.files import ENDINGS
from geo.present.patrol.sheet import Paper
from geo.schema import ShiftName

_MOMENT: Final = typer.Option(
    "--begins", formats=["%Y-%m-%dT%H:%M"], help="Local start of the shift, YYYY-MM-DDTHH:MM."
)
_DAY: Final = typer.Option(
    "--date", formats=["%Y-%m-%d"], help="Local day on which the shift begins, YYYY-MM-DD."
)

Begins = Annotated[datetime | None, _MOMENT]
Day = Annotated[datetime | None, _DAY]
ShiftOption = Annotated[
    ShiftName | None, typer.Option("--shift", help="With --date: hours as gemeente.toml has them.")
]
Hours = Annotated[
    str | None, typer.Option(help="With --date: own hours, such as 18:30-23:00.", metavar="FROM-TO")
]
Week = Annotated[
    datetime,
    typer.Option("--week", formats=["%Y-%m-%d"], help="First local day of the week, YYYY-MM-DD."),
]
Days = Annotated[int, typer.Option(min=1, max=28, help="How many days it has.")]
Shifts = Annotated[
    list[ShiftName] | None,
    typer.Option("--shift", help="Shifts of each day, as gemeente.toml has them; repeatable."),
]
LeastVisits = Annotated[
    int, typer.Option(min=0, help="Every hotspot is visited so often in the week, or more.")
]
WijkShare = Annotated[
    float, typer.Option(help="A wijk gets at most this part of all visits, up to 1.")
]
Minutes = Annotated[int, typer.Option(help="With --begins: how long the shift lasts.")]
Teams = Annotated[
    list[str],
    typer.Option(
        "--team",
        help="foot, bicycle or car, or boa:bicycle=12 (police, boa or youth_work; km an hour); "
        "may be repeated.",
    ),
]
Base = Annotated[
    str, typer.Option(help="Where teams begin: x,y in metres, or a base of gemeente.toml.")
]
EndBase = Annotated[str | None, typer.Option(help="Where they end; as --base unless told.")]
DwellMinutes = Annotated[float, typer.Option(help="How long a visit lasts.")]
GapMinutes = Annotated[float, typer.Option(help="Between two visits of a place.")]
Areas = Annotated[
    list[str] | None, typer.Option("--area", help="Code of a wijk, buurt or park; repeatable.")
]
Appointments = Annotated[
    list[str] | None,
    typer.Option(
        "--appointment",
        help="'HH:MM; MINUTES; X,Y; LABEL' or with '; TEAM' (from 1) behind it; repeatable.",
    ),
]
LeaveOut = Annotated[
    list[str] | None, typer.Option(help="'KEY; REASON' of a place not to visit; repeatable.")
]
Out = Annotated[
    list[Path] | None,
    typer.Option(help=f"File to make or replace: {', '.join(ENDINGS)}; repeatable."),
]
OutEach = Annotated[
    list[Path] | None,
    typer.Option(
        help=f"File to make or replace of each shift, its start behind the name: "
        f"{', '.join(ENDINGS)}; repeatable."
    ),
]
PaperSize = Annotated[Paper, typer.Option("--paper", help="Size of a PDF.")]
Add = Annotated[
    list[str] | None,
    typer.Option(help="'X,Y; LABEL; REASON' or with '; HH:MM-HH:MM' behind it; repeatable."),
]
DoubleCameras = Annotated[
    bool, typer.Option(help="Visit also what a camera watches during the shift.")
]
Preferred = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        help="THEME=ORGANISATION: who goes to its places, if out; repeatable.",
    ),
]
SharePlaces = Annotated[
    bool, typer.Option(help="Let more than one organisation visit a place in a shift.")
]
Save = Annotated[bool, typer.Option("--save", help="Keep the plan, to tick it off later.")]
Seed = Annotated[
    int | None,
    typer.Option(
        min=0, help="The same seed gives the same plan; unless named it follows from day and hour."
    ),
]
