"""Answers handed on to an audience as they are, for the tests of what they are made into."""

from geo.disclosure import DEFAULT_RULES, Audience, Disclosed


def hand_on(answer, audience=Audience.INTERNAL, held=None):
    """The answer with the mark of the door, and nothing held back but what is said."""
    return Disclosed(answer, audience, DEFAULT_RULES[audience], held or {})
