"""Outcomes counted by hand: plain Python over the rows of the record, from the definitions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from data.reference.protocols import protocols
from data.tables import (
    Administration,
    Assessment,
    DosingSession,
    Episode,
    Record,
    SideEffect,
    Site,
    StageEvent,
)
from data.tables.vocabulary import Stage
from tests import clinic

LONG = timedelta(days=100_000)


@dataclass
class Course:
    """One dosed course, with what a careful reader of the chart would write down."""

    episode: Episode
    zone: ZoneInfo
    doses: list[datetime]
    dose_days: list[date]
    scores: list[Assessment] = field(default_factory=list)
    """Sets of one instrument of this patient, oldest first."""
    others: list[datetime] = field(default_factory=list)
    left: datetime | None = None
    attempts: list[datetime] = field(default_factory=list)

    def on(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def day(self, moment: datetime) -> int:
        return (self.on(moment) - self.dose_days[0]).days

    @property
    def planned(self) -> int | None:
        protocol = protocols().get(self.episode.protocol_id or "")
        return protocol.phases[0].count if protocol else None

    @property
    def induction(self) -> list[datetime]:
        whole = self.doses[: self.planned or 0]
        return [dose for dose in whole if self.left is None or dose <= self.left]

    @property
    def over(self) -> datetime | None:
        if self.planned and len(self.induction) == self.planned:
            return self.induction[-1]
        return self.left

    @property
    def baseline(self) -> int | None:
        first = self.doses[0]
        good = [
            row.total
            for row in self.scores
            if row.total is not None
            and timedelta() < first - row.happened_at <= timedelta(days=30)
            and not any(row.happened_at <= other < first for other in self.others)
        ]
        return good[-1] if good else None

    @property
    def ends(self) -> datetime:
        later = [other for other in self.others if other > self.doses[0]]
        if self.episode.closed_at:
            later.append(self.episode.closed_at + timedelta(days=31))
        return min(later, default=datetime.now(UTC) + LONG)

    @property
    def after(self) -> list[Assessment]:
        return [
            row
            for row in self.scores
            if row.total is not None and self.doses[0] <= row.happened_at < self.ends
        ]

    @property
    def end(self) -> int | None:
        if self.over is None or not self.induction:
            return None
        last = self.induction[-1]
        for row in self.after:
            if row.happened_at > last and (self.on(row.happened_at) - self.on(last)).days <= 31:
                return row.total
        return None

    def standing(self, today: date) -> str:
        if self.over is None:
            return "in_induction"
        if self.baseline is None:
            return "no_baseline"
        if self.baseline < 10:
            return "low_entry"
        if self.end is not None:
            return "evaluable"
        last = self.on(self.induction[-1]) if self.induction else None
        return "score_due" if last and last + timedelta(days=31) >= today else "no_end"

    @property
    def evaluable_at_all(self) -> bool:
        return self.baseline is not None and self.baseline >= 10

    def response_day(self) -> int | None:
        if not self.evaluable_at_all:
            return None
        return next(
            (self.day(row.happened_at) for row in self.after if 2 * row.total <= self.baseline),
            None,
        )

    def remission_day(self) -> int | None:
        if not self.evaluable_at_all:
            return None
        return next((self.day(row.happened_at) for row in self.after if row.total <= 4), None)

    def lost_day(self, since: int | None) -> int | None:
        """The relapse after that day."""
        if since is None:
            return None
        days = [self.day(at) for at in self.attempts if self.doses[0] <= at < self.ends]
        found = [day for day in days if day > since]
        run: list[int] = []
        for row in self.after:
            if self.day(row.happened_at) <= since:
                continue
            bad = row.total >= 10 and 2 * row.total > self.baseline
            run = [*run, self.day(row.happened_at)] if bad else []
            if run and run[-1] - run[0] >= 7:
                found.append(run[-1])
                break
        return min(found, default=None)


def stand(table: type[Record]) -> list[Any]:
    """Entries that no later one corrects and that are not struck out."""
    rows = [row for (row,) in clinic.rows(sa.select(table))]
    corrected = {row.corrects for row in rows}
    kept = [row for row in rows if row.id not in corrected and not row.struck]
    return sorted(kept, key=lambda row: (row.happened_at, row.id))


def courses(site: int | None = None, instrument: str = "phq9") -> list[Course]:
    """Every dosed course of the record, or of one site."""
    zones = {site.id: ZoneInfo(site.tz) for (site,) in clinic.rows(sa.select(Site))}
    visits = {row.id: row for (row,) in clinic.rows(sa.select(DosingSession))}
    given: defaultdict[Any, dict[Any, datetime]] = defaultdict(dict)
    for dose in stand(Administration):
        visit = visits[dose.session_id]
        given[visit.episode_id].setdefault(visit.id, dose.happened_at)
    found = []
    for (episode,) in clinic.rows(sa.select(Episode)):
        if episode.id in given and site in (None, episode.site_id):
            order = sorted(given[episode.id].items(), key=lambda each: each[1])
            days = [visits[key].local_date for key, _ in order]
            found.append(
                Course(episode, zones[episode.site_id], [at for _, at in order], sorted(days))
            )
    _fill(found, instrument)
    return found


def _fill(found: list[Course], instrument: str) -> None:
    scores, effects, steps = stand(Assessment), stand(SideEffect), stand(StageEvent)
    for course in found:
        who = course.episode.patient_id
        course.scores = [
            row for row in scores if row.patient_id == who and row.instrument == instrument
        ]
        course.attempts = [
            row.happened_at
            for row in effects
            if row.patient_id == who and row.term == "suicide_attempt"
        ]
        course.others = [
            dose
            for other in found
            if other.episode.patient_id == who and other is not course
            for dose in other.doses
        ]
        leaving = [
            row.happened_at
            for row in steps
            if row.episode_id == course.episode.id
            and row.from_stage is Stage.INDUCTION
            and row.to_stage is not Stage.INDUCTION
        ]
        course.left = min(leaving, default=None)


def count(found: Iterable[bool]) -> int:
    return sum(map(bool, found))
