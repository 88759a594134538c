"""Whatever happens to a patient, refreshed facts are the rebuilt ones, and what a person counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from data import database
from data.tables import (
    Administration,
    Appointment,
    Assessment,
    DosingSession,
    Hold,
    PatientFact,
    Record,
    SideEffect,
    StageEvent,
    Vital,
)
from data.tables.base import new_key
from data.tables.vocabulary import AppointmentStatus, Drug, Moment, Stage
from services import facts
from tests import made
from tests.made import NOON, Clinic
from tests.random_clinic import examples

FACTS = (
    *("patient_fact", "episode_fact", "session_fact"),
    *("visit_fact", "effect_fact", "score_fact", "outcome_fact"),
)


@dataclass
class Course:
    """One patient to whom things happen, each followed by a refresh."""

    session: Session
    patient: UUID
    episode: UUID
    scores: list[Assessment] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    visits: list[Appointment] = field(default_factory=list)

    def add(self, *rows: Record) -> None:
        for row in rows:
            self.session.add(row)
            self.session.flush()
        facts.refresh(self.session, self.patient)

    def score(self, hour: int, total: int | None, item9: int | None, **columns: Any) -> None:
        row = Assessment(
            patient_id=self.patient,
            instrument="phq9",
            definition_version="1",
            happened_at=NOON + timedelta(hours=hour),
            total=total,
            complete=total is not None,
            item9=item9,
            **columns,
        )
        self.scores.append(row)
        self.add(row)

    def correct(self, which: int, total: int | None, item9: int | None, strike: bool) -> None:
        open_to_correction = [row for row in self.scores if not row.struck and not self._later(row)]
        if open_to_correction:
            old = open_to_correction[which % len(open_to_correction)]
            hour = int((old.happened_at - NOON) / timedelta(hours=1))
            self.score(hour, total, item9, corrects=old.id, struck=strike, why="mistyped")

    def stage(self, hour: int, stage: Stage) -> None:
        at = NOON + timedelta(hours=hour)
        self.add(StageEvent(episode_id=self.episode, to_stage=stage, happened_at=at))

    def hold(self, hour: int) -> None:
        at = NOON + timedelta(hours=hour)
        hold = Hold(episode_id=self.episode, happened_at=at, reason="BP")
        self.holds.append(hold)
        self.add(hold)

    def end_hold(self, _: int) -> None:
        if self.holds:
            old = self.holds.pop()
            told = {"episode_id": self.episode, "happened_at": old.happened_at, "reason": "BP"}
            self.add(Hold(**told, ended_at=old.happened_at, corrects=old.id, why="ended"))

    def book(self, hour: int) -> None:
        starts = NOON + timedelta(hours=hour)
        visit = Appointment(
            id=new_key(),
            episode_id=self.episode,
            patient_id=self.patient,
            site_id=1,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            holds=False,
        )
        self.visits.append(visit)
        self.add(visit)

    def attend(self, sbp: int) -> None:
        if not self.visits:
            return
        visit = self.visits.pop()
        visit.status, at = AppointmentStatus.ATTENDED, visit.starts_at
        session = DosingSession(
            id=new_key(),
            appointment_id=visit.id,
            patient_id=self.patient,
            episode_id=self.episode,
            number=1,
            local_date=at.date(),
            first_dose_at=at,
            ready_at=at + timedelta(minutes=sbp),
        )
        part = {"session_id": session.id, "happened_at": at}
        mine = {"patient_id": self.patient, **part}
        self.add(
            session,
            Administration(drug=Drug.KETAMINE, mg=40, weight_kg=80, **part),
            Vital(moment=Moment.PRE, sbp=110, **mine),
            Vital(moment=Moment.FORTY, sbp=sbp, **mine),
            SideEffect(term="nausea", grade=sbp % 5 + 1, **mine),
        )

    def standing(self) -> list[Assessment]:
        """The scores that hold, oldest first."""
        found = [row for row in self.scores if not row.struck and not self._later(row)]
        return sorted(found, key=lambda row: (row.happened_at, row.id))

    def _later(self, row: Assessment) -> bool:
        return any(other.corrects == row.id for other in self.scores)


hours = st.integers(-900, 900)  # about five weeks each way: both sides of the baseline's window
totals = st.none() | st.integers(0, 27)
items = st.none() | st.integers(0, 3)

Event = Callable[[Course], None]


def event(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Event]:
    return st.tuples(*arguments).map(lambda drawn: lambda course: getattr(course, name)(*drawn))


events = st.lists(
    st.one_of(
        event("score", hours, totals, items),
        event("correct", st.integers(0, 9), totals, items, st.booleans()),
        event("stage", hours, st.sampled_from(Stage)),
        event("hold", hours),
        event("end_hold", hours),
        event("book", hours),
        event("attend", st.integers(90, 220)),
    ),
    max_size=9,
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
