"""How somebody came, and attempts to reach them."""

from collections.abc import Sequence
from datetime import date

from data.demo.case import Case
from data.demo.clock import days, instant, minutes, office_day
from data.demo.stages import Step
from data.tables import Outreach, Referral
from data.tables.vocabulary import Contact, Reached, Route, Stage

Source = tuple[str, str | None]
REFERRED_BY: dict[Source, int] = {
    ("psychiatrist", "Valley Psychiatry Group"): 45,
    ("primary care", "Orchard Family Practice"): 40,
    ("therapist", "Blackstone Counseling"): 15,
}
CAME_BY: dict[tuple[str, str | None], int] = {
    ("self", None): 60,
    ("a friend", None): 20,
    ("our web page", None): 20,
}
TIMES = {
    None: 45,
    "Mornings": 15,
    "After 15:00": 15,
    "Tuesdays and Thursdays": 15,
    "Not before 10:00": 10,
}
WROTE = {
    None: 60,
    "Two medicines have not helped. Is this something for me?": 20,
    "A friend was treated with you and is better.": 10,
    "Would like to know what it costs and what insurance pays.": 10,
}
ASKED_FOR = {None: 45, Route.IV: 20, Route.NASAL: 35}
KINDS = {Contact.PHONE: 60, Contact.MESSAGE: 15, Contact.TEXT: 20, Contact.EMAIL: 5}
RESULTS = {Reached.SPOKE: 25, Reached.LEFT_WORD: 40, Reached.NO_ANSWER: 35}
VAIN = {Reached.LEFT_WORD: 60, Reached.NO_ANSWER: 40}


def referral(case: Case, road: Sequence[Step]) -> None:
    """What was told when they first asked, and by whom they were sent."""
    more = case.more
    sent = any(step.stage is Stage.REFERRED for step in road)
    source, referrer = more.weighted(REFERRED_BY if sent else CAME_BY)
    case.enter(
        Referral,
        road[0].at,
        case.place.desk,
        episode_id=case.episode_id,
        source=source,
        referrer=referrer,
        text=more.weighted(WROTE),
        asked_route=more.weighted(ASKED_FOR),
        preferred_times=more.weighted(TIMES),
    )


def attempts(case: Case, road: Sequence[Step]) -> None:
    """Of some who asked, what was tried since; of those who were not reached, in vain."""
    last, plan = road[-1], case.plan
    if plan.stage in (Stage.INQUIRY, Stage.REFERRED) and plan.turn % 3 != 1:
        _attempts(case, last, case.today, RESULTS)
    elif plan.stage is Stage.LOST or last.reason == "no_answer":
        _attempts(case, road[-2], last.day, VAIN)


def _attempts(case: Case, since: Step, until: date, results: dict[Reached, int]) -> None:
    """Two attempts, a third and two thirds of the time after a step, in office hours."""
    span = (until - since.day).days
    for third in (1, 2):
        day = office_day(since.day + days(span * third // 3))
        at = instant(day, case.more.between(9 * 60, 17 * 60))
        if since.at + minutes(30) < at:
            kind, result = case.more.weighted(KINDS), case.more.weighted(results)
            by, about = case.place.desk, {"episode_id": case.episode_id, "note": None}
            case.enter(Outreach, at, by, kind=kind, result=result, **about)
