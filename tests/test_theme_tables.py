from datetime import date

import pytest
from disclosure_drawings import Reader
from meetings import YOUTH
from towns import OOST, WEST, make_town

from geo import service
from geo.disclosure import DEFAULT_RULES, Audience, Held
from geo.params import Period, Question

QUARTER = Period(first=date(2025, 1, 1), last=date(2025, 3, 31))
COUNTS = {1: 10, 2: 12, 3: 3, 4: 40, 5: 40}
COUNCIL = DEFAULT_RULES[Audience.COUNCIL]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Nuisance of which March has 3, as the quarter less its other months would tell."""
    rows = [
        ("E35", f"2025-{month:02}-{1 + number % 27:02}T20:00", WEST if number % 2 else OOST)
        for month, count in COUNTS.items()
        for number in range(count)
    ]
    # The data cover the quarter before as well.
    edges = [("1.2.3", "2024-06-01T10:00", None), ("1.2.3", "2025-05-31T10:00", None)]
    return make_town(tmp_path_factory.mktemp("kwartaal"), [*rows, *edges])


def tell(town, period):
    summary = service.summarise_theme(town, Question(theme=YOUTH, period=period))
    return summary, service.disclose_theme(town, summary, Audience.COUNCIL)


def test_a_month_cannot_be_taken_off_its_quarter(town) -> None:
    summary, told = tell(town, QUARTER)
    held = told.answer.months.loc[told.answer.months["incidents"].isna(), "month"]
    in_quarter = [month.month for month in held if month.year == 2025 and month.month <= 3]
    assert 3 in in_quarter
    assert len(in_quarter) >= 2
    total = int(summary.wijken["now"].sum())
    marks = {
        month.date(): Held.FEW if true < 5 else Held.PARTNER if gone else true
        for month, true, gone in zip(
            summary.months["month"],
            summary.months["incidents"],
            told.answer.months["incidents"].isna(),
            strict=True,
        )
    }
    months = [date(2025, month, 1) for month in (1, 2, 3)]
    reader = Reader([("quarter", months)], {**marks, "quarter": total}, COUNCIL.least_count)
    low, high = reader.reckon(date(2025, 3, 1))
    assert low <= 3 <= high
    assert high - low >= COUNCIL.protection


def test_that_nothing_lies_in_no_wijk_is_not_told(town) -> None:
    spring = Period(first=date(2025, 4, 1), last=date(2025, 5, 31))
    summary, told = tell(town, spring)
    assert summary.wijken["now"].tolist() == [40, 40]
    # Were both told, the theme less the two would tell it.
    assert told.answer.wijken["now"].isna().tolist() == [True, False, True]


def test_months_are_told_where_nothing_is_few(town) -> None:
    spring = Period(first=date(2025, 4, 1), last=date(2025, 5, 31))
    _, told = tell(town, spring)
    shown = dict(zip(told.answer.months["month"], told.answer.months["incidents"], strict=True))
    assert [count for month, count in shown.items() if month.month in (4, 5)] == [40, 40]


def test_what_is_held_back_is_counted_over_both_tables(town) -> None:
    _, told = tell(town, QUARTER)
    columns = [told.answer.wijken[name] for name in ("now", "before") if name in told.answer.wijken]
    missing = sum(int(one.isna().sum()) for one in [told.answer.months["incidents"], *columns])
    assert told.held_back == missing > 0
