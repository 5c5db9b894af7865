"""Jobs through real process pools, some of which die."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from audioblog import runner
from audioblog.errors import AudioblogError, SourceError, WorkerCrashed

POISON = "__import__('os').kill(__import__('os').getpid(), 9)"


def pool() -> Executor:
    return runner.process_pool(2)


def test_results_and_errors_are_told_apart() -> None:
    outcomes = {o.job: o for o in runner.run(eval, ["1 + 1", "1 / 0", "'a' * 3"], pool, window=2)}
    assert outcomes["1 + 1"].result == 2
    assert outcomes["'a' * 3"].result == "aaa"
    assert isinstance(outcomes["1 / 0"].error, ZeroDivisionError)


def test_a_dying_worker_costs_only_its_own_job() -> None:
    jobs = [f"{number} * 2" for number in range(12)]
    jobs[3:3] = [POISON]
    jobs[9:9] = [POISON + " or 1"]
    outcomes = {o.job: o for o in runner.run(eval, jobs, pool, window=4)}
    crashed = [o for o in outcomes.values() if isinstance(o.error, WorkerCrashed)]
    assert len(crashed) == 2
    assert sorted(o.result for o in outcomes.values() if o.error is None) == [n * 2 for n in range(12)]


def test_the_queue_is_read_lazily() -> None:
    taken = []

    def jobs() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    outcomes = runner.run(abs, jobs(), partial(ThreadPoolExecutor, 2), window=4)
    next(outcomes)
    outcomes.close()
    assert len(taken) <= 8


def test_errors_of_ours_come_back_whole_from_a_worker() -> None:
    job = "(_ for _ in ()).throw(__import__('audioblog.errors').errors.SourceError('gone', 'look again', code='lost'))"
    (outcome,) = runner.run(eval, [job], pool, window=1)
    assert isinstance(outcome.error, SourceError)
    assert (str(outcome.error), outcome.error.hint, outcome.error.code) == ("gone", "look again", "lost")


@pytest.mark.parametrize("kind", list(AudioblogError.__subclasses__()))
def test_every_error_knows_how_to_be_reported(kind: type[AudioblogError]) -> None:
    failure = kind("it broke", "mend it").failure("a post")
    assert (failure.source, failure.message, failure.hint) == ("a post", "it broke", "mend it")
    assert failure.code


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_workers_die_with_a_killed_coordinator() -> None:
    code = (
        "import os, time; from audioblog import runner\n"
        "if __name__ == '__main__':\n"
        "    pool = runner.process_pool(2)\n"
        "    print(*[pool.submit(os.getpid).result() for _ in range(4)], flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        workers = {int(number) for number in child.stdout.readline().split()}
        child.kill()
    deadline = time.monotonic() + 20
    while (alive := {pid for pid in workers if _running(pid)}) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not alive


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
