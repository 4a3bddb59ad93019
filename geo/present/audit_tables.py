"""The audit trail as people read it: a table of uses, and whether the trail is whole."""

from collections.abc import Iterator, Sequence
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd

from geo.audit import Act, Fault, TrailCheck, Use
from geo.present.plain import Plain
from geo.present.wording import say_number

_ACTS: Final = {
    Act.PAGE: "pagina bekeken",
    Act.FILE: "bestand meegenomen",
    Act.COMMAND: "opdracht gegeven",
    Act.SIGN_IN: "aangemeld",
    Act.REFUSED: "geweigerd",
}
_FAULTS: Final = {
    Fault.UNREADABLE: "is niet te lezen",
    Fault.CHANGED: "is veranderd",
    Fault.NOT_NEXT: "sluit niet aan op de regel ervoor: er is een regel weg, bij of verplaatst",
    Fault.CUT_OFF: "en wat erna stond, is weg",
    Fault.UNSEALED: "is niet de laatste die het programma zelf schreef",
    Fault.NOT_AS_NOTED: "is een andere dan u noteerde",
}
# More of one kind says no more.
_MOST_TOLD: Final = 5


def tabulate_uses(uses: Sequence[Use], timezone: ZoneInfo) -> pd.DataFrame:
    """Put uses in a table with Dutch headings, in the order in which they come."""
    return pd.DataFrame(
        {
            "Wanneer": [f"{use.at.astimezone(timezone):%d-%m-%Y %H:%M:%S}" for use in uses],
            "Wie": [use.who for use in uses],
            "Rol": [", ".join(use.roles) or "geen" for use in uses],
            "Wat": [_ACTS[use.act] for use in uses],
            "Waarvan": [use.what for use in uses],
            "Filters": [_say_filters(use) for use in uses],
            "Rijen": pd.array([use.rows for use in uses], dtype="Int64"),
        }
    )


def say_trail(check: TrailCheck) -> str:
    """Say whether the trail is as it was written."""
    lines = say_number(check.seal.lines)
    if not check.faults:
        return f"Het logboek is ongeschonden: {lines} regels, en elke regel sluit aan."
    told = "; ".join(
        f"regel {say_number(line)} {_FAULTS[fault]}" for line, fault in check.faults[:_MOST_TOLD]
    )
    rest = len(check.faults) - _MOST_TOLD
    more = f"; en nog {say_number(rest)} plekken" if rest > 0 else ""
    return f"Er is aan het logboek gezeten: {told}{more}. Meld dit, en bewaar de map audit."


def say_note(check: TrailCheck) -> str:
    """Write down the end of the trail, to be kept elsewhere and compared later."""
    return f"{check.seal.lines}:{check.seal.head}"


def tell_uses(uses: Sequence[Use]) -> Plain:
    """Tell what was done."""
    return {
        "uses": [
            {
                "at": use.at.isoformat(),
                "who": use.who,
                "roles": list(use.roles),
                "act": use.act.value,
                "what": use.what,
                "filters": dict(use.filters),
                "rows": use.rows,
            }
            for use in uses
        ]
    }


def print_uses(answer: Plain) -> Iterator[str]:
    """Say what was done, a line a use."""
    for use in answer["uses"]:
        filters = " ".join(f"{name}={value}" for name, value in use["filters"].items())
        rows = "" if use["rows"] is None else f" {use['rows']} rows"
        yield (
            f"{use['at']} {use['who']} {','.join(use['roles']) or '-'} {use['act']} "
            f"{use['what']}{rows} {filters}".rstrip()
        )
    if not answer["uses"]:
        yield "nothing written down yet"


def tell_trail(check: TrailCheck) -> Plain:
    """Tell whether the trail is as it was written."""
    return {
        "whole": not check.faults,
        "lines": check.seal.lines,
        "note": say_note(check),
        "faults": [{"line": line, "fault": fault.value} for line, fault in check.faults],
    }


def print_trail(answer: Plain) -> Iterator[str]:
    """Say whether the trail is whole, and what to note of it."""
    for fault in answer["faults"]:
        yield f"line {fault['line']}: {fault['fault']}"
    yield f"{answer['lines']} lines, {'whole' if answer['whole'] else 'NOT as they were written'}"
    yield f"note elsewhere: {answer['note']}"


def _say_filters(use: Use) -> str:
    return ", ".join(f"{name}: {value}" for name, value in use.filters.items())
