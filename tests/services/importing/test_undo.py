"""An import taken back: whole, with a reason, nothing deleted, and the file may come in again."""

from typing import Any

import pytest
import sqlalchemy as sa

from data.tables import (
    Appointment,
    DosingSession,
    Episode,
    EpisodeFact,
    ImportBatch,
    Patient,
    PatientFact,
    PatientIdentifier,
    SideEffect,
    VisitFact,
    Vital,
)
from data.tables.vocabulary import Role
from services.access import User
from services.importing import undo
from services.importing.plans import File
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from tests import clinic, made
from tests.services.importing.files import preview, table, take_in

PEOPLE = table("mrn,subject,last name,birth date", "K-1,77,Okafor,1984-05-03", name="people.csv")
READINGS = table("mrn,date,systolic,diastolic", "K-1,2026-03-02 09:30,128,82", name="readings.csv")
BOOKINGS = table(
    "mrn,appointment start,minutes,route", "K-1,2027-03-02 09:00,120,iv", name="bookings.csv"
)
EFFECTS = table("mrn,event,date", "K-1,Nausea,2026-03-02", name="effects.csv")


@pytest.fixture(autouse=True)
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def brought(*files: File) -> int:
    """The batch of the last of the files."""
    take_in(*files)
    number: int = clinic.one(sa.select(sa.func.max(ImportBatch.id)))
    return number


def standing(table: Any) -> int:
    found: int = clinic.one(
        sa.select(sa.func.count())
        .select_from(table)
        .where(
            ~table.struck,
            ~table.id.in_(sa.select(table.corrects).where(table.corrects.is_not(None))),
        )
    )
    return found


def test_people_and_entries_are_taken_back_and_stay_on_record(doctor: User) -> None:
    batch = brought(table("mrn,last name,event,date", "K-9,Reed,Nausea,2026-03-02"))
    undo.undo(doctor, batch, "The wrong clinic's file")
    reed = clinic.one(sa.select(Patient))
    assert (reed.withdrawn, reed.family, reed.mrn) == (True, "Reed", None)
    assert clinic.count(PatientFact) == 0
    assert standing(SideEffect) == 0
    assert clinic.rows(sa.select(SideEffect.why).where(SideEffect.struck)) == [
        ("Import undone: The wrong clinic's file",)
    ]
    (listed,) = undo.listed(doctor)
    assert listed.undone == f"by {doctor.name}: The wrong clinic's file"


def test_a_file_whose_batch_was_undone_can_be_brought_in_again(doctor: User) -> None:
    files = (PEOPLE, READINGS, BOOKINGS)
    for number in reversed([brought(file) for file in files]):
        undo.undo(doctor, number, "Tried")
    assert (clinic.count(PatientFact), clinic.count(EpisodeFact), standing(Vital)) == (0, 0, 0)
    again = [take_in(file) for file in files]
    assert [plan.adds for plan in again] == [1, 1, 1]
    assert (clinic.count(PatientFact), clinic.count(EpisodeFact), standing(Vital)) == (1, 1, 1)
    assert clinic.count(VisitFact) == 1
    assert clinic.one(sa.select(Patient.mrn).where(~Patient.withdrawn)) == "K-1"
    known = clinic.one(
        sa.select(PatientIdentifier.patient_id).where(PatientIdentifier.value == "77")
    )
    assert known == clinic.one(sa.select(Patient.id).where(~Patient.withdrawn))


def test_entries_for_somebody_who_stays_can_be_undone_and_brought_in_again(doctor: User) -> None:
    take_in(PEOPLE)
    for _ in range(3):
        batch = brought(READINGS)
        assert standing(Vital) == 1
        undo.undo(doctor, batch, "Tried")
        assert standing(Vital) == 0
        assert preview(READINGS).adds == 1


def test_a_booking_is_free_again(doctor: User) -> None:
    take_in(PEOPLE)
    undo.undo(doctor, brought(BOOKINGS), "Tried")
    booking, course = clinic.one(sa.select(Appointment)), clinic.one(sa.select(Episode))
    assert (booking.withdrawn, booking.holds, course.withdrawn) == (True, False, True)
    assert (clinic.count(VisitFact), clinic.count(EpisodeFact)) == (0, 0)
    assert clinic.one(sa.select(PatientFact.next_session_at)) is None


