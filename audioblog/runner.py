"""Many independent jobs in, their outcomes out as they finish, over any `concurrent.futures.Executor`.

A window keeps only a few jobs in flight, so that the queue may be endless and lazy. When a worker process dies it takes
the pool and every job in flight with it; which job was guilty is then found by running each suspect alone in a fresh
pool: only the guilty one becomes `WorkerCrashed`, all others succeed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from audioblog.errors import WorkerCrashed

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True)
class Outcome(Generic[J, R]):
    """A finished job: a result, or the error that ended it."""

    job: J
    result: R | None
    error: BaseException | None


def run(
    work: Callable[[J], R], jobs: Iterable[J], open_pool: Callable[[], Executor], window: int
) -> Iterator[Outcome[J, R]]:
    """Do `work(job)` for every job; outcomes come in the order in which they finish.

    `work` must be importable by name and the jobs picklable. `window` is how many jobs may be in flight. Closing the
    iterator early (or an exception at its consumer) lets the jobs in flight finish and drops the rest.
    """
    queue = iter(jobs)
    flying: dict[Future[R], J] = {}
    pool = open_pool()
    exhausted = False
    try:
        while flying or not exhausted:
            suspects: deque[J] = deque()
            while not exhausted and not suspects and len(flying) < window:
                try:
                    job = next(queue)
                except StopIteration:
                    exhausted = True
                    break
                try:
                    flying[pool.submit(work, job)] = job
                except BrokenExecutor:
                    suspects.append(job)
            for future in wait(flying, return_when=FIRST_COMPLETED).done if flying else ():
                job, error = flying.pop(future), future.exception()
                if isinstance(error, BrokenExecutor):
                    suspects.append(job)
                else:
                    yield Outcome(job, None if error else future.result(), error)
            if suspects:
                suspects.extend(flying.values())
                flying.clear()
                pool.shutdown(wait=False)
                for job in suspects:
                    yield _alone(work, job, open_pool)
                pool = open_pool()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(work: Callable[[J], R], job: J, open_pool: Callable[[], Executor]) -> Outcome[J, R]:
    with open_pool() as pool:
        future = pool.submit(work, job)
        error = future.exception()
    if isinstance(error, BrokenExecutor):
        hint = "The other posts are not affected. Try another voice for this post, or report it with its address."
        error = WorkerCrashed("the program that speaks crashed on this post, twice", hint)
    return Outcome(job, None if error else future.result(), error)


def process_pool(workers: int, preload: tuple[str, ...] = ()) -> ProcessPoolExecutor:
    """A pool whose workers die with their parent and leave Ctrl-C to it.

    forkserver where it exists: starting a worker is then a cheap fork of a clean process that has imported `preload`
    already, and no thread or library state of ours (libespeak!) is inherited.
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver" and sys.platform != "win32":
        context.set_forkserver_preload(list(preload))
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)


def _begin_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def die_with_parent() -> None:  # PR_SET_PDEATHSIG would not do: the forkserver, not we, is the worker's parent
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=die_with_parent, daemon=True).start()
