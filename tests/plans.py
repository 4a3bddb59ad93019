"""What a plan tells map.js to do."""

import json


def verbs(steps):
    """The verbs of a plan, in their order."""
    return [json.loads(step)[0] for step in steps]


def data(steps, verb):
    """The data of the one step with a verb."""
    (found,) = [known for name, known in map(json.loads, steps) if name == verb]
    return found


def properties(steps, verb):
    """The properties of the features of a step."""
    return [feature["properties"] for feature in data(steps, verb)["shapes"]["features"]]
