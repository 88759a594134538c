"""The head of the patient page: who, where in treatment, and what to mind."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from data.tables import Allergy, Appointment, Consent, Hold, Medication, PatientFact, StageEvent
from data.tables.base import now
from data.tables.vocabulary import ConsentKind, Role, Route, Sex, Stage
from services import patients
from services.access import User
from services.cautions import Item9
from services.consents import Standing
from services.patients import Summary
from services.refusals import NotAllowed, NotFound
from tests import clinic, made

TODAY = now().astimezone(clinic.ZONE).date()
DAY = timedelta(days=1)
LEAP = date(1992, 2, 29)


@pytest.fixture
def doctor(record: str) -> User:
    made.site()
    return made.user(Role.PRACTITIONER)


def head(user: User | None, patient_id: UUID) -> Summary:
    return patients.summary(user, patient_id, clinic.ZONE)


def treated(route: Route | None = Route.IV, **columns: Any) -> tuple[UUID, UUID]:
    """Somebody in induction since ten days: the patient's id and the episode's."""
    person = clinic.patient(**columns)
    episode, step = clinic.episode(person.id, Stage.INDUCTION, route=route)
    clinic.keep(person, episode, step)
    return person.id, episode.id


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 2, 28), 33),
        (date(2026, 3, 1), 34),
        (date(2028, 2, 28), 35),
        (date(2028, 2, 29), 36),
        (LEAP, 0),
    ],
)
def test_somebody_born_on_a_leap_day_grows_older_on_1_march_of_other_years(
    on: date, years: int
) -> None:
    assert patients.age(LEAP, on) == years


def test_a_year_is_complete_on_the_birthday_and_not_the_day_before() -> None:
    assert patients.age(date(1980, 11, 23), date(2026, 11, 22)) == 45
    assert patients.age(date(1980, 11, 23), date(2026, 11, 23)) == 46
    assert patients.age(date(1980, 12, 31), date(2026, 1, 1)) == 45


def test_without_a_birth_date_the_age_is_unknown(doctor: User) -> None:
    assert patients.age(None, TODAY) is None
    bare = clinic.patient("Nameless", "")
    clinic.keep(bare)
    found = head(doctor, bare.id)
    assert (found.born, found.age, found.sex, found.mrn) == (None, None, None, None)
    assert found.name == "Nameless"


def test_without_an_episode_the_stage_says_so_and_nothing_is_missing(doctor: User) -> None:
    person = clinic.patient()
    clinic.keep(person)
    found = head(doctor, person.id)
    assert (found.stage, found.days, found.route, found.doses) == ("No episode", None, "", 0)
    assert (found.hold, found.consents, found.practitioner) == ("", (), None)
    assert (found.steps, found.episodes, found.next_visits) == ((), (), ())


def test_the_head_says_who_and_where_in_treatment(doctor: User) -> None:
    born = date(1980, 2, 29)
    person = clinic.patient(
        "Okafor", "Ada", mrn="A1", birth_date=born, sex_clinical=Sex.FEMALE, phone="555-0142"
    )
    episode, step = clinic.episode(person.id, Stage.INDUCTION, practitioner_id=doctor.id)
    clinic.keep(person, episode, step)
    found = head(doctor, person.id)
    assert (found.name, found.mrn, found.sex) == ("Okafor, Ada", "A1", "female")
    assert (found.born, found.age) == (born, patients.age(born, TODAY))
    assert (found.stage, found.days, found.route) == ("Induction", 10, "IV ketamine")
    assert found.practitioner == doctor.name
    assert found.phone == "555-0142"


def test_whether_one_may_leave_a_message_is_yes_no_or_not_asked(doctor: User) -> None:
    person = clinic.patient(message_ok=False)
    clinic.keep(person)
    assert head(doctor, person.id).may_message == "leave a message: no, text: not asked"


def test_allergies_are_unknown_until_somebody_asked(doctor: User) -> None:
    patient_id, _ = treated()
    cautions = head(doctor, patient_id).cautions
    assert cautions is not None
    assert (cautions.allergies, cautions.allergies_asked) == (None, None)
    assert (cautions.medicines, cautions.medicines_asked) == (None, None)
    clinic.keep(Allergy(patient_id=patient_id, happened_at=now()))
    asked = head(doctor, patient_id).cautions
    assert asked is not None
    assert (asked.allergies, asked.allergies_asked) == ((), TODAY)


def test_allergies_and_medicines_are_those_that_stand(doctor: User) -> None:
    patient_id, _ = treated()
    mistaken = Allergy(patient_id=patient_id, substance="Latex", happened_at=now())
    clinic.keep(mistaken)
    told = {"patient_id": patient_id, "happened_at": clinic.local("2026-03-02 09:30")}
    clinic.keep(
        Allergy(
            **told, substance="Latex", corrects=mistaken.id, struck=True, why="Another patient's"
        ),
        Allergy(**told, substance="Penicillin"),
        Medication(**told, name="Lorazepam", interacts="benzodiazepine"),
        Medication(**told, name="Sertraline"),
        Medication(**told, name="Bupropion", interacts="seizure", stopped_on=TODAY - DAY),
        Medication(**told, name="Tranylcypromine", interacts="MAOI", stopped_on=TODAY),
    )
    cautions = head(doctor, patient_id).cautions
    assert cautions is not None
    assert cautions.allergies == ("Penicillin",)
    assert {each.name for each in cautions.medicines or ()} == {
        *("Lorazepam", "Sertraline"),
        "Tranylcypromine",  # until the day has passed on which it stops
    }
    assert [(each.name, each.interacts) for each in cautions.interacting()] == [
        ("Lorazepam", "benzodiazepine"),
        ("Tranylcypromine", "MAOI"),
    ]
    assert cautions.medicines_asked == date(2026, 3, 2)


def test_item_9_says_its_day_and_whether_it_is_unknown_now(doctor: User) -> None:
    patient_id, _ = treated()
    assert item9(doctor, patient_id) is None
    made.score(patient_id, 12, clinic.local("2026-03-02 09:30"), item9=2)
    assert item9(doctor, patient_id) == Item9(2, date(2026, 3, 2), unknown_now=False)
    made.score(patient_id, 9, clinic.local("2026-03-09 09:30"), item9=None)
    assert item9(doctor, patient_id) == Item9(2, date(2026, 3, 2), unknown_now=True)


def item9(user: User, patient_id: UUID) -> Item9 | None:
    cautions = head(user, patient_id).cautions
    assert cautions is not None
    return cautions.item9


@pytest.mark.parametrize(
    ("route", "kind", "words"),
    [
        (Route.IV, ConsentKind.OFF_LABEL, "Off-label consent"),
        (Route.NASAL, ConsentKind.REMS, "REMS enrolment"),
    ],
)
def test_the_signature_that_the_route_needs_is_missing_until_it_is_in_force(
    doctor: User, route: Route, kind: ConsentKind, words: str
) -> None:
    patient_id, episode_id = treated(route)
    assert standing(doctor, patient_id) == {words: Standing.MISSING}
    signed = {"episode_id": episode_id, "kind": kind, "happened_at": now()}
    clinic.keep(Consent(**signed, valid_from=TODAY - 300 * DAY, valid_to=TODAY - DAY))
    assert standing(doctor, patient_id) == {words: Standing.LAPSED}
    clinic.keep(Consent(**signed, valid_from=TODAY + DAY))
    assert standing(doctor, patient_id) == {words: Standing.NOT_YET}
    clinic.keep(Consent(**signed, valid_from=TODAY, valid_to=TODAY))
    assert standing(doctor, patient_id) == {words: Standing.IN_FORCE}


def standing(user: User, patient_id: UUID) -> dict[str, Standing]:
    return {consent.words: consent.standing for consent in head(user, patient_id).consents}


def enrolled(episode_id: UUID, begins: date, ends: date | None) -> Consent:
    about = {"episode_id": episode_id, "kind": ConsentKind.REMS, "happened_at": now()}
    return Consent(**about, valid_from=begins, valid_to=ends)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (15, Standing.IN_FORCE),
        (14, Standing.ENDS_SOON),
        (0, Standing.ENDS_SOON),
        (-1, Standing.LAPSED),
        (None, Standing.IN_FORCE),
    ],
)
def test_a_signature_is_warned_of_14_days_before_it_ends(
    doctor: User, days: int | None, expected: Standing
) -> None:
    patient_id, episode_id = treated(Route.NASAL)
    ends = None if days is None else TODAY + days * DAY
    clinic.keep(enrolled(episode_id, TODAY - 300 * DAY, ends))
    (signed,) = head(doctor, patient_id).consents
    assert (signed.standing, signed.valid_to) == (expected, ends)


def test_a_renewal_that_goes_on_without_a_gap_ends_the_warning(doctor: User) -> None:
    patient_id, episode_id = treated(Route.NASAL)
    clinic.keep(enrolled(episode_id, TODAY - 300 * DAY, TODAY + 5 * DAY))
    clinic.keep(enrolled(episode_id, TODAY + 7 * DAY, TODAY + 300 * DAY))
    (signed,) = head(doctor, patient_id).consents
    assert (signed.standing, signed.valid_to) == (Standing.ENDS_SOON, TODAY + 5 * DAY)
    clinic.keep(enrolled(episode_id, TODAY + 6 * DAY, TODAY + 200 * DAY))
    made.booking(patient_id, episode_id, now() + 30 * DAY)
    (signed,) = head(doctor, patient_id).consents
    assert (signed.standing, signed.valid_to) == (Standing.IN_FORCE, TODAY + 300 * DAY)


def test_a_signature_that_ends_before_the_next_visit_says_so(doctor: User) -> None:
    patient_id, episode_id = treated(Route.NASAL)
    clinic.keep(enrolled(episode_id, TODAY - 300 * DAY, TODAY + 20 * DAY))
    assert standing(doctor, patient_id) == {"REMS enrolment": Standing.IN_FORCE}
    made.booking(patient_id, episode_id, now() + 30 * DAY)
    assert standing(doctor, patient_id) == {"REMS enrolment": Standing.ENDS_BEFORE_VISIT}


def test_the_signature_for_the_other_route_is_not_enough(doctor: User) -> None:
    patient_id, episode_id = treated(Route.NASAL)
    signed = {"episode_id": episode_id, "happened_at": now(), "valid_from": TODAY}
    clinic.keep(
        Consent(**signed, kind=ConsentKind.OFF_LABEL), Consent(**signed, kind=ConsentKind.RELEASE)
    )
    assert standing(doctor, patient_id)["REMS enrolment"] is Standing.MISSING


def test_before_the_route_is_decided_no_signature_is_missing(doctor: User) -> None:
    patient_id, _ = treated(None)
    assert standing(doctor, patient_id) == {}


def test_a_hold_says_why_and_until_when_and_is_gone_when_it_ended(doctor: User) -> None:
    patient_id, episode_id = treated()
    held = {"episode_id": episode_id, "reason": "Blood pressure 168/102", "happened_at": now()}
    pause = Hold(**held, expected_to=date(2026, 12, 3))
    clinic.keep(pause)
    assert head(doctor, patient_id).hold == "Blood pressure 168/102, expected to 3 Dec"
    clinic.keep(Hold(**held, corrects=pause.id, why="Over", ended_at=now()))
    assert head(doctor, patient_id).hold == ""


def test_of_two_episodes_the_open_one_leads_and_both_are_listed(looked_at: str) -> None:
    found = head(clinic.user(clinic.DOCTOR), clinic.named("Varela"))
    assert (found.stage, found.route) == ("Induction", "Spravato")
    again, first = found.episodes
    assert again.closed_on is None
    assert again.words.startswith("Spravato, ")
    assert again.words.endswith(" to today")
    assert first.closed_on is not None
    assert first.closed_on < again.opened_on
    assert first.words == f"IV ketamine, {first.opened_on:%b %Y} to {first.closed_on:%b %Y}"
    days = [step.on for step in found.steps]
    assert days == sorted(days, reverse=True)
    assert [step.stage for step in found.steps].count("Completed") == 1
    assert found.doses < 10


def test_a_step_that_was_struck_out_is_not_told(doctor: User) -> None:
    patient_id, episode_id = treated()
    wrong = StageEvent(episode_id=episode_id, to_stage=Stage.LOST, happened_at=now())
    clinic.keep(wrong)
    assert head(doctor, patient_id).stage == "Lost"
    undone = {"corrects": wrong.id, "struck": True, "why": "He called"}
    clinic.keep(StageEvent(episode_id=episode_id, to_stage=Stage.LOST, happened_at=now(), **undone))
    found = head(doctor, patient_id)
    assert (found.stage, [step.stage for step in found.steps]) == ("Induction", ["Induction"])


def test_next_visits_are_on_the_clinic_s_clock_soonest_first(looked_at: str) -> None:
    found = head(clinic.user(clinic.DOCTOR), clinic.named("Okafor"))
    booked = clinic.rows(
        sa.select(Appointment.starts_at).where(
            Appointment.patient_id == found.id, sa.column("status") == "booked"
        )
    )
    assert [at.astimezone(clinic.ZONE) for (at,) in sorted(booked)] == list(found.next_visits)
    assert {at.tzinfo for at in found.next_visits} == {clinic.ZONE}


def test_the_story_of_ada_is_told_as_it_was_set(looked_at: str) -> None:
    found = head(clinic.user(clinic.DOCTOR), clinic.named("Okafor"))
    assert found.name == "Okafor, Ada"
    assert (found.stage, found.route, found.doses) == ("Continuation", "Spravato", 10)
    assert found.cautions is not None
    assert found.cautions.allergies == ("Penicillin",)
    assert [each.name for each in found.cautions.interacting()] == ["Lorazepam"]
    assert found.hold == ""
    assert [each.standing for each in found.consents] == [Standing.IN_FORCE]
    assert [step.stage for step in found.steps] == [
        *("Continuation", "Induction", "Scheduled", "Consented", "Eligible", "Review"),
        *("Screening", "Referred", "Inquiry"),
    ]
    assert "Takes lorazepam" in {step.reason for step in found.steps}


def test_the_front_desk_sees_who_and_stage_but_nothing_of_the_chart(doctor: User) -> None:
    desk = made.user(Role.STAFF)
    patient_id, episode_id = treated(phone="555-0142")
    clinic.keep(
        Hold(
            episode_id=episode_id,
            reason="Blood pressure 168/102",
            happened_at=now(),
            expected_to=date(2026, 12, 3),
        ),
        Allergy(patient_id=patient_id, substance="Penicillin", happened_at=now()),
        StageEvent(
            episode_id=episode_id,
            to_stage=Stage.CONTINUATION,
            happened_at=now(),
            reason="PHQ-9 fell to 4",
        ),
    )
    found = head(desk, patient_id)
    assert (found.stage, found.phone, found.hold) == (
        "Continuation",
        "555-0142",
        "expected to 3 Dec",
    )
    assert found.cautions is None
    assert [step.reason for step in found.steps] == ["", ""]
    for word in ("168/102", "Penicillin", "PHQ"):
        assert word in str(head(doctor, patient_id))
        assert word not in str(found)


def test_a_hold_without_an_end_tells_the_front_desk_only_that(doctor: User) -> None:
    patient_id, episode_id = treated()
    clinic.keep(Hold(episode_id=episode_id, reason="Psychosis", happened_at=now()))
    assert head(made.user(Role.STAFF), patient_id).hold == "no end given"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
def test_a_role_that_may_not_open_a_patient_gets_a_sentence(doctor: User, role: Role) -> None:
    patient_id, _ = treated()
    with pytest.raises(NotAllowed, match=r"^Your account may not open a patient"):
        head(made.user(role), patient_id)
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        head(None, patient_id)


def test_an_unknown_id_and_somebody_withdrawn_are_not_found(doctor: User) -> None:
    undone = clinic.patient(withdrawn=True)
    clinic.keep(undone)
    for patient_id in (uuid4(), undone.id):
        with pytest.raises(NotFound, match=r"^There is no such patient\. .*Patients.*\.$"):
            head(doctor, patient_id)


def test_a_look_at_a_patient_is_audited_once_a_quarter_hour(doctor: User) -> None:
    patient_id, _ = treated()
    for _ in range(2):
        head(doctor, patient_id)
    assert clinic.audited("view_patient") == 1


def test_the_head_agrees_with_the_caseload(looked_at: str) -> None:
    user = clinic.user(clinic.DOCTOR)
    facts = [row[0] for row in clinic.rows(sa.select(PatientFact).limit(15))]
    for fact in facts:
        found = head(user, fact.patient_id)
        assert found.stage == patients.stage_words(fact.stage)
        assert found.doses == fact.doses
        assert bool(found.hold) is fact.on_hold
