"""Whose figures a visit stands in, and of which site: as it was on the day, on every page alike."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from data import database
from data.tables import (
    EffectFact,
    EpisodeFact,
    PractitionerChange,
    SessionFact,
    SideEffect,
    Site,
    VisitFact,
)
from data.tables.vocabulary import Role, Route
from services import facts
from services.insight import ground as grounds
from services.insight.ground import View
from services.side_effects import overview
from services.utilization import attendance
from tests import clinic, made
from tests.made import NOON

ZONE = ZoneInfo("America/Los_Angeles")
DAY = timedelta(days=1)


def rebuilt(table: Any) -> list[Any]:
    """All facts of this kind, by day, computed anew."""
    with database.transaction(write=True) as session:
        facts.rebuild(session)
    with database.transaction(write=False) as session:
        order = "first_dose_on" if table is EpisodeFact else "local_date"
        return list(session.execute(sa.select(table).order_by(order)).scalars())


def people() -> tuple[UUID, UUID]:
    made.site()
    first, second = (made.member(Role.PRACTITIONER).id for _ in range(2))
    return first, second


def handed_over(patient: UUID, from_id: UUID | None, to_id: UUID) -> tuple[UUID, UUID]:
    """The two sessions of a course, a week apart, whose practitioner changed in between."""
    episode = made.episode(patient, practitioner_id=to_id)
    moved = PractitionerChange(
        episode_id=episode, from_id=from_id, to_id=to_id, happened_at=NOON + 3 * DAY
    )
    made.put(moved)
    return made.dosing(patient, episode, NOON), made.dosing(patient, episode, NOON + 7 * DAY)


def nausea(patient: UUID, session_id: UUID | None, at: datetime) -> None:
    made.put(SideEffect(patient_id=patient, session_id=session_id, term="nausea", happened_at=at))


@pytest.mark.parametrize("table", [VisitFact, SessionFact])
def test_a_visit_counts_for_whoever_had_the_course_that_day(record: str, table: Any) -> None:
    first, second = people()
    handed_over(made.patient(), first, second)

    assert [fact.practitioner_id for fact in rebuilt(table)] == [first, second]
    (course,) = rebuilt(EpisodeFact)
    assert course.practitioner_id == first


@pytest.mark.parametrize("table", [VisitFact, SessionFact])
def test_a_visit_before_anybody_had_the_course_counts_for_nobody(record: str, table: Any) -> None:
    _, second = people()
    handed_over(made.patient(), None, second)

    assert [fact.practitioner_id for fact in rebuilt(table)] == [None, second]
    (course,) = rebuilt(EpisodeFact)
    assert course.practitioner_id is None


def test_a_side_effect_counts_for_whoever_had_the_course_then(record: str) -> None:
    first, second = people()
    patient = made.patient()
    one, two = handed_over(patient, first, second)
    nausea(patient, one, NOON)
    nausea(patient, None, NOON + DAY)
    nausea(patient, two, NOON + 7 * DAY)

    assert [fact.practitioner_id for fact in rebuilt(EffectFact)] == [first, first, second]


def test_a_side_effect_counts_at_the_site_of_its_session(record: str) -> None:
    made.site()
    made.put(Site(id=2, name="Side Street", tz="America/Los_Angeles"))
    patient = made.patient()
    episode = made.episode(patient)
    one = made.dosing(patient, episode, NOON)
    made.sql("UPDATE appointment SET site_id = 2")
    nausea(patient, one, NOON)
    nausea(patient, None, NOON + DAY)

    assert [fact.site_id for fact in rebuilt(SessionFact)] == [2]
    assert [fact.site_id for fact in rebuilt(EffectFact)] == [2, 1]


def test_two_pages_count_the_same_sessions_of_a_practitioner(demo_record: str) -> None:
    user = clinic.user(clinic.DOCTOR)
    today = datetime.now(ZONE).date()
    among = grounds.people(user)
    for key in among.practitioners:
        for route in Route:
            view = View(None, today, route=route, practitioner_id=key)
            ground = grounds.stand(user, "side_effects", view, ZONE)
            given = attendance.attendance(user, ground).given
            assert overview.overview(user, ground).sessions.n == given
