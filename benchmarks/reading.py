"""How many sentences one core reads in a second: written to spoken alone, and the whole script with its proof.

`python -m benchmarks.reading` prints the figures. CPU time of this process; the least of three runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from audioblog.model import Block, Post
from audioblog.narrate.house import House
from audioblog.narrate.normalise import normalise
from audioblog.narrate.script import narrate
from benchmarks.text import paragraphs

BUSY = (
    "On 5 June 2023 about 1,250 people met at 12 Mill Rd, York YO1 7HH.",
    "Entry costs £7.50, or £20–30k a year for 3-4 places (up 4.5% since 2019/20).",
    "Ring 020 7946 0018 Mon-Fri, 9am–5pm, or write to info@carers.example.",
    "The NHS, the DWP and Co4CC say that 2/3 of under-25s wait 18+ weeks[2].",
    "Dr Khan took 2 x 500mg at 10.30am, walked 5km and won 3-2 in the 1990s.",
)
"""Every third sentence: far more figures than a blog has."""
CHARACTERS = 120_000
RUNS = 3


def sentences() -> list[list[str]]:
    """Paragraphs of plain English, with a busy sentence after every two plain ones."""
    made = []
    for at, block in enumerate(paragraphs(CHARACTERS)):
        pairs = [block[i : i + 2] for i in range(0, len(block), 2)]
        made.append([said for k, pair in enumerate(pairs) for said in (*pair, BUSY[(at + k) % len(BUSY)])])
    return made


def speeds() -> tuple[float, float]:
    """Sentences a CPU second: (normalise, narrate)."""
    text = sentences()
    count = sum(map(len, text))
    post = Post("p", "Bench", tuple(Block(f"b{at}", "paragraph", " ".join(block)) for at, block in enumerate(text)))

    def read() -> None:
        for block in text:
            for sentence in block:
                normalise(sentence)

    def script() -> None:
        narrate(post, House())

    return count / _seconds(read), count / _seconds(script)


def _seconds(work: Callable[[], None]) -> float:
    work()  # patterns are compiled, word lists read
    found = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


if __name__ == "__main__":
    spoken, scripted = speeds()
    print(f"written to spoken {spoken:,.0f} sentences a second, whole script {scripted:,.0f}")
