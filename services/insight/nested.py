"""Counts of which each is part of the one before: people who came as far as each of some steps."""

from collections.abc import Mapping
from itertools import combinations, pairwise
from typing import TypeVar

from services.insight.ground import Ground

Step = TypeVar("Step")


def shown(ground: Ground, counts: Mapping[Step, int]) -> dict[Step, int | None]:
    """As many steps as may be told, the first and the last before others. None is hidden.

    Who stopped between two steps that are told is the difference of their counts, so that one,
    too, must be nobody or enough.
    """
    if ground.minimum is None:
        return dict(counts)
    steps = list(counts)
    choices = (some for many in range(len(steps), 0, -1) for some in combinations(steps, many))
    told: tuple[Step, ...] = ()
    best = (False, False)
    for some in choices:
        ends = (some[0] == steps[0], some[-1] == steps[-1])
        if (ends > best or not told) and _may_tell([counts[s] for s in some], ground.minimum):
            told, best = some, ends
        if best == (True, True):
            break
    return {step: counts[step] if step in told else None for step in steps}


def _may_tell(told: list[int], minimum: int) -> bool:
    apart = [before - after for before, after in pairwise(told)]
    return not any(0 < n < minimum for n in (*told, *apart))
