"""One patient on one page, for those who treat them: a summary for inside, not a letter."""

import secrets
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from data.queries import organisation
from data.tables.base import now
from services import courses, patients
from services.access import Action, User
from services.acting import acting
from services.charts import course as charts
from services.charts.course.drawing import specification
from services.charts.theme import LIGHT
from services.course_frames import Course
from services.reports import patient_words as words
from services.reports import pdf

WIDTH = 640
"""Pixels across the page, at which 12 px are set in 10 points."""


def patient_summary(user: User | None, patient_id: UUID, zone: ZoneInfo) -> bytes:
    """The summary as PDF, audited every time.

    Raises NotAllowed unless this person may see the chart and take it out, NotFound where there
    is no such patient.
    """
    with acting(user, Action.VIEW_CLINICAL, patient_id):
        pass
    with acting(user, Action.EXPORT_PATIENT, patient_id) as session:
        patients.find(session, patient_id)
        meta = organisation.meta(session)
    head = patients.summary(user, patient_id, zone)
    chart = courses.chart(user, patient_id, zone)
    course, made = chart.episode, now()
    said = {
        "clinic": meta.name if meta else "Clinic",
        "demonstration": bool(meta and meta.demonstration),
        "made": pdf.moment(made, zone),
        "author": user.name if user else "",
        "name": words.short(head.name, 90),
        "who": words.who(head),
        "facts": words.standing(head),
        "sentence": words.short(
            charts.sentence(course.scores, course.holds, course.effects, today=course.today), 400
        ),
        "picture": pdf.drawing(_spec(course)),
        "scores": words.scores(chart.assessments),
        "sessions": words.sessions(chart.sessions),
        "effects": words.effects(chart.side_effects),
    }
    return pdf.made("patient", said, made)


def _spec(course: Course) -> dict[str, Any]:
    """The picture of the patient page, in the light theme."""
    return specification(course, LIGHT) | {"width": WIDTH}


def file_name(zone: ZoneInfo) -> str:
    """The day and a random word, and nothing of the patient."""
    return f"patient-summary-{now().astimezone(zone):%Y-%m-%d}-{secrets.token_hex(4)}.pdf"
