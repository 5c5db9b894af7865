"""Plans -> takes: every clip in order, from the store or newly made, by several threads when there are cores for them.

The encoder and numpy let other threads run, and eSpeak speaks in a process of its own, so two threads make a long post
nearly twice as fast. Only a few clips are in memory at any time, whatever the length of the post.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from audioblog.produce import blob
from audioblog.produce.blob import Blobs, Clip
from audioblog.produce.clip import OpenEngine, Plan, render
from audioblog.produce.measure import HIGHER, STANDS_OUT_DB, Measure, measured, sample
from audioblog.produce.mp3 import Profile

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Take:
    """A finished clip."""

    plan: Plan
    clip: Clip
    frames: bytes
    measure: Measure | None
    """None when it is not in the sample that is listened to."""


def record(
    plans: Sequence[Plan],
    keys: Sequence[str],
    *,
    profile: Profile,
    clips: Blobs,
    engine_of: OpenEngine,
    threads: int = 1,
) -> Iterator[Take]:
    """One take for each plan, in order; new ones are kept in `clips`. SpeechError for one that cannot be used."""
    chosen = sample(keys, [_seconds(plan) for plan in plans])
    work = partial(_take, profile=profile, clips=clips, engine_of=engine_of)
    jobs = [(plan, key, key in chosen) for plan, key in zip(plans, keys, strict=True)]
    total = count = highest = 0.0
    for take in _in_order(work, jobs, threads):
        clip = take.clip
        stands_out = abs(clip.level_db - total / max(count, 1)) > STANDS_OUT_DB or clip.peak > HIGHER * highest
        if take.measure is None and take.frames and stands_out:
            yield replace(take, measure=measured(take.plan, clip, take.frames, clips))
        else:
            yield take
        if take.frames:
            total, count, highest = total + clip.level_db, count + 1, max(highest, clip.peak)


def _take(job: tuple[Plan, str, bool], *, profile: Profile, clips: Blobs, engine_of: OpenEngine) -> Take:
    plan, key, listen = job
    kept = blob.unpack(clips.get(key), key)
    if kept is None:
        kept = render(key, plan, profile, engine_of)
        clips.put(key, blob.pack(*kept))
    return Take(plan, *kept, measured(plan, *kept, clips) if listen and kept[1] else None)


def _in_order(work: Callable[[T], R], jobs: Iterable[T], threads: int) -> Iterator[R]:
    """Results in the order of the jobs; at most `threads` are worked on, and as many wait, at one time."""
    if threads <= 1:
        yield from map(work, jobs)
        return
    flying: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for job in jobs:
                flying.append(pool.submit(work, job))
                if len(flying) > threads:
                    yield flying.popleft().result()
            while flying:
                yield flying.popleft().result()
        finally:
            for future in flying:
                future.cancel()


def _seconds(plan: Plan) -> float:
    """An estimate of how long a clip will be."""
    return sum(len(part.spoken) / part.voice.chars_per_second for part in plan.parts)
