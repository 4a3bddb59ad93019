import pytest

from geo.advice.displacement import Spread, Undefined
from geo.advice.evaluation import Advice, Verdict
from geo.present.evaluations import ADVICE, SPREADS, UNDEFINED, VERDICTS


@pytest.mark.parametrize(
    ("words", "kind"),
    [(VERDICTS, Verdict), (ADVICE, Advice), (SPREADS, Spread), (UNDEFINED, Undefined)],
)
def test_everything_that_can_be_found_has_its_own_words(words, kind):
    assert set(words) == set(kind)
    assert len(set(words.values())) == len(kind)


def test_the_verdicts_are_the_fixed_four():
    assert set(VERDICTS.values()) == {
        "werkzaam aangetoond",
        "geen effect aangetoond",
        "onvoldoende gegevens",
        "verplaatsing waarschijnlijk",
    }
