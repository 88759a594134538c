"""How many courses were given each dose, and scored the day before it, as they may be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.reference.protocols import protocols
from services.insight import groups, nested
from services.insight.ground import Ground
from services.insight.rates import Rate

QUARTILES = 2
"""Without names, times the minimum: of fewer scores the quartiles are single scores, or nearly."""

LATER = "later"


@dataclass(frozen=True)
class Dose:
    """Courses given one dose and those scored before it; None is hidden."""

    given: int | None
    scored: int | None

    @property
    def unscored(self) -> int | None:
        """Those given it without a score."""
        return None if self.given is None or self.scored is None else self.given - self.scored


def told(
    ground: Ground, counts: Mapping[int, tuple[int, int]], later: tuple[int, int]
) -> dict[int, Dose]:
    """Scored and given by the number of the dose; `later` are both of all doses after those.

    Hidden is a dose with few scored or few not scored, or which few were given; or few more than
    the next one that is told, because these ended there. The sums over all doses and over those
    of the induction are on the page too (completeness), so within each a dose is not hidden alone.
    """
    if ground.minimum is None:
        return {dose: Dose(n, k) for dose, (k, n) in counts.items()}
    steps = nested.shown(ground, {dose: n for dose, (_, n) in counts.items()})
    found: dict[int, Dose] = {}
    for block in blocks(list(counts)):
        rest = {LATER: later} if block[-1] == max(counts) and later[1] else {}
        rates = groups.rates(ground, {str(dose): counts[dose] for dose in block} | rest)
        hidden = {dose for dose in block if steps[dose] is None or rates[str(dose)].n is None}
        hidden |= _beside(hidden, bool(rest) and rates[LATER].n is None, block, counts)
        found |= {dose: _dose(rates[str(dose)], dose in hidden) for dose in block}
    return found


def blocks(doses: Sequence[int]) -> Iterator[list[int]]:
    """Doses up to the end of each induction there is, and those after."""
    counts = {protocol.phases[0].count for protocol in protocols().values()}
    ends = sorted(count for count in counts if count is not None)
    edges = [0, *ends, max([*doses, *ends])]
    for after, until in pairwise(edges):
        if block := [dose for dose in doses if after < dose <= until]:
            yield block


def _beside(
    hidden: set[int], later: bool, block: Sequence[int], counts: Mapping[int, tuple[int, int]]
) -> set[int]:
    """The smallest other dose where one is hidden alone."""
    known = [dose for dose in block if counts[dose][1]]
    if len(hidden & set(known)) + later != 1:
        return set()
    return set(sorted(set(known) - hidden, key=lambda dose: (counts[dose][1], -dose))[:1])


def _dose(rate: Rate, hidden: bool) -> Dose:
    return Dose(given=None if hidden else rate.n, scored=rate.k)
