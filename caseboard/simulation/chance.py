"""A random source whose answers are the same on every machine and every Python.

Only ``random.random()`` is promised to repeat its sequence between versions of Python, so every
other draw is made from it here, with plain arithmetic and no function of the C library.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

EDITION = 79
"""Part of every seed. It was chosen so that the bundled sample shows something in every pane."""

_ROOT_THREE = 1.7320508075688772


class Chance:
    """Draws that follow from the seed's parts alone."""

    __slots__ = ("random",)

    def __init__(self, *parts: object) -> None:
        """Begin the sequence that belongs to these parts, for example a seed and a client."""
        self.random = random.Random(":".join(str(part) for part in parts)).random

    def happens(self, probability: float) -> bool:
        """Answer True this often."""
        return self.random() < probability

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """Draw a number from low to high."""
        return low + self.random() * (high - low)

    def bell(self) -> float:
        """Draw from a bell-shaped curve with mean 0 and standard deviation 1."""
        draw = self.random
        return (draw() + draw() + draw() + draw() - 2.0) * _ROOT_THREE

    def pick(self, choices: Sequence[T]) -> T:
        """Draw one of the choices."""
        return choices[int(self.random() * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """Draw one of the choices by its weight."""
        left = self.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in another order."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = int(self.random() * (last + 1))
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Draw this many different items."""
        return self.shuffled(items)[:count]
