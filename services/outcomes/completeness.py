"""How much is known at all: without this no outcome can be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.queries.insight import scores
from data.queries.insight.scores import Part, Scored
from services.access import Action, User
from services.acting import acting
from services.insight import groups
from services.insight.ground import Ground
from services.insight.rates import Rate
from services.outcomes.headline import COUNTED, Headline
from services.side_effects import hidden

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
        found = {each: scores.scored_sessions(session, ground.view, each) for each in Part}
    counted = [headline.standing[each] for each in COUNTED]
    known = [n for n in counted if n is not None]
    evaluable = Rate(known[0], sum(known)) if len(known) == len(counted) else Rate(None, None)
    return Completeness(
        sessions=_of_people(ground, found[Part.ALL]),
        induction_sessions=_induction(ground, found),
        evaluable=evaluable,
        recent=recent(user, ground),
    )


def recent(user: User | None, ground: Ground) -> Rate:
    """Of courses in treatment, those scored lately; few are few people."""
    with acting(user, Action.VIEW_NUMBERS, about="outcomes, scored lately") as session:
        return _of_people(
            ground, scores.scored_lately(session, ground.view, ground.today, RECENT_DAYS)
        )


def _induction(ground: Ground, found: Mapping[Part, Scored]) -> Rate:
    """The sessions of inductions; those after are all the others, so they must be enough too."""
    early, after = found[Part.INDUCTION], found[Part.AFTER]
    both = {
        part.value: (each.scored, each.n)
        for part, each in ((Part.INDUCTION, early), (Part.AFTER, after))
    }
    if _of_people(ground, after).is_hidden:
        return Rate(None, None)
    told = groups.rates(ground, both)[Part.INDUCTION.value]
    return Rate(None, None) if _of_people(ground, early).is_hidden else told


def _of_people(ground: Ground, found: Scored) -> Rate:
    """Hidden where those scored, or those not, are of few people."""
    if hidden.few(ground, found.people) or hidden.few(ground, found.people_without):
        return Rate(None, None)
    return groups.rate(ground, found.scored, found.n)
