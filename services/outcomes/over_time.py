"""What happened over whole courses, beyond their end of induction: kept, lost, got worse."""

from dataclasses import dataclass

from data.queries.insight import outcomes as queries
from services.access import Action, User
from services.acting import acting
from services.insight import groups
from services.insight.ground import Ground
from services.insight.rates import Rate


@dataclass(frozen=True)
class OverTime:
    """Of courses with a baseline of at least the entry cut and a score since the first dose.

    `sustained` is of responses that were scored 28 days on, `relapsed` of all responses, `worse`
    of all courses.
    """

    sustained: Rate
    relapsed: Rate
    worse: Rate


def over_time(user: User | None, ground: Ground, instrument: str = "phq9") -> OverTime:
    """Sustained response, relapse and deterioration."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes over time") as session:
        sums = queries.course_sums(session, ground.view, instrument)
    return OverTime(
        sustained=groups.rate(ground, sums["sustained"], sums["sustained_known"]),
        relapsed=groups.rate(ground, sums["relapsed"], sums["responded"]),
        worse=groups.rate(ground, sums["worse"], sums["n"]),
    )
