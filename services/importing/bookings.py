"""Appointments and inquiries of a file as rows, with the course each belongs to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from data.formats.records import AppointmentRecord, InquiryRecord
from data.queries import imports as queries
from data.reference.protocols import protocols
from data.tables import Appointment, AppointmentEvent, Episode, Record, Referral, StageEvent
from data.tables.vocabulary import AppointmentStatus, Route, Stage
from services.caseload import ROUTE_WORDS
from services.importing.ledger import Ledger
from services.importing.people import Contradiction
from services.importing.plans import Made
from services.importing.rows import content_key, row

HOLDS = (AppointmentStatus.BOOKED, AppointmentStatus.ATTENDED)
A_DAY = timedelta(days=1)
NO_SITE = "It cannot be told at which site. Give a chair of this clinic."
NO_COURSE = "They have no course here yet. Give the route, and one is opened with the booking."
IN_COURSE = "They have an open course here already, so nothing was asked anew."


class Bookings:
    """What is booked and opened, in the record and by this import so far."""

    def __init__(self, ledger: Ledger, people: Iterable[UUID]) -> None:
        self.session = ledger.session
        self._courses = queries.open_courses(self.session, people)
        self._chairs = queries.chairs(self.session)
        self._sites = queries.sites(self.session)
        self._planned: list[tuple[UUID | None, UUID, datetime, datetime]] = []

    def appointment(self, record: AppointmentRecord, patient_id: UUID) -> Made:
        """The booking, and the course where it opens one."""
        starts, status = record.starts_at, AppointmentStatus(record.status)
        route = Route(record.route) if record.route else None
        ends = starts + timedelta(minutes=record.minutes or _usual(route))
        if not timedelta() < ends - starts <= A_DAY:
            raise Contradiction("A visit lasts at least a minute and at most a day.")
        chair, site = self._place(record.chair)
        key = content_key("appointment", patient_id, starts.isoformat())
        more: list[tuple[type[Record], dict[str, Any]]] = []
        course = self._course(patient_id, route)
        if course is None:
            course, more = self._opened(patient_id, route, site, starts, Stage.SCHEDULED)
        holds = status in HOLDS
        if holds:
            self._free(chair, patient_id, starts, ends)
        values = row(
            Appointment,
            id=key,
            episode_id=course,
            patient_id=patient_id,
            site_id=site,
            chair_id=chair,
            starts_at=starts,
            ends_at=ends,
            status=status,
            holds=holds,
        )
        if values["booked_at"] > starts:  # when it was made is not known
            values |= {"booked_at": starts, "first_booked_at": starts}
        if status is not AppointmentStatus.BOOKED:
            columns = {"appointment_id": key, "to_status": status, "reason": record.reason}
            at = {"happened_at": starts, "entry_key": content_key(key, status)}
            more = [*more, (AppointmentEvent, row(AppointmentEvent, **columns, **at))]
        said = [status.value.replace("_", " "), record.chair or "", _words(route)]
        reading = ", ".join(filter(None, said))
        return Made(Appointment, values, "Appointment", starts, reading, more=more)

    def inquiry(self, record: InquiryRecord, patient_id: UUID) -> Made:
        """A course that stands at inquiry, and how they came to it."""
        route, at = Route(record.route) if record.route else None, record.happened_at
        key = content_key("inquiry", patient_id, at.isoformat())
        if any(course != key for course, _ in self._courses.get(patient_id, [])):
            raise Contradiction(IN_COURSE)
        if len(self._sites) != 1:
            raise Contradiction(NO_SITE)
        _, rows = self._opened(patient_id, route, self._sites[0], at, Stage.INQUIRY, key)
        episode, *more = rows
        columns = {"episode_id": key, "source": record.source, "text": record.message}
        told = row(Referral, **columns, happened_at=at, entry_key=content_key(key, "referral"))
        reading = ", ".join(filter(None, [f"by {record.source}", _words(route)]))
        return Made(Episode, episode[1], "Inquiry", at, reading, more=[*more, (Referral, told)])

    def _course(self, patient_id: UUID, route: Route | None) -> UUID | None:
        found = self._courses.get(patient_id, [])
        fit = [course for course, own in found if route is None or own in (None, route)]
        if not fit and route is None:
            raise Contradiction(NO_COURSE)
        return fit[0] if fit else None

    def _opened(
        self,
        patient_id: UUID,
        route: Route | None,
        site: int,
        at: datetime,
        stage: Stage,
        key: UUID | None = None,
    ) -> tuple[UUID, list[tuple[type[Record], dict[str, Any]]]]:
        key = key or content_key("course", patient_id, route, at.isoformat())
        self._courses.setdefault(patient_id, []).append((key, route))
        course = row(
            Episode, id=key, patient_id=patient_id, site_id=site, route=route, opened_at=at
        )
        columns = {"episode_id": key, "to_stage": stage, "reason": "imported"}
        begun = row(StageEvent, **columns, happened_at=at, entry_key=content_key(key, stage))
        return key, [(Episode, course), (StageEvent, begun)]

    def _place(self, chair: str | None) -> tuple[UUID | None, int]:
        if chair:
            named = [(key, site) for key, name, site in self._chairs if name == chair]
            if len(named) != 1:
                raise Contradiction("No one chair in use here has the name it gives.")
            return named[0]
        if len(self._sites) != 1:
            raise Contradiction(NO_SITE)
        return None, self._sites[0]

    def _free(self, chair: UUID | None, patient_id: UUID, starts: datetime, ends: datetime) -> None:
        there = queries.taken(self.session, starts, ends)
        there += [
            (of, who) for of, who, begins, over in self._planned if begins < ends and over > starts
        ]
        if any(who == patient_id for _, who in there):
            raise Contradiction("They have another booking at that time.")
        if chair is not None and any(of == chair for of, _ in there):
            raise Contradiction("Its chair is taken at that time.")
        self._planned.append((chair, patient_id, starts, ends))


def _usual(route: Route | None) -> int:
    """Minutes of a visit of this route; of any route, the longest."""
    lengths = [
        protocol.planned_minutes
        for protocol in protocols().values()
        if route in (None, Route(protocol.route))
    ]
    return max(lengths)


def _words(route: Route | None) -> str:
    return "" if route is None else ROUTE_WORDS[route]
