"""The numbers of the outcomes page by their ids: what each asks, and what it is a part of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.insight import people as queries
from data.queries.insight.outcomes import Standing
from data.queries.insight.splits import Split
from services.insight.ground import Ground
from services.outcomes.completeness import RECENT_DAYS
from services.outcomes.headline import MISSING, STANDING_WORDS
from services.outcomes.shift import ANSWERS
from services.refusals import NotFound

MEASURE_WORDS = {"response": "in response", "remission": "in remission"}
MEASURE = "(response|remission)"
GROUP = rf"by-({'|'.join(Split)})-([\w .-]+)-{MEASURE}"
CELL = "item9-([0-3])-([0-3])"
WEEK = rf"week-(\d{{1,3}})-{MEASURE}"
PHQ9 = "phq9"

Where = Callable[[Session, Ground], Any]


@dataclass(frozen=True)
class Asked:
    """A number in words, and what it is a part of: conditions by name, the number's own first.

    The parts from the second to `within` are what the number is counted of, with it; the others
    were left out before.
    """

    title: str
    parts: dict[str, Where]
    within: int
    definitions: tuple[str, ...]


def asked(number: str) -> Asked:
    """What the number with this id asks; raises NotFound for an id that means nothing."""
    for pattern, make in KINDS.items():
        if match := re.fullmatch(pattern, number):
            return make(*match.groups())
    raise NotFound("This address names no number of this page. Choose one on the page.")


def _standings(*left_out: Standing) -> dict[str, Where]:
    """A part for each standing but those left out of the list."""
    return {STANDING_WORDS[each]: _at(each) for each in Standing if each not in left_out}


def _at(*among: Standing) -> Where:
    return lambda session, ground: queries.standing_is(session, ground.today, list(among))


def _both(one: Where, other: Any) -> Where:
    return lambda session, ground: one(session, ground) & other


def _end(measure: str, part: str) -> Asked:
    """Those with, without or not known to have a measure at the end of induction."""
    words = MEASURE_WORDS[measure]
    evaluable = _at(Standing.EVALUABLE)
    with_it = _both(evaluable, queries.met(measure, True))
    without = _both(evaluable, queries.met(measure, False))
    rest = _standings(Standing.EVALUABLE)
    definitions = ("baseline", "end_of_induction", measure)
    if part == "yes":
        title = f"courses {words} at the end of induction"
        parts = {"": with_it, f"scored and not {words}": without, **rest}
        return Asked(title, parts, 2, definitions)
    if part == "no":
        title = f"courses scored and not {words} at the end of induction"
        return Asked(title, {"": without, words: with_it, **rest}, 2, definitions)
    missing = {
        "": _at(*MISSING),
        words: with_it,
        f"scored and not {words}": without,
        **_standings(Standing.EVALUABLE, *MISSING),
    }
    return Asked("courses without a score at one end of induction", missing, 3, definitions)


def _standing(value: str) -> Asked:
    here = Standing(value)
    parts = {"": _at(here), **_standings(here)}
    return Asked(f"courses {STANDING_WORDS[here]}", parts, len(parts), ("end_of_induction",))


def _week(week: str, measure: str) -> Asked:
    words = MEASURE_WORDS[measure]

    def met(yes: bool) -> Where:
        return lambda _session, _ground: queries.scored_in_week(int(week), PHQ9, measure, yes)

    parts = {"": met(True), f"scored that week and not {words}": met(False)}
    return Asked(f"courses {words} in week {week}", parts, 2, ("baseline", measure))


def _group(split: str, key: str, measure: str) -> Asked:
    known: Any = {"none": None, "true": True, "false": False}.get(key, key)
    by = Split(split)
    if by is Split.PRACTITIONER and known is not None:
        known = _uuid(known)
    if by is Split.SITE and known is not None:
        known = int(known) if str(known).isdigit() else 0
    asked = _end(measure, "yes")
    within = queries.in_group(by, known)
    parts = {words: _both(where, within) for words, where in asked.parts.items()}
    return Asked(f"{asked.title}, in this group", parts, asked.within, asked.definitions)


def _uuid(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise NotFound("This address names no practitioner. Choose a row on the page.") from None


def _item9(which: str) -> Asked:
    had = list(ANSWERS[1:])

    def where(baseline: list[int], last: list[int]) -> Where:
        return lambda _session, _ground: queries.item9(baseline, last)

    gone, there = where(had, [0]), where(had, had)
    words = "who told of thoughts of death at baseline"
    if which == "resolved":
        parts = {"": gone, "who still do": there}
        return Asked(f"courses of people {words} and do not now", parts, 2, ("si_resolved",))
    parts = {"": there, "who do not now": gone}
    return Asked(f"courses of people {words} and still do", parts, 2, ("si_resolved",))


def _cell(baseline: str, last: str) -> Asked:
    """One cell of the shift table, of all in it."""
    here = queries.item9([int(baseline)], [int(last)])
    others = queries.item9(list(ANSWERS), list(ANSWERS)) & sa.not_(here)
    title = f"courses with item 9 of {baseline} at baseline and {last} at the last answer"
    parts = {"": _fixed(here), "with other answers": _fixed(others)}
    return Asked(title, parts, 2, ("si_resolved",))


def _fixed(condition: Any) -> Where:
    return lambda _session, _ground: condition


def _curve(curve: str, part: str) -> Asked:
    """The courses behind a Kaplan-Meier curve."""
    event, since, met, open_, ids = CURVES[curve]
    yes = _fixed(queries.followed(event, since, True))
    no = _fixed(queries.followed(event, since, False))
    if part == "met":
        return Asked(f"courses that {met}", {"": yes, f"that {open_}": no}, 2, ids)
    return Asked(f"courses that {open_}", {"": no, f"that {met}": yes}, 2, ids)


CURVES = {
    "responded": (
        *("response_days", None, "have responded", "have not responded as far as scored"),
        ("baseline", "response"),
    ),
    "lost": (
        *(
            "remission_lost_days",
            "remission_days",
            "relapsed after remission",
            "are without relapse since remission as far as scored",
        ),
        ("remission", "remission_relapse", "relapse"),
    ),
}
"""Event and beginning of a curve, in columns and in words, and its definitions."""


def _told(event: str) -> Asked:
    """Sustained response, relapse, deterioration."""
    words, other, definition = TOLD[event]
    parts = {
        "": _fixed(queries.told(event, True)),
        other: _fixed(queries.told(event, False)),
    }
    return Asked(f"courses {words}", parts, 2, (definition,))


TOLD = {
    "sustained": ("with a sustained response", "whose response did not hold", "sustained"),
    "relapsed": ("with a relapse after response", "without one as far as scored", "relapse"),
    "worse": ("that got worse", "that did not", "deterioration"),
}
"""In words: those with it, the others counted, and the definition."""


def _reliable(way: str) -> Asked:
    evaluable = _at(Standing.EVALUABLE)
    ways = {"better": 1, "worse": -1, "neither": 0}
    parts = {
        f"reliably {name}" if number else name: _both(evaluable, queries.reliable(number))
        for name, number in ways.items()
        if name != way
    }
    own = {"": _both(evaluable, queries.reliable(ways[way]))}
    title = f"courses reliably {way} at the end of induction"
    return Asked(title, own | parts, 3, ("reliable",))


def _dose(number: str, part: str) -> Asked:
    """Whose median stands before a dose."""
    scored = _fixed(queries.before_dose(int(number), True))
    without = _fixed(queries.before_dose(int(number), False))
    ids = ("session_score",)
    if part == "scored":
        title = f"courses with a PHQ-9 of the day before dose {number}"
        return Asked(title, {"": scored, "without one": without}, 2, ids)
    title = f"courses without a PHQ-9 of the day before dose {number}"
    return Asked(title, {"": without, "with one": scored}, 2, ids)


def _lately(part: str) -> Asked:
    """Who in treatment was scored in the last days, and who was not."""

    def where(scored: bool) -> Where:
        return lambda _session, ground: queries.lately(ground.today, RECENT_DAYS, scored)

    words = f"in treatment and scored in the last {RECENT_DAYS} days"
    not_ = f"in treatment and not scored in the last {RECENT_DAYS} days"
    if part == "scored":
        return Asked(f"courses {words}", {"": where(True), not_: where(False)}, 2, ())
    return Asked(f"courses {not_}", {"": where(False), words: where(True)}, 2, ())


def _who5(part: str) -> Asked:
    condition = _fixed(queries.wellbeing(part == "better"))
    return Asked(f"courses {part} on WHO-5 by 10 or more", {"": condition}, 1, ("reliable",))


KINDS: dict[str, Callable[..., Asked]] = {
    rf"{MEASURE}-(yes|no|missing)": _end,
    rf"standing-({'|'.join(each.value for each in Standing)})": _standing,
    WEEK: _week,
    GROUP: _group,
    r"item9-(resolved|present)": _item9,
    CELL: _cell,
    r"(responded|lost)-(met|open)": _curve,
    r"course-(sustained|relapsed|worse)": _told,
    r"reliable-(better|worse)": _reliable,
    r"dose-(\d{1,3})-(scored|unscored)": _dose,
    r"lately-(scored|unscored)": _lately,
    r"who5-(better|worse)": _who5,
}
