"""What of side effects those who see no names may see: a session is always somebody's."""

from collections.abc import Mapping

from services.insight import groups, opening
from services.insight.ground import Ground
from services.insight.rates import Rate

WHY = "Too few people stand behind this to show it to those who see no names: hidden."
NARROW = (
    "Split twice already: those who see no names combine at most two. "
    "Take the site or the practitioner away to see it."
)


def few(ground: Ground, people: int) -> bool:
    """Whether so few people stand behind something that this person may not see it."""
    return ground.minimum is not None and 0 < people < ground.minimum


def rate(ground: Ground, k: int, n: int, *, people: int, of_people: int) -> Rate:
    """k of n, where `people` of `of_people` have what is counted: hidden where either is few."""
    if few(ground, people) or few(ground, of_people):
        return Rate(None, None if few(ground, of_people) else n)
    return groups.rate(ground, k, n)


def rates(
    ground: Ground, counts: Mapping[str, tuple[int, int]], people: Mapping[str, int]
) -> dict[str, Rate]:
    """k of n by group; all of them hidden where one is of few people and nothing else hides it.

    Beside the sum over all groups, one that is hidden alone would be a subtraction away.
    """
    found = groups.rates(ground, counts)
    alone = [name for name, n in people.items() if few(ground, n) and not found[name].is_hidden]
    return {name: Rate(None, each.n) for name, each in found.items()} if alone else found


def grades(
    ground: Ground, counts: Mapping[int, int], people: Mapping[int, int]
) -> dict[int, int] | None:
    """Counts by band of grade beside their sum, which is shown; None where one must be hidden."""
    if any(few(ground, n) for n in people.values()):
        return None
    shown = opening.parts(ground, {str(grade): n for grade, n in counts.items()})
    return None if any(n is None for n in shown.values()) else dict(counts)
