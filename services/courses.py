"""One patient's chart: everything that happened, for the picture and for the tables."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pandas as pd

from data.queries import patient as queries
from data.tables.base import now
from services import chart_tables
from services.access import Action, User
from services.acting import acting
from services.course_frames import Course, Events, Rows, drawn, local
from services.patients import find


@dataclass(frozen=True)
class Chart:
    """All of one patient, newest first: the pictures and the tables, in words ready to be shown.

    `episode` is the newest episode's course, `everything` all there is.
    """

    episode: Course
    everything: Course
    sessions: pd.DataFrame
    side_effects: pd.DataFrame
    assessments: pd.DataFrame
    readings: pd.DataFrame
    """Outside of sessions."""
    diagnoses: tuple[str, ...]
    trials: pd.DataFrame
    screenings: tuple[dict[str, Any], ...]


def chart(user: User | None, patient_id: UUID, zone: ZoneInfo) -> Chart:
    """The chart of one patient on the clinic's clock; raises NotFound where there is no such."""
    with acting(user, Action.VIEW_CLINICAL, patient_id) as session:
        find(session, patient_id)
        people = queries.person_patients(session, patient_id)
        episodes = queries.episodes(session, people)
        ids = [episode["id"] for episode in episodes]
        found = Events(
            scores=queries.assessments(session, people),
            visits=queries.sessions(session, people),
            bookings=queries.bookings(session, people),
            holds=queries.holds(session, ids),
            effects=queries.side_effects(session, people),
        )
        screenings = queries.screenings(session, ids)
        trials = queries.trials(session, people)
        readings = queries.readings(session, people)
        conditions = queries.conditions(session, people)
    for row in found.effects:
        ended = row["resolved_at"]
        row["lasted"] = ended - row["happened_at"] if ended else None
    for rows in (episodes, screenings, readings, *found.all()):
        _to_local(rows, zone)
    today = now().astimezone(zone).date()
    ahead = [row for row in found.bookings if row["starts_at"].date() >= today]
    found = replace(found, bookings=ahead)
    return Chart(
        episode=_of_newest(episodes, found, today),
        everything=drawn(found, today),
        sessions=chart_tables.sessions(found.visits, found.scores, found.effects),
        side_effects=chart_tables.side_effects(found.effects),
        assessments=chart_tables.assessments(found.scores),
        readings=chart_tables.readings(readings),
        diagnoses=chart_tables.diagnoses(conditions),
        trials=chart_tables.trials(trials),
        screenings=tuple(screenings),
    )


def _of_newest(episodes: Rows, found: Events, today: date) -> Course:
    if not episodes:
        return drawn(found, today)
    newest = episodes[0]
    own = found.of(newest)
    return drawn(own, today, closed=newest["closed_at"], baseline=newest["baseline"])


def _to_local(rows: Rows, zone: ZoneInfo) -> None:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, datetime):
                row[name] = local(value, zone)
