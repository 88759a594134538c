"""What screenings were decided to be, beside what the rules said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.queries.insight import decisions as queries
from data.reference.screening import shipped
from data.tables.vocabulary import Disposition
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground
from services.insight.once import once
from services.statistics.suppression import hide

MOST_RULES = 6
ELIGIBLE = "Eligible"
VERDICT_WORDS = {
    Disposition.ELIGIBLE: ELIGIBLE,
    Disposition.REVIEW: "Further review",
    Disposition.INCOMPLETE: "Incomplete",
    Disposition.DEFER: "Deferred",
    Disposition.NOT_RECOMMENDED: "Not recommended",
}


@dataclass(frozen=True)
class Fired:
    """One rule: screenings in which it spoke against going ahead, and of these those whose
    decision is milder than the rule. None is hidden."""

    rule: str
    name: str
    n: int | None
    overridden: int | None


@dataclass(frozen=True)
class Mix:
    """Decisions by verdict in words, those of them that are overrides, and the rules that fired
    most. None is hidden."""

    verdicts: Mapping[str, int | None]
    overrides: Mapping[str, int | None]
    rules: tuple[Fired, ...]

    @property
    def decided(self) -> int | None:
        return opening.total(list(self.verdicts.values()))


@once
def mix(user: User | None, ground: Ground) -> Mix:
    """Of the decisions signed in the period."""
    with acting(user, Action.VIEW_NUMBERS, about="screening decisions") as session:
        found = {
            (row["verdict"], bool(row["overrides"])): row["n"]
            for row in queries.decisions(session, ground.view)
        }
        rules = queries.rules(session, ground.view, MOST_RULES)
    counts = {
        words: (found.get((each, False), 0), found.get((each, True), 0))
        for each, words in VERDICT_WORDS.items()
    }
    fired = (_fired(ground, row, sum(found.values())) for row in rules)
    return Mix(*_shown(ground, counts), tuple(each for each in fired if each.n is not None))


Shown = dict[str, int | None]


def _shown(ground: Ground, counts: Mapping[str, tuple[int, int]]) -> tuple[Shown, Shown]:
    """Verdicts and overrides, hidden together: a row for each verdict, overrides in a column."""
    verdicts: Shown = {words: sum(both) for words, both in counts.items()}
    overrides: Shown = {words: against for words, (_, against) in counts.items()}
    if ground.minimum is not None:
        table = pd.DataFrame(counts, index=["as told", "against"], dtype="int64").T
        hidden = hide(table, ground.minimum)
        verdicts |= {words: None for words in counts if hidden.rows[words]}
        overrides |= {words: None for words in counts if hidden.cells.loc[words, "against"]}
    return verdicts, overrides


def _fired(ground: Ground, row: dict[str, Any], decided: int) -> Fired:
    n, over = row["n"], row["overridden"]
    return Fired(
        rule=row["rule"],
        name=rule_words(row["rule"]),
        n=opening.parts(ground, {"fired": n, "not": decided - n})["fired"],
        overridden=opening.parts(ground, {"over": over, "kept": n - over})["over"],
    )


def rule_words(rule: str) -> str:
    """A rule by its name and id; one that the policy does not name by its id."""
    known = shipped().rules.get(rule)
    return rule if known is None else f"{known.name} ({rule})"
