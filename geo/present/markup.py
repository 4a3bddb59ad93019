"""The one door through which text reaches the HTML and the scripts of a map."""

import html
import unicodedata
from typing import Final

# Folium writes some texts between backticks: there `${...}` would run, escaped HTML or not. It
# reads what it has drawn as a template of its own: there `{{...}}` would run, on this machine. And
# Streamlit reads Markdown: there `![](...)` would fetch a picture from elsewhere.
_SCRIPT_MARKS: Final = str.maketrans({mark: f"&#{ord(mark)};" for mark in "$`\\{}[]*~|"})

# Control characters, marks that turn the reading direction, and halves of surrogate pairs.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
_BREAKS: Final = frozenset("\t\n\r\x0b\x0c\x85\u2028\u2029")


def escape(text: str) -> str:
    """Make a text harmless inside HTML, Markdown, an attribute, a script string or a template.

    Parameters
    ----------
    text
        Anything that a file, a card or a person supplied.

    Returns
    -------
    str
        The same text on one line, without characters that cannot be seen, every character with
        a meaning in HTML, JavaScript or Markdown as an entity. Never markup: escape once, on the
        way out.
    """
    return html.escape(show_on_one_line(text)).translate(_SCRIPT_MARKS)


def show_on_one_line(text: str) -> str:
    """Return a text on one line, without characters that cannot be seen; it may hold markup."""
    # Nearly every text: a map has thousands.
    if text.isprintable():
        return text
    return "".join(" " if character in _BREAKS else character for character in drop_unseen(text))


def drop_unseen(text: str) -> str:
    """Return a text without characters that cannot be seen, its tabs and breaks in their place."""
    return "".join(
        character
        for character in text
        if character in _BREAKS or unicodedata.category(character) not in _UNSEEN
    )
