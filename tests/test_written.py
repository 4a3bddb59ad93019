import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ParamsError
from geo.present.markup import show_on_one_line
from geo.written import check_signs, is_blank


@pytest.mark.parametrize(
    "text", ["", " \t\n", "\u00a0", "\u200b", "\u202e\u2066", "\x00", "\ufeff"]
)
def test_what_nobody_can_see_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " a ", "\u200bé", "0", "…", "漢"])
def test_what_somebody_can_see_is_not(text):
    assert not is_blank(text)


@given(st.text())
def test_a_text_that_is_not_blank_shows_something_on_the_screen(text):
    shown = show_on_one_line(text)
    if not is_blank(text):
        assert any(unicodedata.category(sign)[0] not in "CZ" for sign in shown)


def test_a_text_of_broken_bytes_is_refused_and_any_other_can_be_kept():
    with pytest.raises(ParamsError) as refused:
        check_signs(b"x\xff".decode("utf-8", "surrogateescape"))
    assert refused.value.key == "text-signs"
    check_signs("漢 🚓 \x00 \u202e")
