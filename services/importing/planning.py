"""What a file would do to the record: whom it means, what is new, what is there, what stays out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from data.formats.fhir.times import DATE_ONLY
from data.formats.records import (
    AppointmentRecord,
    AssessmentRecord,
    EntryRecord,
    ReadFile,
)
from data.queries.assessments import episode_at
from data.queries.imports import Held
from data.tables import Assessment, Entry, Record, SideEffect, Vital
from data.tables.vocabulary import RowOutcome
from services.clinical.scoring import AnswerRefused
from services.importing import alarms, entries, own
from services.importing.bookings import Bookings
from services.importing.known import Contradiction
from services.importing.ledger import Ledger
from services.importing.people import People
from services.importing.plans import (
    File,
    FilePlan,
    Line,
    Made,
    Outcome,
    Person,
    Plan,
    Progress,
    silent,
)
from services.importing.rows import content_key

EVERY = 500
"""Entries between two words on how far it is."""

NEEDS_A_PATIENT = (
    "It needs a patient: the file names nobody who is here. Import the patient's own file first, "
    "or say whose it is by MRN."
)
CHANGED = "It is here, and was corrected or struck out here; that stays so."
UNDECIDED = "First say who the person is: there may be a record of them here already."

Drawn = tuple[EntryRecord, UUID | None, Made | None, str]
"""An entry, whose it is, the row it comes to, and why it comes to none."""


@dataclass
class Met:
    """One file with the people it means, before its entries are looked at."""

    file: File
    read: ReadFile
    people: People
    persons: list[Person]

    @property
    def plan(self) -> Plan:
        return self.people.plan


def meet(file: File, read: ReadFile, ledger: Ledger) -> Met:
    """Find the people of a file. Of several files all are met before anything else is read."""
    people = People(file, ledger, Plan(FilePlan(file.name, file.digest)))
    return Met(file, read, people, people.find(read.patients))


def plan(met: Met, bookings: Bookings, zone: tzinfo, progress: Progress = silent) -> Plan:
    """What taking in this file would do; nothing is written."""
    file, read, ledger = met.file, met.read, met.people.ledger
    drawn = _drawn(read.entries, met.people, bookings, zone, progress)
    _number(drawn)
    for table in dict.fromkeys(made.table for _, _, made, _ in drawn if made):
        keys = [_key(made) for _, _, made, _ in drawn if made and made.table is table]
        if issubclass(table, Entry):
            ledger.hold(table, keys)
    lines = [_line(each, met.people, zone) for each in drawn]
    met.plan.shown = FilePlan(
        name=file.name,
        digest=file.digest,
        people=tuple(met.persons),
        lines=tuple(lines),
        left_out=read.left_out,
        said=read.said,
        alarms=alarms.found(ledger, met.plan),
    )
    return met.plan


def _drawn(
    records: Sequence[EntryRecord],
    people: People,
    bookings: Bookings,
    zone: tzinfo,
    progress: Progress,
) -> list[Drawn]:
    whose = [_whose(record, people) for record in records]
    ours = _ours(records, whose, people.ledger)
    bookings.look_up(zip(records, whose, strict=True))
    drawn: list[Drawn] = []
    for at, (record, patient_id) in enumerate(zip(records, whose, strict=True)):
        if at % EVERY == 0:
            progress(people.file.name, at / len(records))
        made = None
        why = _nobody(record, people) if patient_id is None else entries.too_late(record)
        if patient_id is not None and not why:
            try:
                made = _made(record, patient_id, bookings, zone, ours)
            except (AnswerRefused, Contradiction) as refused:
                why = str(refused)
        drawn.append((record, patient_id, made, why))
    return drawn


def _made(
    record: EntryRecord, patient_id: UUID, bookings: Bookings, zone: tzinfo, ours: set[str]
) -> Made:
    """What it comes to. Nothing is booked anew for a visit of ours."""
    here = own.id_of(record) in ours
    if here and isinstance(record, AppointmentRecord):
        return own.visit(record)
    made = entries.made(record, patient_id, bookings, zone)
    made.settled = RowOutcome.PRESENT if here else made.settled
    return made


def _ours(records: Sequence[EntryRecord], whose: Sequence[UUID | None], ledger: Ledger) -> set[str]:
    """The ids of entries that left in a copy of ours; a table has none."""
    here = {
        patient_id
        for record, patient_id in zip(records, whose, strict=True)
        if patient_id is not None and record.row is None and patient_id not in ledger.new
    }
    return own.ids(ledger.session, here)


def _number(drawn: Sequence[Drawn]) -> None:
    """What a file says several times in the same words happened several times: each has a key of
    its own, and the same file brings the same keys again. A questionnaire or a booking is one."""
    times: Counter[tuple[type[Record], UUID]] = Counter()
    for _, _, made, _ in drawn:
        if made is not None and made.table in REPEATED:
            key = _key(made)
            if before := times[made.table, key]:
                made.values["entry_key"] = content_key(key, before)
            times[made.table, key] += 1


REPEATED = (Vital, SideEffect)


def _line(drawn: Drawn, people: People, zone: tzinfo) -> Line:
    record, patient_id, made, why = drawn
    ledger, plan = people.ledger, people.plan
    outcome = RowOutcome.LEFT_OUT
    stored: tuple[type[Record], dict[str, Any]] | None = None
    if made is not None and patient_id is not None:
        outcome, why = made.settled or _settled(made, ledger), " ".join(record.notes)
        if outcome is RowOutcome.ADDED:
            stored = (made.table, made.values)
            _keep(plan, ledger, made, patient_id, why)
        elif ledger.settle(made.table, _key(made))[1] is Held.CHANGED:
            why = CHANGED
    plan.outcomes.append(Outcome(_source(record), outcome, why, stored))
    said = made or entries.unmade(record)
    return Line(
        source=record.source_id,
        person=ledger.name(patient_id) if patient_id else _nameless(record, people),
        what=said.what,
        at=_when(said.at, record, zone),
        reading=said.reading,
        outcome=outcome,
        severity=said.severity,
        item9=said.item9,
        mismatch=said.mismatch,
        why=why,
        row=record.row,
    )


def _nameless(record: EntryRecord, people: People) -> str:
    """Who it is by the file, while nobody has said who that is here."""
    return people.undecided.get(record.patient_ref or "", "needs a patient")


def _when(at: datetime | date | None, record: EntryRecord, zone: tzinfo) -> datetime | date | None:
    """A day alone where the file gives no more: it is kept as midnight, and never read as it."""
    if isinstance(at, datetime) and DATE_ONLY in record.notes:
        return at.astimezone(zone).date()
    return at


def _settled(made: Made, ledger: Ledger) -> RowOutcome:
    """Whether it is new, with the key under which it then comes in."""
    key, state = ledger.settle(made.table, _key(made))
    made.values["entry_key"] = key
    return RowOutcome.ADDED if state is None else RowOutcome.PRESENT


def _keep(plan: Plan, ledger: Ledger, made: Made, patient_id: UUID, why: str) -> None:
    if made.table is Assessment:
        at = made.values["happened_at"]
        made.values["episode_id"] = episode_at(ledger.session, patient_id, at)
        made.values["note"] = why or None
    plan.rows.append((made.table, made.values))
    plan.rows += made.more
    plan.outcomes += [Outcome("", RowOutcome.ADDED, "", each) for each in made.more]
    plan.touched.add(patient_id)


def _key(made: Made) -> UUID:
    key: UUID = made.values["entry_key" if issubclass(made.table, Entry) else "id"]
    return key


def _source(record: EntryRecord) -> str:
    if isinstance(record, AssessmentRecord):
        return f"{record.source_id} {record.instrument}"
    return record.source_id


def _nobody(record: EntryRecord, people: People) -> str:
    return UNDECIDED if record.patient_ref in people.undecided else NEEDS_A_PATIENT


def _whose(record: EntryRecord, people: People) -> UUID | None:
    """A reference means somebody of its own file, or an identifier known here; never a guess."""
    ledger = people.ledger
    if record.patient_ref is not None:
        return people.by_key.get(record.patient_ref)
    if record.patient_identifier is not None:
        found = ledger.people((record.patient_identifier,))
        return next(iter(found)) if len(found) == 1 else None
    if ledger.default is not None:
        ledger.given_to_default.add(record.named)
    return ledger.default
