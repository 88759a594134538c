"""What was found of a patient's risk, and what still waits for it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.current import stands
from data.queries.some import some

Rows = list[dict[str, Any]]


def assessments(session: Session, people: list[UUID]) -> Rows:
    """Risk assessments that stand, newest first: level, plan, next_review_on, at, by."""
    found = t.RiskAssessment
    select = (
        sa.select(
            found.level,
            found.plan,
            found.next_review_on,
            found.happened_at.label("at"),
            t.Member.name.label("by"),
        )
        .select_from(found)
        .outerjoin(t.Member, t.Member.id == found.recorded_by)
        .where(found.patient_id.in_(people), stands(found))
        .order_by(found.happened_at.desc(), found.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]


def last_assessed(session: Session, people: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the risk of each was last assessed; who never was is not there."""
    found = t.RiskAssessment
    select = sa.select(found.patient_id, sa.func.max(found.happened_at)).group_by(found.patient_id)
    return {
        patient_id: at
        for few in some(people)
        for patient_id, at in session.execute(
            select.where(found.patient_id.in_(few), stands(found))
        )
    }


def safety_plans(session: Session, people: list[UUID]) -> Rows:
    """Safety plans that stand, newest first: reference, at."""
    plan = t.SafetyPlan
    select = (
        sa.select(plan.reference, plan.happened_at.label("at"))
        .where(plan.patient_id.in_(people), stands(plan))
        .order_by(plan.happened_at.desc(), plan.id.desc())
    )
    return [dict(row._mapping) for row in session.execute(select)]
