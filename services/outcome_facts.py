"""The scores of every dosed course, and what they came to: kept beside the other facts.

Which score belongs to which course is decided here; what scores mean, in services.clinical.change.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import outcome_events as events
from data.reference.definitions import definitions
from data.reference.outcomes import Measure, outcomes
from services.clinical import change, scoring
from services.clinical.change import Point

Row = Any
Rows = list[dict[str, Any]]

AT_A_TIME = 400
"""Patients in memory at once."""


@dataclass(frozen=True)
class Course:
    """One dosed course: its row, its doses, and the events of the patient around it."""

    row: Row
    doses: Sequence[datetime]
    """Oldest first."""
    other_doses: Sequence[datetime]
    """Of the patient's other courses."""
    attempts: Sequence[datetime]

    @property
    def ends(self) -> datetime:
        """From here on a score is no longer one of this course."""
        closed = self.row.closed_at
        bounds = [dose for dose in self.other_doses if dose > self.row.first_dose_at]
        if closed is not None:
            bounds.append(closed + timedelta(days=outcomes().follow_up_days))
        return min(bounds, default=datetime.max.replace(tzinfo=self.row.first_dose_at.tzinfo))

    def day(self, moment: datetime) -> int:
        """Days from the first dose, by dates of the clinic."""
        there = moment.astimezone(ZoneInfo(self.row.tz)).date()
        passed: timedelta = there - self.row.first_dose_on
        return passed.days

    def may_be_baseline(self, moment: datetime) -> bool:
        """Before the first dose, fresh enough, and not under another course's treatment."""
        first = self.row.first_dose_at
        oldest = first - timedelta(days=definitions().baseline_max_age_days)
        return oldest <= moment < first and not any(
            moment <= dose < first for dose in self.other_doses
        )

    def may_end_induction(self, moment: datetime) -> bool:
        """After the last induction dose and in the window, once induction is over."""
        last = self.row.induction_last_at
        if last is None or self.row.induction_over_on is None or moment <= last:
            return False
        return self.day(moment) - self.day(last) <= outcomes().end_window_days


def refresh(
    session: Session, patient_id: UUID | None, progress: Callable[[float], None] = lambda part: None
) -> None:
    """Compute again, for one patient or for all; the other facts must be fresh.

    `progress` hears how much is done, 0 to 1.
    """
    events.clear(session, patient_id)
    dosed = events.dosed_patients(session) if patient_id is None else [patient_id]
    for start in range(0, len(dosed), AT_A_TIME):
        patients = dosed[start : start + AT_A_TIME]
        scored, came_to = _compute(session, patients)
        events.keep(session, scored, came_to)
        progress((start + len(patients)) / len(dosed))


def _compute(session: Session, patients: Sequence[UUID]) -> tuple[Rows, Rows]:
    measures = outcomes().measures
    by_patient: defaultdict[tuple[UUID, str], list[Row]] = defaultdict(list)
    for score in events.scores(session, patients, list(measures)):
        by_patient[score.patient_id, score.instrument].append(score)
    scored: Rows = []
    came_to: Rows = []
    for course in _courses(session, patients):
        for name, measure in measures.items():
            if of_patient := by_patient.get((course.row.patient_id, name)):
                _tell(course, measure, of_patient, scored, came_to)
    return scored, came_to


def _courses(session: Session, patients: Sequence[UUID]) -> list[Course]:
    doses: defaultdict[UUID, list[Row]] = defaultdict(list)
    for dose in events.doses(session, patients):
        doses[dose.patient_id].append(dose)
    attempts: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for attempt in events.attempts(session, patients):
        attempts[attempt.patient_id].append(attempt.happened_at)
    return [
        Course(
            row=row,
            doses=[d.happened_at for d in doses[row.patient_id] if d.episode_id == row.episode_id],
            other_doses=[
                d.happened_at for d in doses[row.patient_id] if d.episode_id != row.episode_id
            ],
            attempts=attempts[row.patient_id],
        )
        for row in events.courses(session, patients)
    ]


