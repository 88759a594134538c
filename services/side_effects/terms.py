"""How many had each effect, by worst grade: per patient or per session, never mixed."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

import pandas as pd

from data.queries.insight import effects as queries
from data.queries.insight.effects import NOT_GIVEN, SEVERE, Per
from data.reference.safety import safety
from data.reference.side_effects import side_effects
from services.access import Action, User
from services.acting import acting
from services.charts.insight import incidence as charts
from services.charts.insight.style import percent, span
from services.insight.figure import NUMBER, Figure
from services.insight.ground import Ground, route_words
from services.insight.rates import FEW, HIDDEN, Rate
from services.side_effects import hidden, published

GRADES = {1: "Grade 1", 2: "Grade 2", SEVERE: "Grade 3 and over", NOT_GIVEN: "Grade not given"}
MOST = 14
"""Rows of the picture that are not grave; the rest stands in the table."""

TITLES = {
    Per.PATIENTS: "Patients with the effect at least once",
    Per.SESSIONS: "Sessions with the effect",
}


@dataclass(frozen=True)
class Term:
    """One effect: how many of all, and by worst grade; `grades` is None where it is hidden."""

    code: str
    label: str
    grave: bool
    rate: Rate
    grades: dict[int, int] | None


@dataclass(frozen=True)
class Terms:
    """Every effect that anybody had, in the order of the picture, and of how many."""

    rows: tuple[Term, ...]
    n: int | None


def figure(user: User | None, ground: Ground, per: Per) -> Figure:
    """The picture with its table. Published rates stand beside patients only."""
    found = terms(user, ground, per)
    told = [row for row in found.rows if not row.rate.is_hidden]
    shown = [row for row in told if not row.grave][:MOST] + [row for row in told if row.grave]
    marks = published.marks(ground, per, [row.code for row in shown])
    title = f"{TITLES[per]}, {route_words(ground.view.route)}"
    caption = _caption(user, ground, per, found, len(told) - len(shown), marks)
    return Figure(
        title=title,
        picture=partial(
            charts.incidence,
            rows_frame(shown),
            segments(shown, per),
            marks,
            title=title,
            subtitle="Shade: worst grade 1, 2, 3+; dashed: not given. Line: 95 % interval",
            head=f"of {found.n:,} {per.value}",
        )
        if shown
        else None,
        table=table(found, per),
        alt=_alt(found, per),
        caption=caption if shown else _nothing(found),
        opens=True,
        definitions=(f"{per.value}_with_effect", "worst_grade")
        + (("published_rate",) if not marks.empty else ()),
    )


def terms(user: User | None, ground: Ground, per: Per) -> Terms:
    """Every effect with its rate: the commonest first, grave ones last, hidden ones after all."""
    with acting(user, Action.VIEW_NUMBERS, about=f"side effects per {per.value}") as session:
        rows = queries.worst(session, ground.view, per)
        had = {} if ground.names else queries.people(session, ground.view, per)
        totals = queries.given(session, ground.view)
    n, everybody = totals[per.value], totals["patients"]
    counts: dict[str, dict[int, int]] = defaultdict(lambda: dict.fromkeys(GRADES, 0))
    people: dict[str, dict[int, int]] = defaultdict(lambda: dict.fromkeys(GRADES, 0))
    for row in rows:
        counts[row["term"]][row["band"]] = row["n"]
        people[row["term"]][row["band"]] = row["people"]
    found = []
    for code, by_grade in counts.items():
        k = sum(by_grade.values())
        rate = hidden.rate(ground, k, n, people=had.get(code, k), of_people=everybody)
        grades = None if rate.is_hidden else hidden.grades(ground, by_grade, people[code])
        found.append(Term(code, label(code), code in safety().grave, rate, grades))
    return Terms(tuple(sorted(found, key=_order)), None if hidden.few(ground, everybody) else n)


def label(code: str) -> str:
    """An effect in words; a code that the vocabulary has not got stands for itself."""
    known = side_effects().terms.get(code)
    return known.label if known else code.replace("_", " ").capitalize()


def share_words(rate: Rate) -> str:
    """ "40 %", "2 of 7", "hidden"; what is more than nothing never reads as nothing."""
    small = rate.share is not None and 0 < rate.share < 0.005 and (rate.n or 0) >= FEW
    return "<1 %" if small else rate.percent


def rows_frame(shown: list[Term]) -> pd.DataFrame:
    """name, count, percent, share, low, high, number: a row of the picture each."""
    return pd.DataFrame(
        [
            {
                "name": row.label,
                "count": f"{row.rate.k:,}",
                "percent": share_words(row.rate),
                "share": row.rate.share,
                "low": row.rate.low,
                "high": row.rate.high,
                "number": row.code,
            }
            for row in shown
        ],
        columns=["name", "count", "percent", "share", "low", "high", "number"],
    ).astype({"share": float, "low": float, "high": float})


def segments(shown: list[Term], per: Per) -> pd.DataFrame:
    """name, kind, start, end, n, words, number: the bars by worst grade, from the left."""
    found = []
    for row in shown:
        parts = row.grades or {}
        start, of = 0.0, row.rate.n or 1
        whole = f"{_prefix(per)}-{row.code}"
        kinds = [
            (f"grade{grade}", n, GRADES[grade], f"{whole}-g{grade}") for grade, n in parts.items()
        ]
        for kind, n, words, number in kinds or [("grade", row.rate.k or 0, "Grades hidden", whole)]:
            if n:
                end = start + n / of
                found.append((row.label, kind, start, end, n, words, number))
                start = end
        found.append((row.label, "rest", start, 9.0, row.rate.k or 0, "Any grade", whole))
    columns = ["name", "kind", "start", "end", "n", "words", "number"]
    return pd.DataFrame(found, columns=columns)


def table(found: Terms, per: Per) -> pd.DataFrame:
    """The same in words, every effect; a row opens who had it."""
    of = per.value.capitalize()
    grades = {
        GRADES[grade]: [
            HIDDEN if row.grades is None else f"{row.grades[grade]:,}" for row in found.rows
        ]
        for grade in GRADES
    }
    return pd.DataFrame(
        {
            "Effect": [row.label for row in found.rows],
            of: [row.rate.of for row in found.rows],
            "Share": [share_words(row.rate) for row in found.rows],
            "95 % interval": [span(row.rate.low, row.rate.high) for row in found.rows],
            **grades,
            NUMBER: [f"{_prefix(per)}-{row.code}" for row in found.rows],
        }
    )


def _prefix(per: Per) -> str:
    return "term" if per is Per.PATIENTS else "sessions"


def _order(row: Term) -> tuple[bool, bool, int, str]:
    """Hidden rows by name only, so that their place tells nothing."""
    if row.rate.is_hidden:
        return (True, False, 0, row.label)
    return (False, row.grave, -(row.rate.k or 0), row.label)


def _alt(found: Terms, per: Per) -> str:
    shown = [row for row in found.rows if not row.rate.is_hidden][:3]
    if not shown:
        return ""
    said = "; ".join(
        f"{row.label} {row.rate.of} {per.value}, {percent(row.rate.share)}" for row in shown
    )
    return f"The most frequent: {said}."


def _nothing(found: Terms) -> str:
    if found.n == 0:
        return "Nobody was given a dose in this filter."
    return hidden.WHY if found.rows or found.n is None else "No side effect was noted."


def _caption(
    user: User | None, ground: Ground, per: Per, found: Terms, rarer: int, marks: pd.DataFrame
) -> str:
    parts = []
    if per is Per.SESSIONS:
        parts.append("Published rates are per patient over a course, so none stands here.")
    elif not marks.empty:
        parts.append(published.words(user, ground, marks))
    if rarer:
        parts.append(f"Rarer ones, in the table alone: {rarer}.")
    if names := [row.label.lower() for row in found.rows if row.rate.is_hidden]:
        parts.append(f"Hidden, too few people to show without names: {', '.join(names)}.")
    return " ".join(parts)
