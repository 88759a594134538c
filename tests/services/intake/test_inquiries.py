"""An inquiry from a phone call: kept with its person and episode, once; nobody twice unasked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from data.queries.columns import t
from data.tables import Episode, Patient, PatientFact, Referral, StageEvent
from data.tables.base import now
from data.tables.vocabulary import Role, Route, Stage
from services.access import User
from services.intake import inquiries
from services.intake.inquiry import Inquiry
from services.refusals import BadInput, Conflict, NotAllowed, NotFound
from tests import clinic, made

ADA = Inquiry(
    family="Okafor",
    given="Ada",
    preferred_name="Addie",
    birth_date=date(1991, 4, 5),
    phone="(559) 555-0134",
    email="ada@mail.example",
    message_ok=True,
    text_ok=False,
    talk_to="Her brother Emeka",
    language="Igbo",
    heard="therapist",
    referrer="Blackstone Counseling",
    asked_route=Route.NASAL,
    preferred_times="Tuesdays after 3",
    text="Three medicines tried.",
)


@pytest.fixture
def desk(record: str) -> User:
    made.site()
    return made.user(Role.STAFF)


def add(user: User, inquiry: Inquiry = ADA, **more: object) -> inquiries.Added:
    given = {"site_id": 1, "entry_key": uuid4()} | more
    return inquiries.add(user, inquiry, clinic.ZONE, **given)  # type: ignore[arg-type]


def test_an_inquiry_makes_the_person_the_episode_and_how_they_came(desk: User) -> None:
    added = add(desk)
    person = clinic.one(sa.select(Patient))
    assert (person.id, person.family, person.given) == (added.patient_id, "Okafor", "Ada")
    for name in ("preferred_name", "birth_date", "phone", "email", "message_ok", "text_ok"):
        assert getattr(person, name) == getattr(ADA, name), name
    assert (person.talk_to, person.language) == (ADA.talk_to, ADA.language)
    episode = clinic.one(sa.select(Episode))
    assert (episode.id, episode.route, episode.closed_at) == (added.episode_id, None, None)
    told = inquiries.of_episode(desk, added.patient_id, added.episode_id)
    assert told is not None
    assert (told["source"], told["referrer"]) == ("therapist", "Blackstone Counseling")
    assert (told["asked_route"], told["preferred_times"]) == (Route.NASAL, "Tuesdays after 3")
    assert told["text"] == "Three medicines tried."
    assert clinic.one(sa.select(t.PatientFact.stage)) is Stage.INQUIRY
    assert clinic.one(sa.select(t.StageEvent.event)) == "inquiry_received"


def test_a_name_and_a_number_are_enough_and_what_was_not_asked_stays_unknown(desk: User) -> None:
    add(desk, Inquiry(given="Ada", phone="559 555 0134"))
    person = clinic.one(sa.select(Patient))
    assert (person.family, person.given) == ("Ada", "")
    assert (person.message_ok, person.text_ok, person.birth_date, person.email) == (None,) * 4


def test_a_form_sent_twice_is_one_inquiry(desk: User) -> None:
    key = uuid4()
    assert add(desk, entry_key=key) == add(desk, entry_key=key)
    assert clinic.count(Patient) == clinic.count(Episode) == clinic.count(Referral) == 1


def test_people_with_the_same_name_and_birth_date_or_phone_are_offered_before_saving(
    desk: User,
) -> None:
    added = add(desk)
    same_name = Inquiry(family="OKAFOR", given="ada", birth_date=ADA.birth_date)
    same_phone = Inquiry(family="Smith", given="Jo", phone="5595550134")
    for inquiry in (same_name, same_phone):
        (candidate,) = inquiries.like(desk, inquiry)
        assert candidate.patient_id == added.patient_id
        assert "Okafor, Ada" in candidate.words
    other_day = replace(same_name, birth_date=date(1991, 4, 6))
    assert inquiries.like(desk, other_day) == ()
    assert inquiries.like(desk, Inquiry()) == ()


@pytest.mark.parametrize(
    ("here", "calls"),
    [
        # Equal names, where either birth date is unknown.
        ({"phone": "559 555 0101"}, {"phone": "559 555 0202", "birth_date": date(1980, 1, 1)}),
        ({"birth_date": date(1980, 1, 1)}, {"phone": "559 555 0202"}),
        # The last ten digits of the phone, however it is written; a local number too.
        ({"phone": "559 555 0101"}, {"family": "Lea", "phone": "+1 559 555 0101"}),
        ({"phone": "+1 (559) 555-0101"}, {"family": "Lea", "phone": "559.555.0101"}),
        ({"phone": "+1 (559) 555-0101"}, {"family": "Lea", "phone": "555 0101"}),
        # The same email under whatever name, in whatever case.
        ({"email": "Bo@X.org"}, {"given": "Robert", "email": " bo@x.ORG "}),
    ],
)
def test_who_may_be_somebody_here_is_offered(
    desk: User, here: dict[str, Any], calls: dict[str, Any]
) -> None:
    person = clinic.patient("Lee", "Ann", **here)
    clinic.keep(person)
    names = {"family": "Lee", "given": "Ann"}
    (candidate,) = inquiries.like(desk, Inquiry(**names | calls))
    assert candidate.patient_id == person.id
    assert candidate.words.startswith("Lee, Ann, ")
    assert here.get("email", "") in candidate.words


@pytest.mark.parametrize(
    "calls",
    [
        {"family": "Lee", "given": "Ann", "birth_date": date(1980, 1, 2)},
        {"family": "Lee", "given": "Anna"},
        {"family": "Lea", "phone": "559 555 0102"},
        {"family": "Lea", "phone": "0101"},
        {"family": "Lea", "email": "bo@x"},
    ],
)
def test_somebody_else_is_not_offered(desk: User, calls: dict[str, Any]) -> None:
    about = {"birth_date": date(1980, 1, 1), "phone": "559 555 0101", "email": "bo@x.org"}
    clinic.keep(clinic.patient("Lee", "Ann", **about))
    assert inquiries.like(desk, Inquiry(**calls)) == ()


def test_who_was_merged_is_offered_as_who_they_are_now_and_who_is_withdrawn_is_not(
    desk: User,
) -> None:
    kept = clinic.patient("Leigh", "Ann")
    clinic.keep(kept)
    clinic.keep(clinic.patient("Lee", "Ann", merged_into=kept.id))
    clinic.keep(clinic.patient("Lee", "Ann", withdrawn=True))
    born = date(1980, 1, 1)
    (candidate,) = inquiries.like(desk, Inquiry(family="Lee", given="Ann", birth_date=born))
    assert candidate.patient_id == kept.id


def test_of_somebody_who_is_here_what_is_told_now_of_reaching_them_stands(desk: User) -> None:
    known = {"phone": "559 555 9999", "message_ok": True, "birth_date": date(1980, 1, 2)}
    patient_id = made.patient(**known)
    added = add(desk, replace(ADA, message_ok=False, text_ok=None), same=patient_id)
    assert added.patient_id == patient_id
    person = clinic.one(sa.select(Patient))
    assert (person.family, person.birth_date) == ("Invented", date(1980, 1, 2))
    assert (person.phone, person.message_ok, person.text_ok) == (ADA.phone, False, None)
    assert person.version == 2, "what was said before is in its history"
    with pytest.raises(Conflict, match="an inquiry or a course of treatment that is open"):
        add(desk, same=patient_id)
    assert clinic.count(Episode) == 1


def test_after_a_closed_episode_an_inquiry_is_a_new_one(desk: User) -> None:
    patient_id = made.patient()
    made.episode(patient_id, closed_at=made.NOON)
    added = add(desk, same=patient_id)
    assert clinic.one(sa.select(t.PatientFact.episode_id)) == added.episode_id
    assert clinic.count(Episode) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"family": " ", "given": ""}, "A name is missing"),
        ({"phone": "", "email": " "}, "Give a phone number or an email"),
        ({"phone": "555 01"}, "fewer than 7 digits"),
        ({"email": "ada.example"}, "email address is not one"),
        ({"email": "ada@mail example"}, "email address is not one"),
        ({"birth_date": date(1899, 12, 31)}, "before 1900"),
        ({"birth_date": (now() + timedelta(days=2)).date()}, "in the future"),
        ({"given": "x" * 201}, "longer than 200"),
        ({"text": "x" * 2001}, "longer than 2,000"),
        ({"given": "A\x00da"}, "cannot be shown"),
        ({"given": "A\u202eda"}, "cannot be shown"),
    ],
)
def test_bad_input_is_refused_whole_in_a_sentence(
    desk: User, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        add(desk, replace(ADA, **wrong))  # type: ignore[arg-type]
    assert clinic.count(Patient) == clinic.count(StageEvent) == clinic.count(PatientFact) == 0


def test_every_fault_is_listed(desk: User) -> None:
    with pytest.raises(BadInput) as refused:
        add(desk, Inquiry(phone="1", email="x", birth_date=date(1800, 1, 1)))
    assert len(refused.value.faults) == 5


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "O'Brien-Smith", "Ærø 李"])
def test_a_name_is_kept_as_it_was_typed(desk: User, name: str) -> None:
    add(desk, replace(ADA, family=name))
    assert clinic.one(sa.select(t.Patient.family)) == name


def test_who_may_not_add_is_refused_and_nobody_unknown_gets_an_episode(desk: User) -> None:
    with pytest.raises(NotAllowed):
        add(made.user(Role.MANAGER))
    with pytest.raises(NotFound):
        add(desk, same=uuid4())
