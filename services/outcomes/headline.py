"""Response and remission at the end of induction, with everyone accounted for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.queries.insight import outcomes as queries
from data.queries.insight.outcomes import Standing
from data.queries.insight.splits import Split
from services.access import Action, User
from services.acting import acting
from services.caseload import People
from services.insight import groups, opening
from services.insight.ground import Ground
from services.insight.once import once
from services.insight.rates import Rate

MISSING = (Standing.NO_END, Standing.NO_BASELINE)
COUNTED = (Standing.EVALUABLE, *MISSING)
STANDING_WORDS = {
    Standing.EVALUABLE: "scored at baseline and at the end of induction",
    Standing.NO_END: "without a score at the end of induction",
    Standing.NO_BASELINE: "without a baseline",
    Standing.LOW_ENTRY: "with a baseline below the entry cut",
    Standing.SCORE_DUE: "whose last score is still due",
    Standing.IN_INDUCTION: "still in induction",
}


@dataclass(frozen=True)
class Headline:
    """Courses at the end of induction; counts are None where they are hidden.

    `response` and `remission` are of those evaluable; the `worst` ones are of all counted, who are
    those evaluable and those missing, with a missing score taken for a failure.
    """

    standing: dict[Standing, int | None]
    dosed: int | None
    """All of them; it may be known where single standings are hidden."""
    response: Rate
    remission: Rate
    response_worst: Rate
    remission_worst: Rate
    better: Rate
    worse: Rate

    @property
    def evaluable(self) -> int | None:
        return self.standing[Standing.EVALUABLE]

    @property
    def missing(self) -> int | None:
        return opening.total([self.standing[each] for each in MISSING])

    @property
    def counted(self) -> int | None:
        """Everyone whose induction is over and could have been scored."""
        return opening.total([self.standing[each] for each in COUNTED])


@once
def headline(user: User | None, ground: Ground, instrument: str = "phq9") -> Headline:
    """The headline of one instrument."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes") as session:
        rows = queries.headline(session, ground.view, instrument, ground.today)
    return _headline(ground, rows)


def by_group(
    user: User | None, ground: Ground, split: Split, people: People, instrument: str = "phq9"
) -> dict[str, dict[str, Rate]]:
    """Response and remission of those evaluable by group: rates by measure and group in words."""
    with acting(user, Action.VIEW_NUMBERS, about=f"outcomes by {split.value}") as session:
        rows = queries.headline(session, ground.view, instrument, ground.today, split)
    named = groups.names(split, people, instrument)
    evaluable = [row for row in rows if row["standing"] == Standing.EVALUABLE]
    found: dict[str, dict[str, Rate]] = {}
    for measure in ("response", "remission"):
        counts = {
            words: (_sum(evaluable, measure, key), _sum(evaluable, "n", key))
            for key, words in named.items()
        }
        present = {words: both for words, both in counts.items() if both[1]}
        found[measure] = groups.rates(ground, present)
    return found


def _headline(ground: Ground, rows: Sequence[dict[str, Any]]) -> Headline:
    counts = Counter(dict.fromkeys(Standing, 0))
    for row in rows:
        counts[Standing(row["standing"])] += row["n"]
    sums = {
        name: sum(row[name] for row in rows if row["standing"] == Standing.EVALUABLE)
        for name in ("response", "remission", "better", "worse")
    }
    evaluable = counts[Standing.EVALUABLE]
    counted = sum(counts[each] for each in COUNTED)
    named = {each.value: counts[each] for each in Standing}
    shown = opening.parts(ground, named)

    def rate(name: str, of: int) -> Rate:
        return groups.rate(ground, sums[name], of)

    def worst(name: str) -> Rate:
        # Beside the number evaluable, that of everybody would tell how many are missing.
        if any(shown[each.value] is None for each in COUNTED):
            return Rate(None, None)
        return rate(name, counted)

    change = {name: sums[name] for name in ("better", "worse")}
    reliable = opening.of_total(ground, change, evaluable)
    # Those evaluable stand below each rate; with all of them they would tell what is hidden.
    evaluable_hidden = shown[Standing.EVALUABLE.value] is None
    return Headline(
        standing={each: shown[each.value] for each in Standing},
        dosed=None if evaluable_hidden else opening.whole(ground, named),
        response=rate("response", evaluable),
        remission=rate("remission", evaluable),
        response_worst=worst("response"),
        remission_worst=worst("remission"),
        better=reliable["better"],
        worse=reliable["worse"],
    )


def _sum(rows: Sequence[dict[str, Any]], name: str, key: Any) -> int:
    return sum(row[name] for row in rows if row["group"] == key)