def test_what_later_entries_stand_on_is_not_taken_away(doctor: User) -> None:
    batch = brought(PEOPLE)
    take_in(READINGS, EFFECTS)
    said = "Later entries stand on this import: 1 side effect, 1 set of readings."
    assert undo.in_the_way(doctor, batch).startswith(said)
    before = made.everything()
    with pytest.raises(Conflict, match="Later entries stand on this import"):
        undo.undo(doctor, batch, "Too late")
    assert {k: v for k, v in made.everything().items() if k != "audit" and k != "audit_head"} == {
        k: v for k, v in before.items() if k != "audit" and k != "audit_head"
    }
    for number in (3, 2):
        undo.undo(doctor, number, "First these")
    undo.undo(doctor, batch, "Now it goes")
    assert clinic.count(PatientFact) == 0


def test_one_row_that_stands_on_several_is_said_once(doctor: User) -> None:
    batch = brought(
        table(
            "mrn,last name,appointment start,minutes,route",
            "K-1,Okafor,2026-03-02 09:00,120,iv",
            name="visits.csv",
        )
    )
    booking = clinic.one(sa.select(Appointment))
    clinic.keep(
        DosingSession(
            appointment_id=booking.id,
            patient_id=booking.patient_id,
            episode_id=booking.episode_id,
            number=1,
            local_date=booking.starts_at.date(),
        )
    )
    said = undo.in_the_way(doctor, batch)
    assert said == "Later entries stand on this import: 1 session. Strike those out first."


def test_a_corrected_entry_stands_in_the_way(doctor: User) -> None:
    take_in(PEOPLE)
    batch = brought(READINGS)
    reading = clinic.one(sa.select(Vital))
    clinic.keep(
        Vital(
            patient_id=reading.patient_id,
            happened_at=reading.happened_at,
            sbp=138,
            dbp=82,
            corrects=reading.id,
            why="Misread",
        )
    )
    with pytest.raises(Conflict, match="1 set of readings"):
        undo.undo(doctor, batch, "Too late")


def test_what_was_filed_by_a_number_that_an_import_brought_stands_in_the_way(
    doctor: User,
) -> None:
    take_in(table("mrn,last name,first name,birth date", "K-1,Okafor,Ada,1984-05-03"))
    ada = clinic.one(sa.select(Patient.id))
    head, line = "subject,last name,first name,birth date,event,date", "77,Okafor,Ada,1984-05-03"
    named = table(head, f"{line},Nausea,2026-03-02", name="a.csv")
    key = preview(named).people[0].key
    batch = brought(File(named.name, named.content, same=frozenset({(key, ada)})))
    assert undo.in_the_way(doctor, batch) == ""
    later = brought(table("subject,date,systolic,diastolic", "77,2026-03-02,190,110", name="b.csv"))
    said = undo.in_the_way(doctor, batch)
    assert "perhaps by that number: b.csv (1 set of readings). Undo those files first." in said
    with pytest.raises(Conflict, match="by that number"):
        undo.undo(doctor, batch, "Another Ada Okafor")
    undo.undo(doctor, later, "Another Ada Okafor")
    undo.undo(doctor, batch, "Another Ada Okafor")
    assert standing(Vital) == standing(SideEffect) == 0


def test_a_number_of_somebody_the_import_made_says_no_more_than_before(doctor: User) -> None:
    batch = brought(PEOPLE)
    take_in(READINGS)
    assert "by that number" not in undo.in_the_way(doctor, batch)


def test_it_takes_a_reason_a_right_and_an_import(doctor: User) -> None:
    batch = brought(PEOPLE)
    with pytest.raises(BadInput, match="Say why"):
        undo.undo(doctor, batch, "  ")
    with pytest.raises(NotFound):
        undo.undo(doctor, batch + 1, "There is none")
    for role in (Role.STAFF, Role.MANAGER):
        with pytest.raises(NotAllowed):
            undo.undo(made.user(role), batch, "Not mine to do")
    undo.undo(doctor, batch, "Once")
    with pytest.raises(Conflict, match="already"):
        undo.undo(doctor, batch, "Twice")
    assert clinic.audited("undo_import") == 1
