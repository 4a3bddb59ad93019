"""Work that a worker can import by its name, which it cannot from a module of tests."""

from geo.errors import IntakeError


def refuse_seven(number):
    """Return a number, unless it is seven."""
    if number == 7:
        raise IntakeError("points-empty", expected="a", got="b", remedy="c", address="d")
    return number
