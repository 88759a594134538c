"""What screenings were decided to be, and which rules fired."""

from dataclasses import dataclass

from data.queries.insight import flow as queries
from data.reference.kpis import kpis
from data.tables.vocabulary import Disposition
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground

MOST_RULES = 5
ELIGIBLE = "Eligible"
VERDICT_WORDS = {
    Disposition.ELIGIBLE: ELIGIBLE,
    Disposition.REVIEW: "Further review",
    Disposition.INCOMPLETE: "Incomplete",
    Disposition.DEFER: "Deferred",
    Disposition.NOT_RECOMMENDED: "Not recommended",
}


@dataclass(frozen=True)
class Mix:
    """Decisions by verdict in words (None is hidden), and rules in words with screenings."""

    verdicts: dict[str, int | None]
    rules: tuple[tuple[str, int], ...]

    @property
    def decided(self) -> int | None:
        return opening.total(list(self.verdicts.values()))


def mix(user: User | None, ground: Ground) -> Mix:
    """Of the decisions signed in the period."""
    with acting(user, Action.VIEW_NUMBERS, about="screening decisions") as session:
        verdicts = {row["verdict"]: row["n"] for row in queries.decisions(session, ground.view)}
        rules = queries.rules(session, ground.view, MOST_RULES)
    # Every verdict, as where the number opens, so that both hide the same.
    counts = {words: verdicts.get(each, 0) for each, words in VERDICT_WORDS.items()}
    enough = ground.minimum or 0
    return Mix(
        verdicts=opening.parts(ground, counts),
        rules=tuple(
            (f"{kpis().rules.get(row['rule'], '')} ({row['rule']})".strip(), row["n"])
            for row in rules
            if row["n"] >= enough
        ),
    )
