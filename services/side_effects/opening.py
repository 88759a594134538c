"""Who stands behind a number of the page of side effects, and who does not and why."""

import re
from collections.abc import Callable

import pandas as pd
from sqlmodel import Session

from data.queries.insight import doses
from data.queries.insight import effect_people as people
from data.queries.insight.doses import Column
from data.queries.insight.effects import Per
from services.access import User
from services.insight import ground as grounds
from services.insight.ground import Ground
from services.insight.opening import Opened
from services.refusals import NotFound
from services.side_effects import hidden, listing, opening_more
from services.side_effects.columns import ANY
from services.side_effects.columns import columns as cells
from services.side_effects.overview import overview
from services.side_effects.revealing import opened, unknown, without
from services.side_effects.terms import GRADES, label, terms

TERM = r"([a-z_]{1,40})"
MOST = listing.MOST
PER = {"term": Per.PATIENTS, "sessions": Per.SESSIONS}


def find(user: User | None, ground: Ground, number: str) -> Opened:
    """What is behind the number with this id; raises NotFound for an id that means nothing."""
    for pattern, make in KINDS.items():
        if match := re.fullmatch(pattern, number):
            return make(user, ground, *match.groups())
    raise unknown()


def _term(user: User | None, ground: Ground, kind: str, code: str, grade: str | None) -> Opened:
    """Patients or sessions with an effect, of all or of one worst grade."""
    per, band = PER[kind], None if grade is None else int(grade)
    row = next((each for each in terms(user, ground, per).rows if each.code == code), None)
    if row is None:
        raise NotFound(f"Nobody had {label(code).lower()} in this filter. Choose another number.")
    title, n = f"{per.value} with {row.label.lower()}", row.rate.k
    rest = [("without it", without(row.rate))]
    if band is not None:
        title += f", worst grade {GRADES[band].removeprefix('Grade ')}"
        grades: dict[int, int | None] = {
            each: None if row.grades is None else row.grades[each] for each in GRADES
        }
        n = grades[band]
        others = [(f"of {GRADES[each].lower()}", grades[each]) for each in GRADES if each != band]
        rest = [*others, *rest]

    def rows(session: Session) -> pd.DataFrame:
        if per is Per.PATIENTS:
            return listing.patients(people.patients(session, ground.view, code, band, MOST))
        where = people.with_term(ground.view, code, band)
        return listing.sessions(people.sessions(session, ground.view, MOST, where))

    definitions = (f"{per.value}_with_effect", "worst_grade")
    return opened(
        user, ground, title, n=n, of=row.rate.n, rest=rest, definitions=definitions, rows=rows
    )


def _any(user: User | None, ground: Ground, kind: str, per: str) -> Opened:
    """Patients or sessions with any effect, or with none."""
    found = overview(user, ground)
    rate = found.patients if per == "patients" else found.sessions
    counts = {"any": rate.k, "none": without(rate)}
    said = {"any": "with a side effect", "none": "without any"}
    other = {"any": "none", "none": "any"}[kind]

    def rows(session: Session) -> pd.DataFrame:
        if per == "sessions":
            had = people.with_term(ground.view, None)
            where = had if kind == "any" else ~had
            return listing.sessions(people.sessions(session, ground.view, MOST, where))
        if kind == "any":
            return listing.patients(people.patients(session, ground.view, None, None, MOST))
        return listing.unaffected(people.without(session, ground.view, MOST))

    return opened(
        user,
        ground,
        f"{per} {said[kind]}",
        n=counts[kind],
        of=rate.n,
        rest=[(said[other], counts[other])],
        definitions=(f"{per}_with_effect",),
        rows=rows,
    )


def _cell(user: User | None, ground: Ground, by: str, place: str, code: str) -> Opened:
    """Sessions of one number or dose with an effect."""
    column = Column(by)
    if not grounds.may_compare(ground):
        raise NotFound(hidden.NARROW)
    at = dict(enumerate(doses.words(column, ground.view.route))).get(int(place), "")
    rate = cells(user, ground, column).rates.get(code, {}).get(at)
    if rate is None:
        raise unknown()
    what = "any effect" if code == ANY else label(code).lower()
    which = f"session {at}" if column is Column.NUMBER else f"dose {at}"

    def rows(session: Session) -> pd.DataFrame:
        where = people.with_term(ground.view, None if code == ANY else code)
        own = doses.label(column, ground.view) == at
        return listing.sessions(people.sessions(session, ground.view, MOST, where, own))

    return opened(
        user,
        ground,
        f"sessions with {what}, {which}",
        n=rate.k,
        of=rate.n,
        rest=[("without it", without(rate))],
        definitions=(
            "sessions_with_effect",
            "session_number" if column is Column.NUMBER else "dose_band",
        ),
        rows=rows,
    )


KINDS: dict[str, Callable[..., Opened]] = {
    rf"(term|sessions)-{TERM}(?:-g([0-3]))?": _term,
    r"(any|none)-(patients|sessions)": _any,
    rf"(number|dose)-(\d)-{TERM}": _cell,
    r"rise-(systolic|diastolic)-(-?\d{1,3}|large|unread)": opening_more.rise,
    r"peak-(systolic|diastolic)": opening_more.peak,
    rf"medicine-{TERM}(?:-(worked|not|unknown))?": opening_more.medicine,
    rf"times-{TERM}": opening_more.timed,
}
