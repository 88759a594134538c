"""The summary of one patient: one page, whoever it is, for those who treat them."""

import json
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from data.tables import Allergy, Assessment, Audit, DosingSession, Hold, Medication, SideEffect
from data.tables.base import now
from data.tables.vocabulary import Stage
from services.refusals import NotAllowed, NotFound
from services.reports.patient import file_name, patient_summary
from tests import clinic
from tests.services.reports import reading

TYPED = "#strong[x] $y$ *b* _i_ [a] <l> @r // c /* d */ \\ `e` ~"


def pages(patient_id: UUID, initials: str = clinic.DOCTOR) -> list[str]:
    return reading.pages(patient_summary(clinic.user(initials), patient_id, clinic.ZONE))


def longest() -> list[UUID]:
    """The three of whom there is most to say."""
    entries: Counter[UUID] = Counter()
    for table in (Assessment, DosingSession, SideEffect):
        entries.update(row[0] for row in clinic.rows(sa.select(table.patient_id)))
    return [patient_id for patient_id, _ in entries.most_common(3)]


def test_it_says_who_where_in_treatment_what_to_mind_and_what_was_last(looked_at: str) -> None:
    (said,) = pages(clinic.named("Okafor"))
    for words in (
        *("Okafor, Ada", "born ", "MRN ", "Continuation", "Spravato", "given"),
        *("Item 9 2 on", "Allergies Penicillin, asked", "Lorazepam (benzodiazepine)"),
        *("REMS enrolment in force", "17 (9 of 9)", "moderately severe", "Dissociation"),
        *("PHQ-9 fell 21 to 7", "response: 10 or less", "earlier sessions in the record"),
        "Internal, not a letter",
        clinic.user(clinic.DOCTOR).name,
    ):
        assert words in said, words


def test_it_is_one_page_for_those_of_whom_there_is_most_to_say(looked_at: str) -> None:
    for patient_id in longest():
        assert len(pages(patient_id)) == 1


def test_it_is_one_page_for_somebody_of_whom_nothing_is_known_and_unknown_is_never_0(
    demo_record: str,
) -> None:
    person = clinic.patient("Newcomer", "Nell")
    clinic.keep(person)
    (said,) = pages(person.id)
    for words in (
        *("birth date unknown", "sex not recorded", "no MRN", "Item 9 never asked"),
        *("Allergies not asked", "Interacting medicines not asked", "none booked"),
        *("No session yet", "No score yet", "No side effect recorded", "Stage No episode"),
    ):
        assert words in said, words


@pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)
def test_it_is_one_page_for_the_longest_words_a_record_can_hold(demo_record: str) -> None:
    person = clinic.patient(
        "W" * 200, "long " * 40, mrn="M" * 100, preferred_name="Q" * 100, sex_clinical=None
    )
    course, stage = clinic.episode(person.id, Stage.INDUCTION)
    at = now() - timedelta(days=3)
    clinic.keep(
        *(person, course, stage),
        *(
            Allergy(patient_id=person.id, substance=f"Substance {n} " + "x" * 60, happened_at=at)
            for n in range(30)
        ),
        *(
            Medication(
                patient_id=person.id, name=f"M{n} " + "y" * 60, interacts="maoi", happened_at=at
            )
            for n in range(30)
        ),
        *(
            SideEffect(
                patient_id=person.id, term=f"unheard_of_{n}" + "z" * 50, grade=2, happened_at=at
            )
            for n in range(25)
        ),
        Hold(episode_id=course.id, happened_at=at, reason="because " * 200),
    )
    (said,) = pages(person.id)
    assert "more characters in the record" in said
    assert "and 19 more kinds in the record" in said


@pytest.mark.parametrize("demo_record", ["sqlite"], indirect=True)
def test_what_was_typed_is_set_as_it_was_typed_and_never_as_markup(demo_record: str) -> None:
    person = clinic.patient(TYPED, "\u202eevil\u2066", mrn='"}#panic("x")')
    course, stage = clinic.episode(person.id, Stage.INDUCTION)
    hold = Hold(
        episode_id=course.id,
        happened_at=now() - timedelta(days=3),
        reason='<script>#eval("1")</script> &amp; \x0b $',
    )
    clinic.keep(person, course, stage, hold)
    (said,) = pages(person.id)
    plain = said.replace(" ", "")
    for words in (TYPED, "[U+202E]evil[U+2066]", '"}#panic("x")', '<script>#eval("1")</script>'):
        assert words.replace(" ", "") in plain, words


def test_every_copy_is_audited_under_the_patient_and_without_a_name(demo_record: str) -> None:
    ada = clinic.named("Okafor")
    for n in (1, 2):
        pages(ada)
        assert clinic.audited("export_patient") == n
    select = sa.select(Audit.body).where(Audit.action == "export_patient")
    for (body,) in clinic.rows(select):
        assert str(ada) in str(body)
        assert "Okafor" not in json.dumps(body)


@pytest.mark.parametrize("initials", [clinic.DESK, clinic.MANAGER, clinic.ADMINISTRATOR])
def test_who_may_not_see_the_chart_gets_no_summary(demo_record: str, initials: str) -> None:
    ada = clinic.named("Okafor")
    with pytest.raises(NotAllowed, match="may not see scores"):
        pages(ada, initials)
    with pytest.raises(NotAllowed, match=r"^Sign in first\.$"):
        patient_summary(None, ada, clinic.ZONE)
    assert clinic.audited("refused") == 2
    assert clinic.audited("export_patient") == 0


def test_of_nobody_there_is_no_summary(looked_at: str) -> None:
    with pytest.raises(NotFound, match="There is no such patient"):
        pages(uuid4())


def test_the_file_is_named_by_the_day_and_a_random_word() -> None:
    first, second = file_name(clinic.ZONE), file_name(clinic.ZONE)
    assert first != second
    assert first.startswith(f"patient-summary-{now().astimezone(clinic.ZONE):%Y-%m-%d}-")
