"""What an app under test says, and what it is told."""

from concurrent.futures import wait
from pathlib import Path

from geo.present.significance import WAITING
from geo.views.cached import chance_desk, work_desk

APP = Path(__file__).resolve().parents[2] / "app.py"


def said(elements):
    """All texts of elements of one kind, a line each."""
    return "\n".join(element.value for element in elements)


def facts(app):
    """All that is written as HTML: facts, legends and charts."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))


def press(app, label):
    """Press the button with these words, and look again."""
    button = next(button for button in app.button if button.label == label)
    assert not button.disabled
    return button.click().run()


def settled(app, root):
    """Wait until the work that the page began has ended, and look again."""
    done, _ = wait([work_desk(str(root.resolve())).job.future], timeout=60)
    assert done
    return app.run()


def weighed(app, root):
    """Wait until the chances that the page still waits for are known, and look again."""
    if WAITING not in said(app.caption):
        return app
    assert chance_desk(str(root.resolve())).settle(timeout_seconds=60)
    return app.run()


def place_of(block, key, *, above=()):
    """The numbers that lead from a block to the widget with this key; None where there is none."""
    for number, child in block.children.items():
        here = (*above, number)
        if getattr(child, "key", None) == key:
            return here
        if hasattr(child, "children") and (found := place_of(child, key, above=here)):
            return found
    return None


def in_order(block):
    """All elements within a block, from top to bottom."""
    for _, child in sorted(block.children.items()):
        if hasattr(child, "children"):
            yield from in_order(child)
        else:
            yield child
