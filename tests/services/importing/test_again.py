"""The same again, in another order, corrected meanwhile or undone: never doubled, never lost."""

import pytest
import sqlalchemy as sa

from data.queries.current import stands
from data.tables import (
    Appointment,
    Assessment,
    Episode,
    ImportBatch,
    Patient,
    PatientIdentifier,
    SideEffect,
    Vital,
)
from data.tables.vocabulary import AppointmentStatus, Role
from services.access import User
from services.importing import columns, refused, undo
from services.importing.plans import File
from tests import clinic, made
from tests.services.importing.files import outcomes, preview, table, take_in

PEOPLE = table("mrn,last name", "K-1,Okafor", name="people.csv")
VISITS = "mrn,appointment start,minutes,status,route"
PHQ9 = "mrn,date," + ",".join(f"phq9_{at}" for at in range(1, 10))


@pytest.fixture(autouse=True)
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def visits(*lines: str, name: str = "visits.csv") -> File:
    return table(VISITS, *lines, name=name)


def newest_batch() -> int:
    found: int = clinic.one(sa.select(sa.func.max(ImportBatch.id)))
    return found


def test_what_was_corrected_here_does_not_come_back(doctor: User) -> None:
    score = table(PHQ9, "K-1,2026-03-02," + "1," * 8 + "3", name="score.csv")
    take_in(PEOPLE, score)
    first = clinic.one(sa.select(Assessment))
    corrected = {
        name: getattr(first, name)
        for name in ("patient_id", "happened_at", "instrument", "definition_version")
    }
    clinic.keep(Assessment(**corrected, total=8, item9=0, corrects=first.id, why="Misread"))
    (line,) = preview(score).lines
    assert (line.outcome.value, "corrected" in line.why) == ("present", True)
    take_in(score)
    assert clinic.one(sa.select(Assessment.total).where(stands(Assessment))) == 8


def test_what_was_struck_out_here_does_not_come_back_either() -> None:
    effect = table("mrn,event,date", "K-1,Nausea,2026-03-02", name="effect.csv")
    take_in(PEOPLE, effect)
    first = clinic.one(sa.select(SideEffect))
    kept = {name: getattr(first, name) for name in ("patient_id", "happened_at", "term")}
    clinic.keep(SideEffect(**kept, corrects=first.id, struck=True, why="Another patient's"))
    assert outcomes(preview(effect)) == ["present"]


def test_a_booking_undone_can_be_brought_in_again_and_again(doctor: User) -> None:
    take_in(PEOPLE)
    missed = visits("K-1,2026-03-02 09:00,120,no show,iv")
    for _ in range(3):
        take_in(missed)
        undo.undo(doctor, newest_batch(), "Tried")
    assert outcomes(take_in(missed)) == ["added"]
    assert clinic.count(Appointment) == 4
    assert (
        clinic.one(sa.select(sa.func.count()).select_from(Episode).where(~Episode.withdrawn)) == 1
    )


def test_an_inquiry_undone_for_somebody_who_stays_comes_in_again(doctor: User) -> None:
    take_in(PEOPLE)
    asked = table("mrn,date,source", "K-1,2026-03-02 09:00,website", name="asked.csv")
    take_in(asked)
    undo.undo(doctor, newest_batch(), "Tried")
    assert outcomes(take_in(asked)) == ["added"]


def test_a_booking_refused_opens_no_course_for_the_next() -> None:
    take_in(PEOPLE, visits("K-1,2027-03-02 09:00,120,booked,iv"))
    plan = take_in(
        visits(
            "K-1,2027-03-02 10:00,120,booked,spravato",
            "K-1,2027-03-09 10:00,120,booked,spravato",
            name="more.csv",
        )
    )
    assert outcomes(plan) == ["left_out", "added"]
    assert clinic.count(Episode) == 2


def test_files_of_one_import_know_of_each_other_s_bookings() -> None:
    one, other = "K-1,2027-03-02 09:00,120,booked,iv", "K-1,2027-03-02 10:00,120,booked,iv"
    files = (PEOPLE, visits(one, name="a.csv"), visits(other, name="b.csv"))
    assert outcomes(preview(*files)) == ["left_out"]
    assert outcomes(take_in(*files)) == ["left_out"]
    assert clinic.count(Episode) == 1


