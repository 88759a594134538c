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


def row(
    ground: Ground,
    counts: Mapping[str, tuple[int, int]],
    people: Mapping[str, int],
    sizes: Mapping[str, int | None],
) -> dict[str, Rate]:
    """k of n by column beside the sums of both over all columns, which are known elsewhere.

    Hidden is a column with too few with or without, of too few people, or whose size is hidden;
    and then the column with the smallest count, until what is hidden cannot be worked out: at
    least two columns, together neither of nobody nor of everybody. Between those bounds each
    count of a hidden column can still be another one, so no linear program is needed.
    """
    if ground.minimum is None:
        return {name: Rate(k, n) for name, (k, n) in counts.items()}
    concealed = {
        name
        for name, (k, n) in counts.items()
        if sizes[name] is None
        or few(ground, k)
        or few(ground, n - k)
        or few(ground, people.get(name, 0))
    }
    rest = sorted(set(counts) - concealed, key=lambda name: (counts[name][0], name))
    while concealed and rest and not _open(counts, concealed):
        concealed.add(rest.pop(0))
    return {
        name: Rate(None, sizes[name]) if name in concealed else Rate(k, n)
        for name, (k, n) in counts.items()
    }


def _open(counts: Mapping[str, tuple[int, int]], concealed: set[str]) -> bool:
    """Whether the counts of these columns, whose sum is known, could each be another."""
    filled = [counts[name] for name in concealed if counts[name][1]]
    return len(filled) > 1 and 0 < sum(k for k, _ in filled) < sum(n for _, n in filled)


def grades(
    ground: Ground, counts: Mapping[int, int], people: Mapping[int, int]
) -> dict[int, int] | None:
    """Counts by band of grade beside their sum, which is shown; None where one must be hidden."""
    if any(few(ground, n) for n in people.values()):
        return None
    shown = opening.parts(ground, {str(grade): n for grade, n in counts.items()})
    return None if any(n is None for n in shown.values()) else dict(counts)
