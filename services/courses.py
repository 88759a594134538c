"""One patient's chart: everything that happened, for the picture and for the tables."""

from dataclasses import dataclass
from datetime import datetime
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
    """All of one patient, newest first: the picture of each episode and the tables.

    `courses` is by episode id; None holds everything. Tables carry words, ready to be shown.
    """

    courses: dict[UUID | None, Course]
    sessions: pd.DataFrame
    side_effects: pd.DataFrame
    assessments: pd.DataFrame
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
    for rows in (episodes, screenings, *found.all()):
        _to_local(rows, zone)
    today = now().astimezone(zone).date()
    courses: dict[UUID | None, Course] = {None: drawn(found, today, baseline=None)}
    for episode in episodes:
        end = episode["closed_at"].date() if episode["closed_at"] else today
        courses[episode["id"]] = drawn(found.of(episode), end, episode["baseline"])
    return Chart(
        courses=courses,
        sessions=chart_tables.sessions(found.visits, found.scores, found.effects),
        side_effects=chart_tables.side_effects(found.effects),
        assessments=chart_tables.assessments(found.scores),
        trials=chart_tables.trials(trials),
        screenings=tuple(screenings),
    )


def _to_local(rows: Rows, zone: ZoneInfo) -> None:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, datetime):
                row[name] = local(value, zone)
