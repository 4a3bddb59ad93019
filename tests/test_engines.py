import copy
import operator
import sys

import psutil
import pytest
from distributed import LocalCluster
from engine_work import refuse_seven

from geo.engines.cluster import DaskEngine
from geo.engines.local import LocalEngine
from geo.engines.opening import EngineName, open_engine
from geo.errors import EngineError, IntakeError


@pytest.fixture(scope="module")
def dask():
    with DaskEngine(workers=1) as engine:
        yield engine


def test_here_a_part_is_done_when_its_result_is_asked_for():
    done, told = [], []
    engine = LocalEngine(tell=lambda share, what: told.append((share, what)))
    results = engine.run(done.append, [1, 2], what="note")
    assert not done
    next(results)
    assert (done, told) == ([1], [(0.5, "note")])


def test_results_of_workers_come_in_the_order_of_the_parts(dask):
    assert list(dask.run(operator.neg, range(30), what="negate")) == [-n for n in range(30)]
    assert list(dask.run(operator.neg, [], what="negate")) == []


def test_a_refusal_of_a_worker_reaches_who_asked_with_its_key(dask):
    with pytest.raises(IntakeError) as refused:
        list(dask.run(refuse_seven, range(20), what="refuse"))
    assert (refused.value.key, refused.value.facts) == ("points-empty", {"address": "d"})
    assert list(dask.run(operator.neg, [3], what="negate")) == [-3]


def test_a_cluster_on_which_no_worker_is_left_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("geo.engines.cluster._LOOK", 0.2)
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as cluster,
        DaskEngine(cluster.scheduler_address) as engine,
    ):
        monkeypatch.setattr("geo.engines.cluster._WAIT_FOR_WORKER", 0.4)
        cluster.scale(0)
        with pytest.raises(EngineError) as refused:
            list(engine.run(operator.neg, [1], what="negate"))
    assert refused.value.key == "scheduler-without-workers"


def test_a_failure_stays_what_it_was_when_it_travels():
    error = EngineError("worker-lost", expected="a", got="b", remedy="c", what="d")
    travelled = copy.copy(error)
    assert (type(travelled), str(travelled)) == (EngineError, str(error))
    assert (travelled.key, travelled.facts) == (error.key, error.facts)


def test_workers_that_are_started_here_cannot_be_reached_from_elsewhere(dask):
    ours = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = [
        link.laddr.ip
        for process in ours
        for link in process.net_connections()
        if link.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert set(listening) == {"127.0.0.1"}


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr("geo.engines.cluster._PATIENCE", 0.2)
    with pytest.raises(EngineError) as refused:
        open_engine(EngineName.DASK, "tcp://127.0.0.1:9")
    assert refused.value.key == "scheduler-unreachable"


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://", "127.0.0.1:9"])
def test_an_address_that_is_none_is_refused(monkeypatch, address):
    monkeypatch.setattr("geo.engines.cluster._PATIENCE", 0.2)
    with pytest.raises(EngineError) as refused:
        open_engine(EngineName.DASK, address)
    assert refused.value.key == "scheduler-unreachable"


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr("geo.engines.cluster._WAIT_FOR_WORKER", 0.2)
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as cluster,
        pytest.raises(EngineError) as refused,
    ):
        open_engine(EngineName.DASK, cluster.scheduler_address)
    assert refused.value.key == "scheduler-without-workers"


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "geo.engines.cluster")
    with pytest.raises(EngineError) as refused:
        open_engine(EngineName.DASK)
    assert refused.value.key == "engine-missing"


def test_what_is_for_dask_is_refused_without_it():
    with pytest.raises(EngineError) as refused:
        open_engine(EngineName.LOCAL, workers=2)
    assert refused.value.key == "engine-local"
