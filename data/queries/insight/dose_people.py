"""The sessions behind a count of doses, with or without a PHQ-9 of the day."""

import sqlalchemy as sa
from sqlmodel import Session

from data.queries.columns import t
from data.queries.insight.outcomes import Rows
from data.queries.insight.view import View, courses


def sessions(session: Session, view: View, scored: bool, most: int) -> Rows:
    """Sessions with a dose of the courses of the view, the newest first, and who had them."""
    visit, fact, person = t.SessionFact, t.EpisodeFact, t.Patient
    known = visit.phq9.is_not(None) if scored else visit.phq9.is_(None)
    select = (
        sa.select(
            person.id.label("patient_id"),
            person.family,
            person.given,
            visit.route,
            visit.local_date,
            visit.number,
            visit.phq9,
        )
        .select_from(visit)
        .join(fact, fact.episode_id == visit.episode_id)
        .join(person, person.id == visit.patient_id)
        .where(*courses(view), visit.dosed, known)
        .order_by(visit.local_date.desc(), visit.session_id)
        .limit(most)
    )
    return [dict(row._mapping) for row in session.execute(select)]
