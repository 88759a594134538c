"""Appointments and inquiries of a file as rows, with the episode each belongs to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from data.formats.records import AppointmentRecord, EntryRecord, InquiryRecord
from data.queries import imports as queries
from data.reference.protocols import protocols
from data.tables import Appointment, AppointmentEvent, Episode, Record, Referral, StageEvent
from data.tables.base import new_key
from data.tables.vocabulary import AppointmentStatus, Route, RowOutcome, Stage
from services.caseload import ROUTE_WORDS
from services.importing.known import Contradiction
from services.importing.ledger import Ledger
from services.importing.plans import Made
from services.importing.rows import content_key, row
from services.importing.spans import Span, Spans

HOLDS = (AppointmentStatus.BOOKED, AppointmentStatus.ATTENDED)
A_DAY = timedelta(days=1)
NO_SITE = "It cannot be told at which site. Give a chair of this clinic."
NO_EPISODE = "They have no episode here yet. Give the route, and one is opened with the booking."
IN_EPISODE = "They have an open episode here already, so nothing was asked anew."

Row = tuple[type[Record], dict[str, Any]]


class Bookings:
    """What is booked and opened, in the record and by the files of one import so far."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.session = ledger, ledger.session
        self._episodes: dict[UUID, list[tuple[UUID, Any]]] = {}
        self._chairs = queries.chairs(self.session)
        self._sites = queries.sites(self.session)
        self._taken: dict[UUID, Spans] = defaultdict(Spans)
        """By patient and by chair."""

    def look_up(self, entries: Iterable[tuple[EntryRecord, UUID | None]]) -> None:
        """Read at once what is here already of the people and times of a file."""
        asked = [
            (record, patient_id)
            for record, patient_id in entries
            if patient_id and isinstance(record, (AppointmentRecord, InquiryRecord))
        ]
        new = {patient_id for _, patient_id in asked if patient_id not in self._episodes}
        self._episodes |= queries.open_episodes(self.session, new)
        visits = [
            (record, patient_id)
            for record, patient_id in asked
            if isinstance(record, AppointmentRecord)
        ]
        if visits:
            starts = [record.starts_at for record, _ in visits]
            for each in queries.taken(self.session, min(starts), max(starts) + A_DAY):
                self._take(each.chair_id, each.patient_id, (each.starts_at, each.ends_at))
        keys = [_visit_key(patient_id, record.starts_at) for record, patient_id in visits]
        self.ledger.hold(Appointment, keys)
        asking = [
            _inquiry_key(patient_id, record.happened_at)
            for record, patient_id in asked
            if isinstance(record, InquiryRecord)
        ]
        self.ledger.hold(Episode, asking)

    def appointment(self, record: AppointmentRecord, patient_id: UUID) -> Made:
        """The booking, and the episode where it opens one."""
        starts, status = record.starts_at, AppointmentStatus(record.status)
        route = Route(record.route) if record.route else None
        reading = ", ".join(
            filter(None, [status.value.replace("_", " "), record.chair or "", _words(route)])
        )
        key, here = self.ledger.settle(Appointment, _visit_key(patient_id, starts))
        made = Made(Appointment, {"id": key}, "Appointment", starts, reading)
        if here is not None:
            self._as_here(key, status)
            made.settled = RowOutcome.PRESENT
            return made
        try:
            self._fill(made, record, patient_id, status, route)
        except Contradiction:
            self.ledger.forget(Appointment, key)
            raise
        made.settled = RowOutcome.ADDED
        return made

    def inquiry(self, record: InquiryRecord, patient_id: UUID) -> Made:
        """An episode that stands at inquiry, and how they came to it."""
        route, at = Route(record.route) if record.route else None, record.happened_at
        reading = ", ".join(filter(None, [f"by {record.source}", _words(route)]))
        key, here = self.ledger.settle(Episode, _inquiry_key(patient_id, at))
        made = Made(Episode, {"id": key}, "Inquiry", at, reading)
        if here is not None:
            made.settled = RowOutcome.PRESENT
            return made
        if self._episodes.get(patient_id) or len(self._sites) != 1:
            self.ledger.forget(Episode, key)
            raise Contradiction(IN_EPISODE if self._episodes.get(patient_id) else NO_SITE)
        episode, *more = self._opened(patient_id, route, self._sites[0], at, Stage.INQUIRY, key)
        told = row(
            Referral,
            episode_id=key,
            source=record.source,
            text=record.message,
            happened_at=at,
            entry_key=new_key(),
        )
        made.values, made.more = episode[1], [*more, (Referral, told)]
        made.settled = RowOutcome.ADDED
        return made

    def _fill(
        self,
        made: Made,
        record: AppointmentRecord,
        patient_id: UUID,
        status: AppointmentStatus,
        route: Route | None,
    ) -> None:
        starts, key = record.starts_at, made.values["id"]
        ends = starts + timedelta(minutes=record.minutes or _usual(route))
        if not timedelta() < ends - starts <= A_DAY:
            raise Contradiction("A visit lasts at least a minute and at most a day.")
        chair, site = self._place(record.chair)
        episode = self._episode(patient_id, route)
        if status in HOLDS:
            self._free(chair, patient_id, (starts, ends))
        if episode is None:
            made.more = self._opened(patient_id, route, site, starts, Stage.SCHEDULED, new_key())
            episode = made.more[0][1]["id"]
        made.values = row(
            Appointment,
            id=key,
            episode_id=episode,
            patient_id=patient_id,
            site_id=site,
            chair_id=chair,
            starts_at=starts,
            ends_at=ends,
            status=status,
            holds=status in HOLDS,
        )
        if made.values["booked_at"] > starts:  # when it was made is not known
            made.values |= {"booked_at": starts, "first_booked_at": starts}
        if status is not AppointmentStatus.BOOKED:
            columns = {"appointment_id": key, "to_status": status, "reason": record.reason}
            became = row(AppointmentEvent, **columns, happened_at=starts, entry_key=new_key())
            made.more = [*made.more, (AppointmentEvent, became)]

    def _as_here(self, key: UUID, status: AppointmentStatus) -> None:
        """What became of a visit since is not changed unseen."""
        if status is AppointmentStatus.BOOKED:
            return
        kept = queries.status_of(self.session, key)
        if kept not in (None, status):
            raise Contradiction(
                f"It is here as {kept.value.replace('_', ' ')}. What became of it is changed here."
            )

    def _episode(self, patient_id: UUID, route: Route | None) -> UUID | None:
        found = self._episodes.get(patient_id, [])
        fit = [episode for episode, own in found if route is None or own in (None, route)]
        if not fit and route is None:
            raise Contradiction(NO_EPISODE)
        return fit[0] if fit else None

    def _opened(
        self,
        patient_id: UUID,
        route: Route | None,
        site: int,
        at: datetime,
        stage: Stage,
        key: UUID,
    ) -> list[Row]:
        self._episodes.setdefault(patient_id, []).append((key, route))
        episode = row(
            Episode, id=key, patient_id=patient_id, site_id=site, route=route, opened_at=at
        )
        columns = {"episode_id": key, "to_stage": stage, "reason": "imported"}
        begun = row(StageEvent, **columns, happened_at=at, entry_key=new_key())
        return [(Episode, episode), (StageEvent, begun)]

    def _place(self, chair: str | None) -> tuple[UUID | None, int]:
        if chair:
            named = [(key, site) for key, name, site in self._chairs if name == chair]
            if len(named) != 1:
                raise Contradiction("No one chair in use here has the name it gives.")
            return named[0]
        if len(self._sites) != 1:
            raise Contradiction(NO_SITE)
        return None, self._sites[0]

    def _free(self, chair: UUID | None, patient_id: UUID, span: Span) -> None:
        if self._taken[patient_id].overlap(span):
            raise Contradiction("They have another booking at that time.")
        if chair is not None and self._taken[chair].overlap(span):
            raise Contradiction("Its chair is taken at that time.")
        self._take(chair, patient_id, span)

    def _take(self, chair: UUID | None, patient_id: UUID, span: Span) -> None:
        self._taken[patient_id].add(span)
        if chair is not None:
            self._taken[chair].add(span)


def _visit_key(patient_id: UUID, starts: datetime) -> UUID:
    return content_key("appointment", patient_id, starts.isoformat())


def _inquiry_key(patient_id: UUID, at: datetime) -> UUID:
    return content_key("inquiry", patient_id, at.isoformat())


def _usual(route: Route | None) -> int:
    """Minutes of a visit of this route; of any route, the longest."""
    return max(
        protocol.planned_minutes
        for protocol in protocols().values()
        if route in (None, Route(protocol.route))
    )


def _words(route: Route | None) -> str:
    return "" if route is None else ROUTE_WORDS[route]
