import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.present.markup import escape


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Het Zand", "Het Zand"),
        ("", ""),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b", "a &amp; b"),
        ("\"'", "&quot;&#x27;"),
        ("${alert(1)}", "&#36;&#123;alert(1)&#125;"),
        ("{{7*7}}", "&#123;&#123;7&#42;7&#125;&#125;"),
        ("{% raw %}", "&#123;% raw %&#125;"),
        ("`\\u0041", "&#96;&#92;u0041"),
        ("![x](http://a.b/c.png)", "!&#91;x&#93;(http://a.b/c.png)"),
        ("**a** ~b~ |c|", "&#42;&#42;a&#42;&#42; &#126;b&#126; &#124;c&#124;"),
        ("one\r\ntwo\u2028three", "one  two three"),
        ("a\x00b\x1bc", "abc"),
        ("\u202egnp.exe\u200f", "gnp.exe"),
        ("\ud800x", "x"),
        ("café 10 €", "café 10 €"),
    ],
)
def test_each_dangerous_character_becomes_harmless(text, safe):
    assert escape(text) == safe


@given(st.text())
def test_no_text_keeps_a_character_with_a_meaning_in_html_markdown_or_script(text):
    safe = escape(text)
    assert not set("<>\"'`$\\{}[]*~|\n\r\u2028\u2029") & set(safe)
    assert all(unicodedata.category(character) not in {"Cc", "Cf", "Cs"} for character in safe)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_a_browser_shows_what_was_written(text):
    assert html.unescape(escape(text)) == text
