"""The rows behind a number, in words, with the columns that it asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd
from sqlmodel import Session

from data.queries import queue
from data.queries.insight import behind
from data.queries.queue import NEVER
from data.reference.stages import stages
from services.caseload import ROUTE_WORDS, stage_words
from services.insight.ground import Ground
from services.intake.queue import owner, tried
from services.naming import full_name
from services.utilization.asked import Asked, Kind
from services.utilization.screening import VERDICT_WORDS


def rows(
    session: Session, ground: Ground, asked: Asked, source: Any, where: list[Any], most: int
) -> pd.DataFrame:
    """At most so many, a row each: patient_id, Patient, and columns of the kind."""
    if asked.kind is Kind.VISITS:
        usual = ("Date", "Start", "Route", "Chair", "Status")
        return _frame(_visits(session, where, most), (*usual, *asked.columns)).round(1)
    if asked.kind is Kind.DECISIONS:
        return _frame(_decisions(session, source, where, most), ("Route", *asked.columns))
    if asked.kind is Kind.PEOPLE:
        return _frame(_people(session, ground, where, most), ("Route", *asked.columns))
    return _frame(_courses(session, source, where, most), ("Route", *asked.columns))


def _visits(session: Session, where: list[Any], most: int) -> list[dict[str, Any]]:
    return [
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
        for row in behind.visits(session, where, most)
    ]


def _courses(session: Session, source: Any, where: list[Any], most: int) -> list[dict[str, Any]]:
    return [
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
        for row in behind.courses(session, source, where, most)
    ]


def _decisions(session: Session, source: Any, where: list[Any], most: int) -> list[dict[str, Any]]:
    return [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            "Route": ROUTE_WORDS.get(row["route"], ""),
            "Decided": row["decided_on"],
            "Decision": VERDICT_WORDS[row["verdict"]],
            "Rules said": VERDICT_WORDS[row["rules_verdict"]],
            "Why": row["override_text"] or "",
        }
        for row in behind.decisions(session, source, where, most)
    ]


def _people(session: Session, ground: Ground, where: list[Any], most: int) -> list[dict[str, Any]]:
    found = behind.people(session, where, ground.today, most)
    episodes = [row["episode_id"] for row in found]
    contacts, steps = queue.last_contacts(session, episodes), queue.last_steps(session, episodes)
    return [
        {
            "patient_id": row["patient_id"],
            "Patient": full_name(row["family"], row["given"]),
            "Route": ROUTE_WORDS.get(row["route"], ""),
            "Stage": stage_words(row["stage"]),
            "Days": (ground.today - row["since_on"]).days,
            "Was due": None if row["due_on"] == NEVER else row["due_on"],
            "Last event": _last(ground, row, steps, contacts),
            "Next booked": row["booked_on"],
            "Owner": owner(stages().rows[row["stage"]].owner, row["practitioner"]),
        }
        for row in found
    ]


def _last(
    ground: Ground,
    row: Mapping[str, Any],
    steps: Mapping[UUID, Mapping[str, Any]],
    contacts: Mapping[UUID, Mapping[str, Any]],
) -> str:
    """The newest step of an episode, or the attempt to reach them made since."""
    step, contact = steps[row["episode_id"]], contacts.get(row["episode_id"])
    if contact is not None and contact["at"] > step["at"]:
        return tried(contact, ground.zone)
    known = stages().steps.get(step["event"] or "")
    words = known.words if known else f"Moved to {stage_words(row['stage']).lower()}"
    return f"{words} {_day(step['at'], ground)}"


def _day(at: datetime, ground: Ground) -> str:
    on = at.astimezone(ground.zone).date()
    return f"{on.day} {on:%b}"


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["patient_id", "Patient", *columns])
    whole = [name for name in frame if str(name).endswith(", min") or name in ("Planned", "Days")]
    return frame.astype(dict.fromkeys(whole, "Int64"))
