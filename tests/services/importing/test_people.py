"""Who a file means: never two people made one unasked, never one person made two."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from data.tables import Assessment, Patient, PatientIdentifier, Referral, SideEffect
from services.importing import columns
from services.importing.people import MRN_TAKEN, TWIN
from tests import clinic, made
from tests.services.importing.files import outcomes, preview, table, take_in

pytestmark = pytest.mark.usefixtures("okafor")

OTHER = ("patient id,last name,first name,birth date,event,date",)


@pytest.fixture
def okafor(record: str) -> UUID:
    made.site()
    take_in(
        table(
            "mrn,last name,first name,birth date,phone",
            "K-1,Okafor,Ada,1984-05-03,555 010 0199",
        )
    )
    found: UUID = clinic.one(sa.select(Patient.id))
    return found


def test_the_same_name_and_birth_date_is_asked_about_and_nothing_is_stored(okafor: UUID) -> None:
    file = table(*OTHER, "77,OKAFOR,Ada,1984-05-03,Nausea,2026-03-02")
    plan = take_in(file)
    (person,) = plan.people
    assert [each.patient_id for each in person.candidates] == [okafor]
    assert "MRN K-1" in person.candidates[0].words
    assert (plan.adds, outcomes(plan)) == (0, ["left_out"])
    assert plan.lines[0].person == "OKAFOR, Ada"
    assert clinic.count(SideEffect) == 0


def test_the_same_phone_is_asked_about(okafor: UUID) -> None:
    plan = preview(table("last name,first name,phone", "Smith,Jo,(555) 010-0199"))
    assert [each.patient_id for each in plan.people[0].candidates] == [okafor]


@pytest.mark.parametrize("who", ["Ada,1984-05-04", "Adam,1984-05-03"])
def test_another_birth_date_or_name_is_somebody_else(who: str) -> None:
    plan = take_in(table(*OTHER, f"77,Okafor,{who},Nausea,2026-03-02"))
    assert plan.people[0].candidates == ()
    assert clinic.count(Patient) == 2


def test_somebody_said_to_be_the_same_gets_the_entries_and_is_known_by_the_number_now(
    okafor: UUID,
) -> None:
    line = "77,Okafor,Ada,1984-05-03,Nausea,2026-03-02"
    key = preview(table(*OTHER, line)).people[0].key
    take_in(table(*OTHER, line, same=frozenset({(key, okafor)})))
    assert clinic.count(Patient) == 1
    assert clinic.one(sa.select(SideEffect.patient_id)) == okafor
    again = take_in(table(*OTHER, line, "77,Okafor,Ada,1984-05-03,Headache,2026-03-03"))
    assert outcomes(again) == ["present", "added"]


def test_somebody_said_to_be_new_is_somebody_new(okafor: UUID) -> None:
    line = "77,Okafor,Ada,1984-05-03,Nausea,2026-03-02"
    key = preview(table(*OTHER, line)).people[0].key
    take_in(table(*OTHER, line, same=frozenset({(key, None)})))
    assert clinic.count(Patient) == 2
    assert clinic.one(sa.select(SideEffect.patient_id)) != okafor


def test_the_same_mrn_is_the_same_person_but_not_with_another_birth_date(okafor: UUID) -> None:
    plan = take_in(table("mrn,event,date", "K-1,Nausea,2026-03-02"))
    assert clinic.one(sa.select(SideEffect.patient_id)) == okafor
    assert outcomes(plan) == ["added"]
    other = preview(table("mrn,birth date,event,date", "K-1,1990-01-01,Nausea,2026-03-02"))
    assert other.adds == 0
    assert "birth date" in other.people[0].why


def test_the_same_number_from_another_source_is_somebody_else() -> None:
    def numbered(source: str) -> None:
        file = table("subject,event,date", "12,Nausea,2026-03-02", name=source)
        mapping = columns.propose(columns.tables(file)[0], system=source).mapping
        take_in(table("subject,event,date", "12,Nausea,2026-03-02", mapping=mapping))

    numbered("study A")
    numbered("study B")
    known = PatientIdentifier
    systems = clinic.rows(sa.select(known.system).where(known.value == "12"))
    assert sorted(row[0] for row in systems) == ["study A", "study B"]
    assert clinic.count(SideEffect) == 2


def test_somebody_new_with_another_file_is_not_said_to_be_here_without_that() -> None:
    people = table("mrn,last name,first name", "K-2,Birch,Eve", name="people.csv")
    readings = table(
        "mrn,date,systolic,diastolic", "K-2,2026-03-02,120,80", "K-1,2026-03-02,118,76"
    )
    both = preview(people, readings).people
    assert [person.outcome.value for person in both] == ["present", "present"]
    assert [person.why for person in both] == ["New with another file of this import.", ""]
    take_in(people)
    assert [person.why for person in preview(readings).people] == ["", ""]


@pytest.fixture
def unborn(okafor: UUID) -> UUID:
    """Somebody here of whom neither the record nor a file tells a birth date."""
    take_in(table("mrn,subject,last name,first name", "1001,1,Birch,Eve", name="birch.csv"))
    found: UUID = clinic.one(sa.select(Patient.id).where(Patient.mrn == "1001"))
    return found


SCORES = "last name,first name,date,phq9 total"


@pytest.mark.parametrize("number", ["mrn,1001", "subject,1"])
def test_a_number_with_quite_another_name_is_asked_about(unborn: UUID, number: str) -> None:
    heading, value = number.split(",")
    plan = take_in(table(f"{heading},{SCORES}", f"{value},Reed,Tom,2026-03-01,22"))
    (person,) = plan.people
    assert [each.patient_id for each in person.candidates] == [unborn]
    assert "quite another name" in person.why
    assert (plan.adds, plan.lines[0].person) == (0, "Reed, Tom")
    assert (clinic.count(Assessment), clinic.count(Patient)) == (0, 2)


@pytest.mark.parametrize(
    "name",
    [
        *("BIRCH,Ève", "Reed,Eve", "Reed,Eve N.", "Birch,Ines"),
        *("Eve,Birch", "Eve N. Birch,", "Birch,", ","),
    ],
)
def test_a_number_with_a_name_that_agrees_in_part_is_the_same_person(
    unborn: UUID, name: str
) -> None:
    take_in(table(f"mrn,{SCORES}", f"1001,{name},2026-03-01,22"))
    assert clinic.one(sa.select(Assessment.patient_id)) == unborn


def test_a_changed_name_with_the_same_birth_date_is_the_same_person(okafor: UUID) -> None:
    take_in(table(f"mrn,birth date,{SCORES}", "K-1,1984-05-03,Reed,Tom,2026-03-01,22"))
    assert clinic.one(sa.select(Assessment.patient_id)) == okafor


def test_whoever_is_said_to_be_another_under_a_number_is_known_when_the_file_comes_again(
    unborn: UUID,
) -> None:
    line = "1001,1,Reed,Tom,2026-03-01,22"
    key = preview(table(f"mrn,subject,{SCORES}", line)).people[0].key
    file = table(f"mrn,subject,{SCORES}", line, same=frozenset({(key, None)}))
    plan = take_in(file)
    reed = clinic.one(sa.select(Patient).where(Patient.family == "Reed"))
    assert (reed.mrn, plan.people[0].why) == (None, MRN_TAKEN)
    assert clinic.one(sa.select(Assessment.patient_id)) == reed.id
    again = take_in(table(f"mrn,subject,{SCORES}", line))
    assert (again.adds, outcomes(again)) == (0, ["present"])
    later = preview(table(f"mrn,{SCORES}", "1001,Reed,Tom,2026-03-08,21"))
    assert {each.patient_id for each in later.people[0].candidates} == {unborn, reed.id}


def test_whoever_is_said_to_be_the_same_under_a_number_gets_the_entries(unborn: UUID) -> None:
    line = "1001,Reed,Tom,2026-03-01,22"
    key = preview(table(f"mrn,{SCORES}", line)).people[0].key
    take_in(table(f"mrn,{SCORES}", line, same=frozenset({(key, unborn)})))
    assert clinic.one(sa.select(Assessment.patient_id)) == unborn
    assert take_in(table(f"mrn,{SCORES}", line)).adds == 0
    assert clinic.count(Patient) == 2


def test_two_new_people_of_two_files_with_one_number_are_not_made_one() -> None:
    first = table(f"mrn,{SCORES}", "7,Lee,Ann,2026-03-01,3", name="a.csv")
    second = table(f"mrn,{SCORES}", "7,Reed,Tom,2026-03-01,22", name="b.csv")
    plan = take_in(first, second)
    assert "bring in the other first" in plan.people[0].why
    assert clinic.count(Assessment) == 1


def test_two_people_of_one_name_in_a_file_ask_for_treatment_each() -> None:
    lines = (
        "name,phone,email,date,source,message",
        "John Smith,555 0100,js1@example.org,2026-10-01 20:15,website,I am 30",
        "John Smith,555 0199,js2@example.org,2026-10-02 20:15,website,I am 62",
    )
    plan = take_in(table(*lines))
    assert outcomes(plan) == ["added", "added"]
    assert clinic.rows(sa.select(Referral.text).order_by(Referral.text)) == [
        ("I am 30",),
        ("I am 62",),
    ]
    assert take_in(table(*lines)).adds == 0
    assert "Somebody else who is new" in plan.people[1].why
    third = preview(table(lines[0], "John Smith,555 0111,,2026-10-03 20:15,website,"))
    assert len(third.people[0].candidates) == 2


@pytest.mark.parametrize(
    ("heads", "who"),
    [
        ("name,birth date", "Ada Okafor,1984-05-03"),
        ("name,birth date", "okafor adá,1984-05-03"),
        ("last name,first name,birth date", "Ada,Okafor,1984-05-03"),
        ("name,date,source", "Ada Okafor,2026-03-01,website"),
        ("last name,first name,date,source", "Ada,Okafor,2026-03-01,website"),
    ],
)
def test_the_same_name_in_one_piece_or_in_the_other_order_is_asked_about(
    okafor: UUID, heads: str, who: str
) -> None:
    plan = preview(table(heads, who))
    assert [each.patient_id for each in plan.people[0].candidates] == [okafor]


def test_somebody_here_by_a_name_in_one_piece_is_asked_about() -> None:
    take_in(table("name,birth date", "Ann Mary Lee,1980-02-29", name="whole.csv"))
    take_in(table("name", "Jo van Dyk", name="bare.csv"))
    split = preview(table("last name,first name,birth date", "Lee,Ann Mary,1980-02-29"))
    assert len(split.people[0].candidates) == 1
    alone = preview(table("last name,first name", "van Dyk,Jo"))
    assert len(alone.people[0].candidates) == 1


def test_two_numbers_of_one_file_with_the_same_name_and_birth_date_are_said() -> None:
    head = "mrn,last name,first name,birth date"
    plan = preview(table(head, "1,Reed,Tom,1980-01-20", "2,Reed,Tom,1980-01-20"))
    assert [person.why for person in plan.people] == ["", TWIN]
