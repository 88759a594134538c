"""Many values a few at a time: a database takes so many parameters in one question and no more."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

AT_ONCE = 400

Each = TypeVar("Each")


def some(values: Iterable[Each]) -> Iterator[Sequence[Each]]:
    """Each value once, in lists short enough for one question."""
    every = list(dict.fromkeys(values))
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
