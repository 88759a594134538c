"""For those who see no names, a number of a picture opens to what its picture tells.

Counted anew and by itself it could tell what the picture hides beside its neighbours.
"""

import re
from collections.abc import Callable

from data.queries.insight.chairs import By
from data.queries.insight.flow import Step
from data.tables.vocabulary import Disposition
from services.access import User
from services.insight.ground import Ground, may_compare
from services.insight.rates import Rate, told
from services.refusals import NotFound
from services.utilization import (
    asked_visits,
    attendance,
    cohorts,
    drawn_visits,
    flow,
    screening,
    stuck,
    workload,
)
from services.utilization.screening import VERDICT_WORDS

NOT_APART = (
    "Without names months are told apart, not weeks, and at most two splits are combined. "
    "Choose a number on the page."
)
NO_NAMES = "This number stands in the table. It does not open without names."
HIDDEN = Rate(None, None)


def drawn(user: User | None, ground: Ground, number: str) -> Rate:
    """What the page tells of this number; raises NotFound for one that does not open."""
    for pattern, tell in (KINDS | drawn_visits.KINDS).items():
        if match := re.fullmatch(pattern, number):
            return tell(user, ground, *match.groups())
    raise NotFound(NO_NAMES)


def _funnel(user: User | None, ground: Ground, step: str) -> Rate:
    reached = flow.funnel(user, ground).reached
    return told(reached[Step(step)], reached[Step.INQUIRY])


def _cohort(user: User | None, ground: Ground, month: str, step: str) -> Rate:
    for each in cohorts.cohorts(user, ground):
        if f"{each.month:%Y-%m}" == month:
            return told(each.reached[Step(step)], each.reached[Step.INQUIRY])
    return HIDDEN


def _decided(user: User | None, ground: Ground, verdict: str) -> Rate:
    mix = screening.mix(user, ground)
    return told(mix.verdicts[VERDICT_WORDS[Disposition(verdict)]], mix.decided)


def _override(user: User | None, ground: Ground, verdict: str) -> Rate:
    mix, words = screening.mix(user, ground), VERDICT_WORDS[Disposition(verdict)]
    return told(mix.overrides[words], mix.verdicts[words])


def _rule(user: User | None, ground: Ground, name: str, over: str | None) -> Rate:
    mix = screening.mix(user, ground)
    for each in mix.rules:
        if each.rule == name:
            return told(each.overridden, each.n) if over else told(each.n, mix.decided)
    return HIDDEN


def _series(user: User | None, ground: Ground, split: str, key: str, kind: str) -> Rate:
    by = By(split) if split in set(By) else By.WEEK
    if by is By.WEEK or (by is not By.MONTH and not may_compare(ground)):
        raise NotFound(NOT_APART)
    found = attendance.by_group(user, ground, by)[kind]
    return {asked_visits.word(each): rate for each, rate in found.items()}.get(key, HIDDEN)


def _first_dose(user: User | None, ground: Ground, part: str) -> Rate:
    found = flow.waiting(user, ground)
    return told(found.dosed if part == "done" else found.waiting, found.followed)


def _unbooked(user: User | None, ground: Ground) -> Rate:
    return told(workload.unbooked(user, ground).ready, None)


def _due(user: User | None, ground: Ground, part: str) -> Rate:
    found = workload.unbooked(user, ground)
    return told(found.due, None) if part == "all" else told(found.overdue, found.due)


def _stuck(user: User | None, ground: Ground, stage: str, part: str) -> Rate:
    each = next(each for each in stuck.stuck(user, ground) if each.row.stage.value == stage)
    return told(each.over if part == "over" else each.within, each.people)


KINDS: dict[str, Callable[..., Rate]] = {
    r"funnel-(\w+)": _funnel,
    r"cohort-(\d{4}-\d\d)-(\w+)": _cohort,
    r"decided-(\w+)": _decided,
    r"override-(\w+)": _override,
    r"rule-([A-Za-z0-9]+)(-over)?": _rule,
    r"(\w+?)-(.+)-(no_show|late_cancel)": _series,
    r"first-dose-(\w+)": _first_dose,
    r"backlog": _unbooked,
    r"due-(\w+)": _due,
    r"stuck-(\w+)-(over|within)": _stuck,
}
"""By the pattern of their id."""
