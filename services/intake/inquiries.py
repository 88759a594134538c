"""Somebody asks for treatment: who they are, how to reach them, what they want."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.formats.records import PatientRecord
from data.queries import intake as queries
from data.tables import Episode, Patient, Referral
from data.tables.base import now
from data.tables.search import digits_reversed, fold
from services import facts
from services.access import Action, User
from services.acting import acting
from services.details import kept, named, searchable
from services.importing.alike import alike
from services.importing.plans import Candidate
from services.intake.inquiry import FEWEST_DIGITS, Inquiry, faults
from services.naming import full_name
from services.patients import find
from services.refusals import BadInput, Conflict
from services.stages import moving

CONTACT = ("phone", "email", "message_ok", "text_ok", "talk_to", "language")
TOLD = ("preferred_name", "birth_date", "sex_clinical", *CONTACT)
"""What an inquiry may tell of somebody."""
PHONE_DIGITS = 10
"""Of a number in North America; what stands before them is the country."""
IN_COURSE = (
    "This person has an inquiry or a course of treatment that is open. Open that one: a second "
    "would hide it; what is known of them now is entered there, under Details. Who changes the "
    "route discontinues the course first, then asks anew. "
    "Nothing was saved."
)


@dataclass(frozen=True)
class Added:
    """Where the inquiry now stands."""

    patient_id: UUID
    episode_id: UUID


def like(user: User | None, inquiry: Inquiry) -> tuple[Candidate, ...]:
    """Who here may be the one who asks: with the same name where no birth date speaks against
    it, the same phone or the same email; to be asked before saving."""
    family, given = named(inquiry.family, inquiry.given)
    phone, email = _phone_end(inquiry.phone), inquiry.email.strip()
    if not (family or phone or email):
        return ()
    record = PatientRecord(
        key="inquiry",
        family=inquiry.family.strip() or None,
        given=inquiry.given.strip() or None,
        birth_date=inquiry.birth_date,
        phone=inquiry.phone or None,
    )
    with acting(user, Action.VIEW_CASELOAD, about="people like an inquiry") as session:
        of_files = alike(session, [record]).of(record)  # what a file would be asked about as well
        rows = queries.like(session, fold(family), fold(given), inquiry.birth_date, phone, email)
    found = [*of_files, *(Candidate(row["patient_id"], _words(row)) for row in rows)]
    return tuple({each.patient_id: each for each in found}.values())


def _phone_end(phone: str) -> str:
    """The digits that tell a phone, last one first: with or without the country before them.
    Empty while there are too few to tell one."""
    digits = digits_reversed(phone)[:PHONE_DIGITS]
    return digits if len(digits) >= FEWEST_DIGITS else ""


def _words(row: dict[str, Any]) -> str:
    born = row["birth_date"]
    parts = [full_name(row["family"], row["given"])]
    parts.append(f"born {born.isoformat()}" if born else "birth date unknown")
    told = {"MRN": row["mrn"], "phone": row["phone"], "email": row["email"]}
    return ", ".join([*parts, *(f"{name} {value}" for name, value in told.items() if value)])


def add(
    user: User | None,
    inquiry: Inquiry,
    zone: ZoneInfo,
    *,
    site_id: int,
    same: UUID | None = None,
    entry_key: UUID,
) -> Added:
    """Make the person and their episode, once for a form; `same` is somebody who is here already.

    Raises BadInput with every fault, Conflict where that person's inquiry or course is open.
    """
    with acting(user, Action.ADD_INQUIRY, same) as session:
        if made := queries.of_form(session, entry_key):
            return Added(*made)
        at = now()
        wrong = faults(inquiry, at.astimezone(zone).date(), known=same is not None)
        if wrong:
            raise BadInput([*wrong, "Nothing was saved."])
        if same is not None and queries.has_open_episode(session, same):
            raise Conflict(IN_COURSE)
        person = (
            _filled(find(session, same), inquiry) if same else _person(session, inquiry, site_id)
        )
        episode = _episode(session, user, person, inquiry, site_id, at)
        moving.begin(session, user, episode, "inquiry_received", entry_key=entry_key)
        facts.refresh(session, person.id)
        return Added(person.id, episode.id)


def _person(session: Session, inquiry: Inquiry, site_id: int) -> Patient:
    family, given = named(inquiry.family, inquiry.given)
    person = Patient(family=family, given=given, search_family="", search_given="", site_id=site_id)
    session.add(_filled(person, inquiry))
    session.flush()
    return person


def _filled(person: Patient, inquiry: Inquiry) -> Patient:
    """What is told now of how to reach somebody stands; what it said before is in its history.

    Of who they are only what was not known is added.
    """
    for name in TOLD:
        told = kept(getattr(inquiry, name))
        if told is not None and (name in CONTACT or getattr(person, name) is None):
            setattr(person, name, told)
    return searchable(person)


def _episode(
    session: Session,
    user: User | None,
    person: Patient,
    inquiry: Inquiry,
    site_id: int,
    at: datetime,
) -> Episode:
    # The route is decided later; until then no second inquiry of the same person can be open.
    episode = Episode(patient_id=person.id, site_id=site_id, opened_at=at)
    session.add(episode)
    session.flush()
    session.add(
        Referral(
            episode_id=episode.id,
            source=inquiry.heard.strip() or "not said",
            text=inquiry.text.strip() or None,
            referrer=inquiry.referrer.strip() or None,
            preferred_times=inquiry.preferred_times.strip() or None,
            asked_route=inquiry.asked_route,
            happened_at=at,
            recorded_by=user.id if user else None,
        )
    )
    return episode


def of_episode(user: User | None, patient_id: UUID, episode_id: UUID) -> dict[str, Any] | None:
    """How they came: source, referrer, text, asked_route, preferred_times, at."""
    with acting(user, Action.VIEW_PATIENT, patient_id) as session:
        return queries.referral(session, episode_id)
