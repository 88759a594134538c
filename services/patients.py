"""One patient's header: who, where in treatment, how they got there, and what to mind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import patient as queries
from data.reference.stages import stages
from data.tables import Patient
from data.tables.base import now
from services import access, cautions, consents
from services.access import Action, User
from services.acting import acting
from services.caseload import ROUTE_WORDS, stage_words
from services.cautions import Cautions
from services.consents import Consent
from services.naming import full_name
from services.refusals import NotFound


@dataclass(frozen=True)
class EpisodeLine:
    """One course of treatment in a line."""

    id: UUID
    words: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class Step:
    """One step through the stages."""

    on: date
    stage: str
    reason: str
    """With the note, as far as there are any."""


@dataclass(frozen=True)
class Summary:
    """The header of the patient page.

    Only those who see the chart get `cautions` and the reasons of the hold and of the steps.
    """

    id: UUID
    name: str
    preferred_name: str | None
    born: date | None
    age: int | None
    sex: str | None
    mrn: str | None
    phone: str | None
    email: str | None
    language: str | None
    may_message: str
    talk_to: str | None
    """Whom else the clinic may talk to."""
    stage: str
    days: int | None
    route: str
    doses: int
    practitioner: str | None
    hold: str
    """Empty where nothing is on hold."""
    consents: tuple[Consent, ...]
    steps: tuple[Step, ...]
    episodes: tuple[EpisodeLine, ...]
    next_visits: tuple[datetime, ...]
    not_closed: tuple[datetime, ...]
    """Booked for a day gone by, and neither held nor cancelled."""
    cautions: Cautions | None


def summary(user: User | None, patient_id: UUID, zone: ZoneInfo) -> Summary:
    """Who this is and where they stand, on the clinic's calendar.

    Raises NotFound where there is no such patient.
    """
    clinical = access.can(user, Action.VIEW_CLINICAL)
    today = now().astimezone(zone).date()
    with acting(user, Action.VIEW_PATIENT, patient_id) as session:
        person = find(session, patient_id)
        people = queries.person_patients(session, patient_id)
        episodes = queries.episodes(session, people)
        ids = [episode["id"] for episode in episodes]
        newest = episodes[0] if episodes else None
        current = [row for row in episodes if row["closed_at"] is None] or episodes[:1]
        signed = queries.consents(session, [row["id"] for row in current])
        holds = queries.holds(session, [row["id"] for row in current])
        steps = queries.stage_events(session, ids)
        visits = [row["starts_at"].astimezone(zone) for row in queries.bookings(session, people)]
        minded = cautions.find(session, people, zone, today) if clinical else None
    ahead = [visit for visit in visits if visit.date() >= today]
    routes = [row["route"] for row in current if row["route"] and row["closed_at"] is None]
    return Summary(
        id=person.id,
        name=full_name(person.family, person.given),
        preferred_name=person.preferred_name,
        born=person.birth_date,
        age=age(person.birth_date, today),
        sex=person.sex_clinical.value if person.sex_clinical else None,
        mrn=person.mrn,
        phone=person.phone,
        email=person.email,
        language=person.language,
        may_message=_may_message(person),
        talk_to=person.talk_to,
        stage=stage_words(newest["stage"] if newest else None),
        days=_days_since(newest, zone, today),
        route=ROUTE_WORDS.get(newest["route"], "") if newest else "",
        doses=(newest["doses"] or 0) if newest else 0,
        practitioner=newest["practitioner"] if newest else None,
        hold="; ".join(_hold_words(hold, clinical) for hold in holds if not hold["ended_at"]),
        consents=consents.standing(signed, routes, today, ahead[0].date() if ahead else None),
        steps=tuple(
            Step(
                row["happened_at"].astimezone(zone).date(),
                stage_words(row["to_stage"]),
                _why(row) if clinical else "",
            )
            for row in steps
        ),
        episodes=tuple(_episode(row, zone) for row in episodes),
        next_visits=tuple(ahead),
        not_closed=tuple(visit for visit in visits if visit.date() < today),
        cautions=minded,
    )


def find(session: Session, patient_id: UUID) -> Patient:
    """The patient; raises NotFound with a sentence where there is none."""
    person = queries.person(session, patient_id)
    if person is None:
        raise NotFound(
            "There is no such patient. The link may be old or mistyped: "
            "open Patients and search by name, birth date or MRN."
        )
    return person


def age(born: date | None, on: date) -> int | None:
    """Completed years; somebody born on 29 February has their birthday on 1 March otherwise."""
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _why(step: dict[str, Any]) -> str:
    """Reason and note of a step, as far as there are any."""
    return ": ".join(filter(None, (stages().reason_words(step["reason"]), step["note"])))


def _may_message(person: Patient) -> str:
    known = {True: "yes", False: "no", None: "not asked"}
    return f"leave a message: {known[person.message_ok]}, text: {known[person.text_ok]}"


def _days_since(newest: dict[str, Any] | None, zone: ZoneInfo, today: date) -> int | None:
    if newest is None or newest["stage_since"] is None:
        return None
    since: date = newest["stage_since"].astimezone(zone).date()
    return (today - since).days


def _hold_words(hold: dict[str, Any], clinical: bool) -> str:
    """A reason may be a reading, such as a blood pressure, which the front desk does not see."""
    until = hold["expected_to"]
    words = [hold["reason"]] if clinical else []
    words += [f"expected to {until.day} {until:%b}"] if until else []
    return ", ".join(words) or "no end given"


def _episode(row: dict[str, Any], zone: ZoneInfo) -> EpisodeLine:
    opened = row["opened_at"].astimezone(zone).date()
    closed = row["closed_at"].astimezone(zone).date() if row["closed_at"] else None
    route = ROUTE_WORDS.get(row["route"], "Route not decided")
    span = f"{opened:%b %Y} to {f'{closed:%b %Y}' if closed else 'today'}"
    return EpisodeLine(row["id"], f"{route}, {span}", opened, closed)
