"""For those who see no names, a number of the outcomes page opens to what the page tells of it.

Counted anew and by itself it could tell what the page hides beside its neighbours.
"""

import re
from collections.abc import Callable

from data.queries.insight import people as queries
from data.queries.insight.outcomes import Standing
from data.queries.insight.splits import Split
from services.access import Action, User
from services.acting import acting
from services.insight import ground as grounds
from services.insight import groups
from services.insight.ground import Ground, may_compare
from services.insight.rates import Rate, told
from services.outcomes import over_time, sessions, shift, weeks, wellbeing
from services.outcomes.asked import CELL, GROUP, MEASURE, PHQ9, WEEK, asked
from services.outcomes.completeness import recent
from services.outcomes.headline import by_group, headline
from services.refusals import NotFound

HIDDEN = Rate(None, None)


def drawn(user: User | None, ground: Ground, number: str) -> Rate:
    """What the page tells of this number; raises NotFound for an id that means nothing."""
    for pattern, tell in KINDS.items():
        if match := re.fullmatch(pattern, number):
            return tell(user, ground, *match.groups())
    raise NotFound("This number opens for those who may see names. Choose one on the page.")


def _end(user: User | None, ground: Ground, measure: str, part: str) -> Rate:
    found = headline(user, ground)
    if part == "missing":
        return told(found.missing, found.counted)
    rate: Rate = getattr(found, measure)
    return rate if part == "yes" else rate.rest


def _standing(user: User | None, ground: Ground, value: str) -> Rate:
    found = headline(user, ground)
    return told(found.standing[Standing(value)], found.dosed)


def _week(user: User | None, ground: Ground, week: str, measure: str) -> Rate:
    return weeks.rates(user, ground, PHQ9)[measure].get(int(week), HIDDEN)


def _group(user: User | None, ground: Ground, split: str, key: str, measure: str) -> Rate:
    if not may_compare(ground):
        raise NotFound("At most two splits are combined without names. Take a filter away.")
    people = grounds.people(user)
    keys = {groups.word(key): words for key, words in groups.names(Split(split), people).items()}
    return by_group(user, ground, Split(split), people)[measure].get(keys.get(key, ""), HIDDEN)


def _item9(user: User | None, ground: Ground, which: str) -> Rate:
    rate = shift.resolved(user, ground).rate
    return rate if which == "resolved" else rate.rest


def _cell(user: User | None, ground: Ground, baseline: str, last: str) -> Rate:
    return shift.cell(user, ground, int(baseline), int(last))


def _curve(user: User | None, ground: Ground, curve: str, part: str) -> Rate:
    """Of all groups together, as the table below the curve has it."""
    met, open_ = (_counted(user, ground, f"{curve}-{each}") for each in ("met", "open"))
    rate = groups.rate(ground, met, met + open_)
    return rate if part == "met" else rate.rest


def _course(user: User | None, ground: Ground, event: str) -> Rate:
    rate: Rate = getattr(over_time.over_time(user, ground), event)
    return rate


def _reliable(user: User | None, ground: Ground, way: str) -> Rate:
    rate: Rate = getattr(headline(user, ground), way)
    return rate


def _dose(user: User | None, ground: Ground, number: str, part: str) -> Rate:
    dose = sessions.doses(user, ground).get(int(number))
    if dose is None:
        return HIDDEN
    return told(dose.scored if part == "scored" else dose.unscored, dose.given)


def _lately(user: User | None, ground: Ground, part: str) -> Rate:
    rate = recent(user, ground)
    return rate if part == "scored" else rate.rest


def _who5(user: User | None, ground: Ground, part: str) -> Rate:
    rate: Rate = getattr(wellbeing.wellbeing(user, ground), part)
    return rate


KINDS: dict[str, Callable[..., Rate]] = {
    rf"{MEASURE}-(yes|no|missing)": _end,
    r"standing-(\w+)": _standing,
    WEEK: _week,
    GROUP: _group,
    CELL: _cell,
    r"item9-(\w+)": _item9,
    r"(responded|lost)-(met|open)": _curve,
    r"course-(\w+)": _course,
    r"reliable-(\w+)": _reliable,
    r"dose-(\d+)-(scored|unscored)": _dose,
    r"lately-(\w+)": _lately,
    r"who5-(\w+)": _who5,
}
"""By the pattern of their id, whose words asked.py has seen to be known."""


def _counted(user: User | None, ground: Ground, number: str) -> int:
    """How many courses are behind a number."""
    own = next(iter(asked(number).parts.values()))
    with acting(user, Action.VIEW_NUMBERS, about=f"behind {number}") as session:
        return queries.counted(session, ground.view, PHQ9, own(session, ground))
