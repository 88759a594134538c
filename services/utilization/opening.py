"""Who stands behind a number of the utilization page, and who does not and why."""

import re
from typing import Any

import pandas as pd
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight import behind
from data.queries.insight.chairs import By
from data.queries.insight.flow import Step
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS
from services.insight import opening
from services.insight.ground import Ground, may_compare
from services.insight.opening import Opened
from services.insight.rates import Rate
from services.naming import full_name
from services.refusals import NotFound
from services.utilization import asked_courses, asked_visits, attendance, flow
from services.utilization.asked import Asked

MOST = 2000
"""Rows of one list, the newest."""

NOT_APART = (
    "Without names months are told apart, not weeks, and at most two splits are combined. "
    "Choose a number on the page."
)

KINDS = asked_visits.KINDS | asked_courses.KINDS


def find(user: User | None, ground: Ground, number: str) -> Opened:
    """What is behind the number with this id; raises NotFound for an id that means nothing."""
    asked = _asked(number)
    if not ground.names and (drawn := _as_drawn(user, ground, number)) is not None:
        return opening.as_drawn(asked.title, drawn, asked.definitions)
    with acting(user, Action.VIEW_NUMBERS, about=f"behind {number}") as session:
        where, parts = asked.where(session, ground), asked.parts(session, ground)
        found = behind.counts(session, _source(asked), where, parts)
    shown = opening.parts(ground, dict(zip(parts, found, strict=True)))
    n, *rest = shown.values()
    return Opened(
        title=asked.title,
        n=n,
        of=opening.total(list(shown.values())[: asked.within]),
        rest=tuple(
            (words, count) for words, count in zip(list(shown)[1:], rest, strict=True) if count != 0
        ),
        definitions=asked.definitions,
        rows=_rows(user, ground, asked, number) if ground.names else None,
    )


def _asked(number: str) -> Asked:
    for pattern, make in KINDS.items():
        if match := re.fullmatch(pattern, number):
            return make(*match.groups())
    raise NotFound("This address names no number of this page. Choose one on the page.")


def _as_drawn(user: User | None, ground: Ground, number: str) -> Rate | None:
    """For those who see no names, a number of a series opens to what its picture tells, or what
    that one hides could be opened. None for numbers that stand alone."""
    if match := re.fullmatch(r"funnel-(\w+)", number):
        reached = flow.funnel(user, ground).reached
        n = reached[Step(match[1])]
        return Rate(n, None if n is None else reached[Step.INQUIRY])
    if match := re.fullmatch(r"(\w+?)-(.+)-(no_show|late_cancel)", number):
        by = By(match[1]) if match[1] in set(By) else By.WEEK
        if by is By.WEEK or (by is not By.MONTH and not may_compare(ground)):
            raise NotFound(NOT_APART)
        found = attendance.by_group(user, ground, by)[match[3]]
        return {asked_visits.word(key): rate for key, rate in found.items()}.get(
            match[2], Rate(None, None)
        )
    return None


def _source(asked: Asked) -> Any:
    if asked.source is not None:
        return asked.source
    return t.EpisodeFact if asked.courses else t.VisitFact


def _rows(user: User | None, ground: Ground, asked: Asked, number: str) -> pd.DataFrame:
    with acting(user, Action.VIEW_CLINICAL, about=f"people behind {number}") as session:
        own = next(iter(asked.parts(session, ground).values()))
        where = [*asked.where(session, ground), own]
        return _courses(session, asked, where) if asked.courses else _visits(session, asked, where)


def _visits(session: Session, asked: Asked, where: list[Any]) -> pd.DataFrame:
    rows = [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            "Date": row["local_date"],
            "Start": f"{row['start_min'] // 60:02}:{row['start_min'] % 60:02}",
            "Route": ROUTE_WORDS.get(row["route"], ""),
            "Chair": row["chair"] or "",
            "Status": row["status"].value.replace("_", " "),
            "Hours before": row["hours_before"],
            "Booked ahead, days": row["lead_days"],
            "Planned, min": row["planned_min"],
            "In the chair, min": None if row["in_min"] is None else row["out_min"] - row["in_min"],
            "Waiting, min": row["waiting_min"],
            "Late start, min": row["late_start_min"],
            "Long dose, min": row["long_dose_min"],
            "Slow discharge, min": row["slow_discharge_min"],
            "Form due": row["rems_due_on"],
            "Form sent": row["rems_submitted_on"],
            "Readings of 3": row["readings"],
            "Signed": "yes" if row["signed"] else "no",
        }
        for row in behind.visits(session, where, MOST)
    ]
    usual = ("Date", "Start", "Route", "Chair", "Status")
    return _frame(rows, (*usual, *asked.columns)).round(1)


def _courses(session: Session, asked: Asked, where: list[Any]) -> pd.DataFrame:
    rows = [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            "Route": ROUTE_WORDS.get(row["route"], ""),
            "Stage": "" if row["stage"] is None else row["stage"].value.capitalize(),
            "Practitioner": row["practitioner"] or "",
            "Asked": row["inquiry_on"],
            "Screened": row["screening_on"],
            "Decided": row["decided_on"],
            "Consented": row["consented_on"],
            "First dose": row["first_dose_on"],
            "In window": row["induction_in_window"],
            "Planned": row["induction_planned"],
            "Window closes": row["window_closes_on"],
            "Last induction dose": row["induction_last_on"],
            "Reviewed": row["reviewed_on"],
        }
        for row in behind.courses(session, _source(asked), where, MOST)
    ]
    return _frame(rows, ("Route", *asked.columns))


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["patient_id", "Patient", *columns])
    whole = [name for name in frame if str(name).endswith(", min") or name == "Planned"]
    return frame.astype(dict.fromkeys(whole, "Int64"))