def test_the_same_schedule_again_is_here_and_what_became_of_it_is_not_swallowed() -> None:
    booked = visits("K-1,2027-03-02 09:00,120,booked,iv")
    take_in(PEOPLE, booked)
    assert (outcomes(preview(booked)), preview(booked).faults()) == (["present"], [])
    plan = preview(visits("K-1,2027-03-02 09:00,120,no show,iv"))
    assert [why for _, _, why in plan.faults()] == [
        "It is here as booked. What became of it is changed here."
    ]
    assert clinic.one(sa.select(Appointment.status)) is AppointmentStatus.BOOKED


def test_two_files_that_may_mean_one_new_person_make_no_two() -> None:
    who = "last name,first name,birth date"
    first = table(who, "Smith,Anna,1980-01-20", name="a.csv")
    second = table(f"{who},event,date", "Smith,Anna,1980-01-20,Nausea,2026-03-02", name="b.csv")
    plan = take_in(first, second)
    assert "Bring that file in first" in plan.people[0].why
    assert clinic.count(Patient) == 1


def test_somebody_known_by_a_name_alone_is_asked_about_when_the_name_is_here() -> None:
    take_in(
        table("last name,first name,event,date", "Smith,Anna,Nausea,2026-01-02", name="jan.csv")
    )
    plan = preview(
        table("last name,first name,event,date", "Smith,Anna,Nausea,2026-02-02", name="feb.csv")
    )
    assert len(plan.people[0].candidates) == 1


def test_one_number_said_of_one_person_in_two_files_is_kept_once() -> None:
    take_in(table("mrn,last name,birth date", "K-1,Okafor,1984-05-03"))
    ann = clinic.one(sa.select(Patient.id))
    head = "subject,last name,birth date,event,date"
    files = []
    for event in ("Nausea", "Headache"):
        line = f"77,Okafor,1984-05-03,{event},2026-03-02"
        key = preview(table(head, line)).people[0].key
        files.append(table(head, line, name=event, same=frozenset({(key, ann)})))
    take_in(*files)
    assert clinic.count(SideEffect) == 2
    assert clinic.count(PatientIdentifier) == 2


def test_what_is_said_of_somebody_here_and_not_taken_is_said() -> None:
    take_in(PEOPLE)
    plan = preview(
        table("mrn,last name,phone,leave message", "K-1,Okafor,555 123 4567,no", name="more.csv")
    )
    assert "phone" in plan.people[0].why
    assert "message" in plan.people[0].why


def test_a_remembered_order_of_dates_gives_way_to_what_the_file_shows() -> None:
    file = table("mrn,event,date", "K-1,Nausea,03/04/2026", "K-1,Nausea,13/04/2026")
    (grid,) = columns.tables(file)
    mapping = columns.answer(columns.propose(grid).mapping, "date_order", "mdy")
    assert columns.examine(grid, mapping).mapping.date_order == "dmy"


def test_rows_mended_are_read_without_the_reasons_and_bring_no_part_twice(doctor: User) -> None:
    head = "mrn,last name,date,systolic,diastolic,pulse"
    part, whole = "K-1,Okafor,2026-03-02 10:00,120,80,999", "K-1,Okafor,2026-02-30,120,80,60"
    file = table(head, part, whole)
    take_in(file)
    to_mend = refused.rows(doctor, file, preview(file))
    assert to_mend.count(b"Okafor") == 1
    again = File("mend.csv", to_mend.replace(b"2026-02-30", b"2026-02-28"))
    assert outcomes(take_in(again)) == ["added"]
    assert refused.rows(doctor, again, preview(again)).count(b"Why it stays out") == 1
    assert clinic.count(Vital) == 2


def test_the_partly_known_end_of_a_side_effect_is_kept_as_told() -> None:
    take_in(
        PEOPLE,
        table("mrn,event,start date,end date", "K-1,Nausea,2026-01-02,2026-02", name="effects.csv"),
    )
    effect = clinic.one(sa.select(SideEffect))
    assert "until 2026-02" in effect.text
    assert effect.resolved_at is None


def test_entries_may_come_before_the_people_they_are_of() -> None:
    effect = table("mrn,event,date", "K-1,Nausea,2026-03-02", name="a.csv")
    people = table("mrn,last name,birth date", "K-1,Okafor,1984-05-03", name="b.csv")
    take_in(effect, people)
    assert clinic.count(SideEffect) == 1
    assert clinic.one(sa.select(Patient.family)) == "Okafor"
