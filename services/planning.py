"""What a file would do to the record: whom it means, what is new, what is there, what stays out."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from data import reference
from data.formats.records import AssessmentRecord, PatientRecord, ReadFile
from data.queries.assessments import episode_at
from data.tables import Assessment, Patient, PatientIdentifier
from data.tables.base import new_key, now
from data.tables.search import digits_reversed, fold
from data.tables.vocabulary import RowOutcome, Sex
from services import wording
from services.assessments import scored, scored_total
from services.clinical.scoring import AnswerRefused
from services.ledger import Ledger
from services.naming import full_name
from services.plans import File, FilePlan, Line, Person, Plan

NAMESPACE = UUID("6f0f0b5e-58a4-4c1c-9d52-2f5d7a9f7a10")
"""Keys of imported entries are made from their content within it, so a second import finds them."""

LONGEST_NAME = 200
EARLIEST_BIRTH = 1900
DAY = timedelta(days=1)
"""By how much a date may be ahead here and not yet be the future: zones differ."""

NEEDS_A_PATIENT = (
    "It needs a patient: the file names nobody who is here. Import the patient's own file first, "
    "or say whose it is by MRN."
)


class Contradiction(Exception):
    """This person cannot be taken in. The message says why."""


def plan_file(file: File, read: ReadFile, ledger: Ledger) -> Plan:
    """What taking in this file would do; nothing is written."""
    plan = Plan(FilePlan(file.name, file.digest))
    by_key: dict[str, UUID] = {}
    people = [_person(record, file, ledger, plan, by_key) for record in read.patients]
    lines = [_line(record, ledger, plan, by_key) for record in read.assessments]
    plan.shown = FilePlan(file.name, file.digest, None, tuple(people), tuple(lines), read.left_out)
    return plan


def _person(
    record: PatientRecord, file: File, ledger: Ledger, plan: Plan, by_key: dict[str, UUID]
) -> Person:
    # Somebody without any identifier is known by the file that brought them.
    identifiers = record.identifiers or ((f"urn:sha256:{file.digest}", record.key),)
    born = f", born {record.birth_date.isoformat()}" if record.birth_date else ""
    words = full_name(*_names(record))
    row: Patient | None = None
    try:
        _check(record)
        known = _known(record, identifiers, ledger)
    except Contradiction as contradiction:
        outcome, why = RowOutcome.LEFT_OUT, str(contradiction)
    else:
        why = " ".join(record.notes)
        if known is not None:
            outcome = RowOutcome.PRESENT
            if fold(ledger.name(known)) != fold(words):
                why = f"Here under another name. {why}".strip()
            by_key[record.key] = known
        else:
            row, outcome = _patient(record), RowOutcome.ADDED
            plan.patients.append(row)
            plan.identifiers += [
                PatientIdentifier(patient_id=row.id, system=system, value=value)
                for system, value in dict.fromkeys(identifiers)
            ]
            ledger.add(row, identifiers)
            by_key[record.key] = row.id
    plan.outcomes.append((f"Patient {record.key}", outcome, why, row))
    return Person(words + born, outcome, why)


def _known(
    record: PatientRecord, identifiers: tuple[tuple[str, str], ...], ledger: Ledger
) -> UUID | None:
    """Who this is, if they are here: by identifier, or by an MRN together with the birth date.

    An MRN alone is not enough: another clinic's number may be somebody else's here.
    """
    found = ledger.people(identifiers)
    bearer = ledger.bearer(record.mrn) if record.mrn else None
    if bearer is not None and bearer[0] not in found:
        if record.birth_date is None or bearer[1] != record.birth_date:
            raise Contradiction(
                "Its MRN is somebody's here whose birth date is not known to be the same."
            )
        found.add(bearer[0])
    if len(found) > 1:
        raise Contradiction("Its identifiers belong to different people here.")
    known = found.pop() if found else None
    born = ledger.born(known) if known else None
    if born and record.birth_date and born != record.birth_date:
        raise Contradiction("Its identifier is somebody's here who was born on another day.")
    return known


def _patient(record: PatientRecord) -> Patient:
    family, given = _names(record)
    return Patient(
        id=new_key(),
        mrn=record.mrn,
        family=family,
        given=given,
        birth_date=record.birth_date,
        sex_clinical=Sex(record.sex) if record.sex else None,
        phone=record.phone,
        email=record.email,
        language=record.language,
        search_family=fold(family),
        # Somebody known by number only is found by typing the number.
        search_given=fold(given or family.removeprefix("Subject ")),
        phone_reversed=digits_reversed(record.phone) if record.phone else None,
    )


def _names(record: PatientRecord) -> tuple[str, str]:
    """Family and given name; without either, "Subject" and the first identifier."""
    if record.family or record.given:
        return record.family or record.given or "", (record.given or "") if record.family else ""
    known = record.identifiers[0][1] if record.identifiers else record.key
    return f"Subject {known}", ""


def _check(record: PatientRecord) -> None:
    if any(len(name) > LONGEST_NAME for name in _names(record)):
        raise Contradiction(f"A name is longer than {LONGEST_NAME} characters.")
    if record.birth_date and record.birth_date > (now() + DAY).date():
        raise Contradiction("The birth date is in the future.")
    if record.birth_date and record.birth_date.year < EARLIEST_BIRTH:
        raise Contradiction(f"The birth date is before {EARLIEST_BIRTH}.")


def _line(record: AssessmentRecord, ledger: Ledger, plan: Plan, by_key: dict[str, UUID]) -> Line:
    patient_id = _whose(record, ledger, by_key)
    columns, why = _columns(record)
    if patient_id is None:
        why = why or NEEDS_A_PATIENT
    elif record.happened_at > now() + DAY:
        why = why or "It is dated in the future."
    row, outcome = None, RowOutcome.LEFT_OUT
    if patient_id is not None and not why:
        key = _content_key(patient_id, record)
        outcome = RowOutcome.ADDED if ledger.is_new(key) else RowOutcome.PRESENT
    why = why or " ".join(record.notes)
    if patient_id is not None and outcome is RowOutcome.ADDED:
        row = Assessment(
            **columns,
            patient_id=patient_id,
            episode_id=episode_at(ledger.session, patient_id, record.happened_at),
            happened_at=record.happened_at,
            entry_key=_content_key(patient_id, record),
            source=record.source_id,
            note=why or None,
        )
        plan.assessments.append(row)
    plan.outcomes.append((f"{record.source_id} {record.instrument}", outcome, why, row))
    return Line(
        source=record.source_id,
        person=ledger.name(patient_id) if patient_id else "needs a patient",
        instrument=reference.instrument(record.instrument).name,
        happened_at=record.happened_at,
        reading=wording.reading(columns),
        severity=wording.severity(columns),
        item9=wording.item9(columns),
        mismatch=wording.mismatch(columns),
        outcome=outcome,
        why=why,
    )


def _columns(record: AssessmentRecord) -> tuple[dict[str, Any], str]:
    """The columns the record comes to, and why it cannot be kept, if it cannot."""
    instrument = reference.instrument(record.instrument)
    claimed = {"recorded_total": record.recorded_total}
    try:
        if record.answers is not None:
            return scored(instrument, list(record.answers)) | claimed, ""
        if record.recorded_total is None:
            raise AnswerRefused("It holds neither answers nor a total.")
        return scored_total(instrument, record.recorded_total) | claimed, ""
    except AnswerRefused as refused:
        unknown = dict.fromkeys(("answers", "total", "severity", "item9", "complete"))
        return {"instrument": instrument.id} | unknown | claimed, str(refused)


def _whose(record: AssessmentRecord, ledger: Ledger, by_key: dict[str, UUID]) -> UUID | None:
    """A reference means somebody of its own file, or an identifier known here; never a guess."""
    if record.patient_ref is not None:
        return by_key.get(record.patient_ref)
    if record.patient_identifier is not None:
        found = ledger.people((record.patient_identifier,))
        return found.pop() if len(found) == 1 else None
    if ledger.default is not None:
        ledger.given_to_default.add(record.named)
    return ledger.default


def _content_key(patient_id: UUID, record: AssessmentRecord) -> UUID:
    said = record.recorded_total if record.answers is None else record.answers
    return uuid5(
        NAMESPACE, f"{patient_id}|{record.instrument}|{record.happened_at.isoformat()}|{said}"
    )
