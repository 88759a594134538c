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
from services.insight.rates import Rate
from services.refusals import NotFound
from services.utilization import asked_visits, attendance, cohorts, flow, screening
from services.utilization.screening import VERDICT_WORDS

NOT_APART = (
    "Without names months are told apart, not weeks, and at most two splits are combined. "
    "Choose a number on the page."
)
HIDDEN = Rate(None, None)


def drawn(user: User | None, ground: Ground, number: str) -> Rate | None:
    """What the picture tells of this number; None for numbers that stand alone."""
    for pattern, tell in KINDS.items():
        if match := re.fullmatch(pattern, number):
            return tell(user, ground, *match.groups())
    return None


def _funnel(user: User | None, ground: Ground, step: str) -> Rate:
    reached = flow.funnel(user, ground).reached
    return _of(reached[Step(step)], reached[Step.INQUIRY])


def _cohort(user: User | None, ground: Ground, month: str, step: str) -> Rate:
    for each in cohorts.cohorts(user, ground):
        if f"{each.month:%Y-%m}" == month:
            return _of(each.reached[Step(step)], each.reached[Step.INQUIRY])
    return HIDDEN


def _decided(user: User | None, ground: Ground, verdict: str) -> Rate:
    mix = screening.mix(user, ground)
    return _of(mix.verdicts[VERDICT_WORDS[Disposition(verdict)]], mix.decided)


def _override(user: User | None, ground: Ground, verdict: str) -> Rate:
    mix, words = screening.mix(user, ground), VERDICT_WORDS[Disposition(verdict)]
    return _of(mix.overrides[words], mix.verdicts[words])


def _rule(user: User | None, ground: Ground, name: str, over: str | None) -> Rate:
    mix = screening.mix(user, ground)
    for each in mix.rules:
        if each.rule == name:
            return _of(each.overridden, each.n) if over else _of(each.n, mix.decided)
    return HIDDEN


def _series(user: User | None, ground: Ground, split: str, key: str, kind: str) -> Rate:
    by = By(split) if split in set(By) else By.WEEK
    if by is By.WEEK or (by is not By.MONTH and not may_compare(ground)):
        raise NotFound(NOT_APART)
    found = attendance.by_group(user, ground, by)[kind]
    return {asked_visits.word(each): rate for each, rate in found.items()}.get(key, HIDDEN)


def _of(k: int | None, n: int | None) -> Rate:
    return HIDDEN if k is None else Rate(k, n)


KINDS: dict[str, Callable[..., Rate]] = {
    r"funnel-(\w+)": _funnel,
    r"cohort-(\d{4}-\d\d)-(\w+)": _cohort,
    r"decided-(\w+)": _decided,
    r"override-(\w+)": _override,
    r"rule-([A-Za-z0-9]+)(-over)?": _rule,
    r"(\w+?)-(.+)-(no_show|late_cancel)": _series,
}
"""By the pattern of their id."""
