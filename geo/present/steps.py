"""What map.js is to draw, as data: a verb a step."""

import json

# Each step is JSON text: cheap to keep, to compare and to send.
Steps = tuple[str, ...]


def step(verb: str, **data: object) -> str:
    """Return one step.

    Parameters
    ----------
    verb
        A function of map.js.
    data
        What it needs; every text in it that reaches HTML is escaped already.
    """
    text = json.dumps([verb, data], ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # No text may end the script in which it stands.
    return text.replace("<", "\\u003c")
