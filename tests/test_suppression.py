import pytest
from disclosure_drawings import COUNCIL, grids, lay_grid, read_tables, rules_of, trees
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.disclosure import Held, Rules
from geo.disclosure.attack import find_intervals
from geo.disclosure.suppression import withhold
from geo.disclosure.tables import Sum, Tables
from geo.errors import ParamsError


def column(*counts, **more):
    """A column of counts with its total."""
    named = {f"c{place}": count for place, count in enumerate(counts)}
    return Tables({**named, "all": sum(counts)}, (Sum("all", tuple(named)),), **more)


def assert_nobody_gets_near(tables, rules=COUNCIL):
    """Neither the project's own reader nor a second one comes nearer than the protection."""
    found = withhold(tables, rules)
    reader = read_tables(tables, found.told, rules.least_count)
    own = find_intervals(tables, found.told, least_count=rules.least_count)
    for key, count in tables.counts.items():
        if count >= rules.least_count or key in tables.known | tables.loose | found.exposed:
            continue
        low, high = reader.reckon(key)
        assert low <= count <= high
        assert high - low >= rules.protection - 1e-6
        assert own[key][1] - own[key][0] >= rules.protection
    return found


@settings(max_examples=40)
@given(grids())
def test_no_cell_of_a_table_with_margins_can_be_reckoned_back(tables) -> None:
    assert not assert_nobody_gets_near(tables).exposed


@settings(max_examples=40)
@given(trees())
def test_no_level_gives_away_what_is_below_it(tables) -> None:
    assert not assert_nobody_gets_near(tables).exposed


@settings(max_examples=20)
@given(grids(3, 3), st.integers(3, 10))
def test_a_higher_least_count_is_protected_as_well(tables, least) -> None:
    assert_nobody_gets_near(tables, rules_of(least))


@settings(max_examples=30)
@given(grids())
def test_what_is_told_is_true_and_never_few(tables) -> None:
    for key, told in withhold(tables, COUNCIL).told.items():
        assert isinstance(told, Held) or told == tables.counts[key] >= COUNCIL.least_count
        if told is Held.FEW:
            assert tables.counts[key] < COUNCIL.least_count
        if told is Held.PARTNER:
            assert tables.counts[key] >= COUNCIL.least_count


@given(grids(3, 3))
def test_without_a_least_count_all_is_told(tables) -> None:
    assert withhold(tables, Rules()).told == tables.counts


@settings(max_examples=15)
@given(grids(3, 3))
def test_the_same_tables_are_told_in_the_same_way(tables) -> None:
    assert withhold(tables, COUNCIL).told == withhold(tables, COUNCIL).told


def test_one_that_is_few_takes_the_smallest_that_keeps_it_apart() -> None:
    told = withhold(column(40, 3, 9, 12), COUNCIL).told
    assert told == {"c0": 40, "c1": Held.FEW, "c2": Held.PARTNER, "c3": 12, "all": 64}


def test_a_partner_that_can_give_nothing_away_is_no_partner() -> None:
    # A reader knows that a partner is 5 at least: beside 5 the other could only be 0.
    told = withhold(column(40, 0, 5, 12), COUNCIL).told
    assert (told["c1"], told["c2"], told["c3"]) == (Held.FEW, 5, Held.PARTNER)


def test_two_that_are_none_are_not_known_to_be_none() -> None:
    told = withhold(column(40, 0, 0, 12), COUNCIL).told
    assert list(told.values()).count(Held.FEW) == 2
    assert Held.PARTNER in told.values()


def test_enough_that_are_few_need_no_partner() -> None:
    told = withhold(column(40, 3, 2, 4, 1), COUNCIL).told
    assert Held.PARTNER not in told.values()


def test_where_even_marks_would_tell_nothing_is_said_at_all() -> None:
    # 3 and 3 out of a total that was published: both under 5 would leave 2 to 4.
    found = withhold(column(3, 3, known=frozenset({"all"})), COUNCIL)
    assert found.told == {"c0": Held.HIDDEN, "c1": Held.HIDDEN, "all": 6}
    assert not found.exposed


def test_what_was_published_is_told_and_what_follows_from_it_is_named() -> None:
    tables = column(3, 9, known=frozenset({"all", "c1"}))
    found = withhold(tables, COUNCIL)
    assert (found.told["all"], found.told["c1"]) == (12, 9)
    assert found.exposed == {"c0"}


def test_a_rest_that_nobody_is_told_is_guarded_too() -> None:
    # 20 - 18 = 2 incidents elsewhere.
    tables = Tables(
        {"all": 20, "a": 18, "rest": 2}, (Sum("all", ("a", "rest")),), untold=frozenset({"rest"})
    )
    told = assert_nobody_gets_near(tables).told
    assert Held.PARTNER in told.values()
    assert "rest" not in told


def test_a_rest_that_is_nobody_s_is_not_guarded() -> None:
    rest = frozenset({"rest"})
    tables = Tables(
        {"all": 20, "a": 18, "rest": 2}, (Sum("all", ("a", "rest")),), untold=rest, loose=rest
    )
    assert withhold(tables, COUNCIL).told == {"all": 20, "a": 18}


def test_tables_that_share_a_cell_are_protected_together() -> None:
    # By itself each column is safe with a partner of its own; the other column gives it back.
    tables = lay_grid({("r0", "c0"): 2, ("r0", "c1"): 30, ("r1", "c0"): 30, ("r1", "c1"): 40})
    told = assert_nobody_gets_near(tables).told
    assert sum(isinstance(one, Held) for one in told.values()) >= 4


@pytest.mark.parametrize(
    "sums", [(Sum("all", ("c0",)),), (Sum("all", ("c0", "c9")),), (Sum("none", ("c0", "c1")),)]
)
def test_sums_that_do_not_add_up_are_refused(sums) -> None:
    with pytest.raises(ParamsError) as refused:
        Tables({"c0": 1, "c1": 2, "all": 3}, sums)
    assert refused.value.key == "disclosure-sum"
