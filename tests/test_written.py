import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ParamsError
from geo.present.markup import show_on_one_line
from geo.written import check_impersonal, check_signs, is_blank


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


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Vraag het aan j.jansen@ridderkerk.nl", "text-mail"),
        ("j.jansen\u200b@ridderkerk.nl", "text-mail"),
        ("\uff4aan\uff20ridderkerk.nl", "text-mail"),
        ("Bel 06-12345678", "text-phone"),
        ("Bel 0180 45 12 34 na vijven", "text-phone"),
        ("Bel (0180) 451234", "text-phone"),
        ("Bel +31 6 1234 5678", "text-phone"),
        ("Bel 0031612345678", "text-phone"),
        ("Van rekening NL91 ABNA 0417 1643 00", "text-account"),
        ("Van rekening nl91abna0417164300", "text-account"),
        ("Nummer 111222333", "text-bsn"),
        ("Nummer 1112.22.333", "text-bsn"),
        ("Nummer 123 456 782", "text-bsn"),
        ("De bus 12-ABC-3 staat er vaak", "text-plate"),
        ("de bus xx-99-xx", "text-plate"),
        ("scooter D-123-BB", "text-plate"),
        ("auto GX123B", "text-plate"),
        ("auto 1ABC23", "text-plate"),
    ],
)
def test_a_text_by_which_a_person_is_found_is_refused(text, key):
    with pytest.raises(ParamsError) as refused:
        check_impersonal(text)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Drie avonden per week op het plein, 20.00-23.00 uur",
        "Elke week 2-3-4 uur toezicht, tot 31-12-2026",
        "Van 1 januari 2026 tot en met 1-2-2027",
        "Van 01-10-2026 - 31-12-2026, of 01/10/2026 31/12/2026",
        "Postcode 2981AB en 2982 CD",
        "Kenmerk 2026-000123, kosten 123.456.789 euro",
        "Vak @ de kade, hotspot 3; 112 bellen kan altijd",
        "WK059701 en BU05970101",
        "Op- en afrit A15, bushuis-aan-zee",
    ],
)
def test_a_text_about_a_place_is_not(text):
    check_impersonal(text)


@given(st.integers(10_000_000, 999_999_999))
def test_what_fails_the_test_of_eleven_is_no_citizen_number(number):
    digits = f"{number:09}"
    total = sum(int(d) * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    text = f"Kenmerk {digits}."
    if total % 11:
        check_impersonal(text)
    else:
        with pytest.raises(ParamsError):
            check_impersonal(text)
