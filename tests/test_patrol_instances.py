import numpy as np
import pytest
from patrol_instances import draw_instance, draw_travel, write_travel
from patrols import is_instance, read_instance

from geo.advice.patrols import suggest_patrols
from geo.advice.plan_checks import find_faults


def write_town(folder, size, minutes, seed=3):
    rng = np.random.default_rng(seed)
    write_travel(folder / f"titt{size}.TXT", draw_travel(rng, size))
    path = folder / f"{size}.1.1.TXT"
    path.write_text(draw_instance(rng, size, minutes), "utf-8")
    return path


@pytest.mark.parametrize(("size", "minutes"), [(20, 480), (100, 840)])
def test_a_drawn_instance_is_one_that_can_be_planned(tmp_path, size, minutes):
    path = write_town(tmp_path, size, minutes)
    assert is_instance(path)
    problem = read_instance(path)
    assert len(problem.stops) == size - 2
    assert problem.teams[0].end == size - 1
    plan = suggest_patrols(problem)
    assert find_faults(problem, plan) == []
    assert plan.prize > 0


def test_no_detour_is_quicker(tmp_path):
    (travel,) = read_instance(write_town(tmp_path, 30, 480)).travel_ms
    through = (travel[:, :, None] + travel[None, :, :]).min(axis=1)
    assert (through >= travel).all()


def test_the_same_seed_draws_the_same_instance(tmp_path):
    first = write_town(tmp_path, 20, 480).read_bytes()
    assert write_town(tmp_path, 20, 480).read_bytes() == first
    assert write_town(tmp_path, 20, 480, seed=4).read_bytes() != first
