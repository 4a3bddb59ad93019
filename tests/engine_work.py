"""Work that another process can import by its name, which it cannot from a module of tests."""

import numpy as np

from geo.errors import IntakeError


def refuse_seven(number):
    """Return a number, unless it is seven."""
    if number == 7:
        raise IntakeError("points-empty", expected="a", got="b", remedy="c", address="d")
    return number


def hold(size, seed):
    """Return a way that holds an array, after one of ten times its size was drawn."""
    np.ones(10 * size).sum()
    return lambda: np.ones(size).sum()