def _tell(course: Course, measure: Measure, sets: list[Row], scored: Rows, came_to: Rows) -> None:
    """Add what one instrument says of one course to both lists."""
    first, ends = course.row.first_dose_at, course.ends
    before = [row for row in sets if course.may_be_baseline(row.happened_at)]
    after = [row for row in sets if first <= row.happened_at < ends]
    baseline = _last(row for row in before if row.total is not None)
    own = [row for row in after if row.total is not None]
    if baseline is None and not own:
        return
    base = None if baseline is None else baseline.total
    counted = base if change.is_entry(measure, base) else None
    key = {"episode_id": course.row.episode_id, "patient_id": course.row.patient_id}
    points = [Point(course.day(row.happened_at), row.total) for row in own]
    scored += _scores(course, measure, counted, [*([baseline] if baseline else []), *own], key)
    end = next((row for row in own if course.may_end_induction(row.happened_at)), None)
    days = [course.day(moment) for moment in course.attempts if first <= moment < ends]
    found = change.trend(measure, outcomes(), base, points, days)
    band = scoring.band(measure.instrument, base)
    came_to.append(
        {
            **key,
            "instrument": measure.instrument.id,
            "baseline": base,
            "band": band.id if band else None,
            "entry": change.is_entry(measure, base),
            **_at_end(course, measure, counted, end),
            "last": own[-1].total if own else None,
            "last_days": points[-1].days if points else None,
            "best": _best(measure, own),
            "response_doses": _doses_until_response(course, measure, counted, own),
            **asdict(found),
            "item9_baseline": _item9(before),
            "item9_last": _item9(after),
        }
    )


def _scores(
    course: Course, measure: Measure, base: int | None, sets: list[Row], key: dict[str, Any]
) -> Rows:
    rows: Rows = []
    for row in sets:
        days = course.day(row.happened_at)
        is_baseline = row.happened_at < course.row.first_dose_at
        rows.append(
            {
                **key,
                "assessment_id": row.id,
                "instrument": measure.instrument.id,
                "days": days,
                "week": 0 if is_baseline else days // 7 + 1,
                "doses": bisect_right(course.doses, row.happened_at),
                "total": row.total,
                "response": None
                if base is None or is_baseline
                else change.responded(measure, base, row.total),
                "remission": None
                if base is None or is_baseline
                else change.remitted(measure, row.total),
                "last_of_week": True,
            }
        )
    for row, later in pairwise(rows):
        row["last_of_week"] = row["week"] != later["week"]
    return rows


def _at_end(course: Course, measure: Measure, base: int | None, end: Row) -> dict[str, Any]:
    if end is None:
        return dict.fromkeys(("end", "end_days", "end_response", "end_remission", "end_reliable"))
    return {
        "end": end.total,
        "end_days": course.day(end.happened_at) - course.day(course.row.induction_last_at),
        "end_response": None if base is None else change.responded(measure, base, end.total),
        "end_remission": None if base is None else change.remitted(measure, end.total),
        "end_reliable": None if base is None else change.reliable(measure, base, end.total),
    }


def _doses_until_response(
    course: Course, measure: Measure, base: int | None, own: list[Row]
) -> int | None:
    """Doses given before the score with which response was first met."""
    if base is None:
        return None
    met = next((row for row in own if change.responded(measure, base, row.total)), None)
    return None if met is None else bisect_right(course.doses, met.happened_at)


def _best(measure: Measure, own: list[Row]) -> int | None:
    totals = [row.total for row in own]
    return max(totals, default=None) if measure.better_when_higher else min(totals, default=None)


def _item9(sets: list[Row]) -> int | None:
    """The last known answer; a set without one is passed over, never taken for 0."""
    known = _last(row for row in sets if row.item9 is not None)
    return None if known is None else known.item9


def _last(rows: Iterable[Row]) -> Row | None:
    return next(reversed(list(rows)), None)
