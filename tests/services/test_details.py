"""A person's details: entered late, put right, found as they read now, and never merged unseen."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from data import database
from data.queries.caseload import Filters
from data.tables import Patient, RowHistory
from data.tables.base import now
from data.tables.vocabulary import Disposition, Role, Sex
from services import caseload, details, patients
from services.access import User
from services.acting import user_of
from services.caseload import Order
from services.details import Shown
from services.intake import inquiries, judging
from services.intake.inquiry import Inquiry
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from services.searching import understand
from services.stages import moving
from tests import clinic, made
from tests.services.intake.answered import save as answer
from tests.services.intake.answered import well
from tests.services.stages.at_stage import Course

ADA = {"family": "Okafor", "given": "Ada", "phone": "(559) 555-0134"}
BORN = date(1991, 4, 5)


@pytest.fixture
def desk(record: str) -> User:
    made.site()
    return made.user(Role.STAFF)


def known(**columns: object) -> UUID:
    person = clinic.patient(**(ADA | columns))
    clinic.keep(person)
    return person.id


def save(user: User | None, opened: Shown, **changed: object) -> None:
    """What a form says that was opened with these details."""
    said = replace(opened.details, **changed)  # type: ignore[arg-type]
    details.save(user, opened.patient_id, said, clinic.ZONE, over=opened.version)


def found(user: User, typed: str) -> list[UUID]:
    filters = Filters(search=understand(typed))
    rows = caseload.show(user, filters, Order.NAME, clinic.ZONE).rows
    return list(rows["patient_id"])


def test_an_inquiry_of_a_name_and_a_number_is_completed_and_judged(desk: User) -> None:
    doctor = user_of(made.member(Role.PRACTITIONER, may_prescribe=True))
    called = Inquiry(family="Nobirth", phone="559 555 0199")
    added = inquiries.add(desk, called, clinic.ZONE, site_id=1, entry_key=uuid4())
    it = Course(added.patient_id, added.episode_id, None, uuid4())
    way = (it.patient_id, it.episode_id, "intake_started", clinic.ZONE)
    moving.move(desk, *way, entry_key=uuid4())
    well(doctor, it)
    answer(doctor, it, "pregnancy", {})
    before = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).result
    assert before.disposition is Disposition.INCOMPLETE
    assert "age" in before.missing
    save(desk, details.show(desk, it.patient_id), birth_date=BORN, sex_clinical=Sex.MALE)
    after = judging.show(doctor, it.patient_id, it.episode_id, clinic.ZONE).result
    assert after.disposition is Disposition.ELIGIBLE


def test_sex_told_on_the_phone_is_kept(desk: User) -> None:
    called = Inquiry(family="Lee", phone="559 555 0199", sex_clinical=Sex.MALE)
    inquiries.add(desk, called, clinic.ZONE, site_id=1, entry_key=uuid4())
    assert clinic.one(sa.select(Patient)).sex_clinical is Sex.MALE


def test_everything_is_put_right_and_searched_for_as_it_reads_now(desk: User) -> None:
    patient_id = known(birth_date=date(1919, 4, 5), message_ok=True)
    save(
        desk,
        details.show(desk, patient_id),
        family=" Łukasz ",
        given="Adá",
        preferred_name="Addie",
        birth_date=BORN,
        sex_clinical=Sex.FEMALE,
        phone="559 555 0177",
        email="ada@mail.example",
        message_ok=False,
        text_ok=True,
        talk_to="Her brother Emeka",
        language="Hmong",
    )
    person = clinic.one(sa.select(Patient))
    assert (person.family, person.given, person.preferred_name) == ("Łukasz", "Adá", "Addie")
    assert (person.birth_date, person.sex_clinical) == (BORN, Sex.FEMALE)
    assert (person.message_ok, person.text_ok, person.talk_to) == (False, True, "Her brother Emeka")
    assert (person.version, person.updated_by) == (2, desk.id)
    assert clinic.one(sa.select(RowHistory)).content["birth_date"] == "1919-04-05"
    for typed in ("lukasz", "ada", "0177", "1991-04-05"):
        assert found(desk, typed) == [patient_id], typed
    for typed in ("okafor", "0134", "1919-04-05"):
        assert found(desk, typed) == [], typed
    assert clinic.audited("edit_person") == 1


def test_what_is_emptied_is_unknown_again(desk: User) -> None:
    patient_id = known(birth_date=BORN, sex_clinical=Sex.MALE, message_ok=True)
    opened = details.show(desk, patient_id)
    save(desk, opened, phone=" ", birth_date=None, sex_clinical=None, message_ok=None)
    person = clinic.one(sa.select(Patient))
    assert (person.phone, person.phone_reversed, person.birth_date) == (None, None, None)
    assert (person.sex_clinical, person.message_ok) == (None, None)


def test_one_name_is_enough_and_stands_where_it_is_looked_for(desk: User) -> None:
    patient_id = known()
    save(desk, details.show(desk, patient_id), family="", given="Ada")
    person = clinic.one(sa.select(Patient))
    assert (person.family, person.given) == ("Ada", "")
    assert (person.search_family, person.search_given) == ("ada", "")


def test_a_stale_form_says_who_changed_it_and_saves_nothing(desk: User) -> None:
    patient_id = known()
    other = user_of(made.member(Role.PRACTITIONER, name="Rosa Nurse"))
    mine, theirs = details.show(desk, patient_id), details.show(other, patient_id)
    save(other, theirs, birth_date=BORN)
    with pytest.raises(Conflict, match=r"^Rosa Nurse changed these details at \d\d:\d\d"):
        save(desk, mine, phone="559 555 0100")
    assert clinic.one(sa.select(Patient)).phone == ADA["phone"]


def test_a_form_sent_twice_is_one_change(desk: User) -> None:
    opened = details.show(desk, known())
    for _ in range(2):
        save(desk, opened, birth_date=BORN)
    assert clinic.one(sa.select(Patient)).version == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"family": " ", "given": ""}, "A name is missing"),
        ({"phone": "555 01"}, "fewer than 7 digits"),
        ({"email": "ada.example"}, "email address is not one"),
        ({"birth_date": date(1899, 12, 31)}, "before 1900"),
        ({"birth_date": (now() + timedelta(days=2)).date()}, "in the future"),
        ({"given": "x" * 201}, "longer than 200"),
        ({"language": "x" * 2001}, "longer than 2,000"),
        ({"talk_to": "A\x00da"}, "cannot be shown"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    desk: User, wrong: dict[str, object], sentence: str
) -> None:
    opened = details.show(desk, known())
    with pytest.raises(BadInput, match=sentence):
        save(desk, opened, **wrong)
    assert clinic.one(sa.select(Patient)).version == 1


def test_what_a_file_brought_is_no_obstacle_to_putting_something_else_right(desk: User) -> None:
    opened = details.show(desk, known(phone="ask", email="none"))
    save(desk, opened, birth_date=BORN)
    assert clinic.one(sa.select(Patient)).birth_date == BORN
    with pytest.raises(BadInput, match="fewer than 7 digits"):
        save(desk, details.show(desk, opened.patient_id), phone="ask her")


def test_whom_one_may_talk_to_is_in_the_head(desk: User) -> None:
    patient_id = known(talk_to="Her brother Emeka")
    assert patients.summary(desk, patient_id, clinic.ZONE).talk_to == "Her brother Emeka"


def test_only_front_desk_and_practitioners_put_details_right_and_of_nobody_unknown(
    desk: User,
) -> None:
    opened = details.show(desk, known())
    for user in (None, made.user(Role.MANAGER), made.user(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            save(user, opened, birth_date=BORN)
    with pytest.raises(NotFound):
        save(desk, replace(opened, patient_id=uuid4()), birth_date=BORN)
    with Session(database.engine()) as session:
        assert session.get(Patient, opened.patient_id).birth_date is None  # type: ignore[union-attr]
