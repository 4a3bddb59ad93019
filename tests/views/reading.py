"""What an app under test says."""


def said(elements):
    """All texts of elements of one kind, a line each."""
    return "\n".join(element.value for element in elements)


def facts(app):
    """All that is written as HTML: facts, legends and charts."""
    return "\n".join(str(element.proto.body) for element in app.get("html"))
