"""Whatever may happen to one patient, one thing after the other, each followed by a refresh."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlmodel import Session

from data.tables import (
    Administration,
    Appointment,
    Assessment,
    DosingSession,
    Hold,
    Record,
    SideEffect,
    StageEvent,
    Vital,
)
from data.tables.base import new_key
from data.tables.vocabulary import AppointmentStatus, Drug, Moment, Stage
from services import facts
from tests.made import NOON


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
