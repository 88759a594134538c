"""How much is known at all: without this no outcome can be read."""

from dataclasses import dataclass

from data.queries.insight import scores
from services.access import Action, User
from services.acting import acting
from services.insight import groups
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.outcomes.headline import COUNTED, Headline

RECENT_DAYS = 14


@dataclass(frozen=True)
class Completeness:
    """Shares of what could be known. `recent` is of courses in treatment today."""

    sessions: Rate
    induction_sessions: Rate
    evaluable: Rate
    recent: Rate


def completeness(user: User | None, ground: Ground, headline: Headline) -> Completeness:
    """For the courses of the page; a session counts, not a person, in the first two."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes, completeness") as session:
        of_sessions = scores.scored_sessions(session, ground.view)
        active = scores.scored_lately(session, ground.view, ground.today, RECENT_DAYS)
    counted = [headline.standing[each] for each in COUNTED]
    known = [n for n in counted if n is not None]
    evaluable = Rate(known[0], sum(known)) if len(known) == len(counted) else Rate(None, None)
    return Completeness(
        sessions=Rate(of_sessions["scored"], of_sessions["sessions"]),
        induction_sessions=Rate(of_sessions["induction_scored"], of_sessions["induction"]),
        evaluable=evaluable,
        recent=groups.rate(ground, active["scored"], active["n"]),
    )
