import pytest

from geo.errors import WorkspaceError
from geo.intake.demo_plan import DemoCounts, read_plan
from geo.workspace import BUNDLED_DIR

TABLE = "misdrijf,2016,2017,eenheid\nBurglary,10,13,-1%\nTotal,99,99,=\n"
EVEN = f"months = {[1] * 12}\nweekdays = {[1] * 7}\nhours = {[1] * 24}\n"
PLAN = f"""
town_seed = 1
table = "table.csv"
assumptions = []

[rows]
Burglary = "1.1.1"

[built_up]

[[shops]]
x = 0
y = 0
radius_m = 10
share = 1

[profiles.even]
{EVEN}

[categories."1.1.1"]
profile = "even"
places = {{ dwellings = 1.0 }}

[[planted]]
id = "corner"
theme = "woninginbraak"
code = "1.1.1"
kind = "steady"
area = "A"
x = 0
y = 0
radius_m = 30
from = 2016-01-01
to = 2017-12-31
counts = {{ 2016 = 10, 2017 = 3 }}
"""


def write(folder, *, plan=PLAN, table=TABLE):
    (folder / "demo.toml").write_text(plan, encoding="utf-8")
    (folder / "table.csv").write_text(table, encoding="utf-8")
    return folder


def test_counts_come_from_the_table_by_the_title_of_the_row(tmp_path):
    plan, counts = read_plan(write(tmp_path))
    assert counts.codes == ("1.1.1",)
    assert [counts.in_year("1.1.1", year) for year in (2016, 2017, 2018)] == [10, 13, 12]
    assert plan.planted[0].counts == {2016: 10, 2017: 3}


@pytest.mark.parametrize(
    ("known", "mean"), [([1, 2], 2), ([1, 1, 2], 1), ([0], 0), ([138, 118, 88], 115)]
)
def test_the_mean_is_rounded_half_up(known, mean):
    counts = DemoCounts({"c": dict(enumerate(known, start=2016))}, {})
    assert counts.in_year("c", 1999) == mean


def test_an_assumption_is_the_same_in_every_year():
    counts = DemoCounts({}, {"E35": 600})
    assert [counts.in_year("E35", year) for year in (1999, 2017)] == [600, 600]


def test_what_ships_can_be_read_and_names_its_assumptions():
    plan, counts = read_plan(BUNDLED_DIR)
    assert len(counts.codes) == 18
    assert all(each.reason.startswith("Aanname") for each in plan.assumptions)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('profile = "even"', 'profile = "odd"', "profiles that exist"),
        ('[categories."1.1.1"]', '[categories."9.9"]', "one category for each counted code"),
        ("dwellings = 1.0", "dwellings = 0.4", "shares that add up to 1"),
        ("dwellings = 1.0", "moon = 1.0", "categories"),
        (f"hours = {[1] * 24}", f"hours = {[0] * 24}", "at least one is above 0"),
        (f"months = {[1] * 12}", "months = [1]", "months"),
        ("2017 = 3", "2018 = 3", "counts in years from 2016"),
        ('code = "1.1.1"', 'code = "E35"', "planted hotspots of counted codes"),
        ("radius_m = 30", "radius_m = -30", "planted.0.radius_m"),
        ("town_seed = 1", "town_seed = 1\nsurprise = 1", "surprise"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path, old, new, wanted):
    assert PLAN.count(old) == 1
    with pytest.raises(WorkspaceError, match=wanted) as failure:
        read_plan(write(tmp_path, plan=PLAN.replace(old, new)))
    assert failure.value.key == "settings-invalid"


def test_an_id_is_planted_once(tmp_path):
    twice = PLAN + PLAN[PLAN.index("[[planted]]") :].replace("2016 = 10, ", "")
    with pytest.raises(WorkspaceError, match="an id of its own"):
        read_plan(write(tmp_path, plan=twice))


def test_more_planted_than_counted_is_refused(tmp_path):
    with pytest.raises(WorkspaceError, match=r"at most 10 .* of 1.1.1 in 2016, got 11") as failure:
        read_plan(write(tmp_path, plan=PLAN.replace("2016 = 10", "2016 = 11")))
    assert failure.value.key == "demo-planted-too-much"


@pytest.mark.parametrize(
    "table",
    [
        "",
        "misdrijf,2016\nTotal,1\n",
        "misdrijf,2016\nBurglary,many\n",
        "misdrijf,2016\nBurglary\n",
        "misdrijf,2016\nBurglary,1,2\n",
    ],
    ids=["empty", "row missing", "no number", "short row", "long row"],
)
def test_a_damaged_table_is_named(tmp_path, table):
    with pytest.raises(WorkspaceError, match=r"table\.csv") as failure:
        read_plan(write(tmp_path, table=table))
    assert failure.value.key == "demo-table-unreadable"


def test_a_missing_table_is_named(tmp_path):
    folder = write(tmp_path)
    (folder / "table.csv").unlink()
    with pytest.raises(WorkspaceError, match=r"table\.csv"):
        read_plan(folder)
