"""Chosen sites as plain data and as lines for the terminal."""

from collections.abc import Iterator

from geo.advice.cameras import Choice
from geo.present.plain import Plain

_SECONDS_DECIMALS = 3


def tell_choice(choice: Choice, *, seconds: float) -> Plain:
    """Tell which sites were chosen, what they cover, and how far that is proven.

    Parameters
    ----------
    choice
        Sites are told as numbers of rows, the first row under the header being 0.
    seconds
        How long it took.
    """
    return {
        "sites": list(choice.sites),
        "covered": _whole(choice.covered),
        "demand": _whole(choice.demand),
        "proof": choice.proof.value,
        "gap": choice.gap,
        "seconds": round(seconds, _SECONDS_DECIMALS),
    }


def print_choice(answer: Plain) -> Iterator[str]:
    """Say which sites were chosen, by the number of their row from 0."""
    share = f" ({answer['covered'] / answer['demand']:.1%})" if answer["demand"] else ""
    yield f"sites: {', '.join(map(str, answer['sites']))} (rows of the file, from 0)"
    yield f"covered: {answer['covered']} of {answer['demand']}{share}"
    yield f"proof: {answer['proof']}, gap {answer['gap']:.2%}, {answer['seconds']} s"


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() else value
