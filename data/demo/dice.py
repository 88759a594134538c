"""Chance that repeats: the same words of seed give the same throws, and the same keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

Thing = TypeVar("Thing")


class Dice:
    """One stream of throws, seeded by words."""

    def __init__(self, *seed: object) -> None:
        # Invented people need repeatable chance, not secrecy.
        self.random = Random("/".join(map(str, seed)))  # noqa: S311

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.random.random() * len(things))]

    def weighted(self, weights: Mapping[Thing, float]) -> Thing:
        """One of the keys, as often as its weight is part of the sum."""
        left = self.random.random() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return thing

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random.random() * (high - low + 1))

    def near(self, mean: float, deviation: float, low: int, high: int) -> int:
        """A whole number around the mean, kept from low to high."""
        return min(high, max(low, round(self.random.gauss(mean, deviation))))

    def key(self, at: datetime) -> UUID:
        """A UUIDv7 of that instant."""
        random = self.random.getrandbits(74)
        return UUID(
            int=int(at.timestamp() * 1000) << 80
            | 7 << 76
            | (random >> 62) << 64
            | 2 << 62
            | random & (1 << 62) - 1
        )
