"""Quality of life: WHO-5 at baseline and at the last score of the course."""

from dataclasses import dataclass

from data.queries.insight import scores as queries
from services.access import Action, User
from services.acting import acting
from services.insight import opening
from services.insight.ground import Ground
from services.insight.rates import Rate


@dataclass(frozen=True)
class Wellbeing:
    """Courses with both scores. Means on the scale of 0 to 100, None where hidden or of nobody."""

    better: Rate
    worse: Rate
    baseline: float | None
    last: float | None
    days: float | None
    """From the first dose to the last score, on average: how old the finding is."""


def wellbeing(user: User | None, ground: Ground) -> Wellbeing:
    """Better and worse by at least the points one person's scores vary by."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes, WHO-5") as session:
        found = queries.wellbeing(session, ground.view)
    n = found["n"]
    tell = n >= max(1, ground.minimum or 1)
    changed = {way: found[way] for way in ("better", "worse")}
    rates = opening.of_total(ground, changed, n)
    return Wellbeing(
        better=rates["better"],
        worse=rates["worse"],
        baseline=found["baseline"] / n if tell else None,
        last=found["last"] / n if tell else None,
        days=found["days"] / n if tell else None,
    )
