"""Whatever happens to a patient, refreshed facts are the rebuilt ones, and what a person counts."""

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from sqlmodel import Session

from data import database
from data.tables import PatientFact, Record
from services import facts
from tests import made
from tests.made import Clinic
from tests.random_clinic import examples
from tests.random_course import Course, Event, events

FACTS = (
    *("patient_fact", "episode_fact", "session_fact"),
    *("visit_fact", "effect_fact", "score_fact", "outcome_fact"),
)


@pytest.fixture
def clinic(record: str) -> Clinic:
    return made.clinic()


@pytest.mark.parametrize("record", ["sqlite"], indirect=True)
@examples(25)
@given(first=events, second=events)
def test_refreshed_facts_are_the_rebuilt_facts(
    clinic: Clinic, first: list[Event], second: list[Event]
) -> None:
    compare(clinic, first, second)


@pytest.mark.parametrize("record", ["postgresql"], indirect=True)
@examples(5)
@given(first=events, second=events)
def test_on_postgresql_too_refreshed_facts_are_the_rebuilt_facts(
    clinic: Clinic, first: list[Event], second: list[Event]
) -> None:
    compare(clinic, first, second)


def compare(clinic: Clinic, first: list[Event], second: list[Event]) -> None:
    with Session(database.engine()) as session:
        courses = [
            Course(session, patient, episode)
            for patient, episode in zip(clinic.patients, clinic.episodes, strict=True)
        ]
        for course, happenings in zip(courses, (first, second), strict=True):
            facts.refresh(session, course.patient)
            for happen in happenings:
                happen(course)

        refreshed = everything(session)
        facts.rebuild(session)

        assert refreshed == everything(session)
        for course in courses:
            assert_counted(course)
        session.rollback()


def everything(session: Session) -> list[list[Any]]:
    read = [session.execute(sa.select(Record.metadata.tables[name])).all() for name in FACTS]
    return [sorted(map(tuple, rows), key=repr) for rows in read]


def assert_counted(course: Course) -> None:
    """The caseload's numbers are those that somebody reads off the questionnaires."""
    found = course.session.execute(
        sa.select(PatientFact.__table__).where(PatientFact.patient_id == course.patient)
    ).one()
    scored = [row.total for row in course.standing() if row.total is not None]
    known = [row.item9 for row in course.standing() if row.item9 is not None]
    assert found.spark == scored[-20:]
    assert found.phq9_last == (scored[-1] if scored else None)
    assert found.item9_last == (known[-1] if known else None)
    change = found.phq9_change
    rising = len(scored) > 1 and scored[-1] - scored[-2] >= 5
    assert found.rising == (rising or (change is not None and change >= 5))
    assert found.attention == (
        0 if (found.item9_last or 0) > 1 else 1 if found.item9_last else 2 if found.rising else 3
    )
    assert found.on_hold == bool(course.holds)
