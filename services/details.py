"""A person's details: who they are and how to reach them, shown to be put right, and kept."""

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from data.queries import members
from data.tables import Patient
from data.tables.base import now
from data.tables.search import digits_reversed, fold
from services import facts
from services.access import Action, User
from services.acting import acting
from services.intake.inquiry import Details, faults, nameless
from services.patients import find
from services.refusals import BadInput, Conflict


@dataclass(frozen=True)
class Shown:
    """What a form opens with; `version` is what saving it stands on."""

    patient_id: UUID
    details: Details
    version: int


def show(user: User | None, patient_id: UUID) -> Shown:
    """The details as they stand; raises NotFound."""
    with acting(user, Action.VIEW_PATIENT, patient_id) as session:
        person = find(session, patient_id)
        return Shown(person.id, _details(person), person.version)


def save(
    user: User | None, patient_id: UUID, details: Details, zone: ZoneInfo, *, over: int
) -> None:
    """Put the details right that were opened at version `over`; what they said before stays in
    the person's history. The same form sent twice is one change.

    Raises BadInput with every fault of what was changed, Conflict where somebody was first.
    """
    with acting(user, Action.EDIT_PERSON, patient_id) as session:
        person = find(session, patient_id)
        known, said = _columns(_details(person)), _columns(details)
        changed = {name: value for name, value in said.items() if value != known[name]}
        if not changed:
            return
        if person.version != over:
            raise Conflict(_first(session, person, zone))
        # What a file brought may be no phone number; that hinders nobody who mends a birth date.
        mended = Details(**{name: getattr(details, name) for name in changed})
        wrong = nameless(details) + faults(mended, now().astimezone(zone).date(), known=True)
        if wrong:
            raise BadInput([*wrong, "Nothing was saved."])
        for name, value in changed.items():
            setattr(person, name, value)
        searchable(person)
        facts.refresh(session, person.id)


def searchable(person: Patient) -> Patient:
    """The same row, found by the names and the phone that it has now."""
    person.search_family, person.search_given = fold(person.family), fold(person.given)
    person.phone_reversed = digits_reversed(person.phone or "") or None
    return person


def named(family: str, given: str) -> tuple[str, str]:
    """Family and given name as they are kept: the only name somebody has is the family's."""
    family, given = family.strip(), given.strip()
    return (family, given) if family else (given, "")


def kept(value: Any) -> Any:
    """What was typed, without blanks around it; empty text is not known."""
    return value.strip() or None if type(value) is str else value


def _details(person: Patient) -> Details:
    held = {field.name: getattr(person, field.name) for field in fields(Details)}
    return Details(**{name: value for name, value in held.items() if value is not None})


def _columns(details: Details) -> dict[str, Any]:
    """By column, as the row keeps them: what is empty is not known."""
    said = {field.name: getattr(details, field.name) for field in fields(Details)}
    family, given = named(details.family, details.given)
    return {name: kept(value) for name, value in said.items()} | {"family": family, "given": given}


def _first(session: Session, person: Patient, zone: ZoneInfo) -> str:
    """Who was first, in a sentence."""
    by = members.named(session, {person.updated_by}) if person.updated_by else {}
    who = next(iter(by.values()), "An import")
    at = person.updated_at.astimezone(zone)
    return (
        f"{who} changed these details at {at:%H:%M} on {at.day} {at:%b}, after you opened them. "
        "Close this and open Details again to see what stands now. Nothing was saved."
    )
