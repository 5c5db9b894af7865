"""Endless plain English of our own, the same on every machine: for measuring, not for listening."""

from __future__ import annotations

import random
from collections.abc import Iterator

WHO = (
    "The volunteers", "Two of the neighbours", "The district nurse", "Our oldest member", "The committee",
    "A man from the valley", "The school children", "Her daughter", "The bus driver", "Nobody in the village",
)  # fmt: skip
DID = (
    "opened the hall before breakfast", "asked for a warm room", "wrote a long letter to the council",
    "carried the chairs upstairs", "remembered the winter of the great snow", "brought bread and cheese",
    "knew how to mend the boiler", "waited for an answer", "read the minutes aloud", "planted beans along the fence",
)  # fmt: skip
WHEN = (
    "on Monday", "after the meeting", "in the middle of the afternoon", "as soon as the rain stopped",
    "while the others were singing", "for the third time this year", "without being asked", "in spite of the wind",
)  # fmt: skip
LINKS = (", and", ", but", "; meanwhile", ", because", ", although", ", so")


def sentences(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    while True:
        first = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHEN)}"
        if chance.random() < 0.6:
            who = chance.choice(WHO)
            first += f"{chance.choice(LINKS)} {who[0].lower()}{who[1:]} {chance.choice(DID)}"
        yield first + chance.choice("...?!")


def paragraphs(characters: int, seed: int = 7) -> list[list[str]]:
    """Paragraphs of two to eight sentences, `characters` long together."""
    chance, source, made, total = random.Random(seed), sentences(seed), [], 0
    while total < characters:
        block = [next(source) for _ in range(chance.randint(2, 8))]
        made.append(block)
        total += sum(map(len, block))
    return made


def words() -> list[str]:
    """Every word that the sentences are made of."""
    return sorted({word.lower() for part in (*WHO, *DID, *WHEN) for word in part.split()})


def varied(posts: int) -> list[list[list[str]]]:
    """Posts that differ in what levels a voice: from one sentence to five minutes, lists, questions, calls, numbers."""
    chance = random.Random(20)
    kinds = (
        lambda: next(source),
        lambda: f"{chance.choice(WHO)}!",
        lambda: f"Did {chance.choice(WHO).lower()} {chance.choice(DID).partition(' ')[2]}?",
        lambda: ", ".join(chance.choice(words()) for _ in range(chance.randint(3, 9))) + ".",
        lambda: "In nineteen ninety-four, three hundred and twelve of them; in twenty twenty-five, forty-one.",
        lambda: "The N H S, the B B C, and the R S P C A.",
    )
    made = []
    for number in range(posts):
        source = sentences(number)
        wanted = 60 * 1.3**number if number < 16 else 1_200
        mix = kinds if number % 2 else kinds[:1]
        blocks: list[list[str]] = []
        while sum(len(sentence) for block in blocks for sentence in block) < wanted:
            blocks.append([chance.choice(mix)() for _ in range(chance.randint(1, 6))])
        made.append(blocks)
    return made
